import { IconCheck, IconDownload, IconShieldCheck } from "@tabler/icons-react";
import { useEffect, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import { usePerson } from "../app/session";
import { Digest, WithDigest } from "../commitments/Digest";
import { useConnection } from "../live/connection";
import { useFormat } from "../text/useFormat";
import { Alert } from "../ui/Alert";
import { DateText } from "../ui/Amounts";
import { Button } from "../ui/Button";
import { Checkbox } from "../ui/Choices";
import { prepareDialog } from "../ui/Dialog";
import { Disclosure } from "../ui/Disclosure";
import { Form } from "../ui/Form";
import type { FieldError } from "../ui/form";
import { OutsideLinkButton, TextLink } from "../ui/Link";
import { Panel, PanelSection } from "../ui/Panel";
import { SideLabel } from "../ui/Side";
import { documentOf } from "./documents";
import { MandateForm } from "./MandateForm";
import { bundleAddress } from "./moves";
import { ReasonDialog } from "./ReasonDialog";
import { SignDialog } from "./SignDialog";
import "./SigningPanel.css";

const SIDES = ["buyer", "contractor"] as const;

interface SigningPanelProps {
  workspace: View<"WorkspaceView">;
  version: View<"VersionView">;
}

/** Two lines to sign on, the own one with what one says by it, and what proves it afterwards. */
export function SigningPanel({ workspace, version }: SigningPanelProps) {
  const { t } = useTranslation();
  const { line, signatures, signing, moves } = version;
  const [reasonFor, setReasonFor] = useState<"send-back" | "withdraw">();
  const signed = [...signatures].sort((one, other) => one.signedAt.localeCompare(other.signedAt));
  const waiting = SIDES.filter((side) => !signed.some((each) => each.side === side));
  const isOffered = line.state === "offered";
  return (
    <Panel
      title={t("agreements.signing")}
      aside={t("agreements.signing.count", { count: signed.length })}
    >
      {signed.map((signature) => (
        <PanelSection key={signature.side} className="samenspraak-signature">
          <SideLabel side={signature.side} />
          <p className="samenspraak-signature__line">
            <IconCheck size={18} aria-hidden="true" />
            {signature.name || t("terms.name-erased")}
          </p>
          <p className="samenspraak-small samenspraak-muted">
            {t("agreements.signed.as", { role: signature.role, party: signature.partyName })}{" "}
            <DateText at={signature.signedAt} as="longMoment" />
          </p>
          {isGone(line.state) && (
            <p className="samenspraak-small">{t("agreements.signed.lapsed")}</p>
          )}
        </PanelSection>
      ))}
      {waiting.map((side) => (
        <PanelSection key={side} className="samenspraak-signature">
          <SideLabel side={side} />
          <p className="samenspraak-signature__line samenspraak-signature__line--open">
            {t("agreements.not-signed")}
          </p>
          {isOffered && side === workspace.ownSide && signing && (
            <Sign
              workspace={workspace}
              version={version}
              signing={signing}
              onSendBack={() => setReasonFor("send-back")}
            />
          )}
          {isOffered && side === workspace.ownSide && !signing && <WhoCan workspace={workspace} />}
        </PanelSection>
      ))}
      {isOffered && moves.includes("withdraw") && (
        <PanelSection>
          <Button variant="subtle" tone="negative" onClick={() => setReasonFor("withdraw")}>
            {t("agreements.withdraw.open", { number: line.number })}
          </Button>
        </PanelSection>
      )}
      {line.hasReceipt && (
        <PanelSection className="samenspraak-stack">
          <OutsideLinkButton
            href={bundleAddress(workspace.id, line.id)}
            icon={<IconDownload size={20} aria-hidden="true" />}
          >
            {t("agreements.bundle")}
          </OutsideLinkButton>
          <p className="samenspraak-small samenspraak-muted">{t("agreements.bundle.help")}</p>
        </PanelSection>
      )}
      <Disclosure
        section
        summary={
          <>
            <IconShieldCheck size={20} aria-hidden="true" /> {t("terms.proof")}
          </>
        }
      >
        <div className="samenspraak-stack samenspraak-stack--tight">
          <p className="samenspraak-strong">{t("agreements.digest")}</p>
          <Digest digest={line.digest} />
          <p className="samenspraak-small samenspraak-muted">{t("agreements.digest.help")}</p>
          {signed.map((signature) => (
            <div key={signature.side}>
              <p className="samenspraak-small samenspraak-strong">
                {t("agreements.entry", {
                  side: t(`terms.side.${signature.side === "buyer" ? "buyer" : "contractor"}`),
                })}
              </p>
              <Digest digest={signature.entryDigest} />
              <p className="samenspraak-small samenspraak-muted" lang="nl">
                <WithDigest text={signature.statement} digest={line.digest} />
              </p>
            </div>
          ))}
        </div>
      </Disclosure>
      {reasonFor && (
        <ReasonDialog
          workspaceId={workspace.id}
          version={version}
          verb={reasonFor}
          onClose={() => setReasonFor(undefined)}
        />
      )}
    </Panel>
  );
}

function isGone(state: View<"VersionState">): boolean {
  return state === "void" || state === "lapsed" || state === "sent_back" || state === "withdrawn";
}

interface SignProps extends SigningPanelProps {
  signing: View<"SigningView">;
  onSendBack: () => void;
}

/** The own line: two statements to make, and then to sign or to send back. */
function Sign({ workspace, version, signing, onSendBack }: SignProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const person = usePerson();
  const offline = useConnection() === "offline" ? t("agreements.offline") : undefined;
  const [hasRead, setHasRead] = useState(false);
  const [isAllowed, setIsAllowed] = useState(false);
  const [errors, setErrors] = useState<FieldError[]>([]);
  const [asking, setAsking] = useState<View<"VersionView">>();
  const help = useId();
  const { number } = version.line;
  const party = documentOf(version)
    .parties.filter(({ side }) => side === workspace.ownSide)
    .map(({ name }) => name)
    .join(", ");
  useEffect(() => prepareDialog(), []);

  function submit() {
    const found: FieldError[] = [];
    if (!hasRead) found.push({ pointer: "/read", message: t("agreements.read.needed") });
    if (!isAllowed) found.push({ pointer: "/allowed", message: t("agreements.allowed.needed") });
    setErrors(found);
    if (found.length === 0) setAsking(version);
  }

  const sendBackButton = version.moves.includes("send-back") && (
    <Button onClick={onSendBack} unavailable={offline}>
      {t("agreements.send-back.open")}
    </Button>
  );
  if (signing.obstacle !== null) {
    const isAdministrator = person?.memberships.some(
      ({ organisationId, isAdministrator }) =>
        organisationId === signing.organisationId && isAdministrator,
    );
    const isAboutMandate =
      signing.obstacle === "agreements/no-mandate" ||
      signing.obstacle === "agreements/mandate-too-low";
    return (
      <div className="samenspraak-stack">
        <Alert tone="warning" title={t("agreements.obstacle")}>
          {signing.obstacleDetail}
        </Alert>
        {isAboutMandate && isAdministrator && (
          <MandateForm workspaceId={workspace.id} organisationId={signing.organisationId} />
        )}
        {sendBackButton && <div>{sendBackButton}</div>}
      </div>
    );
  }
  return (
    <>
      <p className="samenspraak-small samenspraak-muted">
        {t("agreements.sign-as", { role: signing.role, party })}
      </p>
      <Form errors={errors} onSubmit={submit}>
        <Checkbox
          pointer="/read"
          label={
            version.changes
              ? t("agreements.read.changes", { number: version.changes.previousNumber })
              : t("agreements.read.first")
          }
          checked={hasRead}
          onChange={(event) => setHasRead(event.target.checked)}
        />
        <Checkbox
          pointer="/allowed"
          label={
            signing.upToCents === null
              ? t("agreements.allowed.no-limit", { party })
              : t("agreements.allowed", { party, amount: format.money(signing.upToCents) })
          }
          checked={isAllowed}
          onChange={(event) => setIsAllowed(event.target.checked)}
        />
        <div className="samenspraak-cluster samenspraak-cluster--tight">
          <Button type="submit" variant="primary" unavailable={offline} aria-describedby={help}>
            {t("agreements.sign.send", { number })}
          </Button>
          {sendBackButton}
        </div>
        <p id={help} className="samenspraak-small samenspraak-muted">
          {t("agreements.sign.consequence", { next: number + 1 })}
        </p>
      </Form>
      {asking && (
        <SignDialog
          workspaceId={workspace.id}
          version={asking}
          signing={signing}
          onClose={() => setAsking(undefined)}
        />
      )}
    </>
  );
}

/** Who of the own side can sign, for who cannot. */
function WhoCan({ workspace }: { workspace: View<"WorkspaceView"> }) {
  const { t } = useTranslation();
  const names = workspace.participants
    .filter(
      ({ side, roles, hasLeft }) =>
        side === workspace.ownSide && !hasLeft && roles.includes("signatory"),
    )
    .map(({ name }) => name);
  return (
    <p className="samenspraak-small">
      {names.length > 0 ? (
        t("agreements.who-can", { count: names.length, names: names.join(", ") })
      ) : (
        <>
          {t("agreements.who-can.nobody")}{" "}
          <TextLink to="/contracten/$id/deelnemers" params={{ id: workspace.id }}>
            {t("agreements.who-can.invite")}
          </TextLink>
        </>
      )}
    </p>
  );
}
