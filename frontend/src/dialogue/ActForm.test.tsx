import { QueryClient, QueryClientProvider, useQuery } from "@tanstack/react-query";
import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { beforeEach, expect, test } from "vitest";
import { Problem } from "../api/problem";
import { TextField } from "../ui/FormField";
import type { FieldError } from "../ui/form";
import { ActForm, useAct, useEntered } from "./ActForm";

const BSN = new Problem(400, "personal-data/refused", "Hier staat een BSN", "Haal het weg.", [
  { pointer: "/text", slug: "personal-data/bare-bsn", detail: "Dit lijkt een BSN." },
]);

/** What went out, and what each attempt comes to. */
let sent: [text: string, declared: boolean][];
let answers: (Problem | null)[];
let isDone: boolean;

beforeEach(() => {
  sent = [];
  answers = [];
  isDone = false;
});

interface WordsProps {
  declares?: boolean;
  faults?: () => FieldError[];
}

function Words({ declares, faults }: WordsProps) {
  const field = useEntered<HTMLInputElement>();
  const [text, setText] = useState("");
  const act = useAct({
    send: async (declared) => {
      sent.push([text, declared]);
      const answer = answers.shift();
      if (answer) throw answer;
    },
    ...(faults && { faults }),
    outdated: ["words"],
    onSent: () => {
      isDone = true;
    },
  });
  return (
    <ActForm
      act={act}
      send="Verstuur"
      onCancel={() => undefined}
      {...(declares !== undefined && { declares })}
    >
      <TextField
        ref={field}
        label="Tekst"
        pointer="/text"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <TextField label="Dag" pointer="/day" />
    </ActForm>
  );
}

function show(props: WordsProps = {}) {
  render(
    <QueryClientProvider client={new QueryClient()}>
      <Words {...props} />
    </QueryClientProvider>,
  );
}

/** What stands beside it, and never comes in. */
function Never() {
  useQuery({ queryKey: ["words"], queryFn: () => new Promise(() => undefined) });
  return null;
}

const press = () => userEvent.click(screen.getByRole("button", { name: "Verstuur" }));

test("what was typed stays when it is refused, and goes once the writer says it is no BSN", async () => {
  answers = [BSN];
  show();
  // One is in the first field as soon as it is there.
  await userEvent.keyboard("123456782");
  await press();
  expect(await screen.findAllByText("Dit lijkt een BSN.")).not.toHaveLength(0);
  expect(screen.getByLabelText("Tekst")).toHaveProperty("value", "123456782");
  expect(isDone).toBe(false);
  await userEvent.click(screen.getByLabelText("Dit is geen BSN"));
  await press();
  await waitFor(() => expect(isDone).toBe(true));
  expect(sent).toEqual([
    ["123456782", false],
    ["123456782", true],
  ]);
});

test("what the page finds wrong is said all at once, and nothing goes out", async () => {
  const faults = [
    { pointer: "/text", message: "Vul de tekst in." },
    { pointer: "/day", message: "Vul de dag in." },
  ];
  show({ faults: () => faults });
  await press();
  for (const { message } of faults) {
    expect(screen.getAllByText(message, { exact: false })).not.toHaveLength(0);
  }
  expect(sent).toEqual([]);
});

test("what was said of one text goes with no other, once it no longer stands there", async () => {
  let found: FieldError[] = [];
  answers = [BSN];
  show({ faults: () => found });
  await userEvent.keyboard("123456782");
  await press();
  await userEvent.click(await screen.findByLabelText("Dit is geen BSN"));
  found = [{ pointer: "/day", message: "Vul de dag in." }];
  await press();
  expect(screen.queryByLabelText("Dit is geen BSN")).toBeNull();
  found = [];
  await press();
  expect(sent.map(([, declared]) => declared)).toEqual([false, false]);
});

test("why it was refused is read at once, also while nothing else can be read", async () => {
  answers = [BSN];
  const queries = new QueryClient();
  render(
    <QueryClientProvider client={queries}>
      <Words />
      <Never />
    </QueryClientProvider>,
  );
  await press();
  expect(await screen.findAllByText("Dit lijkt een BSN.")).not.toHaveLength(0);
});

test("a page that may not take it offers no way past a BSN", async () => {
  answers = [BSN];
  show({ declares: false });
  await press();
  expect(await screen.findAllByText("Dit lijkt een BSN.")).not.toHaveLength(0);
  expect(screen.queryByLabelText("Dit is geen BSN")).toBeNull();
});
