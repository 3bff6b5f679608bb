import { QueryClient } from "@tanstack/react-query";
import { afterEach, expect, test, vi } from "vitest";
import { keptFor, leaveSession, personQuery } from "./session";

afterEach(() => leaveSession());

test("a page does not become that of who signed in beside it", async () => {
  let signedIn = "marieke";
  vi.stubGlobal("fetch", async () => Response.json({ id: signedIn }));
  const queries = new QueryClient();
  await queries.fetchQuery(personQuery);
  sessionStorage.setItem("message w1 own_side", "Onder ons: tot 4 procent.");
  signedIn = "youssef";
  const after = await queries.fetchQuery({ ...personQuery, staleTime: 0 });
  expect(after?.id).toBe("marieke");
  expect(keptFor()).toBe("marieke");
  expect(sessionStorage.getItem("message w1 own_side")).not.toBeNull();
});
