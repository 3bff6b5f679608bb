import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { View } from "../../api/client";
import { useRoom } from "../../drafting/DraftRoomProvider";
import { useFieldValue } from "../../drafting/useDraftField";
import { useFormat } from "../../text/useFormat";
import { Alert } from "../../ui/Alert";
import { TextLink } from "../../ui/Link";
import { LoadError } from "../../ui/States";
import type { CommitmentDraft } from "../drafts";
import { asked, byKind, type Edition, type Measure } from "../measures";
import { editionsQuery } from "../queries";
import { Additions } from "./Additions";
import { Factors } from "./Factors";
import { Choice, Count, Line, Money } from "./Line";
import { pointerOf } from "./levels";
import { Sum } from "./Sum";

interface CountedProps {
  workspace: View<"WorkspaceView">;
  view: CommitmentDraft;
}

/** A measure of the table that the parties chose, and what the sum needs besides. */
export function Counted({ workspace, view }: CountedProps) {
  const { t } = useTranslation();
  const room = useRoom();
  const { data, error, refetch } = useQuery(editionsQuery(workspace.id));
  const digest = useFieldValue(room, "counting.edition");
  const code = useFieldValue(room, "counting.measure");
  if (error)
    return <LoadError title={t("composing.edition.failed")} onRetry={() => void refetch()} />;
  if (!data) return <p aria-busy="true">{t("composing.edition.loading")}</p>;
  const [newest] = data.items;
  const edition = data.items.find((each) => each.digest === digest) ?? newest;
  if (!edition) {
    return (
      <Alert tone="info" title={t("composing.edition.none")}>
        <p>{t("composing.edition.none.detail")}</p>
        <p>
          <TextLink to="/contracten/$id/meer" params={{ id: workspace.id }}>
            {t("composing.edition.to")}
          </TextLink>
        </p>
      </Alert>
    );
  }
  const measure = edition.measures.find((each) => each.code === code);
  return (
    <>
      <Measures edition={edition} editions={data.items} code={code} />
      {measure && <Rest measure={measure} edition={edition} />}
      {measure && <Sum valuation={view.valuation} edition={edition} />}
    </>
  );
}

interface MeasuresProps {
  edition: Edition;
  editions: readonly Edition[];
  code: unknown;
}

/** Which row of which table. */
function Measures({ edition, editions, code }: MeasuresProps) {
  const { t } = useTranslation();
  const room = useRoom();
  const words = useMeasureWords();
  function choose(next: string) {
    room.change(() => {
      room.set("counting.edition", next === "" ? undefined : edition.digest);
      room.set("counting.measure", next);
      // What was agreed on another row says nothing about this one.
      for (const name of ["additions", "register", "percent", "rateCents"]) {
        room.set(`counting.${name}`, undefined);
      }
    });
  }
  return (
    <div className="samenspraak-stack samenspraak-stack--tight">
      {editions.length > 1 && (
        <Choice
          name="counting.edition"
          label={t("composing.edition")}
          pointer={pointerOf("counting.edition")}
          value={edition.digest}
          onChange={(next) => room.set("counting.edition", next)}
          options={editions.map((each) => ({
            value: each.digest,
            label: t("composing.edition.named", {
              catalogue: each.catalogue,
              number: each.number,
            }),
          }))}
        />
      )}
      <Choice
        name="counting.measure"
        label={t("terms.measure")}
        description={
          editions.length > 1
            ? undefined
            : t("composing.edition.from", {
                catalogue: edition.catalogue,
                publisher: edition.publisher ?? edition.region ?? "",
              })
        }
        pointer={pointerOf("counting.measure")}
        value={typeof code === "string" ? code : ""}
        onChange={choose}
        options={[
          { value: "", label: t("composing.not-chosen") },
          ...byKind(edition.measures).map(([kind, measures]) => ({
            group: words.kind(kind),
            options: measures.map((each) => ({ value: each.code, label: words.full(each) })),
          })),
        ]}
      />
    </div>
  );
}

/** What the chosen row asks for, and what can come on top of it. */
function Rest({ measure, edition }: { measure: Measure; edition: Edition }) {
  const { t } = useTranslation();
  const asks = asked(measure);
  return (
    <>
      {asks.factors && <Factors />}
      <div className="samenspraak-terms__row">
        {asks.fullTime && (
          <>
            <Count
              name="counting.fullTimeHours"
              label={t("terms.counting.full-time")}
              description={t("composing.full-time.help")}
            />
            <Line name="counting.fullTimeReason" label={t("terms.counting.full-time-reason")} />
          </>
        )}
        {asks.registers.length > 0 && <Register registers={asks.registers} />}
        {asks.percent && (
          <Count
            name="counting.percent"
            label={t("terms.counting.percent")}
            description={t("composing.percent.help")}
          />
        )}
        {asks.rate && (
          <Money
            name="counting.rateCents"
            label={t("composing.rate")}
            description={t("composing.rate.help")}
          />
        )}
        {asks.months && (
          <Count
            name="counting.months"
            label={t("terms.counting.months")}
            description={t("composing.counting-months.help")}
          />
        )}
      </div>
      <Additions measure={measure} edition={edition} />
    </>
  );
}

function Register({ registers }: { registers: readonly string[] }) {
  const { t } = useTranslation();
  const room = useRoom();
  const register = useFieldValue(room, "counting.register");
  return (
    <Choice
      name="counting.register"
      label={t("terms.counting.register")}
      pointer={pointerOf("counting.register")}
      value={typeof register === "string" ? register : ""}
      onChange={(next) => room.set("counting.register", next)}
      options={[
        { value: "", label: t("composing.register.none") },
        ...registers.map((each) => ({ value: each, label: each })),
      ]}
    />
  );
}

const KNOWN_KINDS = [
  "placement",
  "bonus",
  "social-procurement",
  "community",
  "development",
  "custom",
] as const;
const KNOWN_UNITS = ["fte-year", "placement", "euro", "hour", "day", "month"] as const;

/** The words of a table in the reader's language; what we do not know is shown as it is. */
export function useMeasureWords() {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const name = (measure: Measure) => (i18n.language === "en" && measure.nameEn) || measure.nameNl;
  const kind = (word: string | null) => {
    const known = KNOWN_KINDS.find((each) => each === word);
    return known ? t(`composing.kind.${known}`) : (word ?? t("composing.kind.custom"));
  };
  const unit = (word: string | null) => {
    const known = KNOWN_UNITS.find((each) => each === word);
    return known ? t(`composing.per.${known}`) : (word ?? "");
  };
  const worth = (measure: Measure) => {
    if (measure.valueEur === null || measure.valuation === "negotiated") {
      return measure.discussed
        ? t("commitments.value.to-be-discussed")
        : t("composing.measure.cost");
    }
    const amount = format.money(Math.round(Number(measure.valueEur) * 100));
    const said = t("composing.measure.worth", { amount, unit: unit(measure.unit) });
    if (measure.valuation === "cap") return t("composing.measure.at-most", { worth: said });
    return measure.discussed ? t("commitments.value.to-be-discussed") : said;
  };
  return { name, kind, worth, full: (measure: Measure) => `${name(measure)} – ${worth(measure)}` };
}
