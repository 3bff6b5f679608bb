import { IconCopy } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Problem } from "../api/problem";
import { usePageTitle } from "../app/navigation";
import { useFormat } from "../text/useFormat";
import { DateText } from "../ui/Amounts";
import { Button } from "../ui/Button";
import { Select } from "../ui/FormField";
import { TextLink } from "../ui/Link";
import { Panel, PanelSection } from "../ui/Panel";
import { EmptyState, LoadError, LoadingPanel } from "../ui/States";
import { useToast } from "../ui/Toast";
import { useWorkspace } from "../workspaces/queries";
import { Compared } from "./Compared";
import { comparisonQuery, versionsQuery } from "./queries";
import { addressOf, comparedVersions, type Line } from "./readings";
import { StateLabel } from "./State";
import type { ComparisonSearch } from "./search";
import { versionName } from "./versionName";
import "./ComparisonPage.css";

/** Any two versions beside each other; the address says which, so that it can be sent on. */
export function ComparisonPage() {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const search = useSearch({ from: "/signed-in/contracten/$id/overeenkomst/vergelijken" });
  const { data, error, refetch } = useQuery(versionsQuery(workspace.id));
  const lines = data?.items ?? [];
  const { before, after } = comparedVersions(lines, search);
  const names =
    before && after
      ? { before: versionName(before, t), after: versionName(after, t) }
      : { before: "", after: "" };
  usePageTitle(
    before && after ? t("agreements.compare.pair", names) : t("agreements.compare.title"),
    t("app.section.agreement"),
    workspace.contract.title,
  );
  if (!data) {
    return error ? (
      <LoadError
        title={t("agreements.load-failed")}
        onRetry={() => void refetch()}
        reference={error instanceof Problem ? error.reference : undefined}
      />
    ) : (
      <LoadingPanel label={t("agreements.loading")} lines={6} />
    );
  }
  return (
    <div className="samenspraak-stack samenspraak-stack--wide">
      <p className="samenspraak-comparison__back">
        <TextLink to="/contracten/$id/overeenkomst" params={{ id: workspace.id }}>
          {t("agreements.compare.back")}
        </TextLink>
      </p>
      <Choice workspaceId={workspace.id} lines={lines} before={before} after={after} />
      {before && after && before.id !== after.id && (
        <Comparison
          workspaceId={workspace.id}
          before={before}
          after={after}
          isBeside={search.naast === "ja"}
        />
      )}
    </div>
  );
}

interface ChoiceProps {
  workspaceId: string;
  lines: readonly Line[];
  before: Line | undefined;
  after: Line | undefined;
}

/** Which two, and the link to exactly this. */
function Choice({ workspaceId, lines, before, after }: ChoiceProps) {
  const { t } = useTranslation();
  const { say } = useToast();
  const navigate = useNavigate();
  const search = useSearch({ from: "/signed-in/contracten/$id/overeenkomst/vergelijken" });
  const go = (change: ComparisonSearch) =>
    void navigate({
      to: "/contracten/$id/overeenkomst/vergelijken",
      params: { id: workspaceId },
      search: {
        van: before && addressOf(lines, before),
        met: after && addressOf(lines, after),
        naast: search.naast,
        ...change,
      },
      resetScroll: false,
    });
  const choose = (id: string) => {
    const line = lines.find((each) => each.id === id);
    return line && addressOf(lines, line);
  };
  return (
    <Panel
      title={t("agreements.compare.title")}
      aside={
        <Button
          icon={<IconCopy size={20} aria-hidden="true" />}
          onClick={async () => {
            await navigator.clipboard.writeText(window.location.href);
            say(t("agreements.compare.copied"));
          }}
        >
          {t("agreements.compare.copy")}
        </Button>
      }
    >
      <PanelSection className="samenspraak-stack">
        <div className="samenspraak-comparison__choice">
          <Which
            label={t("agreements.compare.from")}
            lines={lines}
            chosen={before}
            onChoose={(id) => go({ van: choose(id) })}
          />
          <Which
            label={t("agreements.compare.with")}
            lines={lines}
            chosen={after}
            onChoose={(id) => go({ met: choose(id) })}
          />
        </div>
        {lines.length < 2 ? (
          <EmptyState title={t("agreements.compare.too-few")} />
        ) : !before || !after ? (
          <EmptyState title={t("agreements.compare.unknown")} />
        ) : before.id === after.id ? (
          <EmptyState title={t("agreements.compare.itself")} />
        ) : null}
      </PanelSection>
    </Panel>
  );
}

interface WhichProps {
  label: string;
  lines: readonly Line[];
  chosen: Line | undefined;
  onChoose: (id: string) => void;
}

/** One of both versions, with how it stands. */
function Which({ label, lines, chosen, onChoose }: WhichProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const nobody = { value: "", label: t("agreements.compare.choose") };
  return (
    <div className="samenspraak-stack samenspraak-stack--tight">
      <Select
        label={label}
        value={chosen?.id ?? ""}
        onChange={({ target }) => onChoose(target.value)}
        options={[
          ...(chosen ? [] : [nobody]),
          ...lines.map((line) => ({
            value: line.id,
            label: `${versionName(line, t)}, ${format.date(line.offeredAt)}`,
          })),
        ]}
      />
      {chosen && (
        <p className="samenspraak-cluster samenspraak-cluster--tight samenspraak-small">
          <StateLabel line={chosen} />
          {chosen.inForceAt && (
            <span className="samenspraak-muted">
              <DateText at={chosen.inForceAt} as="date" />
            </span>
          )}
        </p>
      )}
    </div>
  );
}

interface ComparisonProps {
  workspaceId: string;
  before: Line;
  after: Line;
  isBeside: boolean;
}

function Comparison({ workspaceId, before, after, isBeside }: ComparisonProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { data, error, refetch } = useQuery(comparisonQuery(workspaceId, before.id, after.id));
  if (!data) {
    return error ? (
      <LoadError
        title={t("agreements.load-failed")}
        onRetry={() => void refetch()}
        reference={error instanceof Problem ? error.reference : undefined}
      />
    ) : (
      <LoadingPanel label={t("agreements.loading")} lines={8} />
    );
  }
  return (
    <Compared
      workspaceId={workspaceId}
      comparison={data}
      after={after}
      compared={{ before: versionName(before, t), after: versionName(after, t), isBeside }}
      onLook={(look) =>
        void navigate({
          to: "/contracten/$id/overeenkomst/vergelijken",
          params: { id: workspaceId },
          search: (now) => ({ ...now, naast: look === "beside" ? "ja" : undefined }),
          resetScroll: false,
        })
      }
    />
  );
}
