import { IconAlertTriangle, IconFold, IconGitCompare, IconPrinter } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import { Problem } from "../api/problem";
import { bidText, lessText } from "../commitments/bidTexts";
import { useWords } from "../commitments/useWords";
import { DateText, MoneyText } from "../ui/Amounts";
import { StatusLabel } from "../ui/Badge";
import { Button } from "../ui/Button";
import { ChangeCount } from "../ui/Differences";
import { Select } from "../ui/FormField";
import { LinkButton } from "../ui/Link";
import { Panel, PanelSection } from "../ui/Panel";
import { LoadError, LoadingPanel } from "../ui/States";
import { comparisonQuery, readingQuery } from "./queries";
import { ReadingDocument } from "./ReadingDocument";
import { addressOf, type Line } from "./readings";
import { versionName } from "./versionName";

interface DocumentPanelProps {
  workspaceId: string;
  version: View<"VersionView">;
  lines: readonly Line[];
}

/** The text that is signed, with what changed since an earlier version. */
export function DocumentPanel({ workspaceId, version, lines }: DocumentPanelProps) {
  const { t } = useTranslation();
  const { line } = version;
  const since = useSince(version, lines);
  const [isOpen, setIsOpen] = useState(false);
  const reading = useQuery(readingQuery(workspaceId, line.id));
  const comparison = useQuery({
    ...comparisonQuery(workspaceId, since?.id ?? "", line.id),
    enabled: since !== undefined,
  });
  const error = reading.error ?? comparison.error;
  const title = t("agreements.document.title", { number: line.number });
  if (error && !reading.data) {
    return (
      <Frame title={title}>
        <LoadError
          title={t("agreements.load-failed")}
          onRetry={() => void Promise.all([reading.refetch(), comparison.refetch()])}
          reference={error instanceof Problem ? error.reference : undefined}
        />
      </Frame>
    );
  }
  if (!reading.data || (since && comparison.isPending)) {
    return (
      <Frame title={title}>
        <LoadingPanel label={t("agreements.loading")} lines={8} />
      </Frame>
    );
  }
  const changes = since && comparison.data;
  return (
    <Panel title={title} titleHidden className="samenspraak-agreement">
      <PanelSection className="samenspraak-agreement__tools">
        <div className="samenspraak-cluster samenspraak-cluster--apart">
          <ChooseSince workspaceId={workspaceId} version={version} lines={lines} since={since} />
          {changes && (
            <span className="samenspraak-small samenspraak-muted" role="status">
              <ChangeCount {...changes} />
            </span>
          )}
        </div>
        <div className="samenspraak-cluster samenspraak-cluster--tight">
          <Button
            variant="subtle"
            aria-pressed={isOpen}
            icon={<IconFold size={20} aria-hidden="true" />}
            onClick={() => setIsOpen(!isOpen)}
          >
            {t("agreements.unfold")}
          </Button>
          <Button
            variant="subtle"
            icon={<IconPrinter size={20} aria-hidden="true" />}
            onClick={() => window.print()}
          >
            {t("agreements.print")}
          </Button>
          {since && (
            <LinkButton
              variant="subtle"
              to="/contracten/$id/overeenkomst/vergelijken"
              params={{ id: workspaceId }}
              search={{ van: addressOf(lines, since), met: addressOf(lines, line), naast: "ja" }}
              icon={<IconGitCompare size={20} aria-hidden="true" />}
            >
              {t("agreements.compare.open")}
            </LinkButton>
          )}
        </div>
      </PanelSection>
      <PanelSection>
        <ReadingDocument
          reading={reading.data}
          changes={changes?.parts}
          compared={
            since && {
              before: versionName(since, t),
              after: versionName(line, t),
              isBeside: false,
            }
          }
          isOpen={isOpen}
          lead={
            <p className="samenspraak-muted">
              {t("agreements.document.offered")} <DateText at={line.offeredAt} as="date" />
            </p>
          }
          sums={<Sums sums={version.sums} />}
          beside={(key) => <Bid bids={version.bids} partKey={key} />}
        />
      </PanelSection>
    </Panel>
  );
}

function Frame({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Panel title={title}>
      <PanelSection>{children}</PanelSection>
    </Panel>
  );
}

/** The earlier version that the address names, or else the one that this one takes the place of. */
function useSince({ line }: View<"VersionView">, lines: readonly Line[]) {
  const { sinds } = useSearch({ strict: false });
  const number = sinds === "geen" ? undefined : (sinds ?? line.changes?.sinceNumber);
  return earlierThan(line, lines).find((each) => each.number === number);
}

/** What was withdrawn or sent back never bound anybody, so nobody reads what changed since. */
function earlierThan(line: Line, lines: readonly Line[]): readonly Line[] {
  return lines.filter((each) => each.number < line.number && each.inForceAt !== null);
}

interface ChooseSinceProps extends DocumentPanelProps {
  since: Line | undefined;
}

function ChooseSince({ workspaceId, version, lines, since }: ChooseSinceProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { line } = version;
  const earlier = earlierThan(line, lines);
  if (earlier.length === 0) return null;
  return (
    <Select
      inline
      label={t("agreements.since")}
      value={since ? String(since.number) : "geen"}
      onChange={({ target }) =>
        void navigate({
          to: "/contracten/$id/overeenkomst/$version",
          params: { id: workspaceId, version: line.id },
          search: { sinds: target.value === "geen" ? "geen" : Number(target.value) },
          resetScroll: false,
        })
      }
      options={[
        ...earlier.map((each) => ({ value: String(each.number), label: versionName(each, t) })),
        { value: "geen", label: t("agreements.since.none") },
      ]}
    />
  );
}

/** What the commitments come to, beside what is owed. */
function Sums({ sums }: { sums: View<"SumsView"> }) {
  const { t } = useTranslation();
  return (
    <p className="samenspraak-agreement__sum">
      {t("agreements.sum")} <MoneyText cents={sums.agreedCents} />
      {sums.obligationCents !== null && (
        <>
          {" "}
          {t("agreements.sum.of")} <MoneyText cents={sums.obligationCents} />
        </>
      )}
      . {t("agreements.sum.within")} <MoneyText cents={sums.withinCents} />,{" "}
      {t("agreements.sum.outside")} <MoneyText cents={sums.outsideCents} />.
      {sums.extraCents > 0 && (
        <>
          {" "}
          {t("agreements.sum.extra")} <MoneyText cents={sums.extraCents} />.
        </>
      )}
      {sums.toBeDiscussed > 0 &&
        ` ${t("agreements.sum.to-be-discussed", { count: sums.toBeDiscussed })}`}
    </p>
  );
}

/** What the winning bid said of a commitment; for ever beside it, whatever was agreed since. */
function Bid({ bids, partKey }: { bids: View<"VersionView">["bids"]; partKey: string }) {
  const { t } = useTranslation();
  const words = useWords();
  const found = bids.find(({ commitmentId }) => partKey === `commitment/${commitmentId}`);
  if (!found) return null;
  return (
    <p className="samenspraak-agreement__bid">
      <span className="samenspraak-muted">{t("agreements.bid")}</span> {bidText(found.bid, words)}
      {found.less.length > 0 && (
        <StatusLabel plain tone="warning" icon={<IconAlertTriangle size={16} aria-hidden="true" />}>
          {t("bids.less.what", { what: lessText(found.less, t) })}
        </StatusLabel>
      )}
    </p>
  );
}
