import { useTranslation } from "react-i18next";
import { LoadingPanel } from "../ui/States";

/** The place of a page that is on its way. */
export function LoadingPage() {
  const { t } = useTranslation();
  return (
    <div className="samenspraak-width samenspraak-main">
      <LoadingPanel label={t("app.loading")} lines={5} />
    </div>
  );
}
