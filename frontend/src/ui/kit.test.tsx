import { act, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, test, vi } from "vitest";
import { DateText, MoneyText } from "./Amounts";
import { BidLine } from "./BidLine";
import { Button, IconButton } from "./Button";
import { Dialog } from "./Dialog";
import { changedCount, FieldDiff, WordDiff } from "./Differences";
import { Panel, PanelSection } from "./Panel";
import { Avatar, initials, SideLabel } from "./Side";
import { LoadingPanel } from "./States";
import { Stepper } from "./Stepper";
import { ToastProvider, useToast } from "./Toast";
import { useKeptText } from "./useKeptText";
import { ValueBar } from "./ValueBar";

test("a button that cannot be used now stays in reach and tells why", async () => {
  const pressed = vi.fn();
  render(
    <Button unavailable="U bent offline." onClick={pressed}>
      Stel voor
    </Button>,
  );
  const button = screen.getByRole("button", { name: "Stel voor" });
  await userEvent.click(button);
  expect(pressed).not.toHaveBeenCalled();
  expect(button.getAttribute("aria-disabled")).toBe("true");
  const reason = document.getElementById(button.getAttribute("aria-describedby") ?? "");
  expect(reason?.textContent).toBe("U bent offline.");
});

test("a busy submit button does not submit again", async () => {
  const submitted = vi.fn();
  render(
    <form onSubmit={submitted}>
      <Button type="submit" busy>
        Plaats bericht
      </Button>
    </form>,
  );
  await userEvent.click(screen.getByRole("button", { name: "Plaats bericht" }));
  expect(submitted).not.toHaveBeenCalled();
});

test("a button with an icon alone has a name", () => {
  render(<IconButton label="Bijlage toevoegen" icon={<svg aria-hidden="true" />} />);
  expect(screen.getByRole("button", { name: "Bijlage toevoegen" })).toBeTruthy();
});

test("a panel is a region with the name of its title", () => {
  render(
    <Panel title="Toezeggingen">
      <PanelSection>Niets</PanelSection>
    </Panel>,
  );
  expect(screen.getByRole("region", { name: "Toezeggingen" })).toBeTruthy();
});

test("a side is told in words, with its organisation", () => {
  render(<SideLabel side="contractor" organisation="Van Doorn & Bakker Bouw" />);
  expect(document.body.textContent).toBe("Opdrachtnemer Van Doorn & Bakker Bouw");
});

test("initials pass over the small words of a name", () => {
  expect(initials("Marieke de Groot")).toBe("MG");
  expect(initials("Youssef El Amrani")).toBe("YA");
  expect(initials("Hanneke van Doorn")).toBe("HD");
  expect(initials("Femke")).toBe("F");
  expect(initials("")).toBe("");
});

test("an avatar is decoration unless it gets a name of its own", () => {
  const { container } = render(<Avatar name="Femke Bosch" side="coordinator" />);
  expect(container.firstElementChild?.getAttribute("aria-hidden")).toBe("true");
  render(<Avatar name="Femke Bosch" side="coordinator" label="Femke Bosch, coördinator" />);
  expect(screen.getByRole("img", { name: "Femke Bosch, coördinator" })).toBeTruthy();
});

test("the steps say which one is going on and which are done", () => {
  render(
    <Stepper
      label="Fase"
      current="dialogue"
      steps={[
        { id: "exploration", label: "Verkenning" },
        { id: "dialogue", label: "Dialoog" },
        { id: "execution", label: "Uitvoering" },
      ]}
    />,
  );
  const steps = screen.getAllByRole("listitem");
  expect(steps.map((step) => step.getAttribute("aria-current"))).toEqual([null, "step", null]);
  expect(steps[0]?.textContent).toContain("(klaar)");
});

test("loading that takes long says so", () => {
  vi.useFakeTimers();
  render(<LoadingPanel label="Gesprek laden…" />);
  const status = screen.getByRole("status");
  expect(status.textContent).toBe("Gesprek laden…");
  act(() => {
    vi.advanceTimersByTime(5000);
  });
  expect(status.textContent).toBe("Gesprek laden… Dit duurt langer dan normaal.");
  vi.useRealTimers();
});

function Telling() {
  const { say } = useToast();
  return <Button onClick={() => say("Bericht geplaatst.")}>Plaats</Button>;
}

test("a message of success stays until it is closed", async () => {
  render(
    <ToastProvider>
      <Telling />
    </ToastProvider>,
  );
  await userEvent.click(screen.getByRole("button", { name: "Plaats" }));
  expect(screen.getByRole("status").textContent).toContain("Bericht geplaatst.");
  await userEvent.click(screen.getByRole("button", { name: "Sluiten" }));
  expect(screen.getByRole("status").textContent).toBe("");
});

test("a message of success goes with the next press, and not before the pointer is up", async () => {
  render(
    <ToastProvider>
      <Telling />
      <p>Elders</p>
    </ToastProvider>,
  );
  const user = userEvent.setup();
  await user.click(screen.getByRole("button", { name: "Plaats" }));
  await user.pointer({ keys: "[MouseLeft>]", target: screen.getByText("Elders") });
  expect(screen.getByRole("status").textContent).toContain("Bericht geplaatst.");
  await user.pointer({ keys: "[/MouseLeft]" });
  expect(screen.getByRole("status").textContent).toBe("");
});

function Asking() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>Eens</Button>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        title="U gaat akkoord met ronde 3"
        actions={<Button variant="primary">Eens met ronde 3</Button>}
      >
        <p>2 plekken, 18 maanden.</p>
      </Dialog>
    </>
  );
}

