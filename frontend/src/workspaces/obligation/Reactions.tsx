import { IconMessage2 } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { View } from "../../api/client";
import { ActForm, useAct, useEntered } from "../../dialogue/ActForm";
import { useConnection } from "../../live/connection";
import { DateText } from "../../ui/Amounts";
import { Button } from "../../ui/Button";
import { TextArea } from "../../ui/FormField";
import { SideLabel } from "../../ui/Side";
import { useToast } from "../../ui/Toast";
import { useKeptText } from "../../ui/useKeptText";
import { reactToObligation } from "../moves";

interface ReactionsProps {
  workspace: View<"WorkspaceView">;
  obligation: View<"ObligationView">;
}

/** What both sides said of a wording, which goes into what they sign, and the way to say it. */
export function Reactions({ workspace, obligation }: ReactionsProps) {
  const { t } = useTranslation();
  const [writing, setWriting] = useState(false);
  const { reactions, moves } = obligation;
  const own = reactions.find(({ side }) => side === workspace.ownSide);
  const mayReact = moves.includes("react");
  if (reactions.length === 0 && !mayReact) return null;
  return (
    <section className="samenspraak-account__reactions" aria-label={t("owed.reactions")}>
      {reactions.map(({ side, byName, text, at }) => (
        <div key={side} className="samenspraak-account__said">
          <p className="samenspraak-cluster samenspraak-cluster--tight samenspraak-small">
            <SideLabel side={side}>
              {t("owed.reaction-of", { side: t(`ui.side.${side}`) })}
            </SideLabel>
            <span className="samenspraak-muted">
              {byName}, <DateText at={at} as="shortDate" />
            </span>
          </p>
          <p lang="nl" className="samenspraak-measure samenspraak-obligation__reason">
            {text}
          </p>
        </div>
      ))}
      {mayReact && !writing && (
        <div className="samenspraak-account__moves">
          <Button
            variant="subtle"
            className="samenspraak-small"
            icon={<IconMessage2 size={20} aria-hidden="true" />}
            onClick={() => setWriting(true)}
          >
            {t(own ? "owed.react.other" : "owed.react")}
          </Button>
        </div>
      )}
      {writing && (
        <ReactionForm
          workspaceId={workspace.id}
          obligation={obligation}
          before={own?.text ?? ""}
          onDone={() => setWriting(false)}
        />
      )}
    </section>
  );
}

interface ReactionFormProps {
  workspaceId: string;
  obligation: View<"ObligationView">;
  before: string;
  onDone: () => void;
}

function ReactionForm({ workspaceId, obligation, before, onDone }: ReactionFormProps) {
  const { t } = useTranslation();
  const { say } = useToast();
  const field = useEntered<HTMLTextAreaElement>();
  const { number, digest } = obligation;
  const [kept, keep] = useKeptText(`reaction ${workspaceId} ${digest}`);
  const [text, setText] = useState(kept || before);
  const reacting = useAct({
    send: (declaredNotBsn) =>
      reactToObligation(workspaceId, { number, digest, text, declaredNotBsn }),
    outdated: ["workspaces", workspaceId],
    onSent: () => {
      keep("");
      say(t("owed.reaction-kept"));
      onDone();
    },
  });
  const offline = useConnection() === "offline" ? t("live.offline.short") : undefined;
  return (
    <ActForm act={reacting} send={t("owed.react.put")} unavailable={offline} onCancel={onDone}>
      <TextArea
        ref={field}
        label={t("owed.react.label")}
        description={t("owed.react.help")}
        pointer="/text"
        lang="nl"
        rows={3}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          keep(event.target.value);
        }}
      />
    </ActForm>
  );
}
