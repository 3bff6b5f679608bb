import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { newId, type View } from "../api/client";
import { formErrors, Problem } from "../api/problem";
import { usePageTitle } from "../app/navigation";
import { mayDeclare, NotBsn } from "../dialogue/NotBsn";
import { asShown } from "../drafting/asShown";
import { DraftTextField } from "../drafting/DraftFields";
import { DiscardButton, useUnavailable } from "../drafting/DraftFrame";
import { DraftPage } from "../drafting/DraftPage";
import { DraftText } from "../drafting/DraftText";
import { NotPrepared, PutButton } from "../drafting/Putting";
import type { DraftRoom, DraftStatus } from "../drafting/room";
import { useDraftFields } from "../drafting/useDraftField";
import { useStored } from "../drafting/useStored";
import { Alert } from "../ui/Alert";
import { Button, IconButton } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { WordDiff } from "../ui/Differences";
import { Form } from "../ui/Form";
import type { FieldError } from "../ui/form";
import { TextLink } from "../ui/Link";
import { Panel, PanelSection } from "../ui/Panel";
import { useToast } from "../ui/Toast";
import { absentSide } from "../workspaces/InvitationNudge";
import { useWorkspace } from "../workspaces/queries";
import { type PurposeDraft, proposePurpose, purposeDraftQuery } from "./statements";
import "./PurposeDraftPage.css";

type Workspace = View<"WorkspaceView">;

/** As many parts as there are letters to tell them apart at a glance. */
const LETTERS = [..."ABCDEFGHIJKL"];
const CHANGED = "drafting/changed-meanwhile";

/** Write why the two sides do this, together or with one's own side. */
export function PurposeDraftPage() {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const { draftId } = useParams({ from: "/signed-in/contracten/$id/concepten/waarom/$draftId" });
  const fetched = useQuery(purposeDraftQuery(workspace.id, draftId));
  usePageTitle(t("workspaces.purpose"), t("page.draft"), workspace.contract.title);
  const back = (
    <TextLink to="/contracten/$id" params={{ id: workspace.id }}>
      {t("drafting.back")}
    </TextLink>
  );
  return (
    <DraftPage
      fetched={fetched}
      workspace={workspace}
      draftId={draftId}
      title={t("drafting.purpose.title")}
      back={back}
    >
      {(view, room, status) => (
        <Writing workspace={workspace} view={view} room={room} status={status} />
      )}
    </DraftPage>
  );
}

interface WritingProps {
  workspace: Workspace;
  view: PurposeDraft;
  room: DraftRoom;
  status: DraftStatus;
}

function Writing({ workspace, view, room, status }: WritingProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { draft } = view;
  useStored(room, purposeDraftQuery(workspace.id, draft.id).queryKey);
  const [errors, setErrors] = useState<FieldError[]>([]);
  const [added, setAdded] = useState<readonly string[]>([]);
  // One writes on in the part that one added, and goes on after the last one that one took out.
  const fresh = useRef<string>(null);
  const adding = useRef<HTMLDivElement>(null);
  const fields = useDraftFields(room);
  const letters = LETTERS.filter((letter) => `parts.${letter}` in fields || added.includes(letter));
  const next = LETTERS.find((letter) => !letters.includes(letter));
  /** Take a part out; those after it move up, so that the letters stay without a gap. */
  function drop(letter: string) {
    const kept = letters.filter((each) => each !== letter).map((each) => fields[`parts.${each}`]);
    for (const [at, each] of LETTERS.entries()) room.set(`parts.${each}`, kept[at]);
    setAdded(LETTERS.slice(0, kept.length));
  }
  const faults = useMemo(
    () => new Map(view.faults.map(({ pointer, detail }) => [pointer, detail])),
    [view.faults],
  );
  const changed = [view.changes.text, ...view.changes.parts].filter(({ kind }) => kind !== "same");
  return (
    <Form errors={errors} onSubmit={() => undefined} className="samenspraak-stack">
      <div className="samenspraak-columns samenspraak-columns--side">
        <div className="samenspraak-stack samenspraak-stack--wide">
          <Panel title={t("workspaces.purpose.question")} ownSide={draft.box === "own_side"}>
            <PanelSection className="samenspraak-stack">
              <DraftText
                label={t("workspaces.purpose.text")}
                description={t("workspaces.purpose.text.help")}
                pointer="/text"
                rows={4}
                unmarked
              />
              {letters.map((letter) => (
                <div
                  key={letter}
                  className="samenspraak-purpose__part-field"
                  ref={(part) => {
                    if (!part || fresh.current !== letter) return;
                    fresh.current = null;
                    part.querySelector("input")?.focus();
                  }}
                >
                  <DraftTextField
                    name={`parts.${letter}`}
                    label={t("workspaces.purpose.part", { letter })}
                    pointer={`/fields/parts.${letter}`}
                    error={faults.get(`/fields/parts.${letter}`)}
                    lang="nl"
                  />
                  {status.mayWrite && (
                    <IconButton
                      label={t("workspaces.purpose.drop-part", { letter })}
                      icon={<IconTrash size={20} aria-hidden="true" />}
                      onClick={() => {
                        if (letter === letters.at(-1)) {
                          adding.current?.querySelector("button")?.focus();
                        }
                        drop(letter);
                      }}
                    />
                  )}
                </div>
              ))}
              {status.mayWrite && next && (
                <div ref={adding}>
                  <Button
                    icon={<IconPlus size={20} aria-hidden="true" />}
                    onClick={() => {
                      fresh.current = next;
                      setAdded((before) => [...before, next]);
                    }}
                  >
                    {t("workspaces.purpose.add-part")}
                  </Button>
                </div>
              )}
            </PanelSection>
          </Panel>
          {view.latest && (
            <Panel title={t("drafting.purpose.changes", { number: view.latest.number })}>
              <PanelSection className="samenspraak-stack" lang="nl">
                {changed.length === 0 && <p>{t("drafting.changes.none")}</p>}
                {changed.map((change) => (
                  <div key={change.title}>
                    {change !== view.changes.text && (
                      <h3>{t("workspaces.purpose.part", { letter: change.title })}</h3>
                    )}
                    <WordDiff before={change.before ?? ""} after={change.after ?? ""} />
                  </div>
                ))}
              </PanelSection>
            </Panel>
          )}
        </div>
        <div className="samenspraak-stack samenspraak-stack--wide">
          <ProposePurpose
            workspace={workspace}
            view={view}
            room={room}
            status={status}
            onErrors={setErrors}
          />
          {draft.moves.includes("discard") && (
            <div>
              <DiscardButton
                workspaceId={workspace.id}
                draftId={draft.id}
                box={draft.box}
                onDone={() => navigate({ to: "/contracten/$id", params: { id: workspace.id } })}
              />
            </div>
          )}
        </div>
      </div>
    </Form>
  );
}

