import type { ComponentProps, ReactNode } from "react";
import { Checkbox, CheckboxGroup, RadioGroup } from "../ui/Choices";
import { classes } from "../ui/classes";
import { type FieldProps, FormField } from "../ui/FormField";
import { FieldSurroundings } from "./FieldSurroundings";
import type { FieldValue } from "./room";
import type { DraftField } from "./useDraftField";
import { useTyped } from "./useTyped";

interface TypedProps extends FieldProps {
  /** The name of the field in the draft. */
  name: string;
  /** A value as people write it. */
  format?: ((value: FieldValue) => string) | undefined;
  /** What was typed as the draft holds it; the typed text itself when it cannot be read. */
  parse?: ((typed: string) => FieldValue | undefined) | undefined;
}

type Own = "children" | "value" | "defaultValue" | "onChange" | "name";

type DraftTextFieldProps = TypedProps & Omit<ComponentProps<"input">, Own>;

/** One line of text, a number or a date. Others see it once one leaves the field. */
export function DraftTextField(props: DraftTextFieldProps) {
  const { name, label, description, error, pointer, optional, labelHidden, ...control } = props;
  const kit = { label, description, error, optional, labelHidden };
  const shown = props.format ?? (props.type === "date" ? String : undefined);
  return (
    <FieldSurroundings name={name} label={label} shown={shown}>
      {({ field, tag, describedBy }) => (
        <FormField {...kit} pointer={pointer} id={control.id} aside={tag}>
          {(ties) => (
            <LineControl {...control} field={field} ties={ties} describedBy={describedBy} />
          )}
        </FormField>
      )}
    </FieldSurroundings>
  );
}

interface Ties {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": true | undefined;
}

interface ControlProps extends Pick<TypedProps, "format" | "parse"> {
  field: DraftField;
  ties: Ties;
  describedBy: string | undefined;
}

function LineControl({
  field,
  ties,
  describedBy,
  format,
  parse,
  className,
  type = "text",
  ...rest
}: ControlProps & Omit<ComponentProps<"input">, Own>) {
  const typing = useTyped({ field, format, parse });
  return (
    <input
      autoComplete="off"
      {...rest}
      {...ties}
      type={type === "date" && !isDay(typing.value) ? "text" : type}
      value={typing.value}
      readOnly={!field.mayWrite || rest.readOnly}
      aria-describedby={classes(ties["aria-describedby"], describedBy) || undefined}
      className={classes(
        "utrecht-textbox",
        ties["aria-invalid"] && "utrecht-textbox--invalid",
        className,
      )}
      onChange={typing.onChange}
      onKeyDown={(event) => {
        rest.onKeyDown?.(event);
        // Before the focus moves on: a notice that goes with it would take the focus along.
        if (event.key === "Enter" || event.key === "Tab") typing.commit();
        typing.onKeyDown(event);
      }}
      onBlur={(event) => {
        rest.onBlur?.(event);
        typing.commit();
      }}
    />
  );
}

/** A program may write any words where a day belongs; only a plain field can show them. */
function isDay(value: string): boolean {
  return value === "" || /^\d{4}-\d{2}-\d{2}$/.test(value);
}

type DraftTextAreaProps = TypedProps & Omit<ComponentProps<"textarea">, Own>;

/** Several lines that are one value, such as a calculation. Others see it once one leaves it. */
export function DraftTextArea(props: DraftTextAreaProps) {
  const { name, label, description, error, pointer, optional, labelHidden, ...control } = props;
  const kit = { label, description, error, optional, labelHidden };
  return (
    <FieldSurroundings name={name} label={label} shown={props.format}>
      {({ field, tag, describedBy }) => (
        <FormField {...kit} pointer={pointer} id={control.id} aside={tag}>
          {(ties) => (
            <LinesControl {...control} field={field} ties={ties} describedBy={describedBy} />
          )}
        </FormField>
      )}
    </FieldSurroundings>
  );
}

function LinesControl({
  field,
  ties,
  describedBy,
  format,
  parse,
  className,
  rows = 3,
  ...rest
}: ControlProps & Omit<ComponentProps<"textarea">, Own>) {
  const typing = useTyped({ field, format, parse });
  return (
    <textarea
      {...rest}
      {...ties}
      rows={rows}
      value={typing.value}
      readOnly={!field.mayWrite || rest.readOnly}
      aria-describedby={classes(ties["aria-describedby"], describedBy) || undefined}
      className={classes(
        "utrecht-textarea",
        ties["aria-invalid"] && "utrecht-textarea--invalid",
        className,
      )}
      onChange={typing.onChange}
      onKeyDown={(event) => {
        rest.onKeyDown?.(event);
        if (event.key === "Tab") typing.commit();
        typing.onKeyDown(event);
      }}
      onBlur={(event) => {
        rest.onBlur?.(event);
        typing.commit();
      }}
    />
  );
}

