import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import { Page } from "../app/Page";
import { Disclosure } from "../ui/Disclosure";
import { TextLink } from "../ui/Link";
import { Panel, PanelSection } from "../ui/Panel";
import { LoadError, LoadingPanel } from "../ui/States";
import { Table } from "../ui/Table";
import { COLLECTIONS, type Collection, referenceQuery } from "./queries";
import { useSureness } from "./useSureness";

/** Words and lists of the field, with where they were read and how sure that is. */
export function ReferencePage() {
  const { t } = useTranslation();
  return (
    <Page
      title={t("page.reference")}
      lead={<TextLink to="/tabellen">{t("catalogue.back")}</TextLink>}
    >
      <Panel title={t("catalogue.reference.title")}>
        <PanelSection quiet>
          <p className="samenspraak-small samenspraak-measure">{t("catalogue.reference.lead")}</p>
        </PanelSection>
        {COLLECTIONS.map((name) => (
          <CollectionPart key={name} name={name} />
        ))}
      </Panel>
    </Page>
  );
}

function CollectionPart({ name }: { name: Collection }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <Disclosure
      section
      summary={t(`catalogue.reference.${name}`)}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      {open && <Rows name={name} />}
    </Disclosure>
  );
}

function Rows({ name }: { name: Collection }) {
  const { t, i18n } = useTranslation();
  const sure = useSureness();
  const { data, error, refetch } = useQuery(referenceQuery(name));
  if (error) return <LoadError title={t("catalogue.failed")} onRetry={() => refetch()} />;
  if (!data) return <LoadingPanel label={t("catalogue.loading")} lines={3} />;
  const rows = rowsOf(data, i18n.language === "en");
  return (
    <div className="samenspraak-stack samenspraak-stack--tight">
      {data.sources.length > 0 && (
        <p className="samenspraak-muted samenspraak-small samenspraak-measure">
          {t("catalogue.reference.sources", { sources: data.sources.slice(0, 5).join("; ") })}
        </p>
      )}
      {warnings(data).map((warning) => (
        <p key={warning} className="samenspraak-small samenspraak-measure">
          {warning}
        </p>
      ))}
      <Table caption={t(`catalogue.reference.${name}`)}>
        <thead>
          <tr>
            <th scope="col">{t("catalogue.reference.name")}</th>
            <th scope="col">{t("catalogue.reference.about")}</th>
            <th scope="col">{t("catalogue.source")}</th>
            <th scope="col">{t("catalogue.confidence.label")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <th scope="row">
                {row.name}
                <div className="samenspraak-muted samenspraak-small">{row.other}</div>
              </th>
              <td className="samenspraak-small">{row.about}</td>
              <td className="samenspraak-small">{row.source}</td>
              <td className="samenspraak-small">{row.confidence && sure(row.confidence)}</td>
            </tr>
          ))}
        </tbody>
      </Table>
    </div>
  );
}

interface Row {
  key: string;
  name: string;
  /** Its name in the other language, or its code. */
  other: string;
  about: string;
  source: string;
  confidence: string;
}

type Reference = View<"ReferenceDataView">;
type Line = Record<string, unknown>;

/** The rows of the one list a collection is made of, whatever its members are called. */
export function rowsOf({ name, content }: Reference, isEnglish: boolean): Row[] {
  const list = content[LISTS[name as Collection] ?? ""];
  if (!Array.isArray(list)) return [];
  return (list as Line[]).map((line, at) => {
    const dutch = words(line.name_nl ?? line.nl ?? line.body ?? line.name);
    const english = words(line.name_en ?? line.en) || dutch;
    const code = words(line.id ?? line.code ?? line.level);
    return {
      key: `${code} ${at}`,
      name: isEnglish ? english : dutch,
      other: name === "glossary" ? (isEnglish ? dutch : english) : code,
      about: ABOUT.map((member) => words(line[member]))
        .filter(Boolean)
        .join(". "),
      source: words(line.source) || words(content.source),
      confidence: words(line.confidence) || words(content.confidence),
    };
  });
}

const LISTS: Readonly<Record<Collection, string>> = {
  glossary: "terms",
  "target-groups": "groups",
  "participation-ladder": "levels",
  "obligation-policies": "policies",
  "labour-market-regions": "regions",
};

/** Members in which a row says in words what it is. */
const ABOUT = [
  "definition",
  "criterion",
  "usual_status_check",
  "base",
  "scope",
  "note",
  "notes",
] as const;

function warnings({ content }: Reference): string[] {
  return Array.isArray(content.warnings) ? content.warnings.map(words) : [];
}

function words(value: unknown): string {
  if (Array.isArray(value)) return value.map(words).join("; ");
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}
