import { IconDownload, IconFilePlus } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import { useConnection } from "../live/connection";
import { useFormat } from "../text/useFormat";
import { DateText } from "../ui/Amounts";
import { Button } from "../ui/Button";
import { OutsideLink } from "../ui/Link";
import { PanelSection } from "../ui/Panel";
import { SideLabel } from "../ui/Side";
import { fileAddress } from "../workspaces/files";

const CopyDialog = lazy(() =>
  import("./CopyDialog").then(({ CopyDialog }) => ({ default: CopyDialog })),
);

interface SignedCopiesProps {
  workspace: View<"WorkspaceView">;
  version: View<"VersionView">;
}

/** Files with stronger signatures of their own beside a version, and the way to add one. */
export function SignedCopies({ workspace, version }: SignedCopiesProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const offline = useConnection() === "offline" ? t("live.offline.short") : undefined;
  const [isAdding, setAdding] = useState(false);
  const { signedCopies, moves } = version;
  const mayAdd = moves.includes("add-signed-copy");
  if (signedCopies.length === 0 && !mayAdd) return null;
  return (
    <PanelSection className="samenspraak-stack samenspraak-stack--tight">
      <h3 className="samenspraak-strong">{t("agreements.copies")}</h3>
      {signedCopies.length > 0 && (
        <ul className="samenspraak-list samenspraak-stack samenspraak-stack--tight">
          {signedCopies.map((copy) => (
            <li key={copy.id} className="samenspraak-small">
              <SideLabel side={copy.side} />
              <p>
                <OutsideLink href={fileAddress(workspace.id, copy.file.id)}>
                  <IconDownload size={16} aria-hidden="true" />{" "}
                  {t("agreements.copies.download", {
                    name: copy.file.name,
                    size: format.size(copy.file.sizeBytes),
                  })}
                </OutsideLink>
              </p>
              {copy.remark && <p lang="nl">{copy.remark}</p>}
              <p className="samenspraak-muted">
                {copy.byName && `${copy.byName}, `}
                <DateText at={copy.addedAt} as="longMoment" />
              </p>
            </li>
          ))}
        </ul>
      )}
      <p className="samenspraak-small samenspraak-muted">{t("agreements.copies.help")}</p>
      {mayAdd && (
        <div>
          <Button
            variant="subtle"
            icon={<IconFilePlus size={20} aria-hidden="true" />}
            unavailable={offline}
            onClick={() => setAdding(true)}
          >
            {t("agreements.copies.open")}
          </Button>
        </div>
      )}
      {isAdding && (
        <Suspense fallback={null}>
          <CopyDialog
            workspaceId={workspace.id}
            versionId={version.line.id}
            onClose={() => setAdding(false)}
          />
        </Suspense>
      )}
    </PanelSection>
  );
}
