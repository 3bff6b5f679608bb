import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { answer, api, type View } from "../api/client";

export type Message = View<"MessageView">;
export type Thread = View<"ThreadView">;
export type Talk = View<"TalkView">;
export type Audience = View<"Audience">;

/** What a thread is about. Without one it is about the workspace. */
export interface Subject {
  kind: View<"SubjectKind">;
  id: string;
}

/** Which messages one looks at. */
export interface MessageFilter {
  audience: Audience;
  subject?: Subject | undefined;
  threadId?: string | undefined;
  unread?: boolean | undefined;
}

/** About two screens: enough to know what is going on, little enough to reach the end of. */
const PAGE = 30;

/** Messages, the newest page first; each page has its newest message last. */
export const messagesQuery = (workspaceId: string, filter: MessageFilter) =>
  infiniteQueryOptions({
    queryKey: ["workspaces", workspaceId, "threads", "messages", filter],
    queryFn: ({ pageParam }) => {
      const page = { after: pageParam, limit: PAGE };
      if (filter.threadId !== undefined) {
        return answer(
          api.GET("/workspaces/{workspace_id}/threads/{thread_id}/messages", {
            params: {
              path: { workspace_id: workspaceId, thread_id: filter.threadId },
              query: page,
            },
          }),
        );
      }
      return answer(
        api.GET("/workspaces/{workspace_id}/messages", {
          params: {
            path: { workspace_id: workspaceId },
            query: {
              ...page,
              audience: filter.audience,
              subjectKind: filter.subject?.kind,
              subjectId: filter.subject?.id,
              unread: filter.unread ?? false,
            },
          },
        }),
      );
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });

/** The threads that were started last, as many as the server gives at once. */
export const threadsQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: ["workspaces", workspaceId, "threads", "list"],
    queryFn: () =>
      answer(
        api.GET("/workspaces/{workspace_id}/threads", {
          params: { path: { workspace_id: workspaceId }, query: { limit: 100 } },
        }),
      ),
  });

/** One thread, without its messages. */
export const threadQuery = (workspaceId: string, threadId: string) =>
  queryOptions({
    queryKey: ["workspaces", workspaceId, "threads", "thread", threadId],
    queryFn: () =>
      answer(
        api.GET("/workspaces/{workspace_id}/threads/{thread_id}", {
          params: { path: { workspace_id: workspaceId, thread_id: threadId } },
        }),
      ),
  });

/** How much is said about what, and how much of it one did not read. */
export const subjectsQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: ["workspaces", workspaceId, "threads", "subjects"],
    queryFn: () =>
      answer(
        api.GET("/workspaces/{workspace_id}/subjects", {
          params: { path: { workspace_id: workspaceId } },
        }),
      ),
  });

/** The talks that were written down last. */
export const talksQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: ["workspaces", workspaceId, "threads", "talks"],
    queryFn: () =>
      answer(
        api.GET("/workspaces/{workspace_id}/talks", {
          params: { path: { workspace_id: workspaceId }, query: { limit: 100 } },
        }),
      ),
  });
