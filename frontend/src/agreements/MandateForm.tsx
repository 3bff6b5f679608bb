import { useTranslation } from "react-i18next";
import { usePerson } from "../app/session";
import { MandateGrant } from "../identity/MandateGrant";
import { useToast } from "../ui/Toast";

/** An administrator who has no mandate yet records their own, in small organisations. */
export function MandateForm({ organisationId }: { organisationId: string }) {
  const { t } = useTranslation();
  const person = usePerson();
  const { say } = useToast();
  return (
    <MandateGrant
      organisationId={organisationId}
      personId={person?.id ?? ""}
      words={{
        role: t("agreements.mandate.role"),
        roleHelp: t("agreements.mandate.role.help"),
        send: t("agreements.mandate.send"),
      }}
      onGranted={() => say(t("agreements.mandate.done"))}
    >
      <p className="samenspraak-small">{t("agreements.mandate.lead")}</p>
    </MandateGrant>
  );
}
