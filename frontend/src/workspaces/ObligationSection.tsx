import { IconPencil } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import { useFormat } from "../text/useFormat";
import { Button } from "../ui/Button";
import { FieldDiff } from "../ui/Differences";
import { Disclosure } from "../ui/Disclosure";
import { PanelSection } from "../ui/Panel";
import { ValueBar } from "../ui/ValueBar";
import { agreeObligation } from "./moves";
import { ObligationForm } from "./ObligationForm";
import { ProposedWording } from "./Wordings";

type Obligation = View<"ObligationView">;

interface ObligationSectionProps {
  workspace: View<"WorkspaceView">;
  /** What counts towards it, from the commitments; undefined while those are not there. */
  counting: View<"ValueTotals"> | undefined;
}

/** What is owed and why so much: how far it is filled, and the way to agree on it. */
export function ObligationSection({ workspace, counting }: ObligationSectionProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { obligation, proposedObligation: proposed, moves } = workspace;
  const [writing, setWriting] = useState(false);
  const maySet = moves.includes("set-obligation");
  const other = maySet && !writing ? () => setWriting(true) : undefined;
  return (
    <>
      {obligation && (
        <PanelSection>
          <div className="samenspraak-stack samenspraak-stack--tight">
            {obligation.amountCents === null ? (
              <p lang="nl">{obligation.basis}</p>
            ) : (
              <ValueBar
                label={t("workspaces.obligation")}
                obligationCents={obligation.amountCents}
                agreedCents={counting?.agreedCents ?? 0}
                negotiatingCents={Math.max(0, counting?.inNegotiationCents ?? 0)}
                conceptCents={counting?.conceptCents ?? 0}
                reason={basisText(obligation, t, format)}
              />
            )}
            <div className="samenspraak-cluster samenspraak-cluster--tight samenspraak-cluster--apart">
              <Disclosure summary={t("workspaces.obligation.why")} className="samenspraak-small">
                <p lang="nl" className="samenspraak-measure samenspraak-obligation__reason">
                  {obligation.reason}
                </p>
              </Disclosure>
              {other && !proposed && (
                <Button
                  variant="subtle"
                  icon={<IconPencil size={20} aria-hidden="true" />}
                  className="samenspraak-small"
                  onClick={other}
                >
                  {t("workspaces.obligation.other")}
                </Button>
              )}
            </div>
          </div>
        </PanelSection>
      )}
      {!obligation && !proposed && !writing && (
        <PanelSection>
          <div className="samenspraak-cluster samenspraak-cluster--apart">
            <p className="samenspraak-muted">{t("workspaces.obligation.none")}</p>
            {other && <Button onClick={other}>{t("workspaces.obligation.put")}</Button>}
          </div>
        </PanelSection>
      )}
      {proposed && (
        <PanelSection>
          <ProposedWording
            workspace={workspace}
            wording={proposed}
            agree={(named) => agreeObligation(workspace.id, named)}
            mayAgree={moves.includes("agree-obligation") && !writing}
            agreed={t("workspaces.obligation.agreed")}
            onOther={other}
          >
            <p>
              {t("workspaces.obligation")}:{" "}
              {proposed.amountCents !== null && (
                <>
                  <strong className="samenspraak-strong">
                    {format.money(proposed.amountCents)}
                  </strong>{" "}
                  ·{" "}
                </>
              )}
              <span className="samenspraak-muted">{basisText(proposed, t, format)}</span>
            </p>
            <p lang="nl" className="samenspraak-measure samenspraak-obligation__reason">
              {proposed.reason}
            </p>
            {obligation && <Difference before={obligation} after={proposed} />}
          </ProposedWording>
        </PanelSection>
      )}
      {writing && (
        <PanelSection>
          <ObligationForm
            workspace={workspace}
            from={proposed ?? obligation ?? undefined}
            onDone={() => setWriting(false)}
          />
        </PanelSection>
      )}
    </>
  );
}

function Difference({ before, after }: { before: Obligation; after: Obligation }) {
  const { t } = useTranslation();
  const format = useFormat();
  const amount = (one: Obligation) =>
    one.amountCents === null ? "" : format.money(one.amountCents);
  const percent = (one: Obligation) => (one.percent === null ? "" : format.percent(one.percent));
  return (
    <Disclosure summary={t("workspaces.wording.difference")}>
      <FieldDiff
        caption={t("workspaces.wording.difference")}
        beforeHead={t("workspaces.wording.now")}
        afterHead={t("workspaces.wording.proposed")}
        fields={[
          {
            id: "amount",
            label: t("workspaces.obligation.amount"),
            before: amount(before),
            after: amount(after),
          },
          {
            id: "percent",
            label: t("workspaces.obligation.percent"),
            before: percent(before),
            after: percent(after),
          },
          {
            id: "basis",
            label: t("workspaces.obligation.basis"),
            before: before.basis,
            after: after.basis,
          },
          {
            id: "reason",
            label: t("workspaces.obligation.reason"),
            before: before.reason,
            after: after.reason,
          },
        ]}
      />
    </Disclosure>
  );
}

/** "4 % van de opdrachtsom", or what it is counted from alone. */
function basisText(
  obligation: Obligation,
  t: ReturnType<typeof useTranslation>["t"],
  format: ReturnType<typeof useFormat>,
): string {
  return obligation.percent === null
    ? obligation.basis
    : t("workspaces.obligation.percent-of", {
        percent: format.percent(obligation.percent),
        basis: obligation.basis,
      });
}
