import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import { formErrors } from "../api/problem";
import { NotBsn } from "../dialogue/NotBsn";
import { useConnection } from "../live/connection";
import { Button } from "../ui/Button";
import { Disclosure } from "../ui/Disclosure";
import { Form } from "../ui/Form";
import { TextArea, TextField } from "../ui/FormField";
import type { FieldError } from "../ui/form";
import { useKeptText } from "../ui/useKeptText";
import { GroundFields } from "./GroundFields";
import { askedOf, groundFaults, groundsSaid, NO_GROUNDS } from "./offering";
import { useOffering } from "./useOffering";
import { useOfferingWords } from "./useOfferingWords";

interface EndAgreementProps {
  workspace: View<"WorkspaceView">;
  amending: View<"AmendingView">;
  /** Of the version that would end it. */
  number: number;
}

const NONE: FieldError[] = [];

/** The quiet way to end all of it early: a last version, which both sides sign. */
export function EndAgreement({ workspace, amending, number }: EndAgreementProps) {
  const { t } = useTranslation();
  const { needed, leftOut } = useOfferingWords();
  const offline = useConnection() === "offline" ? t("live.offline.short") : undefined;
  const [endsOn, setEndsOn] = useState("");
  const [reason, keepReason] = useKeptText(`end ${workspace.id}`);
  const [grounds, setGrounds] = useState(NO_GROUNDS);
  const [signByOn, setSignByOn] = useState(amending.signByOn);
  const [notBsn, setNotBsn] = useState(false);
  const [own, setOwn] = useState(NONE);
  const offering = useOffering(workspace.id, () => keepReason(""));
  const asked = askedOf(amending, amending.bound, grounds.ground, leftOut);

  function submit() {
    const found = groundFaults(grounds, asked, needed);
    if (reason.trim() === "") found.unshift({ pointer: "/ending/reason", message: needed.reason });
    if (endsOn === "") found.unshift({ pointer: "/ending/endsOn", message: needed.day });
    setOwn(found.length > 0 ? found : NONE);
    if (found.length > 0) {
      offering.reset();
      return;
    }
    offering.mutate({
      commitments: [],
      clauses: null,
      endings: [],
      ending: { endsOn, reason },
      cause: "ending",
      reason: "",
      ...groundsSaid(grounds, asked),
      signByOn: signByOn || null,
      declaredNotBsn: notBsn,
    });
  }

  return (
    <Disclosure section summary={t("agreements.end.open")}>
      <Form errors={own.length > 0 ? own : formErrors(offering.error)} onSubmit={submit}>
        <div className="samenspraak-measure samenspraak-stack samenspraak-stack--tight">
          <p>{t("agreements.end.lead", { number })}</p>
          <ul>
            <li>{t("agreements.end.commitments", { count: amending.bound.length })}</li>
            <li>{t("agreements.end.reasons")}</li>
            <li>{t("agreements.end.kept")}</li>
          </ul>
        </div>
        <TextField
          label={t("agreements.end.day")}
          description={t("agreements.end.day.help")}
          pointer="/ending/endsOn"
          type="date"
          min={amending.earliestEndOn}
          max={amending.latestEndOn}
          value={endsOn}
          onChange={(event) => setEndsOn(event.target.value)}
        />
        <TextArea
          label={t("agreements.end.reason")}
          pointer="/ending/reason"
          rows={3}
          value={reason}
          onChange={(event) => keepReason(event.target.value)}
        />
        <GroundFields
          grounds={amending.grounds}
          asked={asked}
          value={grounds}
          onChange={setGrounds}
        />
        <TextField
          label={t("agreements.offer.sign-by")}
          description={t("agreements.offer.sign-by.help")}
          pointer="/signByOn"
          type="date"
          value={signByOn}
          onChange={(event) => setSignByOn(event.target.value)}
        />
        <NotBsn error={offering.error} checked={notBsn} onChange={setNotBsn} />
        <div>
          <Button type="submit" tone="negative" busy={offering.isPending} unavailable={offline}>
            {t("agreements.end.send", { number })}
          </Button>
        </div>
      </Form>
    </Disclosure>
  );
}
