import { useMutation } from "@tanstack/react-query";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { newId, type View } from "../../api/client";
import { formErrors } from "../../api/problem";
import { Button } from "../../ui/Button";
import { Form } from "../../ui/Form";
import { TextField } from "../../ui/FormField";
import type { FieldError } from "../../ui/form";
import { CodeField, NO_CODE, spelled } from "../CodeField";
import { beginSecondFactor, confirmSecondFactor } from "../moves";
import "./SetUp.css";

type Factor = View<"SecondFactorView">;

interface SetUpProps {
  /** It is on; these codes are shown once. */
  onDone: (recoveryCodes: readonly string[]) => void;
  onCancel: () => void;
}

const NONE: FieldError[] = [];

/** Turn the second step on: the password, then the app, then a first code. */
export function SetUp({ onDone, onCancel }: SetUpProps) {
  const [factor, setFactor] = useState<Factor>();
  return factor ? (
    <Confirm factor={factor} onDone={onDone} onCancel={onCancel} />
  ) : (
    <Begin onBegun={setFactor} onCancel={onCancel} />
  );
}

interface StepTitleProps {
  children: ReactNode;
}

/** What comes next takes the focus, so that it is read out. */
export function StepTitle({ children }: StepTitleProps) {
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);
  return (
    <h3 ref={title} tabIndex={-1} className="samenspraak-step-title">
      {children}
    </h3>
  );
}

interface BeginProps {
  onBegun: (factor: Factor) => void;
  onCancel: () => void;
}

function Begin({ onBegun, onCancel }: BeginProps) {
  const { t } = useTranslation();
  const [password, setPassword] = useState("");
  const [lacking, setLacking] = useState(NONE);
  // Pressing twice, or again after a lost answer, begins once.
  const id = useRef(newId());
  const beginning = useMutation({
    mutationFn: () => beginSecondFactor({ id: id.current, password }),
    onSuccess: onBegun,
  });
  return (
    <Form
      errors={lacking.length > 0 ? lacking : formErrors(beginning.error)}
      onSubmit={() => {
        const lacks =
          password === "" ? [{ pointer: "/password", message: t("proof.password-needed") }] : NONE;
        setLacking(lacks);
        if (lacks.length > 0) beginning.reset();
        else beginning.mutate();
      }}
    >
      <StepTitle>{t("account.factor.begin")}</StepTitle>
      <p>{t("account.factor.app")}</p>
      <TextField
        label={t("identity.password")}
        description={t("account.factor.password")}
        pointer="/password"
        type="password"
        autoComplete="current-password"
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      <div className="samenspraak-cluster samenspraak-cluster--tight">
        <Button type="submit" variant="primary" busy={beginning.isPending}>
          {t("account.factor.next")}
        </Button>
        <Button variant="subtle" onClick={onCancel}>
          {t("ui.cancel")}
        </Button>
      </div>
    </Form>
  );
}

interface ConfirmProps extends SetUpProps {
  factor: Factor;
}

function Confirm({ factor, onDone, onCancel }: ConfirmProps) {
  const { t } = useTranslation();
  const [code, setCode] = useState(NO_CODE);
  const [lacking, setLacking] = useState(NONE);
  const confirming = useMutation({
    mutationFn: () => confirmSecondFactor(factor.id, spelled(code)),
    onSuccess: ({ recoveryCodes }) => onDone(recoveryCodes),
  });
  return (
    <Form
      errors={lacking.length > 0 ? lacking : formErrors(confirming.error)}
      onSubmit={() => {
        const lacks =
          spelled(code) === "" ? [{ pointer: "/code", message: t("proof.code.needed") }] : NONE;
        setLacking(lacks);
        if (lacks.length > 0) confirming.reset();
        else confirming.mutate();
      }}
    >
      <StepTitle>{t("account.factor.scan")}</StepTitle>
      <p>{t("account.factor.scan.help")}</p>
      <div className="samenspraak-scan">
        <Picture {...factor.picture} />
        <div className="samenspraak-stack samenspraak-stack--tight">
          <p>{t("account.factor.secret")}</p>
          <p>
            <code className="samenspraak-code samenspraak-scan__secret">
              {inFours(factor.secret)}
            </code>
          </p>
          <p>
            <a className="nl-link" href={factor.uri}>
              {t("account.factor.open")}
            </a>
          </p>
        </div>
      </div>
      <CodeField code={code} onChange={setCode} appOnly />
      <div className="samenspraak-cluster samenspraak-cluster--tight">
        <Button type="submit" variant="primary" busy={confirming.isPending}>
          {t("account.factor.turn-on")}
        </Button>
        <Button variant="subtle" onClick={onCancel}>
          {t("ui.cancel")}
        </Button>
      </div>
    </Form>
  );
}

/** Black on white in every theme, or no camera reads it. */
function Picture({ size, path }: Factor["picture"]) {
  const { t } = useTranslation();
  return (
    <svg
      className="samenspraak-scan__picture"
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={t("account.factor.picture")}
    >
      <path d={path} />
    </svg>
  );
}

/** As people read it out and type it over. */
function inFours(secret: string): string {
  return secret.replace(/(.{4})(?=.)/g, "$1 ");
}
