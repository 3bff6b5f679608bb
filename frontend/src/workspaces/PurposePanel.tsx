import { IconPencil } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import { DateText } from "../ui/Amounts";
import { Button } from "../ui/Button";
import { WordDiff } from "../ui/Differences";
import { Disclosure } from "../ui/Disclosure";
import { Panel, PanelSection } from "../ui/Panel";
import { agreePurpose } from "./moves";
import { PhaseLine } from "./PhaseLine";
import { PurposeForm } from "./PurposeForm";
import { ProposedWording } from "./Wordings";

type Purpose = View<"PurposeView">;

/** Why the two sides do this together. It leads; all else on the page serves it. */
export function PurposePanel({ workspace }: { workspace: View<"WorkspaceView"> }) {
  const { t } = useTranslation();
  const { purpose, proposedPurpose: proposed, moves } = workspace;
  const [writing, setWriting] = useState(false);
  const maySet = moves.includes("set-purpose");
  const nothing = purpose === null && proposed === null;
  // A wording that was overtaken while one wrote another stays in sight above the form.
  const form = maySet && (writing || nothing);
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
            {maySet && !proposed && !writing && (
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
            mayAgree={moves.includes("agree-purpose") && !writing}
            agreed={t("workspaces.purpose.agreed")}
            onOther={maySet && !writing ? () => setWriting(true) : undefined}
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
      {form && (
        <PanelSection>
          <PurposeForm
            workspace={workspace}
            from={proposed ?? purpose ?? undefined}
            onDone={() => setWriting(false)}
            mayCancel={!nothing}
          />
        </PanelSection>
      )}
      {nothing && !maySet && (
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
