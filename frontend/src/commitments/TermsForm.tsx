import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import { formErrors } from "../api/problem";
import { NotBsn } from "../dialogue/NotBsn";
import { Button } from "../ui/Button";
import { Checkbox, RadioGroup } from "../ui/Choices";
import { Disclosure } from "../ui/Disclosure";
import { Form } from "../ui/Form";
import { Select, TextArea, TextField } from "../ui/FormField";
import type { FieldError } from "../ui/form";
import {
  atFields,
  type Draft,
  EUROS,
  missingIn,
  OTHER_UNIT,
  SOMEBODY_ELSE,
  unreadAmounts,
} from "./draft";
import { useMissingText } from "./Missing";
import { KINDS, SCOPES, type SigningSide, UNITS } from "./terms";
import "./TermsForm.css";

interface TermsFormProps {
  workspace: View<"WorkspaceView">;
  draft: Draft;
  onChange: (draft: Draft) => void;
  /** What the server said of the last attempt. */
  error: unknown;
  /** What is wrong with the fields on top. */
  check?: () => FieldError[];
  /** Called only when all that can be judged here is right. */
  onSubmit: (declaredNotBsn: boolean) => void;
  busy: boolean;
  submitLabel: string;
  /** Nothing was there before, so it may have stood in the winning bid. */
  isNew?: boolean;
  /** Fields on top, such as the condition of a yes. */
  children?: ReactNode;
  /** Buttons beside the one that sends. */
  actions?: ReactNode;
}

/** What is in sight at once; everything else folds out. */
const AT_ONCE = new Set([
  "",
  "/condition",
  "/terms/title",
  "/terms/quantity",
  "/terms/period",
  "/terms/text",
]);

/** What a commitment says: a title, how much and how long, and all the rest for who wants it. */
export function TermsForm(props: TermsFormProps) {
  const { workspace, draft, onChange, busy, submitLabel, isNew = false, children, actions } = props;
  const { t } = useTranslation();
  const missingText = useMissingText();
  const [open, setOpen] = useState(false);
  const [notBsn, setNotBsn] = useState(false);
  const [errors, setErrors] = useState<FieldError[]>([]);
  const [seen, setSeen] = useState<unknown>(null);
  if (seen !== props.error) {
    setSeen(props.error);
    show(atFields(formErrors(props.error), draft));
  }
  const put = (change: Partial<Draft>) => onChange({ ...draft, ...change });
  const missing = missingIn(draft);

  function show(found: FieldError[]) {
    setErrors(found);
    // An error in what is folded away would lead nowhere.
    if (found.some(({ pointer }) => !AT_ONCE.has(pointer))) setOpen(true);
  }

  function submit() {
    const unread = unreadAmounts(draft).map((pointer) => ({
      pointer,
      message: t("commitments.not-an-amount"),
    }));
    const found = [...(props.check?.() ?? []), ...unread];
    show(found);
    if (found.length === 0) props.onSubmit(notBsn);
  }

  return (
    <Form errors={errors} onSubmit={submit}>
      {children}
      <TextField
        label={t("commitments.title")}
        description={t("commitments.title.help")}
        pointer="/terms/title"
        maxLength={200}
        value={draft.title}
        onChange={(event) => put({ title: event.target.value })}
      />
      <div className="samenspraak-terms__row">
        <TextField
          label={t("commitments.quantity")}
          pointer="/terms/quantity"
          inputMode="decimal"
          value={draft.quantity}
          onChange={(event) => put({ quantity: event.target.value })}
        />
        <Select
          label={t("commitments.unit")}
          value={draft.unit}
          onChange={(event) => put({ unit: event.target.value })}
          options={[
            ...Object.keys(UNITS).map((unit) => ({ value: unit, label: unit })),
            { value: EUROS, label: t("commitments.unit.euros") },
            { value: OTHER_UNIT, label: t("commitments.unit.other") },
          ]}
        />
        {draft.unit === OTHER_UNIT && (
          <TextField
            label={t("commitments.unit.other-words")}
            value={draft.otherUnit}
            onChange={(event) => put({ otherUnit: event.target.value })}
          />
        )}
        <TextField
          label={t("commitments.length")}
          pointer="/terms/period"
          inputMode="decimal"
          value={draft.length}
          onChange={(event) => put({ length: event.target.value })}
        />
        <Select
          label={t("commitments.length-unit")}
          value={draft.lengthUnit}
          onChange={(event) =>
            put({ lengthUnit: event.target.value === "weeks" ? "weeks" : "months" })
          }
          options={[
            { value: "months", label: t("commitments.length-unit.months") },
            { value: "weeks", label: t("commitments.length-unit.weeks") },
          ]}
        />
      </div>
      <TextArea
        label={t("commitments.text")}
        pointer="/terms/text"
        optional
        rows={4}
        value={draft.text}
        onChange={(event) => put({ text: event.target.value })}
      />
      <Disclosure
        className="samenspraak-terms__more"
        open={open}
        onToggle={(event) => setOpen(event.currentTarget.open)}
        summary={
          <>
            {t("commitments.more")}
            <span className="samenspraak-terms__missing">{missingText(missing)}</span>
          </>
        }
      >
        <div className="samenspraak-stack samenspraak-stack--wide">
          <What draft={draft} put={put} />
          <When draft={draft} put={put} />
          <Where draft={draft} put={put} scopeRule={workspace.scopeRule} />
          <Worth draft={draft} put={put} />
          <Goals draft={draft} put={put} />
          <People draft={draft} put={put} workspace={workspace} />
          <Rest draft={draft} put={put} workspace={workspace} isNew={isNew} />
        </div>
      </Disclosure>
      <NotBsn error={props.error} checked={notBsn} onChange={setNotBsn} />
      <div className="samenspraak-cluster">
        <Button type="submit" variant="primary" busy={busy}>
          {submitLabel}
        </Button>
        {actions}
      </div>
    </Form>
  );
}

