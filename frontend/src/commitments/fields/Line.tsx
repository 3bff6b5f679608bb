import { type ComponentProps, createContext, type ReactNode, useContext } from "react";
import { DraftTextArea, DraftTextField } from "../../drafting/DraftFields";
import { FieldSurroundings } from "../../drafting/FieldSurroundings";
import type { FieldValue } from "../../drafting/told";
import { classes } from "../../ui/classes";
import { FormField } from "../../ui/FormField";
import { AMOUNT, NUMBER } from "../typed";
import { pointerOf } from "./levels";

/** What the server has against a field as it is now, by the name of the field. */
export const FaultsContext = createContext<ReadonlyMap<string, string>>(new Map());

/** What the server has against one field. */
export function useFault(name: string): string | undefined {
  return useContext(FaultsContext).get(name);
}

/** A field of one line, with what the server has against it. */
export function Line({ name, ...rest }: ComponentProps<typeof DraftTextField>) {
  return <DraftTextField name={name} pointer={pointerOf(name)} error={useFault(name)} {...rest} />;
}

/** A field of a few lines that is one value. */
export function Lines({ name, ...rest }: ComponentProps<typeof DraftTextArea>) {
  return (
    <DraftTextArea
      name={name}
      pointer={pointerOf(name)}
      error={useFault(name)}
      rows={2}
      {...rest}
    />
  );
}

/** A number, typed as people do. */
export function Count(props: ComponentProps<typeof DraftTextField>) {
  return <Line inputMode="decimal" {...NUMBER} {...props} />;
}

/** An amount, typed in euros. */
export function Money(props: ComponentProps<typeof DraftTextField>) {
  return <Line inputMode="decimal" {...AMOUNT} {...props} />;
}

interface Option {
  value: string;
  label: string;
}

interface ChoiceProps {
  /** The field that is told to others as the one somebody is in. */
  name: string;
  label: string;
  description?: ReactNode;
  pointer?: string;
  value: string;
  /** With a group, those that stand together. */
  options: readonly (Option | { group: string; options: readonly Option[] })[];
  /** Nobody chose the value: it went in along with another one. */
  cameAlong?: boolean;
  onChange: (value: string) => void;
}

/** A choice that more than one field of the draft tells. */
export function Choice(props: ChoiceProps) {
  const { name, label, description, pointer, value, options, cameAlong = false, onChange } = props;
  const all = options.flatMap((each) => ("group" in each ? each.options : [each]));
  const shown = (value: FieldValue) =>
    all.find((option) => option.value === value)?.label ?? String(value);
  const error = useFault(name);
  return (
    <FieldSurroundings name={name} label={label} shown={shown} cameAlong={cameAlong}>
      {({ field, tag, describedBy }) => (
        <FormField
          label={label}
          description={description}
          error={error}
          {...(pointer && { pointer })}
          aside={tag}
        >
          {(ties) => (
            <select
              {...ties}
              value={value}
              disabled={!field.mayWrite}
              aria-describedby={classes(ties["aria-describedby"], describedBy) || undefined}
              className="utrecht-select samenspraak-select"
              onChange={(event) => onChange(event.target.value)}
            >
              {options.map((each) =>
                "group" in each ? (
                  <optgroup key={each.group} label={each.group}>
                    {each.options.map((option) => (
                      <option key={option.value} value={option.value}>
                        {option.label}
                      </option>
                    ))}
                  </optgroup>
                ) : (
                  <option key={each.value} value={each.value}>
                    {each.label}
                  </option>
                ),
              )}
            </select>
          )}
        </FormField>
      )}
    </FieldSurroundings>
  );
}

/** Fields that are about one thing, under its name. */
export function Group({
  legend,
  lead,
  children,
}: {
  legend: string;
  lead?: ReactNode;
  children: ReactNode;
}) {
  return (
    <fieldset className="samenspraak-terms__group">
      <legend className="samenspraak-terms__legend">{legend}</legend>
      {lead && <p className="samenspraak-terms__lead">{lead}</p>}
      <div className="samenspraak-stack">{children}</div>
    </fieldset>
  );
}
