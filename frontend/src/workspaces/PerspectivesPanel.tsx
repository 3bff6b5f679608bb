import { IconLock } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import { formErrors } from "../api/problem";
import { ActFields, useAct } from "../dialogue/ActForm";
import { Alert } from "../ui/Alert";
import { DateText } from "../ui/Amounts";
import { Button } from "../ui/Button";
import { Disclosure } from "../ui/Disclosure";
import { TextArea } from "../ui/FormField";
import { Panel, PanelSection } from "../ui/Panel";
import { SideLabel } from "../ui/Side";
import { LoadError, LoadingPanel } from "../ui/States";
import { useToast } from "../ui/Toast";
import { useKeptText } from "../ui/useKeptText";
import {
  type Answers,
  type Exchange,
  handIn,
  openPerspectives,
  type Perspective,
  perspectivesQuery,
  QUESTIONS,
  startPerspectives,
} from "./perspectives";
import "./PerspectivesPanel.css";

/** Four questions to both sides, read at the same moment. Off until somebody asks them. */
export function PerspectivesPanel({ workspace }: { workspace: View<"WorkspaceView"> }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { data, error, refetch } = useQuery(perspectivesQuery(workspace.id));
  const starting = useMutation({
    mutationFn: () => startPerspectives(workspace.id),
    onSettled: () =>
      queries.invalidateQueries({ queryKey: perspectivesQuery(workspace.id).queryKey }),
  });
  if (error) return <LoadError title={t("perspectives.failed")} onRetry={() => refetch()} />;
  if (!data) return <LoadingPanel label={t("perspectives.loading")} lines={2} />;
  const [newest, ...earlier] = data.items;
  const mayStart = data.moves.includes("start");
  if (!newest && !mayStart) return null;
  return (
    <Panel title={t("perspectives.title")}>
      {newest && <ExchangeSection key={newest.id} workspace={workspace} exchange={newest} />}
      {mayStart && (
        <PanelSection {...(newest ? { quiet: true } : {})}>
          <div className="samenspraak-stack samenspraak-stack--tight">
            <p className="samenspraak-measure">{t("perspectives.lead")}</p>
            {starting.error && (
              <Alert tone="error" title={t("perspectives.not-done")} role="status">
                {formErrors(starting.error)[0]?.message}
              </Alert>
            )}
            <p>
              <Button busy={starting.isPending} onClick={() => starting.mutate()}>
                {t(newest ? "perspectives.start-again" : "perspectives.start")}
              </Button>
            </p>
          </div>
        </PanelSection>
      )}
      {earlier.length > 0 && (
        <Disclosure section summary={t("perspectives.earlier", { count: earlier.length })}>
          {earlier.map((exchange) => (
            <Opened key={exchange.id} exchange={exchange} />
          ))}
        </Disclosure>
      )}
    </Panel>
  );
}

interface ExchangeProps {
  workspace: View<"WorkspaceView">;
  exchange: Exchange;
}

function ExchangeSection({ workspace, exchange }: ExchangeProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [writing, setWriting] = useState(exchange.own === null);
  const opening = useMutation({
    mutationFn: () => openPerspectives(workspace.id),
    onSettled: () =>
      queries.invalidateQueries({ queryKey: perspectivesQuery(workspace.id).queryKey }),
  });
  if (exchange.openedAt !== null) {
    return (
      <PanelSection>
        <Opened exchange={exchange} />
      </PanelSection>
    );
  }
  const mayWrite = exchange.moves.includes("hand-in") || exchange.moves.includes("replace");
  return (
    <PanelSection>
      <div className="samenspraak-stack samenspraak-stack--tight">
        <p className="samenspraak-measure">{t("perspectives.closed")}</p>
        <ul className="samenspraak-list samenspraak-cluster">
          {(["buyer", "contractor"] as const).map((side) => (
            <li key={side}>
              <SideLabel side={side} />{" "}
              <span className="samenspraak-muted">
                {t(
                  exchange.handedIn.includes(side)
                    ? "perspectives.handed-in"
                    : "perspectives.waiting",
                )}
              </span>
            </li>
          ))}
        </ul>
        {exchange.own && !writing && (
          <>
            <Sheet perspective={exchange.own} isOwn />
            {mayWrite && (
              <p>
                <Button onClick={() => setWriting(true)}>{t("perspectives.replace")}</Button>
              </p>
            )}
          </>
        )}
        {mayWrite && writing && (
          <AnswerForm
            workspaceId={workspace.id}
            exchange={exchange}
            onDone={() => setWriting(false)}
          />
        )}
        {exchange.moves.includes("open") && (
          <div>
            <p className="samenspraak-muted">{t("perspectives.open.help")}</p>
            {opening.error && (
              <Alert tone="error" title={t("perspectives.not-done")} role="status">
                {formErrors(opening.error)[0]?.message}
              </Alert>
            )}
            <Button busy={opening.isPending} onClick={() => opening.mutate()}>
              {t("perspectives.open")}
            </Button>
          </div>
        )}
      </div>
    </PanelSection>
  );
}

