import { IconCheck, IconX } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { DateText } from "../ui/Amounts";
import { StatusLabel } from "../ui/Badge";
import { Button } from "../ui/Button";
import { TextArea } from "../ui/FormField";
import { LinkButton } from "../ui/Link";
import { PanelSection } from "../ui/Panel";
import { ServerHtml } from "../ui/ServerHtml";
import { useToast } from "../ui/Toast";
import { useKeptText } from "../ui/useKeptText";
import { ActForm, useAct, useEntered } from "./ActForm";
import { reopenThread, resolveThread } from "./moves";
import type { Thread } from "./queries";
import { Refusal } from "./Refusal";

interface ThreadHeadProps {
  thread: Thread;
  workspaceId: string;
}

/** Above one thread alone: what it is called, what came of it, and how to close it or go on. */
export function ThreadHead({ thread, workspaceId }: ThreadHeadProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [resolving, setResolving] = useState(false);
  const reopening = useMutation({
    mutationFn: () => reopenThread(workspaceId, thread.id),
    onSettled: () =>
      queries.invalidateQueries({ queryKey: ["workspaces", workspaceId, "threads"] }),
  });
  return (
    <PanelSection quiet>
      <div className="samenspraak-stack samenspraak-stack--tight">
        <div className="samenspraak-cluster samenspraak-cluster--tight">
          <h3 lang={thread.title ? "nl" : undefined}>
            {thread.title || t("dialogue.thread.of", { name: thread.startedBy.name })}
          </h3>
          {thread.isResolved && (
            <StatusLabel tone="positive" icon={<IconCheck size={16} aria-hidden="true" />}>
              {t("dialogue.thread.resolved")}
            </StatusLabel>
          )}
        </div>
        {thread.isResolved && thread.resolvedBy && thread.resolvedAt !== null && (
          <div>
            <p>
              {t("dialogue.thread.resolved-by", { name: thread.resolvedBy.name })}{" "}
              <DateText at={thread.resolvedAt} />:
            </p>
            {thread.outcomeHtml !== null && <ServerHtml html={thread.outcomeHtml} />}
          </div>
        )}
        <Refusal error={reopening.error} />
        {resolving ? (
          <ResolveForm
            thread={thread}
            workspaceId={workspaceId}
            onDone={() => setResolving(false)}
          />
        ) : (
          <div className="samenspraak-cluster samenspraak-cluster--tight">
            {thread.moves.includes("resolve") && (
              <Button
                icon={<IconCheck size={20} aria-hidden="true" />}
                onClick={() => setResolving(true)}
              >
                {t("dialogue.thread.resolve")}
              </Button>
            )}
            {thread.moves.includes("reopen") && (
              <Button busy={reopening.isPending} onClick={() => reopening.mutate()}>
                {t("dialogue.thread.reopen")}
              </Button>
            )}
            <LinkButton
              to="/contracten/$id"
              params={{ id: workspaceId }}
              search={(now) => ({ ...now, gesprek: undefined })}
              resetScroll={false}
              variant="subtle"
              icon={<IconX size={20} aria-hidden="true" />}
            >
              {t("dialogue.thread.all")}
            </LinkButton>
          </div>
        )}
      </div>
    </PanelSection>
  );
}

function ResolveForm({ thread, workspaceId, onDone }: ThreadHeadProps & { onDone: () => void }) {
  const { t } = useTranslation();
  const { say } = useToast();
  const field = useEntered<HTMLTextAreaElement>();
  const [outcome, setOutcome] = useKeptText(`outcome ${workspaceId} ${thread.id}`);
  const resolving = useAct({
    send: (declaredNotBsn) => resolveThread(workspaceId, thread.id, { outcome, declaredNotBsn }),
    outdated: ["workspaces", workspaceId, "threads"],
    onSent: () => {
      setOutcome("");
      say(t("dialogue.thread.is-resolved"));
      onDone();
    },
  });
  return (
    <ActForm act={resolving} send={t("dialogue.thread.resolve")} onCancel={onDone}>
      <TextArea
        ref={field}
        label={t("dialogue.thread.outcome")}
        description={t("dialogue.thread.outcome.help")}
        pointer="/outcome"
        lang="nl"
        rows={2}
        value={outcome}
        onChange={(event) => setOutcome(event.target.value)}
      />
    </ActForm>
  );
}
