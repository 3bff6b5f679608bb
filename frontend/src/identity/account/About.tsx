import { useTranslation } from "react-i18next";
import type { Person } from "../../app/session";
import { Panel, PanelSection } from "../../ui/Panel";

/** Name and address, and for whom one works. */
export function About({ person }: { person: Person }) {
  const { t } = useTranslation();
  const { name, email, memberships } = person;
  return (
    <Panel title={t("account.about")}>
      <PanelSection>
        <dl className="samenspraak-facts">
          <dt>{t("account.name")}</dt>
          <dd>{name}</dd>
          <dt>{t("identity.email")}</dt>
          <dd>{email}</dd>
          {memberships.length > 0 && (
            <>
              <dt>{t("account.organisations")}</dt>
              {memberships.map((membership) => (
                <dd key={membership.organisationId}>
                  {[
                    membership.name,
                    membership.title,
                    membership.isAdministrator && t("account.administrator"),
                  ]
                    .filter(Boolean)
                    .join(" · ")}
                </dd>
              ))}
            </>
          )}
        </dl>
      </PanelSection>
    </Panel>
  );
}
