import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import { formErrors } from "../api/problem";
import { NotBsn } from "../dialogue/NotBsn";
import { useFormat } from "../text/useFormat";
import { Alert } from "../ui/Alert";
import { Button } from "../ui/Button";
import { Form } from "../ui/Form";
import { Select, TextArea, TextField } from "../ui/FormField";
import type { FieldError } from "../ui/form";
import { Panel, PanelSection } from "../ui/Panel";
import { useKeptText } from "../ui/useKeptText";
import { CandidateList } from "./CandidateList";
import { ClauseChoice, useClauses } from "./ClauseChoice";
import { EndAgreement } from "./EndAgreement";
import { GroundFields } from "./GroundFields";
import {
  askedOf,
  endingOf,
  endingsSaid,
  type Filled,
  faultsOf,
  filledBefore,
  groundsSaid,
} from "./offering";
import { useOffering } from "./useOffering";
import { useOfferingWords } from "./useOfferingWords";
import "./OfferPanel.css";

interface OfferFormProps {
  workspace: View<"WorkspaceView">;
  versions: View<"VersionsView">;
}

const NONE: FieldError[] = [];
const SIDES = ["buyer", "contractor"] as const;

/** Put together what goes up for signing: what is in it, why, on which ground and until when. */
export function OfferForm({ workspace, versions }: OfferFormProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { needed, leftOut } = useOfferingWords();
  const { readiness, items } = versions;
  const { amending, candidates } = readiness;
  const number = Math.max(0, ...items.map((line) => line.number)) + 1;
  const [kept, keep] = useKeptText(`offer ${workspace.id} ${number}`);
  const [filled, setFilled] = useState(() => filledBefore(kept));
  const [signByOn, setSignByOn] = useState(amending.signByOn);
  const [notBsn, setNotBsn] = useState(false);
  const [own, setOwn] = useState(NONE);
  const clauses = useClauses(workspace.id, readiness.clauses);
  const offering = useOffering(workspace.id, () => keep(""));
  const chosen = candidates.filter(({ commitmentId }) => !filled.left.includes(commitmentId));
  const included = chosen.map(({ commitmentId }) => commitmentId);
  const ending = endingOf(amending, included);
  const asked = askedOf(amending, ending, filled.ground, leftOut);
  const asksCause = amending.inForce !== null;
  const sum = chosen.reduce((total, { valueCents }) => total + (valueCents ?? 0), 0);

  const rule = (side: View<"Side">) =>
    versions.signingRules.find((each) => each.side === side)?.needed ?? 1;

  function fill(more: Partial<Filled>) {
    const next = { ...filled, ...more };
    setFilled(next);
    keep(JSON.stringify(next));
  }

  function submit() {
    const found = faultsOf(filled, ending, asked, asksCause, needed);
    setOwn(found.length > 0 ? found : NONE);
    if (found.length > 0) {
      offering.reset();
      return;
    }
    offering.mutate({
      commitments: included,
      ...clauses.said,
      endings: endingsSaid(filled, ending),
      ending: null,
      cause: asksCause && filled.cause !== "" ? filled.cause : null,
      reason: filled.reason,
      ...groundsSaid(filled, asked),
      signByOn: signByOn || null,
      declaredNotBsn: notBsn,
    });
  }

  return (
    <Panel title={t("agreements.offer.title", { number })}>
      <PanelSection>
        <Form errors={own.length > 0 ? own : formErrors(offering.error)} onSubmit={submit}>
          <p className="samenspraak-muted samenspraak-measure">{t("agreements.offer.lead")}</p>
          {!readiness.hasChanges && items.length > 0 && (
            <Alert tone="info" title={t("agreements.offer.no-changes")} />
          )}
          <CandidateList
            readiness={readiness}
            left={filled.left}
            leaving={filled.leaving}
            onTick={(id, isIn) =>
              fill({
                left: isIn ? filled.left.filter((each) => each !== id) : [...filled.left, id],
              })
            }
            onLeaving={(id, leaving) => fill({ leaving: { ...filled.leaving, [id]: leaving } })}
          />
          {chosen.length > 0 && (
            <p className="samenspraak-strong">
              {t("agreements.sum")} {format.money(sum)}
            </p>
          )}
          <ClauseChoice
            workspace={workspace}
            hasBefore={readiness.clauses.length > 0}
            choice={clauses}
          />
          <Part title={t("agreements.offer.why")}>
            {asksCause && (
              <Select
                label={t("agreements.offer.cause")}
                pointer="/cause"
                value={filled.cause}
                onChange={(event) => fill({ cause: event.target.value as Filled["cause"] })}
                options={[
                  { value: "", label: t("agreements.offer.cause.choose") },
                  ...amending.causes
                    // The end of the whole agreement has a way of its own, below.
                    .filter((cause) => cause !== "ending" || ending.length > 0)
                    .map((cause) => ({ value: cause, label: t(`agreements.cause.${cause}`) })),
                ]}
              />
            )}
            <TextArea
              label={t("agreements.offer.reason")}
              description={t("agreements.offer.reason.help")}
              pointer="/reason"
              optional
              rows={2}
              value={filled.reason}
              onChange={(event) => fill({ reason: event.target.value })}
            />
            <GroundFields
              grounds={amending.grounds}
              asked={asked}
              value={filled}
              onChange={({ ground, groundText, answers }) => fill({ ground, groundText, answers })}
            />
          </Part>
          <Part title={t("agreements.offer.signing")}>
            <p className="samenspraak-measure">
              {SIDES.map((side) => t(`agreements.offer.rule.${side}`, { count: rule(side) })).join(
                " ",
              )}
            </p>
            <TextField
              label={t("agreements.offer.sign-by")}
              description={t("agreements.offer.sign-by.help")}
              pointer="/signByOn"
              type="date"
              value={signByOn}
              onChange={(event) => setSignByOn(event.target.value)}
            />
          </Part>
          <NotBsn error={offering.error} checked={notBsn} onChange={setNotBsn} />
          <div>
            <Button
              type="submit"
              variant="primary"
              busy={offering.isPending}
              unavailable={clauses.isLoading ? t("agreements.loading") : undefined}
            >
              {t("agreements.offer.send", { number })}
            </Button>
          </div>
        </Form>
      </PanelSection>
      {amending.inForce !== null && !amending.isEnded && (
        <EndAgreement workspace={workspace} amending={amending} number={number} />
      )}
    </Panel>
  );
}

/** Some fields of the form that belong together, under a title. */
function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="samenspraak-stack samenspraak-offer__part">
      <h3 className="samenspraak-offer__legend">{title}</h3>
      {children}
    </section>
  );
}
