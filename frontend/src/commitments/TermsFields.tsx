import { type ComponentProps, createContext, type ReactNode, useContext, useState } from "react";
import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import {
  DraftCheckbox,
  DraftList,
  DraftRadio,
  DraftSelect,
  DraftTextArea,
  DraftTextField,
} from "../drafting/DraftFields";
import { useRoom } from "../drafting/DraftRoomProvider";
import { DraftText } from "../drafting/DraftText";
import { FieldSurroundings } from "../drafting/FieldSurroundings";
import type { FieldValue } from "../drafting/room";
import { useFieldValue } from "../drafting/useDraftField";
import { RadioGroup } from "../ui/Choices";
import { classes } from "../ui/classes";
import { Disclosure } from "../ui/Disclosure";
import { FormField } from "../ui/FormField";
import { KINDS, SCOPES, type SigningSide, UNITS } from "./terms";
import { AMOUNT, NUMBER } from "./typed";
import "./TermsFields.css";

/** Money counts as a unit of its own: it goes into what is spent. */
const EUROS = "euro";
/** A unit in other words, or somebody who does not take part in the workspace. */
const OTHER = "anders";
/** What people count in, unless they say otherwise. */
const USUAL_UNIT = "plekken";

/** What the server has against a field as it is now, by the name of the field. */
const FaultsContext = createContext<ReadonlyMap<string, string>>(new Map());

interface TermsFieldsProps {
  workspace: View<"WorkspaceView">;
  faults: ReadonlyMap<string, string>;
  /** What is still missing, in a few words, beside what folds out. */
  missing: string;
  isOpen: boolean;
  onOpen: (isOpen: boolean) => void;
  loadPreview: () => Promise<string>;
}

/** What is in sight at once; everything else folds out. */
const AT_ONCE = new Set([
  "title",
  "quantity",
  "unit",
  "spentCents",
  "period.months",
  "period.weeks",
  "text",
]);

/** Whether a field is folded away as long as nobody asks for more. */
export function isFolded(name: string): boolean {
  return !AT_ONCE.has(name);
}

/** The pointer under which a field is known to the form and to the server. */
export function pointerOf(name: string): string {
  return name === "text" ? "/text" : `/fields/${name}`;
}

/** What a commitment says: a title, how much and how long, and all the rest for who wants it. */
export function TermsFields(props: TermsFieldsProps) {
  const { workspace, faults, missing, isOpen, onOpen, loadPreview } = props;
  const { t } = useTranslation();
  return (
    <FaultsContext value={faults}>
      <div className="samenspraak-stack">
        <Line
          name="title"
          label={t("terms.title")}
          description={t("composing.title.help")}
          maxLength={200}
        />
        <div className="samenspraak-terms__row">
          <Quantity />
          <Length />
        </div>
        <DraftText
          label={t("terms.text")}
          pointer={pointerOf("text")}
          rows={5}
          loadPreview={loadPreview}
        />
        <Disclosure
          className="samenspraak-terms__more"
          open={isOpen}
          onToggle={(event) => onOpen(event.currentTarget.open)}
          summary={
            <>
              {t("composing.more")} <span className="samenspraak-terms__missing">{missing}</span>
            </>
          }
        >
          <div className="samenspraak-stack samenspraak-stack--wide">
            <What />
            <When />
            <Where scopeRule={workspace.scopeRule} />
            <Worth />
            <Goals />
            <Person side="contractor" workspace={workspace} />
            <Person side="buyer" workspace={workspace} />
            <Rest workspace={workspace} />
          </div>
        </Disclosure>
      </div>
    </FaultsContext>
  );
}

/** A field of one line, with what the server has against it. */
function Line({ name, ...rest }: ComponentProps<typeof DraftTextField>) {
  const faults = useContext(FaultsContext);
  return (
    <DraftTextField name={name} pointer={pointerOf(name)} error={faults.get(name)} {...rest} />
  );
}

/** A number, typed as people do. */
function Count(props: ComponentProps<typeof DraftTextField>) {
  return <Line inputMode="decimal" {...NUMBER} {...props} />;
}

/** An amount, typed in euros. */
function Money(props: ComponentProps<typeof DraftTextField>) {
  return <Line inputMode="decimal" {...AMOUNT} {...props} />;
}

