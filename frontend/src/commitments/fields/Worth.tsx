import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import type { View } from "../../api/client";
import { DraftRadio } from "../../drafting/DraftFields";
import { useRoom } from "../../drafting/DraftRoomProvider";
import { useFieldValue } from "../../drafting/useDraftField";
import type { CommitmentDraft } from "../drafts";
import { Group, Lines, Money, useFault } from "./Line";
import { pointerOf } from "./levels";

const Counted = lazy(() => import("./Counted").then(({ Counted }) => ({ default: Counted })));

interface WorthProps {
  workspace: View<"WorkspaceView">;
  view: CommitmentDraft;
}

/** What it is worth: by the table, by an amount both agree on, or to be talked about. */
export function Worth({ workspace, view }: WorthProps) {
  const { t } = useTranslation();
  const kind = useFieldValue(useRoom(), "value.kind");
  return (
    <Group legend={t("composing.group.worth")}>
      <DraftRadio
        name="value.kind"
        legend={t("terms.value")}
        pointer={pointerOf("value.kind")}
        error={useFault("value.kind")}
        options={[
          { value: "counted", label: t("composing.value.counted") },
          { value: "amount", label: t("composing.value.amount") },
          { value: "to_be_discussed", label: t("commitments.value.to-be-discussed") },
        ]}
      />
      {kind === "amount" && (
        <>
          <div className="samenspraak-fields">
            <Money name="value.amountCents" label={t("composing.value.euros")} />
          </div>
          <Lines
            name="value.calculation"
            label={t("terms.calculation")}
            description={t("composing.calculation.help")}
          />
        </>
      )}
      {kind === "counted" && (
        <Suspense fallback={<p aria-busy="true">{t("composing.edition.loading")}</p>}>
          <Counted workspace={workspace} view={view} />
        </Suspense>
      )}
    </Group>
  );
}
