import { IconCircleCheck, IconCircleDashed, IconCircleX, IconLock } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { newId, type View } from "../api/client";
import { formErrors } from "../api/problem";
import { NotBsn } from "../dialogue/NotBsn";
import { asShown } from "../drafting/asShown";
import { NotPrepared } from "../drafting/Putting";
import type { DraftRoom } from "../drafting/room";
import { DateText } from "../ui/Amounts";
import { Button } from "../ui/Button";
import { RadioGroup } from "../ui/Choices";
import { Dialog, prepareDialog } from "../ui/Dialog";
import { Form } from "../ui/Form";
import { TextArea } from "../ui/FormField";
import { useToast } from "../ui/Toast";
import { OwnSideNote } from "../workspaces/OwnSide";
import { type CommitmentDraft, type commitmentDraftQuery, giveWord } from "./drafts";
import { contentText } from "./terms";
import { useWords } from "./useWords";
import "./DepartmentWords.css";

type Word = View<"DepartmentWordView">;

interface DepartmentWordsProps {
  workspace: View<"WorkspaceView">;
  view: CommitmentDraft;
  room: DraftRoom;
  query: ReturnType<typeof commitmentDraftQuery>;
}

const MARKS = { yes: IconCircleCheck, no: IconCircleX } as const;

/** Whose word the own side asks before this goes out. The other side never sees any of it. */
export function DepartmentWords({ workspace, view, room, query }: DepartmentWordsProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [asking, setAsking] = useState<{ word: Word; view: CommitmentDraft }>();
  const preparing = useMutation({
    mutationFn: (_word: Word) =>
      asShown(room, () => queries.fetchQuery({ ...query, staleTime: 0 })),
    onSuccess: (now, word) => setAsking({ word, view: now }),
  });
  if (view.words.length === 0) return null;
  return (
    <section className="samenspraak-words" aria-label={t("composing.words")}>
      <h3>
        <IconLock size={16} aria-hidden="true" /> {t("composing.words")}
      </h3>
      <OwnSideNote workspace={workspace} />
      <ul className="samenspraak-list samenspraak-stack samenspraak-stack--tight">
        {view.words.map((word) => {
          const Mark = word.word ? MARKS[word.word] : IconCircleDashed;
          return (
            <li key={word.departmentId} className="samenspraak-words__one">
              <Mark size={20} aria-hidden="true" />
              <div>
                <span className="samenspraak-strong">{word.department}</span>
                <WordGiven word={word} />
                {word.moves.includes("give-word") && (
                  <Button
                    variant="subtle"
                    busy={preparing.isPending && preparing.variables === word}
                    onClick={() => {
                      prepareDialog();
                      preparing.mutate(word);
                    }}
                  >
                    {t(word.word ? "composing.words.give-again" : "composing.words.give")}
                  </Button>
                )}
              </div>
            </li>
          );
        })}
      </ul>
      <NotPrepared error={preparing.error} />
      {asking && (
        <WordDialog
          workspaceId={workspace.id}
          word={asking.word}
          view={asking.view}
          onDone={() => {
            setAsking(undefined);
            void queries.invalidateQueries({ queryKey: query.queryKey });
            void queries.invalidateQueries({
              queryKey: ["workspaces", workspace.id, "departments"],
            });
          }}
          onClose={() => setAsking(undefined)}
        />
      )}
    </section>
  );
}

/** What a department said of exactly this text, or that it said something of an earlier one. */
function WordGiven({ word }: { word: Word }) {
  const { t } = useTranslation();
  return (
    <p className="samenspraak-small samenspraak-muted">
      {word.word ? (
        <>
          {t(`composing.words.said.${word.word}`, { name: word.byName ?? "" })},{" "}
          {word.at && <DateText at={word.at} />}
        </>
      ) : word.earlierAt ? (
        t("composing.words.earlier")
      ) : (
        t("composing.words.none")
      )}
      {word.reason !== "" && <q className="samenspraak-words__reason">{word.reason}</q>}
    </p>
  );
}

interface WordDialogProps {
  workspaceId: string;
  word: Word;
  view: CommitmentDraft;
  onDone: () => void;
  onClose: () => void;
}

/** A yes or a no to exactly what stands there now. */
function WordDialog({ workspaceId, word, view, onDone, onClose }: WordDialogProps) {
  const { t } = useTranslation();
  const words = useWords();
  const { say } = useToast();
  const form = useId();
  const [chosen, choose] = useState<View<"Word">>();
  const [reason, setReason] = useState("");
  const [isOpen, setOpen] = useState(false);
  const [notBsn, setNotBsn] = useState(false);
  const giving = useMutation({
    mutationFn: (given: View<"Word">) =>
      giveWord(workspaceId, {
        id: newId(),
        departmentId: word.departmentId,
        about: "draft",
        aboutId: view.draft.id,
        digest: view.draft.digest,
        word: given,
        reason,
        declaredNotBsn: notBsn,
      }),
    onSuccess: () => {
      say(t("composing.words.done"));
      onDone();
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("composing.words.title", { department: word.department })}
      actions={
        <Button type="submit" form={form} variant="primary" busy={giving.isPending}>
          {t("composing.words.send")}
        </Button>
      }
    >
      <Form
        id={form}
        errors={
          isOpen ? [{ pointer: "/word", message: t("bids.choose") }] : formErrors(giving.error)
        }
        onSubmit={() => {
          setOpen(chosen === undefined);
          if (chosen) giving.mutate(chosen);
        }}
      >
        <p className="samenspraak-strong">{view.terms.title}</p>
        <p>{contentText(view.terms, words)}</p>
        <RadioGroup
          legend={t("composing.words.about")}
          pointer="/word"
          value={chosen}
          onChange={choose}
          options={[
            { value: "yes", label: t("composing.words.yes") },
            { value: "no", label: t("composing.words.no") },
          ]}
        />
        <TextArea
          label={t("composing.words.reason")}
          description={t("composing.words.reason.help")}
          pointer="/reason"
          optional={chosen !== "no"}
          rows={3}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
        <NotBsn error={giving.error} checked={notBsn} onChange={setNotBsn} />
      </Form>
    </Dialog>
  );
}
