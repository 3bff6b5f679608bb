import { useTranslation } from "react-i18next";
import { DraftCheckbox } from "../../drafting/DraftFields";
import { Ladder } from "./Ladder";
import { Group, Line, Lines, Money } from "./Line";

/** What only some commitments need. */
export function Wish() {
  const { t } = useTranslation();
  return (
    <>
      <Group legend={t("terms.promises")} lead={t("composing.promises.lead")}>
        <div className="samenspraak-stack samenspraak-stack--tight">
          <DraftCheckbox
            name="standingPromises.adjustmentsAskedFromPerson"
            label={t("terms.adjustments")}
          />
          <DraftCheckbox name="standingPromises.contactPerson" label={t("terms.contact-person")} />
          <DraftCheckbox name="standingPromises.startSupport" label={t("terms.start-support")} />
        </div>
      </Group>
      <Group legend={t("terms.partner")} lead={t("composing.partner.lead")}>
        <div className="samenspraak-fields">
          <Line name="partner.name" label={t("composing.partner.name")} />
          <Line name="partner.ownPart" label={t("composing.partner.own-part")} />
        </div>
      </Group>
      <Group legend={t("terms.pilot")} lead={t("composing.pilot.lead")}>
        <div className="samenspraak-fields">
          <Line name="pilot.endsOn" label={t("terms.pilot.ends")} type="date" />
          <Line name="pilot.question" label={t("terms.pilot.question")} />
        </div>
        <Lines
          name="pilot.decision"
          label={t("terms.pilot.decision")}
          description={t("composing.pilot.decision.help")}
        />
      </Group>
      <Ladder />
      <Group legend={t("composing.group.paid")} lead={t("composing.paid.lead")}>
        <div className="samenspraak-fields">
          <Money name="paidOnResultCents" label={t("terms.paid-on-result")} />
        </div>
      </Group>
    </>
  );
}
