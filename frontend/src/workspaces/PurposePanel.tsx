import { IconPencil } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { openPurposeDraft } from "../agreements/statements";
import type { View } from "../api/client";
import { commitmentsQuery } from "../commitments/queries";
import { Boxes, BoxLabel, DraftLink, mayOpen } from "../drafting/Boxes";
import { draftsQuery } from "../drafting/queries";
import { DateText } from "../ui/Amounts";
import { Button } from "../ui/Button";
import { Disclosure } from "../ui/Disclosure";
import { Panel, PanelSection } from "../ui/Panel";
import { agreePurpose } from "./moves";
import { PhaseLine } from "./PhaseLine";
import { Numbers, Served } from "./Served";
import { ProposedWording } from "./Wordings";

type Purpose = View<"PurposeView">;

// What compares texts is heavy, and most of the time nothing lies there to compare.
const PurposeChange = lazy(() =>
  import("./Changed").then(({ PurposeChange }) => ({ default: PurposeChange })),
);

/** Why the two sides do this together. It leads; all else on the page serves it. */
export function PurposePanel({ workspace }: { workspace: View<"WorkspaceView"> }) {
  const { t } = useTranslation();
  const { purpose, proposedPurpose: proposed, moves } = workspace;
  const [writing, setWriting] = useState(false);
  const mayWrite = mayOpen(workspace);
  const nothing = purpose === null && proposed === null;
  const drafts = (useQuery(draftsQuery(workspace.id)).data?.items ?? []).filter(
    ({ kind }) => kind === "purpose",
  );
  const commitments = useQuery(commitmentsQuery(workspace.id)).data;
  const coverage = commitments && { workspaceId: workspace.id, ...commitments };
  // What is being written is in sight; what was put already says so itself.
  const open = drafts.filter(({ proposedNumber }) => proposedNumber === null);
  const choosing = (mayWrite && writing) || (nothing && (mayWrite || open.length > 0));
  return (
    <Panel
      title={t(nothing ? "workspaces.purpose.question" : "workspaces.purpose")}
      className="samenspraak-purpose"
      aside={
        purpose?.agreedAt != null && (
          <>
            <span>
              {t("workspaces.purpose.agreed-on")} <DateText at={purpose.agreedAt} as="date" />
            </span>
            {mayWrite && !proposed && !choosing && (
              <Button
                variant="subtle"
                icon={<IconPencil size={20} aria-hidden="true" />}
                onClick={() => setWriting(true)}
              >
                {t("workspaces.wording.other")}
              </Button>
            )}
          </>
        )
      }
    >
      {purpose && (
        <PanelSection>
          <PurposeText purpose={purpose} coverage={coverage} />
        </PanelSection>
      )}
      {proposed && (
        <PanelSection>
          <ProposedWording
            workspace={workspace}
            wording={proposed}
            agree={(named) => agreePurpose(workspace.id, named)}
            mayAgree={moves.includes("agree-purpose")}
            agreed={t("workspaces.purpose.agreed")}
            onOther={mayWrite && !choosing ? () => setWriting(true) : undefined}
          >
            <PurposeText purpose={proposed} coverage={purpose ? undefined : coverage} />
            {purpose && (
              <Disclosure summary={t("workspaces.wording.difference")}>
                <Suspense fallback={null}>
                  <PurposeChange before={purpose} after={proposed} />
                </Suspense>
              </Disclosure>
            )}
          </ProposedWording>
        </PanelSection>
      )}
      {choosing && (
        <PanelSection>
          <Boxes
            workspace={workspace}
            kind="purpose"
            drafts={drafts}
            open={
              mayWrite
                ? async (box) => (await openPurposeDraft(workspace.id, box)).draft.id
                : undefined
            }
            single
            level={3}
          />
        </PanelSection>
      )}
      {!choosing &&
        open.map((draft) => (
          <PanelSection key={draft.id}>
            <BoxLabel box={draft.box} />
            <DraftLink workspaceId={workspace.id} draft={draft} />
          </PanelSection>
        ))}
      {nothing && !choosing && (
        <PanelSection>
          <p className="samenspraak-muted">{t("workspaces.purpose.wait")}</p>
        </PanelSection>
      )}
      <PanelSection quiet>
        <PhaseLine phase={workspace.phase} />
      </PanelSection>
    </Panel>
  );
}

/** What serves which part; without commitments there is nothing to tell of. */
type Coverage = View<"CommitmentsView"> & { workspaceId: string };

interface PurposeTextProps {
  purpose: Purpose;
  coverage: Coverage | undefined;
}

function PurposeText({ purpose, coverage }: PurposeTextProps) {
  const { t } = useTranslation();
  const { totals, items = [], workspaceId = "" } = coverage ?? {};
  const counted = totals?.purpose.some(({ numbers }) => numbers.length > 0) ?? false;
  const none = counted ? (totals?.servesNone ?? []) : [];
  return (
    <div className="samenspraak-purpose__words">
      <p className="samenspraak-purpose__sentence" lang="nl">
        {purpose.text}
      </p>
      {purpose.parts.length > 0 && (
        <ul className="samenspraak-purpose__parts" aria-label={t("workspaces.purpose.parts")}>
          {purpose.parts.map((part) => (
            <li key={part.letter}>
              <span className="samenspraak-purpose__letter">{part.letter}</span>
              <span>
                <span lang="nl">{part.text}</span>
                {counted && (
                  <Served
                    workspaceId={workspaceId}
                    numbers={numbersOf(totals, part.letter)}
                    lines={items}
                  />
                )}
              </span>
            </li>
          ))}
          {none.length > 0 && (
            <li className="samenspraak-purpose__none">
              <span className="samenspraak-purpose__letter">–</span>
              <span>
                {t("workspaces.purpose.serves-none", { count: none.length })}{" "}
                <Numbers workspaceId={workspaceId} numbers={none} lines={items} />
              </span>
            </li>
          )}
        </ul>
      )}
    </div>
  );
}

function numbersOf(totals: Coverage["totals"] | undefined, letter: string): number[] {
  return totals?.purpose.find((part) => part.letter === letter)?.numbers ?? [];
}
