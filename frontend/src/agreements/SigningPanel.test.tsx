import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";
import type { View } from "../api/client";
import { newQueryClient } from "../app/queryClient";
import { personQuery } from "../app/session";
import { SigningPanel } from "./SigningPanel";

const DIGEST = "ab12".repeat(16);

const WORKSPACE = {
  id: "w",
  ownSide: "buyer",
  participants: [
    { id: "1", name: "Tom Verhoeven", side: "buyer", hasLeft: false, roles: ["signatory"] },
    { id: "2", name: "Nadia Haddou", side: "buyer", hasLeft: false, roles: ["signatory"] },
    {
      id: "3",
      name: "Hanneke van Doorn",
      side: "contractor",
      hasLeft: false,
      roles: ["signatory"],
    },
  ],
} as unknown as View<"WorkspaceView">;

function signatureOf(name: string, side: string): View<"SignatureView"> {
  return {
    side,
    name,
    role: "directeur",
    partyName: "Van Doorn & Bakker Bouw",
    signedAt: "2026-11-20T15:48:00Z",
    method: "password",
    statement: `Ik ga akkoord met ${DIGEST}.`,
    entryDigest: `${name.length}`.repeat(64).slice(0, 64),
    provenAt: null,
    reason: null,
  } as View<"SignatureView">;
}

function version(
  signing: Partial<View<"SigningView">> | null,
  given: Partial<Pick<View<"VersionView">, "signatures" | "needed" | "given">> = {},
  line: Partial<View<"VersionLineView">> = {},
): View<"VersionView"> {
  return {
    line: {
      id: "v",
      number: 2,
      digest: DIGEST,
      state: "offered",
      signedBy: ["contractor"],
      signBy: { at: "2026-12-04T23:00:00Z", zone: "Europe/Amsterdam", text: "4 december 2026" },
      changes: { sinceId: "e", sinceNumber: 1, added: 1, changed: 4, removed: 0 },
      ...line,
    },
    document: { parties: [{ side: "buyer", name: "Gemeente Merwestede" }] },
    signatures: [],
    needed: { buyer: 1, contractor: 1 },
    given: { buyer: 0, contractor: 1 },
    signedCopies: [],
    ...given,
    signing: signing && {
      statement: `Ik ga akkoord met ${DIGEST}.`,
      organisationId: "o",
      role: "teamleider inkoop",
      upToCents: 25_000_000,
      needsProof: false,
      obstacle: null,
      obstacleDetail: null,
      ...signing,
    },
    moves: ["sign", "send-back"],
  } as unknown as View<"VersionView">;
}

const REQUEST = {
  versionId: "v",
  expiresAt: "2026-11-20T16:15:00Z",
  needsProof: false,
  statement: `Ik teken en ga akkoord met ${DIGEST}.`,
  role: "teamleider inkoop",
  upToCents: 25_000_000,
  value: {
    cents: 20_983_333,
    text: "€\u00a0209.833,33",
    words: "tweehonderdnegenduizend achthonderddrieëndertig euro en drieëndertig cent",
  },
  changed: null,
  asksReason: false,
  needed: 1,
  given: 0,
};

let sent: { path: string; body: unknown }[];
/** What the server refuses next, once. */
let refusal: string | undefined;
let shown: Partial<View<"SigningRequestView">>;

/** What was sent, without asking for what to sign. */
const moves = () => sent.filter(({ path }) => !path.endsWith("/signing-requests"));
const asked = () => sent.filter(({ path }) => path.endsWith("/signing-requests"));

beforeEach(() => {
  sessionStorage.clear();
  sent = [];
  refusal = undefined;
  shown = {};
  vi.stubGlobal("fetch", async (request: Request) => {
    const path = new URL(request.url).pathname;
    sent.push({ path, body: await request.json() });
    if (path.endsWith("/signing-requests")) {
      return Response.json({ ...REQUEST, id: `r${asked().length}`, ...shown }, { status: 201 });
    }
    if (refusal && path.endsWith("/signatures")) {
      const type = `/problems/${refusal}`;
      const status = refusal === "agreements/proof-too-old" ? 403 : 409;
      refusal = undefined;
      return Response.json({ type, title: "Nee", detail: "Geef het opnieuw." }, { status });
    }
    const after = version(null);
    return Response.json({ ...after, line: { ...after.line, state: "in_force" } }, { status: 201 });
  });
});

function show(
  signing: Partial<View<"SigningView">> | null,
  isAdministrator = false,
  given = version(signing),
) {
  const queries = newQueryClient();
  const memberships = [{ organisationId: "o", isAdministrator }];
  const person = { id: "p", name: "Tom Verhoeven", memberships, hasPassword: true, identities: [] };
  queries.setQueryData(personQuery.queryKey, person as never);
  render(
    <QueryClientProvider client={queries}>
      <SigningPanel workspace={WORKSPACE} version={given} />
    </QueryClientProvider>,
  );
}

async function stateBoth() {
  for (const statement of screen.getAllByRole("checkbox")) await userEvent.click(statement);
}

test("signing without saying that one read it and may, tells what is missing", async () => {
  show({});
  await userEvent.click(screen.getByRole("button", { name: "Onderteken versie 2" }));
  expect(screen.getByText("Er zijn 2 dingen die nog niet kloppen")).toBeTruthy();
  expect(screen.queryByRole("dialog")).toBeNull();
  expect(sent).toEqual([]);
});

/** Open the dialog, once what one would say is in it. */
async function open() {
  await stateBoth();
  await userEvent.click(screen.getByRole("button", { name: "Onderteken versie 2" }));
  const dialog = await screen.findByRole("dialog", { name: "Onderteken versie 2" });
  await screen.findByText(/Ik teken en ga akkoord met/);
  return dialog;
}

