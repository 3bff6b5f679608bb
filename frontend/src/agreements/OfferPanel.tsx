import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { newId, type View } from "../api/client";
import { formErrors, Problem } from "../api/problem";
import { NotBsn } from "../dialogue/NotBsn";
import { Boxes, mayOpen } from "../drafting/Boxes";
import { draftsQuery } from "../drafting/queries";
import { useFormat } from "../text/useFormat";
import { Alert } from "../ui/Alert";
import { Button } from "../ui/Button";
import { Checkbox, RadioGroup } from "../ui/Choices";
import { Disclosure } from "../ui/Disclosure";
import { Form } from "../ui/Form";
import { TextField } from "../ui/FormField";
import { TextLink } from "../ui/Link";
import { Panel, PanelItem, PanelList, PanelSection } from "../ui/Panel";
import { EmptyState } from "../ui/States";
import { useToast } from "../ui/Toast";
import { offer } from "./moves";
import { type ClausesDraft, clausesDraftQuery, openClausesDraft } from "./statements";
import "./OfferPanel.css";

interface OfferPanelProps {
  workspace: View<"WorkspaceView">;
  versions: View<"VersionsView">;
}

/** The articles as they were in the version before. */
const AS_BEFORE = "before";

/** Put together what goes up for signing: which commitments, which articles, until when. */
export function OfferPanel({ workspace, versions }: OfferPanelProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { say } = useToast();
  const workspaceId = workspace.id;
  const { readiness, items } = versions;
  const [left, setLeft] = useState<readonly string[]>([]);
  const drafts = (useQuery(draftsQuery(workspaceId)).data?.items ?? []).filter(
    ({ kind }) => kind === "clauses",
  );
  const [articles, setArticles] = useState(AS_BEFORE);
  const chosenDraft = drafts.find(({ id }) => id === articles);
  const { data: now, isFetching } = useQuery({
    ...clausesDraftQuery(workspaceId, chosenDraft?.id ?? ""),
    enabled: chosenDraft !== undefined,
    // Others write in it, so what was fetched before may be gone.
    staleTime: 0,
  });
  // What is shown is what is offered: the digest that goes along is that of the articles on the
  // screen, and those change only when one asks for it.
  const [seen, see] = useState<ClausesDraft>();
  const written = seen?.draft.id === chosenDraft?.id ? seen : undefined;
  if (chosenDraft && now?.draft.id === chosenDraft.id && !written && !isFetching) see(now);
  const hasChanged = written && now && written.draft.digest !== now.draft.digest;
  const clauses = chosenDraft ? (written?.clauses ?? []) : readiness.clauses;
  const [reason, setReason] = useState("");
  const [signByOn, setSignByOn] = useState("");
  const [notBsn, setNotBsn] = useState(false);
  // One id for all attempts, so that sending it again after a lost answer makes it once.
  const id = useRef(newId());
  const number = Math.max(0, ...items.map((line) => line.number)) + 1;
  const chosen = readiness.candidates.filter(({ commitmentId }) => !left.includes(commitmentId));
  const offering = useMutation({
    mutationFn: () =>
      offer(workspaceId, {
        id: id.current,
        commitments: chosen.map(({ commitmentId }) => commitmentId),
        ...(chosenDraft
          ? { clauses: null, clausesDraft: named(written) }
          : { clauses: clauses.map(({ title, text }) => ({ title, text })) }),
        reason,
        signByOn: signByOn || null,
        declaredNotBsn: notBsn,
      }),
    onSuccess: async (version) => {
      say(t("agreements.offer.done", { number: version.line.number }));
      await queries.invalidateQueries({ queryKey: ["workspaces", workspaceId, "agreement"] });
      await navigate({
        to: "/contracten/$id/overeenkomst/$version",
        params: { id: workspaceId, version: version.line.id },
      });
    },
    onError: (error) => {
      if (!(error instanceof Problem)) return;
      void queries.invalidateQueries({ queryKey: ["workspaces", workspaceId, "agreement"] });
    },
  });
  const sum = chosen.reduce((total, { valueCents }) => total + (valueCents ?? 0), 0);
  return (
    <Panel title={t("agreements.offer.title", { number })}>
      <PanelSection>
        <Form errors={formErrors(offering.error)} onSubmit={() => offering.mutate()}>
          <p className="samenspraak-muted samenspraak-measure">{t("agreements.offer.lead")}</p>
          {!readiness.hasChanges && items.length > 0 && (
            <Alert tone="info" title={t("agreements.offer.no-changes")} />
          )}
          <fieldset className="samenspraak-stack samenspraak-stack--tight">
            <legend className="samenspraak-offer__legend">
              {t("agreements.offer.commitments")}
            </legend>
            {readiness.candidates.length === 0 && (
              <p className="samenspraak-muted">{t("agreements.offer.no-commitments")}</p>
            )}
            {readiness.candidates.map((candidate) => (
              <Checkbox
                key={candidate.commitmentId}
                pointer={`/commitments/${candidate.commitmentId}`}
                checked={!left.includes(candidate.commitmentId)}
                onChange={(event) =>
                  setLeft((before) =>
                    event.target.checked
                      ? before.filter((each) => each !== candidate.commitmentId)
                      : [...before, candidate.commitmentId],
                  )
                }
                label={`${candidate.number}. ${candidate.title}`}
                description={[
                  candidate.valueCents === null
                    ? t("commitments.value.to-be-discussed")
                    : format.money(candidate.valueCents),
                  candidate.isInForce
                    ? t("agreements.offer.in-force")
                    : t(
                        candidate.isNew ? "agreements.offer.is-new" : "agreements.offer.is-changed",
                      ),
                  !candidate.isNew && left.includes(candidate.commitmentId)
                    ? t("agreements.offer.ends")
                    : "",
                ]
                  .filter(Boolean)
                  .join(" · ")}
              />
            ))}
            {chosen.length > 0 && (
              <p className="samenspraak-strong">
                {t("agreements.sum")} {format.money(sum)}
              </p>
            )}
          </fieldset>
          <section className="samenspraak-stack" aria-label={t("agreements.offer.clauses")}>
            <h3 className="samenspraak-offer__legend">{t("agreements.offer.clauses")}</h3>
            {drafts.length > 0 && (
              <RadioGroup
                legend={t("agreements.offer.clauses.which")}
                pointer="/clausesDraft"
                value={chosenDraft ? articles : AS_BEFORE}
                onChange={(next) => {
                  setArticles(next);
                  see(undefined);
                }}
                options={[
                  {
                    value: AS_BEFORE,
                    label: t(
                      readiness.clauses.length === 0
                        ? "agreements.offer.clauses.none"
                        : "agreements.offer.clauses.before",
                    ),
                  },
                  ...drafts.map((draft) => ({
                    value: draft.id,
                    label: t(`agreements.offer.clauses.${draft.box}`),
                  })),
                ]}
              />
            )}
            {hasChanged && (
              <Alert tone="warning" title={t("agreements.offer.clauses.changed")} role="status">
                <Button onClick={() => see(now)}>{t("agreements.offer.clauses.show")}</Button>
              </Alert>
            )}
            {written && written.faults.length > 0 && (
              <Alert tone="warning" title={t("agreements.offer.clauses.faults")} role="status">
                <ul>
                  {written.faults.map(({ detail }) => (
                    <li key={detail}>{detail}</li>
                  ))}
                </ul>
              </Alert>
            )}
            {clauses.length > 0 && (
              <ul className="samenspraak-list" lang="nl">
                {clauses.map((clause, at) => (
                  <li key={clause.title}>
                    {/* What somebody wrote just now is to be read before it is offered. */}
                    <Disclosure
                      key={written?.draft.digest}
                      summary={`${at + 1}. ${clause.title}`}
                      open={chosenDraft !== undefined}
                    >
                      <p className="samenspraak-offer__clause">{clause.text}</p>
                    </Disclosure>
                  </li>
                ))}
              </ul>
            )}
            <Boxes
              workspace={workspace}
              kind="clauses"
              drafts={drafts}
              open={
                mayOpen(workspace)
                  ? async (box) => (await openClausesDraft(workspaceId, box)).draft.id
                  : undefined
              }
              single
              level={3}
            />
          </section>
          <div className="samenspraak-fields">
            <TextField
              label={t("agreements.offer.reason")}
              description={t("agreements.offer.reason.help")}
              pointer="/reason"
              optional
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
            <TextField
              label={t("agreements.offer.sign-by")}
              description={t("agreements.offer.sign-by.help")}
              pointer="/signByOn"
              type="date"
              optional
              value={signByOn}
              onChange={(event) => setSignByOn(event.target.value)}
            />
          </div>
          <NotBsn error={offering.error} checked={notBsn} onChange={setNotBsn} />
          <div>
            <Button
              type="submit"
              variant="primary"
              busy={offering.isPending}
              unavailable={chosenDraft && !written ? t("agreements.loading") : undefined}
            >
              {t("agreements.offer.send", { number })}
            </Button>
          </div>
        </Form>
      </PanelSection>
    </Panel>
  );
}

