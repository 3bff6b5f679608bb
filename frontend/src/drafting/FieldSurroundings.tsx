import { IconArrowBackUp, IconUserExclamation } from "@tabler/icons-react";
import { type ReactNode, useEffect, useId, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../text/useFormat";
import { useAnnounce } from "../ui/Announcer";
import { Button } from "../ui/Button";
import { classes } from "../ui/classes";
import { SideMark } from "../ui/Side";
import { useHeld } from "../ui/useHeld";
import { useLabel, useRoom } from "./DraftRoomProvider";
import { useNames } from "./names";
import type { FieldValue } from "./room";
import { type DraftField, type Replaced, useDraftField } from "./useDraftField";
import "./FieldSurroundings.css";

/** Longer values are not repeated in a notice: "Youssef heeft deze tekst veranderd." */
const SHORT = 40;

/** So much of what people wrote tells which words are meant. */
const BEGINNING = 20;

interface Parts {
  field: DraftField;
  /** Beside the label: who is in the field. */
  tag: ReactNode;
  /** What describes the control, besides its own help and error. */
  describedBy: string | undefined;
}

interface FieldSurroundingsProps {
  name: string;
  label: string;
  /** A value as people write it, for notices; words of their own unless said. */
  shown?: ((value: FieldValue) => string) | undefined;
  /** A value that is there or not, as with a checkbox. */
  tick?: boolean;
  /** Nobody chose the value: it went in along with another one. */
  cameAlong?: boolean;
  children: (parts: Parts) => ReactNode;
}

/** What stands around a field that several people fill in: who is in it, and what they did to it. */
export function FieldSurroundings(props: FieldSurroundingsProps) {
  const { name, label, shown = quoted, tick = false, cameAlong = false, children } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const names = useNames();
  const room = useRoom();
  const field = useDraftField(room, name);
  const { others, lastBy, replaced, findings } = field;
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  useLabel(name, label);

  const [first] = others;
  const own = lastBy?.participantId === room.participantId;
  const ids = {
    tag: first && `${id}-tag`,
    replaced: replaced !== null && `${id}-replaced`,
    findings: findings.length > 0 && `${id}-findings`,
  };
  const describedBy = classes(ids.findings, ids.replaced, ids.tag) || undefined;

  function toControl() {
    box.current?.querySelector<HTMLElement>("input, select, textarea, [role=textbox]")?.focus();
  }

  // The server tells who changed it right after one leaves the field, which is when one presses.
  const below = useHeld(
    <>
      {findings.length > 0 && (
        <ul className="samenspraak-draft-field__findings" id={`${id}-findings`}>
          {findings.map((finding) => (
            <li key={`${finding.slug} ${finding.pointer} ${finding.position}`}>
              <IconUserExclamation size={18} aria-hidden="true" />
              {finding.detail}
            </li>
          ))}
        </ul>
      )}
      {replaced && (
        <ReplacedNotice
          id={`${id}-replaced`}
          replaced={replaced}
          shown={shown}
          tick={tick}
          onPutBack={() => {
            toControl();
            replaced.putBack();
          }}
        />
      )}
      {lastBy && !replaced && !cameAlong && (
        <p className="samenspraak-draft-field__last">
          {own
            ? t("drafting.last-changed.own", { moment: format.moment(lastBy.at) })
            : t("drafting.last-changed", { name: lastBy.name, moment: format.moment(lastBy.at) })}
        </p>
      )}
    </>,
  );

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: It hears where the focus is, and acts on nothing.
    <div
      ref={box}
      className={classes(
        "samenspraak-draft-field",
        first && `samenspraak-draft-field--others samenspraak-side--${first.side}`,
      )}
      onFocus={field.enter}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) field.leave();
      }}
    >
      {children({
        field,
        describedBy,
        tag: first && (
          <span className="samenspraak-draft-field__tag" id={`${id}-tag`}>
            <SideMark side={first.side} />
            {t("drafting.editing", { names: names(others), count: others.length })}
          </span>
        ),
      })}
      {below}
    </div>
  );
}

interface ReplacedNoticeProps {
  id: string;
  replaced: Replaced;
  shown: (value: FieldValue) => string;
  tick: boolean;
  onPutBack: () => void;
}

/** "Youssef heeft 6 in 5 veranderd. Zet 6 terug" */
function ReplacedNotice({ id, replaced, shown, tick, onPutBack }: ReplacedNoticeProps) {
  const { t } = useTranslation();
  const announce = useAnnounce();
  const names = useNames();
  const name = replaced.by ? names([replaced.by]) : t("drafting.somebody");
  const old = replaced.old === undefined ? "" : shown(replaced.old);
  const now = replaced.now === undefined ? "" : shown(replaced.now);
  const [sentence, back] = (() => {
    if (tick) {
      return replaced.now === true
        ? [t("drafting.replaced.ticked", { name }), t("drafting.put-back.unticked")]
        : [t("drafting.replaced.unticked", { name }), t("drafting.put-back.ticked")];
    }
    if (old === now || Math.max(old.length, now.length) > SHORT) {
      return [t("drafting.replaced.long", { name }), t("drafting.put-back.long")];
    }
    if (old === "") {
      return [t("drafting.replaced.filled", { name, now }), t("drafting.put-back.empty")];
    }
    const back = t("drafting.put-back.value", { old });
    return now === ""
      ? [t("drafting.replaced.emptied", { name, old }), back]
      : [t("drafting.replaced.value", { name, old, now }), back];
  })();
  useEffect(() => announce(sentence), [announce, sentence]);
  return (
    <div className="samenspraak-draft-field__replaced" id={id}>
      <span>{sentence}</span>
      <Button
        variant="subtle"
        icon={<IconArrowBackUp size={20} aria-hidden="true" />}
        // Leaving the field keeps what was typed, and that takes this button away under the mouse.
        onMouseDown={(event) => event.preventDefault()}
        onClick={onPutBack}
      >
        {back}
      </Button>
    </div>
  );
}

/** The beginning of what people wrote, told apart from the words around it. */
function quoted(value: FieldValue): string {
  const characters = Array.from(String(value).replace(/\s+/g, " ").trim());
  const beginning = characters.slice(0, BEGINNING).join("").trimEnd();
  return `'${beginning}${characters.length > BEGINNING ? "…" : ""}'`;
}
