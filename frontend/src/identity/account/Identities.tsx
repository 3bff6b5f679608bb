import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { View } from "../../api/client";
import { formErrors } from "../../api/problem";
import { type Person, personQuery } from "../../app/session";
import { Alert } from "../../ui/Alert";
import { DateText } from "../../ui/Amounts";
import { Button } from "../../ui/Button";
import { Hidden } from "../../ui/Hidden";
import { Panel, PanelItem, PanelList, PanelSection } from "../../ui/Panel";
import { useToast } from "../../ui/Toast";
import { goToProvider, unlink } from "../moves";
import { isProofOld } from "../Proof";
import { ProvenDialog } from "../ProvenDialog";
import { providersQuery } from "../queries";

type Linked = View<"IdentityView">;
type Provider = View<"IdentityProviderView">;

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
          <Links person={person} providers={others} />
        </PanelSection>
      )}
      {asked && <UnlinkDialog linked={asked} onClose={() => setAsked(undefined)} />}
    </Panel>
  );
}

interface LinksProps {
  person: Person;
  providers: readonly Provider[];
}

/** The ways in that one could have besides; who found an open screen must not take one. */
function Links({ person, providers }: LinksProps) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<Provider>();
  const going = useMutation({
    mutationFn: ({ id }: Provider) => goTo(id),
    onSuccess: ({ address }) => window.location.assign(address),
  });
  const [wrong] = formErrors(going.error);
  return (
    <div className="samenspraak-stack samenspraak-stack--tight">
      <p>{t("account.identities.why")}</p>
      {wrong && <Alert tone="error" title={wrong.message} role="alert" />}
      <div className="samenspraak-cluster samenspraak-cluster--tight">
        {providers.map((provider) => (
          <Button
            key={provider.id}
            busy={going.variables?.id === provider.id && (going.isPending || going.isSuccess)}
            onClick={() => (isProofOld(person) ? setAsked(provider) : going.mutate(provider))}
          >
            {t("account.identities.link", { name: provider.name })}
          </Button>
        ))}
      </div>
      {asked && (
        <ProvenDialog
          title={t("account.identities.link", { name: asked.name })}
          reason={t("account.proof")}
          send={() => goTo(asked.id)}
          onDone={({ address }) => window.location.assign(address)}
          onClose={() => setAsked(undefined)}
        >
          <p>{t("account.identities.link.consequence", { name: asked.name })}</p>
        </ProvenDialog>
      )}
    </div>
  );
}

function goTo(provider: string) {
  return goToProvider({ provider, purpose: "link", returnTo: "/account" });
}

function UnlinkDialog({ linked, onClose }: { linked: Linked; onClose: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { say } = useToast();
  const { id, provider: name } = linked;
  return (
    <ProvenDialog
      title={t("account.identities.unlink.title", { name })}
      label={t("account.identities.unlink")}
      tone="negative"
      reason={t("account.proof")}
      send={() => unlink(id)}
      onDone={(person) => {
        queries.setQueryData(personQuery.queryKey, person);
        say(t("account.identities.unlinked", { name }));
        onClose();
      }}
      onClose={onClose}
    >
      <p>{t("account.identities.unlink.consequence", { name })}</p>
    </ProvenDialog>
  );
}
