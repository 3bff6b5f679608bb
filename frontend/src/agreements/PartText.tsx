import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { unbroken } from "../text/amount";
import { useFormat } from "../text/useFormat";
import { Alert } from "../ui/Alert";
import { classes } from "../ui/classes";
import { ChangeLabel, Deleted, FieldDiff, WordDiff, WordsBeside } from "../ui/Differences";
import { Disclosure } from "../ui/Disclosure";
import { ServerHtml } from "../ui/ServerHtml";
import {
  type Compared,
  changedFields,
  fieldRows,
  isCompared,
  languageOf,
  type Notice,
  type PartChange,
  placeOf,
  type ReadingAmount,
  type ReadingField,
  type ReadingPart,
  type ShownPart,
  type ShownText,
  saidFields,
  shownTexts,
} from "./readings";
import "./PartText.css";

/** Parts whose fields are short enough to stand beside each other. */
const SHORT: ReadonlySet<string> = new Set(["parties", "contract", "commitment"]);

interface PartTextProps {
  part: ShownPart;
  compared?: Compared | undefined;
  notices?: readonly Notice[];
  /** Whether a commitment shows all it says. */
  isOpen?: boolean;
  beside?: ReactNode;
  /** The level of its heading. */
  level?: 3 | 4 | 5;
}

/** One part of an agreement: its heading, what happened to it, its fields and then its words. */
export function PartText(props: PartTextProps) {
  const { part, compared, notices = [], isOpen = false, beside, level } = props;
  const { t } = useTranslation();
  const { kind, text } = part;
  const change = compared && isCompared(part) ? part.change : undefined;
  const isCommitment = kind === "commitment";
  const { first, all } = text ? saidFields(text) : { first: [], all: [] };
  const differs = new Set(change?.change === "changed" ? change.fields.map(({ key }) => key) : []);
  const stayed = first.filter(({ key }) => !differs.has(key));
  return (
    <section
      id={placeOf(part.key)}
      className={classes(
        "samenspraak-part",
        `samenspraak-part--${kind}`,
        change && `samenspraak-part--${change.change}`,
      )}
    >
      <header className="samenspraak-part__head">
        <PartHeading
          part={text ?? part.change}
          level={level}
          isGone={change?.change === "removed"}
        />
        {change && <ChangeLabel change={change.change} />}
        {isCommitment && text?.amount && <AmountBeside amount={text.amount} />}
      </header>
      {notices.map(({ slug, detail }) => (
        <Alert key={`${slug} ${detail}`} tone="warning" title={detail} />
      ))}
      {change?.change === "changed" && compared && (
        <ChangedFields change={change} compared={compared} />
      )}
      <Fields kind={kind} fields={stayed} isShort={SHORT.has(kind)} />
      <Texts part={part} compared={change && compared} />
      {beside}
      {change?.change === "removed" && change.fields.length > 0 && (
        <Disclosure summary={t("agreements.compare.was")} open={isOpen}>
          <WholeFields change={change} />
        </Disclosure>
      )}
      {isCommitment && all.length > first.length && (
        <Disclosure
          summary={t("agreements.commitment.all", { number: text?.number })}
          open={isOpen}
        >
          <Fields kind={kind} fields={all} />
        </Disclosure>
      )}
    </section>
  );
}

/** What differs of a part, and nothing else. */
export function PartDifference({ change, compared }: { change: PartChange; compared: Compared }) {
  const isChanged = change.change === "changed";
  return (
    <>
      {isChanged ? (
        <ChangedFields change={change} compared={compared} />
      ) : (
        <WholeFields change={change} />
      )}
      <Texts
        part={{ key: change.key, kind: change.kind, text: undefined, change }}
        // Of what came or went there is nothing to stand beside.
        compared={isChanged ? compared : { ...compared, isBeside: false }}
      />
    </>
  );
}

interface PartHeadingProps {
  part: Pick<ReadingPart, "kind" | "heading" | "number"> | undefined;
  level?: 3 | 4 | 5 | undefined;
  isGone?: boolean;
}

/** How a part is called: "Artikel 3. Toezeggingen", "2. Inkoop bij Lunchwerk". */
export function PartHeading({ part, level, isGone = false }: PartHeadingProps) {
  const { t } = useTranslation();
  if (!part) return null;
  const { kind, heading: title, number } = part;
  const isCommitment = kind === "commitment";
  const Heading = `h${level ?? (isCommitment ? 5 : 4)}` as const;
  const words =
    number === null || kind === "ending"
      ? title
      : kind === "clause"
        ? t("agreements.article", { number, title })
        : `${number}. ${title}`;
  return (
    // Titles of articles and commitments are in the language of the contract.
    <Heading
      className="samenspraak-part__title"
      lang={isCommitment || kind === "clause" ? "nl" : undefined}
    >
      {isGone ? <Deleted>{words}</Deleted> : words}
    </Heading>
  );
}

function AmountBeside({ amount }: { amount: ReadingAmount }) {
  return (
    <>
      <p className="samenspraak-part__amount">{unbroken(amount.text)}</p>
      <InWords amount={amount} />
    </>
  );
}

