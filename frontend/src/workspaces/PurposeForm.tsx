import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import { formErrors } from "../api/problem";
import { useConnection } from "../live/connection";
import { Button, IconButton } from "../ui/Button";
import { Form } from "../ui/Form";
import { TextArea, TextField } from "../ui/FormField";
import { useToast } from "../ui/Toast";
import { useKeptText } from "../ui/useKeptText";
import { absentSide } from "./InvitationNudge";
import { setPurpose } from "./moves";

interface PurposeFormProps {
  workspace: View<"WorkspaceView">;
  /** The wording to start from. */
  from: View<"PurposeView"> | undefined;
  mayCancel: boolean;
  onDone: () => void;
}

/** As many parts as there are letters to tell them apart at a glance. */
const LETTERS = "ABCDEFGH";

/** Put a wording of why to the other side: a sentence or two, and perhaps its parts. */
export function PurposeForm({ workspace, from, mayCancel, onDone }: PurposeFormProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { say } = useToast();
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    // A form that was asked for takes the focus; one that is simply there does not.
    if (mayCancel) field.current?.focus();
  }, [mayCancel]);
  const [keptText, keepText] = useKeptText(`purpose ${workspace.id}`);
  const [keptParts, keepParts] = useKeptText(`purpose-parts ${workspace.id}`);
  const [touched, setTouched] = useState(keptText !== "" || keptParts !== "");
  const text = touched ? keptText : (from?.text ?? "");
  const parts = useMemo(
    () =>
      touched
        ? (JSON.parse(keptParts || "[]") as string[])
        : (from?.parts.map((part) => part.text) ?? []),
    [touched, keptParts, from],
  );
  const change = (nextText: string, nextParts: readonly string[]) => {
    setTouched(true);
    keepText(nextText);
    keepParts(nextParts.length === 0 ? "" : JSON.stringify(nextParts));
  };
  const forget = () => {
    setTouched(false);
    keepText("");
    keepParts("");
  };
  const putting = useMutation({
    mutationFn: () =>
      setPurpose(workspace.id, {
        text,
        parts: parts.map((part, at) => ({ letter: LETTERS.charAt(at), text: part })),
      }),
    onSuccess: () => {
      forget();
      say(t("workspaces.purpose.put"));
      onDone();
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ["workspaces", workspace.id] }),
  });
  const absent = absentSide(workspace);
  const offline = useConnection() === "offline" ? t("live.offline.short") : undefined;
  const other = workspace.ownSide === "buyer" ? "contractor" : "buyer";
  return (
    <Form errors={formErrors(putting.error)} onSubmit={() => putting.mutate()}>
      <TextArea
        ref={field}
        label={t("workspaces.purpose.text")}
        description={t("workspaces.purpose.text.help")}
        pointer="/text"
        lang="nl"
        rows={3}
        value={text}
        onChange={(event) => change(event.target.value, parts)}
      />
      {parts.map((part, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: A part is known by its place, its letter.
        <div key={at} className="samenspraak-purpose__part-field">
          <TextField
            label={t("workspaces.purpose.part", { letter: LETTERS.charAt(at) })}
            pointer={`/parts/${at}/text`}
            lang="nl"
            value={part}
            onChange={(event) =>
              change(
                text,
                parts.map((one, index) => (index === at ? event.target.value : one)),
              )
            }
          />
          <IconButton
            label={t("workspaces.purpose.drop-part", { letter: LETTERS.charAt(at) })}
            icon={<IconTrash size={20} aria-hidden="true" />}
            onClick={() => {
              change(
                text,
                parts.filter((_, index) => index !== at),
              );
              field.current?.focus();
            }}
          />
        </div>
      ))}
      <div className="samenspraak-cluster samenspraak-cluster--tight">
        <Button
          type="submit"
          variant="primary"
          busy={putting.isPending}
          unavailable={absent ? t(`workspaces.absent.${absent}`) : offline}
        >
          {t("workspaces.wording.put", { side: t(`ui.side.${other}`).toLocaleLowerCase() })}
        </Button>
        {parts.length < LETTERS.length && (
          <Button
            icon={<IconPlus size={20} aria-hidden="true" />}
            onClick={() => change(text, [...parts, ""])}
          >
            {t("workspaces.purpose.add-part")}
          </Button>
        )}
        {mayCancel && (
          <Button
            variant="subtle"
            onClick={() => {
              forget();
              onDone();
            }}
          >
            {t("ui.cancel")}
          </Button>
        )}
      </div>
    </Form>
  );
}
