import { render, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { Problem } from "../api/problem";
import { NotBsn } from "./NotBsn";
import { linesOf } from "./TalkForm";

const refused = (...slugs: string[]) =>
  new Problem(
    400,
    "personal-data/refused",
    "Hier staat een burgerservicenummer",
    "Haal het nummer weg.",
    slugs.map((slug) => ({ pointer: "/text", slug, detail: "" })),
  );

test.each([
  ["a number without a label", refused("personal-data/bare-bsn"), true],
  ["a number that is called a BSN", refused("personal-data/labelled-bsn"), false],
  ["one of each", refused("personal-data/bare-bsn", "personal-data/labelled-bsn"), false],
  ["something else that is wrong", refused("required"), false],
  ["nothing", undefined, false],
])("the way on past a BSN is there for %s: %s", (_, error, there) => {
  render(<NotBsn error={error} checked={false} onChange={() => undefined} />);
  expect(screen.queryByLabelText("Dit is geen BSN") !== null).toBe(there);
});

test("each line of a talk is one thing agreed, without its bullet", () => {
  expect(linesOf("- Ilse belt het ROC.\n\n  * In januari kijken we samen.  \n3 plekken")).toEqual([
    "Ilse belt het ROC.",
    "In januari kijken we samen.",
    "3 plekken",
  ]);
});
