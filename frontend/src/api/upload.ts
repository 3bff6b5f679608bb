import i18next from "i18next";
import { currentLanguage } from "../text/language";
import { csrfHeaders, heardFrom } from "./client";
import { Problem, problemFrom, UNREACHABLE } from "./problem";

interface Upload {
  query: Record<string, string>;
  mediaType: string;
  /** How much of it is under way, between 0 and 1. */
  onProgress?: (share: number) => void;
  signal?: AbortSignal | undefined;
}

/**
 * Send a file as it is, and say how far it came.
 *
 * `fetch` tells nothing while it sends, so this is the one request that is made in the older way.
 */
export async function upload<Data>(path: string, file: Blob, options: Upload): Promise<Data> {
  const { query, mediaType, onProgress, signal } = options;
  const headers = await csrfHeaders();
  return await new Promise((resolve, reject) => {
    if (signal?.aborted) throw new DOMException("stopped", "AbortError");
    const request = new XMLHttpRequest();
    const stop = () => request.abort();
    request.open("POST", `/v1${path}?${new URLSearchParams(query)}`);
    request.setRequestHeader("Content-Type", mediaType);
    request.setRequestHeader("Accept-Language", currentLanguage());
    for (const [name, value] of headers) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded, total }) => {
      if (total > 0) onProgress?.(loaded / total);
    };
    request.onload = () => {
      heardFrom(request.status);
      const response = new Response(request.responseText, {
        status: request.status,
        headers: { "X-Request-Id": request.getResponseHeader("X-Request-Id") ?? "" },
      });
      const body = parsed(request.responseText);
      if (response.ok) resolve(body as Data);
      else reject(problemFrom(response, body, unknown()));
    };
    request.onerror = () => reject(unreachable());
    request.onabort = () => reject(new DOMException("stopped", "AbortError"));
    request.onloadend = () => signal?.removeEventListener("abort", stop);
    signal?.addEventListener("abort", stop);
    request.send(file);
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function unknown() {
  return { title: i18next.t("wrong.unknown.title"), detail: i18next.t("wrong.unknown.detail") };
}

function unreachable(): Problem {
  return new Problem(
    0,
    UNREACHABLE,
    i18next.t("wrong.unreachable.title"),
    i18next.t("wrong.unreachable.detail"),
  );
}
