import { queryOptions } from "@tanstack/react-query";
import { answer, api } from "../api/client";

const PAGE = 100;

/** Every table that one can read: those of one's organisations, and those that come with this. */
export const cataloguesQuery = queryOptions({
  queryKey: ["catalogues"],
  queryFn: async () => {
    let page = await answer(api.GET("/catalogues", { params: { query: { limit: PAGE } } }));
    const items = [...page.items];
    const moves = page.moves;
    while (page.next) {
      page = await answer(
        api.GET("/catalogues", { params: { query: { limit: PAGE, after: page.next } } }),
      );
      items.push(...page.items);
    }
    return { items, moves };
  },
});

/** One table whole. */
export const catalogueQuery = (editionId: string) =>
  queryOptions({
    queryKey: ["catalogues", editionId],
    queryFn: () =>
      answer(api.GET("/catalogues/{edition_id}", { params: { path: { edition_id: editionId } } })),
  });

/** Lists of the field that come along. */
export const COLLECTIONS = [
  "target-groups",
  "participation-ladder",
  "obligation-policies",
  "labour-market-regions",
  "glossary",
] as const;
export type Collection = (typeof COLLECTIONS)[number];

export const referenceQuery = (name: Collection) =>
  queryOptions({
    queryKey: ["reference", name],
    queryFn: () =>
      answer(api.GET("/reference-data/{collection}", { params: { path: { collection: name } } })),
    staleTime: Number.POSITIVE_INFINITY,
  });
