import type { ComponentProps, ReactNode } from "react";
import { classes } from "./classes";
import { FieldErrorText } from "./FormField";
import { useField } from "./form";
import "./FormField.css";
import "./SwitchChoices.css";

interface CheckboxProps extends Omit<ComponentProps<"input">, "type" | "children"> {
  label: ReactNode;
  description?: ReactNode;
  error?: string | undefined;
  pointer?: string;
}

/** One statement that is true or not. */
export function Checkbox({
  label,
  description,
  error,
  pointer,
  className,
  ...rest
}: CheckboxProps) {
  const field = useField(pointer, typeof label === "string" ? label : "", { id: rest.id, error });
  const { id } = field;
  const describedBy = classes(
    description !== undefined && `${id}-description`,
    field.error && `${id}-error`,
    rest["aria-describedby"],
  );
  return (
    <div>
      {field.error && <FieldErrorText id={`${id}-error`}>{field.error}</FieldErrorText>}
      <div className="samenspraak-choice">
        <input
          {...rest}
          id={id}
          type="checkbox"
          className={classes(
            "samenspraak-checkbox",
            field.error && "samenspraak-checkbox--invalid",
            className,
          )}
          aria-describedby={describedBy || undefined}
          aria-invalid={field.error ? true : undefined}
        />
        <label className="samenspraak-choice__text" htmlFor={id}>
          {label}
        </label>
        {description !== undefined && (
          <div className="samenspraak-choice__description" id={`${id}-description`}>
            {description}
          </div>
        )}
      </div>
    </div>
  );
}

interface RadioGroupProps<Value extends string> {
  legend: string;
  description?: ReactNode;
  options: readonly { value: Value; label: ReactNode; description?: ReactNode }[];
  value: Value | undefined;
  onChange: (value: Value) => void;
  error?: string | undefined;
  pointer?: string;
  disabled?: boolean;
  "aria-describedby"?: string | undefined;
}

/** One choice out of a few, all of them in sight. */
export function RadioGroup<Value extends string>({
  legend,
  description,
  options,
  value,
  onChange,
  error,
  pointer,
  disabled,
  "aria-describedby": describedBy,
}: RadioGroupProps<Value>) {
  const field = useField(pointer, legend, { error });
  const { id } = field;
  return (
    <fieldset
      className={classes("samenspraak-field", field.error && "utrecht-form-field--invalid")}
      aria-describedby={
        classes(
          description !== undefined && `${id}-description`,
          field.error && `${id}-error`,
          describedBy,
        ) || undefined
      }
    >
      <legend className="samenspraak-choices__legend">{legend}</legend>
      {description !== undefined && (
        <div className="samenspraak-choices__description" id={`${id}-description`}>
          {description}
        </div>
      )}
      {field.error && <FieldErrorText id={`${id}-error`}>{field.error}</FieldErrorText>}
      <div className="samenspraak-choices">
        {options.map((option, index) => {
          // The first one carries the id of the field, so that the error list leads to it.
          const optionId = index === 0 ? id : `${id}-${option.value}`;
          return (
            <div key={option.value} className="samenspraak-choice">
              <input
                id={optionId}
                type="radio"
                name={id}
                className="samenspraak-radio"
                checked={value === option.value}
                disabled={disabled}
                onChange={() => onChange(option.value)}
                aria-describedby={
                  option.description === undefined ? undefined : `${optionId}-description`
                }
              />
              <label className="samenspraak-choice__text" htmlFor={optionId}>
                {option.label}
              </label>
              {option.description !== undefined && (
                <div className="samenspraak-choice__description" id={`${optionId}-description`}>
                  {option.description}
                </div>
              )}
            </div>
          );
        })}
      </div>
    </fieldset>
  );
}

interface CheckboxGroupProps {
  legend: string;
  description?: ReactNode;
  error?: string | undefined;
  pointer?: string | undefined;
  "aria-describedby"?: string | undefined;
  /** A `Checkbox` for each choice. */
  children: ReactNode;
}

/** Several choices out of a few, all of them in sight. */
export function CheckboxGroup({
  legend,
  description,
  error,
  pointer,
  "aria-describedby": describedBy,
  children,
}: CheckboxGroupProps) {
  const field = useField(pointer, legend, { error });
  const { id } = field;
  return (
    <fieldset
      id={id}
      // The error list leads to it; a group itself takes no focus with the keyboard.
      tabIndex={-1}
      className={classes("samenspraak-field", field.error && "utrecht-form-field--invalid")}
      aria-describedby={
        classes(
          description !== undefined && `${id}-description`,
          field.error && `${id}-error`,
          describedBy,
        ) || undefined
      }
    >
      <legend className="samenspraak-choices__legend">{legend}</legend>
      {description !== undefined && (
        <div className="samenspraak-choices__description" id={`${id}-description`}>
          {description}
        </div>
      )}
      {field.error && <FieldErrorText id={`${id}-error`}>{field.error}</FieldErrorText>}
      <div className="samenspraak-choices">{children}</div>
    </fieldset>
  );
}

interface SwitchChoicesProps<Value extends string> {
  /** What the choice is about; read out, not shown. */
  label: string;
  options: readonly { value: Value; label: ReactNode; icon?: ReactNode }[];
  value: Value;
  onChange: (value: Value) => void;
  /** Over the whole width, as on a phone. */
  wide?: boolean;
  /** Lower than other controls, beside a drawing. */
  small?: boolean;
}

/** Two or three ways to look at the same thing, such as a chart or a table. */
export function SwitchChoices<Value extends string>({
  label,
  options,
  value,
  onChange,
  wide = false,
  small = false,
}: SwitchChoicesProps<Value>) {
  return (
    <fieldset
      className={classes(
        "samenspraak-switch",
        wide && "samenspraak-switch--wide",
        small && "samenspraak-switch--small",
      )}
      aria-label={label}
    >
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          className="samenspraak-switch__option"
          aria-pressed={value === option.value}
          onClick={() => onChange(option.value)}
        >
          {option.icon}
          {option.label}
        </button>
      ))}
    </fieldset>
  );
}
