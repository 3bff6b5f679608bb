import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, renderHook, waitFor } from "@testing-library/react";
import type { ReactNode } from "react";
import { beforeEach, expect, test, vi } from "vitest";
import { MARIEKE } from "../app/person.sample";
import { endSession, keepFor, personQuery, resumeSession } from "../app/session";
import { reopen } from "./outbox";
import { useOutbox } from "./useOutbox";

const DRAFT = {
  text: "Dag",
  threadId: "t1",
  subject: undefined,
  files: [],
  declaredNotBsn: false,
};

/** Who is signed in where the server stands. */
let there = MARIEKE;

/** What the server says to each move, one after another; null is no answer at all. */
function server(...answers: ({ status: number; body?: unknown } | null)[]) {
  const asked: { path: string; body: Record<string, unknown> }[] = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    if (request.method === "GET") return Response.json(there);
    asked.push({
      path: new URL(request.url).pathname,
      body: (await request.json()) as Record<string, unknown>,
    });
    const answer = answers.shift();
    if (!answer) throw new TypeError("no network");
    return new Response(JSON.stringify(answer.body ?? {}), {
      status: answer.status,
      headers: { "Content-Type": "application/json" },
    });
  });
  return asked;
}

function outbox(workspaceId = "w1") {
  const client = new QueryClient();
  client.setQueryData(personQuery.queryKey, MARIEKE);
  return renderHook(({ workspaceId }) => useOutbox(workspaceId, "shared"), {
    initialProps: { workspaceId },
    wrapper: ({ children }: { children: ReactNode }) => (
      <QueryClientProvider client={client}>{children}</QueryClientProvider>
    ),
  });
}

beforeEach(() => {
  sessionStorage.clear();
  keepFor(MARIEKE);
  there = MARIEKE;
  reopen();
  resumeSession();
});

test("what the server took is gone from the outbox", async () => {
  const asked = server({ status: 201 });
  const { result } = outbox();
  await act(() => result.current.send(DRAFT));
  expect(asked[0]?.path).toBe("/v1/workspaces/w1/threads/t1/messages");
  expect(result.current.unsent).toEqual([]);
});

test("files go by their ids, with an answer as with a new thread", async () => {
  const asked = server({ status: 201 }, { status: 201 });
  const { result } = outbox();
  const files = [{ id: "f1", name: "Plan.pdf", sizeBytes: 3 }];
  await act(() => result.current.send({ ...DRAFT, files }));
  await act(() => result.current.send({ ...DRAFT, threadId: undefined, files }));
  expect(asked.map(({ body }) => body.files)).toEqual([["f1"], ["f1"]]);
});

test("without a thread a message starts one, about what was chosen", async () => {
  const asked = server({ status: 201 });
  const { result } = outbox();
  const subject = { kind: "commitment" as const, id: "c1" };
  await act(() => result.current.send({ ...DRAFT, threadId: undefined, subject }));
  expect(asked[0]?.path).toBe("/v1/workspaces/w1/threads");
  expect(asked[0]?.body).toMatchObject({
    audience: "shared",
    subjectKind: "commitment",
    subjectId: "c1",
  });
});

test("what was not sent stays, survives a lost page, and goes again under the same id", async () => {
  const asked = server(null, { status: 201 });
  const first = outbox();
  await act(() => first.result.current.send(DRAFT));
  expect(first.result.current.unsent[0]?.failure).toContain("verbinding");
  first.unmount();
  reopen();

  const { result } = outbox();
  const [kept] = result.current.unsent;
  expect(kept?.text).toBe("Dag");
  await act(() => result.current.again(kept?.id ?? ""));
  expect(asked[1]?.body.id).toBe(asked[0]?.body.id);
  expect(result.current.unsent).toEqual([]);
});

test("what the writer has to mend goes back to where it was written", async () => {
  server({
    status: 400,
    body: {
      type: "/problems/personal-data/refused",
      title: "Hier staat een burgerservicenummer",
      detail: "Haal het nummer weg.",
      errors: [{ pointer: "/text", slug: "personal-data/bare-bsn", detail: "Teken 4." }],
    },
  });
  const { result } = outbox();
  const refused = await act(() => result.current.send(DRAFT));
  expect(refused?.slug).toBe("personal-data/refused");
  expect(result.current.unsent).toEqual([]);
});

test("what is refused when sent again stays with its reason: nobody would type it anew", async () => {
  server(null, { status: 400, body: { errors: [{ pointer: "/text", detail: "Te lang." }] } });
  const { result } = outbox();
  await act(() => result.current.send(DRAFT));
  await act(() => result.current.again(result.current.unsent[0]?.id ?? ""));
  expect(result.current.unsent[0]?.failure).toBe("Te lang.");
  act(() => result.current.drop(result.current.unsent[0]?.id ?? ""));
  await waitFor(() => expect(JSON.stringify({ ...sessionStorage })).not.toContain("Dag"));
});

const SIGNED_OUT = { status: 401, body: { title: "U bent uitgelogd", detail: "Log opnieuw in." } };

/** The server ends the session, and its person comes back over the page. */
function comeBack() {
  act(() => {
    endSession();
    resumeSession();
  });
}

