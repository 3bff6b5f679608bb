import {
  IconAlertTriangle,
  IconArrowBackUp,
  IconCheck,
  IconEyeOff,
  IconLink,
  IconMessages,
  IconPlayerPause,
  IconQuestionMark,
  IconTrash,
  IconX,
} from "@tabler/icons-react";
import { lazy, type ReactNode, Suspense, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import { DateText } from "../ui/Amounts";
import { StatusLabel } from "../ui/Badge";
import { Button } from "../ui/Button";
import { classes } from "../ui/classes";
import { Hidden } from "../ui/Hidden";
import { LinkButton, TextLink } from "../ui/Link";
import { ServerHtml } from "../ui/ServerHtml";
import { Avatar, SideLabel } from "../ui/Side";
import { MessageFiles } from "./MessageFiles";
import type { Message, Thread } from "./queries";

// Most messages stay as they were said; what changes one comes when it is asked for.
const loadActs = () => import("./MessageActs");
const EditForm = lazy(() => loadActs().then(({ EditForm }) => ({ default: EditForm })));
const RemoveDialog = lazy(() => loadActs().then(({ RemoveDialog }) => ({ default: RemoveDialog })));
const HidingDialog = lazy(() => loadActs().then(({ HidingDialog }) => ({ default: HidingDialog })));

/** Have at hand what changes a message: whoever points at one may lose their line before they do. */
export function prepareActs() {
  void loadActs().catch(() => undefined);
}

interface MessageItemProps {
  message: Message;
  follows: boolean;
  answers: Message | undefined;
  workspaceId: string;
  commitment: View<"CommitmentLineView"> | undefined;
  /** Absent while it is not known, or of long ago. */
  thread: Thread | undefined;
  /** Absent where one cannot reply. */
  onReply: ((message: Message) => void) | undefined;
  /** In a single thread there is nothing to go to. */
  inThread: boolean;
}

/** Where a message stands on the page. */
export const messageElementId = (id: string) => `bericht-${id}`;

/** One message: who said it for which side, when, about what, and what one can do with it. */
export function MessageItem(props: MessageItemProps) {
  const { message, follows, answers, workspaceId, commitment, thread, onReply, inThread } = props;
  const { t } = useTranslation();
  const [act, setAct] = useState<"edit" | "remove" | "hide" | "show">();
  const place = useRef<HTMLElement>(null);
  const { author, side } = message;
  const close = () => {
    setAct(undefined);
    // What had the focus is gone; the message itself is the nearest place.
    place.current?.focus();
  };
  return (
    <article
      ref={place}
      id={messageElementId(message.id)}
      tabIndex={-1}
      className={classes("samenspraak-message", follows && "samenspraak-message--reply")}
      aria-label={t("dialogue.message-of", { name: author.name })}
      data-unread={message.isUnread ? message.id : undefined}
    >
      <Avatar name={author.name} side={side} />
      <div className="samenspraak-message__main">
        <header className="samenspraak-message__head">
          <span className="samenspraak-strong">{author.name}</span>
          <SideLabel side={side} />
          {message.isUnread && (
            <span className="samenspraak-message__new">{t("dialogue.new-label")}</span>
          )}
          <KindLabel message={message} />
          {message.number === 1 && thread?.isResolved && (
            <StatusLabel plain tone="positive" icon={<IconCheck size={16} aria-hidden="true" />}>
              {t("dialogue.thread.resolved")}
            </StatusLabel>
          )}
          <span className="samenspraak-message__time">
            <DateText at={message.postedAt} />
            {message.editedAt !== null && message.text !== null && <> · {t("dialogue.edited")}</>}
          </span>
        </header>
        {answers && <Answers answers={answers} />}
        {act === "edit" ? (
          <Suspense fallback={<MessageText message={message} />}>
            <EditForm message={message} workspaceId={workspaceId} onDone={close} />
          </Suspense>
        ) : (
          <MessageText message={message} />
        )}
        <MessageFiles files={message.files} workspaceId={workspaceId} />
        <Warnings message={message} />
        <div className="samenspraak-message__foot">
          {commitment && !follows && (
            <TextLink
              to="/contracten/$id/toezeggingen/$commitmentId"
              params={{ id: workspaceId, commitmentId: commitment.id }}
              className="samenspraak-chip"
            >
              <IconLink size={16} aria-hidden="true" />
              <span>
                {t("dialogue.about-commitment", {
                  number: commitment.number,
                  title: commitment.title,
                })}
              </span>
            </TextLink>
          )}
          {act !== "edit" && (
            <div className="samenspraak-message__acts">
              {onReply && message.text !== null && !thread?.isResolved && (
                <Act
                  icon={<IconArrowBackUp size={16} aria-hidden="true" />}
                  onClick={() => onReply(message)}
                  to={author.name}
                >
                  {t("dialogue.reply")}
                </Act>
              )}
              {!inThread && !follows && (
                <LinkButton
                  to="/contracten/$id"
                  params={{ id: workspaceId }}
                  search={(now) => ({ ...now, gesprek: message.threadId })}
                  resetScroll={false}
                  variant="subtle"
                  icon={<IconMessages size={16} aria-hidden="true" />}
                  className="samenspraak-message__act"
                >
                  {t("dialogue.whole-thread", { count: thread?.lastNumber ?? message.number })}
                  <Hidden> ({t("dialogue.message-of", { name: author.name })})</Hidden>
                </LinkButton>
              )}
              {message.moves.includes("edit") && (
                <Act onClick={() => setAct("edit")} to={author.name}>
                  {t("dialogue.edit")}
                </Act>
              )}
              {message.moves.includes("remove") && (
                <Act onClick={() => setAct("remove")} to={author.name}>
                  {t("dialogue.remove")}
                </Act>
              )}
              {message.moves.includes("hide") && (
                <Act onClick={() => setAct("hide")} to={author.name}>
                  {t("dialogue.hide")}
                </Act>
              )}
              {message.moves.includes("show") && (
                <Act onClick={() => setAct("show")} to={author.name}>
                  {t("dialogue.show")}
                </Act>
              )}
            </div>
          )}
        </div>
      </div>
      <Suspense fallback={null}>
        {act === "remove" && (
          <RemoveDialog message={message} workspaceId={workspaceId} onDone={close} />
        )}
        {(act === "hide" || act === "show") && (
          <HidingDialog act={act} message={message} workspaceId={workspaceId} onDone={close} />
        )}
      </Suspense>
    </article>
  );
}

interface ActProps {
  icon?: ReactNode;
  onClick: () => void;
  /** Whose message it is about, for who hears the button apart from it. */
  to: string;
  children: ReactNode;
}

function Act({ icon, onClick, to, children }: ActProps) {
  const { t } = useTranslation();
  return (
    <Button variant="subtle" icon={icon} className="samenspraak-message__act" onClick={onClick}>
      {children}
      <Hidden> ({t("dialogue.message-of", { name: to })})</Hidden>
    </Button>
  );
}

function KindLabel({ message }: { message: Message }) {
  const { t } = useTranslation();
  if (message.kind === "question") {
    return (
      <StatusLabel plain tone="warning" icon={<IconQuestionMark size={16} aria-hidden="true" />}>
        {t("dialogue.kind.question")}
      </StatusLabel>
    );
  }
  if (message.kind === "answer" || message.kind === "outcome") {
    return (
      <StatusLabel plain tone="positive" icon={<IconCheck size={16} aria-hidden="true" />}>
        {t(`dialogue.kind.${message.kind}`)}
      </StatusLabel>
    );
  }
  if (message.kind === "decline" || message.kind === "pause") {
    const Icon = message.kind === "decline" ? IconX : IconPlayerPause;
    return (
      <StatusLabel plain tone="neutral" icon={<Icon size={16} aria-hidden="true" />}>
        {t(`dialogue.kind.${message.kind}`)}
      </StatusLabel>
    );
  }
  return null;
}

/** The words this message goes on from, and the way to them. */
function Answers({ answers }: { answers: Message }) {
  const { t } = useTranslation();
  return (
    <p className="samenspraak-message__answers">
      <a
        className="nl-link"
        href={`#${messageElementId(answers.id)}`}
        onClick={(event) => {
          event.preventDefault();
          const place = document.getElementById(messageElementId(answers.id));
          place?.scrollIntoView({ block: "center" });
          place?.focus();
        }}
      >
        {t("dialogue.answers", { name: answers.author.name })}
      </a>
      {answers.text !== null && (
        <span className="samenspraak-message__quote" lang="nl">
          {answers.text}
        </span>
      )}
    </p>
  );
}

function MessageText({ message }: { message: Message }) {
  const { t } = useTranslation();
  const hiding = message.hidings.at(-1);
  const by = (author: View<"AuthorView"> | null) =>
    author
      ? t("dialogue.person-for", { name: author.name, side: t(`ui.side.${author.side}`) })
      : t("dialogue.somebody");
  if (message.removedAt !== null) {
    return (
      <p className="samenspraak-message__gone">
        <IconTrash size={18} aria-hidden="true" />
        <span>{t("dialogue.removed", { name: message.author.name })}</span>
      </p>
    );
  }
  if (message.isHidden && hiding) {
    return (
      <div className="samenspraak-message__gone">
        <IconEyeOff size={18} aria-hidden="true" />
        <p>
          {t("dialogue.hidden", { by: by(hiding.hiddenBy) })} <DateText at={hiding.hiddenAt} />.{" "}
          {t("dialogue.reason-is", { reason: hiding.reason })}
        </p>
      </div>
    );
  }
  return (
    <>
      {message.html && <ServerHtml html={message.html} />}
      {hiding?.shownAt != null && (
        <p className="samenspraak-muted samenspraak-small">
          {t("dialogue.was-hidden", { by: by(hiding.hiddenBy), reason: hiding.reason })}{" "}
          {t("dialogue.shown-again", {
            by: by(hiding.shownBy),
            reason: hiding.shownReason ?? "",
          })}
        </p>
      )}
    </>
  );
}

/** What had better not be in the text; only its writer sees this, while it can still be changed. */
function Warnings({ message }: { message: Message }) {
  const { t } = useTranslation();
  if (message.warnings.length === 0) return null;
  return (
    <div className="samenspraak-message__warning">
      <IconAlertTriangle size={18} aria-hidden="true" />
      <div>
        {message.warnings.map((slug) => (
          <p key={slug}>
            {t(`dialogue.warning.${slug}` as never, {
              defaultValue: t("dialogue.warning.personal-data/health-beside-person"),
            })}
          </p>
        ))}
      </div>
    </div>
  );
}
