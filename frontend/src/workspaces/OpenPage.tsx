import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { formErrors } from "../api/problem";
import { Page } from "../app/Page";
import { usePerson } from "../app/session";
import { cents } from "../text/amount";
import { Button } from "../ui/Button";
import { RadioGroup } from "../ui/Choices";
import { Form } from "../ui/Form";
import { Select, TextField } from "../ui/FormField";
import type { FieldError } from "../ui/form";
import { NumberField } from "../ui/NumberField";
import { Panel, PanelSection } from "../ui/Panel";
import { openByHand } from "./moves";

/** Open a contract by hand: what it is called, who is across, what it is worth. */
export function OpenPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const person = usePerson();
  const memberships = person?.memberships ?? [];
  const [organisationId, setOrganisationId] = useState(memberships[0]?.organisationId ?? "");
  const [side, setSide] = useState<"buyer" | "contractor">("buyer");
  const [title, setTitle] = useState("");
  const [otherParty, setOtherParty] = useState("");
  const [value, setValue] = useState("");
  const opening = useMutation({
    mutationFn: () =>
      openByHand({ organisationId, title, otherParty, side, valueCents: cents(value) }),
    onSuccess: async (workspace) => {
      await queries.invalidateQueries({ queryKey: ["contracts"] });
      await navigate({ to: "/contracten/$id", params: { id: workspace.id } });
    },
  });
  const [own, setOwn] = useState<FieldError[]>([]);
  function submit() {
    // What is no amount cannot be sent as one, and must not be sent as unknown.
    const wrong = Number.isNaN(cents(value));
    setOwn(wrong ? [{ pointer: "/valueCents", message: t("workspaces.value.wrong") }] : []);
    if (wrong) opening.reset();
    else opening.mutate();
  }
  return (
    <Page title={t("page.open")} lead={t("workspaces.open.lead")} narrow>
      <Panel title={t("page.open")} titleHidden>
        <PanelSection>
          <Form errors={own.length > 0 ? own : formErrors(opening.error)} onSubmit={submit}>
            {memberships.length > 1 && (
              <Select
                label={t("workspaces.organisation")}
                value={organisationId}
                onChange={(event) => setOrganisationId(event.target.value)}
                options={memberships.map((membership) => ({
                  value: membership.organisationId,
                  label: membership.name,
                }))}
              />
            )}
            <RadioGroup
              legend={t("workspaces.own-side")}
              value={side}
              onChange={(chosen) => setSide(chosen as "buyer" | "contractor")}
              options={[
                { value: "buyer", label: t("ui.side.buyer") },
                { value: "contractor", label: t("ui.side.contractor") },
              ]}
            />
            <TextField
              label={t("workspaces.title")}
              pointer="/title"
              value={title}
              onChange={(event) => setTitle(event.target.value)}
            />
            <TextField
              label={t(side === "buyer" ? "ui.side.contractor" : "ui.side.buyer")}
              description={t("workspaces.other-party.help")}
              pointer="/otherParty"
              value={otherParty}
              onChange={(event) => setOtherParty(event.target.value)}
            />
            <NumberField
              label={t("workspaces.value")}
              description={t("workspaces.value.help")}
              pointer="/valueCents"
              optional
              value={value}
              onTyped={setValue}
            />
            <div>
              <Button type="submit" variant="primary" busy={opening.isPending}>
                {t("workspaces.open")}
              </Button>
            </div>
          </Form>
        </PanelSection>
      </Panel>
    </Page>
  );
}
