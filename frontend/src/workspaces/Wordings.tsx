import { IconCheck, IconPencil } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import { Problem } from "../api/problem";
import { useConnection } from "../live/connection";
import { Alert } from "../ui/Alert";
import { DateText } from "../ui/Amounts";
import { Button } from "../ui/Button";
import { SideLabel } from "../ui/Side";
import { useToast } from "../ui/Toast";

interface ProposedWordingProps {
  workspace: View<"WorkspaceView">;
  /** What lies with one of the sides: of the purpose or of the obligation. */
  wording: View<"PurposeView"> | View<"ObligationView">;
  /** Say yes to exactly this wording. */
  agree: (named: { number: number; digest: string }) => Promise<unknown>;
  mayAgree: boolean;
  agreed: string;
  /** Put another wording in its place, here or elsewhere; absent for who may not. */
  onOther?: (() => void) | undefined;
  other?: ReactNode;
  children: ReactNode;
}

/** A wording that one side put to the other: who put it, what it says, and the answers to it. */
export function ProposedWording(props: ProposedWordingProps) {
  const { workspace, wording, agree, mayAgree, agreed, onOther, other, children } = props;
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { say } = useToast();
  const agreeing = useMutation({
    mutationFn: () => agree({ number: wording.number, digest: wording.digest }),
    onSuccess: () => say(agreed),
    // After a conflict too: what lies there now is another text, and that is shown.
    onSettled: () => queries.invalidateQueries({ queryKey: ["workspaces", workspace.id] }),
  });
  const offline = useConnection() === "offline" ? t("live.offline.short") : undefined;
  const own = wording.bySide === workspace.ownSide;
  const across = wording.bySide === "buyer" ? "contractor" : "buyer";
  const name = workspace.parties
    .filter(({ side }) => side === wording.bySide)
    .map((party) => party.name)
    .join(", ");
  return (
    <div className="samenspraak-wording samenspraak-stack samenspraak-stack--tight">
      {agreeing.error instanceof Problem && (
        <Alert
          tone={agreeing.error.status === 409 ? "warning" : "error"}
          title={agreeing.error.title}
          role="status"
        >
          {agreeing.error.detail}
        </Alert>
      )}
      <p className="samenspraak-cluster samenspraak-cluster--tight samenspraak-small">
        <span className="samenspraak-muted">{t("workspaces.wording.from")}</span>
        <SideLabel side={wording.bySide} organisation={name} />
        <span className="samenspraak-muted">
          <DateText at={wording.setAt} />
        </span>
        <SideLabel side={across}>
          {t("workspaces.wording.lies-with", { side: t(`ui.side.${across}`) })}
        </SideLabel>
      </p>
      {children}
      {(mayAgree || onOther || other) && (
        <div className="samenspraak-cluster samenspraak-cluster--tight">
          {mayAgree && (
            <Button
              variant="primary"
              icon={<IconCheck size={20} aria-hidden="true" />}
              busy={agreeing.isPending}
              unavailable={offline}
              onClick={() => agreeing.mutate()}
            >
              {t("workspaces.wording.agree")}
            </Button>
          )}
          {other}
          {onOther && (
            <Button
              variant={mayAgree ? "secondary" : "subtle"}
              icon={<IconPencil size={20} aria-hidden="true" />}
              onClick={onOther}
            >
              {t(own ? "workspaces.wording.change" : "workspaces.wording.other")}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}