interface PartProps {
  draft: Draft;
  put: (change: Partial<Draft>) => void;
}

function Group({ legend, children }: { legend: string; children: ReactNode }) {
  return (
    <fieldset className="samenspraak-terms__group">
      <legend className="samenspraak-terms__legend">{legend}</legend>
      <div className="samenspraak-stack">{children}</div>
    </fieldset>
  );
}

function What({ draft, put }: PartProps) {
  const { t } = useTranslation();
  return (
    <Group legend={t("commitments.group.what")}>
      <div className="samenspraak-fields">
        <Select
          label={t("commitments.kind")}
          pointer="/terms/kind"
          value={draft.kind}
          onChange={(event) => put({ kind: event.target.value as Draft["kind"] })}
          options={[
            { value: "", label: t("commitments.not-chosen") },
            ...KINDS.map((kind) => ({ value: kind, label: t(`commitments.kind.${kind}`) })),
          ]}
        />
        <TextField
          label={t("commitments.target-group")}
          pointer="/terms/targetGroup"
          value={draft.targetGroup}
          onChange={(event) => put({ targetGroup: event.target.value })}
        />
      </div>
    </Group>
  );
}

function When({ draft, put }: PartProps) {
  const { t } = useTranslation();
  return (
    <Group legend={t("commitments.group.when")}>
      <div className="samenspraak-fields">
        <TextField
          label={t("commitments.starts")}
          pointer="/terms/period/startsOn"
          type="date"
          value={draft.startsOn}
          onChange={(event) => put({ startsOn: event.target.value })}
        />
        <TextField
          label={t("commitments.ends")}
          pointer="/terms/period/endsOn"
          type="date"
          value={draft.endsOn}
          onChange={(event) => put({ endsOn: event.target.value })}
        />
        <TextField
          label={t("commitments.hours-per-week")}
          pointer="/terms/period/hoursPerWeek"
          inputMode="decimal"
          value={draft.hoursPerWeek}
          onChange={(event) => put({ hoursPerWeek: event.target.value })}
        />
      </div>
    </Group>
  );
}

