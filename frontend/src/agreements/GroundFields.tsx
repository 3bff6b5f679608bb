import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import { QUESTIONS } from "../commitments/bidAnswers";
import { Alert } from "../ui/Alert";
import { RadioGroup } from "../ui/Choices";
import { TextField } from "../ui/FormField";
import type { Asked, Grounds } from "./offering";

interface GroundFieldsProps {
  grounds: readonly View<"GroundView">[];
  asked: Asked;
  value: Grounds;
  onChange: (value: Grounds) => void;
}

/** On which ground what was awarded may be changed, and the four questions where those are asked. */
export function GroundFields({ grounds, asked, value, onChange }: GroundFieldsProps) {
  const { t } = useTranslation();
  const { ground, groundText, answers } = value;
  return (
    <>
      {asked.ground !== null && (
        <>
          <Alert tone="info" title={t("agreements.ground.title")}>
            <p>{t("agreements.ground.lead")}</p>
            <Whys whys={asked.ground} />
          </Alert>
          <RadioGroup
            legend={t("agreements.ground.which")}
            pointer="/ground"
            value={ground === "" ? undefined : ground}
            onChange={(next) => onChange({ ...value, ground: next })}
            options={grounds.map((each) => ({
              value: each.ground,
              label: each.text,
              description: t(`agreements.ground.${each.ground}`),
            }))}
          />
          <TextField
            label={t("agreements.ground.text")}
            description={t("agreements.ground.text.help")}
            pointer="/groundText"
            value={groundText}
            onChange={(event) => onChange({ ...value, groundText: event.target.value })}
          />
        </>
      )}
      {asked.answers !== null && (
        <>
          <Alert
            tone="warning"
            title={t(
              asked.answers.length === 0
                ? "agreements.answers.substantial"
                : "agreements.answers.less",
            )}
          >
            <Whys whys={asked.answers} />
            <p>{t("agreements.answers.lead")}</p>
          </Alert>
          {QUESTIONS.map((question) => (
            <RadioGroup
              key={question}
              legend={t(`bids.question.${question}`)}
              pointer={`/answers/${question}`}
              value={answers[question] === undefined ? undefined : answers[question] ? "yes" : "no"}
              onChange={(next) =>
                onChange({ ...value, answers: { ...answers, [question]: next === "yes" } })
              }
              options={[
                { value: "yes", label: t("bids.yes") },
                { value: "no", label: t("bids.no") },
              ]}
            />
          ))}
        </>
      )}
    </>
  );
}

function Whys({ whys }: { whys: readonly string[] }) {
  if (whys.length === 0) return null;
  return (
    <ul>
      {whys.map((why) => (
        <li key={why}>{why}</li>
      ))}
    </ul>
  );
}
