import { insertNewline, standardKeymap } from "@codemirror/commands";
import {
  defineLanguageFacet,
  HighlightStyle,
  Language,
  syntaxHighlighting,
} from "@codemirror/language";
import { Compartment, EditorState, type TransactionSpec } from "@codemirror/state";
import { EditorView, type KeyBinding, keymap } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { parser } from "@lezer/markdown";
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconBold,
  IconHeading,
  IconItalic,
  IconLink,
  IconList,
  IconListNumbers,
} from "@tabler/icons-react";
import {
  type CSSProperties,
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useId,
  useRef,
  useState,
} from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "../ui/Button";
import { classes } from "../ui/classes";
import { Hidden } from "../ui/Hidden";
import { carets } from "./carets";
import { useRoom } from "./DraftRoomProvider";
import {
  hasMark,
  insertLink,
  type LineKind,
  lineKind,
  type Mark,
  nextItem,
  placeOf,
  toggleLines,
  toggleMark,
} from "./markdown";
import type { DraftRoom } from "./room";
import { useUndo } from "./useRoom";
import { writing } from "./writing";
import "./Editor.css";

interface EditorProps {
  id: string;
  labelledBy: string;
  describedBy: string | undefined;
  invalid: boolean;
  readOnly: boolean;
  /** The least number of lines one sees. */
  rows: number;
  lang: string;
  /** No Markdown: a field for words alone. */
  unmarked: boolean;
}

interface Here {
  strong: boolean;
  emphasis: boolean;
  line: LineKind | null;
}

/** A text that several people write, with buttons for who does not know Markdown. Loaded late. */
export default function Editor(props: EditorProps) {
  const { id, labelledBy, describedBy, invalid, readOnly, rows, lang, unmarked } = props;
  const { t } = useTranslation();
  const room = useRoom();
  const { undo, redo, canUndo, canRedo } = useUndo(room);
  const keysId = useId();
  const box = useRef<HTMLDivElement>(null);
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const [here, setHere] = useState<Here>({ strong: false, emphasis: false, line: null });
  const hasTools = !(readOnly || unmarked);
  const attributes = {
    id,
    "aria-labelledby": labelledBy,
    "aria-describedby": classes(describedBy, hasTools && keysId),
    "aria-invalid": invalid ? "true" : "false",
    "aria-readonly": readOnly ? "true" : "false",
    lang,
  };
  const told = JSON.stringify([attributes, readOnly]);
  const settings = useRef(new Compartment()).current;

  useEffect(() => {
    if (!place.current) return;
    const made = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: room.text(),
        extensions: [
          settings.of([]),
          ...fixed(room),
          ...(unmarked
            ? [keymap.of(keysOf(room))]
            : [
                markdown,
                syntaxHighlighting(looks),
                keymap.of(marksOf(room, () => box.current?.querySelector("button[tabindex='0']"))),
                keymap.of(keysOf(room)),
              ]),
          EditorView.updateListener.of(({ state, docChanged, selectionSet }) => {
            if (docChanged || selectionSet) setHere((before) => hereIn(state, before));
          }),
        ],
      }),
    });
    view.current = made;
    return () => made.destroy();
  }, [room, settings, unmarked]);

  // After the editor is made, and whenever what is said about it changes.
  useEffect(() => {
    const [said, cannotWrite] = JSON.parse(told) as [Record<string, string>, boolean];
    view.current?.dispatch({
      effects: settings.reconfigure([
        EditorState.readOnly.of(cannotWrite),
        EditorView.contentAttributes.of(said),
      ]),
    });
  }, [told, settings]);

  function act(change: (state: EditorState) => TransactionSpec) {
    const editor = view.current;
    if (!editor) return;
    asOneStep(room, () => editor.dispatch(change(editor.state)));
    editor.focus();
  }

  const mark = (which: Mark) => () => act((state) => toggleMark(state, which));
  const lines = (kind: LineKind) => () => act((state) => toggleLines(state, kind));
  const link = () => act((state) => insertLink(state, t("drafting.editor.link.words")));
  const icon = { size: 20, "aria-hidden": true } as const;
  const tools: Tool[] = [
    {
      label: t("drafting.editor.strong"),
      icon: <IconBold {...icon} />,
      run: mark("**"),
      pressed: here.strong,
    },
    {
      label: t("drafting.editor.emphasis"),
      icon: <IconItalic {...icon} />,
      run: mark("*"),
      pressed: here.emphasis,
    },
    {
      label: t("drafting.editor.heading"),
      icon: <IconHeading {...icon} />,
      run: lines("heading"),
      pressed: here.line === "heading",
    },
    {
      label: t("drafting.editor.bullets"),
      icon: <IconList {...icon} />,
      run: lines("bullets"),
      pressed: here.line === "bullets",
    },
    {
      label: t("drafting.editor.numbers"),
      icon: <IconListNumbers {...icon} />,
      run: lines("numbers"),
      pressed: here.line === "numbers",
    },
    { label: t("drafting.editor.link"), icon: <IconLink {...icon} />, run: link },
    {
      label: t("drafting.editor.undo"),
      icon: <IconArrowBackUp {...icon} />,
      run: undo,
      idle: !canUndo,
    },
    {
      label: t("drafting.editor.redo"),
      icon: <IconArrowForwardUp {...icon} />,
      run: redo,
      idle: !canRedo,
    },
  ];

  return (
    <div
      ref={box}
      className="samenspraak-editor samenspraak-text"
      style={{ "--_rows": rows } as CSSProperties}
    >
      {hasTools && (
        <>
          <Toolbar
            label={t("drafting.editor.toolbar")}
            controls={id}
            tools={tools}
            onLeave={() => view.current?.focus()}
          />
          <Hidden id={keysId}>{t("drafting.text.keys")}</Hidden>
        </>
      )}
      <div ref={place} />
    </div>
  );
}

