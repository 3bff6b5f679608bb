import { type Checked, checked, judged } from "./bundle.ts";
import { utf8 } from "./bytes.ts";
import { element } from "./elements.ts";
import { shown } from "./shown.ts";
import { trustedKeys } from "./trusted.ts";
import { type Key, type Language, usualLanguage, Words } from "./words.ts";
import "./verify.css";

const LANGUAGES: Record<Language, string> = { nl: "Nederlands", en: "English" };
// A list of a thousand keys stays far below this; a file chosen by mistake does not.
const KEY_FILE_LIMIT = 1_000_000;

let words = new Words(usualLanguage());
// Checked once: a large file takes a second, and keys are typed letter by letter.
let file: { name: string; size: number; found: Checked } | null = null;
let trouble: Key | null = null;
let trusted = "";
let isTrustOpen = false;

function place(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`verify.html has no place for ${id}`);
  return found;
}

function draw() {
  document.documentElement.lang = words.language;
  document.title = `${words.say("page.title")} – Samenspraak`;
  drawLanguages();
  place("ask").replaceChildren(
    element("h1", {}, words.say("page.title")),
    element("p", { class: "verify-lead" }, words.say("page.lead")),
    element("p", { class: "verify-private" }, words.say("page.private")),
    chooser(),
    trust(),
  );
  drawFound();
}

function drawLanguages() {
  const buttons = Object.entries(LANGUAGES).map(([language, name]) => {
    const isOn = words.language === language;
    const button = element(
      "button",
      { type: "button", lang: language, "aria-pressed": String(isOn) },
      name,
    );
    button.addEventListener("click", () => {
      words = new Words(language as Language);
      draw();
      place("languages").querySelector<HTMLElement>(`[lang=${language}]`)?.focus();
    });
    return button;
  });
  place("languages").setAttribute("aria-label", words.say("page.languages"));
  place("languages").replaceChildren(...buttons);
}

function chooser(): HTMLElement {
  const input = element("input", { type: "file", hidden: true, id: "file", accept: ".zip" });
  input.addEventListener("change", () => take(input.files));
  const button = element(
    "button",
    { type: "button", class: "verify-button verify-button--primary", id: "choose" },
    words.say(file === null ? "file.choose" : "file.other"),
  );
  button.addEventListener("click", () => input.click());
  const chosen = file && words.say("file.chosen", { name: file.name, size: words.size(file.size) });
  return element(
    "section",
    { class: "verify-drop", "aria-labelledby": "file-title" },
    element("h2", { id: "file-title" }, words.say("file.title")),
    chosen ? element("p", { class: "samenspraak-strong" }, chosen) : null,
    trouble ? element("p", { class: "verify-error", role: "alert" }, words.say(trouble)) : null,
    element(
      "div",
      { class: "samenspraak-cluster" },
      button,
      element("p", { class: "samenspraak-muted" }, words.say("file.drag")),
    ),
    input,
  );
}

function trust(): HTMLElement {
  const area = element("textarea", {
    id: "trusted",
    rows: "3",
    spellcheck: "false",
    autocomplete: "off",
    "aria-describedby": "trusted-hint trusted-error",
  });
  area.value = trusted;
  area.addEventListener("input", () => {
    trusted = area.value;
    drawTrust();
    drawFound();
  });
  const input = element("input", { type: "file", hidden: true, id: "key-file" });
  input.addEventListener("change", async () => {
    const [chosen] = input.files ?? [];
    if (chosen === undefined) return;
    trusted = chosen.size > KEY_FILE_LIMIT ? "?" : await chosen.text();
    area.value = trusted;
    drawTrust();
    drawFound();
  });
  const button = element(
    "button",
    { type: "button", class: "verify-button" },
    words.say("trust.choose"),
  );
  button.addEventListener("click", () => input.click());
  const details = element(
    "details",
    { class: "verify-trust", open: isTrustOpen },
    element("summary", {}, words.say("trust.title")),
    element("p", { class: "samenspraak-measure" }, words.say("trust.why")),
    element("label", { for: "trusted" }, words.say("trust.label")),
    element("p", { id: "trusted-hint", class: "samenspraak-muted" }, words.say("trust.hint")),
    element("p", { id: "trusted-error", class: "verify-error", role: "alert" }),
    area,
    button,
    input,
  );
  details.addEventListener("toggle", () => {
    isTrustOpen = details.open;
  });
  queueMicrotask(drawTrust);
  return details;
}

/** Which keys are trusted: null for none given, undefined for a text that names none. */
function keysTrusted(): Set<string> | null | undefined {
  if (trusted.trim() === "") return null;
  return trustedKeys(utf8(trusted)) ?? undefined;
}

function drawTrust() {
  const isWrong = keysTrusted() === undefined;
  place("trusted-error").textContent = isWrong ? words.say("trust.error") : "";
  place("trusted").setAttribute("aria-invalid", String(isWrong));
}

function drawFound() {
  const keys = keysTrusted();
  if (file === null || keys === undefined) {
    place("found").replaceChildren();
    return;
  }
  const { report, held } = judged(file.found, keys);
  const button = element("button", { type: "button", class: "verify-button" }, words.say("print"));
  button.addEventListener("click", () => window.print());
  place("found").replaceChildren(...shown(report, held, words), button);
  place("said").textContent =
    `${words.say("said.done")} ${words.found(`outcome.${report.outcome}`, {})}`;
}

async function take(files: FileList | null | undefined) {
  const [chosen, ...others] = files ?? [];
  if (chosen === undefined) return;
  trouble = null;
  file = null;
  if (others.length > 0) trouble = "file.several";
  else {
    const data = await bytesOf(chosen);
    if (data === null) trouble = "file.unreadable";
    else file = { name: chosen.name, size: data.length, found: checked(data) };
  }
  draw();
  // The button that was pressed was drawn anew; whoever reads on goes to what was found.
  place(file === null ? "choose" : "found").focus();
}

/** The bytes of a file; null for a folder, or a file that went away. */
async function bytesOf(chosen: File): Promise<Uint8Array | null> {
  try {
    return new Uint8Array(await chosen.arrayBuffer());
  } catch {
    return null;
  }
}

addEventListener("dragover", (event) => {
  event.preventDefault();
  document.body.classList.add("verify-over");
});
addEventListener("dragleave", (event) => {
  if (event.relatedTarget === null) document.body.classList.remove("verify-over");
});
addEventListener("drop", (event) => {
  event.preventDefault();
  document.body.classList.remove("verify-over");
  void take(event.dataTransfer?.files);
});

draw();
