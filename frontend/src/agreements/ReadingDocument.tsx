import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import { Alert } from "../ui/Alert";
import { Disclosure } from "../ui/Disclosure";
import { PartText } from "./PartText";
import {
  blocksOf,
  type Compared,
  type PartChange,
  placeOf,
  type ReadingPart,
  type ShownPart,
  shownParts,
} from "./readings";
import "./ReadingDocument.css";

interface ReadingDocumentProps {
  reading: View<"ReadingView">;
  /** Under the title: when it was offered. */
  lead: ReactNode;
  /** What happened to each part since an earlier version. */
  changes?: readonly PartChange[] | undefined;
  compared?: Compared | undefined;
  /** Whether every commitment shows all it says. */
  isOpen: boolean;
  /** What stands below the commitments: what they come to. */
  sums: ReactNode;
  /** What stands with a part, such as what was bid. */
  beside?: ((key: string) => ReactNode) | undefined;
}

/** An agreement as one reads it, made by the server of the very bytes that are signed. */
export function ReadingDocument(props: ReadingDocumentProps) {
  const { reading, lead, changes, compared, isOpen, sums, beside } = props;
  const { t } = useTranslation();
  const { notices } = reading;
  const one = (part: ShownPart) => (
    <PartText
      key={part.key}
      part={part}
      compared={compared}
      notices={notices.filter((notice) => notice.part === part.key)}
      isOpen={isOpen}
      beside={beside?.(part.key)}
    />
  );
  return (
    <article className="samenspraak-agreement__text">
      <header className="samenspraak-agreement__header">
        <h3 className="samenspraak-agreement__title">{reading.title}</h3>
        {lead}
      </header>
      {notices.length > 0 && (
        <Alert tone="warning" title={t("agreements.notices", { count: notices.length })}>
          <ul>
            {notices.map(({ part, slug, detail }) => (
              <li key={`${part} ${slug} ${detail}`}>
                <a className="nl-link" href={`#${placeOf(part)}`}>
                  {reading.parts.find(({ key }) => key === part)?.heading ?? part}
                </a>
                : {detail}
              </li>
            ))}
          </ul>
        </Alert>
      )}
      {blocksOf(shownParts(reading.parts, changes)).map((parts) =>
        parts[0]?.kind === "commitment" ? (
          <section key="commitments">
            <h4 className="samenspraak-agreement__head">{t("agreements.part.commitments")}</h4>
            <ol className="samenspraak-list samenspraak-agreement__commitments">
              {parts.map((part) => (
                <li key={part.key}>{one(part)}</li>
              ))}
            </ol>
            {sums}
          </section>
        ) : (
          parts.map(one)
        ),
      )}
      <Disclosure summary={t("agreements.provenance")}>
        <Provenance parts={reading.parts} />
      </Disclosure>
    </article>
  );
}

/** Where each text comes from and by which digest it is known; the last page of a document. */
function Provenance({ parts }: { parts: readonly ReadingPart[] }) {
  const sources = parts.map(({ key, heading, fields }) => ({
    key,
    heading,
    fields: fields.filter(({ isProvenance }) => isProvenance),
  }));
  return sources
    .filter(({ fields }) => fields.length > 0)
    .map(({ key, heading, fields }) => (
      <div key={key} className="samenspraak-agreement__provenance">
        <p className="samenspraak-strong">{heading}</p>
        <dl>
          {fields.map((field) => (
            <div key={field.key}>
              <dt>{field.label}</dt>
              <dd className="samenspraak-code">{field.value}</dd>
            </div>
          ))}
        </dl>
      </div>
    ));
}
