import { infiniteQueryOptions } from "@tanstack/react-query";
import { answer, api, type View } from "../api/client";
import type { FindSearch } from "./search";

export type Found = View<"FoundView">;

/** The longest question there is; the server says so too. */
export const MOST_CHARACTERS = 200;

/** What fits, the best first, a page at a time. */
export const foundQuery = ({ q = "", contract, soort }: FindSearch) =>
  infiniteQueryOptions({
    queryKey: ["search", q, contract, soort],
    queryFn: ({ pageParam }) =>
      answer(
        api.GET("/search", {
          params: {
            query: {
              q: q.slice(0, MOST_CHARACTERS),
              workspaceId: contract,
              kind: soort && [soort],
              after: pageParam,
            },
          },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    enabled: q.trim() !== "",
    // A question that cannot be asked stays so, and one that took too long is the person's to repeat.
    retry: false,
  });
