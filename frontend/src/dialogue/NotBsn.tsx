import { useTranslation } from "react-i18next";
import { Problem } from "../api/problem";
import { Checkbox } from "../ui/Choices";

interface NotBsnProps {
  /** What the server said of the last attempt. */
  error: unknown;
  checked: boolean;
  onChange: (checked: boolean) => void;
}

/**
 * The way on for a number that only looks like a BSN.
 *
 * It shows when that is all there is against the text; a number that is called a BSN has to go.
 */
export function NotBsn({ error, checked, onChange }: NotBsnProps) {
  const { t } = useTranslation();
  if (!mayDeclare(error)) return null;
  return (
    <Checkbox
      label={t("app.not-bsn")}
      description={t("app.not-bsn.help")}
      checked={checked}
      onChange={(event) => onChange(event.target.checked)}
    />
  );
}

/** Whether the writer can go on by saying that it is no BSN. */
export function mayDeclare(error: unknown): boolean {
  return (
    error instanceof Problem &&
    error.errors.length > 0 &&
    error.errors.every(({ slug }) => slug === "personal-data/bare-bsn")
  );
}