interface ProposePurposeProps extends WritingProps {
  onErrors: (errors: FieldError[]) => void;
}

/** Put the wording to the other side, after it was shown once more. */
function ProposePurpose({ workspace, view, room, status, onErrors }: ProposePurposeProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { say } = useToast();
  const [asking, setAsking] = useState<{ view: PurposeDraft; hasChanged: boolean }>();
  const [notBsn, setNotBsn] = useState(false);
  const id = useRef(newId());
  const fresh = () =>
    queries.fetchQuery({ ...purposeDraftQuery(workspace.id, view.draft.id), staleTime: 0 });
  const preparing = useMutation({
    mutationFn: () => asShown(room, fresh),
    onSuccess: (now) => {
      onErrors(now.faults.map(({ pointer, detail }) => ({ pointer, message: detail })));
      if (now.faults.length === 0) setAsking({ view: now, hasChanged: false });
    },
  });
  const proposing = useMutation({
    mutationFn: (asked: PurposeDraft) =>
      proposePurpose(workspace.id, asked.draft.id, {
        id: id.current,
        digest: asked.draft.digest,
        declaredNotBsn: notBsn,
      }),
    onSuccess: async () => {
      setAsking(undefined);
      say(t("workspaces.purpose.put"));
      await queries.invalidateQueries({ queryKey: ["workspaces", workspace.id, "workspace"] });
      await navigate({ to: "/contracten/$id", params: { id: workspace.id } });
    },
    onError: async (error) => {
      if (error instanceof Problem && error.slug === CHANGED) {
        setAsking({ view: await fresh(), hasChanged: true });
        return;
      }
      setAsking(undefined);
      onErrors(formErrors(error));
    },
  });
  const other = workspace.ownSide === "buyer" ? "contractor" : "buyer";
  const side = t(`ui.side.${other}`).toLocaleLowerCase();
  const absent = absentSide(workspace);
  const kept = useUnavailable(status);
  const unavailable = absent
    ? t(`workspaces.absent.${absent}`)
    : view.moves.includes("propose")
      ? kept
      : t("drafting.propose.no-rights");
  return (
    <Panel title={t("drafting.propose.title.propose")}>
      <PanelSection className="samenspraak-stack">
        <p className="samenspraak-muted">{t("drafting.purpose.lead", { side })}</p>
        <NotBsn error={proposing.error} checked={notBsn} onChange={setNotBsn} />
        <NotPrepared error={preparing.error} />
        <PutButton
          label={t("workspaces.wording.put", { side })}
          busy={preparing.isPending}
          unavailable={unavailable}
          onPut={() => preparing.mutate()}
        />
      </PanelSection>
      {asking && (
        <Dialog
          open
          onClose={() => setAsking(undefined)}
          title={t("drafting.purpose.ask")}
          actions={
            <Button
              variant="primary"
              busy={proposing.isPending}
              onClick={() => proposing.mutate(asking.view)}
            >
              {t("workspaces.wording.put", { side })}
            </Button>
          }
        >
          <div className="samenspraak-stack samenspraak-stack--tight">
            {asking.hasChanged && (
              <Alert tone="warning" role="status" title={t("drafting.propose.changed")} />
            )}
            {proposing.error && !mayDeclare(proposing.error) && !asking.hasChanged && (
              <Alert tone="error" role="status" title={t("wrong.unknown.title")} />
            )}
            <div lang="nl">
              <p className="samenspraak-strong">{asking.view.draft.text}</p>
              {LETTERS.map((letter) => {
                const part = asking.view.draft.fields[`parts.${letter}`];
                return (
                  part && (
                    <p key={letter}>
                      {letter}. {String(part)}
                    </p>
                  )
                );
              })}
            </div>
            <p className="samenspraak-muted">{t("drafting.purpose.consequence", { side })}</p>
          </div>
        </Dialog>
      )}
    </Panel>
  );
}
