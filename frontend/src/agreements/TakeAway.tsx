import { IconDownload, IconFileTypePdf, IconShieldSearch } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import { OutsideLink, OutsideLinkButton } from "../ui/Link";
import { PanelSection } from "../ui/Panel";
import { bundleAddress, CHECK_PAGE, pictureAddress } from "./moves";

interface TakeAwayProps {
  workspace: View<"WorkspaceView">;
  version: View<"VersionView">;
}

/** What one takes away: the text to read and print, and the proof that needs no server of ours. */
export function TakeAway({ workspace, version }: TakeAwayProps) {
  const { t } = useTranslation();
  const { id, hasReceipt } = version.line;
  return (
    <PanelSection className="samenspraak-stack samenspraak-stack--tight">
      <div>
        <OutsideLinkButton
          href={pictureAddress(workspace.id, id)}
          icon={<IconFileTypePdf size={20} aria-hidden="true" />}
        >
          {t("agreements.picture")}
        </OutsideLinkButton>
      </div>
      {hasReceipt && (
        <>
          <div>
            <OutsideLinkButton
              href={bundleAddress(workspace.id, id)}
              icon={<IconDownload size={20} aria-hidden="true" />}
            >
              {t("agreements.bundle")}
            </OutsideLinkButton>
          </div>
          <p className="samenspraak-small samenspraak-muted">{t("agreements.bundle.help")}</p>
          <p className="samenspraak-small">
            <OutsideLink href={CHECK_PAGE}>
              <IconShieldSearch size={16} aria-hidden="true" /> {t("agreements.check-page")}
            </OutsideLink>
          </p>
        </>
      )}
    </PanelSection>
  );
}
