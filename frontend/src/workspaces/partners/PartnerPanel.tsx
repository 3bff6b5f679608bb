import { IconPencil } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { View } from "../../api/client";
import { DateText } from "../../ui/Amounts";
import { Button } from "../../ui/Button";
import { Disclosure } from "../../ui/Disclosure";
import { Panel, PanelItem, PanelList, PanelSection } from "../../ui/Panel";
import { SideLabel } from "../../ui/Side";
import { Numbers } from "../Served";
import { PartnerForm } from "./PartnerForm";

interface PartnerPanelProps {
  workspace: View<"WorkspaceView">;
  partner: View<"PartnerView">;
  lines: readonly View<"CommitmentLineView">[];
}

/** One partner with its five questions: what was answered, by whom, and what was not. */
export function PartnerPanel({ workspace, partner, lines }: PartnerPanelProps) {
  const { t } = useTranslation();
  const [writing, setWriting] = useState(false);
  const { name, numbers, questions, unanswered, moves } = partner;
  const answered = questions.length - unanswered;
  return (
    <Panel
      title={<span lang="nl">{name}</span>}
      aside={
        <>
          {numbers.length > 0 && (
            <span>
              {t("partners.in", { count: numbers.length })}{" "}
              <Numbers workspaceId={workspace.id} numbers={numbers} lines={lines} />
            </span>
          )}
          <span>{t("partners.answered", { answered, count: questions.length })}</span>
          {moves.includes("answer") && !writing && (
            <Button
              variant="subtle"
              icon={<IconPencil size={20} aria-hidden="true" />}
              onClick={() => setWriting(true)}
            >
              {t("partners.answer")}
            </Button>
          )}
        </>
      }
    >
      {writing ? (
        <PanelSection>
          <PartnerForm workspace={workspace} partner={partner} onDone={() => setWriting(false)} />
        </PanelSection>
      ) : (
        <PanelList>
          {questions.map((each) => (
            <PanelItem key={each.question} className="samenspraak-stack samenspraak-stack--tight">
              <h3 className="samenspraak-strong">{t(`partners.question.${each.question}`)}</h3>
              {each.answer === null ? (
                <p className="samenspraak-muted">{t("partners.unanswered")}</p>
              ) : (
                <Answer answer={each.answer} />
              )}
              {each.earlier.length > 0 && (
                <Disclosure
                  summary={t("partners.earlier", { count: each.earlier.length })}
                  className="samenspraak-small"
                >
                  <div className="samenspraak-stack">
                    {each.earlier.map((answer) => (
                      <Answer key={answer.answeredAt} answer={answer} />
                    ))}
                  </div>
                </Disclosure>
              )}
            </PanelItem>
          ))}
        </PanelList>
      )}
    </Panel>
  );
}

function Answer({ answer }: { answer: View<"PartnerAnswerView"> }) {
  return (
    <div>
      <p lang="nl" className="samenspraak-measure samenspraak-partner__answer">
        {answer.text}
      </p>
      <p className="samenspraak-cluster samenspraak-cluster--tight samenspraak-small">
        <SideLabel side={answer.bySide} />
        <span className="samenspraak-muted">
          {answer.byName}, <DateText at={answer.answeredAt} as="shortDate" />
        </span>
      </p>
    </div>
  );
}
