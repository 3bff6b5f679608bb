import { useTranslation } from "react-i18next";
import { Page } from "../app/Page";
import { usePerson } from "../app/session";
import { About } from "./account/About";
import { Identities } from "./account/Identities";
import { PasswordPanel } from "./account/PasswordPanel";
import { SecondFactorPanel } from "./account/SecondFactorPanel";
import { Sessions } from "./account/Sessions";
import { OwnData } from "./OwnData";

/** One's own account: who one is here, how one signs in, and where. */
export function AccountPage() {
  const { t } = useTranslation();
  const person = usePerson();
  return (
    <Page title={t("page.account")} lead={t("account.lead")} narrow>
      {person && (
        <div className="samenspraak-stack samenspraak-stack--wide">
          <About person={person} />
          <PasswordPanel person={person} />
          <SecondFactorPanel person={person} />
          <Identities person={person} />
          <Sessions />
          <OwnData person={person} />
        </div>
      )}
    </Page>
  );
}
