import { IconAlertCircle } from "@tabler/icons-react";
import type { ComponentProps, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { classes } from "./classes";
import { useField } from "./form";
import "./FormField.css";

export interface FieldProps {
  label: string;
  /** Help that is needed before answering, between the label and the field. */
  description?: ReactNode;
  /** Overrides the error that the form around it has for `pointer`. */
  error?: string | undefined;
  /** The JSON pointer of the member this field is for, such as `/title`. */
  pointer?: string;
  /** Marks the label with "(niet verplicht)". */
  optional?: boolean;
  /** Keeps the label for screen readers only, where the place already says what it is. */
  labelHidden?: boolean;
}

interface Control {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": true | undefined;
}

interface FormFieldProps extends FieldProps {
  id?: string | undefined;
  /** Something beside the label, such as who is editing this field. */
  aside?: ReactNode;
  children: (control: Control) => ReactNode;
}

/** Label, help, error and control, tied together for everybody. */
export function FormField(props: FormFieldProps) {
  const { label, description, pointer, optional, labelHidden, aside, children } = props;
  const { t } = useTranslation();
  const { id, error } = useField(pointer, label, { id: props.id, error: props.error });
  const descriptionId = `${id}-description`;
  const errorId = `${id}-error`;
  const describedBy = classes(description !== undefined && descriptionId, error && errorId);
  return (
    <div
      className={classes(
        "utrecht-form-field samenspraak-field",
        error && "utrecht-form-field--invalid",
      )}
    >
      <div className={classes("samenspraak-field__head", labelHidden && "samenspraak-hidden")}>
        <label className="utrecht-form-label" htmlFor={id}>
          {label}
          {optional && <span className="samenspraak-field__optional"> {t("ui.optional")}</span>}
        </label>
        {aside}
      </div>
      {description !== undefined && (
        <div className="utrecht-form-field-description" id={descriptionId}>
          {description}
        </div>
      )}
      {error && <FieldErrorText id={errorId}>{error}</FieldErrorText>}
      {children({
        id,
        "aria-describedby": describedBy || undefined,
        "aria-invalid": error ? true : undefined,
      })}
    </div>
  );
}

/** What is wrong with a field, in words and with an icon. */
export function FieldErrorText({ id, children }: { id: string; children: ReactNode }) {
  return (
    <div className="utrecht-form-field-error-message samenspraak-field__error" id={id}>
      <IconAlertCircle size={18} aria-hidden="true" />
      <span>{children}</span>
    </div>
  );
}

type TextFieldProps = FieldProps & Omit<ComponentProps<"input">, "children">;

/** One line of text, a number or a date. */
export function TextField({
  label,
  description,
  error,
  pointer,
  optional,
  labelHidden,
  className,
  type = "text",
  ...rest
}: TextFieldProps) {
  const field = { label, description, error, optional, labelHidden };
  return (
    <FormField {...field} pointer={pointer} id={rest.id}>
      {(control) => (
        <input
          autoComplete="off"
          {...rest}
          {...control}
          type={type}
          className={classes(
            "utrecht-textbox",
            control["aria-invalid"] && "utrecht-textbox--invalid",
            className,
          )}
        />
      )}
    </FormField>
  );
}

type TextAreaProps = FieldProps & Omit<ComponentProps<"textarea">, "children">;

/** Several lines of text. */
export function TextArea({
  label,
  description,
  error,
  pointer,
  optional,
  labelHidden,
  className,
  rows = 3,
  ...rest
}: TextAreaProps) {
  const field = { label, description, error, optional, labelHidden };
  return (
    <FormField {...field} pointer={pointer} id={rest.id}>
      {(control) => (
        <textarea
          {...rest}
          {...control}
          rows={rows}
          className={classes(
            "utrecht-textarea",
            control["aria-invalid"] && "utrecht-textarea--invalid",
            className,
          )}
        />
      )}
    </FormField>
  );
}

type SelectProps = FieldProps & {
  options: readonly { value: string; label: string }[];
  /** Label and list on one line, for a filter. */
  inline?: boolean;
} & Omit<ComponentProps<"select">, "children">;

/** One choice from a list. */
export function Select({
  label,
  description,
  error,
  pointer,
  optional,
  labelHidden,
  options,
  inline = false,
  className,
  ...rest
}: SelectProps) {
  const field = { label, description, error, optional, labelHidden };
  const control = (
    <FormField {...field} pointer={pointer} id={rest.id}>
      {(control) => (
        <select
          {...rest}
          {...control}
          className={classes(
            "utrecht-select samenspraak-select",
            control["aria-invalid"] && "utrecht-select--invalid",
            className,
          )}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </FormField>
  );
  return inline ? <div className="samenspraak-field-inline">{control}</div> : control;
}
