import { useSuspenseQuery } from "@tanstack/react-query";
import { Outlet, useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Problem } from "../api/problem";
import { useLive } from "../live/useLive";
import { Alert } from "../ui/Alert";
import { LinkButton } from "../ui/Link";
import { workspaceQuery } from "../workspaces/queries";
import { ContractHeader } from "./ContractHeader";
import { Page } from "./Page";

/** What stands around every page of one contract; as long as it is there, the page is live. */
export function ContractFrame() {
  const { id } = useParams({ from: "/signed-in/contracten/$id" });
  const { data: workspace, error } = useSuspenseQuery(workspaceQuery(id));
  useLive(id);
  // What was read before stays in the cache, but it is no longer for this person.
  if (error instanceof Problem && error.status === 404) return <PartOverPage />;
  return (
    <>
      <ContractHeader workspace={workspace} />
      <main id="inhoud" tabIndex={-1} className="samenspraak-width samenspraak-main">
        <Outlet />
      </main>
    </>
  );
}

/** The page was open when somebody's part in the contract ended. */
function PartOverPage() {
  const { t } = useTranslation();
  return (
    <Page narrow title={t("app.part-over.title")}>
      <div className="samenspraak-stack">
        <Alert tone="warning" role="status">
          {t("app.part-over.detail")}
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
