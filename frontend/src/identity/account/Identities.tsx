import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { formErrors } from "../../api/problem";
import { type Person, personQuery } from "../../app/session";
import { Alert } from "../../ui/Alert";
import { DateText } from "../../ui/Amounts";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { Hidden } from "../../ui/Hidden";
import { Panel, PanelItem, PanelList, PanelSection } from "../../ui/Panel";
import { useToast } from "../../ui/Toast";
import { unlink } from "../moves";
import { ProviderButtons } from "../Providers";
import { providersQuery } from "../queries";

type Linked = Person["identities"][number];

/** The providers that may say who one is; nothing where there are none. */
export function Identities({ person }: { person: Person }) {
  const { t } = useTranslation();
  const { data: providers } = useQuery(providersQuery);
  const [asked, setAsked] = useState<Linked>();
  const linked = person.identities;
  const others =
    providers?.items.filter(({ id }) => linked.every(({ providerId }) => providerId !== id)) ?? [];
  if (linked.length === 0 && others.length === 0) return null;
  return (
    <Panel title={t("account.identities")}>
      {linked.length > 0 && (
        <PanelList>
          {linked.map((each) => (
            <PanelItem key={each.id}>
              <div className="samenspraak-cluster samenspraak-cluster--apart">
                <div>
                  <p className="samenspraak-strong">{each.provider}</p>
                  <p className="samenspraak-muted samenspraak-small">
                    {t("account.identities.since")} <DateText at={each.linkedAt} as="date" />
                  </p>
                </div>
                {each.moves?.includes("remove") && (
                  <Button variant="subtle" tone="negative" onClick={() => setAsked(each)}>
                    {t("account.identities.unlink")}
                    <Hidden>: {each.provider}</Hidden>
                  </Button>
                )}
              </div>
            </PanelItem>
          ))}
        </PanelList>
      )}
      {others.length > 0 && (
        <PanelSection>
          <div className="samenspraak-stack samenspraak-stack--tight">
            <p>{t("account.identities.why")}</p>
            <ProviderButtons
              providers={others}
              purpose="link"
              words={(name) => t("account.identities.link", { name })}
            />
          </div>
        </PanelSection>
      )}
      {asked && <UnlinkDialog linked={asked} onClose={() => setAsked(undefined)} />}
    </Panel>
  );
}

function UnlinkDialog({ linked, onClose }: { linked: Linked; onClose: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { say } = useToast();
  const { id, provider: name } = linked;
  const unlinking = useMutation({
    mutationFn: () => unlink(id),
    onSuccess: (person) => {
      queries.setQueryData(personQuery.queryKey, person);
      say(t("account.identities.unlinked", { name }));
      onClose();
    },
  });
  const [wrong] = formErrors(unlinking.error);
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("account.identities.unlink.title", { name })}
      actions={
        <Button
          variant="primary"
          tone="negative"
          busy={unlinking.isPending}
          onClick={() => unlinking.mutate()}
        >
          {t("account.identities.unlink")}
        </Button>
      }
    >
      {wrong && <Alert tone="error" title={wrong.message} role="alert" />}
      <p>{t("account.identities.unlink.consequence", { name })}</p>
    </Dialog>
  );
}
