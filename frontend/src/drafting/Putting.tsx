import { IconSend } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Alert } from "../ui/Alert";
import { Button } from "../ui/Button";
import { prepareDialog } from "../ui/Dialog";
import { NotAsShown } from "./asShown";

/** Why what stands in a draft could not be shown once more before it goes. */
export function NotPrepared({ error }: { error: unknown }) {
  const { t } = useTranslation();
  if (!error) return null;
  return (
    <Alert
      tone="error"
      role="status"
      title={t(
        error instanceof NotAsShown ? "drafting.propose.not-as-shown" : "drafting.propose.failed",
      )}
    />
  );
}

interface PutButtonProps {
  label: string;
  busy: boolean;
  /** Why it cannot be put now; it stands below the button too. */
  unavailable: string | undefined;
  onPut: () => void;
}

/** Puts what stands in a draft to the other side, once it was shown in a dialog. */
export function PutButton({ label, busy, unavailable, onPut }: PutButtonProps) {
  return (
    <div>
      <Button
        variant="primary"
        icon={<IconSend size={20} aria-hidden="true" />}
        busy={busy}
        unavailable={unavailable}
        onClick={() => {
          prepareDialog();
          onPut();
        }}
      >
        {label}
      </Button>
      {unavailable && <p className="samenspraak-small samenspraak-muted">{unavailable}</p>}
    </div>
  );
}
