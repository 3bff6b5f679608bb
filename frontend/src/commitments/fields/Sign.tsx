import { useTranslation } from "react-i18next";
import type { View } from "../../api/client";
import { Group, Line, Lines } from "./Line";
import { Person } from "./Person";

/** What has to be known before both sides bind themselves. */
export function Sign({ workspace }: { workspace: View<"WorkspaceView"> }) {
  const { t } = useTranslation();
  return (
    <>
      <Group legend={t("composing.group.when")}>
        <div className="samenspraak-fields">
          <Line name="period.startsOn" label={t("terms.starts")} type="date" />
          <Line name="period.endsOn" label={t("terms.ends")} type="date" />
        </div>
      </Group>
      <Person side="contractor" workspace={workspace} />
      <Person side="buyer" workspace={workspace} />
      <Lines
        name="evidence"
        label={t("terms.evidence")}
        description={t("composing.evidence.help")}
      />
    </>
  );
}
