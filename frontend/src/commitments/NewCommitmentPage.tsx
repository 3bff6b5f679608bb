import { useQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { usePageTitle } from "../app/navigation";
import { Boxes, mayOpen } from "../drafting/Boxes";
import { draftsQuery } from "../drafting/queries";
import { TextLink } from "../ui/Link";
import { useWorkspace } from "../workspaces/queries";
import { newDrafts, openDraft } from "./drafts";
import { commitmentsQuery } from "./queries";

/** Begin something new, or go on with it: with everybody, or among ourselves. */
export function NewCommitmentPage() {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const { titel = "", tekst = "" } = useSearch({
    from: "/signed-in/contracten/$id/toezeggingen/nieuw",
  });
  usePageTitle(t("page.new-commitment"), workspace.contract.title);
  const drafts = useQuery(draftsQuery(workspace.id));
  const commitments = useQuery(commitmentsQuery(workspace.id));
  return (
    <div className="samenspraak-stack">
      <div>
        <p className="samenspraak-small">
          <TextLink to="/contracten/$id" params={{ id: workspace.id }}>
            {t("commitments.back")}
          </TextLink>
        </p>
        <h2>{t("commitments.new")}</h2>
        <p className="samenspraak-muted samenspraak-measure">{t("commitments.new.lead")}</p>
      </div>
      {(titel !== "" || tekst !== "") && (
        <blockquote className="samenspraak-new__seed">
          <p className="samenspraak-small samenspraak-muted">{t("commitments.new.begins-with")}</p>
          {titel && <p className="samenspraak-strong">{titel}</p>}
          {tekst && <p>{tekst}</p>}
        </blockquote>
      )}
      <Boxes
        workspace={workspace}
        kind="commitment"
        drafts={newDrafts(drafts.data?.items ?? [], commitments.data?.items ?? [])}
        open={
          mayOpen(workspace)
            ? async (box) =>
                (await openDraft(workspace.id, { box, title: titel, text: tekst })).draft.id
            : undefined
        }
      />
    </div>
  );
}