interface Tool {
  label: string;
  icon: ReactNode;
  run: () => void;
  pressed?: boolean;
  idle?: boolean;
}

interface ToolbarProps {
  label: string;
  controls: string;
  tools: readonly Tool[];
  onLeave: () => void;
}

/** One stop for Tab; the arrows go from button to button, Escape back to the text. */
function Toolbar({ label, controls, tools, onLeave }: ToolbarProps) {
  const [at, setAt] = useState(0);
  const buttons = useRef<HTMLDivElement>(null);

  function onKeyDown(event: KeyboardEvent) {
    const last = tools.length - 1;
    const next = {
      ArrowRight: at === last ? 0 : at + 1,
      ArrowLeft: at === 0 ? last : at - 1,
      Home: 0,
      End: last,
    }[event.key];
    if (event.key === "Escape") onLeave();
    else if (next === undefined) return;
    else {
      setAt(next);
      buttons.current?.querySelectorAll("button")[next]?.focus();
    }
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div
      ref={buttons}
      role="toolbar"
      aria-label={label}
      aria-controls={controls}
      tabIndex={-1}
      className="samenspraak-editor__toolbar"
      onKeyDown={onKeyDown}
    >
      {tools.map((tool, index) => (
        <IconButton
          key={tool.label}
          label={tool.label}
          icon={tool.icon}
          tabIndex={index === at ? 0 : -1}
          aria-pressed={tool.pressed}
          aria-disabled={tool.idle || undefined}
          className={tool.idle ? "nl-button--disabled" : undefined}
          // The text keeps its selection while a mouse presses a button.
          onMouseDown={(event) => event.preventDefault()}
          onFocus={() => setAt(index)}
          onClick={tool.idle ? undefined : tool.run}
        />
      ))}
    </div>
  );
}

function hereIn(state: EditorState, before: Here): Here {
  const { main } = state.selection;
  const { from, to } = placeOf(state, main);
  const now = {
    strong: hasMark(state, from, to, "**"),
    emphasis: hasMark(state, from, to, "*"),
    line: lineKind(state),
  };
  const same =
    now.strong === before.strong && now.emphasis === before.emphasis && now.line === before.line;
  return same ? before : now;
}

/** What every editor has, whatever is written in it. */
function fixed(room: DraftRoom) {
  return [
    // Places in the shared text count every character; a carriage return is one, and not a line.
    EditorState.lineSeparator.of("\n"),
    EditorView.clipboardInputFilter.of((text) => text.replace(/\r\n?/g, "\n")),
    EditorView.lineWrapping,
    // The content policy takes no style sheet without it.
    EditorView.cspNonce.of(nonce()),
    EditorView.contentAttributes.of({
      spellcheck: "true",
      autocorrect: "on",
      autocapitalize: "sentences",
      writingsuggestions: "true",
    }),
    EditorView.domEventHandlers({
      keydown({ key }) {
        // A line at a time is taken back, not a page that was written without a pause.
        if (key === "Enter") room.step();
      },
    }),
    writing(room),
    carets(room),
  ];
}

/** Do what one takes back by itself, apart from the words before and behind it. */
function asOneStep(room: DraftRoom, change: () => void) {
  room.step();
  change();
  room.step();
}

/** The server makes no HTML of HTML, so the editor does not show it as something special either. */
const markdown = new Language(
  defineLanguageFacet(),
  parser.configure({ remove: ["HTMLBlock", "HTMLTag", "IndentedCode", "LinkReference", "Image"] }),
  [],
  "markdown",
);

/** Marks stand in grey, and the words between them look as they will. */
const looks = HighlightStyle.define([
  { tag: tags.processingInstruction, class: "samenspraak-editor__mark" },
  { tag: tags.strong, class: "samenspraak-editor__strong" },
  { tag: tags.emphasis, class: "samenspraak-editor__emphasis" },
  { tag: tags.heading, class: "samenspraak-editor__heading" },
  { tag: tags.link, class: "samenspraak-editor__link" },
  { tag: tags.url, class: "samenspraak-editor__mark" },
  { tag: tags.quote, class: "samenspraak-editor__quote" },
]);

/** What one does to the text with Markdown. */
function marksOf(room: DraftRoom, toolbar: () => HTMLElement | null | undefined): KeyBinding[] {
  const run = (change: (state: EditorState) => TransactionSpec | null) => (view: EditorView) => {
    if (view.state.readOnly) return false;
    const spec = change(view.state);
    if (spec) asOneStep(room, () => view.dispatch(spec));
    return spec !== null;
  };
  return [
    { key: "Mod-b", run: run((state) => toggleMark(state, "**")), preventDefault: true },
    { key: "Mod-i", run: run((state) => toggleMark(state, "*")), preventDefault: true },
    { key: "Enter", run: run(nextItem) },
    {
      key: "Alt-F10",
      run: () => {
        toolbar()?.focus();
        return true;
      },
    },
  ];
}

function keysOf(room: DraftRoom): KeyBinding[] {
  const step = (way: "undo" | "redo") => () => {
    room[way]();
    return true;
  };
  return [
    { key: "Mod-z", run: step("undo"), shift: step("redo"), preventDefault: true },
    { key: "Mod-y", run: step("redo"), preventDefault: true },
    { key: "Enter", run: insertNewline },
    // Tab is not here: it leaves the editor, as it leaves any field.
    ...standardKeymap,
  ];
}

function nonce(): string {
  const meta = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]');
  return meta?.nonce ?? "";
}
