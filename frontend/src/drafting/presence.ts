import type { Present, RemoteCursor, Someone } from "./told";

/** What others tell about themselves; who they are comes from the server. */
interface PresenceState {
  user?: Someone & { mayWrite: boolean };
  field?: string | null;
  cursor?: { anchor: unknown; head: unknown } | null;
}

/** Who else is in a draft, and where in its text. */
export function othersIn(
  states: ReadonlyMap<number, unknown>,
  own: { client: number; participantId: string },
): { people: Present[]; cursors: RemoteCursor[] } {
  const people = new Map<string, Present>();
  const cursors: RemoteCursor[] = [];
  for (const [client, state] of states) {
    const { user, field = null, cursor } = state as PresenceState;
    if (client === own.client || !user) continue;
    const { participantId, name, side, mayWrite } = user;
    if (participantId === own.participantId) continue;
    // Somebody with two pages open is one person, in the field of the page that has one.
    const known = people.get(participantId);
    const present = { participantId, name, side, mayWrite, field: field ?? known?.field ?? null };
    people.set(participantId, present);
    if (field === "text" && cursor) {
      cursors.push({ participantId, name, side, anchor: cursor.anchor, head: cursor.head });
    }
  }
  return { people: [...people.values()], cursors };
}
