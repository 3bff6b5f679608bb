import i18next from "i18next";
import createClient, { type Middleware } from "openapi-fetch";
import { currentLanguage } from "../text/language";
import { sayErased } from "./names";
import { Problem, problemFrom, UNREACHABLE } from "./problem";
import type { components, paths } from "./schema";

/** The views and requests of the server, by name: `View<"WorkspaceView">`. */
export type View<Name extends keyof components["schemas"]> = components["schemas"][Name];

const CSRF_COOKIE = "__Host-samenspraak-csrf";
const CSRF_HEADER = "X-CSRF-Token";
const CHANGING = new Set(["POST", "PUT", "PATCH", "DELETE"]);
/** Where a session begins, here or at a provider. */
const BEGINS = new Set(["/sessions", "/provider-requests"]);

/** What others want to know of every answer. */
interface Listeners {
  /** Somebody who was signed in no longer is. */
  unauthenticated: Set<() => void>;
  /** A workspace was read, up to this position of its journals. */
  position: Set<(workspaceId: string, position: string) => void>;
}

const listeners: Listeners = { unauthenticated: new Set(), position: new Set() };

/** Hear about an event of the client; returns how to stop hearing. */
export function listen<Name extends keyof Listeners>(
  name: Name,
  listener: Listeners[Name] extends Set<infer Function> ? Function : never,
): () => void {
  const all = listeners[name] as Set<typeof listener>;
  all.add(listener);
  return () => {
    all.delete(listener);
  };
}

let answeredAt = Date.now();

/** When the server last answered: from then on the time without activity counts. */
export function lastAnswerAt(): number {
  return answeredAt;
}

/** Note that the server answered, and tell who wants to know that nobody is signed in any more. */
export function heardFrom(status: number): void {
  answeredAt = Date.now();
  if (status === 401) for (const tell of listeners.unauthenticated) tell();
}

/** The token of the session that this browser has now. */
export function sessionToken(): string | undefined {
  return cookie(CSRF_COOKIE);
}

// Whose page this is, and with which session it goes. All tabs share their cookies, so another tab
// may have begun a session of somebody else.
let owner: { personId: string; token: string | undefined } | undefined;
let isOver = false;

/** From now on this page is this person's, and its changes go with this session and no other. */
export function belongTo(personId: string, token: string | undefined) {
  owner = { personId, token };
  isOver = false;
}

/** From now on this page is nobody's: it goes with whoever signs in. */
export function belongToNobody() {
  owner = undefined;
  isOver = false;
}

/** The session is over, and the page stays theirs: only signing in again goes from it. */
export function awaitOwner() {
  isOver = owner !== undefined;
}

/**
 * Make sure that this browser still has a session of whose page this is.
 *
 * They may have signed in again in another tab. When somebody else did, theirs is over here.
 */
export async function holdToOwner(): Promise<void> {
  const before = owner;
  const token = sessionToken();
  if (before === undefined || before.token === token) return;
  const person = await answer(api.GET("/me"));
  if (person.id === before.personId) {
    owner = { personId: person.id, token };
    return;
  }
  heardFrom(401);
  throw new Problem(
    401,
    "unauthenticated",
    i18next.t("wrong.other-person.title"),
    i18next.t("wrong.other-person.detail"),
  );
}

/** What a change carries so that the server knows a page of ours, and of this person, made it. */
export async function csrfHeaders(begins = false): Promise<[string, string][]> {
  // Signing in again begins another session, whoever has this browser's now.
  const isFree = begins && isOver;
  if (!isFree) await holdToOwner();
  const token = isFree || owner === undefined ? sessionToken() : owner.token;
  return token === undefined ? [] : [[CSRF_HEADER, token]];
}

const everyRequest: Middleware = {
  async onRequest({ request, schemaPath }) {
    request.headers.set("Accept-Language", currentLanguage());
    if (CHANGING.has(request.method)) {
      const headers = await csrfHeaders(BEGINS.has(schemaPath) && request.method === "POST");
      for (const [name, value] of headers) request.headers.set(name, value);
    }
    return request;
  },
  onResponse({ response, schemaPath, params }) {
    heardFrom(response.status);
    const position = response.headers.get("Journal-Position");
    const workspace = params.path?.workspace_id;
    if (
      response.ok &&
      position !== null &&
      typeof workspace === "string" &&
      schemaPath === "/workspaces/{workspace_id}"
    ) {
      for (const tell of listeners.position) tell(workspace, position);
    }
    return undefined;
  },
  onError() {
    return new Problem(
      0,
      UNREACHABLE,
      i18next.t("wrong.unreachable.title"),
      i18next.t("wrong.unreachable.detail"),
    );
  },
};

/** The server, as `schemas/openapi.json` describes it. Wrap calls in `answer`. */
export const api = createClient<paths>({
  baseUrl: new URL("/v1", window.location.origin).href,
  credentials: "same-origin",
  // Looked up at every call, so that tests may stand in for the network.
  fetch: (request) => globalThis.fetch(request),
});
api.use(everyRequest);

interface Answered<Data> {
  data?: Data | undefined;
  error?: unknown;
  response: Response;
}

/** The body of an answer, or a `Problem` that says why there is none. */
export async function answer<Data>(call: Promise<Answered<Data>>): Promise<Data> {
  const { data, error, response } = await call;
  if (!response.ok) {
    throw problemFrom(response, error, {
      title: i18next.t("wrong.unknown.title"),
      detail: i18next.t("wrong.unknown.detail"),
    });
  }
  sayErased(data, i18next.t("ui.name-erased"));
  return data as Data;
}

/** A new id for what is about to be made, so that sending it twice makes it once. */
export function newId(): string {
  return crypto.randomUUID();
}

function cookie(name: string): string | undefined {
  for (const part of document.cookie.split(";")) {
    const [key, value] = part.trim().split("=", 2);
    if (key === name && value) return decodeURIComponent(value);
  }
  return undefined;
}
