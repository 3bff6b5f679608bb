import { act, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { AnnouncerProvider, useAnnounce } from "./Announcer";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("what is announced at once is said in turn, and the last of it stays", () => {
  let announce: (message: string) => void = () => undefined;
  function Speaker() {
    announce = useAnnounce();
    return null;
  }
  render(
    <AnnouncerProvider>
      <Speaker />
    </AnnouncerProvider>,
  );
  const said = () => screen.getByRole("status").textContent;
  act(() => {
    announce("Eén");
    announce("Twee");
    announce("Drie");
  });
  const heard = [said()];
  while (vi.getTimerCount() > 0) {
    act(() => void vi.advanceTimersToNextTimer());
    heard.push(said());
  }
  expect(heard).toEqual(["Eén", "Twee", "Drie", "Drie"]);
  act(() => announce("Vier"));
  expect(said()).toBe("Vier");
});
