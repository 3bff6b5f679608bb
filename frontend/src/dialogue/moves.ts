import { answer, api, newId, type View } from "../api/client";
import type { components } from "../api/schema";

/** A request without the id that we make for it. */
type Asked<Name extends keyof components["schemas"]> = Omit<View<Name>, "id">;

const at = (workspaceId: string) => ({ params: { path: { workspace_id: workspaceId } } });

const atThread = (workspaceId: string, threadId: string) => ({
  params: { path: { workspace_id: workspaceId, thread_id: threadId } },
});

const atMessage = (workspaceId: string, messageId: string) => ({
  params: { path: { workspace_id: workspaceId, message_id: messageId } },
});

/** Start a thread with its first message. The id comes along, so that trying again is safe. */
export function startThread(workspaceId: string, body: View<"StartThread">) {
  return answer(api.POST("/workspaces/{workspace_id}/threads", { ...at(workspaceId), body }));
}

/** Say something in a thread. The id comes along, so that trying again is safe. */
export function postMessage(workspaceId: string, threadId: string, body: View<"PostMessage">) {
  return answer(
    api.POST("/workspaces/{workspace_id}/threads/{thread_id}/messages", {
      ...atThread(workspaceId, threadId),
      body,
    }),
  );
}

/** Word one's own message anew. */
export function editMessage(workspaceId: string, messageId: string, body: Asked<"EditMessage">) {
  return answer(
    api.POST("/workspaces/{workspace_id}/messages/{message_id}/edits", {
      ...atMessage(workspaceId, messageId),
      body: { id: newId(), ...body },
    }),
  );
}

/** Take back the text of one's own message. */
export function removeMessage(workspaceId: string, messageId: string) {
  return answer(
    api.POST("/workspaces/{workspace_id}/messages/{message_id}/removals", {
      ...atMessage(workspaceId, messageId),
      body: { id: newId() },
    }),
  );
}

/** Hide a message, with a reason both sides see. */
export function hideMessage(workspaceId: string, messageId: string, body: Asked<"HideMessage">) {
  return answer(
    api.POST("/workspaces/{workspace_id}/messages/{message_id}/hidings", {
      ...atMessage(workspaceId, messageId),
      body: { id: newId(), ...body },
    }),
  );
}

/** Show a hidden message again, with a reason both sides see. */
export function showMessage(workspaceId: string, messageId: string, body: Asked<"ShowMessage">) {
  return answer(
    api.POST("/workspaces/{workspace_id}/messages/{message_id}/showings", {
      ...atMessage(workspaceId, messageId),
      body: { id: newId(), ...body },
    }),
  );
}

/** Close a thread with what came of it. */
export function resolveThread(workspaceId: string, threadId: string, body: Asked<"ResolveThread">) {
  return answer(
    api.POST("/workspaces/{workspace_id}/threads/{thread_id}/resolutions", {
      ...atThread(workspaceId, threadId),
      body: { id: newId(), ...body },
    }),
  );
}

/** Go on in a thread that was resolved. */
export function reopenThread(workspaceId: string, threadId: string) {
  return answer(
    api.POST("/workspaces/{workspace_id}/threads/{thread_id}/reopenings", {
      ...atThread(workspaceId, threadId),
      body: { id: newId() },
    }),
  );
}

/** Note how far one read; nobody else can see it. */
export function readThread(workspaceId: string, threadId: string, number: number) {
  return answer(
    api.POST("/workspaces/{workspace_id}/threads/{thread_id}/reads", {
      ...atThread(workspaceId, threadId),
      body: { number },
    }),
  );
}

/** Write down what was agreed aloud, for the other side to confirm. */
export function recordTalk(workspaceId: string, body: Asked<"RecordTalk">) {
  return answer(
    api.POST("/workspaces/{workspace_id}/talks", {
      ...at(workspaceId),
      body: { id: newId(), ...body },
    }),
  );
}

/** Stand behind exactly these lines. */
export function confirmTalk(workspaceId: string, talkId: string, digest: string) {
  return answer(
    api.POST("/workspaces/{workspace_id}/talks/{talk_id}/confirmations", {
      params: { path: { workspace_id: workspaceId, talk_id: talkId } },
      body: { id: newId(), digest },
    }),
  );
}
