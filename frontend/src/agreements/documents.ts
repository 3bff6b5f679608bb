import type { View } from "../api/client";
import type { Revision, SigningSide, Terms, Words } from "../commitments/terms";
import type { Change } from "../ui/Differences";
import {
  changeOf,
  type ObligationChange,
  type ObligationPart,
  obligationChange,
  type TextChange,
  textChange,
} from "./owed";

type Version = View<"VersionView">;

interface CommitmentPart {
  commitmentId: string;
  number: number;
  revision: number;
  digest: string;
  document: { by: SigningSide; terms: Terms };
}

interface ClausePart {
  number: number;
  title: string;
  text: string;
}

/** A version as its bytes say it (`samenspraak/agreement/1`). What was not filled in is left out. */
interface AgreementDocument {
  number: number;
  parties: { side: SigningSide; name: string }[];
  contract: { title: string; reference?: string };
  purpose?: { text: string; parts?: { letter: string; text: string }[] };
  obligation?: ObligationPart;
  clauses?: ClausePart[];
  commitments?: CommitmentPart[];
}

/** What is signed, read from the document itself. */
export function documentOf(version: Version): AgreementDocument {
  return version.document as unknown as AgreementDocument;
}

export interface ClauseChange extends TextChange {
  title: string;
  /** Its number in the version one reads; one that is gone has none. */
  number: number | undefined;
  /** What it says now, laid out; one that is gone has none. */
  html: string | undefined;
}

export interface CommitmentChange {
  change: Change;
  id: string;
  number: number;
  before: Revision | undefined;
  after: Revision | undefined;
}

export interface Comparison {
  added: number;
  changed: number;
  removed: number;
  purpose: TextChange;
  obligation: ObligationChange;
  commitments: CommitmentChange[];
  clauses: ClauseChange[];
}

/**
 * Two versions side by side, part by part.
 *
 * Without an earlier one everything is the same as itself, which shows the text as it is. Articles
 * are matched by their titles and commitments by who they are, as the server counts them.
 */
export function compareVersions(
  before: Version | undefined,
  after: Version,
  words: Words,
): Comparison {
  const old = documentOf(before ?? after);
  const now = documentOf(after);
  const purpose = textChange(purposeText(old), purposeText(now));
  const obligation = obligationChange(old.obligation, now.obligation, words);
  const clauses = clauseChanges(old.clauses ?? [], now.clauses ?? [], after.laidOut.clausesHtml);
  const commitments = commitmentChanges(before ?? after, after);
  const changes = [purpose, obligation, ...clauses, ...commitments].map(({ change }) => change);
  const count = (kind: Change) => changes.filter((change) => change === kind).length;
  return {
    added: count("added"),
    changed: count("changed"),
    removed: count("removed"),
    purpose,
    obligation,
    commitments,
    clauses,
  };
}

/** The commitment at a place in a version as a round, with the names that fill its slots. */
function roundAt(place: number, version: Version): Revision | undefined {
  const part = documentOf(version).commitments?.[place];
  if (!part) return undefined;
  const { terms, by } = part.document;
  return {
    number: part.revision,
    digest: part.digest,
    bySide: by,
    byName: "",
    putAt: "",
    terms,
    tableCents: null,
    html: version.laidOut.commitmentsHtml[place] ?? "",
    responsible: (terms.responsible ?? []).map(({ side, role, commitment }) => ({
      side,
      role,
      name: version.names.find((slot) => slot.commitment === commitment)?.name ?? "",
      participantId: null,
    })),
    // What was passed by stands in the terms; nothing is asked of a text that is agreed.
    hints: [],
  };
}

function purposeText({ purpose }: AgreementDocument): string {
  if (!purpose) return "";
  const parts = (purpose.parts ?? []).map(({ letter, text }) => `${letter}. ${text}`);
  return [purpose.text, parts.join("\n")].filter(Boolean).join("\n\n");
}

function clauseChanges(
  old: ClausePart[],
  now: ClausePart[],
  laidOut: readonly string[],
): ClauseChange[] {
  const titles = new Set([...now, ...old].map(({ title }) => title));
  return [...titles].map((title) => {
    const before = old.find((clause) => clause.title === title);
    const after = now.find((clause) => clause.title === title);
    return {
      title,
      number: after?.number,
      html: after && laidOut[now.indexOf(after)],
      change: changeOf(before?.text, after?.text),
      before: before?.text ?? "",
      after: after?.text ?? "",
    };
  });
}

function commitmentChanges(before: Version, after: Version): CommitmentChange[] {
  const old = documentOf(before).commitments ?? [];
  const now = documentOf(after).commitments ?? [];
  const ids = new Set([...now, ...old].map(({ commitmentId }) => commitmentId));
  return [...ids]
    .map((id) => {
      const isThis = (part: CommitmentPart) => part.commitmentId === id;
      const was = old.find(isThis);
      const is = now.find(isThis);
      return {
        id,
        number: (is ?? was)?.number ?? 0,
        change: changeOf(was?.digest, is?.digest),
        before: roundAt(old.findIndex(isThis), before),
        after: roundAt(now.findIndex(isThis), after),
      };
    })
    .sort((one, other) => one.number - other.number);
}
