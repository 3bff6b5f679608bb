import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { ReadyToSign } from "../agreements/ReadyToSign";
import type { View } from "../api/client";
import { usePageTitle } from "../app/navigation";
import { CommitmentColumn } from "../commitments/CommitmentColumn";
import { LiesWithYou } from "../commitments/LiesWithYou";
import { commitmentsQuery, isDiscarded } from "../commitments/queries";
import { Conversation } from "../dialogue/Conversation";
import { type Subject, subjectsQuery } from "../dialogue/queries";
import { CountBadge } from "../ui/Badge";
import { SwitchChoices } from "../ui/Choices";
import { Select } from "../ui/FormField";
import { InvitationNudge } from "./InvitationNudge";
import { PurposePanel } from "./PurposePanel";
import { PartnersLink } from "./partners/PartnersLink";
import { useWorkspace } from "./queries";
import { ABOUT_WORKSPACE, UNREAD } from "./search";
import "./WorkspacePage.css";

/** The room of one contract: why, what was said, and what is promised. */
export function WorkspacePage() {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  usePageTitle(t("app.section.workspace"), workspace.contract.title);
  const { onderwerp, gesprek, deel } = useSearch({ from: "/signed-in/contracten/$id/" });
  const navigate = useNavigate({ from: "/contracten/$id/" });
  const commitments = useQuery(commitmentsQuery(workspace.id));
  const lines = commitments.data?.items ?? [];
  const subject = useMemo(() => subjectOf(onderwerp, workspace.id), [onderwerp, workspace.id]);
  const looking = { subject, threadId: gesprek, unread: onderwerp === UNREAD };
  const mayPropose = commitments.data?.moves.includes("propose") ?? false;
  const waiting = waitingFor(workspace, lines);
  return (
    <div className="samenspraak-stack samenspraak-stack--wide">
      <InvitationNudge workspace={workspace} />
      <ReadyToSign workspace={workspace} />
      <LiesWithYou workspace={workspace} />
      <PurposePanel workspace={workspace} />
      <div className="samenspraak-workspace__switch">
        <SwitchChoices
          wide
          label={t("workspaces.part")}
          value={deel ?? "gesprek"}
          onChange={(next) =>
            navigate({
              search: (now) => ({ ...now, deel: next === "toezeggingen" ? next : undefined }),
              resetScroll: false,
              replace: true,
            })
          }
          options={[
            { value: "gesprek", label: t("dialogue.title") },
            {
              value: "toezeggingen",
              label: (
                <>
                  {t("commitments.column.title")}
                  {waiting > 0 && (
                    <CountBadge
                      count={waiting}
                      label={t("workspaces.part.waiting", { count: waiting })}
                    />
                  )}
                </>
              ),
            },
          ]}
        />
      </div>
      <div className="samenspraak-workspace" data-part={deel ?? "gesprek"}>
        <div className="samenspraak-workspace__talk">
          <Conversation
            key={workspace.id}
            workspace={workspace}
            commitments={lines}
            mayPropose={mayPropose}
            {...looking}
            aside={
              <SubjectFilter
                workspaceId={workspace.id}
                value={onderwerp ?? ""}
                onChange={(next) =>
                  navigate({
                    search: (now) => ({
                      ...now,
                      onderwerp: next === "" ? undefined : next,
                      gesprek: undefined,
                    }),
                    resetScroll: false,
                  })
                }
                commitments={lines.filter((line) => !isDiscarded(line) || line.id === onderwerp)}
              />
            }
          />
        </div>
        <div className="samenspraak-workspace__commitments samenspraak-stack samenspraak-stack--wide">
          <CommitmentColumn workspace={workspace} />
          <PartnersLink workspaceId={workspace.id} />
        </div>
        <div className="samenspraak-workspace__own">
          <Conversation
            key={workspace.id}
            workspace={workspace}
            audience="own_side"
            commitments={lines}
            mayPropose={mayPropose}
            {...looking}
          />
        </div>
      </div>
    </div>
  );
}

interface SubjectFilterProps {
  workspaceId: string;
  value: string;
  onChange: (value: string) => void;
  commitments: readonly View<"CommitmentLineView">[];
}

function SubjectFilter({ workspaceId, value, onChange, commitments }: SubjectFilterProps) {
  const { t } = useTranslation();
  const subjects = useQuery(subjectsQuery(workspaceId));
  const unread = (subjects.data?.items ?? []).reduce((sum, one) => sum + one.unread, 0);
  return (
    <div className="samenspraak-workspace__filter">
      <Select
        inline
        label={t("dialogue.filter")}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        options={[
          { value: "", label: t("dialogue.filter.all") },
          {
            value: UNREAD,
            label:
              unread > 0
                ? t("dialogue.filter.unread-count", { count: unread })
                : t("dialogue.filter.unread"),
          },
          { value: ABOUT_WORKSPACE, label: t("dialogue.about-workspace") },
          ...commitments.map(({ id, number, title }) => ({
            value: id,
            label: `${number}. ${title || t("boxes.untitled.commitment")}`,
          })),
        ]}
      />
    </div>
  );
}

function subjectOf(onderwerp: string | undefined, workspaceId: string): Subject | undefined {
  if (onderwerp === undefined || onderwerp === UNREAD) return undefined;
  return onderwerp === ABOUT_WORKSPACE
    ? { kind: "workspace", id: workspaceId }
    : { kind: "commitment", id: onderwerp };
}

/** How much among the commitments lies with one's own side. */
function waitingFor(
  workspace: View<"WorkspaceView">,
  lines: readonly View<"CommitmentLineView">[],
): number {
  const answers = lines.filter(({ standing }) => standing.turn === workspace.ownSide).length;
  return answers + (workspace.moves.includes("agree-obligation") ? 1 : 0);
}
