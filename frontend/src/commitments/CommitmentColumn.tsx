import { IconHelpCircle, IconPackage, IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import { Problem } from "../api/problem";
import { subjectsQuery } from "../dialogue/queries";
import { BoxLabel, DRAFT_ROUTES, DraftLink, mayOpen } from "../drafting/Boxes";
import { draftsQuery } from "../drafting/queries";
import { useFormat } from "../text/useFormat";
import { DateText } from "../ui/Amounts";
import { StatusLabel } from "../ui/Badge";
import { Disclosure } from "../ui/Disclosure";
import { LinkButton, OutsideLink, TextLink } from "../ui/Link";
import { Panel, PanelItem, PanelList, PanelSection } from "../ui/Panel";
import { EmptyState, LoadError, LoadingPanel } from "../ui/States";
import { ObligationSection } from "../workspaces/ObligationSection";
import { commitmentsQuery, isDiscarded } from "./queries";
import { StandingLabel } from "./Standing";
import { durationText, quantityText } from "./terms";
import { useWords } from "./useWords";
import "./CommitmentColumn.css";

type Line = View<"CommitmentLineView">;

/** All commitments of a contract: what they come to, and each with where it stands. */
export function CommitmentColumn({ workspace }: { workspace: View<"WorkspaceView"> }) {
  const { t } = useTranslation();
  const commitments = useQuery(commitmentsQuery(workspace.id));
  const subjects = useQuery(subjectsQuery(workspace.id));
  const items = (commitments.data?.items ?? []).filter((line) => !isDiscarded(line));
  const open = items.filter(({ standing }) => standing.status !== "closed");
  const closed = items.filter(({ standing }) => standing.status === "closed");
  const drafts = (useQuery(draftsQuery(workspace.id)).data?.items ?? []).filter(
    ({ kind }) => kind === "commitment",
  );
  const own = drafts.filter(({ box }) => box === "own_side");
  const mayPropose = mayOpen(workspace);
  const unread = (id: string) =>
    subjects.data?.items.find((one) => one.subjectId === id)?.unread ?? 0;
  const propose = (variant: "primary" | "secondary") => (
    <LinkButton
      to="/contracten/$id/toezeggingen/nieuw"
      params={{ id: workspace.id }}
      variant={variant}
      icon={<IconPlus size={20} aria-hidden="true" />}
    >
      {t("commitments.column.propose")}
    </LinkButton>
  );
  return (
    <Panel
      title={t("commitments.column.title")}
      aside={mayPropose && items.length > 0 ? propose("secondary") : undefined}
    >
      {commitments.data && <Places totals={commitments.data.totals} />}
      <ObligationSection
        workspace={workspace}
        counting={commitments.data?.totals.counting}
        within={commitments.data?.totals.within}
      >
        {commitments.data && <Beside totals={commitments.data.totals} />}
      </ObligationSection>
      {commitments.isPending && (
        <PanelSection>
          <LoadingPanel label={t("commitments.column.loading")} lines={5} />
        </PanelSection>
      )}
      {commitments.isError && (
        <PanelSection>
          <LoadError
            title={t("commitments.column.load-failed")}
            reference={
              commitments.error instanceof Problem ? commitments.error.reference : undefined
            }
            onRetry={() => commitments.refetch()}
          />
        </PanelSection>
      )}
      {commitments.isSuccess && items.length === 0 && (
        <PanelSection>
          <EmptyState
            title={t("commitments.column.none")}
            action={mayPropose ? propose("secondary") : undefined}
          >
            <Remaining workspace={workspace} />
          </EmptyState>
        </PanelSection>
      )}
      {open.length > 0 && (
        <PanelList aria-label={t("commitments.column.title")}>
          {open.map((line) => (
            <PanelItem key={line.id}>
              <CommitmentItem
                line={line}
                workspaceId={workspace.id}
                unread={unread(line.id)}
                packed={packedWith(line, items)}
              />
            </PanelItem>
          ))}
        </PanelList>
      )}
      {own.length > 0 && (
        <PanelSection className="samenspraak-column-own">
          <h3 className="samenspraak-column-own__title">
            <BoxLabel box="own_side" />
          </h3>
          <ul className="samenspraak-list samenspraak-stack samenspraak-stack--tight">
            {own.map((draft) => (
              <li key={draft.id}>
                <DraftLink
                  workspaceId={workspace.id}
                  draft={draft}
                  number={items.find(({ id }) => id === draft.subjectId)?.number}
                />
              </li>
            ))}
          </ul>
        </PanelSection>
      )}
      {mayPropose && drafts.length > 1 && (
        <PanelSection quiet>
          <TextLink to="/contracten/$id/toezeggingen/pakket" params={{ id: workspace.id }}>
            {t("commitments.column.make-package")}
          </TextLink>
        </PanelSection>
      )}
      {closed.length > 0 && (
        <Disclosure section summary={t("commitments.column.closed", { count: closed.length })}>
          <ul className="samenspraak-list samenspraak-stack">
            {closed.map((line) => (
              <li key={line.id}>
                <CommitmentItem
                  line={line}
                  workspaceId={workspace.id}
                  unread={unread(line.id)}
                  packed={[]}
                />
              </li>
            ))}
          </ul>
        </Disclosure>
      )}
      {items.length > 0 && <Export workspaceId={workspace.id} />}
    </Panel>
  );
}

/** All of it as a table, for who reckons on in another program. */
function Export({ workspaceId }: { workspaceId: string }) {
  const { t } = useTranslation();
  return (
    <PanelSection quiet>
      {t("commitments.column.export")}{" "}
      {(["csv", "xlsx"] as const).map((format, at) => (
        <span key={format}>
          {at > 0 && " · "}
          <OutsideLink href={`/v1/workspaces/${workspaceId}/commitments/file?format=${format}`}>
            {format}
          </OutsideLink>
        </span>
      ))}
    </PanelSection>
  );
}

interface CommitmentItemProps {
  line: Line;
  workspaceId: string;
  unread: number;
  /** The numbers of those that are accepted together with it. */
  packed: readonly number[];
}

function CommitmentItem({ line, workspaceId, unread, packed }: CommitmentItemProps) {
  const { t } = useTranslation();
  const words = useWords();
  const { standing } = line;
  const isConcept = standing.status === "concept";
  const title = line.title || t("boxes.untitled.commitment");
  const facts = [
    line.quantity ? quantityText(line, words) : undefined,
    // What is spent and what it counts for are two things; never one amount for both.
    line.spentCents !== null
      ? t("commitments.column.spent", { amount: words.format.money(line.spentCents) })
      : undefined,
    line.months === null ? undefined : durationText({ period: { months: line.months } }, words),
    line.kind === null ? undefined : t(`commitments.kind.${line.kind}`),
    goals(line, t),
    isConcept ? undefined : place(line, t),
  ].filter(Boolean);
  return (
    <div className="samenspraak-commitment">
      <div className="samenspraak-commitment__what">
        {isConcept && line.draftId ? (
          // Nothing was put yet, so the draft is all there is to see.
          <TextLink
            to={DRAFT_ROUTES.commitment}
            params={{ id: workspaceId, draftId: line.draftId }}
            strong
            lang="nl"
          >
            {line.number}. {title}
          </TextLink>
        ) : (
          <TextLink
            to="/contracten/$id/toezeggingen/$commitmentId"
            params={{ id: workspaceId, commitmentId: line.id }}
            strong
            lang="nl"
          >
            {line.number}. {title}
          </TextLink>
        )}
        <ul className="samenspraak-list samenspraak-commitment__facts">
          {facts.map((fact) => (
            <li key={fact}>{fact}</li>
          ))}
          {line.draftId && <li>{t("boxes.joint")}</li>}
          {line.lessThanBid.length > 0 && <li>{t("commitments.column.less-than-bid")}</li>}
          {unread > 0 && (
            <li>
              <TextLink
                to="/contracten/$id"
                params={{ id: workspaceId }}
                search={{ onderwerp: line.id }}
                resetScroll={false}
              >
                {t("commitments.column.unread", { count: unread })}
              </TextLink>
            </li>
          )}
        </ul>
        {packed.length > 0 && (
          <p className="samenspraak-commitment__package">
            <IconPackage size={16} aria-hidden="true" />
            {t("commitments.column.package", { numbers: packed.join(", ") })}
          </p>
        )}
      </div>
      <div className="samenspraak-commitment__where">
        <span className="samenspraak-strong">
          <Value line={line} />
        </span>
        <StandingLabel standing={standing} />
        {standing.hasQuestion && (
          <StatusLabel plain tone="info" icon={<IconHelpCircle size={16} aria-hidden="true" />}>
            {t("commitments.column.question")}
          </StatusLabel>
        )}
        <Clock standing={standing} />
      </div>
    </div>
  );
}

/** Until when, and what happens then: a clock that only reminds leaves the text on the table. */
function Clock({ standing }: { standing: Line["standing"] }) {
  const { t } = useTranslation();
  const { untilAt, untilLapses, pausedAt, turn } = standing;
  if (untilAt === null || turn === null) return null;
  return (
    <span className="samenspraak-muted samenspraak-small">
      {pausedAt ? (
        t("commitments.column.paused")
      ) : (
        <>
          {Date.parse(untilAt) <= Date.now() && `${t("commitments.column.passed")}: `}
          <DateText at={lastDay(untilAt)} as="deadline" />
          {untilLapses && `, ${t("commitments.column.lapses")}`}
        </>
      )}
    </span>
  );
}

function Value({ line }: { line: Line }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (line.isValueToBeDiscussed) return t("commitments.value.to-be-discussed");
  return line.valueCents === null ? null : format.money(line.valueCents);
}

/** Places by kind: what the money is for comes before the money. */
function Places({ totals }: { totals: View<"WorkspaceTotals"> }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (totals.places.length === 0) return null;
  return (
    <PanelSection>
      <ul
        className="samenspraak-list samenspraak-places"
        aria-label={t("commitments.column.places")}
      >
        {totals.places.map(({ kind, agreed, inNegotiation, concept }) => {
          const nothing = Number(agreed) === 0;
          const written = nothing && Number(inNegotiation) === 0;
          return (
            <li key={kind} className={nothing ? "samenspraak-places__open" : undefined}>
              <span className="samenspraak-places__number">
                {format.number(written ? concept : nothing ? inNegotiation : agreed)}
              </span>
              <span>
                <span className="samenspraak-strong">{t(`commitments.kind.${kind}`)}</span>
                <span className="samenspraak-places__state">
                  {t(
                    written
                      ? "commitments.column.places-concept"
                      : nothing
                        ? "commitments.column.places-open"
                        : "commitments.column.places-agreed",
                  )}
                  {!nothing && Number(inNegotiation) !== 0 && (
                    <>
                      {" · "}
                      {t("commitments.column.places-negotiating", {
                        number: format.number(inNegotiation),
                      })}
                    </>
                  )}
                </span>
              </span>
            </li>
          );
        })}
      </ul>
    </PanelSection>
  );
}

/** What the bar cannot tell: where it is done, what is extra, and what has no amount or effort yet. */
function Beside({ totals }: { totals: View<"WorkspaceTotals"> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const extra = totals.extra.agreedCents + totals.extra.inNegotiationCents;
  const outside = totals.outside.agreedCents;
  const strives = totals.openIntentions;
  if (extra <= 0 && outside <= 0 && totals.toBeDiscussed === 0 && strives.length === 0) return null;
  return (
    <div className="samenspraak-column-beside">
      {outside > 0 && (
        <p>
          {[
            t("commitments.column.within", { amount: format.money(totals.within.agreedCents) }),
            t("commitments.column.outside", { amount: format.money(outside) }),
          ].join(", ")}
          .
        </p>
      )}
      {strives.length > 0 && (
        <p>
          {t("commitments.column.intentions", {
            count: strives.length,
            numbers: strives.join(", "),
          })}
        </p>
      )}
      {extra > 0 && <p>{t("commitments.column.extra", { amount: format.money(extra) })}</p>}
      {totals.toBeDiscussed > 0 && (
        <p>{t("commitments.column.to-be-discussed", { count: totals.toBeDiscussed })}</p>
      )}
    </div>
  );
}

function Remaining({ workspace }: { workspace: View<"WorkspaceView"> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const amount = workspace.obligation?.amountCents;
  if (amount == null) return t("commitments.column.none.help");
  return t("commitments.column.none.remaining", { amount: format.money(amount) });
}

/** Whether a result was named, an effort, or both. */
function goals(line: Line, t: TFunction): string | undefined {
  const named = [
    line.hasResultGoal ? t("commitments.column.result") : "",
    line.hasEffortGoal ? t("commitments.column.effort") : "",
  ];
  return named.filter(Boolean).join(" + ") || undefined;
}

/** Where it is done, seen from the contract; what does not count is named for that. */
function place(line: Line, t: TFunction): string | undefined {
  if (!line.counts) return t("commitments.extra");
  if (line.scope === null) return undefined;
  return t(line.scope === "within_contract" ? "commitments.within" : "commitments.outside");
}

/** The other commitments in the package that this one is offered in. */
function packedWith(line: Line, items: readonly Line[]): number[] {
  if (line.packageId === null || line.standing.turn === null) return [];
  return items
    .filter(({ id, packageId }) => packageId === line.packageId && id !== line.id)
    .map(({ number }) => number);
}

/** A deadline ends at the first moment after its last day; people name the day itself. */
function lastDay(until: string): string {
  return new Date(Date.parse(until) - 1).toISOString();
}
