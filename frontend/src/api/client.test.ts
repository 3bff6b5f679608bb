import { afterEach, describe, expect, test, vi } from "vitest";
import { answer, api, awaitOwner, belongTo, belongToNobody, holdToOwner, listen } from "./client";
import { formErrors, Problem } from "./problem";

function json(body: unknown, init: ResponseInit = {}) {
  return new Response(JSON.stringify(body), {
    ...init,
    headers: { "Content-Type": "application/json", ...init.headers },
  });
}

function network(respond: (request: Request) => Response) {
  const seen: Request[] = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    seen.push(request);
    return respond(request);
  });
  return seen;
}

async function refusalOf(call: Promise<unknown>): Promise<Problem> {
  const refusal = await call.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(refusal instanceof Problem)) throw new Error("expected a refusal");
  return refusal;
}

afterEach(() => vi.unstubAllGlobals());

test("a request asks in the language of the screens, below /v1", async () => {
  const seen = network(() => json({ id: "p" }));
  await answer(api.GET("/me"));
  expect(new URL(seen[0]?.url ?? "").pathname).toBe("/v1/me");
  expect(seen[0]?.headers.get("Accept-Language")).toBe("nl");
  expect(seen[0]?.headers.get("X-CSRF-Token")).toBeNull();
});

test("what changes something shows the token of the readable cookie", async () => {
  vi.spyOn(document, "cookie", "get").mockReturnValue("a=b; __Host-samenspraak-csrf=geheim-7");
  const seen = network(() => json({ id: "p" }, { status: 201 }));
  await answer(api.POST("/sessions", { body: { email: "m@merwestede.example", password: "x" } }));
  expect(seen[0]?.headers.get("X-CSRF-Token")).toBe("geheim-7");
});

describe("a page of one person in a browser with tabs", () => {
  afterEach(() => {
    belongToNobody();
    vi.restoreAllMocks();
  });

  function inBrowser(token: string, person: string) {
    vi.spyOn(document, "cookie", "get").mockReturnValue(`__Host-samenspraak-csrf=${token}`);
    return network(({ method }) => json({ id: method === "GET" ? person : "made" }));
  }

  const post = () =>
    answer(api.POST("/sessions", { body: { email: "m@merwestede.example", password: "x" } }));

  test("goes with its own session without asking anything", async () => {
    const seen = inBrowser("first", "marieke");
    belongTo("marieke", "first");
    await post();
    expect(seen.map(({ method, headers }) => [method, headers.get("X-CSRF-Token")])).toEqual([
      ["POST", "first"],
    ]);
  });

  test("goes with the session that the same person began in another tab", async () => {
    const seen = inBrowser("second", "marieke");
    belongTo("marieke", "first");
    await post();
    await post();
    expect(seen.map(({ method }) => method)).toEqual(["GET", "POST", "POST"]);
    expect(seen.at(-1)?.headers.get("X-CSRF-Token")).toBe("second");
  });

  test("sends nothing in the name of who signed in in another tab", async () => {
    const seen = inBrowser("second", "youssef");
    belongTo("marieke", "first");
    const over = vi.fn();
    const deaf = listen("unauthenticated", over);
    expect(await refusalOf(post())).toMatchObject({
      status: 401,
      title: "Iemand anders is ingelogd",
    });
    await expect(holdToOwner()).rejects.toBeInstanceOf(Problem);
    deaf();
    expect(seen.map(({ method }) => method)).toEqual(["GET", "GET"]);
    expect(over).toHaveBeenCalledTimes(2);
  });

  test("sends nothing in their name either once its own session was over", async () => {
    const seen = inBrowser("second", "youssef");
    belongTo("marieke", "first");
    const deaf = listen("unauthenticated", awaitOwner);
    const mark = () => answer(api.DELETE("/sessions"));
    await refusalOf(mark());
    // What was waiting behind it goes by itself.
    expect(await refusalOf(mark())).toMatchObject({ status: 401 });
    expect(seen.map(({ method }) => method)).toEqual(["GET", "GET"]);
    // Who signs in again may do so past them.
    await post();
    deaf();
    expect(seen.at(-1)?.method).toBe("POST");
    expect(seen.at(-1)?.headers.get("X-CSRF-Token")).toBe("second");
  });
});

test("a refusal keeps its slug, sentence, faults and facts", async () => {
  network(() =>
    json(
      {
        type: "/problems/commitments/stale-revision",
        title: "Er is een nieuwere ronde",
        detail: "Er is intussen ronde 4.",
        status: 409,
        facts: { currentRevision: 4 },
        errors: [
          { pointer: "/revision", slug: "commitments/stale-revision", detail: "Lees ronde 4." },
        ],
      },
      { status: 409, headers: { "Content-Type": "application/problem+json" } },
    ),
  );
  const refusal = await refusalOf(answer(api.GET("/me")));
  expect(refusal).toMatchObject({
    status: 409,
    slug: "commitments/stale-revision",
    title: "Er is een nieuwere ronde",
    detail: "Er is intussen ronde 4.",
    facts: { currentRevision: 4 },
    isPassing: false,
  });
  expect(formErrors(refusal)).toEqual([{ pointer: "/revision", message: "Lees ronde 4." }]);
});

test("a refusal without faults is one error of the whole form", () => {
  const refusal = new Problem(409, "workspaces/closed", "Gesloten", "Dit contract is gesloten.");
  expect(formErrors(refusal)).toEqual([{ pointer: "", message: "Dit contract is gesloten." }]);
  expect(formErrors(new Error("broken"))).toEqual([]);
});

test("an answer that is no problem document still speaks to people", async () => {
  network(() => new Response("<html>", { status: 502, headers: { "Content-Type": "text/html" } }));
  const refusal = await refusalOf(answer(api.GET("/me")));
  expect(refusal.slug).toBe("unknown");
  expect(refusal.title).toBe("Dit is niet gelukt");
});

test("a server out of reach is a passing problem", async () => {
  network(() => {
    throw new TypeError("Failed to fetch");
  });
  const refusal = await refusalOf(answer(api.GET("/me")));
  expect(refusal).toMatchObject({ status: 0, slug: "unreachable", isPassing: true });
});

test("the end of a session and the position of a workspace are told on", async () => {
  const told: string[] = [];
  const stops = [
    listen("unauthenticated", () => told.push("signed out")),
    listen("position", (workspace, position) => told.push(`${workspace} at ${position}`)),
  ];
  network((request) =>
    request.url.endsWith("/me")
      ? json(
          { type: "/problems/identity/sign-in", title: "", detail: "", status: 401 },
          { status: 401 },
        )
      : json({ id: "w1" }, { headers: { "Journal-Position": "AbC" } }),
  );
  await answer(api.GET("/workspaces/{workspace_id}", { params: { path: { workspace_id: "w1" } } }));
  await refusalOf(answer(api.GET("/me")));
  expect(told).toEqual(["w1 at AbC", "signed out"]);
  for (const stop of stops) stop();
  await refusalOf(answer(api.GET("/me")));
  expect(told).toHaveLength(2);
});
