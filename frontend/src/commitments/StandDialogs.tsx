import type { View } from "../api/client";
import { AcceptDialog, AcceptPackageDialog } from "./AcceptDialogs";
import { WrittenDialog, type WrittenVerb } from "./AnswerDialogs";
import { AnswerInDraftDialog, type AnswerMode } from "./AnswerInDraftDialog";
import type { Revision } from "./terms";

/** What somebody began to answer, and which round it is about. */
export type Asking = {
  verb: "accept" | "accept-package" | WrittenVerb | AnswerMode;
  round: Revision;
};

interface StandDialogsProps {
  workspace: View<"WorkspaceView">;
  commitment: View<"CommitmentView">;
  asking: Asking;
  onClose: () => void;
}

/** The dialog of each answer; they come when the page is there, as nobody needs them sooner. */
export function StandDialogs({ workspace, commitment, asking, onClose }: StandDialogsProps) {
  const { verb, round } = asking;
  const dialog = { workspaceId: workspace.id, commitment, round, onClose };
  if (verb === "accept") return <AcceptDialog {...dialog} ownSide={workspace.ownSide} />;
  if (verb === "accept-package") {
    return <AcceptPackageDialog {...dialog} ownSide={workspace.ownSide} />;
  }
  if (!isAnswer(verb)) return <WrittenDialog {...dialog} verb={verb} />;
  return (
    <AnswerInDraftDialog
      workspace={workspace}
      commitment={commitment}
      mode={verb}
      base={round}
      onClose={onClose}
    />
  );
}

const ANSWERS: readonly string[] = ["conditions", "otherwise", "anew"] satisfies AnswerMode[];

function isAnswer(verb: Asking["verb"]): verb is AnswerMode {
  return ANSWERS.includes(verb);
}
