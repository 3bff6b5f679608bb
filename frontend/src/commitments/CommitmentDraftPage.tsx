import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import { usePageTitle } from "../app/navigation";
import { DiscardButton, DraftFrame } from "../drafting/DraftFrame";
import { DraftMissing } from "../drafting/DraftMissing";
import { draftQuery } from "../drafting/queries";
import type { DraftRoom, DraftStatus } from "../drafting/room";
import { useFieldValue } from "../drafting/useDraftField";
import { useStored } from "../drafting/useStored";
import { Form } from "../ui/Form";
import type { FieldError } from "../ui/form";
import { TextLink } from "../ui/Link";
import { Panel, PanelSection } from "../ui/Panel";
import { useHeld } from "../ui/useHeld";
import { useWorkspace } from "../workspaces/queries";
import { type CommitmentDraft, commitmentDraftQuery } from "./drafts";
import { type Level, levelOf, nameOf, pointerOf } from "./fields/levels";
import { MissingList } from "./Missing";
import { ProposePanel } from "./ProposePanel";
import { commitmentQuery } from "./queries";
import { TermsFields } from "./TermsFields";

// What tells two texts apart is large, and only a draft of what was put before needs it.
const loadChanges = () => import("./DraftChanges");
const DraftChanges = lazy(() =>
  loadChanges().then(({ DraftChanges }) => ({ default: DraftChanges })),
);
const NewerRound = lazy(() => loadChanges().then(({ NewerRound }) => ({ default: NewerRound })));

type Workspace = View<"WorkspaceView">;

/** Write a commitment, together or with one's own side, and put it to the other side. */
export function CommitmentDraftPage() {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const { draftId } = useParams({ from: "/signed-in/contracten/$id/concepten/$draftId" });
  const { data, error, refetch } = useQuery(commitmentDraftQuery(workspace.id, draftId));
  usePageTitle(t("page.draft"), workspace.contract.title);
  const [room, setRoom] = useState<DraftRoom>();
  if (data && !data.draft.isDiscarded) {
    // What one has seen and chosen belongs to one draft.
    return <Loaded key={draftId} workspace={workspace} view={data} onRoom={setRoom} />;
  }
  return (
    <DraftMissing
      back={
        <TextLink to="/contracten/$id" params={{ id: workspace.id }}>
          {t("drafting.back")}
        </TextLink>
      }
      isGone={data !== undefined}
      written={room?.draftId === draftId ? room.text() : undefined}
      error={error}
      onRetry={() => void refetch()}
    />
  );
}

interface PartProps {
  workspace: Workspace;
  view: CommitmentDraft;
}

interface LoadedProps extends PartProps {
  /** What is written may be asked for once the draft itself is gone. */
  onRoom: (room: DraftRoom) => void;
}

function Loaded({ workspace, view, onRoom }: LoadedProps) {
  const { t } = useTranslation();
  const { draft, commitment } = view;
  const title = view.terms.title || commitment?.title;
  return (
    <DraftFrame
      workspace={workspace}
      draftId={draft.id}
      box={draft.box}
      title={title ? t("drafting.title", { title }) : t("drafting.title.untitled")}
      back={
        commitment ? (
          <TextLink
            to="/contracten/$id/toezeggingen/$commitmentId"
            params={{ id: workspace.id, commitmentId: commitment.id }}
          >
            {t("drafting.back.commitment", { number: commitment.number })}
          </TextLink>
        ) : (
          <TextLink to="/contracten/$id" params={{ id: workspace.id }}>
            {t("drafting.back")}
          </TextLink>
        )
      }
    >
      {(room, status) => (
        <Writing workspace={workspace} view={view} room={room} status={status} onRoom={onRoom} />
      )}
    </DraftFrame>
  );
}

interface WritingProps extends LoadedProps {
  room: DraftRoom;
  status: DraftStatus;
}

