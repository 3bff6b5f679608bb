import { IconLock } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import { StatusLabel } from "../ui/Badge";
import { TextLink } from "../ui/Link";

type Workspace = View<"WorkspaceView">;

/** That only one's own side sees this, with the lock that says so everywhere. */
export function OwnSideLabel() {
  const { t } = useTranslation();
  return (
    <StatusLabel icon={<IconLock size={16} aria-hidden="true" />}>
      {t("app.own-side.label")}
    </StatusLabel>
  );
}

/**
 * What still may become known of what one's own side keeps to itself.
 *
 * A contractor is no public body, so the law on openness is not spoken of there.
 */
export function OwnSideNote({ workspace }: { workspace: Workspace }) {
  const { t } = useTranslation();
  return (
    <p className="samenspraak-small samenspraak-muted">
      {workspace.ownSide !== "contractor" && <>{t("app.own-side.woo")} </>}
      <TextLink to="/contracten/$id/privacy" params={{ id: workspace.id }}>
        {t("app.privacy.who-sees")}
      </TextLink>
    </p>
  );
}