interface Option {
  value: string;
  label: string;
  description?: ReactNode;
}

interface DraftSelectProps extends FieldProps {
  name: string;
  /** The value "" empties the field. */
  options: readonly Option[];
}

/** One choice from a list. */
export function DraftSelect(props: DraftSelectProps) {
  const { name, options, ...kit } = props;
  return (
    <FieldSurroundings name={name} label={kit.label} shown={labelOf(options)}>
      {({ field, tag, describedBy }) => (
        <FormField {...kit} aside={tag}>
          {(ties) => (
            <select
              {...ties}
              value={textOf(field.value)}
              disabled={!field.mayWrite}
              aria-describedby={classes(ties["aria-describedby"], describedBy) || undefined}
              className={classes(
                "utrecht-select samenspraak-select",
                ties["aria-invalid"] && "utrecht-select--invalid",
              )}
              onChange={(event) => field.set(event.target.value)}
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

interface DraftChoicesProps {
  name: string;
  legend: string;
  description?: ReactNode;
  options: readonly Option[];
  error?: string | undefined;
  pointer?: string;
}

/** One choice out of a few, all of them in sight. */
export function DraftRadio(props: DraftChoicesProps) {
  const { name, legend, ...kit } = props;
  return (
    <FieldSurroundings name={name} label={legend} shown={labelOf(kit.options)}>
      {({ field, tag, describedBy }) => (
        <>
          {tag}
          <RadioGroup
            {...kit}
            legend={legend}
            value={field.value === undefined ? undefined : textOf(field.value)}
            disabled={!field.mayWrite}
            aria-describedby={describedBy}
            onChange={field.set}
          />
        </>
      )}
    </FieldSurroundings>
  );
}

interface DraftCheckboxProps {
  name: string;
  label: string;
  description?: ReactNode;
  error?: string | undefined;
  pointer?: string;
  /** Writes false when it is not ticked, where that says something else than an empty field. */
  keepsFalse?: boolean;
}

/** One statement that is true or not. */
export function DraftCheckbox({ name, keepsFalse = false, ...kit }: DraftCheckboxProps) {
  return (
    <FieldSurroundings name={name} label={kit.label} tick>
      {({ field, tag, describedBy }) => (
        <>
          {tag}
          <Checkbox
            {...kit}
            checked={field.value === true}
            disabled={!field.mayWrite}
            aria-describedby={describedBy}
            onChange={(event) =>
              field.set(event.target.checked || (keepsFalse ? false : undefined))
            }
          />
        </>
      )}
    </FieldSurroundings>
  );
}

/** Several choices out of a few; the draft holds their values as a list, in this order. */
export function DraftList(props: DraftChoicesProps) {
  const { name, legend, description, options, error, pointer } = props;
  return (
    <FieldSurroundings name={name} label={legend} shown={labelOf(options)}>
      {({ field, tag, describedBy }) => {
        const chosen = Array.isArray(field.value) ? field.value : [];
        return (
          <>
            {tag}
            <CheckboxGroup
              legend={legend}
              description={description}
              error={error}
              pointer={pointer}
              aria-describedby={describedBy}
            >
              {options.map((option) => (
                <Checkbox
                  key={option.value}
                  label={option.label}
                  description={option.description}
                  checked={chosen.includes(option.value)}
                  disabled={!field.mayWrite}
                  onChange={(event) =>
                    field.set(
                      options
                        .map(({ value }) => value)
                        .filter((value) =>
                          value === option.value ? event.target.checked : chosen.includes(value),
                        ),
                    )
                  }
                />
              ))}
            </CheckboxGroup>
          </>
        );
      }}
    </FieldSurroundings>
  );
}

/** The value of a choice as people read it. */
function labelOf(options: readonly Option[]): (value: FieldValue) => string {
  const label = (value: string) => options.find((one) => one.value === value)?.label ?? value;
  return (value) => (Array.isArray(value) ? value.map(label).join(", ") : label(String(value)));
}

function textOf(value: FieldValue | undefined): string {
  return value === undefined ? "" : String(value);
}