interface ReadinessPanelProps {
  workspaceId: string;
  versions: View<"VersionsView">;
}

/** What is still missing before a version can be signed, each with the way to mend it. */
export function ReadinessPanel({ workspaceId, versions }: ReadinessPanelProps) {
  const { t } = useTranslation();
  const { missing } = versions.readiness;
  return (
    <Panel
      title={t("agreements.missing")}
      aside={missing.length > 0 ? t("agreements.missing.count", { count: missing.length }) : ""}
    >
      {missing.length === 0 ? (
        <PanelSection>
          <EmptyState title={t("terms.missing.nothing")} />
        </PanelSection>
      ) : (
        <PanelList>
          {missing.map((each) => (
            <PanelItem key={`${each.pointer} ${each.slug}`} className="samenspraak-small">
              {each.commitmentId === null ? (
                <TextLink to="/contracten/$id" params={{ id: workspaceId }}>
                  {each.detail}
                </TextLink>
              ) : (
                <TextLink
                  to="/contracten/$id/toezeggingen/$commitmentId"
                  params={{ id: workspaceId, commitmentId: each.commitmentId }}
                >
                  {each.detail}
                </TextLink>
              )}
            </PanelItem>
          ))}
        </PanelList>
      )}
    </Panel>
  );
}

/** Exactly the text that is on the screen. */
function named(written: ClausesDraft | undefined): { id: string; digest: string } | null {
  return written ? { id: written.draft.id, digest: written.draft.digest } : null;
}