test("what a lost session kept back goes by itself once one is signed in again, in order", async () => {
  const asked = server(SIGNED_OUT, SIGNED_OUT, { status: 201 }, { status: 201 });
  const { result } = outbox();
  await act(() => result.current.send(DRAFT));
  await act(() => result.current.send({ ...DRAFT, text: "En nog iets" }));
  expect(result.current.unsent.map(({ failure }) => failure)).toEqual(
    Array(2).fill("Log opnieuw in."),
  );

  comeBack();
  await waitFor(() => expect(result.current.unsent).toEqual([]));
  expect(asked.map(({ body }) => body.text)).toEqual(["Dag", "En nog iets", "Dag", "En nog iets"]);
  expect(asked[2]?.body.id).toBe(asked[0]?.body.id);
});

test("it goes by itself on the next page as well, and stays when one is signed out still", async () => {
  server(SIGNED_OUT);
  const first = outbox();
  await act(() => first.result.current.send(DRAFT));
  first.unmount();

  const still = server(SIGNED_OUT);
  const second = outbox();
  await waitFor(() => expect(still).toHaveLength(1));
  await waitFor(() => expect(second.result.current.unsent[0]?.failure).toBe("Log opnieuw in."));
  second.unmount();

  const asked = server({ status: 201 });
  const { result } = outbox();
  await waitFor(() => expect(result.current.unsent).toEqual([]));
  expect(asked).toHaveLength(1);
});

test("what failed for another reason waits for its writer", async () => {
  const asked = server(null);
  const { result } = outbox();
  await act(() => result.current.send(DRAFT));
  comeBack();
  await act(async () => undefined);
  expect(asked).toHaveLength(1);
  expect(result.current.unsent[0]?.failure).toContain("verbinding");
});

test("nothing goes in another's name, and it stays for who wrote it", async () => {
  const asked = server(SIGNED_OUT, { status: 201 });
  const { result } = outbox();
  await act(() => result.current.send(DRAFT));
  there = { ...MARIEKE, id: "p2", name: "Youssef El Amrani" };
  comeBack();
  await act(() => new Promise((done) => setTimeout(done, 20)));
  expect(asked).toHaveLength(1);
  expect(result.current.unsent).toHaveLength(1);

  there = MARIEKE;
  comeBack();
  await waitFor(() => expect(asked).toHaveLength(2));
});

test("what was under way when its writer left is kept nowhere", async () => {
  let refuse: (answer: Response) => void = () => undefined;
  vi.stubGlobal("fetch", () => new Promise<Response>((done) => (refuse = done)));
  const { result, unmount } = outbox();
  const sent = result.current.send(DRAFT);
  await act(async () => undefined);
  unmount();
  sessionStorage.clear();
  keepFor({ id: "p2" });
  refuse(Response.json(SIGNED_OUT.body, { status: 401 }));
  await sent;
  expect(JSON.stringify({ ...sessionStorage })).not.toContain("Dag");
});

test("each room keeps its own, whichever page one is on when an answer comes", async () => {
  let refuse: (answer: Response) => void = () => undefined;
  vi.stubGlobal("fetch", () => new Promise<Response>((done) => (refuse = done)));
  const first = outbox();
  const sent = first.result.current.send(DRAFT);
  await act(async () => undefined);
  first.rerender({ workspaceId: "w2" });
  expect(first.result.current.unsent).toEqual([]);

  const asked = server(null);
  await act(() => first.result.current.send({ ...DRAFT, text: "In de andere" }));
  expect(asked[0]?.path).toContain("/w2/");
  refuse(Response.json({ title: "Vol", detail: "Vol." }, { status: 503 }));
  await act(() => sent);
  expect(first.result.current.unsent.map(({ text }) => text)).toEqual(["In de andere"]);
  first.rerender({ workspaceId: "w1" });
  expect(first.result.current.unsent.map(({ text }) => text)).toEqual(["Dag"]);
});

test("two that are under way at once both stay when both fail", async () => {
  const refuse: ((answer: Response) => void)[] = [];
  vi.stubGlobal("fetch", () => new Promise<Response>((done) => refuse.push(done)));
  const page = outbox();
  const one = page.result.current.send(DRAFT);
  await act(async () => undefined);
  page.unmount();
  const next = outbox();
  const two = next.result.current.send({ ...DRAFT, text: "Twee" });
  await act(async () => undefined);
  for (const end of refuse) end(Response.json({ title: "Vol", detail: "Vol." }, { status: 503 }));
  await act(() => Promise.all([one, two]));
  expect(next.result.current.unsent.map(({ text }) => text).sort()).toEqual(["Dag", "Twee"]);
});

test("what waited long is its writer's to send", async () => {
  const asked = server(SIGNED_OUT);
  const { result } = outbox();
  await act(() => result.current.send(DRAFT));
  vi.spyOn(Date, "now").mockReturnValue(Date.now() + 11 * 60_000);
  comeBack();
  await act(() => new Promise((done) => setTimeout(done, 20)));
  expect(asked).toHaveLength(1);
});
