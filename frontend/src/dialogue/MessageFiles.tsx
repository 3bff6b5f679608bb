import { IconFileText, IconPhoto } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../text/useFormat";
import { OutsideLink } from "../ui/Link";
import { endingOf, type FileView, fileAddress } from "../workspaces/files";

interface MessageFilesProps {
  files: readonly FileView[];
  workspaceId: string;
}

/** The files under a message: what they are called, what kind and size, and what was taken out. */
export function MessageFiles({ files, workspaceId }: MessageFilesProps) {
  const { t } = useTranslation();
  const format = useFormat();
  if (files.length === 0) return null;
  return (
    <ul className="samenspraak-list samenspraak-files" aria-label={t("dialogue.files")}>
      {files.map((file) => {
        const Icon = file.mediaType.startsWith("image/") ? IconPhoto : IconFileText;
        return (
          <li key={file.id} className="samenspraak-files__item">
            <Icon size={20} aria-hidden="true" />
            <div>
              <p>
                <OutsideLink href={fileAddress(workspaceId, file.id)} download={file.name}>
                  {file.name}
                </OutsideLink>{" "}
                <span className="samenspraak-muted samenspraak-small">
                  {t("dialogue.files.kind", {
                    kind: endingOf(file.name),
                    size: format.size(file.sizeBytes),
                  })}
                </span>
              </p>
              <p className="samenspraak-muted samenspraak-small">
                {t(file.isStripped ? "dialogue.files.stripped" : "dialogue.files.as-sent")}
              </p>
            </div>
          </li>
        );
      })}
    </ul>
  );
}
