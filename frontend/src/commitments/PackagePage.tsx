import { IconSend } from "@tabler/icons-react";
import { useMutation, useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { newId, type View } from "../api/client";
import { formErrors, Problem } from "../api/problem";
import { usePageTitle } from "../app/navigation";
import { NotBsn } from "../dialogue/NotBsn";
import { BoxLabel, DRAFT_ROUTES } from "../drafting/Boxes";
import { draftsQuery } from "../drafting/queries";
import { Button } from "../ui/Button";
import { Checkbox } from "../ui/Choices";
import { Disclosure } from "../ui/Disclosure";
import { Form } from "../ui/Form";
import { TextField } from "../ui/FormField";
import type { FieldError } from "../ui/form";
import { TextLink } from "../ui/Link";
import { Panel, PanelItem, PanelList, PanelSection } from "../ui/Panel";
import { ServerHtml } from "../ui/ServerHtml";
import { EmptyState, LoadingPanel } from "../ui/States";
import { useToast } from "../ui/Toast";
import { useWorkspace } from "../workspaces/queries";
import { BidQuestions } from "./BidQuestions";
import { type Answering, answered, NOTHING_ANSWERED } from "./bidAnswers";
import { Content } from "./Content";
import { asRound, type CommitmentDraft, commitmentDraftQuery } from "./drafts";
import { missingName } from "./Missing";
import { proposePackage } from "./moves";
import { fieldsOf } from "./said";
import { contentText } from "./terms";
import { useTableWords } from "./useTableWords";
import { useWords } from "./useWords";

/** A package of one would be a proposal. */
const FEWEST = 2;

/** Put several drafts to the other side as one: a yes to all of them, or to none. */
export function PackagePage() {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  usePageTitle(t("page.package"), workspace.contract.title);
  const drafts = useQuery(draftsQuery(workspace.id));
  const lines = (drafts.data?.items ?? []).filter(({ kind }) => kind === "commitment");
  const views = useQueries({
    queries: lines.map(({ id }) => commitmentDraftQuery(workspace.id, id)),
  });
  const ready = views.flatMap(({ data }) => (data && data.moves.length > 0 ? [data] : []));
  const isLoading = drafts.isPending || views.some(({ isPending }) => isPending);
  return (
    <div className="samenspraak-stack">
      <div>
        <p className="samenspraak-small">
          <TextLink to="/contracten/$id" params={{ id: workspace.id }}>
            {t("commitments.back")}
          </TextLink>
        </p>
        <h2>{t("packages.title")}</h2>
        <p className="samenspraak-muted samenspraak-measure">{t("packages.lead")}</p>
      </div>
      {isLoading ? (
        <LoadingPanel label={t("packages.loading")} lines={4} />
      ) : ready.length < FEWEST ? (
        <EmptyState title={t("packages.too-few")}>{t("packages.too-few.detail")}</EmptyState>
      ) : (
        <Choosing workspace={workspace} views={ready} />
      )}
    </div>
  );
}

interface ChoosingProps {
  workspace: View<"WorkspaceView">;
  views: readonly CommitmentDraft[];
}

function Choosing({ workspace, views }: ChoosingProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { say } = useToast();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [answering, setAnswering] = useState<ReadonlyMap<string, Answering>>(new Map());
  const [untilOn, setUntilOn] = useState("");
  const [lapses, setLapses] = useState(false);
  const [notBsn, setNotBsn] = useState(false);
  const [wrong, setWrong] = useState<FieldError[]>([]);
  // One id for all attempts, so that sending it again after a lost answer puts it once.
  const id = useRef(newId());
  const parts = views.filter(({ draft }) => chosen.has(draft.id));
  const answersOf = (draftId: string) => answering.get(draftId) ?? NOTHING_ANSWERED;
  const proposing = useMutation({
    mutationFn: (drafts: View<"PackageDraft">[]) =>
      proposePackage(workspace.id, {
        id: id.current,
        drafts,
        untilOn: untilOn === "" ? null : untilOn,
        untilLapses: untilOn !== "" && lapses,
        declaredNotBsn: notBsn,
      }),
    onSuccess: async () => {
      say(t("packages.done", { count: parts.length }));
      await navigate({ to: "/contracten/$id", params: { id: workspace.id } });
      void queries.invalidateQueries({ queryKey: ["workspaces", workspace.id] });
    },
    onError: (error) => {
      // What somebody wrote meanwhile is to be read before it is put.
      if (error instanceof Problem && error.status === 409) {
        void queries.invalidateQueries({ queryKey: ["workspaces", workspace.id, "commitments"] });
      }
    },
  });

  function send() {
    if (parts.length < FEWEST) {
      return setWrong([{ pointer: "", message: t("packages.choose") }]);
    }
    const messages = { choose: t("bids.choose"), ground: t("bids.ground.needed") };
    const found = parts.map((view, at) => ({
      view,
      said: asksBid(workspace, view)
        ? answered(answersOf(view.draft.id), `/drafts/${at}/bidAnswers`, messages)
        : { bidAnswers: null },
    }));
    const open = found.flatMap(({ said }) => ("errors" in said ? said.errors : []));
    setWrong(open);
    if (open.length > 0) return;
    proposing.mutate(
      found.map(({ view, said }) => ({
        draftId: view.draft.id,
        digest: view.draft.digest,
        answers: view.answers && {
          revision: view.answers.revision,
          digest: view.answers.digest,
        },
        origin: "proposal",
        bidAnswers: "bidAnswers" in said ? said.bidAnswers : null,
      })),
    );
  }

  return (
    <Form
      errors={wrong.length > 0 ? wrong : formErrors(proposing.error)}
      onSubmit={send}
      className="samenspraak-columns samenspraak-columns--side"
    >
      <Panel title={t("packages.drafts")}>
        <PanelList aria-label={t("packages.drafts")}>
          {views.map((view) => (
            <PanelItem key={view.draft.id}>
              <PackagePart
                workspace={workspace}
                view={view}
                at={parts.indexOf(view)}
                onChoose={(isChosen) => {
                  const next = new Set(chosen);
                  if (isChosen) next.add(view.draft.id);
                  else next.delete(view.draft.id);
                  setChosen(next);
                }}
                answering={answersOf(view.draft.id)}
                onAnswering={(next) => setAnswering(new Map(answering).set(view.draft.id, next))}
              />
            </PanelItem>
          ))}
        </PanelList>
      </Panel>
      <Panel title={t("packages.propose")}>
        <PanelSection className="samenspraak-stack">
          <p className="samenspraak-muted">{t("packages.consequence")}</p>
          <TextField
            type="date"
            label={t("terms.offer-ends")}
            description={t("packages.until.help")}
            pointer="/untilOn"
            optional
            value={untilOn}
            onChange={(event) => setUntilOn(event.target.value)}
          />
          {untilOn !== "" && (
            <Checkbox
              label={t("packages.lapses")}
              checked={lapses}
              onChange={(event) => setLapses(event.target.checked)}
            />
          )}
          <NotBsn error={proposing.error} checked={notBsn} onChange={setNotBsn} />
          <div>
            <Button
              type="submit"
              variant="primary"
              icon={<IconSend size={20} aria-hidden="true" />}
              busy={proposing.isPending}
            >
              {t("packages.send", { count: Math.max(1, parts.length) })}
            </Button>
          </div>
        </PanelSection>
      </Panel>
    </Form>
  );
}

interface PackagePartProps {
  workspace: View<"WorkspaceView">;
  view: CommitmentDraft;
  /** Its place among those that are chosen; -1 when it is not. */
  at: number;
  onChoose: (isChosen: boolean) => void;
  answering: Answering;
  onAnswering: (answering: Answering) => void;
}

/** One draft: what it says in a line, and once it is chosen all that would be put. */
function PackagePart(props: PackagePartProps) {
  const { workspace, view, at, onChoose, answering, onAnswering } = props;
  const { t } = useTranslation();
  const words = useWords();
  const { draft, terms, missing, faults, commitment } = view;
  const whole = useTableWords(workspace.id, [terms]);
  const title = terms.title || t("boxes.untitled.commitment");
  const lacks = missing.toPropose.map((name) => missingName(name, t));
  const isReady = lacks.length === 0 && faults.length === 0;
  return (
    <div className="samenspraak-stack samenspraak-stack--tight">
      <div className="samenspraak-cluster samenspraak-cluster--apart">
        <Checkbox
          label={commitment ? `${commitment.number}. ${title}` : title}
          description={isReady ? contentText(terms, words) : undefined}
          checked={at >= 0}
          disabled={!isReady}
          onChange={(event) => onChoose(event.target.checked)}
        />
        <BoxLabel box={draft.box} />
      </div>
      {!isReady && (
        <p className="samenspraak-small samenspraak-muted">
          {t("packages.not-ready")}: {[...lacks, ...faults.map(({ detail }) => detail)].join("; ")}.{" "}
          <TextLink to={DRAFT_ROUTES.commitment} params={{ id: workspace.id, draftId: draft.id }}>
            {t("packages.write-on")}
          </TextLink>
        </p>
      )}
      {at >= 0 && (
        <>
          <Disclosure summary={t("packages.whole")} open>
            <div className="samenspraak-stack samenspraak-stack--tight">
              <Content fields={fieldsOf(asRound(view), whole)} />
              {draft.text !== "" && <ServerHtml html={draft.html} />}
            </div>
          </Disclosure>
          {asksBid(workspace, view) && (
            <BidQuestions
              less={view.lessThanBid}
              pointer={`/drafts/${at}/bidAnswers`}
              answering={answering}
              onChange={onAnswering}
            />
          )}
        </>
      )}
    </div>
  );
}

/** The contractor may offer less; it is the buyer who answers for it. */
function asksBid(workspace: View<"WorkspaceView">, view: CommitmentDraft): boolean {
  return workspace.ownSide === "buyer" && view.lessThanBid.length > 0;
}
