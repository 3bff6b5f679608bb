import { IconEqual, IconMinus, IconPencil, IconPlus } from "@tabler/icons-react";
import { Fragment, type ReactNode, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { unbroken } from "../text/amount";
import { StatusLabel } from "./Badge";
import { classes } from "./classes";
import { Hidden } from "./Hidden";
import { beside, type Piece, withoutEnds, wordDifferences } from "./words";
import "./Differences.css";

/** Words that came in: underlined, tinted, and said to who does not see that. */
export function Inserted({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <ins className="samenspraak-ins">
      <Hidden>{t("ui.diff.inserted.open")} </Hidden>
      {children}
      <Hidden> {t("ui.diff.close")}</Hidden>
    </ins>
  );
}

/** Words that went out: struck through, tinted, and said to who does not see that. */
export function Deleted({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <del className="samenspraak-del">
      <Hidden>{t("ui.diff.deleted.open")} </Hidden>
      {children}
      <Hidden> {t("ui.diff.close")}</Hidden>
    </del>
  );
}

interface WordDiffProps {
  before: string;
  after: string;
  /** Show only what is there now. */
  clean?: boolean;
  lang?: string;
}

/** Running text with what came in and what went out, word by word. */
export function WordDiff({ before, after, clean = false, lang }: WordDiffProps) {
  const paragraphs = useMemo(() => wordDifferences(before, after), [before, after]);
  return (
    <div className="samenspraak-word-diff" lang={lang}>
      {paragraphs.map((pieces, index) => {
        const shown = clean ? pieces.filter((piece) => piece.kind !== "removed") : pieces;
        if (shown.length === 0) return null;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: Paragraphs have no identity but their place.
          <p key={index}>
            {shown.map((piece, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: As above.
              <PieceText key={place} piece={piece} clean={clean} />
            ))}
          </p>
        );
      })}
    </div>
  );
}

interface WordsBesideProps {
  /** What is compared: "Artikel 3, in versie 1 en versie 2". */
  caption: string;
  beforeHead: ReactNode;
  afterHead: ReactNode;
  before: string;
  after: string;
  /** What to say where one of them says nothing at all. */
  empty: string;
  lang?: string;
}