interface AnswerFormProps {
  workspaceId: string;
  exchange: Exchange;
  onDone: () => void;
}

function AnswerForm({ workspaceId, exchange, onDone }: AnswerFormProps) {
  const { t } = useTranslation();
  const { say } = useToast();
  const [kept, keep] = useKeptText(`perspective ${exchange.id}`);
  const [answers, setAnswers] = useState<Answers>(() => begin(kept, exchange.own));
  const sending = useAct({
    send: (declaredNotBsn) => handIn(workspaceId, answers, declaredNotBsn),
    outdated: perspectivesQuery(workspaceId).queryKey,
    onSent: () => {
      keep("");
      say(t("perspectives.handed-in.done"));
      onDone();
    },
  });
  function type(name: keyof Answers, text: string) {
    const next = { ...answers, [name]: text };
    setAnswers(next);
    keep(JSON.stringify(next));
  }
  return (
    <ActFields
      act={sending}
      after={
        <div>
          <Button type="submit" variant="primary" busy={sending.isPending}>
            {t("perspectives.hand-in")}
          </Button>
        </div>
      }
    >
      {QUESTIONS.map((name) => (
        <TextArea
          key={name}
          label={t(`perspectives.${name}`)}
          pointer={`/${name}`}
          rows={3}
          value={answers[name]}
          onChange={(event) => type(name, event.target.value)}
        />
      ))}
    </ActFields>
  );
}

/** What was being typed, else what was handed in, else nothing. */
function begin(kept: string, own: Perspective | null): Answers {
  const empty = { wants: "", worries: "", gives: "", needs: "" };
  if (kept) {
    try {
      return { ...empty, ...(JSON.parse(kept) as Partial<Answers>) };
    } catch {
      // What cannot be read was not kept by this form.
    }
  }
  if (!own) return empty;
  return { wants: own.wants, worries: own.worries, gives: own.gives, needs: own.needs };
}

/** What both sides said, question by question, so that they are read beside each other. */
function Opened({ exchange }: { exchange: Exchange }) {
  const { t } = useTranslation();
  return (
    <div className="samenspraak-stack samenspraak-stack--tight">
      <p className="samenspraak-muted samenspraak-small">
        {t(
          exchange.openedBySide === "coordinator"
            ? "perspectives.opened-by-coordinator"
            : "perspectives.opened",
        )}{" "}
        {exchange.openedAt && <DateText at={exchange.openedAt} as="longMoment" />}
      </p>
      <div className="samenspraak-columns samenspraak-columns--halves">
        {exchange.opened.map((perspective) => (
          <Sheet key={perspective.side} perspective={perspective} />
        ))}
      </div>
    </div>
  );
}

function Sheet({ perspective, isOwn = false }: { perspective: Perspective; isOwn?: boolean }) {
  const { t } = useTranslation();
  return (
    <section className="samenspraak-stack samenspraak-stack--tight">
      <h3>
        <SideLabel side={perspective.side} organisation={perspective.byName} />
      </h3>
      {isOwn && (
        <p className="samenspraak-muted samenspraak-small">
          <IconLock size={16} aria-hidden="true" /> {t("perspectives.own")}
        </p>
      )}
      <dl>
        {QUESTIONS.map((name) => (
          <div key={name} className="samenspraak-perspective__answer">
            <dt className="samenspraak-strong">{t(`perspectives.${name}`)}</dt>
            <dd className="samenspraak-perspective">{perspective[name]}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
