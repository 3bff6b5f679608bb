import { render, screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import type { View } from "../api/client";
import { ReadingDocument } from "./ReadingDocument";
import type { PartChange } from "./readings";

const AMOUNT = {
  cents: 2_250_000,
  text: "€ 22.500,00",
  words: "tweeëntwintigduizend vijfhonderd euro",
};

const READING = {
  id: "v",
  number: 2,
  title: "Overeenkomst social return, versie 2",
  digest: "ab",
  state: "offered",
  parts: [
    {
      key: "parties",
      kind: "parties",
      heading: "Partijen",
      number: null,
      fields: [field("buyer/1", "Opdrachtgever", "Gemeente Merwestede")],
      texts: [],
      amount: null,
      isCounted: false,
    },
    {
      key: "commitment/2",
      kind: "commitment",
      heading: "Inkoop bij Lunchwerk",
      number: 2,
      fields: [
        { ...field("value", "Waarde", AMOUNT.text), amount: AMOUNT },
        field("scope", "Waar", "binnen het contract"),
        field("evidence", "Bewijs", "De facturen."),
        { ...field("digest", "Controlegetal", "6b3063f4"), isProvenance: true },
      ],
      texts: [text("De lunch op de bouwplaats.")],
      amount: AMOUNT,
      isCounted: true,
    },
    {
      key: "clause/Volgen",
      kind: "clause",
      heading: "Volgen",
      number: 5,
      fields: [],
      texts: [text("Binnen twee weken.")],
      amount: null,
      isCounted: true,
    },
  ],
  notices: [{ slug: "mixed-scripts", part: "clause/Volgen", detail: "Twee schriften: “Vоlgen”." }],
  sums: {},
} as unknown as View<"ReadingView">;

function field(key: string, label: string, value: string) {
  return { key, label, value, amount: null, isProvenance: false };
}

function text(source: string) {
  return { key: "text", label: "Toelichting", source, html: `<p>${source}</p>` };
}

function change(key: string, kind: string, change: string, rest: object): PartChange {
  const none = {
    fields: [],
    texts: [],
    beforeCents: null,
    afterCents: null,
    differenceCents: null,
  };
  return {
    key,
    kind,
    change,
    heading: key,
    number: null,
    isCounted: true,
    ...none,
    ...rest,
  } as PartChange;
}

function show(changes?: PartChange[]) {
  render(
    <ReadingDocument
      reading={READING}
      lead={null}
      changes={changes}
      compared={changes && { before: "Versie 1", after: "Versie 2", isBeside: false }}
      isOpen={false}
      sums={<p>Samen</p>}
    />,
  );
}

function theCommitment(): HTMLElement {
  const heading = screen.getByRole("heading", { name: "2. Inkoop bij Lunchwerk" });
  return heading.closest("section") as HTMLElement;
}

test("an amount that binds is told in words too, and all that a commitment says can be unfolded", () => {
  show();
  const commitment = theCommitment();
  expect(within(commitment).getAllByText(`zegge: ${AMOUNT.words}`)).toHaveLength(2);
  const all = within(commitment).getByText("Alles van toezegging 2").closest("details");
  expect(all?.open).toBe(false);
  expect(all?.textContent).toContain("De facturen.");
  expect(all?.textContent).not.toContain("6b3063f4");
});

test("what has to be read twice stands on top, and again where it is", () => {
  show();
  expect(screen.getByText("Let op: lees 1 plek nog een keer")).toBeTruthy();
  const place = screen.getByRole("link", { name: "Volgen" }).getAttribute("href")?.slice(1) ?? "";
  expect(document.getElementById(place)?.textContent).toContain("Twee schriften");
});

test("where a text comes from is kept for the end", () => {
  show();
  const end = screen.getByText("Herkomst en controlegetallen").closest("details");
  expect(end?.textContent).toContain("6b3063f4");
});

test("without an earlier version nothing is marked", () => {
  show();
  expect(document.querySelectorAll("ins, del")).toHaveLength(0);
  expect(screen.queryByText("Gewijzigd")).toBeNull();
});

test("fields come before words, and an article that went is still told", () => {
  show([
    change("parties", "parties", "same", {}),
    change("commitment/2", "commitment", "changed", {
      fields: [
        {
          key: "value",
          label: "Waarde",
          before: "€ 18.000,00",
          after: AMOUNT.text,
          difference: { cents: 450_000, text: "+ € 4.500,00", words: "" },
        },
      ],
      texts: [
        {
          key: "text",
          label: "Toelichting",
          before: "De lunch.",
          after: "De lunch op de bouwplaats.",
        },
      ],
    }),
    change("clause/Oud", "clause", "removed", {
      heading: "Oud",
      texts: [{ key: "text", label: null, before: "Dat gold.", after: null }],
    }),
    change("clause/Volgen", "clause", "same", {}),
  ]);
  const commitment = theCommitment();
  const table = within(commitment).getByRole("table");
  expect(table.textContent?.replaceAll("\u00a0", " ")).toContain("+ € 4.500,00");
  const words = commitment.querySelector(".samenspraak-word-diff") as Element;
  expect(table.compareDocumentPosition(words) & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();
  expect(words.querySelector("ins")?.textContent).toContain("op de bouwplaats");
  const gone = screen.getAllByRole("heading").find((each) => each.textContent?.includes("Oud"));
  expect(gone?.querySelector("del")).toBeTruthy();
  expect(gone?.closest("section")?.textContent).toContain("Dat gold.");
});
