import { useTranslation } from "react-i18next";
import { Alert } from "../ui/Alert";
import { LinkButton } from "../ui/Link";
import { Page } from "./Page";

/** Instead of a contract whose page was open when somebody's part in it ended. */
export default function PartOverPage() {
  const { t } = useTranslation();
  return (
    <Page narrow title={t("session.part-over.title")}>
      <div className="samenspraak-stack">
        <Alert tone="warning" role="status">
          {t("session.part-over.detail")}
        </Alert>
        <div>
          <LinkButton to="/contracten" variant="primary">
            {t("wrong.not-found.back")}
          </LinkButton>
        </div>
      </div>
    </Page>
  );
}
