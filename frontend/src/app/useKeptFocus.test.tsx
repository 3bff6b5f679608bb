import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, test } from "vitest";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { Panel } from "../ui/Panel";
import { useKeptFocus } from "./useKeptFocus";

function Parts() {
  useKeptFocus();
  const [sent, setSent] = useState(false);
  const [asking, setAsking] = useState(false);
  return (
    <main>
      <h1>Contract</h1>
      <Panel title="Waarom">
        {!sent && <Button onClick={() => setSent(true)}>Leg voor</Button>}
      </Panel>
      <Panel title="Gesprek">
        <article tabIndex={-1} aria-label="Bericht">
          {!sent && <Button onClick={() => setSent(true)}>Verberg</Button>}
        </article>
      </Panel>
      <Panel title="Ondertekening">
        {!sent && <Button onClick={() => setAsking(true)}>Onderteken</Button>}
      </Panel>
      <Dialog
        open={asking}
        onClose={() => setAsking(false)}
        title="Zeker weten"
        actions={
          <Button
            onClick={() => {
              setSent(true);
              setAsking(false);
            }}
          >
            Ja
          </Button>
        }
      >
        <p>Daarna kan de tekst niet meer veranderen.</p>
      </Dialog>
    </main>
  );
}

const heading = (name: string) => screen.getByRole("heading", { name });

test("the focus goes to the heading of the part when what had it disappears", async () => {
  render(<Parts />);
  await userEvent.click(screen.getByRole("button", { name: "Leg voor" }));
  await waitFor(() => expect(document.activeElement).toBe(heading("Waarom")));
});

test("what can take the focus itself, such as a message, comes before a heading", async () => {
  render(<Parts />);
  await userEvent.click(screen.getByRole("button", { name: "Verberg" }));
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole("article")));
});

test("after a dialog whose opener is gone the focus goes to the part it stood in", async () => {
  render(<Parts />);
  await userEvent.click(screen.getByRole("button", { name: "Onderteken" }));
  await userEvent.click(await screen.findByRole("button", { name: "Ja" }));
  await waitFor(() => expect(document.activeElement).toBe(heading("Ondertekening")));
});

test("what goes away elsewhere leaves the focus alone", async () => {
  render(<Parts />);
  screen.getByRole("button", { name: "Onderteken" }).focus();
  await userEvent.click(document.body);
  screen.getByRole("button", { name: "Leg voor" }).click();
  await waitFor(() => expect(screen.queryByRole("button")).toBeNull());
  expect(document.activeElement).toBe(document.body);
});
