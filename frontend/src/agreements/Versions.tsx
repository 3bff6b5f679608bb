import { IconFilePlus, IconFileUpload } from "@tabler/icons-react";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import { DateText } from "../ui/Amounts";
import { classes } from "../ui/classes";
import { LinkButton, TextLink } from "../ui/Link";
import { Panel, PanelItem, PanelList, PanelSection } from "../ui/Panel";
import { EmptyState } from "../ui/States";
import { StateLabel } from "./State";

interface VersionsProps {
  workspaceId: string;
  versions: View<"VersionsView">;
  /** The id of the version one reads, or the word for a form. */
  current: string | undefined;
}

/** All versions, the newest first, and the ways to make another. */
export function Versions({ workspaceId, versions, current }: VersionsProps) {
  const { t } = useTranslation();
  const { items, moves } = versions;
  const mayOffer = moves.includes("offer");
  const mayBring = moves.includes("record-paper");
  return (
    <Panel
      title={t("agreements.versions")}
      footer={
        mayOffer || mayBring ? (
          <>
            {mayOffer && (
              <LinkButton
                to="/contracten/$id/overeenkomst/$version"
                params={{ id: workspaceId, version: "nieuw" }}
                aria-current={current === "nieuw" ? "page" : undefined}
                icon={<IconFilePlus size={20} aria-hidden="true" />}
              >
                {t("agreements.offer.open")}
              </LinkButton>
            )}
            {mayBring && (
              <LinkButton
                variant="subtle"
                to="/contracten/$id/overeenkomst/$version"
                params={{ id: workspaceId, version: "papier" }}
                aria-current={current === "papier" ? "page" : undefined}
                icon={<IconFileUpload size={20} aria-hidden="true" />}
              >
                {t("agreements.paper.open")}
              </LinkButton>
            )}
          </>
        ) : undefined
      }
    >
      {items.length === 0 && (
        <PanelSection>
          <EmptyState title={t("agreements.versions.none")} />
        </PanelSection>
      )}
      <PanelList>
        {items.map((line) => (
          <PanelItem
            key={line.id}
            className={classes(line.id === current && "samenspraak-panel__section--current")}
          >
            <TextLink
              strong
              to="/contracten/$id/overeenkomst/$version"
              params={{ id: workspaceId, version: line.id }}
              aria-current={line.id === current ? "page" : undefined}
            >
              {versionName(line, t)}
            </TextLink>
            {line.reason && <p className="samenspraak-small">{line.reason}</p>}
            <div>
              <StateLabel line={line} />
            </div>
            <p className="samenspraak-small samenspraak-muted">
              <DateText at={line.inForceAt ?? line.offeredAt} as="date" />
            </p>
          </PanelItem>
        ))}
      </PanelList>
    </Panel>
  );
}

/** "Versie 2", or what was agreed outside. */
export function versionName(
  line: Pick<View<"VersionLineView">, "number" | "origin">,
  t: TFunction,
): string {
  return line.origin === "outside"
    ? t("agreements.paper.name")
    : t("agreements.version", { number: line.number });
}
