import { IconDownload } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import { formErrors } from "../api/problem";
import { Digest } from "../commitments/Digest";
import { NotBsn } from "../dialogue/NotBsn";
import { cents } from "../text/amount";
import { useFormat } from "../text/useFormat";
import { Alert } from "../ui/Alert";
import { DateText, MoneyText } from "../ui/Amounts";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { Disclosure } from "../ui/Disclosure";
import { Form } from "../ui/Form";
import { FormField, TextArea, TextField } from "../ui/FormField";
import type { FieldError } from "../ui/form";
import { OutsideLinkButton } from "../ui/Link";
import { NumberField } from "../ui/NumberField";
import { Panel, PanelSection } from "../ui/Panel";
import { SideLabel } from "../ui/Side";
import { useToast } from "../ui/Toast";
import { ACCEPTED, fileAddress, storeFile } from "../workspaces/files";
import { confirmPaper, recordPaper } from "./moves";
import { ReasonDialog } from "./ReasonDialog";
import { useVersionMove } from "./useMove";
import "../commitments/Content.css";
import "./PaperPanel.css";
import "./SigningPanel.css";

/** Bring in a deal that was made on paper, before anything is signed here. */
export function PaperForm({ workspaceId }: { workspaceId: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { say } = useToast();
  const [file, setFile] = useState<File>();
  const [stored, setStored] = useState<{ file: File; id: string }>();
  const [agreedOn, setAgreedOn] = useState("");
  const [summary, setSummary] = useState("");
  const [value, setValue] = useState("");
  const [obligation, setObligation] = useState("");
  const [notBsn, setNotBsn] = useState(false);
  const [own, setOwn] = useState<FieldError[]>([]);
  const recording = useMutation({
    mutationFn: async (chosen: File) => {
      // What came in stays, so another attempt sends only what was mended.
      let fileId = stored?.file === chosen ? stored.id : undefined;
      if (fileId === undefined) {
        fileId = (await storeFile(workspaceId, chosen)).id;
        setStored({ file: chosen, id: fileId });
      }
      return await recordPaper(workspaceId, {
        fileId,
        agreedOn,
        summary,
        valueCents: cents(value),
        obligationCents: cents(obligation),
        declaredNotBsn: notBsn,
      });
    },
    onSuccess: async (version) => {
      say(t("agreements.paper.done"));
      await queries.invalidateQueries({ queryKey: ["workspaces", workspaceId, "agreement"] });
      await navigate({
        to: "/contracten/$id/overeenkomst/$version",
        params: { id: workspaceId, version: version.line.id },
      });
    },
  });

  function submit() {
    const found: FieldError[] = [];
    if (!file) found.push({ pointer: "/fileId", message: t("agreements.paper.file.needed") });
    if (agreedOn === "") {
      found.push({ pointer: "/agreedOn", message: t("agreements.paper.agreed-on.needed") });
    }
    for (const [pointer, text] of [
      ["/valueCents", value],
      ["/obligationCents", obligation],
    ] as const) {
      if (Number.isNaN(cents(text))) {
        found.push({ pointer, message: t("terms.not-an-amount") });
      }
    }
    setOwn(found);
    if (file && found.length === 0) recording.mutate(file);
  }

  return (
    <Panel title={t("agreements.paper.open")}>
      <PanelSection>
        <Form errors={own.length > 0 ? own : formErrors(recording.error)} onSubmit={submit}>
          <Alert tone="info">{t("agreements.paper.lead")}</Alert>
          <FormField
            label={t("agreements.paper.file")}
            description={t("agreements.paper.file.help")}
            pointer="/fileId"
          >
            {(control) => (
              <input
                {...control}
                type="file"
                accept={ACCEPTED}
                className="samenspraak-file"
                onChange={(event) => setFile(event.target.files?.[0])}
              />
            )}
          </FormField>
          <TextField
            label={t("agreements.paper.agreed-on")}
            pointer="/agreedOn"
            type="date"
            value={agreedOn}
            onChange={(event) => setAgreedOn(event.target.value)}
          />
          <TextArea
            label={t("agreements.paper.summary")}
            description={t("agreements.paper.summary.help")}
            pointer="/summary"
            rows={5}
            value={summary}
            onChange={(event) => setSummary(event.target.value)}
          />
          <div className="samenspraak-fields">
            <NumberField
              label={t("agreements.paper.value")}
              pointer="/valueCents"
              optional
              value={value}
              onTyped={setValue}
            />
            <NumberField
              label={t("agreements.paper.obligation")}
              pointer="/obligationCents"
              optional
              value={obligation}
              onTyped={setObligation}
            />
          </div>
          <NotBsn error={recording.error} checked={notBsn} onChange={setNotBsn} />
          <div>
            <Button type="submit" variant="primary" busy={recording.isPending}>
              {t("agreements.paper.send")}
            </Button>
          </div>
        </Form>
      </PanelSection>
    </Panel>
  );
}

interface PaperProps {
  workspace: View<"WorkspaceView">;
  version: View<"VersionView">;
  paper: View<"PaperView">;
}

/** A deal on paper as the parties sum it up, with the paper itself. */
export function PaperPanel({ workspace, paper }: PaperProps) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Panel title={t("agreements.paper.name")}>
      <PanelSection className="samenspraak-stack">
        <Alert tone="info">{t("agreements.paper.no-receipt")}</Alert>
        <dl className="samenspraak-content">
          <div>
            <dt>{t("agreements.paper.agreed-on")}</dt>
            <dd>
              <DateText at={paper.agreedOn} as="date" />
            </dd>
          </div>
          {paper.valueCents !== null && (
            <div>
              <dt>{t("agreements.paper.value")}</dt>
              <dd>
                <MoneyText cents={paper.valueCents} />
              </dd>
            </div>
          )}
          {paper.obligationCents !== null && (
            <div>
              <dt>{t("agreements.paper.obligation")}</dt>
              <dd>
                <MoneyText cents={paper.obligationCents} />
              </dd>
            </div>
          )}
        </dl>
        <div>
          <h3>{t("agreements.paper.summary")}</h3>
          <p className="samenspraak-measure samenspraak-paper__summary" lang="nl">
            {paper.summary}
          </p>
        </div>
        <div>
          <OutsideLinkButton
            href={fileAddress(workspace.id, paper.file.id)}
            icon={<IconDownload size={20} aria-hidden="true" />}
          >
            {t("agreements.paper.download", {
              name: paper.file.name,
              size: format.size(paper.file.sizeBytes),
            })}
          </OutsideLinkButton>
        </div>
      </PanelSection>
    </Panel>
  );
}