interface ChoiceProps {
  /** The field that is told to others as the one somebody is in. */
  name: string;
  label: string;
  pointer?: string;
  value: string;
  options: readonly { value: string; label: string }[];
  /** Nobody chose the value: it went in along with another one. */
  cameAlong?: boolean;
  onChange: (value: string) => void;
}

/** A choice that more than one field of the draft tells. */
function Choice(props: ChoiceProps) {
  const { name, label, pointer, value, options, cameAlong = false, onChange } = props;
  const shown = (value: FieldValue) =>
    options.find((option) => option.value === value)?.label ?? String(value);
  return (
    <FieldSurroundings name={name} label={label} shown={shown} cameAlong={cameAlong}>
      {({ field, tag, describedBy }) => (
        <FormField label={label} {...(pointer && { pointer })} aside={tag}>
          {(ties) => (
            <select
              {...ties}
              value={value}
              disabled={!field.mayWrite}
              aria-describedby={classes(ties["aria-describedby"], describedBy) || undefined}
              className="utrecht-select samenspraak-select"
              onChange={(event) => onChange(event.target.value)}
            >
              {options.map((option) => (
                <option key={option.value} value={option.value}>
                  {option.label}
                </option>
              ))}
            </select>
          )}
        </FormField>
      )}
    </FieldSurroundings>
  );
}

function Group({ legend, children }: { legend: string; children: ReactNode }) {
  return (
    <fieldset className="samenspraak-terms__group">
      <legend className="samenspraak-terms__legend">{legend}</legend>
      <div className="samenspraak-stack">{children}</div>
    </fieldset>
  );
}

/** How much, and of what; money stands in a field of its own. */
function Quantity() {
  const { t } = useTranslation();
  const room = useRoom();
  const quantity = useFieldValue(room, "quantity");
  const spent = useFieldValue(room, "spentCents");
  const unit = useFieldValue(room, "unit");
  // What is chosen but not told by a value yet: nothing has been typed in the new unit.
  const [chosen, choose] = useState<typeof EUROS | typeof OTHER>();
  const isMoney = quantity === undefined && (spent !== undefined || chosen === EUROS);
  const isOther = typeof unit === "string" ? !(unit in UNITS) : chosen === OTHER;
  const now = isMoney ? EUROS : isOther ? OTHER : ((unit as string | undefined) ?? USUAL_UNIT);

  function change(next: string) {
    const typed = isMoney ? AMOUNT.format(spent) : NUMBER.format(quantity);
    choose(next === EUROS || next === OTHER ? next : undefined);
    if (next === EUROS) {
      room.set("spentCents", AMOUNT.parse(typed));
      room.set("quantity", undefined);
      room.set("unit", undefined);
      return;
    }
    if (isMoney) {
      room.set("quantity", NUMBER.parse(typed));
      room.set("spentCents", undefined);
    }
    room.set("unit", next === OTHER ? undefined : next);
  }

  return (
    <>
      {isMoney ? (
        <Money key="money" name="spentCents" label={t("terms.quantity")} />
      ) : (
        <Count
          key="number"
          name="quantity"
          label={t("terms.quantity")}
          parse={(typed) => {
            const value = NUMBER.parse(typed);
            // A number of nothing says nothing.
            if (value !== undefined && now === USUAL_UNIT) room.set("unit", USUAL_UNIT);
            return value;
          }}
        />
      )}
      <Choice
        name="unit"
        label={t("composing.unit")}
        value={now}
        cameAlong={now === USUAL_UNIT}
        onChange={change}
        options={[
          ...Object.keys(UNITS).map((each) => ({ value: each, label: each })),
          { value: EUROS, label: t("composing.unit.euros") },
          { value: OTHER, label: t("composing.unit.other") },
        ]}
      />
      {now === OTHER && <Line name="unit" label={t("composing.unit.other-words")} />}
      {/* A round that came by another road may have both; what is put is to be seen. */}
      {quantity !== undefined && spent !== undefined && (
        <Money name="spentCents" label={t("terms.spent")} />
      )}
    </>
  );
}

