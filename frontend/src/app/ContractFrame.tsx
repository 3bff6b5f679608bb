import { useSuspenseQuery } from "@tanstack/react-query";
import { Outlet, useParams } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { Problem } from "../api/problem";
import { useLive } from "../live/useLive";
import { workspaceQuery } from "../workspaces/queries";
import { ContractHeader } from "./ContractHeader";
import { LoadingPage } from "./LoadingPage";
import { withSentences } from "./withSentences";

const PartOverPage = lazy(() => withSentences("PartOverPage", () => import("./PartOverPage")));

/** What stands around every page of one contract; as long as it is there, the page is live. */
export function ContractFrame() {
  const { id } = useParams({ from: "/signed-in/contracten/$id" });
  const { data: workspace, error } = useSuspenseQuery(workspaceQuery(id));
  useLive(id);
  // What was read before stays in the cache, but it is no longer for this person.
  if (error instanceof Problem && error.status === 404) {
    return (
      <Suspense fallback={<LoadingPage />}>
        <PartOverPage />
      </Suspense>
    );
  }
  return (
    <>
      <ContractHeader workspace={workspace} />
      <main id="inhoud" tabIndex={-1} className="samenspraak-width samenspraak-main">
        <Outlet />
      </main>
    </>
  );
}
