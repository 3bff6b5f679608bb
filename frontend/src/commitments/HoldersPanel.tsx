import { useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { newId, type View } from "../api/client";
import { formErrors } from "../api/problem";
import { NotBsn } from "../dialogue/NotBsn";
import { useConnection } from "../live/connection";
import { DateText } from "../ui/Amounts";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { Form } from "../ui/Form";
import { Select, TextField } from "../ui/FormField";
import { Hidden } from "../ui/Hidden";
import { Panel, PanelItem, PanelList, PanelSection } from "../ui/Panel";
import { SideLabel } from "../ui/Side";
import { useToast } from "../ui/Toast";
import { replaceHolder } from "./moves";
import { useCommitmentMove } from "./useMoves";

type Holder = View<"HolderView">;

interface HoldersPanelProps {
  workspace: View<"WorkspaceView">;
  commitment: View<"CommitmentView">;
}

/** Who looks after what is agreed now, which may be somebody else than the text named. */
export function HoldersPanel({ workspace, commitment }: HoldersPanelProps) {
  const { t } = useTranslation();
  const offline = useConnection() === "offline" ? t("live.offline.short") : undefined;
  const [replacing, setReplacing] = useState<Holder>();
  return (
    <Panel title={t("holders.title")}>
      <PanelList>
        {commitment.holders.map((holder) => {
          const name = holder.name || t("ui.name-erased");
          return (
            <PanelItem key={holder.slot}>
              <div className="samenspraak-cluster samenspraak-cluster--apart">
                <div>
                  <SideLabel side={holder.side} />
                  <p className="samenspraak-strong">{name}</p>
                  {holder.role !== "responsible" && (
                    <p className="samenspraak-small samenspraak-muted">{holder.role}</p>
                  )}
                  {holder.since !== null && (
                    <p className="samenspraak-small samenspraak-muted">
                      {t("holders.since")} <DateText at={holder.since} as="date" />
                    </p>
                  )}
                </div>
                {holder.mayReplace && (
                  <Button
                    variant="subtle"
                    unavailable={offline}
                    onClick={() => setReplacing(holder)}
                  >
                    {t("holders.replace")}
                    <Hidden> {name}</Hidden>
                  </Button>
                )}
              </div>
            </PanelItem>
          );
        })}
      </PanelList>
      <PanelSection quiet>
        <p className="samenspraak-small">{t("holders.lead")}</p>
      </PanelSection>
      {replacing && (
        <ReplaceDialog
          workspace={workspace}
          commitment={commitment}
          holder={replacing}
          onClose={() => setReplacing(undefined)}
        />
      )}
    </Panel>
  );
}

interface ReplaceDialogProps extends HoldersPanelProps {
  holder: Holder;
  onClose: () => void;
}

/** The value of the choice that lets one type a name. */
const OTHER = "other";
const NOBODY = "";

/** Name somebody else: a colleague who takes part, or whoever it is by name. */
function ReplaceDialog({ workspace, commitment, holder, onClose }: ReplaceDialogProps) {
  const { t } = useTranslation();
  const { say } = useToast();
  const form = useId();
  const id = useRef(newId());
  const colleagues = workspace.participants.filter(
    (each) => each.side === holder.side && !each.hasLeft && each.id !== holder.participantId,
  );
  const [chosen, setChosen] = useState(colleagues.length === 0 ? OTHER : NOBODY);
  const [lacksChoice, setLacksChoice] = useState(false);
  const [name, setName] = useState("");
  const [notBsn, setNotBsn] = useState(false);
  const isOther = chosen === OTHER;
  const replacing = useCommitmentMove(
    workspace.id,
    commitment.id,
    () =>
      replaceHolder(workspace.id, commitment.id, {
        id: id.current,
        slot: holder.slot,
        name: isOther ? name : "",
        participantId: isOther ? null : chosen,
        declaredNotBsn: notBsn,
      }),
    {
      onDone: () => {
        say(t("holders.done"));
        onClose();
      },
    },
  );
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("holders.title.replace", { name: holder.name || t("ui.name-erased") })}
      actions={
        <Button type="submit" form={form} variant="primary" busy={replacing.isPending}>
          {t("holders.send")}
        </Button>
      }
    >
      <Form
        id={form}
        errors={
          lacksChoice
            ? [{ pointer: "/participantId", message: t("holders.needed") }]
            : formErrors(replacing.error)
        }
        onSubmit={() => {
          setLacksChoice(chosen === NOBODY);
          if (chosen !== NOBODY) replacing.mutate(undefined);
        }}
      >
        <p>{t("holders.consequence")}</p>
        <Select
          label={t("holders.who")}
          pointer="/participantId"
          value={chosen}
          onChange={(event) => setChosen(event.target.value)}
          options={[
            ...(colleagues.length === 0 ? [] : [{ value: NOBODY, label: t("holders.choose") }]),
            ...colleagues.map((each) => ({ value: each.id, label: each.name })),
            { value: OTHER, label: t("holders.other") },
          ]}
        />
        {isOther && (
          <TextField
            label={t("holders.name")}
            description={t("holders.name.help")}
            pointer="/name"
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
        <NotBsn error={replacing.error} checked={notBsn} onChange={setNotBsn} />
      </Form>
    </Dialog>
  );
}
