import { Outlet } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useConnection, useDraftConnection } from "../live/connection";
import { Alert } from "../ui/Alert";
import { SessionDialogs } from "./SessionDialogs";
import { TopBar } from "./TopBar";
import { useKeptFocus } from "./useKeptFocus";
import "./Page.css";

/** What stands around every page. */
export function Frame() {
  const { t } = useTranslation();
  useKeptFocus();
  const offline = useConnection() === "offline";
  const writing = useDraftConnection() !== "none";
  return (
    <>
      <a className="nl-skip-link nl-skip-link--visible-on-focus" href="#inhoud">
        {t("app.skip")}
      </a>
      <TopBar />
      <div role="status">
        {offline && (
          <div className="samenspraak-width samenspraak-offline">
            <Alert tone="warning" title={t("live.offline.title")}>
              {t(writing ? "live.offline.draft" : "live.offline.detail")}
            </Alert>
          </div>
        )}
      </div>
      <Outlet />
      <SessionDialogs />
    </>
  );
}
