import { QueryClientProvider } from "@tanstack/react-query";
import { createMemoryHistory, RouterProvider } from "@tanstack/react-router";
import { render, screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import type { View } from "../api/client";
import { MARIEKE } from "../app/person.sample";
import { newQueryClient } from "../app/queryClient";
import { newRouter } from "../app/router";
import { personQuery } from "../app/session";
import { AnnouncerProvider } from "../ui/Announcer";
import { cataloguesQuery } from "./queries";

test("a table in the list says who published it, and its name once", async () => {
  const queries = newQueryClient();
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("no line")));
  const line = {
    id: "e1",
    catalogue: "utrecht-v3",
    publisher: "Gemeente Utrecht",
    region: "Utrecht (gemeente)",
    confidence: "high",
    validFrom: null,
    isSeed: true,
    measures: 16,
    moves: [],
  } as unknown as View<"CatalogueLineView">;
  queries.setQueryData(personQuery.queryKey, MARIEKE);
  queries.setQueryData(cataloguesQuery.queryKey, { items: [line], moves: [] });
  const router = newRouter(queries);
  router.update({
    ...router.options,
    history: createMemoryHistory({ initialEntries: ["/tabellen"] }),
  });

  render(
    <QueryClientProvider client={queries}>
      <AnnouncerProvider>
        <RouterProvider router={router} />
      </AnnouncerProvider>
    </QueryClientProvider>,
  );

  expect(await screen.findByText("Gemeente Utrecht · Utrecht (gemeente)")).toBeTruthy();
  expect(screen.getAllByText(/utrecht-v3/)).toHaveLength(1);
  vi.unstubAllGlobals();
});
