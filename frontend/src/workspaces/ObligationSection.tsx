import { IconArrowsDiff, IconCheck, IconPencil } from "@tabler/icons-react";
import type { TFunction } from "i18next";
import { lazy, type ReactNode, Suspense } from "react";
import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import type { Format } from "../text/format";
import { useFormat } from "../text/useFormat";
import { Disclosure } from "../ui/Disclosure";
import { LinkButton } from "../ui/Link";
import { PanelSection } from "../ui/Panel";
import { ValueBar } from "../ui/ValueBar";
import { agreeObligation } from "./moves";
import { Account } from "./obligation/Account";
import { moreOrLess } from "./obligation/difference";
import { ProposedWording } from "./Wordings";

type Obligation = View<"ObligationView">;

// What compares texts is heavy, and most of the time nothing lies there to compare.
const ObligationChange = lazy(() =>
  import("./Changed").then(({ ObligationChange }) => ({ default: ObligationChange })),
);

interface ObligationSectionProps {
  workspace: View<"WorkspaceView">;
  /** What counts towards it, from the commitments; undefined while those are not there. */
  counting: View<"ValueTotals"> | undefined;
  /** The part of that within the contract. */
  within?: View<"ValueTotals"> | undefined;
  /** What else the totals tell, under the bar. */
  children?: ReactNode;
}

/** What is owed and why so much: how far it is filled, and the way to agree on it. */
export function ObligationSection(props: ObligationSectionProps) {
  const { workspace, counting, within, children } = props;
  const { t } = useTranslation();
  const { obligation, proposedObligation: proposed, moves } = workspace;
  const maySet = moves.includes("set-obligation");
  return (
    <>
      {obligation && (
        <PanelSection>
          <div className="samenspraak-stack samenspraak-stack--tight">
            <Owed obligation={obligation} counting={counting} />
            <Within obligation={obligation} within={within} />
            <Disclosure summary={t("workspaces.obligation.why")} className="samenspraak-small">
              <div className="samenspraak-stack">
                <Account workspace={workspace} obligation={obligation} />
                {!proposed && (maySet || obligation.moves.includes("change-basis")) && (
                  <div className="samenspraak-account__moves">
                    {obligation.moves.includes("change-basis") && (
                      <LinkButton
                        variant="subtle"
                        icon={<IconArrowsDiff size={20} aria-hidden="true" />}
                        to="/contracten/$id/verplichting"
                        params={{ id: workspace.id }}
                        search={{ stap: "basis" }}
                      >
                        {t("owed.change-basis")}
                      </LinkButton>
                    )}
                    {maySet && <SetLink workspaceId={workspace.id} />}
                  </div>
                )}
              </div>
            </Disclosure>
          </div>
        </PanelSection>
      )}
      {children}
      {!obligation && !proposed && (
        <PanelSection>
          <div className="samenspraak-cluster samenspraak-cluster--apart">
            <p className="samenspraak-muted">{t("workspaces.obligation.none")}</p>
            {maySet && (
              <LinkButton to="/contracten/$id/verplichting" params={{ id: workspace.id }}>
                {t("workspaces.obligation.put")}
              </LinkButton>
            )}
          </div>
        </PanelSection>
      )}
      {proposed && (
        <PanelSection>
          <ProposedWording
            workspace={workspace}
            wording={proposed}
            agree={(named) => agreeObligation(workspace.id, named)}
            mayAgree={moves.includes("agree-obligation")}
            agreed={t("workspaces.obligation.agreed")}
            other={maySet ? <SetLink workspaceId={workspace.id} /> : undefined}
          >
            <Proposed workspace={workspace} proposed={proposed} agreed={obligation} />
          </ProposedWording>
        </PanelSection>
      )}
    </>
  );
}

function SetLink({ workspaceId }: { workspaceId: string }) {
  const { t } = useTranslation();
  return (
    <LinkButton
      variant="subtle"
      icon={<IconPencil size={20} aria-hidden="true" />}
      to="/contracten/$id/verplichting"
      params={{ id: workspaceId }}
    >
      {t("workspaces.obligation.other")}
    </LinkButton>
  );
}

function Owed({
  obligation,
  counting,
}: Pick<ObligationSectionProps, "counting"> & { obligation: Obligation }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (obligation.amountCents === null) {
    return (
      <p>
        <strong className="samenspraak-strong">{t("workspaces.obligation")}:</strong>{" "}
        <span lang="nl">{obligation.basis}</span>
      </p>
    );
  }
  return (
    <ValueBar
      label={t("workspaces.obligation")}
      obligationCents={obligation.amountCents}
      agreedCents={counting?.agreedCents ?? 0}
      negotiatingCents={Math.max(0, counting?.inNegotiationCents ?? 0)}
      conceptCents={counting?.conceptCents ?? 0}
      reason={basisText(obligation, t, format)}
    />
  );
}

interface WithinProps {
  obligation: Obligation;
  within: View<"ValueTotals"> | undefined;
}

/** What has to be done within the contract, and how far that is. */
function Within({ obligation, within }: WithinProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { withinCents, scopeRule } = obligation;
  if (scopeRule === "strict") {
    return <p className="samenspraak-small samenspraak-muted">{t("owed.scope.strict")}</p>;
  }
  if (withinCents === null) return null;
  const done = within?.agreedCents ?? 0;
  return (
    <p className="samenspraak-small samenspraak-muted samenspraak-account__within">
      {done >= withinCents && <IconCheck size={16} aria-hidden="true" />}
      <span>
        {t(done >= withinCents ? "owed.within.done" : "owed.within", {
          least: format.money(withinCents),
          now: format.money(done),
        })}
      </span>
    </p>
  );
}

interface ProposedProps {
  workspace: View<"WorkspaceView">;
  proposed: Obligation;
  agreed: Obligation | null;
}

function Proposed({ workspace, proposed, agreed }: ProposedProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { difference, amountCents, withinCents } = proposed;
  return (
    <>
      <p>
        {t("workspaces.obligation")}:{" "}
        {amountCents !== null && (
          <>
            <strong className="samenspraak-strong">{format.money(amountCents)}</strong> ·{" "}
          </>
        )}
        <span className="samenspraak-muted">{basisText(proposed, t, format)}</span>
      </p>
      {difference?.amountCents != null && (
        <p className="samenspraak-strong">
          {moreOrLess(difference.amountCents, t, format)}
          {difference.withinCents != null && difference.withinCents !== 0 && (
            <span className="samenspraak-muted">
              {" "}
              {moreOrLess(difference.withinCents, t, format, "within")}
            </span>
          )}
        </p>
      )}
      {withinCents !== null && proposed.steps.length <= 1 && (
        <p className="samenspraak-muted">
          {t("owed.scope.mixed", { amount: format.money(withinCents) })}
        </p>
      )}
      <Account workspace={workspace} obligation={proposed} />
      {agreed && (
        <Disclosure summary={t("workspaces.wording.difference")}>
          <Suspense fallback={null}>
            <ObligationChange before={agreed} after={proposed} />
          </Suspense>
        </Disclosure>
      )}
    </>
  );
}

/** The percentage and what it is taken of, or that alone. */
function basisText(obligation: Obligation, t: TFunction, format: Format): string {
  return obligation.percent === null
    ? obligation.basis
    : t("workspaces.obligation.percent-of", {
        percent: format.percent(obligation.percent),
        basis: obligation.basis,
      });
}