function Where({
  draft,
  put,
  scopeRule,
}: PartProps & { scopeRule: View<"WorkspaceView">["scopeRule"] }) {
  const { t } = useTranslation();
  const isOutside = draft.scope !== "" && draft.scope !== "within_contract";
  return (
    <Group legend={t("commitments.group.where")}>
      <div className="samenspraak-fields samenspraak-terms__wide">
        <RadioGroup
          legend={t("commitments.scope")}
          pointer="/terms/scope"
          value={draft.scope || undefined}
          onChange={(scope) => put({ scope })}
          options={SCOPES.map((scope) => ({
            value: scope,
            label: t(`commitments.scope.${scope}`),
          }))}
        />
        <RadioGroup
          legend={t("commitments.counts")}
          description={
            isOutside && scopeRule === "strict" ? t("commitments.counts.strict") : undefined
          }
          pointer="/terms/countsTowardsObligation"
          value={draft.counts || undefined}
          onChange={(counts) => put({ counts })}
          options={[
            { value: "yes", label: t("commitments.counts.yes") },
            { value: "no", label: t("commitments.counts.no") },
          ]}
        />
      </div>
      {isOutside && draft.counts === "yes" && (
        <TextField
          label={t("commitments.counts-ground")}
          description={t("commitments.counts-ground.help")}
          pointer="/terms/countsGround"
          value={draft.countsGround}
          onChange={(event) => put({ countsGround: event.target.value })}
        />
      )}
    </Group>
  );
}

function Worth({ draft, put }: PartProps) {
  const { t } = useTranslation();
  return (
    <Group legend={t("commitments.group.worth")}>
      <RadioGroup
        legend={t("commitments.value")}
        pointer="/terms/value"
        value={draft.valueKind || undefined}
        onChange={(valueKind) => put({ valueKind })}
        options={[
          { value: "amount", label: t("commitments.value.amount") },
          { value: "to_be_discussed", label: t("commitments.value.to-be-discussed") },
        ]}
      />
      <div className="samenspraak-fields">
        {draft.valueKind === "amount" && (
          <TextField
            label={t("commitments.value.euros")}
            inputMode="decimal"
            value={draft.value}
            onChange={(event) => put({ value: event.target.value })}
          />
        )}
        <TextField
          label={t("commitments.paid-on-result")}
          pointer="/terms/paidOnResultCents"
          inputMode="decimal"
          value={draft.paidOnResult}
          onChange={(event) => put({ paidOnResult: event.target.value })}
        />
      </div>
      {draft.valueKind === "amount" && (
        <TextArea
          label={t("commitments.calculation")}
          description={t("commitments.calculation.help")}
          pointer="/terms/value/calculation"
          rows={2}
          value={draft.calculation}
          onChange={(event) => put({ calculation: event.target.value })}
        />
      )}
    </Group>
  );
}

function Goals({ draft, put }: PartProps) {
  const { t } = useTranslation();
  return (
    <>
      {(["resultGoal", "effortGoal"] as const).map((goal) => {
        const change = (part: Partial<Draft["resultGoal"]>) =>
          put({ [goal]: { ...draft[goal], ...part } });
        const name = goal === "resultGoal" ? "result-goal" : "effort-goal";
        return (
          <Group key={goal} legend={t(`commitments.${name}`)}>
            <TextField
              label={t("commitments.goal.text")}
              description={t(`commitments.${name}.help`)}
              pointer={`/terms/${goal}/text`}
              value={draft[goal].text}
              onChange={(event) => change({ text: event.target.value })}
            />
            <div className="samenspraak-fields">
              <TextField
                label={t("commitments.goal.number")}
                pointer={`/terms/${goal}/number`}
                inputMode="decimal"
                value={draft[goal].number}
                onChange={(event) => change({ number: event.target.value })}
              />
              <TextField
                label={t("commitments.goal.unit")}
                pointer={`/terms/${goal}/unit`}
                value={draft[goal].unit}
                onChange={(event) => change({ unit: event.target.value })}
              />
              <TextField
                label={t("commitments.goal.by")}
                pointer={`/terms/${goal}/by`}
                type="date"
                value={draft[goal].by}
                onChange={(event) => change({ by: event.target.value })}
              />
            </div>
          </Group>
        );
      })}
      <TextField
        label={t("commitments.evidence")}
        description={t("commitments.evidence.help")}
        pointer="/terms/evidence"
        value={draft.evidence}
        onChange={(event) => put({ evidence: event.target.value })}
      />
    </>
  );
}

