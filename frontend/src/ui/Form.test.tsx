import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, test } from "vitest";
import { Checkbox, RadioGroup } from "./Choices";
import { Form } from "./Form";
import { Select, TextField } from "./FormField";
import type { FieldError } from "./form";

const WRONG: FieldError[] = [
  { pointer: "/terms/quantity", message: "Vul een heel getal in, bijvoorbeeld 5." },
  { pointer: "", message: "Dit contract is gesloten." },
];

function Example({ answer }: { answer: FieldError[] }) {
  const [errors, setErrors] = useState<FieldError[]>([]);
  return (
    <Form errors={errors} onSubmit={() => setErrors(answer)}>
      <TextField label="Aantal" pointer="/terms/quantity" description="Plekken, geen mensen." />
      <button type="submit">Stel voor</button>
    </Form>
  );
}

test("focus moves to the list of errors, and a line leads to its field", async () => {
  render(<Example answer={WRONG} />);
  await userEvent.click(screen.getByRole("button", { name: "Stel voor" }));

  const heading = screen.getByRole("heading", { name: "Er zijn 2 dingen die nog niet kloppen" });
  expect(document.activeElement?.contains(heading)).toBe(true);

  await userEvent.click(
    screen.getByRole("link", { name: "Aantal: Vul een heel getal in, bijvoorbeeld 5." }),
  );
  expect(document.activeElement).toBe(screen.getByLabelText("Aantal"));
});

test("a list that gets shorter leaves the focus where one mends the rest", async () => {
  const { rerender } = render(
    <Form errors={WRONG} onSubmit={() => undefined}>
      <TextField label="Aantal" pointer="/terms/quantity" />
    </Form>,
  );
  screen.getByLabelText("Aantal").focus();
  rerender(
    <Form errors={WRONG.slice(0, 1)} onSubmit={() => undefined}>
      <TextField label="Aantal" pointer="/terms/quantity" />
    </Form>,
  );
  expect(screen.getByText("Er is 1 ding dat nog niet klopt")).toBeTruthy();
  expect(document.activeElement).toBe(screen.getByLabelText("Aantal"));
});

test("an error that is about no field stands in the list without a link", async () => {
  render(<Example answer={WRONG} />);
  await userEvent.click(screen.getByRole("button", { name: "Stel voor" }));
  expect(screen.queryByRole("link", { name: "Dit contract is gesloten." })).toBeNull();
  expect(screen.getByText("Dit contract is gesloten.")).toBeTruthy();
});

test("a field tells its help and its error to everybody", async () => {
  render(<Example answer={WRONG} />);
  await userEvent.click(screen.getByRole("button", { name: "Stel voor" }));
  const field = screen.getByLabelText("Aantal");
  expect(field.getAttribute("aria-invalid")).toBe("true");
  const described = (field.getAttribute("aria-describedby") ?? "")
    .split(" ")
    .map((id) => document.getElementById(id)?.textContent);
  expect(described).toEqual(["Plekken, geen mensen.", "Vul een heel getal in, bijvoorbeeld 5."]);
});

test("choices have their labels and report what was chosen", async () => {
  const chosen: string[] = [];
  render(
    <>
      <RadioGroup
        legend="Waar"
        value={undefined}
        onChange={(value) => chosen.push(value)}
        options={[
          { value: "within", label: "Binnen het contract" },
          { value: "beyond", label: "Buiten het contract", description: "In de wijk." },
        ]}
      />
      <Checkbox label="Ik heb de wijzigingen gelezen." error="Zeg dat u het hebt gelezen." />
      <Select label="Eenheid" options={[{ value: "places", label: "plekken" }]} />
    </>,
  );
  await userEvent.click(screen.getByLabelText("Buiten het contract"));
  expect(chosen).toEqual(["beyond"]);
  expect(screen.getByRole("group", { name: "Waar" })).toBeTruthy();
  expect(screen.getByLabelText("Ik heb de wijzigingen gelezen.").getAttribute("aria-invalid")).toBe(
    "true",
  );
  expect(screen.getByLabelText("Eenheid")).toBeTruthy();
});
