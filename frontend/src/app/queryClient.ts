import { QueryClient } from "@tanstack/react-query";
import { Problem } from "../api/problem";

/** How often a read is tried again when the server is away for a moment. */
const RETRIES = 2;

/** The one cache of what the server told. */
export function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // The journal says what is out of date; this is for pages that do not follow one.
        staleTime: 10_000,
        retry: (failed, error) => error instanceof Problem && error.isPassing && failed < RETRIES,
      },
      // A move is never repeated unseen: the person decides, and its id makes that safe.
      mutations: { retry: false },
    },
  });
}
