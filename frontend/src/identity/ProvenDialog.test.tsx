import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { Problem } from "../api/problem";
import { MARIEKE } from "../app/person.sample";
import { newQueryClient } from "../app/queryClient";
import { personQuery } from "../app/session";
import { ProvenDialog } from "./ProvenDialog";

const WRONG = "Deze code klopt niet.";
const ELSEWHERE = "Dit wachtwoord klopt niet.";

/** A dialog whose server finds both what was typed wrong. */
function ask() {
  const queries = newQueryClient();
  queries.setQueryData(personQuery.queryKey, MARIEKE);
  render(
    <QueryClientProvider client={queries}>
      <ProvenDialog
        title="Zet uit"
        reason="Om te weten wie u bent."
        takesProof
        send={() =>
          Promise.reject(
            new Problem(400, "identity/wrong", "Nee", "Nee", [
              { pointer: "/code", slug: "identity/wrong-code", detail: WRONG },
              { pointer: "/password", slug: "identity/wrong-password", detail: ELSEWHERE },
            ]),
          )
        }
        onDone={() => undefined}
        onClose={() => undefined}
      >
        <p>Daarna is het uit.</p>
      </ProvenDialog>
    </QueryClientProvider>,
  );
}

const press = (name: string) => userEvent.click(screen.getByRole("button", { name }));
const isWrong = (label: string) => screen.getByLabelText(label).getAttribute("aria-invalid");

test("what was wrong with one kind of code is not said of the other; the rest stays", async () => {
  ask();
  await userEvent.type(await screen.findByLabelText("Wachtwoord"), "iets");
  await userEvent.type(screen.getByLabelText("Code van 6 cijfers"), "654321");
  await press("Zet uit");
  expect((await screen.findAllByText(new RegExp(WRONG))).length).toBe(2);

  await press("Gebruik een herstelcode");
  expect(document.activeElement).toBe(screen.getByLabelText("Herstelcode"));
  expect(isWrong("Herstelcode")).not.toBe("true");
  expect(screen.queryByText(new RegExp(WRONG))).toBeNull();
  expect(isWrong("Wachtwoord")).toBe("true");

  // The same fault of a new attempt is said again, and goes again when one goes back.
  await userEvent.type(screen.getByLabelText("Herstelcode"), "geen-code");
  await press("Zet uit");
  expect((await screen.findAllByText(new RegExp(WRONG))).length).toBe(2);
  expect(isWrong("Herstelcode")).toBe("true");
  await press("Gebruik de code uit de app");
  expect(isWrong("Code van 6 cijfers")).not.toBe("true");
});
