import { IconShieldCheck, IconShieldOff } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Person, personQuery } from "../../app/session";
import { Alert } from "../../ui/Alert";
import { StatusLabel } from "../../ui/Badge";
import { Button } from "../../ui/Button";
import { Panel, PanelSection } from "../../ui/Panel";
import { useToast } from "../../ui/Toast";
import { NewCodesDialog, RemovalDialog } from "./FactorDialogs";
import { RecoveryCodes } from "./RecoveryCodes";
import { SetUp } from "./SetUp";

/** So few codes are left that one should make new ones. */
const FEW = 3;

/** A code besides the password: whether it is asked for, and how to have that or not. */
export function SecondFactorPanel({ person }: { person: Person }) {
  const { t } = useTranslation();
  const { hasSecondFactor, hasPassword } = person;
  return (
    <Panel
      title={t("account.factor")}
      aside={
        hasPassword &&
        (hasSecondFactor ? (
          <StatusLabel tone="positive" icon={<IconShieldCheck size={16} aria-hidden="true" />}>
            {t("account.factor.on")}
          </StatusLabel>
        ) : (
          <StatusLabel icon={<IconShieldOff size={16} aria-hidden="true" />}>
            {t("account.factor.off")}
          </StatusLabel>
        ))
      }
    >
      <PanelSection>
        {hasPassword ? (
          <Choices person={person} />
        ) : (
          <p className="samenspraak-muted">{t("account.factor.elsewhere")}</p>
        )}
      </PanelSection>
    </Panel>
  );
}

function Choices({ person }: { person: Person }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { say } = useToast();
  const [doing, setDoing] = useState<"set-up" | "new-codes" | "removal">();
  // Shown once: until one says that they are kept, nothing else takes their place.
  const [codes, setCodes] = useState<readonly string[]>();
  const { hasSecondFactor, recoveryCodesLeft } = person;
  function show(made: readonly string[]) {
    setCodes(made);
    // How many are left, and that a code is asked for, follow from it.
    void queries.invalidateQueries({ queryKey: personQuery.queryKey });
  }
  if (codes) {
    return (
      <RecoveryCodes
        codes={codes}
        email={person.email}
        onKept={() => {
          setCodes(undefined);
          setDoing(undefined);
          say(t("account.factor.set"));
        }}
      />
    );
  }
  if (doing === "set-up") {
    return <SetUp onDone={show} onCancel={() => setDoing(undefined)} />;
  }
  if (!hasSecondFactor) {
    return (
      <div className="samenspraak-stack samenspraak-stack--tight">
        <p>{t("account.factor.why")}</p>
        <div>
          <Button onClick={() => setDoing("set-up")}>{t("account.factor.begin")}</Button>
        </div>
      </div>
    );
  }
  const few = recoveryCodesLeft < FEW;
  const left = t("account.codes.left", { count: recoveryCodesLeft });
  return (
    <div className="samenspraak-stack">
      <p>{t("account.factor.asked")}</p>
      {few ? (
        <Alert tone="warning" title={left}>
          {t("account.codes.few")}
        </Alert>
      ) : (
        <p className="samenspraak-muted">{left}</p>
      )}
      <div className="samenspraak-cluster samenspraak-cluster--tight">
        <Button onClick={() => setDoing("new-codes")}>{t("account.codes.new")}</Button>
        <Button variant="subtle" tone="negative" onClick={() => setDoing("removal")}>
          {t("account.factor.remove")}
        </Button>
      </div>
      {doing === "new-codes" && (
        <NewCodesDialog onClose={() => setDoing(undefined)} onMade={show} />
      )}
      {doing === "removal" && <RemovalDialog onClose={() => setDoing(undefined)} />}
    </div>
  );
}
