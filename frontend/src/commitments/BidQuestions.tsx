import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import { Alert } from "../ui/Alert";
import { RadioGroup } from "../ui/Choices";
import { TextArea } from "../ui/FormField";
import { type Answering, QUESTIONS } from "./bidAnswers";
import { lessText } from "./bidTexts";

interface BidQuestionsProps {
  less: readonly View<"Less">[];
  /** Where the answers stand in what is sent. */
  pointer?: string;
  answering: Answering;
  onChange: (answering: Answering) => void;
}

/** Less than was bid: four questions, and the ground. A yes refuses nothing; it stays to be seen. */
export function BidQuestions(props: BidQuestionsProps) {
  const { less, pointer = "/bidAnswers", answering, onChange } = props;
  const { t } = useTranslation();
  const { answers, ground } = answering;
  return (
    <>
      <Alert tone="warning" title={t("bids.less.title")}>
        <p>{t("bids.less.what", { what: lessText(less, t) })}</p>
        <p>{t("bids.less.detail")}</p>
      </Alert>
      {QUESTIONS.map((question) => (
        <RadioGroup
          key={question}
          legend={t(`bids.question.${question}`)}
          pointer={`${pointer}/${question}`}
          value={answers[question] === undefined ? undefined : answers[question] ? "yes" : "no"}
          onChange={(next) =>
            onChange({ ...answering, answers: { ...answers, [question]: next === "yes" } })
          }
          options={[
            { value: "yes", label: t("bids.yes") },
            { value: "no", label: t("bids.no") },
          ]}
        />
      ))}
      <TextArea
        label={t("bids.ground")}
        description={t("bids.ground.help")}
        pointer={`${pointer}/ground`}
        rows={3}
        value={ground}
        onChange={(event) => onChange({ ...answering, ground: event.target.value })}
      />
    </>
  );
}