/** How long, in months or in weeks. */
function Length() {
  const { t } = useTranslation();
  const room = useRoom();
  const months = useFieldValue(room, "period.months");
  const weeks = useFieldValue(room, "period.weeks");
  const [chosen, choose] = useState<"months" | "weeks">();
  const told = months !== undefined ? "months" : weeks !== undefined ? "weeks" : undefined;
  const now = told ?? chosen ?? "months";
  function change(next: "months" | "weeks") {
    const value = now === "months" ? months : weeks;
    choose(next);
    room.set(`period.${now}`, undefined);
    room.set(`period.${next}`, value);
  }
  return (
    <>
      <Count key={now} name={`period.${now}`} label={t("terms.length")} />
      {/* A round that came by another road may have both; what is put is to be seen. */}
      {months !== undefined && weeks !== undefined && (
        <Count name="period.weeks" label={t("composing.length.weeks")} />
      )}
      <Choice
        // The other one of both: it is what changes when somebody else chooses.
        name={now === "months" ? "period.weeks" : "period.months"}
        label={t("composing.length-unit")}
        value={now}
        onChange={(next) => change(next === "weeks" ? "weeks" : "months")}
        options={[
          { value: "months", label: t("composing.length-unit.months") },
          { value: "weeks", label: t("composing.length-unit.weeks") },
        ]}
      />
    </>
  );
}

function What() {
  const { t } = useTranslation();
  return (
    <Group legend={t("composing.group.what")}>
      <div className="samenspraak-fields">
        <DraftSelect
          name="kind"
          label={t("terms.kind")}
          pointer={pointerOf("kind")}
          options={[
            { value: "", label: t("composing.not-chosen") },
            ...KINDS.map((kind) => ({ value: kind, label: t(`commitments.kind.${kind}`) })),
          ]}
        />
        <Line name="targetGroup" label={t("terms.target-group")} />
      </div>
    </Group>
  );
}

function When() {
  const { t } = useTranslation();
  return (
    <Group legend={t("composing.group.when")}>
      <div className="samenspraak-fields">
        <Line name="period.startsOn" label={t("terms.starts")} type="date" />
        <Line name="period.endsOn" label={t("terms.ends")} type="date" />
        <Count name="period.hoursPerWeek" label={t("terms.hours-per-week")} />
      </div>
    </Group>
  );
}

function Where({ scopeRule }: { scopeRule: View<"WorkspaceView">["scopeRule"] }) {
  const { t } = useTranslation();
  const room = useRoom();
  const scope = useFieldValue(room, "scope");
  const counts = useFieldValue(room, "countsTowardsObligation");
  const isOutside = scope !== undefined && scope !== "within_contract";
  return (
    <Group legend={t("composing.group.where")}>
      <div className="samenspraak-fields samenspraak-terms__wide">
        <DraftRadio
          name="scope"
          legend={t("terms.scope")}
          pointer={pointerOf("scope")}
          options={SCOPES.map((each) => ({
            value: each,
            label: t(`terms.scope.${each}`),
          }))}
        />
        <FieldSurroundings
          name="countsTowardsObligation"
          label={t("terms.counts")}
          shown={(value) => t(value === true ? "terms.counts.yes" : "terms.counts.no")}
        >
          {({ field, tag, describedBy }) => (
            <>
              {tag}
              <RadioGroup
                legend={t("terms.counts")}
                description={
                  isOutside && scopeRule === "strict" ? t("composing.counts.strict") : undefined
                }
                pointer={pointerOf("countsTowardsObligation")}
                value={counts === undefined ? undefined : counts === true ? "yes" : "no"}
                disabled={!field.mayWrite}
                aria-describedby={describedBy}
                onChange={(next) => field.set(next === "yes")}
                options={[
                  { value: "yes", label: t("terms.counts.yes") },
                  { value: "no", label: t("terms.counts.no") },
                ]}
              />
            </>
          )}
        </FieldSurroundings>
      </div>
      {isOutside && counts === true && (
        <Line
          name="countsGround"
          label={t("terms.counts-ground")}
          description={t("composing.counts-ground.help")}
        />
      )}
    </Group>
  );
}

