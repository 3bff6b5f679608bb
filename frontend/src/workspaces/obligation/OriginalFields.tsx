import { useTranslation } from "react-i18next";
import { TextField } from "../../ui/FormField";
import { TypedNumber } from "./TypedNumber";
import type { Typed } from "./typed";

interface OriginalFieldsProps {
  typed: Pick<Typed, "originalAmount" | "originalOn" | "originalReason">;
  change: (part: Partial<Typed>) => void;
  currency: string;
  /** Where the members stand in what is sent. */
  at?: string;
}

/** The sum in the contract's own currency, and how it became euros. */
export function OriginalFields({
  typed,
  change,
  currency,
  at = "/basis/original",
}: OriginalFieldsProps) {
  const { t } = useTranslation();
  return (
    <div className="samenspraak-fields">
      <TypedNumber
        typed={typed}
        change={change}
        name="originalAmount"
        label={t("weighing.original.amount", { currency })}
        pointer={`${at}/cents`}
      />
      <TextField
        type="date"
        label={t("weighing.original.on")}
        pointer={`${at}/on`}
        value={typed.originalOn}
        onChange={(event) => change({ originalOn: event.target.value })}
      />
      <TextField
        label={t("weighing.original.reason")}
        description={t("weighing.original.reason.help")}
        pointer={`${at}/reason`}
        lang="nl"
        value={typed.originalReason}
        onChange={(event) => change({ originalReason: event.target.value })}
      />
    </div>
  );
}
