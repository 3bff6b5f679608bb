import { IconRefresh } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Alert } from "../ui/Alert";
import { Button } from "../ui/Button";
import { useLasting } from "../ui/useLasting";
import type { DraftEnd, DraftStatus } from "./room";

/** A break is told once it lasts this long; most are over sooner. */
const BREAK_MS = 5000;

/** That all is well again is worth knowing for a while. */
const BACK_MS = 20_000;

/** Whether everything written here is stored, in a few quiet words. */
export function DraftStateLine({ status }: { status: DraftStatus }) {
  const { t } = useTranslation();
  const { state, refused } = status;
  const words = (() => {
    if (refused) return t("drafting.state.refused");
    return t(`drafting.state.${state === "full" ? "reconnecting" : state}`);
  })();
  return <p className="samenspraak-muted samenspraak-small">{words}</p>;
}

/** What has to be known about this draft; nothing while all is well. */
export function DraftAlerts({ status }: { status: DraftStatus }) {
  const { t } = useTranslation();
  const { state, end, refused, unsaved, nearlyFull, mayWrite } = status;
  // Being offline altogether is said above every page.
  const broken = useLasting(state === "reconnecting", BREAK_MS);
  const back = useBack(broken || state === "offline", state);
  return (
    <div role="status" className="samenspraak-stack samenspraak-stack--tight">
      {end && end !== "signed-out" && <EndAlert end={end} unsaved={unsaved} />}
      {refused && !end && (
        <Alert tone="error" title={t("drafting.alert.refused")}>
          {refused.detail} {t("drafting.alert.refused.detail")}
        </Alert>
      )}
      {state === "full" && (
        <Alert tone="warning" title={t("drafting.alert.full")}>
          {t("drafting.alert.full.detail")}
        </Alert>
      )}
      {broken && (
        <Alert tone="warning" title={t("drafting.alert.reconnecting")}>
          {t("drafting.alert.reconnecting.detail")}
        </Alert>
      )}
      {back && <Alert tone="ok">{t("live.merged")}</Alert>}
      {nearlyFull && !end && (
        <Alert tone="warning" title={t("drafting.alert.nearly-full")}>
          {t("drafting.alert.nearly-full.detail")}
        </Alert>
      )}
      {!mayWrite && !end && (state === "saved" || state === "saving") && (
        <Alert>{t("drafting.alert.read-only")}</Alert>
      )}
    </div>
  );
}

function EndAlert({ end, unsaved }: { end: Exclude<DraftEnd, "signed-out">; unsaved: boolean }) {
  const { t } = useTranslation();
  const which = end === "refused" ? "ended" : end;
  return (
    <Alert
      tone="error"
      title={t(`drafting.alert.${which}`)}
      actions={
        end !== "gone" &&
        end !== "not-allowed" && (
          <Button
            icon={<IconRefresh size={20} aria-hidden="true" />}
            onClick={() => window.location.reload()}
          >
            {t("drafting.alert.reload")}
          </Button>
        )
      }
    >
      {t(`drafting.alert.${which}.detail`)}
      {unsaved && ` ${t("drafting.alert.kept")}`}
    </Alert>
  );
}

/** Whether a break that was told is over, for a while. */
function useBack(broken: boolean, state: DraftStatus["state"]): boolean {
  const [back, setBack] = useState(false);
  const told = useRef(false);
  useEffect(() => {
    if (broken) {
      told.current = true;
      setBack(false);
    } else if (told.current && state === "saved") {
      // Not before everything is merged: that is what it says.
      told.current = false;
      setBack(true);
    }
  }, [broken, state]);
  useEffect(() => {
    if (!back) return;
    const timer = setTimeout(() => setBack(false), BACK_MS);
    return () => clearTimeout(timer);
  }, [back]);
  return back;
}
