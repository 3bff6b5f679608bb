import { IconEye, IconLock } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { retentionQuery } from "../agreements/queries";
import type { View } from "../api/client";
import { usePageTitle } from "../app/navigation";
import { useFormat } from "../text/useFormat";
import { TextLink } from "../ui/Link";
import { Panel, PanelSection } from "../ui/Panel";
import { SideLabel } from "../ui/Side";
import { useWorkspace } from "./queries";

type Workspace = View<"WorkspaceView">;
type Side = View<"Side">;

const SIDES: readonly Side[] = ["buyer", "contractor", "coordinator"];
const WHY = ["agree", "prove", "reach"] as const;
const FOR_A_WHILE = [
  "session",
  "attempts",
  "letters",
  "links",
  "previews",
  "files",
  "drafts",
] as const;
const NEVER = ["bsn", "candidates", "health", "log"] as const;
const RIGHTS = ["see", "correct", "forget", "object"] as const;

/** Who sees what here, why, for how long, what is never kept, and what one may ask. */
export function PrivacyPage() {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  usePageTitle(t("privacy.title"), workspace.contract.title);
  return (
    <div className="samenspraak-stack samenspraak-stack--wide">
      <div className="samenspraak-stack samenspraak-stack--tight">
        <h2>{t("privacy.title")}</h2>
        <p className="samenspraak-measure">{t("privacy.lead")}</p>
      </div>
      <WhoSees workspace={workspace} />
      <Listed title={t("privacy.why.title")} lead={t("privacy.why.lead")}>
        {WHY.map((each) => (
          <li key={each}>{t(`privacy.why.${each}`)}</li>
        ))}
      </Listed>
      <HowLong workspace={workspace} />
      <Listed title={t("privacy.never.title")} lead={t("privacy.never.lead")}>
        {NEVER.map((each) => (
          <li key={each}>{t(`privacy.never.${each}`)}</li>
        ))}
      </Listed>
      <Rights workspace={workspace} />
    </div>
  );
}

function WhoSees({ workspace }: { workspace: Workspace }) {
  const { t } = useTranslation();
  const own = workspace.ownSide;
  const others = SIDES.filter((side) => side !== own && peopleOf(workspace, side).length > 0);
  return (
    <Panel title={t("privacy.who.title")}>
      <PanelSection className="samenspraak-stack samenspraak-stack--tight">
        <h3 className="samenspraak-cluster samenspraak-cluster--tight">
          <IconEye size={20} aria-hidden="true" />
          {t("privacy.who.all", { count: workspace.participants.filter(isHere).length })}
        </h3>
        <p className="samenspraak-measure">{t("privacy.who.all.what")}</p>
        {SIDES.map((side) => (
          <People key={side} workspace={workspace} side={side} />
        ))}
      </PanelSection>
      <PanelSection className="samenspraak-stack samenspraak-stack--tight">
        <h3 className="samenspraak-cluster samenspraak-cluster--tight">
          <IconLock size={20} aria-hidden="true" />
          {t("privacy.who.own", { count: peopleOf(workspace, own).length })}
        </h3>
        <p className="samenspraak-measure">{t("privacy.who.own.what")}</p>
        <People workspace={workspace} side={own} />
        {own !== "contractor" && <p className="samenspraak-measure">{t("app.own-side.woo")}</p>}
      </PanelSection>
      <PanelSection className="samenspraak-stack samenspraak-stack--tight">
        <h3>{t("privacy.who.not")}</h3>
        <ul className="samenspraak-measure">
          {others.map((side) => (
            <li key={side}>{t(`privacy.who.not.${side}`)}</li>
          ))}
          <li>{t("privacy.who.not.others")}</li>
          <li>{t("privacy.who.not.left")}</li>
          <li>{t("privacy.who.not.read")}</li>
          <li>{t("privacy.who.not.keeper")}</li>
        </ul>
      </PanelSection>
    </Panel>
  );
}

function People({ workspace, side }: { workspace: Workspace; side: Side }) {
  const { t } = useTranslation();
  const people = peopleOf(workspace, side);
  if (people.length === 0) return null;
  const [party] = workspace.parties.filter((each) => each.side === side);
  return (
    <div className="samenspraak-stack samenspraak-stack--tight">
      <SideLabel side={side} organisation={party?.name} />
      <ul>
        {people.map(({ id, name, title }) => (
          <li key={id}>
            {name || t("privacy.who.erased")}
            {title && <span className="samenspraak-muted">, {title}</span>}
          </li>
        ))}
      </ul>
    </div>
  );
}

function HowLong({ workspace }: { workspace: Workspace }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data } = useQuery(retentionQuery(workspace.id));
  return (
    <Panel title={t("privacy.long.title")}>
      <PanelSection className="samenspraak-stack samenspraak-stack--tight">
        {data && (
          <p className="samenspraak-strong samenspraak-measure">
            {data.keptUntil === null
              ? t("privacy.long.unknown", { count: data.years })
              : t("privacy.long.until", {
                  count: data.years,
                  date: format.date(data.keptUntil),
                })}
          </p>
        )}
        {data?.isHeld && <p className="samenspraak-measure">{t("privacy.long.held")}</p>}
        <p className="samenspraak-measure">{t("privacy.long.after")}</p>
        <p className="samenspraak-measure">{t("privacy.long.while")}</p>
        <ul className="samenspraak-measure">
          {FOR_A_WHILE.map((each) => (
            <li key={each}>{t(`privacy.long.${each}`)}</li>
          ))}
        </ul>
        <p>
          <TextLink to="/contracten/$id/meer" params={{ id: workspace.id }}>
            {t("privacy.long.more")}
          </TextLink>
        </p>
      </PanelSection>
    </Panel>
  );
}

function Rights({ workspace }: { workspace: Workspace }) {
  const { t } = useTranslation();
  const [party] = workspace.parties.filter(({ side }) => side === workspace.ownSide);
  return (
    <Panel title={t("privacy.rights.title")}>
      <PanelSection className="samenspraak-stack samenspraak-stack--tight">
        <ul className="samenspraak-measure">
          {RIGHTS.map((each) => (
            <li key={each}>{t(`privacy.rights.${each}`)}</li>
          ))}
        </ul>
        <p>
          <TextLink to="/account">{t("privacy.rights.account")}</TextLink>
        </p>
        <p className="samenspraak-measure">
          {t("privacy.rights.ask", { organisation: party?.name ?? "" })}
        </p>
      </PanelSection>
    </Panel>
  );
}

interface ListedProps {
  title: string;
  lead: string;
  children: ReactNode;
}

function Listed({ title, lead, children }: ListedProps) {
  return (
    <Panel title={title}>
      <PanelSection className="samenspraak-stack samenspraak-stack--tight">
        <p className="samenspraak-measure">{lead}</p>
        <ul className="samenspraak-measure">{children}</ul>
      </PanelSection>
    </Panel>
  );
}

function isHere({ hasLeft }: View<"ParticipantView">) {
  return !hasLeft;
}

function peopleOf(workspace: Workspace, side: Side) {
  return workspace.participants.filter((each) => isHere(each) && each.side === side);
}
