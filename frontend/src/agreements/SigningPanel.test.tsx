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
  participants: [],
} as unknown as View<"WorkspaceView">;

function version(signing: Partial<View<"SigningView">> | null): View<"VersionView"> {
  return {
    line: { id: "v", number: 2, digest: DIGEST, state: "offered", signedBy: ["contractor"] },
    document: { parties: [{ side: "buyer", name: "Gemeente Merwestede" }] },
    signatures: [],
    changes: { previousNumber: 1 },
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

let sent: { path: string; body: unknown }[];
let isProofOld: boolean;

beforeEach(() => {
  sent = [];
  isProofOld = false;
  vi.stubGlobal("fetch", async (request: Request) => {
    const path = new URL(request.url).pathname;
    sent.push({ path, body: await request.json() });
    if (isProofOld && path.endsWith("/signatures")) {
      isProofOld = false;
      return Response.json(
        { type: "/problems/agreements/proof-too-old", title: "Oud", detail: "Geef het opnieuw." },
        { status: 403 },
      );
    }
    const after = version(null);
    return Response.json({ ...after, line: { ...after.line, state: "in_force" } }, { status: 201 });
  });
});

function show(signing: Partial<View<"SigningView">> | null, isAdministrator = false) {
  const queries = newQueryClient();
  const memberships = [{ organisationId: "o", isAdministrator }];
  queries.setQueryData(personQuery.queryKey, { id: "p", memberships } as never);
  render(
    <QueryClientProvider client={queries}>
      <SigningPanel workspace={WORKSPACE} version={version(signing)} />
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

test("what one signs is said once more, and named by number and digest", async () => {
  show({});
  await stateBoth();
  await userEvent.click(screen.getByRole("button", { name: "Onderteken versie 2" }));
  const dialog = await screen.findByRole("dialog", { name: "Onderteken versie 2" });
  expect(dialog.textContent).toContain(`Ik ga akkoord met ${DIGEST}.`);
  const button = screen.getAllByRole("button", { name: "Onderteken versie 2" }).at(-1);
  await userEvent.click(button as HTMLElement);
  await waitFor(() => expect(sent).toHaveLength(1));
  expect(sent[0]?.path).toBe("/v1/workspaces/w/versions/v/signatures");
  expect(sent[0]?.body).toMatchObject({ number: 2, digest: DIGEST });
});

test("proof that became too old is asked for, and then it is signed", async () => {
  isProofOld = true;
  show({});
  await stateBoth();
  await userEvent.click(screen.getByRole("button", { name: "Onderteken versie 2" }));
  await screen.findByRole("dialog");
  const press = async () => {
    const button = screen.getAllByRole("button", { name: "Onderteken versie 2" }).at(-1);
    await userEvent.click(button as HTMLElement);
  };
  await press();
  await userEvent.type(await screen.findByLabelText("Wachtwoord"), "vier losse woorden samen");
  await press();
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(sent.map(({ path }) => path.split("/").at(-1))).toEqual([
    "signatures",
    "proofs",
    "signatures",
  ]);
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
  await userEvent.type(screen.getByLabelText("In welke rol tekent u?"), "directeur");
  await userEvent.click(screen.getByRole("button", { name: "Leg mandaat vast" }));
  await waitFor(() => expect(sent).toHaveLength(1));
  expect(sent[0]?.path).toBe("/v1/organisations/o/mandates");
  expect(sent[0]?.body).toMatchObject({ personId: "p", role: "directeur", upToCents: null });
});