const SIDES = ["buyer", "contractor"] as const;

/** Who stood behind a deal on paper; it counts once both sides did. */
export function ConfirmingPanel({ workspace, version, paper }: PaperProps) {
  const { t } = useTranslation();
  const { say } = useToast();
  const [asking, setAsking] = useState(false);
  const [withdrawing, setWithdrawing] = useState(false);
  const { id, digest } = version.line;
  const confirming = useVersionMove(
    workspace.id,
    id,
    () => confirmPaper(workspace.id, id, { digest }),
    () => {
      say(t("agreements.confirm.done"));
      setAsking(false);
    },
  );
  return (
    <Panel
      title={t("agreements.confirming")}
      aside={t("agreements.signing.of", {
        given: paper.confirmations.length,
        needed: SIDES.length,
      })}
    >
      {SIDES.map((side) => {
        const confirmation = paper.confirmations.find((each) => each.side === side);
        return (
          <PanelSection key={side} className="samenspraak-signature">
            <SideLabel side={side} />
            <p
              className={
                confirmation
                  ? "samenspraak-signature__line"
                  : "samenspraak-signature__line samenspraak-signature__line--open"
              }
            >
              {confirmation ? confirmation.name : t("agreements.not-confirmed")}
            </p>
            {confirmation && (
              <p className="samenspraak-small samenspraak-muted">
                <DateText at={confirmation.confirmedAt} as="longMoment" />
              </p>
            )}
            {!confirmation && side === workspace.ownSide && version.moves.includes("confirm") && (
              <div>
                <Button variant="primary" onClick={() => setAsking(true)}>
                  {t("agreements.confirm.open")}
                </Button>
              </div>
            )}
          </PanelSection>
        );
      })}
      {version.moves.includes("withdraw") && (
        <PanelSection>
          <Button variant="subtle" tone="negative" onClick={() => setWithdrawing(true)}>
            {t("agreements.paper.withdraw")}
          </Button>
        </PanelSection>
      )}
      <Disclosure section summary={t("terms.proof")}>
        <p className="samenspraak-strong">{t("agreements.digest")}</p>
        <Digest digest={digest} />
      </Disclosure>
      <Dialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t("agreements.confirm.open")}
        actions={
          <Button
            variant="primary"
            busy={confirming.isPending}
            onClick={() => confirming.mutate(undefined)}
          >
            {t("agreements.confirm.send")}
          </Button>
        }
      >
        <div className="samenspraak-stack samenspraak-stack--tight">
          {formErrors(confirming.error).map(({ message }) => (
            <Alert key={message} tone="error" role="status">
              {message}
            </Alert>
          ))}
          <p>{t("agreements.confirm.detail", { name: paper.file.name })}</p>
          <p className="samenspraak-paper__summary" lang="nl">
            {paper.summary}
          </p>
          <p className="samenspraak-muted">{t("agreements.paper.no-receipt")}</p>
        </div>
      </Dialog>
      {withdrawing && (
        <ReasonDialog
          workspaceId={workspace.id}
          version={version}
          verb="withdraw"
          onClose={() => setWithdrawing(false)}
        />
      )}
    </Panel>
  );
}
