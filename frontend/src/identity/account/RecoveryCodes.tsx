import { IconCopy, IconDownload, IconPrinter } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Alert } from "../../ui/Alert";
import { Button } from "../../ui/Button";
import { useToast } from "../../ui/Toast";
import { StepTitle } from "./SetUp";
import "./SetUp.css";

interface RecoveryCodesProps {
  codes: readonly string[];
  email: string;
  onKept: () => void;
}

/** The codes for when the app is not at hand. They are shown here and never again. */
export function RecoveryCodes({ codes, email, onKept }: RecoveryCodesProps) {
  const { t } = useTranslation();
  const { say } = useToast();
  const written = `${t("account.codes.paper", { email })}\n\n${codes.join("\n")}\n`;
  return (
    <div className="samenspraak-stack">
      <StepTitle>{t("account.codes")}</StepTitle>
      <Alert tone="warning" title={t("account.codes.once")}>
        {t("account.codes.once.help")}
      </Alert>
      <div className="samenspraak-codes-sheet">
        <p className="samenspraak-codes-paper">{t("account.codes.paper", { email })}</p>
        <ol className="samenspraak-codes">
          {codes.map((code) => (
            <li key={code}>
              <code className="samenspraak-code">{code}</code>
            </li>
          ))}
        </ol>
      </div>
      <div className="samenspraak-cluster samenspraak-cluster--tight">
        <Button
          icon={<IconCopy size={20} aria-hidden="true" />}
          onClick={async () => {
            await navigator.clipboard.writeText(written);
            say(t("account.codes.copied"));
          }}
        >
          {t("account.codes.copy")}
        </Button>
        <Button icon={<IconPrinter size={20} aria-hidden="true" />} onClick={() => window.print()}>
          {t("account.codes.print")}
        </Button>
        <Button
          icon={<IconDownload size={20} aria-hidden="true" />}
          onClick={() => download(t("account.codes.file"), written)}
        >
          {t("account.codes.download")}
        </Button>
      </div>
      <div>
        <Button variant="primary" onClick={onKept}>
          {t("account.codes.kept")}
        </Button>
      </div>
    </div>
  );
}

/** Hand over a text as a file; it never leaves this device. */
function download(name: string, text: string) {
  const address = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
