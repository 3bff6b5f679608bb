import { useTranslation } from "react-i18next";
import { ChangeLabel, FieldDiff, WordDiff } from "../ui/Differences";
import { SideLabel } from "../ui/Side";
import { Steps } from "../workspaces/obligation/Steps";
import type { ObligationChange, TextChange } from "./owed";

/** What is owed as it is signed: the sum, the reason, what was weighed, and what both sides said. */
export function ObligationText({ part }: { part: ObligationChange }) {
  const { t } = useTranslation();
  const { said, reason, moved, weighing, reactions, steps, stepChanges } = part;
  if (said.before === "" && said.after === "") return null;
  const stepsChanged = stepChanges.some(({ before, after }) => before !== after);
  return (
    <section className="samenspraak-stack samenspraak-stack--tight">
      <div className="samenspraak-cluster samenspraak-cluster--tight">
        <h4 className="samenspraak-agreement__head">{t("agreements.part.obligation")}</h4>
        {part.change !== "same" && <ChangeLabel change={part.change} />}
      </div>
      <Words part={said} />
      {stepsChanged ? (
        <div lang="nl">
          <FieldDiff
            caption={t("owed.sum")}
            beforeHead={t("agreements.before")}
            afterHead={t("agreements.after")}
            fields={stepChanges}
          />
        </div>
      ) : (
        steps.length > 1 && (
          <div className="samenspraak-agreement__steps">
            <Steps steps={steps} lang="nl" />
          </div>
        )
      )}
      <Words part={moved} />
      <Words part={reason} />
      {(weighing.before !== "" || weighing.after !== "") && (
        <div>
          <p className="samenspraak-strong">{t("owed.sheet")}</p>
          <Words part={weighing} />
        </div>
      )}
      {reactions.map((reaction) => (
        <div key={reaction.side}>
          <p className="samenspraak-small">
            <SideLabel side={reaction.side} />
          </p>
          <Words part={reaction} />
        </div>
      ))}
    </section>
  );
}

function Words({ part }: { part: TextChange }) {
  if (part.before === "" && part.after === "") return null;
  return <WordDiff before={part.before} after={part.after} lang="nl" />;
}
