import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import { formErrors } from "../api/problem";
import { NotBsn } from "../dialogue/NotBsn";
import { alreadyOpen, DRAFT_ROUTES, organisationOf } from "../drafting/Boxes";
import { discard } from "../drafting/moves";
import { draftsQuery } from "../drafting/queries";
import type { Box } from "../drafting/views";
import { Alert } from "../ui/Alert";
import { Button } from "../ui/Button";
import { RadioGroup } from "../ui/Choices";
import { Dialog } from "../ui/Dialog";
import { Form } from "../ui/Form";
import { TextArea } from "../ui/FormField";
import type { FieldError } from "../ui/form";
import { LinkButton } from "../ui/Link";
import { useKeptText } from "../ui/useKeptText";
import { draftsOf, openDraft } from "./drafts";
import type { Revision } from "./terms";

/** "Ja, mits…", "Anders", or a change of what was agreed. */
export type AnswerMode = "conditions" | "otherwise" | "anew";

interface AnswerInDraftDialogProps {
  workspace: View<"WorkspaceView">;
  commitment: View<"CommitmentView">;
  mode: AnswerMode;
  /** The round that is answered or changed; the draft begins with it. */
  base: Revision;
  onClose: () => void;
}

/** Where one writes an answer of one's own; for a yes on a condition also the condition. */
export function AnswerInDraftDialog(props: AnswerInDraftDialogProps) {
  const { workspace, commitment, mode, base, onClose } = props;
  const { t } = useTranslation();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const form = useId();
  const [condition, keep] = useKeptText(`condition ${commitment.id}`);
  const [box, setBox] = useState<Box>("own_side");
  const [notBsn, setNotBsn] = useState(false);
  const [empty, setEmpty] = useState<FieldError[]>([]);
  const drafts = useQuery(draftsQuery(workspace.id));
  const there = draftsOf(drafts.data?.items ?? [], commitment.id).find((each) => each.box === box);
  const mayDiscard = there?.moves.includes("discard") ?? false;
  // What stood in it was put to the other side before, so it is seldom what one goes on with.
  const isSpent = mayDiscard && there?.proposedNumber != null;
  const goTo = (draftId: string) =>
    navigate({ to: DRAFT_ROUTES.commitment, params: { id: workspace.id, draftId } });
  const opening = useMutation({
    mutationFn: async () => {
      if (there) await discard(workspace.id, there.id);
      return openDraft(workspace.id, {
        box,
        commitmentId: commitment.id,
        revision: base.number,
        digest: base.digest,
        declaredNotBsn: notBsn,
        ...(mode === "conditions" ? { condition } : {}),
      });
    },
    onSuccess: async ({ draft }) => {
      keep("");
      void queries.invalidateQueries({ queryKey: ["workspaces", workspace.id, "drafts"] });
      await goTo(draft.id);
    },
    onError: async (error) => {
      const already = alreadyOpen(error);
      if (already) await goTo(already);
      else await queries.invalidateQueries({ queryKey: ["workspaces", workspace.id] });
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={t(`boxes.answer.${mode}`)}
      actions={
        there ? (
          <>
            {isSpent && (
              <Button type="submit" form={form} variant="primary" busy={opening.isPending}>
                {t("boxes.answer.anew-round", { number: base.number })}
              </Button>
            )}
            <LinkButton
              variant={isSpent ? "secondary" : "primary"}
              to={DRAFT_ROUTES.commitment}
              params={{ id: workspace.id, draftId: there.id }}
            >
              {t("boxes.answer.go-on")}
            </LinkButton>
            {mayDiscard && !isSpent && (
              <Button type="submit" form={form} tone="negative" busy={opening.isPending}>
                {t("boxes.answer.anew-button")}
              </Button>
            )}
          </>
        ) : (
          <Button type="submit" form={form} variant="primary" busy={opening.isPending}>
            {t("boxes.answer.begin")}
          </Button>
        )
      }
    >
      <Form
        id={form}
        errors={empty.length > 0 ? empty : formErrors(opening.error)}
        onSubmit={() => {
          const missing = mode === "conditions" && condition.trim() === "";
          setEmpty(
            missing
              ? [{ pointer: "/condition", message: t("bargaining.counter.condition.needed") }]
              : [],
          );
          if (!missing) opening.mutate();
        }}
      >
        {mode === "conditions" && (
          <TextArea
            label={t("bargaining.counter.condition")}
            description={t("bargaining.counter.condition.help")}
            pointer="/condition"
            lang="nl"
            rows={3}
            value={condition}
            onChange={(event) => keep(event.target.value)}
          />
        )}
        <RadioGroup
          legend={t("boxes.answer.where")}
          value={box}
          onChange={setBox}
          options={[
            {
              value: "own_side",
              label: t("boxes.own_side"),
              description: t("boxes.own_side.who", {
                organisation: organisationOf(workspace),
              }),
            },
            {
              value: "joint",
              label: t("boxes.joint"),
              description: t("boxes.joint.who"),
            },
          ]}
        />
        <NotBsn error={opening.error} checked={notBsn} onChange={setNotBsn} />
        {there && (
          <Alert
            tone="info"
            role="status"
            title={
              isSpent
                ? t("boxes.answer.there.spent", { number: there.proposedNumber })
                : t(`boxes.answer.there.${box}`, {
                    name: there.openedByName || t("ui.name-erased"),
                  })
            }
          >
            {isSpent
              ? t("boxes.answer.there.spent.detail")
              : t(mayDiscard ? "boxes.answer.there.choose" : "boxes.answer.there.only")}
          </Alert>
        )}
      </Form>
    </Dialog>
  );
}