const press = () => {
  const button = screen.getAllByRole("button", { name: "Onderteken versie 2" }).at(-1);
  return userEvent.click(button as HTMLElement);
};

test("what one signs is asked of the server and shown as it is kept", async () => {
  show({});
  const dialog = await open();
  expect(asked()[0]?.path).toBe("/v1/workspaces/w/versions/v/signing-requests");
  expect(asked()[0]?.body).toMatchObject({ number: 2, digest: DIGEST });
  expect(dialog.textContent).toContain(`Ik teken en ga akkoord met ${DIGEST}.`);
  expect(dialog.textContent).toContain("teamleider inkoop");
  expect(dialog.textContent).toContain("€\u00a0209.833,33");
  expect(dialog.textContent).toContain("tweehonderdnegenduizend");
  expect(dialog.textContent).toContain("daarmee geldt versie 2 meteen");
  await press();
  await waitFor(() => expect(moves()).toHaveLength(1));
  expect(moves()[0]?.path).toBe("/v1/workspaces/w/versions/v/signatures");
  expect(moves()[0]?.body).toMatchObject({ requestId: "r1", number: 2, digest: DIGEST });
});

test("proof that became too old is asked for, and then it is signed", async () => {
  refusal = "agreements/proof-too-old";
  show({});
  await open();
  await press();
  await userEvent.type(await screen.findByLabelText("Wachtwoord"), "vier losse woorden samen");
  await press();
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(moves().map(({ path }) => path.split("/").at(-1))).toEqual([
    "signatures",
    "proofs",
    "signatures",
  ]);
  const [first, , second] = moves().map(({ body }) => body as View<"SignVersion">);
  // The same id, so that a signature that did arrive is not given twice.
  expect(second?.id).toBe(first?.id);
});

test("a request that ran out is told, and another one takes its place with what was typed", async () => {
  shown = { asksReason: true };
  refusal = "agreements/signing-request-expired";
  show({});
  await open();
  await userEvent.type(screen.getByLabelText("Waarom gaat u akkoord met dit einde?"), "Klaar");
  await press();
  await screen.findByText("De vorige aanvraag geldt niet meer");
  await waitFor(() => expect(asked()).toHaveLength(2));
  await waitFor(async () => {
    await press();
    expect(moves()).toHaveLength(2);
  });
  const [first, second] = moves().map(({ body }) => body as View<"SignVersion">);
  expect(second).toMatchObject({ requestId: "r2", reason: "Klaar" });
  expect(second?.id).not.toBe(first?.id);
});

test("what the mandate is tested on stands there in figures and in words", async () => {
  shown = { changed: { cents: 2_650_000, text: "€\u00a026.500", words: "zesentwintigduizend" } };
  show({});
  const dialog = await open();
  expect(dialog.textContent).toContain("Daarvan gewijzigd");
  expect(dialog.textContent).toContain("zesentwintigduizend");
});

test("until when one can sign is in sight, to the minute", () => {
  show({});
  expect(
    screen.getByText(/Vervalt op 5 december 2026 om 00.00 uur als niet iedereen heeft getekend/),
  ).toBeTruthy();
});

test("a side that asks for two people shows one line for each, and who else can sign", () => {
  const one = version(null, {
    needed: { buyer: 2, contractor: 1 },
    given: { buyer: 1, contractor: 0 },
    signatures: [signatureOf("Tom Verhoeven", "buyer")],
  });
  show(null, false, one);
  expect(screen.getByText("1 van 2 getekend")).toBeTruthy();
  expect(screen.getByText("Nog 1 handtekening nodig")).toBeTruthy();
  expect(
    screen.getByText("U hebt getekend. Nadia Haddou kan ook voor uw kant tekenen."),
  ).toBeTruthy();
  expect(screen.getByText("Ondertekenaar van deze kant: Hanneke van Doorn.")).toBeTruthy();
});

test("a signature that lapsed because the text changed says so", () => {
  const gone = version(
    null,
    { signatures: [signatureOf("Hanneke van Doorn", "contractor")] },
    { state: "void" },
  );
  show(null, false, gone);
  expect(
    screen.getByText(
      "De handtekening van Hanneke van Doorn is vervallen, omdat de tekst is gewijzigd.",
    ),
  ).toBeTruthy();
  expect(screen.queryByText(/Vervalt op/)).toBeNull();
});

test("when the key of receipts cannot be used nobody is asked to sign", () => {
  show({ obstacle: "agreements/sealing-unavailable", obstacleDetail: "De sleutel is er niet." });
  expect(screen.getByText("U kunt nu niet tekenen")).toBeTruthy();
  expect(screen.getByText("De sleutel is er niet.")).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Onderteken versie 2" })).toBeNull();
});

const NO_MANDATE = {
  obstacle: "agreements/no-mandate",
  obstacleDetail: "Een beheerder kan u een mandaat geven: Marieke.",
};

test("without a mandate one is told who can give it", () => {
  show(NO_MANDATE);
  expect(screen.getByText(/Een beheerder kan u een mandaat geven/)).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Onderteken versie 2" })).toBeNull();
  expect(screen.queryByRole("button", { name: "Leg mandaat vast" })).toBeNull();
});

test("an administrator without a mandate can record their own", async () => {
  show(NO_MANDATE, true);
  await userEvent.type(await screen.findByLabelText("In welke rol tekent u?"), "directeur");
  await userEvent.click(screen.getByRole("button", { name: "Leg mandaat vast" }));
  await waitFor(() => expect(sent).toHaveLength(1));
  expect(sent[0]?.path).toBe("/v1/organisations/o/mandates");
  expect(sent[0]?.body).toMatchObject({ personId: "p", role: "directeur", upToCents: null });
});
