import { IconArrowUp, IconPlus } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { newId, type View } from "../api/client";
import { formErrors, Problem } from "../api/problem";
import { NotBsn } from "../dialogue/NotBsn";
import { useFormat } from "../text/useFormat";
import { Alert } from "../ui/Alert";
import { Button } from "../ui/Button";
import { Checkbox } from "../ui/Choices";
import { Form } from "../ui/Form";
import { TextArea, TextField } from "../ui/FormField";
import { TextLink } from "../ui/Link";
import { Panel, PanelItem, PanelList, PanelSection } from "../ui/Panel";
import { EmptyState } from "../ui/States";
import { useToast } from "../ui/Toast";
import { offer } from "./moves";
import "./OfferPanel.css";

interface OfferPanelProps {
  workspaceId: string;
  versions: View<"VersionsView">;
}

interface ClauseDraft extends View<"Clause"> {
  /** Tells articles apart while they move and are renamed. */
  key: string;
}

/** Put together what goes up for signing: which commitments, which articles, until when. */
export function OfferPanel({ workspaceId, versions }: OfferPanelProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { say } = useToast();
  const { readiness, items } = versions;
  const [left, setLeft] = useState<readonly string[]>([]);
  const [clauses, setClauses] = useState<ClauseDraft[]>(() =>
    readiness.clauses.map((clause) => ({ ...clause, key: newId() })),
  );
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
        clauses: clauses.map(({ title, text }) => ({ title, text })),
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
  const change = (key: string, part: Partial<View<"Clause">>) =>
    setClauses((before) =>
      before.map((clause) => (clause.key === key ? { ...clause, ...part } : clause)),
    );
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
          <fieldset className="samenspraak-stack">
            <legend className="samenspraak-offer__legend">{t("agreements.offer.clauses")}</legend>
            {clauses.map((clause, index) => (
              <div key={clause.key} className="samenspraak-offer__clause samenspraak-stack">
                <TextField
                  label={t("agreements.offer.clause.title", { number: index + 1 })}
                  pointer={`/clauses/${index}/title`}
                  value={clause.title}
                  onChange={(event) => change(clause.key, { title: event.target.value })}
                />
                <TextArea
                  label={t("agreements.offer.clause.text", { number: index + 1 })}
                  pointer={`/clauses/${index}/text`}
                  rows={4}
                  value={clause.text}
                  onChange={(event) => change(clause.key, { text: event.target.value })}
                />
                <div className="samenspraak-cluster samenspraak-cluster--tight">
                  {index > 0 && (
                    <Button
                      variant="subtle"
                      icon={<IconArrowUp size={20} aria-hidden="true" />}
                      onClick={() => setClauses((before) => raised(before, index))}
                    >
                      {t("agreements.offer.clause.up", { number: index + 1 })}
                    </Button>
                  )}
                  <Button
                    variant="subtle"
                    tone="negative"
                    onClick={() =>
                      setClauses((before) => before.filter(({ key }) => key !== clause.key))
                    }
                  >
                    {t("agreements.offer.clause.remove", { number: index + 1 })}
                  </Button>
                </div>
              </div>
            ))}
            <div>
              <Button
                icon={<IconPlus size={20} aria-hidden="true" />}
                onClick={() =>
                  setClauses((before) => [...before, { key: newId(), title: "", text: "" }])
                }
              >
                {t("agreements.offer.clause.add")}
              </Button>
            </div>
          </fieldset>
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
            <Button type="submit" variant="primary" busy={offering.isPending}>
              {t("agreements.offer.send", { number })}
            </Button>
          </div>
        </Form>
      </PanelSection>
    </Panel>
  );
}

/** What is still missing before a version can be signed, each with the way to mend it. */
export function ReadinessPanel({ workspaceId, versions }: OfferPanelProps) {
  const { t } = useTranslation();
  const { missing } = versions.readiness;
  return (
    <Panel
      title={t("agreements.missing")}
      aside={missing.length > 0 ? t("agreements.missing.count", { count: missing.length }) : ""}
    >
      {missing.length === 0 ? (
        <PanelSection>
          <EmptyState title={t("commitments.missing.nothing")} />
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

/** The same articles, with the one at this place before the one above it. */
function raised(clauses: ClauseDraft[], index: number): ClauseDraft[] {
  const [one, other] = [clauses[index - 1], clauses[index]];
  if (!one || !other) return clauses;
  return [...clauses.slice(0, index - 1), other, one, ...clauses.slice(index + 1)];
}
