import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import { TextLink } from "../ui/Link";
import { SideLabel } from "../ui/Side";
import { PageHeading } from "./PageHeading";
import "./ContractHeader.css";

const SIDES = ["buyer", "contractor", "coordinator"] as const;

/** What a contract is called, whose it is, and the ways into it. */
export function ContractHeader({ workspace }: { workspace: View<"WorkspaceView"> }) {
  const { t } = useTranslation();
  const { id, contract, parties } = workspace;
  const params = { id };
  return (
    // A section with the name of the contract: a header here would be a second banner.
    <section aria-label={contract.title} className="samenspraak-contract-head">
      <div className="samenspraak-width">
        <nav aria-label={t("app.breadcrumb")}>
          <ol className="samenspraak-breadcrumb">
            <li>
              <TextLink to="/contracten">{t("app.contracts")}</TextLink>
            </li>
            <li aria-current="page">{contract.reference ?? contract.title}</li>
          </ol>
        </nav>
        <PageHeading>{contract.title}</PageHeading>
        <ul className="samenspraak-list samenspraak-contract-head__parties">
          {SIDES.flatMap((side) => parties.filter((party) => party.side === side)).map((party) => (
            <li key={party.id}>
              <SideLabel side={party.side} organisation={party.name} />
            </li>
          ))}
        </ul>
        <nav aria-label={t("app.sections")} className="samenspraak-sections">
          <Link
            to="/contracten/$id"
            params={params}
            activeOptions={{ exact: true, includeSearch: false }}
            className="samenspraak-sections__link"
          >
            {t("app.section.workspace")}
          </Link>
          <Link
            to="/contracten/$id/overeenkomst"
            params={params}
            className="samenspraak-sections__link"
          >
            {t("app.section.agreement")}
          </Link>
          <Link
            to="/contracten/$id/deelnemers"
            params={params}
            className="samenspraak-sections__link"
          >
            {t("app.section.participants")}
          </Link>
          <Link to="/contracten/$id/meer" params={params} className="samenspraak-sections__link">
            {t("app.section.more")}
          </Link>
        </nav>
      </div>
    </section>
  );
}
