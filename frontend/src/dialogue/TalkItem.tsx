import { IconCheck, IconClock, IconNotes } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useConnection } from "../live/connection";
import { DateText } from "../ui/Amounts";
import { StatusLabel } from "../ui/Badge";
import { Button } from "../ui/Button";
import { Hidden } from "../ui/Hidden";
import { TextLink } from "../ui/Link";
import { SideLabel } from "../ui/Side";
import { useToast } from "../ui/Toast";
import { confirmTalk } from "./moves";
import type { Talk } from "./queries";
import { Refusal } from "./Refusal";

interface TalkItemProps {
  talk: Talk;
  workspaceId: string;
  /** A line can become a proposal. */
  mayPropose: boolean;
}

/** A talk as one side wrote it down, and whether the other side stands behind it. */
export function TalkItem({ talk, workspaceId, mayPropose }: TalkItemProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { say } = useToast();
  const offline = useConnection() === "offline" ? t("live.offline.short") : undefined;
  const confirming = useMutation({
    mutationFn: () => confirmTalk(workspaceId, talk.id, talk.digest),
    onSettled: () =>
      queries.invalidateQueries({ queryKey: ["workspaces", workspaceId, "threads"] }),
    onSuccess: () => say(t("dialogue.talk.confirmed")),
  });
  return (
    <article className="samenspraak-talk" aria-label={t("dialogue.talk.label")}>
      <header className="samenspraak-message__head">
        <span className="samenspraak-talk__title">
          <IconNotes size={20} aria-hidden="true" />
          <span>
            {t("dialogue.talk.of")} <DateText at={talk.heldOn} as="date" />
          </span>
        </span>
        {talk.confirmedBy ? (
          <StatusLabel tone="positive" icon={<IconCheck size={16} aria-hidden="true" />}>
            {t("dialogue.talk.is-confirmed")}
          </StatusLabel>
        ) : (
          <StatusLabel tone="warning" icon={<IconClock size={16} aria-hidden="true" />}>
            {t("dialogue.talk.waits")}
          </StatusLabel>
        )}
        <span className="samenspraak-message__time">
          <DateText at={talk.recordedAt} />
        </span>
      </header>
      <p className="samenspraak-muted samenspraak-small">
        {t("dialogue.talk.attended", { attendees: talk.attendees })}
      </p>
      <ol className="samenspraak-talk__lines">
        {talk.lines.map((line) => (
          <li key={line.index}>
            <span lang="nl">{line.text}</span>{" "}
            {mayPropose && (
              <TextLink
                to="/contracten/$id/toezeggingen/nieuw"
                params={{ id: workspaceId }}
                search={{ tekst: line.text }}
                className="samenspraak-small"
              >
                {t("dialogue.talk.propose")}
                <Hidden>: {line.text}</Hidden>
              </TextLink>
            )}
          </li>
        ))}
      </ol>
      <p className="samenspraak-muted samenspraak-small">
        {t("dialogue.talk.recorded-by", { name: talk.recordedBy.name })}{" "}
        <SideLabel side={talk.recordedBySide} />
        {talk.confirmedBy && talk.confirmedAt !== null && (
          <>
            {" · "}
            {t("dialogue.talk.confirmed-by", { name: talk.confirmedBy.name })}{" "}
            <SideLabel side={talk.confirmedBy.side} /> · <DateText at={talk.confirmedAt} />
          </>
        )}
      </p>
      <Refusal error={confirming.error} />
      {talk.moves.includes("confirm") && (
        <div className="samenspraak-cluster samenspraak-cluster--tight">
          <Button
            icon={<IconCheck size={20} aria-hidden="true" />}
            busy={confirming.isPending}
            unavailable={offline}
            onClick={() => confirming.mutate()}
          >
            {t("dialogue.talk.confirm")}
          </Button>
          <span className="samenspraak-muted samenspraak-small">
            {t("dialogue.talk.confirm.help")}
          </span>
        </div>
      )}
    </article>
  );
}
