import { IconCheck, IconClock, IconShieldCheck, IconX } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import { usePerson } from "../app/session";
import { Digest, WithDigest } from "../commitments/Digest";
import { useFormat } from "../text/useFormat";
import { DateText } from "../ui/Amounts";
import { Button } from "../ui/Button";
import { classes } from "../ui/classes";
import { Disclosure } from "../ui/Disclosure";
import { Panel, PanelSection } from "../ui/Panel";
import { SideLabel } from "../ui/Side";
import { OwnLine, WhoCan } from "./OwnLine";
import { SignedCopies } from "./SignedCopies";
import { isGone, otherSigners, SIGNING_PLACE, type SigningLines, signingLines } from "./signers";
import { TakeAway } from "./TakeAway";
import "./SigningPanel.css";

// What is asked before a version is ended comes when somebody asks for it.
const ReasonDialog = lazy(() =>
  import("./ReasonDialog").then(({ ReasonDialog }) => ({ default: ReasonDialog })),
);

interface SigningPanelProps {
  workspace: View<"WorkspaceView">;
  version: View<"VersionView">;
}

/** The lines to sign on, the own one with what one says by it, and what proves it afterwards. */
export function SigningPanel({ workspace, version }: SigningPanelProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { line, signatures, moves } = version;
  const [reasonFor, setReasonFor] = useState<"send-back" | "withdraw">();
  const isOffered = line.state === "offered";
  const sides = signingLines(version);
  const needed = sides.reduce((total, side) => total + side.needed, 0);
  return (
    <Panel
      id={SIGNING_PLACE}
      className="samenspraak-signing"
      title={t("agreements.signing")}
      aside={t("agreements.signing.of", { given: signatures.length, needed })}
    >
      {isOffered && line.signBy && (
        <PanelSection quiet className="samenspraak-signing__until">
          <IconClock size={20} aria-hidden="true" />
          <p className="samenspraak-small">
            {t("agreements.expires", {
              date: format.date(line.signBy.at),
              time: format.time(line.signBy.at),
            })}
          </p>
        </PanelSection>
      )}
      {sides.map((lines) => (
        <PanelSection key={lines.side} className="samenspraak-signature">
          <div className="samenspraak-cluster samenspraak-cluster--apart">
            <SideLabel side={lines.side} />
            {lines.needed > 1 && (
              <span className="samenspraak-small samenspraak-strong">
                {t("agreements.signing.signed", {
                  given: lines.signatures.length,
                  needed: lines.needed,
                })}
              </span>
            )}
          </div>
          {lines.signatures.map((signature) => (
            <SignedLine key={signature.entryDigest} state={line.state} signature={signature} />
          ))}
          {lines.open > 0 && (
            <OpenLine
              workspace={workspace}
              version={version}
              lines={lines}
              onSendBack={() => setReasonFor("send-back")}
            />
          )}
        </PanelSection>
      ))}
      {isOffered && moves.includes("withdraw") && (
        <PanelSection>
          <Button variant="subtle" tone="negative" onClick={() => setReasonFor("withdraw")}>
            {t("agreements.withdraw.open", { number: line.number })}
          </Button>
        </PanelSection>
      )}
      <TakeAway workspace={workspace} version={version} />
      <SignedCopies workspace={workspace} version={version} />
      <Proof version={version} />
      {reasonFor && (
        <Suspense fallback={null}>
          <ReasonDialog
            workspaceId={workspace.id}
            version={version}
            verb={reasonFor}
            onClose={() => setReasonFor(undefined)}
          />
        </Suspense>
      )}
    </Panel>
  );
}

interface SignedLineProps {
  state: View<"VersionState">;
  signature: View<"SignatureView">;
}

/** Who signed, in which role and when; that it counts no longer stands with it. */
function SignedLine({ state, signature }: SignedLineProps) {
  const { t } = useTranslation();
  const gone = isGone(state);
  const Icon = gone ? IconX : IconCheck;
  const name = signature.name || t("ui.name-erased");
  return (
    <div className="samenspraak-signature__signed">
      <p
        className={classes(
          "samenspraak-signature__line",
          gone && "samenspraak-signature__line--gone",
        )}
      >
        <Icon size={18} aria-hidden="true" />
        {name}
      </p>
      <p className="samenspraak-small samenspraak-muted">
        {t("agreements.signed.as", { role: signature.role, party: signature.partyName })}{" "}
        <DateText at={signature.signedAt} as="longMoment" />
      </p>
      {signature.reason && (
        <p className="samenspraak-small" lang="nl">
          {t("agreements.signed.reason", { reason: signature.reason })}
        </p>
      )}
      {gone && (
        <p className="samenspraak-small">
          {t(state === "void" ? "agreements.notice.void.signature" : "agreements.signed.lapsed", {
            name,
          })}
        </p>
      )}
    </div>
  );
}

interface OpenLineProps extends SigningPanelProps {
  lines: SigningLines;
  onSendBack: () => void;
}

/** What is still to be signed, and by whom it can be. */
function OpenLine({ workspace, version, lines, onSendBack }: OpenLineProps) {
  const { t } = useTranslation();
  const person = usePerson();
  const { side, open, needed } = lines;
  const isOwn = side === workspace.ownSide;
  const names = otherSigners(workspace, lines);
  const hasSigned = isOwn && lines.signatures.some(({ name }) => name === person?.name);
  return (
    <>
      <p className="samenspraak-signature__line samenspraak-signature__line--open">
        {version.line.state !== "offered"
          ? t("agreements.never-signed")
          : needed === 1
            ? t("agreements.not-signed")
            : t("agreements.signing.open", { count: open, open })}
      </p>
      {version.line.state !== "offered" ? null : !isOwn ? (
        // Who of several did not sign is for their own side to know.
        needed === 1 &&
        names.length > 0 && (
          <p className="samenspraak-small samenspraak-muted">
            {t("agreements.who-can.they", { count: names.length, names: names.join(", ") })}
          </p>
        )
      ) : version.signing ? (
        <OwnLine
          workspace={workspace}
          version={version}
          signing={version.signing}
          onSendBack={onSendBack}
        />
      ) : (
        <WhoCan workspace={workspace} names={names} hasSigned={hasSigned} />
      )}
    </>
  );
}

/** What proves it to who was not there: the digest of the text, and what each signatory said. */
function Proof({ version }: Pick<SigningPanelProps, "version">) {
  const { t } = useTranslation();
  const { line, signatures } = version;
  return (
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
        {signatures.map((signature) => (
          <div key={signature.entryDigest}>
            <p className="samenspraak-small samenspraak-strong">
              {t("agreements.entry", {
                side: t(`terms.side.${signature.side === "buyer" ? "buyer" : "contractor"}`),
              })}
              {signature.name && `: ${signature.name}`}
            </p>
            <Digest digest={signature.entryDigest} />
            <p className="samenspraak-small samenspraak-muted" lang="nl">
              <WithDigest text={signature.statement} digest={line.digest} />
            </p>
          </div>
        ))}
      </div>
    </Disclosure>
  );
}
