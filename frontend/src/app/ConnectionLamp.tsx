import { useIsMutating } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useConnection, useDraftConnection } from "../live/connection";
import { useAnnounce } from "../ui/Announcer";
import { classes } from "../ui/classes";
import { useLasting } from "../ui/useLasting";

/** Saving is told once it takes this long; shorter would only flicker. */
const SAVING_MS = 1000;

/** A break is announced once it lasts this long; most are over sooner. */
const BREAK_MS = 5000;

/** Whether this page is connected and all is kept, in words and with a lamp. */
export function ConnectionLamp() {
  const { t } = useTranslation();
  const announce = useAnnounce();
  const connection = useConnection();
  const draft = useDraftConnection();
  const sending = useLasting(useIsMutating() > 0, SAVING_MS);
  // A draft tells itself when saving takes long.
  const saving = sending || draft === "saving";
  const broken = connection === "reconnecting" || connection === "offline";
  const longBroken = useLasting(broken, BREAK_MS);
  const told = useRef(false);

  useEffect(() => {
    if (longBroken && !told.current) {
      told.current = true;
      if (connection === "reconnecting") announce(t("live.reconnecting"));
    }
    if (!broken && told.current) {
      told.current = false;
      announce(t(draft === "none" ? "live.back" : "live.merged"));
    }
  }, [longBroken, broken, connection, draft, announce, t]);

  if (connection === "idle" || connection === "connecting")
    return <span className="samenspraak-lamp" />;
  const words = broken
    ? t(connection === "offline" ? "live.offline" : "live.reconnecting")
    : t(draft === "unsaved" ? "live.unsaved" : saving ? "live.saving" : "live.connected");
  return (
    <p className="samenspraak-lamp">
      <span
        className={classes(
          "samenspraak-lamp__light",
          (connection === "reconnecting" || draft === "unsaved") && "samenspraak-lamp__light--half",
          connection === "offline" && "samenspraak-lamp__light--off",
        )}
      />
      <span className="samenspraak-lamp__words">{words}</span>
    </p>
  );
}
