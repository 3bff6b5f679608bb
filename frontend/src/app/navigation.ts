import { useRouterState } from "@tanstack/react-router";
import { useEffect } from "react";
import { useAnnounce } from "../ui/Announcer";

/**
 * What a change of page still owes to who does not see it: focus on the heading and the new title.
 *
 * The page itself pays, since it alone knows when its heading and title are there.
 */
const owed = { focus: false, title: false };

/** Note that another page was asked for. The first page of a visit owes nothing. */
export function pageChanges() {
  owed.focus = true;
  owed.title = true;
}

/** Call back once after each change of page, when the caller is on the screen. */
export function useOwedFocus(pay: () => void) {
  // The address that is on the screen, not the one asked for: otherwise the page that is about to
  // go would take the focus with it.
  const path = useRouterState({ select: (state) => state.resolvedLocation?.pathname });
  // biome-ignore lint/correctness/useExhaustiveDependencies: It runs for each path, not for each `pay`.
  useEffect(() => {
    if (!owed.focus) return;
    owed.focus = false;
    pay();
  }, [path]);
}

/** Set the title of the page, from the most particular to the most general part. */
export function usePageTitle(...parts: (string | undefined)[]) {
  const announce = useAnnounce();
  const title = [...parts.filter(Boolean), "Samenspraak"].join(" – ");
  useEffect(() => {
    document.title = title;
    if (!owed.title) return;
    owed.title = false;
    announce(title);
  }, [title, announce]);
}
