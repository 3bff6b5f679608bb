import { newId, type View } from "../api/client";

export type FileView = View<"FileView">;

/** What people read in public, by ending; the server looks at the bytes as well. */
const MEDIA_TYPES: Record<string, string> = {
  pdf: "application/pdf",
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  odt: "application/vnd.oasis.opendocument.text",
};

/** For the field with which one chooses files. */
export const ACCEPTED = Object.keys(MEDIA_TYPES)
  .map((ending) => `.${ending}`)
  .join(",");

/** What a house takes unless it was set otherwise; the server has the last word. */
export const FILE_LIMIT_BYTES = 25_000_000;

/** What the server is told a file is. Not every computer knows its own office files. */
export function mediaTypeOf(file: File): string | undefined {
  return MEDIA_TYPES[endingOf(file.name)];
}

/** Pdf, jpg: how people call a kind of file. */
export function endingOf(name: string): string {
  return name.split(".").pop()?.toLowerCase() ?? "";
}

interface Storing {
  /** For both sides unless said; it stays there for good. */
  audience?: View<"Audience">;
  fileId?: string;
  onProgress?: (share: number) => void;
  signal?: AbortSignal | undefined;
}

/** Keep a file in a workspace. Others get it once it hangs under a message or in an agreement. */
export async function storeFile(workspaceId: string, file: File, options: Storing = {}) {
  const { audience = "shared", fileId = newId(), onProgress, signal } = options;
  // Few messages bring a file, and no page should wait for what they need.
  const { upload } = await import("../api/upload");
  signal?.throwIfAborted();
  return await upload<FileView>(`/workspaces/${workspaceId}/files`, file, {
    query: { fileId, name: file.name, audience },
    mediaType: mediaTypeOf(file) ?? (file.type || "application/octet-stream"),
    ...(onProgress && { onProgress }),
    signal,
  });
}

/** Where a file of a workspace is. */
export function fileAddress(workspaceId: string, fileId: string): string {
  return `/v1/workspaces/${workspaceId}/files/${fileId}`;
}