/** Running text beside what it was, paragraph by paragraph; on a phone one below the other. */
export function WordsBeside({
  caption,
  beforeHead,
  afterHead,
  before,
  after,
  empty,
  lang,
}: WordsBesideProps) {
  const paragraphs = useMemo(() => wordDifferences(before, after), [before, after]);
  return (
    // The roles are named for the same reason as those of fields below.
    // biome-ignore-start lint/a11y/noRedundantRoles: See above.
    <table className="samenspraak-words-beside" role="table">
      <caption className="samenspraak-hidden">{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          <th scope="col" role="columnheader">
            {beforeHead}
          </th>
          <th scope="col" role="columnheader">
            {afterHead}
          </th>
        </tr>
      </thead>
      <tbody role="rowgroup" lang={lang}>
        {paragraphs.map((pieces, index) => {
          const [old, now] = beside(pieces);
          const same = pieces.every(({ kind }) => kind === "same");
          // Said once, and not beside every paragraph that came or went.
          const none = (side: string) => index === 0 && side.trim() === "" && empty;
          return (
            <tr
              // biome-ignore lint/suspicious/noArrayIndexKey: Paragraphs have no identity but their place.
              key={index}
              role="row"
              className={classes(same && "samenspraak-words-beside--same")}
            >
              <td role="cell">
                <Pieces pieces={old} head={beforeHead} none={none(before)} />
              </td>
              <td role="cell">
                <Pieces pieces={now} head={afterHead} none={none(after)} />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
    // biome-ignore-end lint/a11y/noRedundantRoles: See above.
  );
}

interface PiecesProps {
  pieces: readonly Piece[];
  head: ReactNode;
  none: string | false;
}

function Pieces({ pieces, head, none }: PiecesProps) {
  const { i18n } = useTranslation();
  if (pieces.length === 0 && !none) return null;
  return (
    <>
      <span className="samenspraak-words-beside__head" aria-hidden="true">
        {head}
      </span>
      {none && (
        <p className="samenspraak-muted" lang={i18n.language}>
          {none}
        </p>
      )}
      {pieces.length > 0 && (
        <p>
          {pieces.map((piece, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: Pieces have no identity but their place.
            <PieceText key={place} piece={piece} clean={false} />
          ))}
        </p>
      )}
    </>
  );
}

function PieceText({ piece, clean }: { piece: Piece; clean: boolean }) {
  const text = unbroken(piece.text);
  if (clean || piece.kind === "same") return text;
  const [before, words, after] = withoutEnds(text);
  const Mark = piece.kind === "added" ? Inserted : Deleted;
  return (
    <>
      {before}
      {words !== "" && <Mark>{words}</Mark>}
      {after}
    </>
  );
}

export type Change = "added" | "changed" | "removed" | "same";

const CHANGE_ICONS = {
  added: IconPlus,
  changed: IconPencil,
  removed: IconMinus,
  same: IconEqual,
} as const;
const CHANGE_TONES = {
  added: "positive",
  changed: "info",
  removed: "negative",
  same: "neutral",
} as const;

/** Whether an article or a field is new, changed, gone or the same. */
export function ChangeLabel({ change, plain = false }: { change: Change; plain?: boolean }) {
  const { t } = useTranslation();
  const Icon = CHANGE_ICONS[change];
  return (
    <StatusLabel
      tone={plain ? "neutral" : CHANGE_TONES[change]}
      plain={plain}
      icon={<Icon size={16} aria-hidden="true" />}
    >
      {t(`ui.diff.${change}`)}
    </StatusLabel>
  );
}

export interface FieldChange {
  id: string;
  label: string;
  /** As text for people; undefined means: not filled in. */
  before: string | undefined;
  after: string | undefined;
  /** How far apart they are, where that is a number: "+ € 13.600". */
  difference?: string | undefined;
  /** The language of both, where people wrote them and not the screen. */
  lang?: string | undefined;
}

interface FieldDiffProps {
  /** What is compared: "Ronde 2 en ronde 3". */
  caption: string;
  /** Heads of the two columns, for example a side's label above the round. */
  beforeHead: ReactNode;
  afterHead: ReactNode;
  fields: readonly FieldChange[];
  /** What to call a field that one side does not fill in. */
  empty?: string | undefined;
}

/** How many fields differ. */
export function changedCount(fields: readonly FieldChange[]): number {
  return fields.filter((field) => field.before !== field.after).length;
}

/** Field by field: a table on a wide screen, a list on a phone, where equal fields show once. */
export function FieldDiff({ caption, beforeHead, afterHead, fields, empty }: FieldDiffProps) {
  const { t } = useTranslation();
  const measured = fields.some(({ difference }) => difference !== undefined);
  return (
    // The roles are named because a table that is laid out as a list loses them in some browsers.
    // biome-ignore-start lint/a11y/noRedundantRoles: See above.
    <table className="samenspraak-field-diff" role="table">
      <caption className="samenspraak-hidden">{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          <th scope="col" role="columnheader">
            {t("ui.diff.field")}
          </th>
          <th scope="col" role="columnheader">
            {beforeHead}
          </th>
          <th scope="col" role="columnheader">
            {afterHead}
          </th>
          <th scope="col" role="columnheader">
            {t(measured ? "ui.diff.difference" : "ui.diff.change")}
          </th>
        </tr>
      </thead>
      <tbody role="rowgroup">
        {fields.map((field) => {
          const same = field.before === field.after;
          return (
            <tr
              key={field.id}
              role="row"
              className={classes(same && "samenspraak-field-diff--same")}
            >
              <th scope="row" role="rowheader">
                {field.label}
              </th>
              <td role="cell" className="samenspraak-field-diff__before">
                <span className="samenspraak-field-diff__head" aria-hidden="true">
                  {beforeHead}
                </span>
                {same ? <Value field={field} side="before" /> : <Old field={field} empty={empty} />}
              </td>
              <td role="cell">
                <span className="samenspraak-field-diff__head" aria-hidden="true">
                  {afterHead}
                </span>
                {same ? <Value field={field} side="after" /> : <New field={field} empty={empty} />}
              </td>
              <td role="cell">
                {field.difference === undefined ? (
                  <ChangeLabel plain change={changeOf(field)} />
                ) : (
                  <span className="samenspraak-field-diff__difference">{field.difference}</span>
                )}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
    // biome-ignore-end lint/a11y/noRedundantRoles: See above.
  );
}

function changeOf(field: FieldChange): Change {
  if (field.before === field.after) return "same";
  if (field.before === undefined) return "added";
  return field.after === undefined ? "removed" : "changed";
}

interface ValueProps {
  field: FieldChange;
  empty?: string | undefined;
}

function Value({ field, side, empty }: ValueProps & { side: "before" | "after" }) {
  const { t } = useTranslation();
  const value = field[side];
  if (value === undefined) {
    return <span className="samenspraak-muted">{empty ?? t("ui.diff.empty")}</span>;
  }
  return field.lang ? <span lang={field.lang}>{unbroken(value)}</span> : unbroken(value);
}

function Old({ field, empty }: ValueProps) {
  const value = <Value field={field} side="before" empty={empty} />;
  return field.before === undefined ? value : <Deleted>{value}</Deleted>;
}

function New({ field, empty }: ValueProps) {
  const value = <Value field={field} side="after" empty={empty} />;
  return field.after === undefined ? value : <Inserted>{value}</Inserted>;
}

interface ChangeCountProps {
  added: number;
  changed: number;
  removed: number;
}

/** "1 toegevoegd, 2 gewijzigd, 0 vervallen" */
export function ChangeCount(counts: ChangeCountProps) {
  const { t } = useTranslation();
  return <Fragment>{t("ui.diff.count", { ...counts })}</Fragment>;
}
