import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { personQuery } from "../../app/session";
import { useToast } from "../../ui/Toast";
import { makeRecoveryCodes, removeSecondFactor } from "../moves";
import { ProvenDialog } from "../ProvenDialog";

interface NewCodesDialogProps {
  onClose: () => void;
  onMade: (codes: readonly string[]) => void;
}

/** Other codes for when the app is not at hand; the old ones work no longer. */
export function NewCodesDialog({ onClose, onMade }: NewCodesDialogProps) {
  const { t } = useTranslation();
  return (
    <ProvenDialog
      title={t("account.codes.new")}
      reason={t("account.proof")}
      takesProof
      send={makeRecoveryCodes}
      onDone={({ recoveryCodes }) => {
        onClose();
        onMade(recoveryCodes);
      }}
      onClose={onClose}
    >
      <p>{t("account.codes.new.consequence")}</p>
    </ProvenDialog>
  );
}

/** Sign in without a code from now on. */
export function RemovalDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { say } = useToast();
  return (
    <ProvenDialog
      title={t("account.factor.remove")}
      tone="negative"
      reason={t("account.proof")}
      takesProof
      send={removeSecondFactor}
      onDone={(person) => {
        queries.setQueryData(personQuery.queryKey, person);
        say(t("account.factor.removed"));
        onClose();
      }}
      onClose={onClose}
    >
      <p>{t("account.factor.remove.consequence")}</p>
    </ProvenDialog>
  );
}
