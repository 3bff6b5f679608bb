import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import { formErrors } from "../api/problem";
import { Page } from "../app/Page";
import { usePerson } from "../app/session";
import { useConnection } from "../live/connection";
import { amountText, cents } from "../text/amount";
import { useFormat } from "../text/useFormat";
import { DateText } from "../ui/Amounts";
import { Button } from "../ui/Button";
import { RadioGroup } from "../ui/Choices";
import { Form } from "../ui/Form";
import type { FieldError } from "../ui/form";
import { NumberField } from "../ui/NumberField";
import { Panel, PanelSection } from "../ui/Panel";
import { LoadError, LoadingPanel } from "../ui/States";
import { useToast } from "../ui/Toast";
import { Mandates } from "./Mandates";
import { Members } from "./Members";
import { changeSettings } from "./moves";
import { settingsQuery } from "./queries";

/** What each organisation one works for wants to be asked. */
export function SettingsPage() {
  const { t } = useTranslation();
  const person = usePerson();
  return (
    <Page title={t("settings.title")} lead={t("settings.lead")} narrow>
      <div className="samenspraak-stack samenspraak-stack--wide">
        {(person?.memberships ?? []).map(({ organisationId, name }) => (
          <Panel key={organisationId} title={name}>
            <PanelSection>
              <OrganisationSettings organisationId={organisationId} />
            </PanelSection>
            <PanelSection>
              <Members organisationId={organisationId} organisation={name} />
            </PanelSection>
            <PanelSection>
              <Mandates organisationId={organisationId} />
            </PanelSection>
          </Panel>
        ))}
      </div>
    </Page>
  );
}

function OrganisationSettings({ organisationId }: { organisationId: string }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(settingsQuery(organisationId));
  if (data) {
    return (
      <SettingsForm
        // What somebody else changed meanwhile begins anew.
        key={data.changedAt}
        organisationId={organisationId}
        settings={data}
      />
    );
  }
  if (error) return <LoadError title={t("settings.load-failed")} onRetry={() => void refetch()} />;
  return <LoadingPanel label={t("settings.loading")} lines={2} />;
}

interface SettingsFormProps {
  organisationId: string;
  settings: View<"SettingsView">;
}

const NONE: FieldError[] = [];

/** Above which amount an obligation is weighed, what a mandate reaches to, and what is kept. */
function SettingsForm({ organisationId, settings }: SettingsFormProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { say } = useToast();
  const { sheetAboveCents, retentionYears, changedAt, moves } = settings;
  const [typed, setTyped] = useState(amountText(sheetAboveCents));
  const [mandateOn, setMandateOn] = useState(settings.mandateOn);
  const [years, setYears] = useState(retentionYears === null ? "" : String(retentionYears));
  const [own, setOwn] = useState(NONE);
  const changing = useMutation({
    mutationFn: () =>
      changeSettings(organisationId, {
        sheetAboveCents: cents(typed),
        mandateOn,
        retentionYears: yearsSaid(years, retentionYears),
      }),
    onSuccess: (now) => {
      queries.setQueryData(settingsQuery(organisationId).queryKey, now);
      say(t("settings.saved"));
      // Rooms tell their negotiators what is asked.
      void queries.invalidateQueries({ queryKey: ["workspaces"] });
    },
  });
  const offline = useConnection() === "offline" ? t("live.offline.short") : undefined;
  const since = changedAt !== null && (
    <p className="samenspraak-muted samenspraak-small">
      {t("settings.changed")} <DateText at={changedAt} as="date" />
    </p>
  );
  if (!moves.includes("change-settings")) {
    return (
      <div className="samenspraak-stack samenspraak-stack--tight">
        <Told settings={settings} />
        <p className="samenspraak-muted">{t("settings.read-only")}</p>
        {since}
      </div>
    );
  }
  return (
    <Form
      errors={own.length > 0 ? own : formErrors(changing.error)}
      onSubmit={() => {
        // What is no amount or number cannot be sent as one, and must not be sent as none.
        const wrong: FieldError[] = [];
        if (Number.isNaN(cents(typed))) {
          wrong.push({ pointer: "/sheetAboveCents", message: t("settings.sheet.wrong") });
        }
        if (years.trim() !== "" && !Number.isInteger(Number(years))) {
          wrong.push({ pointer: "/retentionYears", message: t("settings.years.wrong") });
        }
        setOwn(wrong.length > 0 ? wrong : NONE);
        if (wrong.length > 0) changing.reset();
        else changing.mutate();
      }}
    >
      <NumberField
        label={t("settings.sheet")}
        description={t("settings.sheet.help")}
        pointer="/sheetAboveCents"
        optional
        value={typed}
        onTyped={setTyped}
      />
      <RadioGroup
        legend={t("settings.mandate")}
        description={t("settings.mandate.help")}
        pointer="/mandateOn"
        value={mandateOn}
        onChange={setMandateOn}
        options={MANDATES.map((each) => ({
          value: each,
          label: t(`settings.mandate.${each}`),
          description: t(`settings.mandate.${each}.help`),
        }))}
      />
      <NumberField
        label={t("settings.years")}
        description={t("settings.years.help")}
        pointer="/retentionYears"
        whole
        className="samenspraak-few-digits"
        optional
        value={years}
        onTyped={setYears}
      />
      {since}
      <div>
        <Button type="submit" variant="primary" busy={changing.isPending} unavailable={offline}>
          {t("settings.save")}
        </Button>
      </div>
    </Form>
  );
}

/** As long as contracts are kept where nobody says otherwise. */
const USUAL_YEARS = 7;

/** How long to keep, as it is sent: null leaves it as it is, so emptying it names the usual term. */
function yearsSaid(typed: string, before: number | null): number | null {
  if (typed.trim() !== "") return Number(typed);
  return before === null ? null : USUAL_YEARS;
}

const MANDATES = ["total", "change"] as const;

/** The settings for who can only read them. */
function Told({ settings }: Pick<SettingsFormProps, "settings">) {
  const { t } = useTranslation();
  const format = useFormat();
  const { sheetAboveCents, mandateOn, retentionYears } = settings;
  return (
    <>
      <p>
        {sheetAboveCents === null
          ? t("settings.sheet.never")
          : t("settings.sheet.above", { amount: format.money(sheetAboveCents) })}
      </p>
      <p>{t(`settings.mandate.${mandateOn}.told`)}</p>
      <p>
        {retentionYears === null
          ? t("settings.years.usual")
          : t("settings.years.told", { count: retentionYears })}
      </p>
    </>
  );
}
