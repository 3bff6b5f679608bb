import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { View } from "../../api/client";
import { formErrors } from "../../api/problem";
import { NotBsn } from "../../dialogue/NotBsn";
import { useConnection } from "../../live/connection";
import { Button } from "../../ui/Button";
import { Form } from "../../ui/Form";
import { TextArea } from "../../ui/FormField";
import type { FieldError } from "../../ui/form";
import { useToast } from "../../ui/Toast";
import { useKeptText } from "../../ui/useKeptText";
import { answerAboutPartner, partnersQuery, type Question } from "./queries";
import "./PartnerForm.css";

interface PartnerFormProps {
  workspace: View<"WorkspaceView">;
  partner: View<"PartnerView">;
  onDone: () => void;
}

type Typed = Partial<Record<Question, string>>;
const NONE: FieldError[] = [];

/** Answer about a partner: any of the five, and only what changed goes out. */
export function PartnerForm({ workspace, partner, onDone }: PartnerFormProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { say } = useToast();
  const [kept, keep] = useKeptText(`partner ${partner.id}`);
  const [typed, setTyped] = useState<Typed>(() => (kept ? (JSON.parse(kept) as Typed) : {}));
  const [notBsn, setNotBsn] = useState(false);
  const [own, setOwn] = useState(NONE);
  const before = (question: Question) =>
    partner.questions.find((each) => each.question === question)?.answer?.text ?? "";
  const changed = partner.questions
    .map(({ question }) => ({ question, text: (typed[question] ?? "").trim() }))
    .filter(({ question, text }) => text !== "" && text !== before(question));
  const answering = useMutation({
    mutationFn: (answers: typeof changed) =>
      answerAboutPartner(workspace.id, partner.id, { answers, declaredNotBsn: notBsn }),
    onSuccess: (partners) => {
      keep("");
      queries.setQueryData(partnersQuery(workspace.id).queryKey, partners);
      say(t("partners.is-answered"));
      onDone();
    },
  });
  const offline = useConnection() === "offline" ? t("live.offline.short") : undefined;
  const { error, variables: sent } = answering;
  // What is wrong is told by its place among what was sent; on the screen it belongs to a question.
  const errors = useMemo(
    () =>
      formErrors(error).map(({ pointer, message }) => {
        const [, place = ""] = /^\/answers\/(\d+)\//.exec(pointer) ?? [];
        const question = sent?.[Number(place)]?.question;
        return { pointer: place && question ? `/${question}` : pointer, message };
      }),
    [error, sent],
  );
  return (
    <Form
      errors={own.length > 0 ? own : errors}
      onSubmit={() => {
        if (changed.length === 0) {
          setOwn([{ pointer: "", message: t("partners.nothing") }]);
          return;
        }
        setOwn(NONE);
        answering.mutate(changed);
      }}
    >
      {partner.questions.map(({ question }) => (
        <TextArea
          key={question}
          label={t(`partners.question.${question}`)}
          pointer={`/${question}`}
          lang="nl"
          rows={2}
          optional
          value={typed[question] ?? before(question)}
          onChange={(event) => {
            const next = { ...typed, [question]: event.target.value };
            setTyped(next);
            keep(JSON.stringify(next));
          }}
        />
      ))}
      <NotBsn error={error} checked={notBsn} onChange={setNotBsn} />
      <p className="samenspraak-muted samenspraak-small">{t("partners.open")}</p>
      <div className="samenspraak-cluster samenspraak-cluster--tight">
        <Button type="submit" variant="primary" busy={answering.isPending} unavailable={offline}>
          {t("partners.put")}
        </Button>
        <Button variant="subtle" onClick={onDone}>
          {t("ui.cancel")}
        </Button>
      </div>
    </Form>
  );
}
