import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import { Problem } from "../api/problem";
import { messagesQuery } from "../dialogue/queries";
import { Alert } from "../ui/Alert";
import { DateText } from "../ui/Amounts";
import { Button } from "../ui/Button";
import { TextLink } from "../ui/Link";
import { ServerHtml } from "../ui/ServerHtml";
import { useToast } from "../ui/Toast";
import { missingName } from "./Missing";
import { resume } from "./moves";
import { commitmentsQuery } from "./queries";
import { shownRound } from "./roundsOf";
import { useCommitmentMove } from "./useMoves";

type Commitment = View<"CommitmentView">;

interface PartProps {
  workspace: View<"WorkspaceView">;
  commitment: Commitment;
}

/** That somebody put a newer round while one was reading: said once, without moving the page. */
export function Updated({ workspace, commitment }: PartProps) {
  const { t } = useTranslation();
  const count = commitment.revisions.length;
  const [first] = useState(count);
  const newest = commitment.revisions.at(-1);
  return (
    <div role="status">
      {count > first && newest && newest.bySide !== workspace.ownSide && (
        <p className="samenspraak-stand__updated">
          {t("bargaining.updated", { number: newest.number })}{" "}
          <DateText at={newest.putAt} as="time" />.
        </p>
      )}
    </div>
  );
}

/** What was agreed before holds until something else is agreed. */
export function HoldsMeanwhile({ commitment }: { commitment: Commitment }) {
  const { t } = useTranslation();
  const { status, agreedRevision, boundRevision } = commitment.standing;
  const isOpen = status === "lies_with_buyer" || status === "lies_with_contractor";
  const held = boundRevision ?? agreedRevision;
  if (held === null || (!isOpen && !(status === "agreed" && boundRevision !== null))) return null;
  return (
    <p className="samenspraak-muted">
      {t(boundRevision === null ? "bargaining.meanwhile.agreed" : "bargaining.meanwhile.bound", {
        number: held,
      })}
    </p>
  );
}

/** Why one cannot say yes yet, and how one can help. */
export function NotYet({ commitment }: { commitment: Commitment }) {
  const { t } = useTranslation();
  const { toAgree } = commitment.missing;
  if (toAgree.length === 0) return null;
  return (
    <Alert tone="info" title={t("bargaining.not-yet", { count: toAgree.length })}>
      {t("bargaining.not-yet.detail", {
        names: toAgree.map((name) => missingName(name, t)).join(", "),
      })}
    </Alert>
  );
}

/** The question that waits for an answer, in the words in which it was asked. */
export function AskedQuestion({
  workspace,
  commitment,
  isMyTurn,
}: PartProps & { isMyTurn: boolean }) {
  const { t } = useTranslation();
  const { hasQuestion } = commitment.standing;
  const { data } = useInfiniteQuery({
    ...messagesQuery(workspace.id, {
      audience: "shared",
      subject: { kind: "commitment", id: commitment.id },
    }),
    enabled: hasQuestion,
  });
  if (!hasQuestion || !data) return null;
  const { putAt } = shownRound(commitment);
  const asked = data.pages
    .flatMap((page) => page.items)
    .filter((message) => message.kind === "question" && message.postedAt >= putAt)
    .sort((one, other) => one.postedAt.localeCompare(other.postedAt))
    .at(-1);
  // A package that falls apart hands its texts back too, and nobody typed anything then.
  if (!asked) return isMyTurn ? <Alert title={t("bargaining.question.unpacked")} /> : null;
  return (
    <Alert title={t("bargaining.question.waits")}>
      {asked.html !== null && <ServerHtml html={asked.html} />}
      <p className="samenspraak-small samenspraak-muted">
        {asked.author.name}, <DateText at={asked.postedAt} />
      </p>
    </Alert>
  );
}

/** That the clock stands still, since when and why, and the way to let it run on. */
export function Paused({ workspace, commitment }: PartProps) {
  const { t } = useTranslation();
  const { say } = useToast();
  const { negotiation, moves } = commitment;
  const resuming = useCommitmentMove(
    workspace.id,
    commitment.id,
    (named: { revision: number; digest: string }) => resume(workspace.id, commitment.id, named),
    { onDone: () => say(t("bargaining.resume.done")) },
  );
  if (!negotiation?.isOpen || !negotiation.pausedAt) return null;
  const { revision, digest, pausedByName, pausedReason } = negotiation;
  return (
    <Alert
      tone="info"
      title={t("bargaining.paused")}
      actions={
        moves.includes("resume") && (
          <Button busy={resuming.isPending} onClick={() => resuming.mutate({ revision, digest })}>
            {t("bargaining.resume")}
          </Button>
        )
      }
    >
      {pausedReason && <p>{pausedReason}</p>}
      <p className="samenspraak-small samenspraak-muted">
        {pausedByName && `${pausedByName}, `}
        <DateText at={negotiation.pausedAt} />
      </p>
      {resuming.error instanceof Problem && <p>{resuming.error.detail}</p>}
    </Alert>
  );
}

/** Which texts are accepted together with this one. */
export function PackageParts({ workspace, commitment }: PartProps) {
  const { t } = useTranslation();
  const { data } = useQuery({
    ...commitmentsQuery(workspace.id),
    enabled: commitment.package.length > 0,
  });
  if (commitment.package.length === 0) return null;
  const lines = commitment.package.map((named) =>
    data?.items.find((line) => line.id === named.commitmentId),
  );
  return (
    <Alert tone="info" title={t("bargaining.package.title", { count: commitment.package.length })}>
      <p>{t("bargaining.package.detail")}</p>
      <ul>
        {lines.map(
          (line) =>
            line && (
              <li key={line.id}>
                {line.id === commitment.id ? (
                  `${line.number}. ${line.title}`
                ) : (
                  <TextLink
                    to="/contracten/$id/toezeggingen/$commitmentId"
                    params={{ id: workspace.id, commitmentId: line.id }}
                  >
                    {line.number}. {line.title}
                  </TextLink>
                )}
              </li>
            ),
        )}
      </ul>
    </Alert>
  );
}