function People({ draft, put, workspace }: PartProps & { workspace: View<"WorkspaceView"> }) {
  const { t } = useTranslation();
  const change = (side: SigningSide, part: Partial<Draft["responsible"]["buyer"]>) =>
    put({
      responsible: { ...draft.responsible, [side]: { ...draft.responsible[side], ...part } },
    });
  return (
    <>
      {(["contractor", "buyer"] as const).map((side) => {
        const person = draft.responsible[side];
        const present = workspace.participants.filter(
          (participant) => participant.side === side && !participant.hasLeft,
        );
        return (
          <Group key={side} legend={t(`commitments.responsible.${side}`)}>
            <div className="samenspraak-fields">
              <Select
                label={t("commitments.person")}
                pointer={
                  person.participantId === SOMEBODY_ELSE ? undefined : `/responsible/${side}/name`
                }
                value={person.participantId}
                onChange={(event) => change(side, { participantId: event.target.value })}
                options={[
                  { value: "", label: t("commitments.person.nobody") },
                  ...present.map(({ id, name }) => ({ value: id, label: name })),
                  { value: SOMEBODY_ELSE, label: t("commitments.person.other") },
                ]}
              />
              {person.participantId === SOMEBODY_ELSE && (
                <TextField
                  label={t("commitments.person.name")}
                  pointer={`/responsible/${side}/name`}
                  value={person.name}
                  onChange={(event) => change(side, { name: event.target.value })}
                />
              )}
              {person.participantId !== "" && (
                <TextField
                  label={t("commitments.person.role")}
                  pointer={`/responsible/${side}/role`}
                  optional
                  value={person.role}
                  onChange={(event) => change(side, { role: event.target.value })}
                />
              )}
            </div>
          </Group>
        );
      })}
    </>
  );
}

function Rest({
  draft,
  put,
  workspace,
  isNew,
}: PartProps & { workspace: View<"WorkspaceView">; isNew: boolean }) {
  const { t } = useTranslation();
  const purpose = workspace.purpose?.parts ?? [];
  return (
    <>
      <Group legend={t("commitments.partner")}>
        <div className="samenspraak-fields">
          <TextField
            label={t("commitments.partner.name")}
            pointer="/terms/partners/name"
            value={draft.partnerName}
            onChange={(event) => put({ partnerName: event.target.value })}
          />
          <TextField
            label={t("commitments.partner.own-part")}
            pointer="/terms/partners/ownPart"
            value={draft.partnerOwnPart}
            onChange={(event) => put({ partnerOwnPart: event.target.value })}
          />
        </div>
      </Group>
      <Group legend={t("commitments.promises")}>
        <Checkbox
          label={t("commitments.adjustments")}
          checked={draft.adjustments}
          onChange={(event) => put({ adjustments: event.target.checked })}
        />
        <Checkbox
          label={t("commitments.contact-person")}
          checked={draft.contactPerson}
          onChange={(event) => put({ contactPerson: event.target.checked })}
        />
      </Group>
      {purpose.length > 0 && (
        <Group legend={t("commitments.purpose")}>
          {purpose.map(({ letter, text }) => (
            <Checkbox
              key={letter}
              label={`${letter}. ${text}`}
              checked={draft.purposeParts.includes(letter)}
              onChange={(event) =>
                put({
                  purposeParts: event.target.checked
                    ? [...draft.purposeParts, letter].sort()
                    : draft.purposeParts.filter((each) => each !== letter),
                })
              }
            />
          ))}
        </Group>
      )}
      <Group legend={t("commitments.group.answer")}>
        <div className="samenspraak-fields">
          <TextField
            label={t("commitments.offer-ends")}
            description={t("commitments.offer-ends.help")}
            pointer="/untilOn"
            type="date"
            value={draft.untilOn}
            onChange={(event) => put({ untilOn: event.target.value })}
          />
        </div>
        {isNew && (
          <Checkbox
            label={t("commitments.from-bid")}
            checked={draft.fromBid}
            onChange={(event) => put({ fromBid: event.target.checked })}
          />
        )}
      </Group>
    </>
  );
}
