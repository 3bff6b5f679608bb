import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import { DRAFT_ROUTES } from "../drafting/Boxes";
import { TextLink } from "../ui/Link";

type Line = View<"CommitmentLineView">;

interface ServedProps {
  workspaceId: string;
  /** The commitments by their numbers. */
  numbers: readonly number[];
  lines: readonly Line[];
}

/** "Toezegging 1, 6": the commitments that serve a part of the purpose, each a link. */
export function Served({ workspaceId, numbers, lines }: ServedProps) {
  const { t } = useTranslation();
  if (numbers.length === 0) {
    return (
      <span className="samenspraak-purpose__served">{t("workspaces.purpose.not-served")}</span>
    );
  }
  return (
    <span className="samenspraak-purpose__served">
      {t("workspaces.purpose.served", { count: numbers.length })}{" "}
      <Numbers workspaceId={workspaceId} numbers={numbers} lines={lines} />
    </span>
  );
}

/** Numbers of commitments as links, with commas between them. */
export function Numbers({ workspaceId, numbers, lines }: ServedProps) {
  return numbers.map((number, at) => {
    const line = lines.find((each) => each.number === number);
    return (
      <span key={number}>
        {at > 0 && ", "}
        {line ? <NumberLink workspaceId={workspaceId} line={line} /> : number}
      </span>
    );
  });
}

function NumberLink({ workspaceId, line }: { workspaceId: string; line: Line }) {
  const { t } = useTranslation();
  const title = line.title || t("boxes.untitled.commitment");
  const label = `${line.number}. ${title}`;
  // Nothing was put yet, so the draft is all there is to see.
  return line.standing.status === "concept" && line.draftId ? (
    <TextLink
      to={DRAFT_ROUTES.commitment}
      params={{ id: workspaceId, draftId: line.draftId }}
      title={title}
      aria-label={label}
      lang="nl"
    >
      {line.number}
    </TextLink>
  ) : (
    <TextLink
      to="/contracten/$id/toezeggingen/$commitmentId"
      params={{ id: workspaceId, commitmentId: line.id }}
      title={title}
      aria-label={label}
      lang="nl"
    >
      {line.number}
    </TextLink>
  );
}
