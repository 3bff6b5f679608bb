import { answer, api, newId, type View } from "../api/client";

/** Bring tables into an organisation; the server names every fault. */
export function importCatalogues(
  organisationId: string,
  content: Record<string, unknown> | unknown[],
  copiedFrom: string | null = null,
) {
  return answer(
    api.POST("/catalogues", {
      body: { id: newId(), organisationId, content, copiedFrom, declaredNotBsn: false },
    }),
  );
}

/** Choose a table for no contract any more. */
export function retireCatalogue(editionId: string) {
  return answer(
    api.POST("/catalogues/{edition_id}/retirements", {
      params: { path: { edition_id: editionId } },
      body: { id: newId() },
    }),
  );
}

/** Reckon with a table in this contract from now on. */
export function pinEdition(workspaceId: string, request: Omit<View<"PinEdition">, "id">) {
  return answer(
    api.POST("/workspaces/{workspace_id}/editions", {
      params: { path: { workspace_id: workspaceId } },
      body: { id: newId(), ...request },
    }),
  );
}
