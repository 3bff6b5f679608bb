import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { newId } from "../api/client";
import { usePageTitle } from "../app/navigation";
import { Alert } from "../ui/Alert";
import { LinkButton, TextLink } from "../ui/Link";
import { Panel, PanelSection } from "../ui/Panel";
import { useToast } from "../ui/Toast";
import { useWorkspace } from "../workspaces/queries";
import { EMPTY_DRAFT, missingIn, responsibleOf, termsOf } from "./draft";
import { MissingList } from "./Missing";
import { propose } from "./moves";
import { TermsForm } from "./TermsForm";
import { useDraft } from "./useDraft";

/** Propose something new: a title, how much and how long are enough. */
export function NewCommitmentPage() {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { say } = useToast();
  const { titel = "", tekst = "" } = useSearch({
    from: "/signed-in/contracten/$id/toezeggingen/nieuw",
  });
  usePageTitle(t("page.new-commitment"), workspace.contract.title);
  const [{ draft }, keep, drop] = useDraft(`new-commitment ${workspace.id} ${titel}`, () => ({
    revision: 0,
    draft: { ...EMPTY_DRAFT, title: titel, text: tekst },
    condition: "",
  }));
  // One id for all attempts, so that sending it again after a lost answer makes it once.
  const id = useRef(newId());
  const proposing = useMutation({
    mutationFn: (declaredNotBsn: boolean) =>
      propose(workspace.id, {
        id: id.current,
        terms: termsOf(draft),
        responsible: responsibleOf(draft),
        untilOn: draft.untilOn || null,
        origin: draft.fromBid ? "bid" : "proposal",
        declaredNotBsn,
      }),
    onSuccess: async (commitment) => {
      drop();
      say(t("commitments.proposed", { number: commitment.number }));
      void queries.invalidateQueries({ queryKey: ["workspaces", workspace.id] });
      await navigate({
        to: "/contracten/$id/toezeggingen/$commitmentId",
        params: { id: workspace.id, commitmentId: commitment.id },
      });
    },
  });
  const other = workspace.ownSide === "buyer" ? "contractor" : "buyer";
  return (
    <div className="samenspraak-stack">
      <div>
        <p className="samenspraak-small">
          <TextLink to="/contracten/$id" params={{ id: workspace.id }}>
            {t("commitments.back")}
          </TextLink>
        </p>
        <h2>{t("commitments.new")}</h2>
        <p className="samenspraak-muted samenspraak-measure">
          {t("commitments.new.lead", { side: t(`commitments.side.${other}`) })}
        </p>
      </div>
      {workspace.ownSide === "coordinator" ? (
        <Alert tone="info" title={t("commitments.coordinator-proposes-nothing")} />
      ) : (
        <div className="samenspraak-columns samenspraak-columns--side">
          <Panel title={t("commitments.new")} titleHidden>
            <PanelSection>
              <TermsForm
                workspace={workspace}
                draft={draft}
                onChange={(next) => keep({ revision: 0, draft: next, condition: "" })}
                error={proposing.error}
                onSubmit={(declaredNotBsn) => proposing.mutate(declaredNotBsn)}
                busy={proposing.isPending}
                submitLabel={t("commitments.propose")}
                isNew
                actions={
                  <LinkButton
                    variant="subtle"
                    to="/contracten/$id"
                    params={{ id: workspace.id }}
                    onClick={drop}
                  >
                    {t("ui.cancel")}
                  </LinkButton>
                }
              />
            </PanelSection>
          </Panel>
          <Panel title={t("commitments.missing.title")}>
            <PanelSection>
              <MissingList missing={missingIn(draft)} />
            </PanelSection>
          </Panel>
        </div>
      )}
    </div>
  );
}