function Writing({ workspace, room, status, onRoom, ...props }: WritingProps) {
  const { t } = useTranslation();
  const view = useHeld(props.view);
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { draft } = view;
  const own = draft.box === "own_side";
  const query = commitmentDraftQuery(workspace.id, draft.id);
  useStored(room, query.queryKey);
  useEffect(() => onRoom(room), [room, onRoom]);
  const commitment = useQuery({
    ...commitmentQuery(workspace.id, draft.subjectId ?? ""),
    enabled: draft.subjectId !== null,
  }).data;
  const [open, setOpen] = useState<ReadonlySet<Level>>(new Set());
  const [errors, setErrors] = useState<FieldError[]>([]);
  const faults = useMemo(
    () => new Map(view.faults.map(({ pointer, detail }) => [nameOf(pointer), detail])),
    [view.faults],
  );
  const weeks = useFieldValue(room, "period.weeks") !== undefined;
  const money = useFieldValue(room, "spentCents") !== undefined;

  /** The field that is on the screen for what stands in the way. */
  const placeOf = useCallback(
    (pointer: string) => {
      const name = nameOf(pointer);
      if (name === "period" || name === "period.months") {
        return `/fields/period.${weeks ? "weeks" : "months"}`;
      }
      return pointerOf(name === "quantity" && money ? "spentCents" : name);
    },
    [weeks, money],
  );

  const stood = useRef<ReadonlySet<string>>(new Set());
  // What one mends goes from the list, as it goes from its field.
  useEffect(() => {
    const standing = new Set([
      ...view.missing.toPropose.map((name) => placeOf(`/fields/${name}`)),
      ...view.faults.map(({ pointer }) => placeOf(pointer)),
    ]);
    const mended = new Set([...stood.current].filter((pointer) => !standing.has(pointer)));
    stood.current = standing;
    if (mended.size > 0) setErrors((before) => before.filter((one) => !mended.has(one.pointer)));
  }, [view, placeOf]);

  /** Tell what stands in the way, each at the field that is on the screen for it. */
  function show(found: readonly FieldError[]) {
    const placed = found.map(({ pointer, message }) => ({ pointer: placeOf(pointer), message }));
    setErrors(placed);
    // An error in what is folded away would lead nowhere.
    const levels = placed.flatMap(({ pointer }) => levelOf(nameOf(pointer)) ?? []);
    setOpen((before) => new Set([...before, ...levels]));
  }

  return (
    // Enter in a field keeps what was typed and does nothing else: nobody proposes by accident.
    <Form errors={errors} onSubmit={() => undefined} className="samenspraak-stack">
      {commitment && commitment.revisions.length > 0 && (
        <Suspense fallback={null}>
          <NewerRound commitment={commitment} draft={draft} />
        </Suspense>
      )}
      <div className="samenspraak-columns samenspraak-columns--side">
        <div className="samenspraak-stack samenspraak-stack--wide">
          <Panel title={t("drafting.what")} ownSide={own}>
            <PanelSection>
              <TermsFields
                workspace={workspace}
                view={view}
                faults={faults}
                open={open}
                onOpen={(level, isOpen) =>
                  setOpen((before) => {
                    const next = new Set(before);
                    if (isOpen) next.add(level);
                    else next.delete(level);
                    return next;
                  })
                }
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
          {commitment && commitment.revisions.length > 0 && (
            <Suspense fallback={null}>
              <DraftChanges commitment={commitment} view={view} />
            </Suspense>
          )}
        </div>
        <div className="samenspraak-stack samenspraak-stack--wide">
          <ProposePanel
            workspace={workspace}
            commitment={commitment}
            view={view}
            room={room}
            status={status}
            query={query}
            onErrors={show}
          />
          <Panel title={t("terms.missing.title")}>
            <PanelSection>
              <MissingList missing={view.missing} />
            </PanelSection>
          </Panel>
          {draft.moves.includes("discard") && (
            <div>
              <DiscardButton
                workspaceId={workspace.id}
                draftId={draft.id}
                box={draft.box}
                onDone={() =>
                  commitment && commitment.revisions.length > 0
                    ? navigate({
                        to: "/contracten/$id/toezeggingen/$commitmentId",
                        params: { id: workspace.id, commitmentId: commitment.id },
                      })
                    : navigate({ to: "/contracten/$id", params: { id: workspace.id } })
                }
              />
            </div>
          )}
        </div>
      </div>
    </Form>
  );
}