function Worth() {
  const { t } = useTranslation();
  const isAmount = useFieldValue(useRoom(), "value.kind") === "amount";
  return (
    <Group legend={t("composing.group.worth")}>
      <DraftRadio
        name="value.kind"
        legend={t("terms.value")}
        pointer={pointerOf("value.kind")}
        options={[
          { value: "amount", label: t("composing.value.amount") },
          { value: "to_be_discussed", label: t("commitments.value.to-be-discussed") },
        ]}
      />
      <div className="samenspraak-fields">
        {isAmount && <Money name="value.amountCents" label={t("composing.value.euros")} />}
        <Money name="paidOnResultCents" label={t("terms.paid-on-result")} />
      </div>
      {isAmount && (
        <DraftTextArea
          name="value.calculation"
          label={t("terms.calculation")}
          description={t("composing.calculation.help")}
          pointer={pointerOf("value.calculation")}
          rows={2}
        />
      )}
    </Group>
  );
}

function Goals() {
  const { t } = useTranslation();
  return (
    <>
      {(["resultGoal", "effortGoal"] as const).map((goal) => {
        const words = goal === "resultGoal" ? "result-goal" : "effort-goal";
        return (
          <Group key={goal} legend={t(`terms.${words}`)}>
            <Line
              name={`${goal}.text`}
              label={t("composing.goal.text")}
              description={t(`composing.${words}.help`)}
            />
            <div className="samenspraak-fields">
              <Count name={`${goal}.number`} label={t("composing.goal.number")} />
              <Line name={`${goal}.unit`} label={t("composing.goal.unit")} />
              <Line name={`${goal}.by`} label={t("composing.goal.by")} type="date" />
            </div>
          </Group>
        );
      })}
      <Line
        name="evidence"
        label={t("terms.evidence")}
        description={t("composing.evidence.help")}
      />
    </>
  );
}

/** Who looks after it on a side: somebody of the workspace, or another by name. */
function Person({ side, workspace }: { side: SigningSide; workspace: View<"WorkspaceView"> }) {
  const { t } = useTranslation();
  const room = useRoom();
  const field = `responsible.${side}`;
  const id = useFieldValue(room, `${field}.participantId`);
  const name = useFieldValue(room, `${field}.name`);
  const [isElse, setElse] = useState(false);
  const present = workspace.participants.filter((one) => one.side === side && !one.hasLeft);
  const isPresent = present.some((one) => one.id === id);
  const now = isPresent ? String(id) : name !== undefined || isElse ? OTHER : "";
  function change(next: string) {
    setElse(next === OTHER);
    room.set(`${field}.participantId`, next === OTHER || next === "" ? undefined : next);
    if (next !== OTHER) room.set(`${field}.name`, undefined);
    if (next === "") room.set(`${field}.role`, undefined);
  }
  return (
    <Group legend={t(`terms.responsible.${side}`)}>
      <div className="samenspraak-fields">
        <Choice
          name={`${field}.participantId`}
          label={t("composing.person")}
          pointer={pointerOf(`${field}.participantId`)}
          value={now}
          onChange={change}
          options={[
            { value: "", label: t("composing.person.nobody") },
            ...present.map((one) => ({ value: one.id, label: one.name })),
            { value: OTHER, label: t("composing.person.other") },
          ]}
        />
        {now === OTHER && <Line name={`${field}.name`} label={t("composing.person.name")} />}
        {now !== "" && <Line name={`${field}.role`} label={t("composing.person.role")} optional />}
      </div>
    </Group>
  );
}

function Rest({ workspace }: { workspace: View<"WorkspaceView"> }) {
  const { t } = useTranslation();
  const purpose = workspace.purpose?.parts ?? [];
  return (
    <>
      <Group legend={t("terms.partner")}>
        <div className="samenspraak-fields">
          <Line name="partner.name" label={t("composing.partner.name")} />
          <Line name="partner.ownPart" label={t("composing.partner.own-part")} />
        </div>
      </Group>
      <Group legend={t("terms.promises")}>
        <DraftCheckbox
          name="standingPromises.adjustmentsAskedFromPerson"
          label={t("terms.adjustments")}
        />
        <DraftCheckbox name="standingPromises.contactPerson" label={t("terms.contact-person")} />
      </Group>
      {purpose.length > 0 && (
        <DraftList
          name="purposeParts"
          legend={t("terms.purpose")}
          options={purpose.map(({ letter, text }) => ({
            value: letter,
            label: `${letter}. ${text}`,
          }))}
        />
      )}
    </>
  );
}
