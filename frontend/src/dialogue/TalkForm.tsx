import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { formErrors } from "../api/problem";
import { Button } from "../ui/Button";
import { Form } from "../ui/Form";
import { TextArea, TextField } from "../ui/FormField";
import type { FieldError } from "../ui/form";
import { useToast } from "../ui/Toast";
import { useKeptText } from "../ui/useKeptText";
import { recordTalk } from "./moves";
import { NotBsn } from "./NotBsn";

interface TalkFormProps {
  workspaceId: string;
  onDone: () => void;
}

const NONE: FieldError[] = [];

/** Write down what was agreed aloud: when, who were there, and a line for each thing. */
export function TalkForm({ workspaceId, onDone }: TalkFormProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { say } = useToast();
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  const [heldOn, setHeldOn] = useKeptText(`talk-day ${workspaceId}`);
  const [attendees, setAttendees] = useKeptText(`talk-people ${workspaceId}`);
  const [lines, setLines] = useKeptText(`talk-lines ${workspaceId}`);
  const [notBsn, setNotBsn] = useState(false);
  const recording = useMutation({
    mutationFn: () =>
      recordTalk(workspaceId, {
        heldOn,
        attendees,
        lines: linesOf(lines),
        declaredNotBsn: notBsn,
      }),
    onSuccess: async () => {
      setHeldOn("");
      setAttendees("");
      setLines("");
      await queries.invalidateQueries({ queryKey: ["workspaces", workspaceId, "threads"] });
      say(t("dialogue.talk.recorded"));
      onDone();
    },
  });
  const [empty, setEmpty] = useState<FieldError[]>(NONE);
  const refused = useMemo(() => talkErrors(recording.error), [recording.error]);
  function submit() {
    // All at once: the server cannot read a day that is not there, and would stop at that.
    const missing: FieldError[] = [];
    const tell = (pointer: string, message: string) => missing.push({ pointer, message });
    if (heldOn === "") tell("/heldOn", t("dialogue.talk.held-on.missing"));
    if (attendees.trim() === "") tell("/attendees", t("dialogue.talk.attendees.missing"));
    if (linesOf(lines).length === 0) tell("/lines", t("dialogue.talk.lines.missing"));
    recording.reset();
    setEmpty(missing);
    if (missing.length === 0) recording.mutate();
  }
  return (
    <Form errors={empty.length > 0 ? empty : refused} onSubmit={submit}>
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
      <NotBsn error={recording.error} checked={notBsn} onChange={setNotBsn} />
      <div className="samenspraak-cluster samenspraak-cluster--tight">
        <Button type="submit" variant="primary" busy={recording.isPending}>
          {t("dialogue.talk.save")}
        </Button>
        <Button variant="subtle" onClick={onDone}>
          {t("ui.cancel")}
        </Button>
      </div>
    </Form>
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
function talkErrors(error: unknown): FieldError[] {
  return formErrors(error).map(({ pointer, message }) => ({
    pointer: pointer.startsWith("/lines") ? "/lines" : pointer,
    message,
  }));
}
