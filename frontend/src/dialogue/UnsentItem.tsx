import { IconAlertCircle, IconClock, IconPaperclip } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import { StatusLabel } from "../ui/Badge";
import { Button } from "../ui/Button";
import { Avatar, SideLabel } from "../ui/Side";
import type { Unsent } from "./outbox";

interface UnsentItemProps {
  unsent: Unsent;
  workspace: View<"WorkspaceView">;
  onAgain: () => void;
  onDrop: () => void;
}

/** One's own message that the server does not have yet: under way, or not sent. */
export function UnsentItem({ unsent, workspace, onAgain, onDrop }: UnsentItemProps) {
  const { t } = useTranslation();
  const own = workspace.participants.find(({ id }) => id === workspace.ownParticipantId);
  const failed = unsent.failure !== null;
  return (
    <article
      className="samenspraak-message samenspraak-message--unsent"
      aria-label={t(failed ? "dialogue.unsent" : "dialogue.sending")}
    >
      <Avatar name={own?.name ?? ""} side={workspace.ownSide} />
      <div className="samenspraak-message__main">
        <header className="samenspraak-message__head">
          <span className="samenspraak-strong">{own?.name}</span>
          <SideLabel side={workspace.ownSide} />
          <span role="status">
            {failed ? (
              <StatusLabel
                plain
                tone="negative"
                icon={<IconAlertCircle size={16} aria-hidden="true" />}
              >
                {t("dialogue.unsent")}
              </StatusLabel>
            ) : (
              <StatusLabel plain icon={<IconClock size={16} aria-hidden="true" />}>
                {t("dialogue.sending")}
              </StatusLabel>
            )}
          </span>
        </header>
        <p className="samenspraak-message__plain" lang="nl">
          {unsent.text}
        </p>
        {unsent.files.length > 0 && (
          <ul className="samenspraak-list samenspraak-files">
            {unsent.files.map((file) => (
              <li key={file.id} className="samenspraak-files__item samenspraak-muted">
                <IconPaperclip size={16} aria-hidden="true" />
                {file.name}
              </li>
            ))}
          </ul>
        )}
        {unsent.failure && <p className="samenspraak-muted samenspraak-small">{unsent.failure}</p>}
        {failed && (
          <div className="samenspraak-cluster samenspraak-cluster--tight">
            <Button onClick={onAgain}>{t("dialogue.unsent.again")}</Button>
            <Button variant="subtle" tone="negative" onClick={onDrop}>
              {t("dialogue.unsent.drop")}
            </Button>
          </div>
        )}
      </div>
    </article>
  );
}
