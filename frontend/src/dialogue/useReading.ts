import { useQueryClient } from "@tanstack/react-query";
import { type RefObject, useEffect, useRef, useState } from "react";
import { readThread } from "./moves";
import type { Message } from "./queries";

/** So long a message has to be in sight before it counts as read. */
const READ_MS = 1500;

/**
 * Whether the end of a stream can be seen, once both are there.
 *
 * Where the stream scrolls by itself that is about its own area; elsewhere about the screen.
 */
export function useAtEnd(
  stream: RefObject<Element | null>,
  end: RefObject<Element | null>,
  isThere: boolean,
): boolean {
  const [inSight, setInSight] = useState(true);
  useEffect(() => {
    const area = stream.current;
    if (!isThere || !area || !end.current || typeof IntersectionObserver === "undefined") return;
    const observer = new IntersectionObserver(
      (changes) => setInSight(changes.at(-1)?.isIntersecting ?? true),
      { root: getComputedStyle(area).overflowY === "auto" ? area : null, rootMargin: "24px" },
    );
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [stream, end, isThere]);
  return inSight;
}

/**
 * Note how far one read: the messages that were in sight for a moment.
 *
 * What is noted changes no label on the screen by itself; only counts elsewhere follow.
 */
export function useReading(
  workspaceId: string,
  stream: RefObject<Element | null>,
  messages: readonly Message[],
) {
  const queries = useQueryClient();
  const noted = useRef(new Map<string, number>());

  useEffect(() => {
    if (!stream.current || typeof IntersectionObserver === "undefined") return;
    const unread = new Map(messages.filter((one) => one.isUnread).map((one) => [one.id, one]));
    if (unread.size === 0) return;
    const seen = new Set<string>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const observer = new IntersectionObserver(
      (changes) => {
        for (const change of changes) {
          const id = (change.target as HTMLElement).dataset.unread;
          if (id === undefined) continue;
          if (change.isIntersecting) seen.add(id);
          else seen.delete(id);
        }
        clearTimeout(timer);
        timer = setTimeout(note, READ_MS);
      },
      // A message longer than the screen is read once a good part of it was there.
      { threshold: [0.25, 0.75] },
    );
    for (const element of stream.current.querySelectorAll("[data-unread]")) {
      observer.observe(element);
    }

    async function note() {
      const furthest = new Map<string, number>();
      for (const id of seen) {
        const message = unread.get(id);
        if (!message) continue;
        const { threadId, number } = message;
        if (number > (furthest.get(threadId) ?? noted.current.get(threadId) ?? 0)) {
          furthest.set(threadId, number);
        }
      }
      if (furthest.size === 0) return;
      for (const [threadId, number] of furthest) noted.current.set(threadId, number);
      // A mark that does not arrive is made again on the next visit.
      await Promise.allSettled(
        [...furthest].map(([threadId, number]) => readThread(workspaceId, threadId, number)),
      );
      await queries.invalidateQueries({
        queryKey: ["workspaces", workspaceId, "threads", "subjects"],
      });
    }

    return () => {
      clearTimeout(timer);
      observer.disconnect();
    };
  }, [workspaceId, stream, messages, queries]);
}
