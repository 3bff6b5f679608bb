import type { View } from "../api/client";
import type { Message, Subject, Talk } from "./queries";

type Entry = View<"EntryView">;

/** One thing in a conversation, in the order in which it happened. */
export type Item =
  | {
      kind: "message";
      at: number;
      message: Message;
      /** It follows directly on a message of its own thread. */
      follows: boolean;
      /** What it goes on from, when something else stands between. */
      answers: Message | undefined;
    }
  | {
      kind: "event";
      at: number;
      /** The first entry's. */
      id: string;
      /** One, or several people who came in one after another. */
      entries: readonly Entry[];
    }
  | { kind: "talk"; at: number; talk: Talk };

interface Sources {
  /** Oldest first. */
  messages: readonly Message[];
  entries: readonly Entry[];
  talks: readonly Talk[];
  /** Nothing was said before these messages. */
  isComplete: boolean;
}

/**
 * Put what was said and what happened in one order.
 *
 * What happened before the oldest message that is loaded comes with the messages of that time.
 */
export function timeline({ messages, entries, talks, isComplete }: Sources): Item[] {
  const first = messages[0];
  const start = isComplete || !first ? Number.NEGATIVE_INFINITY : Date.parse(first.postedAt);
  const between: Item[] = [
    ...entries.map(
      (entry): Item => ({
        kind: "event",
        at: Date.parse(entry.at),
        id: entry.id,
        entries: [entry],
      }),
    ),
    ...talks.map((talk): Item => ({ kind: "talk", at: Date.parse(talk.recordedAt), talk })),
  ].filter(({ at }) => at >= start);
  const said = messages.map(
    (message): Item => ({
      kind: "message",
      at: Date.parse(message.postedAt),
      message,
      follows: false,
      answers: undefined,
    }),
  );
  // Sorting keeps the order of equals: what is said comes before what followed from it.
  const items = together([...said, ...between].sort((one, other) => one.at - other.at));
  const last = new Map<string, Message>();
  return items.map((item, index) => {
    if (item.kind !== "message") return item;
    const { threadId } = item.message;
    const before = items[index - 1];
    const follows = before?.kind === "message" && before.message.threadId === threadId;
    const answers = follows ? undefined : last.get(threadId);
    last.set(threadId, item.message);
    return { ...item, follows, answers };
  });
}

/** People who came in one after another are told in one line. */
function together(items: readonly Item[]): Item[] {
  const result: Item[] = [];
  for (const item of items) {
    const before = result.at(-1);
    if (isJoining(item) && before && isJoining(before)) {
      result[result.length - 1] = { ...before, entries: [...before.entries, ...item.entries] };
    } else {
      result.push(item);
    }
  }
  return result;
}

function isJoining(item: Item): item is Item & { kind: "event" } {
  return item.kind === "event" && item.entries[0]?.kind === "participant.joined";
}

/** The kinds of entries that are told between messages; the rest is a message or not for here. */
const TOLD: ReadonlySet<string> = new Set([
  "workspace.opened",
  "participant.joined",
  "participant.left",
  "purpose.set",
  "purpose.agreed",
  "obligation.set",
  "obligation.reacted",
  "obligation.agreed",
  "edition.pinned",
  "perspective.started",
  "perspective.handed-in",
  "perspective.opened",
  "thread.reopened",
  "commitment.proposed",
  "commitment.countered",
  "commitment.accepted",
  "commitment.declined",
  "commitment.withdrawn",
  "commitment.lapsed",
  "commitment.paused",
  "commitment.resumed",
  "commitment.reminded",
  "bid.departed",
  "package.proposed",
  "package.accepted",
  "package.unpacked",
  "version.offered",
  "version.signed",
  "version.sent-back",
  "version.withdrawn",
  "version.voided",
  "version.lapsed",
  "agreement.concluded",
  "paper.recorded",
  "paper.confirmed",
]);

/** What happened that both sides can see, as far as it is about a subject. */
export function told(entries: readonly Entry[], subject: Subject | undefined): Entry[] {
  return entries.filter((entry) => {
    if (entry.journal !== "shared" || !TOLD.has(entry.kind)) return false;
    // A package is told once, and not again for each text in it.
    if (entry.kind.startsWith("commitment.") && entry.body.packageId) return false;
    if (subject === undefined) return true;
    const about = commitmentsOf(entry);
    return subject.kind === "commitment" ? about.includes(subject.id) : about.length === 0;
  });
}

/** The ids of the commitments that an entry is about. */
export function commitmentsOf(entry: Entry): string[] {
  const { commitmentId, revisions, subjectKind, subjectId } = entry.body;
  if (typeof commitmentId === "string") return [commitmentId];
  if (Array.isArray(revisions)) return revisions.map((named) => String(named.commitmentId));
  return subjectKind === "commitment" ? [String(subjectId)] : [];
}
