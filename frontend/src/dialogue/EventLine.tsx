import {
  IconArrowBackUp,
  IconArrowsLeftRight,
  IconBell,
  IconCheck,
  IconFileDescription,
  IconFlag,
  IconMessages,
  IconPackage,
  IconPencil,
  IconPlayerPause,
  IconPlayerPlay,
  IconScale,
  IconUserMinus,
  IconUserPlus,
  IconX,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import { DateText } from "../ui/Amounts";
import { Hidden } from "../ui/Hidden";
import { TextLink } from "../ui/Link";
import { type Side, SideMark } from "../ui/Side";
import { commitmentsOf } from "./timeline";

type Entry = View<"EntryView">;

interface EventLineProps {
  /** One, or several of a kind that are told together. */
  entries: readonly Entry[];
  workspace: View<"WorkspaceView">;
  commitments: readonly View<"CommitmentLineView">[];
}

/** The icon that stands for a kind of event; words always stand beside it. */
const ICONS: Readonly<Record<string, typeof IconFlag>> = {
  "workspace.opened": IconFlag,
  "participant.joined": IconUserPlus,
  "participant.left": IconUserMinus,
  "purpose.set": IconPencil,
  "obligation.set": IconPencil,
  "obligation.reacted": IconMessages,
  "perspective.started": IconMessages,
  "thread.reopened": IconMessages,
  "commitment.proposed": IconPencil,
  "commitment.countered": IconArrowsLeftRight,
  "commitment.declined": IconX,
  "commitment.withdrawn": IconArrowBackUp,
  "commitment.lapsed": IconX,
  "commitment.paused": IconPlayerPause,
  "commitment.resumed": IconPlayerPlay,
  "commitment.reminded": IconBell,
  "bid.departed": IconScale,
  "package.proposed": IconPackage,
  "package.unpacked": IconX,
  "version.offered": IconFileDescription,
  "version.sent-back": IconArrowBackUp,
  "version.withdrawn": IconArrowBackUp,
  "version.voided": IconX,
  "version.lapsed": IconX,
  "paper.recorded": IconFileDescription,
};

/** What happened, as a line between the messages. */
export function EventLine({ entries, workspace, commitments }: EventLineProps) {
  const first = entries[0];
  const last = entries.at(-1);
  if (!first || !last) return null;
  const Icon = ICONS[first.kind] ?? IconCheck;
  return (
    <div className="samenspraak-event">
      <Icon size={18} aria-hidden="true" />
      <p className="samenspraak-event__words">
        {first.kind === "participant.joined" || first.kind === "participant.left" ? (
          <People entries={entries} workspace={workspace} />
        ) : (
          <EventWords entry={first} workspace={workspace} commitments={commitments} />
        )}
      </p>
      <span className="samenspraak-event__time">
        <DateText at={last.at} />
      </span>
    </div>
  );
}

function People({ entries, workspace }: Omit<EventLineProps, "commitments">) {
  const { t } = useTranslation();
  const joined = entries[0]?.kind === "participant.joined";
  return (
    <>
      {entries.map(({ id, body }, at) => {
        const who = workspace.participants.find((person) => person.id === body.participantId);
        return (
          <span key={id}>
            {at > 0 && ", "}
            <strong>{who?.name ?? t("dialogue.somebody")}</strong>{" "}
            <SideMark side={body.side as Side} />
            <Hidden>{t(`ui.side.${body.side as Side}`)}</Hidden>
          </span>
        );
      })}{" "}
      {t(joined ? "dialogue.event.joined" : "dialogue.event.left", { count: entries.length })}
    </>
  );
}

interface EventWordsProps extends Omit<EventLineProps, "entries"> {
  entry: Entry;
}

function EventWords({ entry, workspace, commitments }: EventWordsProps): ReactNode {
  const { t } = useTranslation();
  const { body, kind } = entry;
  const person = workspace.participants.find(({ personId }) => personId === entry.actor);
  const number = typeof body.number === "number" ? body.number : 0;
  const key = kind === "commitment.proposed" && body.isAnew ? "commitment.proposed-anew" : kind;
  const by = kind === "workspace.opened" ? person?.name : party(workspace, body.side);
  const things = commitmentsOf(entry);
  const round = typeof body.revision === "number" ? body.revision : undefined;
  return (
    <>
      <strong>{t(`dialogue.event.${key}` as never, { number })}</strong>
      {by !== undefined && !TOGETHER.has(kind) && ` ${t("dialogue.event.by", { party: by })}`}
      {things.length > 0 && ": "}
      {things.map((id, at) => (
        <span key={id}>
          {at > 0 && ", "}
          <CommitmentLink
            workspaceId={workspace.id}
            commitment={commitments.find((one) => one.id === id)}
            id={id}
          />
        </span>
      ))}
      {round !== undefined && ` ${t("dialogue.event.round", { round })}`}
      {/^edition\.|^perspective\./.test(kind) && (
        <>
          {" "}
          <TextLink to="/contracten/$id/meer" params={{ id: workspace.id }}>
            {t("dialogue.event.look")}
          </TextLink>
        </>
      )}
      {/^version\.|^agreement\./.test(kind) && typeof body.versionId === "string" && (
        <>
          {" "}
          <TextLink
            to="/contracten/$id/overeenkomst/$version"
            params={{ id: workspace.id, version: body.versionId }}
          >
            {t("dialogue.event.look")}
          </TextLink>
        </>
      )}
    </>
  );
}

/** What both sides did; the one who came second is not named alone. */
const TOGETHER: ReadonlySet<string> = new Set([
  "purpose.agreed",
  "obligation.agreed",
  "commitment.accepted",
  "commitment.lapsed",
  "package.accepted",
  "package.unpacked",
  "version.voided",
  "version.lapsed",
  "agreement.concluded",
  "perspective.opened",
]);

interface CommitmentLinkProps {
  workspaceId: string;
  id: string;
  commitment: View<"CommitmentLineView"> | undefined;
}

function CommitmentLink({ workspaceId, id, commitment }: CommitmentLinkProps) {
  const { t } = useTranslation();
  return (
    <TextLink
      to="/contracten/$id/toezeggingen/$commitmentId"
      params={{ id: workspaceId, commitmentId: id }}
    >
      {commitment
        ? t("dialogue.commitment-named", { number: commitment.number, title: commitment.title })
        : t("page.commitment")}
    </TextLink>
  );
}

/** The organisation or organisations on a side. */
function party(workspace: View<"WorkspaceView">, side: unknown): string | undefined {
  const names = workspace.parties.filter((one) => one.side === side).map(({ name }) => name);
  return names.length > 0 ? names.join(", ") : undefined;
}
