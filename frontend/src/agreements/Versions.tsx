import { IconFilePlus, IconFileUpload } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import { useFormat } from "../text/useFormat";
import { DateText } from "../ui/Amounts";
import { classes } from "../ui/classes";
import { ChangeCount } from "../ui/Differences";
import { Hidden } from "../ui/Hidden";
import { LinkButton, TextLink } from "../ui/Link";
import { Panel, PanelItem, PanelList, PanelSection } from "../ui/Panel";
import { SideLabel } from "../ui/Side";
import { EmptyState } from "../ui/States";
import { addressOf, type Line, predecessorOf } from "./readings";
import { StateLabel } from "./State";
import { versionName } from "./versionName";
import "./Versions.css";

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
            <VersionLine
              workspaceId={workspaceId}
              lines={items}
              line={line}
              isCurrent={line.id === current}
            />
          </PanelItem>
        ))}
      </PanelList>
    </Panel>
  );
}

interface VersionLineProps {
  workspaceId: string;
  lines: readonly Line[];
  line: Line;
  isCurrent: boolean;
}

/** One version: why it is there, how it stands, and what it changed of the one it follows. */
function VersionLine({ workspaceId, lines, line, isCurrent }: VersionLineProps) {
  const { t } = useTranslation();
  const previous = predecessorOf(lines, line);
  const { cause, changes, closedBySide, closedReason, reason, signBy, state } = line;
  return (
    <div className="samenspraak-version">
      <TextLink
        strong
        to="/contracten/$id/overeenkomst/$version"
        params={{ id: workspaceId, version: line.id }}
        aria-current={isCurrent ? "page" : undefined}
      >
        {versionName(line, t)}
      </TextLink>
      <div>
        <StateLabel line={line} />
      </div>
      {cause && <p className="samenspraak-small">{t(`agreements.cause.${cause}`)}</p>}
      {reason && (!cause || cause === "other") && (
        <p className="samenspraak-small" lang="nl">
          {reason}
        </p>
      )}
      {state === "offered" && signBy && (
        <p className="samenspraak-small">{t("agreements.notice.offered", { date: signBy.text })}</p>
      )}
      {closedBySide && (state === "sent_back" || state === "withdrawn") && (
        <p className="samenspraak-small">
          {t("agreements.line.by")} <SideLabel side={closedBySide} />
          {closedReason && (
            <>
              : <span lang="nl">{closedReason}</span>
            </>
          )}
        </p>
      )}
      <p className="samenspraak-small samenspraak-muted">
        <When line={line} />
      </p>
      {changes && (
        <p className="samenspraak-small samenspraak-muted">
          <ChangeCount {...changes} />
        </p>
      )}
      {previous && (
        <TextLink
          className="samenspraak-small"
          to="/contracten/$id/overeenkomst/vergelijken"
          params={{ id: workspaceId }}
          search={{ van: addressOf(lines, previous), met: addressOf(lines, line) }}
        >
          {t("agreements.compare.previous")}
          <Hidden>
            {": "}
            {t("agreements.compare.pair", {
              before: versionName(previous, t),
              after: versionName(line, t),
            })}
          </Hidden>
        </TextLink>
      )}
    </div>
  );
}

/** Since when a version holds, from when until when it did, or else when it was offered. */
function When({ line }: { line: Line }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { state, inForceAt, offeredAt, closedAt } = line;
  if (state === "superseded" && inForceAt && closedAt) {
    return t("agreements.line.held", { from: format.date(inForceAt), to: format.date(closedAt) });
  }
  return (
    <>
      {t(inForceAt ? "agreements.line.since" : "agreements.line.offered")}{" "}
      <DateText at={inForceAt ?? offeredAt} as="date" />
    </>
  );
}
