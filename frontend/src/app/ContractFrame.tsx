import { useSuspenseQuery } from "@tanstack/react-query";
import { Outlet, useParams } from "@tanstack/react-router";
import { useLive } from "../live/useLive";
import { workspaceQuery } from "../workspaces/queries";
import { ContractHeader } from "./ContractHeader";

/** What stands around every page of one contract; as long as it is there, the page is live. */
export function ContractFrame() {
  const { id } = useParams({ from: "/signed-in/contracten/$id" });
  const { data: workspace } = useSuspenseQuery(workspaceQuery(id));
  useLive(id);
  return (
    <>
      <ContractHeader workspace={workspace} />
      <main id="inhoud" tabIndex={-1} className="samenspraak-width samenspraak-main">
        <Outlet />
      </main>
    </>
  );
}
