import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { MARIEKE } from "../../app/person.sample";
import { newQueryClient } from "../../app/queryClient";
import { ToastProvider } from "../../ui/Toast";
import { SecondFactorPanel } from "./SecondFactorPanel";

function show(hasPassword: boolean) {
  render(
    <QueryClientProvider client={newQueryClient()}>
      <ToastProvider>
        <SecondFactorPanel person={{ ...MARIEKE, hasPassword, hasSecondFactor: false }} />
      </ToastProvider>
    </QueryClientProvider>,
  );
}

test("who has no password here reads why there is no second step, and is not asked for one", () => {
  show(false);
  expect(screen.getByText(/Een tweede stap hoort bij een wachtwoord\./)).toBeTruthy();
  expect(screen.queryByRole("button")).toBeNull();
});

test("who has a password can set a second step", () => {
  show(true);
  expect(screen.getByRole("button", { name: "Zet de tweede stap aan" })).toBeTruthy();
});
