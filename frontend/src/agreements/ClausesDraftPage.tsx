import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import { usePageTitle } from "../app/navigation";
import { DiscardButton } from "../drafting/DraftFrame";
import { DraftPage } from "../drafting/DraftPage";
import { DraftText } from "../drafting/DraftText";
import { draftQuery } from "../drafting/queries";
import type { DraftRoom } from "../drafting/room";
import { useStored } from "../drafting/useStored";
import { Alert } from "../ui/Alert";
import { ChangeLabel, WordDiff } from "../ui/Differences";
import { LinkButton, TextLink } from "../ui/Link";
import { Panel, PanelItem, PanelList, PanelSection } from "../ui/Panel";
import { useWorkspace } from "../workspaces/queries";
import { type ClausesDraft, clausesDraftQuery } from "./statements";

/** Write the articles, together or with one's own side. */
export function ClausesDraftPage() {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const { draftId } = useParams({
    from: "/signed-in/contracten/$id/concepten/artikelen/$draftId",
  });
  const fetched = useQuery(clausesDraftQuery(workspace.id, draftId));
  usePageTitle(t("drafting.clauses.title"), t("page.draft"), workspace.contract.title);
  const back = (
    <TextLink to="/contracten/$id/overeenkomst" params={{ id: workspace.id }}>
      {t("drafting.back.agreement")}
    </TextLink>
  );
  return (
    <DraftPage
      fetched={fetched}
      workspace={workspace}
      draftId={draftId}
      title={t("drafting.clauses.title")}
      back={back}
    >
      {(view, room) => <Writing workspace={workspace} view={view} room={room} />}
    </DraftPage>
  );
}

interface WritingProps {
  workspace: View<"WorkspaceView">;
  view: ClausesDraft;
  room: DraftRoom;
}

function Writing({ workspace, view, room }: WritingProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { draft } = view;
  useStored(room, clausesDraftQuery(workspace.id, draft.id).queryKey);
  const changed = view.changes.filter(({ kind }) => kind !== "same");
  return (
    <div className="samenspraak-columns samenspraak-columns--side">
      <div className="samenspraak-stack samenspraak-stack--wide">
        <Panel title={t("drafting.clauses")} ownSide={draft.box === "own_side"}>
          <PanelSection className="samenspraak-stack">
            <DraftText
              label={t("drafting.clauses.text")}
              description={t("drafting.clauses.text.help")}
              pointer="/text"
              rows={14}
              loadPreview={async () => {
                await room.whenSaved();
                const now = await queries.fetchQuery({
                  ...draftQuery(workspace.id, draft.id),
                  staleTime: 0,
                });
                return now.html;
              }}
            />
          </PanelSection>
        </Panel>
        {view.latest && (
          <Panel title={t("drafting.clauses.changes", { number: view.latest.number })}>
            {changed.length === 0 ? (
              <PanelSection>
                <p>{t("drafting.changes.none")}</p>
              </PanelSection>
            ) : (
              <PanelList lang="nl">
                {changed.map((change) => (
                  <PanelItem key={`${change.kind} ${change.title}`}>
                    <h3>
                      {change.title} <ChangeLabel change={change.kind} />
                    </h3>
                    <WordDiff before={change.before ?? ""} after={change.after ?? ""} />
                  </PanelItem>
                ))}
              </PanelList>
            )}
          </Panel>
        )}
      </div>
      <div className="samenspraak-stack samenspraak-stack--wide">
        <Panel title={t("drafting.clauses.now", { count: view.clauses.length })}>
          <PanelSection className="samenspraak-stack">
            {view.faults.length > 0 && (
              <Alert tone="warning" role="status" title={t("drafting.clauses.faults")}>
                <ul>
                  {view.faults.map(({ pointer, detail }) => (
                    <li key={`${pointer} ${detail}`}>{detail}</li>
                  ))}
                </ul>
              </Alert>
            )}
            {view.clauses.length > 0 && (
              <ol lang="nl">
                {view.clauses.map((clause) => (
                  <li key={clause.title}>{clause.title}</li>
                ))}
              </ol>
            )}
            <p className="samenspraak-muted">{t("drafting.clauses.lead")}</p>
            <div>
              <LinkButton
                to="/contracten/$id/overeenkomst/$version"
                params={{ id: workspace.id, version: "nieuw" }}
              >
                {t("drafting.clauses.to-offer")}
              </LinkButton>
            </div>
          </PanelSection>
        </Panel>
        {draft.moves.includes("discard") && (
          <div>
            <DiscardButton
              workspaceId={workspace.id}
              draftId={draft.id}
              box={draft.box}
              onDone={() =>
                navigate({ to: "/contracten/$id/overeenkomst", params: { id: workspace.id } })
              }
            />
          </div>
        )}
      </div>
    </div>
  );
}
