import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import { useFormat } from "../text/useFormat";
import { Alert } from "../ui/Alert";
import { DateText } from "../ui/Amounts";
import type { Line } from "./readings";
import { SIGNING_PLACE } from "./signers";
import "./StateNotice.css";

interface StateNoticeProps {
  version: View<"VersionView">;
  /** All versions, one of which may hold meanwhile. */
  lines: readonly Line[];
}

/** What became of a version, in words: that it holds, or why it does not. */
export function StateNotice({ version, lines }: StateNoticeProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { line, voidedBy } = version;
  const reason = line.closedReason;
  switch (line.state) {
    case "offered":
      return line.signBy ? <Offered line={line} by={line.signBy.text} lines={lines} /> : null;
    case "in_force":
      return (
        <Alert
          tone="ok"
          title={t(
            line.origin === "outside"
              ? "agreements.notice.confirmed"
              : "agreements.notice.concluded",
          )}
        >
          {line.inForceAt && (
            <>
              {t("agreements.notice.since")} <DateText at={line.inForceAt} as="longMoment" />.
            </>
          )}
        </Alert>
      );
    case "void":
      return (
        <Alert tone="warning" title={t("agreements.notice.void")}>
          <ul>
            {voidedBy.map((each) => (
              <li key={`${each.what} ${each.number} ${each.at}`}>
                {each.what === "commitment"
                  ? t("agreements.notice.void.commitment", { number: each.number })
                  : t(
                      each.what === "purpose"
                        ? "agreements.notice.void.purpose"
                        : "agreements.notice.void.obligation",
                    )}{" "}
                (<DateText at={each.at} />)
              </li>
            ))}
          </ul>
          {version.signatures.map((signature) => (
            <p key={signature.entryDigest}>
              {t("agreements.notice.void.signature", {
                name: signature.name || t("ui.name-erased"),
              })}
            </p>
          ))}
        </Alert>
      );
    case "superseded":
      return (
        <Alert tone="info" title={t("agreements.notice.superseded")}>
          {line.closedAt && (
            <>
              {t("agreements.notice.until")} <DateText at={line.closedAt} as="longMoment" />.
            </>
          )}
        </Alert>
      );
    default: {
      const date = line.closedAt ?? line.signBy?.at;
      return (
        <Alert
          tone="warning"
          title={t(`agreements.notice.${line.state}`, { date: date ? format.date(date) : "" })}
        >
          {reason && (
            <p>
              {t("terms.reason")} {reason}
            </p>
          )}
        </Alert>
      );
    }
  }
}

interface OfferedProps {
  line: Line;
  by: string;
  lines: readonly Line[];
}

/** Until when a version can be signed, what holds meanwhile, and the way there on a phone. */
function Offered({ line, by, lines }: OfferedProps) {
  const { t } = useTranslation();
  const held = lines.find(({ state }) => state === "in_force");
  return (
    <Alert tone="info" title={t("agreements.notice.offered", { date: by })}>
      <p>
        {held
          ? t("agreements.notice.meanwhile", { number: held.number })
          : t("agreements.notice.binds-nobody")}
      </p>
      {line.origin !== "outside" && (
        <a className="nl-link samenspraak-notice__down" href={`#${SIGNING_PLACE}`}>
          {t("agreements.notice.to-signing")}
        </a>
      )}
    </Alert>
  );
}
