import { answer, api, newId, type View } from "../api/client";

/** Read files and show what they would become. Nothing is opened. */
export function previewImport(
  organisationId: string,
  files: readonly File[],
): Promise<View<"ImportPreviewView">> {
  const form = new FormData();
  for (const file of files) form.append("files", file);
  return answer(
    api.POST("/imports", {
      params: { query: { organisationId, importId: newId() } },
      body: form as never,
      bodySerializer: (body: unknown) => body as FormData,
    }),
  );
}

/** Open a workspace for each of these rows: all of them, or none. */
export function openImported(preview: View<"ImportPreviewView">, keys: string[]) {
  return answer(
    api.POST("/import-openings", {
      body: { id: newId(), importId: preview.id, organisationId: preview.organisationId, keys },
    }),
  );
}
