import { type ErrorComponentProps, useRouter } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Problem, UNREACHABLE } from "../api/problem";
import { Alert } from "../ui/Alert";
import { Button } from "../ui/Button";
import { LinkButton } from "../ui/Link";
import { Page } from "./Page";

/** A page whose data could not be read, or that broke while it was drawn. */
export function WrongPage({ error, reset }: ErrorComponentProps) {
  const { t } = useTranslation();
  const router = useRouter();
  if (error instanceof Problem && error.status === 404) return <NotFoundPage />;
  const problem = error instanceof Problem ? error : undefined;
  const again = async () => {
    await router.invalidate();
    reset();
  };
  return (
    <Page narrow title={problem?.title ?? t("wrong.unknown.title")}>
      <Alert
        tone={problem?.slug === UNREACHABLE ? "warning" : "error"}
        actions={<Button onClick={again}>{t("ui.retry")}</Button>}
      >
        {problem?.detail ?? t("wrong.unknown.detail")}
        {problem?.reference !== undefined && (
          <> {t("ui.load-error.reference", { reference: problem.reference })}</>
        )}
      </Alert>
    </Page>
  );
}

/** Not there, or not for this person to know: the same words for both. */
export function NotFoundPage() {
  const { t } = useTranslation();
  return (
    <Page narrow title={t("wrong.not-found.title")}>
      <div className="samenspraak-stack">
        <p>{t("wrong.not-found.detail")}</p>
        <LinkButton to="/contracten">{t("wrong.not-found.back")}</LinkButton>
      </div>
    </Page>
  );
}
