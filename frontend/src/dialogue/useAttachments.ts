import { useCallback, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { newId } from "../api/client";
import { Problem } from "../api/problem";
import { useTimesResumed } from "../app/session";
import { FILE_LIMIT_BYTES, mediaTypeOf, storeFile } from "../workspaces/files";
import { GOES_BY_ITSELF_MS } from "./outbox";
import type { Audience } from "./queries";

/** The server hangs so many under one message. */
export const FILES_LIMIT = 10;

/** A file that will go with the next message: on its way, there, or refused. */
export interface Attachment {
  id: string;
  name: string;
  sizeBytes: number;
  /** How much of it was sent, between 0 and 1; 1 is not yet there. */
  share: number;
  /** Whether the server has it. */
  isThere: boolean;
  isStripped: boolean;
  /** Why it was refused, in words; and whether trying again makes sense. */
  refusal: string | null;
  mayTryAgain: boolean;
}

export interface Attachments {
  files: readonly Attachment[];
  isSending: boolean;
  add: (chosen: Iterable<File>) => void;
  again: (id: string) => void;
  remove: (id: string) => void;
  /** Nothing goes with the next message any more: these went. */
  clear: () => void;
  /** They come back, because the message they went with was refused. */
  restore: (files: readonly Attachment[]) => void;
}

/**
 * Files for a message that is being written, sent one after another as soon as they are chosen.
 *
 * Those the server has are kept for this tab, like the text, so that they survive a lost session.
 * What only a session was lacking for goes by itself once one is back, as a message does.
 */
export function useAttachments(workspaceId: string, audience: Audience): Attachments {
  const { t } = useTranslation();
  const stored = `samenspraak-files ${workspaceId} ${audience}`;
  const [files, setFiles] = useState<readonly Attachment[]>(() => read(stored));
  const now = useRef(files);
  const waiting = useRef<Attachment[]>([]);
  const bytes = useRef(new Map<string, File>());
  const stops = useRef(new Map<string, AbortController>());
  /** When the session was over under a file. */
  const signedOut = useRef(new Map<string, number>());
  const isBusy = useRef(false);

  const change = useCallback(
    (next: readonly Attachment[]) => {
      now.current = next;
      setFiles(next);
      const there = next.filter(({ isThere }) => isThere);
      if (there.length === 0) sessionStorage.removeItem(stored);
      else sessionStorage.setItem(stored, JSON.stringify(there));
    },
    [stored],
  );
  const update = useCallback(
    (id: string, changed: Partial<Attachment>) =>
      change(now.current.map((one) => (one.id === id ? { ...one, ...changed } : one))),
    [change],
  );

  const sendOne = useCallback(
    async ({ id }: Attachment) => {
      const file = bytes.current.get(id);
      if (!file) return;
      const stop = new AbortController();
      stops.current.set(id, stop);
      try {
        const view = await storeFile(workspaceId, file, {
          audience,
          fileId: id,
          onProgress: (share) => update(id, { share }),
          signal: stop.signal,
        });
        bytes.current.delete(id);
        update(id, {
          name: view.name,
          sizeBytes: view.sizeBytes,
          isStripped: view.isStripped,
          isThere: true,
        });
      } catch (error) {
        if (stop.signal.aborted) return;
        if (!(error instanceof Problem)) throw error;
        if (error.status === 401) signedOut.current.set(id, Date.now());
        update(id, {
          refusal: error.errors[0]?.detail ?? error.detail,
          mayTryAgain: error.isPassing || error.status === 401 || error.status === 429,
        });
      } finally {
        stops.current.delete(id);
      }
    },
    [workspaceId, audience, update],
  );

  const sendAll = useCallback(async () => {
    if (isBusy.current) return;
    isBusy.current = true;
    try {
      for (let next = waiting.current.shift(); next; next = waiting.current.shift()) {
        await sendOne(next);
      }
    } finally {
      isBusy.current = false;
    }
  }, [sendOne]);

  const add = useCallback(
    (chosen: Iterable<File>) => {
      const room = FILES_LIMIT - now.current.length;
      const added = [...chosen].map((file, place): Attachment => {
        const id = newId();
        const refusal = place >= room ? t("dialogue.files.too-many") : unfit(file, t);
        if (refusal === null) bytes.current.set(id, file);
        return {
          id,
          name: file.name,
          sizeBytes: file.size,
          share: 0,
          isThere: false,
          isStripped: false,
          refusal,
          mayTryAgain: false,
        };
      });
      change([...now.current, ...added]);
      waiting.current.push(...added.filter(({ refusal }) => refusal === null));
      void sendAll();
    },
    [change, sendAll, t],
  );

  const again = useCallback(
    (id: string) => {
      const one = now.current.find((each) => each.id === id);
      if (!one) return;
      signedOut.current.delete(id);
      update(id, { refusal: null, share: 0 });
      waiting.current.push(one);
      void sendAll();
    },
    [update, sendAll],
  );

  const resumed = useTimesResumed();
  // biome-ignore lint/correctness/useExhaustiveDependencies: It runs for each time somebody is back.
  useEffect(() => {
    for (const [id, at] of [...signedOut.current]) {
      if (Date.now() - at < GOES_BY_ITSELF_MS) again(id);
    }
  }, [resumed, again]);

  const remove = useCallback(
    (id: string) => {
      stops.current.get(id)?.abort();
      waiting.current = waiting.current.filter((one) => one.id !== id);
      bytes.current.delete(id);
      signedOut.current.delete(id);
      change(now.current.filter((one) => one.id !== id));
    },
    [change],
  );

  // Who leaves the page sends nothing any more.
  useEffect(() => {
    const running = stops.current;
    return () => {
      // Else the next one goes as soon as this one stops.
      waiting.current = [];
      for (const stop of running.values()) stop.abort();
    };
  }, []);

  return {
    files,
    isSending: files.some(({ isThere, refusal }) => !isThere && refusal === null),
    add,
    again,
    remove,
    clear: useCallback(() => change([]), [change]),
    restore: useCallback(
      (back: readonly Attachment[]) => change([...back, ...now.current]),
      [change],
    ),
  };
}

/** Why a file cannot go, as far as one can tell without sending it. */
function unfit(
  file: File,
  t: (key: "dialogue.files.kinds" | "dialogue.files.too-large") => string,
) {
  if (mediaTypeOf(file) === undefined) return t("dialogue.files.kinds");
  if (file.size > FILE_LIMIT_BYTES) return t("dialogue.files.too-large");
  return null;
}

function read(stored: string): Attachment[] {
  return JSON.parse(sessionStorage.getItem(stored) ?? "[]") as Attachment[];
}
