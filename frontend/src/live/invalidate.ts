import type { QueryClient } from "@tanstack/react-query";
import type { Entry } from "./socket";

/**
 * The parts of a workspace, as the second member of query keys.
 *
 * Every query about a workspace has the key `["workspaces", workspaceId, part, …]`.
 */
export type Part =
  | "workspace"
  | "invitations"
  | "departments"
  | "editions"
  | "partners"
  | "perspectives"
  | "threads"
  | "drafts"
  | "commitments"
  | "agreement"
  | "journal";

/** What a kind of entry makes out of date. A kind that is not here marks the whole workspace. */
const OUT_OF_DATE: Readonly<Record<string, readonly Part[]>> = {
  "contract.updated": ["workspace"],
  "person.invited": ["invitations"],
  "invitation.withdrawn": ["invitations"],
  "participant.roles-changed": ["workspace"],
  "participant.joined": ["workspace", "invitations"],
  "participant.left": ["workspace"],
  "purpose.set": ["workspace"],
  "purpose.agreed": ["workspace"],
  "obligation.set": ["workspace"],
  "obligation.reacted": ["workspace"],
  "obligation.agreed": ["workspace", "commitments"],
  // The draft of a commitment is kept among the commitments. What it is worth follows from the
  // editions to choose from.
  "edition.pinned": ["editions", "commitments"],
  // Words stand in the views of the drafts and versions they are about.
  "department.defined": ["departments", "commitments", "agreement"],
  "department.changed": ["departments", "commitments", "agreement"],
  "department.ended": ["departments", "commitments", "agreement"],
  "word.given": ["departments", "commitments", "agreement"],
  "perspective.started": ["perspectives"],
  "perspective.handed-in": ["perspectives"],
  "perspective.opened": ["perspectives"],
  // A commitment shows how much is said about it, so talk makes both out of date.
  "thread.started": ["threads", "commitments"],
  "thread.resolved": ["threads"],
  "thread.reopened": ["threads"],
  "message.posted": ["threads", "commitments"],
  "message.edited": ["threads"],
  "message.removed": ["threads"],
  "message.hidden": ["threads"],
  "message.shown": ["threads"],
  // Nobody is shown a file before something uses it.
  "file.stored": [],
  "talk.recorded": ["threads"],
  "talk.confirmed": ["threads"],
  // A draft of something new is a commitment that is nothing but a concept.
  "draft.opened": ["drafts", "commitments", "agreement"],
  "draft.proposed": ["drafts", "commitments", "agreement"],
  "draft.discarded": ["drafts", "commitments", "agreement", "workspace"],
  "commitment.proposed": ["commitments"],
  "commitment.questioned": ["commitments"],
  "commitment.answered": ["commitments"],
  "commitment.countered": ["commitments"],
  "commitment.declined": ["commitments"],
  "commitment.withdrawn": ["commitments"],
  "holder.replaced": ["commitments", "agreement"],
  "person.erased": ["workspace", "commitments", "agreement", "threads"],
  "commitment.lapsed": ["commitments"],
  "commitment.paused": ["commitments"],
  "commitment.resumed": ["commitments"],
  "commitment.reminded": ["commitments"],
  "bid.departed": ["commitments"],
  "partner.asked": ["partners"],
  "partner.answered": ["partners"],
  "package.proposed": ["commitments"],
  "package.unpacked": ["commitments"],
  // What is agreed can go into a version, and a version decides what is in force.
  "commitment.accepted": ["commitments", "agreement"],
  "package.accepted": ["commitments", "agreement"],
  "signing-rule.set": ["agreement"],
  "dispute-hold.lifted": ["agreement"],
  "dispute-hold.placed": ["agreement"],
  "signed-copy.added": ["agreement"],
  "version.offered": ["agreement", "commitments"],
  "version.signed": ["agreement", "commitments"],
  "version.sent-back": ["agreement", "commitments"],
  "version.withdrawn": ["agreement", "commitments"],
  "version.voided": ["agreement", "commitments"],
  "version.lapsed": ["agreement", "commitments"],
  "agreement.concluded": ["workspace", "agreement", "commitments"],
};

/** Mark what these entries are about as out of date, so that the screens fetch it again. */
export function invalidate(client: QueryClient, workspaceId: string, entries: readonly Entry[]) {
  const parts = new Set<Part>(["journal"]);
  for (const { kind } of entries) {
    const touched = OUT_OF_DATE[kind];
    if (!touched) {
      // An older screen than the server: fetching too much is right, fetching too little is not.
      void client.invalidateQueries({ queryKey: ["workspaces", workspaceId] });
      return;
    }
    for (const part of touched) parts.add(part);
  }
  for (const part of parts) {
    void client.invalidateQueries({ queryKey: ["workspaces", workspaceId, part] });
  }
}
