import { lazy, Suspense, useEffect, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import { usePerson } from "../app/session";
import { useConnection } from "../live/connection";
import { useFormat } from "../text/useFormat";
import { Alert } from "../ui/Alert";
import { Button } from "../ui/Button";
import { Checkbox } from "../ui/Choices";
import { prepareDialog } from "../ui/Dialog";
import { Form } from "../ui/Form";
import type { FieldError } from "../ui/form";
import { TextLink } from "../ui/Link";
import { documentOf } from "./documents";

// Most readers never sign, and who does reads first.
const loadSignDialog = () =>
  import("./SignDialog").then(({ SignDialog }) => ({ default: SignDialog }));
const SignDialog = lazy(loadSignDialog);
const MandateForm = lazy(() =>
  import("./MandateForm").then(({ MandateForm }) => ({ default: MandateForm })),
);

interface OwnLineProps {
  workspace: View<"WorkspaceView">;
  version: View<"VersionView">;
  signing: View<"SigningView">;
  onSendBack: () => void;
}

/** The own line: two statements to make, and then to sign or to send back. */
export function OwnLine({ workspace, version, signing, onSendBack }: OwnLineProps) {
  const { t } = useTranslation();
  const format = useFormat();
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
  useEffect(() => {
    prepareDialog();
    void loadSignDialog();
  }, []);

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
    return (
      <div className="samenspraak-stack">
        <Obstacle signing={signing} />
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
            version.line.changes
              ? t("agreements.read.changes", { number: version.line.changes.sinceNumber })
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
        <Suspense fallback={null}>
          <SignDialog
            workspaceId={workspace.id}
            version={asking}
            onClose={() => setAsking(undefined)}
          />
        </Suspense>
      )}
    </>
  );
}

/** What stands in the way of signing, and what one can do about it oneself. */
function Obstacle({ signing }: { signing: View<"SigningView"> }) {
  const { t } = useTranslation();
  const person = usePerson();
  const { obstacle, obstacleDetail, organisationId } = signing;
  const isAdministrator = person?.memberships.some(
    (each) => each.organisationId === organisationId && each.isAdministrator,
  );
  const isAboutMandate =
    obstacle === "agreements/no-mandate" || obstacle === "agreements/mandate-too-low";
  return (
    <>
      <Alert
        tone={obstacle === "agreements/sealing-unavailable" ? "error" : "warning"}
        title={t("agreements.obstacle")}
      >
        {/* Who may give a mandate needs no name to ask for one: below is where one gives it. */}
        {isAdministrator && obstacle === "agreements/no-mandate"
          ? t("agreements.mandate.none")
          : obstacleDetail}
      </Alert>
      {isAboutMandate && isAdministrator && (
        <Suspense fallback={null}>
          <MandateForm organisationId={organisationId} />
        </Suspense>
      )}
    </>
  );
}

interface WhoCanProps {
  workspace: View<"WorkspaceView">;
  /** Who of the own side can still sign. */
  names: readonly string[];
  /** One signed oneself, and one's side needs more. */
  hasSigned: boolean;
}

/** Who of the own side can sign, for who cannot. */
export function WhoCan({ workspace, names, hasSigned }: WhoCanProps) {
  const { t } = useTranslation();
  if (names.length > 0) {
    const who = { count: names.length, names: names.join(", ") };
    return (
      <p className="samenspraak-small">
        {t(hasSigned ? "agreements.who-can.besides" : "agreements.who-can", who)}
      </p>
    );
  }
  return (
    <p className="samenspraak-small">
      {t(hasSigned ? "agreements.who-can.too-few" : "agreements.who-can.nobody")}{" "}
      <TextLink to="/contracten/$id/deelnemers" params={{ id: workspace.id }}>
        {t("agreements.who-can.invite")}
      </TextLink>
    </p>
  );
}
