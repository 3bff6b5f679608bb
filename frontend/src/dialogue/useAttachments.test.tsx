import { act, renderHook, waitFor } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import { endSession, resumeSession } from "../app/session";
import { FILES_LIMIT, useAttachments } from "./useAttachments";

/** A server that answers each upload as told, when told. */
class Server {
  asked: { url: string; headers: Record<string, string>; file: File; request: Sending }[] = [];

  constructor() {
    const asked = this.asked;
    vi.stubGlobal(
      "XMLHttpRequest",
      class extends Sending {
        override send(file: File) {
          asked.push({ url: this.url, headers: this.headers, file, request: this });
        }
      },
    );
  }

  async request(at: number) {
    await waitFor(() => expect(this.asked.length).toBeGreaterThan(at));
    const request = this.asked[at]?.request;
    if (!request) throw new Error("nothing was asked");
    return request;
  }

  async answer(at: number, status: number, body: unknown) {
    const request = await this.request(at);
    request.status = status;
    request.responseText = JSON.stringify(body);
    act(() => {
      request.onload?.();
      request.onloadend?.();
    });
  }
}

class Sending {
  url = "";
  headers: Record<string, string> = {};
  status = 0;
  responseText = "";
  upload: { onprogress?: (event: { loaded: number; total: number }) => void } = {};
  onload?: () => void;
  onerror?: () => void;
  onabort?: () => void;
  onloadend?: () => void;
  open(_: string, url: string) {
    this.url = url;
  }
  setRequestHeader(name: string, value: string) {
    this.headers[name] = value;
  }
  getResponseHeader() {
    return null;
  }
  abort() {
    this.onabort?.();
    this.onloadend?.();
  }
  send(_: File) {}
}

const view = (name: string, isStripped = true) => ({ name, sizeBytes: 2, isStripped });
const file = (name: string, size = 3) => {
  const made = new File(["abc"], name);
  Object.defineProperty(made, "size", { value: size });
  return made;
};
const composer = (audience: "shared" | "own_side" = "shared") =>
  renderHook(() => useAttachments("w1", audience));

beforeEach(() => sessionStorage.clear());

test("a file is sent as it is chosen, by its kind, for whom one writes", async () => {
  const server = new Server();
  const { result } = composer("own_side");
  act(() => result.current.add([file("Plan.DOCX")]));

  await server.request(0);
  const [first] = server.asked;
  expect(first?.url).toContain("/v1/workspaces/w1/files?");
  expect(first?.url).toContain("audience=own_side");
  expect(first?.headers["Content-Type"]).toContain("wordprocessingml");
  act(() => first?.request.upload.onprogress?.({ loaded: 1, total: 4 }));
  expect(result.current.files[0]).toMatchObject({ share: 0.25, isThere: false });
  expect(result.current.isSending).toBe(true);

  await server.answer(0, 201, view("Plan.DOCX"));
  await waitFor(() => expect(result.current.isSending).toBe(false));
  expect(result.current.files[0]).toMatchObject({ isThere: true, isStripped: true, sizeBytes: 2 });
});

test("several go one after another", async () => {
  const server = new Server();
  const { result } = composer();
  act(() => result.current.add([file("a.pdf"), file("b.png")]));
  await waitFor(() => expect(server.asked).toHaveLength(1));
  await server.answer(0, 201, view("a.pdf", false));
  await waitFor(() => expect(server.asked).toHaveLength(2));
  await server.answer(1, 201, view("b.png"));
  await waitFor(() => expect(result.current.isSending).toBe(false));
});

test("what cannot go is told without sending it", () => {
  const server = new Server();
  const { result } = composer();
  act(() => result.current.add([file("a.exe"), file("b.svg"), file("c.pdf", 25_000_001)]));
  expect(server.asked).toHaveLength(0);
  expect(result.current.files.map(({ refusal }) => refusal?.slice(0, 15))).toEqual([
    "Dit soort besta",
    "Dit soort besta",
    "Dit bestand is ",
  ]);
});

test("more than fit under a message are told so", () => {
  new Server();
  const { result } = composer();
  const many = Array.from({ length: FILES_LIMIT + 1 }, (_, at) => file(`${at}.pdf`));
  act(() => result.current.add(many));
  expect(result.current.files.filter(({ refusal }) => refusal !== null)).toHaveLength(1);
});