/** The amount once more, in words, so that no figure of it can be mistaken. */
function InWords({ amount }: { amount: ReadingAmount }) {
  const { t } = useTranslation();
  return (
    <span className="samenspraak-part__words">
      {t("agreements.in-words", { words: amount.words })}
    </span>
  );
}

interface FieldValueProps {
  /** That of the part. */
  kind: string;
  id: string;
  children: string | null;
}

function FieldValue({ kind, id, children }: FieldValueProps) {
  const isCode = /digest/i.test(id);
  return (
    <span className={classes(isCode && "samenspraak-code")} lang={languageOf(kind, id)}>
      {children && unbroken(children)}
    </span>
  );
}

interface FieldsProps {
  kind: string;
  fields: readonly ReadingField[];
  /** Beside each other, label above value. */
  isShort?: boolean;
}

function Fields({ kind, fields, isShort = false }: FieldsProps) {
  const { t } = useTranslation();
  if (fields.length === 0) return null;
  return (
    <dl
      className={classes("samenspraak-part__fields", isShort && "samenspraak-part__fields--short")}
    >
      {fieldRows(fields).map((row) => (
        <div key={row.key}>
          <dt>{row.steps ? t(`agreements.steps.${row.steps}`) : row.fields[0]?.label}</dt>
          {row.fields.map(({ key, value, amount }) => (
            <dd key={key}>
              <FieldValue kind={kind} id={key}>
                {value}
              </FieldValue>
              {/* What binds is told in words as well; the steps of a sum are not. */}
              {amount && !row.steps && (
                <>
                  {" "}
                  <InWords amount={amount} />
                </>
              )}
            </dd>
          ))}
        </div>
      ))}
    </dl>
  );
}

/** Before, after and how far apart; the pieces of a sum are there for who asks. */
function ChangedFields({ change, compared }: { change: PartChange; compared: Compared }) {
  const { t } = useTranslation();
  const { told, pieces } = changedFields(change);
  return (
    <>
      {told.length > 0 && <FieldTable fields={told} change={change} compared={compared} />}
      {pieces.length > 0 && (
        <Disclosure summary={t("agreements.compare.pieces", { count: pieces.length })}>
          <FieldTable fields={pieces} change={change} compared={compared} />
        </Disclosure>
      )}
    </>
  );
}

interface FieldTableProps {
  fields: PartChange["fields"];
  change: PartChange;
  compared: Compared;
}

function FieldTable({ fields, change, compared }: FieldTableProps) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <FieldDiff
      caption={t("agreements.compare.fields", { part: change.heading })}
      beforeHead={compared.before}
      afterHead={compared.after}
      empty={t("agreements.compare.not-there")}
      fields={fields.map(({ key, label, before, after, difference }) => ({
        id: key,
        label,
        before: before ?? undefined,
        after: after ?? undefined,
        lang: languageOf(change.kind, key),
        difference: difference ? format.difference(difference.cents) : undefined,
      }))}
    />
  );
}

/** All that a part says that came, or said before it went. */
function WholeFields({ change }: { change: PartChange }) {
  const { kind } = change;
  if (change.fields.length === 0) return null;
  const isGone = change.change === "removed";
  return (
    <dl className="samenspraak-part__fields samenspraak-part__fields--short">
      {change.fields.map(({ key, label, before, after }) => (
        <div key={key}>
          <dt>{label}</dt>
          <dd>
            {isGone ? (
              <Deleted>
                <FieldValue kind={kind} id={key}>
                  {before}
                </FieldValue>
              </Deleted>
            ) : (
              <FieldValue kind={kind} id={key}>
                {after}
              </FieldValue>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Texts({ part, compared }: { part: ShownPart; compared: Compared | undefined }) {
  const texts = shownTexts(part);
  return texts.map((text) => (
    <div
      key={text.key}
      className={classes(
        "samenspraak-part__text",
        part.kind === "purpose" && text.label !== null && "samenspraak-part__text--lettered",
      )}
    >
      {/* What a part is all about needs no name of its own. */}
      {text.label && text.key !== "text" && <p className="samenspraak-part__label">{text.label}</p>}
      <Words text={text} compared={compared} title={part.text?.heading ?? part.change?.heading} />
    </div>
  ));
}

interface WordsProps {
  text: ShownText;
  compared: Compared | undefined;
  title: string | undefined;
}

function Words({ text, compared, title = "" }: WordsProps) {
  const { t } = useTranslation();
  const { before, after, html } = text;
  // Words that differ are shown as they were typed: only so every change can be seen.
  if (!compared || (before === after && html !== undefined)) {
    return html === undefined ? null : <ServerHtml html={html} />;
  }
  return compared.isBeside ? (
    <WordsBeside
      caption={t("agreements.compare.words", { part: title })}
      beforeHead={compared.before}
      afterHead={compared.after}
      before={before}
      after={after}
      empty={t("agreements.compare.not-there")}
      lang="nl"
    />
  ) : (
    <WordDiff before={before} after={after} lang="nl" />
  );
}
