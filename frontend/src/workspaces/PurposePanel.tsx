import { IconPencil } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { openPurposeDraft } from "../agreements/statements";
import type { View } from "../api/client";
import { Boxes, BoxLabel, DraftLink, mayOpen } from "../drafting/Boxes";
import { draftsQuery } from "../drafting/queries";
import { DateText } from "../ui/Amounts";
import { Button } from "../ui/Button";
import { WordDiff } from "../ui/Differences";
import { Disclosure } from "../ui/Disclosure";
import { Panel, PanelSection } from "../ui/Panel";
import { agreePurpose } from "./moves";
import { PhaseLine } from "./PhaseLine";
import { ProposedWording } from "./Wordings";

type Purpose = View<"PurposeView">;

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
          <PurposeText purpose={purpose} />
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
            <PurposeText purpose={proposed} />
            {purpose && (
              <Disclosure summary={t("workspaces.wording.difference")}>
                <WordDiff before={asText(purpose)} after={asText(proposed)} />
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

function PurposeText({ purpose }: { purpose: Purpose }) {
  const { t } = useTranslation();
  return (
    <div className="samenspraak-purpose__words" lang="nl">
      <p className="samenspraak-purpose__sentence">{purpose.text}</p>
      {purpose.parts.length > 0 && (
        <ul className="samenspraak-purpose__parts" aria-label={t("workspaces.purpose.parts")}>
          {purpose.parts.map((part) => (
            <li key={part.letter}>
              <span className="samenspraak-purpose__letter">{part.letter}</span>
              <span>{part.text}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function asText(purpose: Purpose): string {
  return [purpose.text, ...purpose.parts.map(({ letter, text }) => `${letter}. ${text}`)].join(
    "\n\n",
  );
}
