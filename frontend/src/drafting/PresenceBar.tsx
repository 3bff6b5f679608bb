import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useAnnounce } from "../ui/Announcer";
import { Checkbox } from "../ui/Choices";
import { Hidden } from "../ui/Hidden";
import { Avatar } from "../ui/Side";
import { useLabels, useRoom } from "./DraftRoomProvider";
import { useNames } from "./names";
import type { Present } from "./room";
import { useSignal } from "./signal";
import { usePresence } from "./useRoom";
import { useSwitch } from "./useSwitch";
import "./PresenceBar.css";

/** So many people are named; the others are counted. */
const NAMED = 4;

/** Others come, go and write all the time; who listens hears about it no more often than this. */
const QUIET_MS = 10_000;

/** Who else has this draft open, and where they are in it. */
export function PresenceBar() {
  const { t } = useTranslation();
  const room = useRoom();
  const people = usePresence(room);
  const { state } = useSignal(room.status);
  const knows = state === "saved" || state === "saving";
  const labels = useSignal(useLabels());
  const [told, setTold] = useSwitch("told-of-others", true);
  useAnnouncements(people, labels, told, knows);
  const more = people.length - NAMED;
  return (
    <section className="samenspraak-presence" aria-label={t("drafting.here")}>
      <p className="samenspraak-strong">{t("drafting.here")}</p>
      {!knows || people.length === 0 ? (
        <p className="samenspraak-muted">
          {t(knows ? "drafting.here.alone" : "drafting.here.unknown")}
        </p>
      ) : (
        <ul className="samenspraak-presence__people">
          {people.slice(0, NAMED).map((one) => (
            <li key={one.participantId} className="samenspraak-person">
              <Avatar name={one.name} side={one.side} />
              <span>
                {one.name}
                <span className="samenspraak-presence__doing">{whereabouts(one)}</span>
              </span>
            </li>
          ))}
          {more > 0 && (
            <li className="samenspraak-strong">
              <span aria-hidden="true">{t("drafting.here.more", { count: more })}</span>
              <Hidden>{t("drafting.here.more.label", { count: more })}</Hidden>
            </li>
          )}
        </ul>
      )}
      <Checkbox
        label={t("drafting.told")}
        checked={told}
        onChange={(event) => setTold(event.target.checked)}
      />
    </section>
  );

  function whereabouts({ field, mayWrite }: Present): string {
    if (!mayWrite) return t("drafting.here.reads");
    if (field === null) return "";
    return t("drafting.here.edits", { field: labels[field] ?? t("drafting.here.edits.a-field") });
  }
}

/** Tell screen readers what changed among the others, joined into few sentences. */
function useAnnouncements(
  people: readonly Present[],
  labels: Readonly<Record<string, string>>,
  told: boolean,
  knows: boolean,
) {
  const { t } = useTranslation();
  const announce = useAnnounce();
  const names = useNames();
  const heard = useRef<readonly Present[]>(null);
  const spokeAt = useRef(Number.NEGATIVE_INFINITY);

  // biome-ignore lint/correctness/useExhaustiveDependencies: Words and names are read when it is time to speak.
  useEffect(() => {
    // Nobody left because one's own connection did.
    if (!knows) return;
    // Who was here already stands on the screen that one just opened.
    if (heard.current === null || !told) {
      heard.current = people;
      return;
    }
    const wait = Math.max(0, spokeAt.current + QUIET_MS - Date.now());
    const timer = setTimeout(() => {
      const sentences = changes(heard.current ?? [], people);
      heard.current = people;
      if (sentences.length === 0) return;
      spokeAt.current = Date.now();
      announce(sentences.join(" "));
    }, wait);
    return () => clearTimeout(timer);
  }, [people, told, knows]);

  function changes(before: readonly Present[], now: readonly Present[]): string[] {
    const has = (list: readonly Present[], id: string) =>
      list.find(({ participantId }) => participantId === id);
    const came = now.filter(({ participantId }) => !has(before, participantId));
    const left = before.filter(({ participantId }) => !has(now, participantId));
    const began = now.filter(
      ({ participantId, field }) => field !== null && has(before, participantId)?.field !== field,
    );
    const fields = [...new Set(began.map(({ field }) => field ?? ""))];
    const who = (list: readonly Present[]) => ({ names: names(list), count: list.length });
    return [
      ...(came.length > 0 ? [t("drafting.told.came", who(came))] : []),
      ...fields.map((field) =>
        t("drafting.told.edits", {
          ...who(began.filter((one) => one.field === field)),
          field: labels[field] ?? t("drafting.here.edits.a-field"),
        }),
      ),
      ...(left.length > 0 ? [t("drafting.told.left", who(left))] : []),
    ];
  }
}
