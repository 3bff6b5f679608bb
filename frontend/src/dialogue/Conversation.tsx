import { IconArrowDown, IconLock } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import {
  lazy,
  type ReactNode,
  Suspense,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import { Problem } from "../api/problem";
import { useAnnounce } from "../ui/Announcer";
import { Button } from "../ui/Button";
import { Panel, PanelSection } from "../ui/Panel";
import { SideLabel } from "../ui/Side";
import { EmptyState, LoadError, LoadingPanel } from "../ui/States";
import { OwnSideNote } from "../workspaces/OwnSide";
import { entriesQuery } from "../workspaces/queries";
import { Composer } from "./Composer";
import { EventLine } from "./EventLine";
import { MessageItem, prepareActs } from "./MessageItem";
import {
  type Audience,
  type Message,
  messagesQuery,
  type Subject,
  type Thread,
  talksQuery,
  threadQuery,
  threadsQuery,
} from "./queries";
import { TalkItem } from "./TalkItem";
import { type Item, timeline, told } from "./timeline";
import { useAttachments } from "./useAttachments";
import { useOutbox } from "./useOutbox";
import { useAtEnd, useReading } from "./useReading";
import "./Conversation.css";

// It stands above one thread alone, which one chooses first.
const loadHead = () => import("./ThreadHead");
const loadUnsent = () => import("./UnsentItem");
const ThreadHead = lazy(() => loadHead().then(({ ThreadHead }) => ({ default: ThreadHead })));
const UnsentItem = lazy(() => loadUnsent().then(({ UnsentItem }) => ({ default: UnsentItem })));
// Few talks are written down, and whoever does so presses a button first.
const TalkForm = lazy(() => import("./TalkForm").then(({ TalkForm }) => ({ default: TalkForm })));

/** Have at hand what is asked for from here, also for when the line is lost by then. */
function prepare() {
  prepareActs();
  for (const load of [loadHead, loadUnsent]) void load().catch(() => undefined);
}

interface ConversationProps {
  workspace: View<"WorkspaceView">;
  /** For both sides unless said; what is for one's own side alone looks unlike anything else. */
  audience?: Audience;
  /** What messages can be about, and are named by. */
  commitments?: readonly View<"CommitmentLineView">[];
  /** A line of a recorded talk can become a proposal. */
  mayPropose?: boolean;
  /** What one looks at: everything, one subject, one thread, or what is unread. */
  subject?: Subject | undefined;
  threadId?: string | undefined;
  unread?: boolean;
  /** Beside the title, such as a filter. */
  aside?: ReactNode;
}

/** From so many messages on, a phone offers the way to the newest. */
const JUMP = 5;

const NO_THREADS: readonly Thread[] = [];
const NOTHING_SAID: readonly Message[] = [];
const NO_COMMITMENTS: readonly View<"CommitmentLineView">[] = [];

/** What was said, what happened meanwhile, and where one says something oneself. */
export function Conversation(props: ConversationProps) {
  const { workspace, audience = "shared", aside } = props;
  const { t } = useTranslation();
  if (audience === "shared") {
    return (
      <Panel title={t("dialogue.title")} aside={aside}>
        <Talk {...props} />
      </Panel>
    );
  }
  return (
    <Panel
      ownSide
      title={
        <span className="samenspraak-cluster samenspraak-cluster--tight">
          <IconLock size={20} aria-hidden="true" />
          {t("dialogue.own-title")}
        </span>
      }
      aside={aside ?? <SideLabel side={workspace.ownSide} organisation={ownParty(workspace)} />}
    >
      <Talk {...props} />
    </Panel>
  );
}

function Talk(props: ConversationProps) {
  const { workspace, audience = "shared", commitments = NO_COMMITMENTS } = props;
  const { mayPropose = false, subject, unread = false } = props;
  const { t } = useTranslation();
  const shared = audience === "shared";
  const thread = useQuery({
    ...threadQuery(workspace.id, props.threadId ?? ""),
    enabled: props.threadId !== undefined,
  });
  // A thread of the other box leaves this one as it is.
  const here = thread.data?.audience === audience ? thread.data : undefined;
  const threadId = here?.id;
  const messages = useInfiniteQuery(
    messagesQuery(workspace.id, { audience, subject, threadId, unread }),
  );
  const alone = threadId !== undefined || unread;
  const entries = useQuery({ ...entriesQuery(workspace.id), enabled: shared });
  const talks = useQuery({ ...talksQuery(workspace.id), enabled: shared });
  const threads = useQuery(threadsQuery(workspace.id));
  const outbox = useOutbox(workspace.id, audience);
  const attachments = useAttachments(workspace.id, audience);
  const [replyTo, setReplyTo] = useState<Message>();
  const [recording, setRecording] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const stream = useRef<HTMLElement>(null);
  const end = useRef<HTMLDivElement>(null);

  const said = useMemo(
    () => [...(messages.data?.pages ?? [])].reverse().flatMap((page) => page.items),
    [messages.data],
  );
  const items = useMemo(
    () =>
      timeline({
        messages: said,
        entries: shared && !alone ? told(entries.data?.entries ?? [], subject) : [],
        talks: shared && !alone && subject?.kind !== "commitment" ? (talks.data?.items ?? []) : [],
        isComplete: !messages.hasNextPage,
      }),
    [said, entries.data, talks.data, shared, alone, subject, messages.hasNextPage],
  );
  const arrived = useMemo(() => new Set(said.flatMap((one) => [one.id, one.threadId])), [said]);
  const unsent = outbox.unsent.filter(({ id }) => !arrived.has(id));
  // All at once: what comes in later would move what one is reading.
  const isThere = messages.isSuccess && !(shared && (entries.isLoading || talks.isLoading));
  const atEnd = useAtEnd(stream, end, isThere);
  const { fresh, toEnd } = useNews({
    said: isThere ? said : NOTHING_SAID,
    stream,
    end,
    atEnd,
    workspace,
  });
  useReading(workspace.id, stream, isThere ? said : NOTHING_SAID);
  useKeepPlace(stream, messages.data?.pages.length ?? 0);

  const mayWrite = messages.data?.pages[0]?.moves.includes("start") ?? false;
  const closedThread = here?.isResolved ?? false;
  const reply = useCallback((message: Message) => {
    setReplyTo(message);
    setRecording(false);
    // The composer may have been away for the form of a talk.
    requestAnimationFrame(() => field.current?.focus());
  }, []);
  // Unsent messages that just came must be in sight, and so must what to do when one fails.
  const waiting = unsent.length + unsent.filter(({ failure }) => failure !== null).length;
  useEffect(() => {
    if (waiting > 0) scrollToEnd(stream.current);
  }, [waiting]);

  return (
    <>
      {here && (
        <Suspense fallback={null}>
          <ThreadHead thread={here} workspaceId={workspace.id} />
        </Suspense>
      )}
      {thread.error instanceof Problem && thread.error.status === 404 && shared && (
        <PanelSection quiet>{t("dialogue.thread.gone")}</PanelSection>
      )}
      {!isThere && !messages.isError && (
        <PanelSection>
          <LoadingPanel label={t("dialogue.loading")} lines={6} />
        </PanelSection>
      )}
      {messages.isError && (
        <PanelSection>
          <LoadError
            title={t("dialogue.load-failed")}
            reference={messages.error instanceof Problem ? messages.error.reference : undefined}
            onRetry={() => messages.refetch()}
          />
        </PanelSection>
      )}
      {isThere && said.length > JUMP && (
        <div className="samenspraak-stream__jump">
          <Button
            variant="subtle"
            icon={<IconArrowDown size={20} aria-hidden="true" />}
            onClick={toEnd}
          >
            {t("dialogue.to-newest")}
          </Button>
        </div>
      )}
      {isThere && (
        <section
          ref={stream}
          className="samenspraak-stream"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: What scrolls must be in reach of the keyboard.
          tabIndex={0}
          onPointerEnter={prepare}
          onFocus={prepare}
          aria-label={t(shared ? "dialogue.stream" : "dialogue.own-stream")}
        >
          {messages.hasNextPage && (
            <div className="samenspraak-stream__older">
              <Button
                busy={messages.isFetchingNextPage}
                onClick={async () => {
                  const { hasNextPage } = await messages.fetchNextPage();
                  // The last time the button goes away, and the focus with it.
                  if (!hasNextPage) stream.current?.focus({ preventScroll: true });
                }}
              >
                {t("dialogue.older")}
              </Button>
            </div>
          )}
          {said.length === 0 && unsent.length === 0 && (
            <div className="samenspraak-stream__empty">
              <EmptyState title={t(emptyTitle(shared, unread, subject))}>
                {mayWrite && !unread && t(noneHelp(shared, workspace))}
              </EmptyState>
            </div>
          )}
          <ol className="samenspraak-list">
            {items.map((item) => (
              <StreamItem
                key={keyOf(item)}
                item={item}
                workspace={workspace}
                commitments={commitments}
                mayPropose={mayPropose}
                threads={threads.data?.items ?? NO_THREADS}
                inThread={threadId !== undefined}
                onReply={mayWrite && !closedThread ? reply : undefined}
              />
            ))}
            {unsent.map((one) => (
              <li key={one.id} className="samenspraak-stream__item">
                <Suspense fallback={null}>
                  <UnsentItem
                    unsent={one}
                    workspace={workspace}
                    onAgain={() => outbox.again(one.id)}
                    onDrop={() => {
                      outbox.drop(one.id);
                      field.current?.focus();
                    }}
                  />
                </Suspense>
              </li>
            ))}
          </ol>
          <div ref={end} className="samenspraak-stream__end" />
          {fresh > 0 && (
            <div className="samenspraak-stream__news">
              <Button
                variant="primary"
                icon={<IconArrowDown size={20} aria-hidden="true" />}
                onClick={toEnd}
              >
                {t("dialogue.new", { count: fresh })}
              </Button>
            </div>
          )}
        </section>
      )}
      {isThere && (
        <div className="samenspraak-panel__foot samenspraak-conversation__foot">
          {recording ? (
            <Suspense fallback={null}>
              <TalkForm workspaceId={workspace.id} onDone={() => setRecording(false)} />
            </Suspense>
          ) : mayWrite && !closedThread ? (
            <Composer
              workspaceId={workspace.id}
              audience={audience}
              ownSideName={ownParty(workspace)}
              commitments={commitments}
              subject={subject}
              threadId={threadId}
              replyTo={replyTo}
              onBegin={prepare}
              onCancelReply={() => setReplyTo(undefined)}
              attachments={attachments}
              send={outbox.send}
              onRecordTalk={
                shared && talks.data?.moves.includes("record")
                  ? () => setRecording(true)
                  : undefined
              }
              fieldRef={field}
            />
          ) : (
            <p className="samenspraak-muted">
              {closedThread
                ? t("dialogue.thread.closed")
                : t(workspace.phase === "closed" ? "dialogue.closed" : "dialogue.read-only")}
            </p>
          )}
          {!shared && <OwnSideNote workspace={workspace} />}
        </div>
      )}
    </>
  );
}

/** The organisation or organisations of one's own side. */
function ownParty(workspace: View<"WorkspaceView">): string {
  return workspace.parties
    .filter(({ side }) => side === workspace.ownSide)
    .map(({ name }) => name)
    .join(", ");
}

interface StreamItemProps {
  item: Item;
  workspace: View<"WorkspaceView">;
  commitments: readonly View<"CommitmentLineView">[];
  mayPropose: boolean;
  threads: readonly Thread[];
  inThread: boolean;
  onReply: ((message: Message) => void) | undefined;
}

function StreamItem(props: StreamItemProps) {
  const { item, workspace, commitments, mayPropose, inThread, onReply } = props;
  if (item.kind === "event") {
    return (
      <li className="samenspraak-stream__item samenspraak-stream__item--event">
        <EventLine entries={item.entries} workspace={workspace} commitments={commitments} />
      </li>
    );
  }
  if (item.kind === "talk") {
    return (
      <li className="samenspraak-stream__item">
        <TalkItem talk={item.talk} workspaceId={workspace.id} mayPropose={mayPropose} />
      </li>
    );
  }
  const { message, follows, answers } = item;
  return (
    <li className={follows ? "samenspraak-stream__reply" : "samenspraak-stream__item"}>
      <MessageItem
        message={message}
        follows={follows}
        answers={answers}
        workspaceId={workspace.id}
        commitment={
          message.subjectKind === "commitment"
            ? commitments.find(({ id }) => id === message.subjectId)
            : undefined
        }
        thread={props.threads.find(({ id }) => id === message.threadId)}
        inThread={inThread}
        onReply={onReply}
      />
    </li>
  );
}

function keyOf(item: Item): string {
  if (item.kind === "message") return item.message.id;
  return item.kind === "talk" ? item.talk.id : item.id;
}

function emptyTitle(shared: boolean, unread: boolean, subject: Subject | undefined) {
  if (unread) return "dialogue.none.unread";
  if (subject) return "dialogue.none.subject";
  return shared ? "dialogue.none" : "dialogue.own-none";
}

function noneHelp(shared: boolean, { ownSide }: View<"WorkspaceView">) {
  if (shared) return "dialogue.none.help";
  return ownSide === "coordinator"
    ? "dialogue.own-none.help-coordinator"
    : "dialogue.own-none.help";
}

/** So much of what one read before stays in sight above the first unread message, in pixels. */
const ABOVE = 48;

interface News {
  said: readonly Message[];
  stream: { current: HTMLElement | null };
  end: { current: HTMLElement | null };
  atEnd: boolean;
  workspace: View<"WorkspaceView">;
}

/**
 * What came in while one was reading further up.
 *
 * Who is at the end stays there; who is not is told how much there is, and nothing moves.
 */
function useNews({ said, stream, end, atEnd, workspace }: News) {
  const { t } = useTranslation();
  const announce = useAnnounce();
  const newest = useRef<string>(undefined);
  const [fresh, setFresh] = useState(0);

  useLayoutEffect(() => {
    const last = said.at(-1);
    if (!last) return;
    const before = newest.current;
    newest.current = last.id;
    const area = stream.current;
    if (before === undefined) {
      const unread = area?.querySelector<HTMLElement>("[data-unread]");
      if (area && unread && scrolls(area)) area.scrollTop = unread.offsetTop - ABOVE;
      else scrollToEnd(area);
      return;
    }
    const at = said.findIndex(({ id }) => id === before);
    // Another filter, or a page so long ago that nothing hangs together: start over.
    if (at < 0) {
      setFresh(0);
      scrollToEnd(area);
      return;
    }
    const came = said.slice(at + 1);
    const others = came.filter(({ author }) => author.participantId !== workspace.ownParticipantId);
    if (came.length === 0) return;
    if (atEnd || others.length < came.length) scrollToEnd(area);
    else setFresh((count) => count + others.length);
    if (others.length > 0) announce(t("dialogue.new", { count: others.length }));
  }, [said, stream, atEnd, workspace.ownParticipantId, announce, t]);

  useEffect(() => {
    if (atEnd) setFresh(0);
  }, [atEnd]);

  const toEnd = useCallback(() => {
    setFresh(0);
    if (stream.current && scrolls(stream.current)) scrollToEnd(stream.current);
    else end.current?.scrollIntoView({ block: "center" });
    stream.current?.focus({ preventScroll: true });
  }, [stream, end]);

  return { fresh, toEnd };
}

/** When older messages come in above, what one was reading stays where it was. */
function useKeepPlace(stream: { current: HTMLElement | null }, pages: number) {
  const before = useRef({ pages: 0, fromEnd: 0 });
  useLayoutEffect(() => {
    const area = stream.current;
    if (!area) return;
    if (before.current.pages > 0 && pages > before.current.pages) {
      area.scrollTop = area.scrollHeight - before.current.fromEnd;
    }
    before.current.pages = pages;
    const remember = () => {
      before.current.fromEnd = area.scrollHeight - area.scrollTop;
    };
    remember();
    area.addEventListener("scroll", remember, { passive: true });
    return () => area.removeEventListener("scroll", remember);
  }, [stream, pages]);
}

function scrolls(area: HTMLElement): boolean {
  return area.scrollHeight > area.clientHeight + 1;
}

function scrollToEnd(area: HTMLElement | null) {
  if (area) area.scrollTop = area.scrollHeight;
}
