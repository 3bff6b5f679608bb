import { useTranslation } from "react-i18next";
import type { CommitmentDraft } from "../drafts";
import { HintList } from "./HintList";
import { Count, Group, Line } from "./Line";

/** What is to be reached and what is done for it, each with what would make it easier to judge. */
export function Goals({ view }: { view: CommitmentDraft }) {
  const { t } = useTranslation();
  return (
    <>
      {(["resultGoal", "effortGoal"] as const).map((goal) => {
        const words = goal === "resultGoal" ? "result-goal" : "effort-goal";
        return (
          <Group key={goal} legend={t(`terms.${words}`)}>
            <Line
              name={`${goal}.text`}
              label={t("composing.goal.text")}
              description={t(`composing.${words}.help`)}
            />
            <div className="samenspraak-terms__row">
              <Line name={`${goal}.measure`} label={t("composing.goal.measure")} />
              <Count name={`${goal}.number`} label={t("composing.goal.number")} />
              <Line name={`${goal}.unit`} label={t("composing.goal.unit")} />
              <Line name={`${goal}.by`} label={t("composing.goal.by")} type="date" />
            </div>
            <HintList view={view} place={goal} />
          </Group>
        );
      })}
      <HintList view={view} place="terms" />
    </>
  );
}