test("a dialog takes the focus to its title, and Escape closes it", async () => {
  render(<Asking />);
  await userEvent.click(screen.getByRole("button", { name: "Eens" }));
  const title = await screen.findByRole("heading", { name: "U gaat akkoord met ronde 3" });
  expect(screen.getByRole("dialog", { name: "U gaat akkoord met ronde 3" })).toBeTruthy();
  await vi.waitFor(() => expect(document.activeElement).toBe(title));
  await userEvent.keyboard("{Escape}");
  expect(screen.queryByRole("dialog")).toBeNull();
});

test("changed words are marked and said in words", () => {
  const { container } = render(<WordDiff before="Twee plekken." after="Drie plekken." />);
  expect(container.querySelector("del")?.textContent).toBe("[vervallen: Twee ]");
  expect(container.querySelector("ins")?.textContent).toBe("[toegevoegd: Drie ]");
});

test("the clean text shows only what is there now", () => {
  const { container } = render(<WordDiff clean before="Twee plekken." after="Drie plekken." />);
  expect(container.textContent).toBe("Drie plekken.");
});

test("fields are compared one by one, and an empty one says so", () => {
  const fields = [
    { id: "quantity", label: "Aantal", before: "4 plekken", after: "2 plekken" },
    { id: "hours", label: "Uren", before: "32 uur", after: "32 uur" },
    { id: "owner", label: "Eigenaar", before: undefined, after: "Ilse Bakker" },
  ];
  render(
    <FieldDiff caption="Ronde 2 en 3" beforeHead="Ronde 2" afterHead="Ronde 3" fields={fields} />,
  );
  expect(changedCount(fields)).toBe(2);
  const labels = screen.getAllByRole("row").map((row) => row.lastElementChild?.textContent);
  expect(labels).toEqual(["Verandering", "Gewijzigd", "Gelijk", "Toegevoegd"]);
  expect(screen.getByText("Nog niet ingevuld")).toBeTruthy();
});

test("the bar tells its amounts in one sentence, and as a table", async () => {
  render(
    <ValueBar
      label="Verplichting"
      obligationCents={19_440_000}
      agreedCents={18_333_333}
      negotiatingCents={0}
    />,
  );
  expect(screen.getByRole("img").getAttribute("aria-label")).toBe(
    "Van €\u00a0194.400 is €\u00a0183.333,33 afgesproken, €\u00a00 in onderhandeling en €\u00a011.066,67 nog in te vullen.",
  );
  await userEvent.click(screen.getByRole("button", { name: "Tabel" }));
  expect(screen.getByRole("row", { name: "Nog in te vullen €\u00a011.066,67" })).toBeTruthy();
});

test("a bar that is more than full leaves nothing open and names what is over", () => {
  render(
    <ValueBar
      label="Verplichting"
      obligationCents={20_800_000}
      agreedCents={20_983_333}
      negotiatingCents={0}
    />,
  );
  expect(screen.getByText("€ 1.833,33 meer dan de verplichting.")).toBeTruthy();
  expect(screen.getByRole("img").getAttribute("aria-label")).toContain("€\u00a00 nog in te vullen");
});

const places = (count: number) => (count === 1 ? "1 plek" : `${count} plekken`);

test("the line of bids says where both stand and what is left to bridge", () => {
  render(
    <BidLine
      label="Aantal plekken"
      amount={places}
      bids={[
        { round: 1, side: "contractor", value: "2" },
        { round: 2, side: "buyer", value: "4" },
        { round: 3, side: "contractor", value: "3" },
      ]}
    />,
  );
  expect(screen.getByText("1 plek verschil")).toBeTruthy();
  expect(screen.getByRole("img").getAttribute("aria-label")).toBe(
    "Aantal plekken. Opdrachtgever noemt 4 plekken in ronde 2. Opdrachtnemer noemt 3 plekken in ronde 3. 1 plek verschil.",
  );
});

test("bids that met are equal, and one side alone has no difference yet", () => {
  const { rerender } = render(
    <BidLine
      label="Begeleiding"
      amount={places}
      bids={[
        { round: 2, side: "buyer", value: "4" },
        { round: 3, side: "contractor", value: "4" },
      ]}
    />,
  );
  expect(screen.getByText("Gelijk")).toBeTruthy();
  rerender(
    <BidLine
      label="Begeleiding"
      amount={places}
      bids={[{ round: 1, side: "buyer", value: "4" }]}
    />,
  );
  expect(screen.queryByText("Gelijk")).toBeNull();
});

test("amounts and moments are readable for people and for machines", () => {
  const { container } = render(
    <p>
      <MoneyText cents={9_333_333} /> <DateText at="2026-11-27" as="deadline" />
    </p>,
  );
  expect(container.textContent).toBe("€\u00a093.333,33 uiterlijk 27 november 2026");
  expect(container.querySelector("time")?.dateTime).toBe("2026-11-27");
});

function Typing() {
  const [text, keep] = useKeptText("message w1");
  return (
    <>
      <input aria-label="Uw bericht" value={text} onChange={(event) => keep(event.target.value)} />
      <button type="button" onClick={() => keep("")}>
        Plaats
      </button>
    </>
  );
}

test("text that is being typed survives, until it is sent", async () => {
  const first = render(<Typing />);
  await userEvent.type(screen.getByLabelText("Uw bericht"), "Dank.");
  first.unmount();
  render(<Typing />);
  expect(screen.getByDisplayValue("Dank.")).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "Plaats" }));
  expect(sessionStorage).toHaveLength(0);
});