test("a refusal is shown in the server's own words, and the next file goes on", async () => {
  const server = new Server();
  const { result } = composer();
  act(() => result.current.add([file("a.docx"), file("b.pdf")]));
  await server.answer(0, 415, { type: "/problems/files/macros", detail: "Het heeft een macro." });
  await waitFor(() => expect(server.asked).toHaveLength(2));
  expect(result.current.files[0]).toMatchObject({
    refusal: "Het heeft een macro.",
    mayTryAgain: false,
  });
});

test("what was cut off can be sent again, under the same id", async () => {
  const server = new Server();
  const { result } = composer();
  act(() => result.current.add([file("a.pdf")]));
  const request = await server.request(0);
  act(() => request.onerror?.());
  await waitFor(() => expect(result.current.files[0]?.mayTryAgain).toBe(true));
  act(() => result.current.again(result.current.files[0]?.id ?? ""));
  await waitFor(() => expect(server.asked).toHaveLength(2));
  expect(server.asked[1]?.url).toBe(server.asked[0]?.url);
});

const SIGNED_OUT = { type: "/problems/unauthenticated", detail: "Log opnieuw in." };

test("what only a session was lacking for goes by itself once one is back", async () => {
  const server = new Server();
  const { result } = composer();
  act(() => result.current.add([file("a.pdf"), file("b.pdf"), file("c.pdf")]));
  await server.answer(0, 415, { type: "/problems/files/macros", detail: "Het heeft een macro." });
  act(() => endSession());
  await server.answer(1, 401, SIGNED_OUT);
  await server.answer(2, 401, SIGNED_OUT);
  await waitFor(() => expect(result.current.isSending).toBe(false));
  act(() => result.current.remove(result.current.files[2]?.id ?? ""));
  act(() => resumeSession());
  await server.answer(3, 201, view("b.pdf"));
  await waitFor(() => expect(result.current.files[1]?.isThere).toBe(true));
  expect(server.asked.map(({ file }) => file.name)).toEqual(["a.pdf", "b.pdf", "c.pdf", "b.pdf"]);
  expect(server.asked[3]?.url).toBe(server.asked[1]?.url);
});

test("what waited too long for somebody to be back asks them", async () => {
  const server = new Server();
  const { result } = composer();
  act(() => result.current.add([file("a.pdf")]));
  act(() => endSession());
  await server.answer(0, 401, SIGNED_OUT);
  await waitFor(() => expect(result.current.files[0]?.mayTryAgain).toBe(true));
  vi.setSystemTime(Date.now() + 11 * 60_000);
  act(() => resumeSession());
  vi.useRealTimers();
  expect(server.asked).toHaveLength(1);
  expect(result.current.files[0]?.refusal).toBe("Log opnieuw in.");
});

test("what one takes away is stopped, and nothing is said of it", async () => {
  const server = new Server();
  const { result } = composer();
  act(() => result.current.add([file("a.pdf"), file("b.pdf")]));
  await server.request(0);
  act(() => result.current.remove(result.current.files[0]?.id ?? ""));
  await server.request(1);
  expect(result.current.files.map(({ name }) => name)).toEqual(["b.pdf"]);
});

test("who leaves the page sends nothing that waited behind what was under way", async () => {
  const server = new Server();
  const { result, unmount } = composer("own_side");
  act(() => result.current.add([file("a.pdf"), file("b.pdf")]));
  await server.request(0);
  unmount();
  await new Promise((resolve) => setTimeout(resolve));
  expect(server.asked.map(({ file }) => file.name)).toEqual(["a.pdf"]);
});

test("what the server has survives a lost page, each box its own", async () => {
  const server = new Server();
  const first = composer();
  act(() => first.result.current.add([file("a.pdf"), file("b.pdf")]));
  await server.answer(0, 201, view("a.pdf", false));
  await waitFor(() => expect(server.asked).toHaveLength(2));
  first.unmount();

  expect(composer().result.current.files.map(({ name }) => name)).toEqual(["a.pdf"]);
  expect(composer("own_side").result.current.files).toEqual([]);
});
