import { useTranslation } from "react-i18next";
import { TextArea, TextField } from "../ui/FormField";
import type { FieldError } from "../ui/form";
import { useToast } from "../ui/Toast";
import { useKeptText } from "../ui/useKeptText";
import { ActForm, useAct, useEntered } from "./ActForm";
import { recordTalk } from "./moves";

interface TalkFormProps {
  workspaceId: string;
  onDone: () => void;
}

/** Write down what was agreed aloud: when, who were there, and a line for each thing. */
export function TalkForm({ workspaceId, onDone }: TalkFormProps) {
  const { t } = useTranslation();
  const { say } = useToast();
  const first = useEntered<HTMLInputElement>();
  const [heldOn, setHeldOn] = useKeptText(`talk-day ${workspaceId}`);
  const [attendees, setAttendees] = useKeptText(`talk-people ${workspaceId}`);
  const [lines, setLines] = useKeptText(`talk-lines ${workspaceId}`);
  const recording = useAct({
    send: (declaredNotBsn) =>
      recordTalk(workspaceId, { heldOn, attendees, lines: linesOf(lines), declaredNotBsn }),
    faults: missing,
    placed: inLines,
    outdated: ["workspaces", workspaceId, "threads"],
    onSent: () => {
      setHeldOn("");
      setAttendees("");
      setLines("");
      say(t("dialogue.talk.recorded"));
      onDone();
    },
  });
  /** All at once: the server cannot read a day that is not there, and would stop at that. */
  function missing() {
    const found: FieldError[] = [];
    const tell = (pointer: string, message: string) => found.push({ pointer, message });
    if (heldOn === "") tell("/heldOn", t("dialogue.talk.held-on.missing"));
    if (attendees.trim() === "") tell("/attendees", t("dialogue.talk.attendees.missing"));
    if (linesOf(lines).length === 0) tell("/lines", t("dialogue.talk.lines.missing"));
    return found;
  }
  return (
    <ActForm act={recording} send={t("dialogue.talk.save")} onCancel={onDone}>
      <div>
        <h3>{t("dialogue.talk.record")}</h3>
        <p className="samenspraak-muted samenspraak-small">{t("dialogue.talk.lead")}</p>
      </div>
      <div className="samenspraak-fields">
        <TextField
          ref={first}
          label={t("dialogue.talk.held-on")}
          pointer="/heldOn"
          type="date"
          value={heldOn}
          onChange={(event) => setHeldOn(event.target.value)}
        />
        <TextField
          label={t("dialogue.talk.attendees")}
          pointer="/attendees"
          value={attendees}
          onChange={(event) => setAttendees(event.target.value)}
        />
      </div>
      <TextArea
        label={t("dialogue.talk.lines")}
        description={t("dialogue.talk.lines.help")}
        pointer="/lines"
        lang="nl"
        rows={4}
        value={lines}
        onChange={(event) => setLines(event.target.value)}
      />
    </ActForm>
  );
}

/** One thing agreed on each line; empty lines are only there to read easier. */
export function linesOf(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.replace(/^\s*[-*•]\s+/, "").trim())
    .filter((line) => line !== "");
}

/** What is wrong with any of the lines belongs to the one field they are written in. */
function inLines({ pointer, message }: FieldError): FieldError {
  return { pointer: pointer.startsWith("/lines") ? "/lines" : pointer, message };
}
