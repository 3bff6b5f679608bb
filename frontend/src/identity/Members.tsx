import { IconKey } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import { usePerson } from "../app/session";
import { DateText } from "../ui/Amounts";
import { StatusLabel } from "../ui/Badge";
import { Button } from "../ui/Button";
import { Disclosure } from "../ui/Disclosure";
import { Hidden } from "../ui/Hidden";
import { LoadError, LoadingPanel } from "../ui/States";
import { MemberDialog, type MemberMove } from "./MemberDialog";
import { membersQuery } from "./queries";

type Member = View<"MemberView">;

const MOVES: readonly MemberMove[] = ["make-administrator", "end-administrator", "end"];

interface MembersProps {
  organisationId: string;
  organisation: string;
}

/** The people of an organisation, and who manages it; its administrators decide both. */
export function Members({ organisationId, organisation }: MembersProps) {
  const { t } = useTranslation();
  const person = usePerson();
  const { data, error, refetch } = useQuery(membersQuery(organisationId));
  const [asked, setAsked] = useState<{ move: MemberMove; member: Member }>();
  if (error) return <LoadError title={t("members.failed")} onRetry={() => void refetch()} />;
  if (!data) return <LoadingPanel label={t("members.loading")} lines={3} />;
  const here = data.items.filter(({ leftAt }) => !leftAt);
  const gone = data.items.filter(({ leftAt }) => leftAt);
  return (
    <div className="samenspraak-stack">
      <h3>{t("members.title")}</h3>
      <ul className="samenspraak-list samenspraak-stack">
        {here.map((member) => (
          <li key={member.personId} className="samenspraak-cluster samenspraak-cluster--apart">
            <MemberLine member={member} isOneself={member.personId === person?.id} />
            <div className="samenspraak-cluster samenspraak-cluster--tight">
              {MOVES.filter((move) => member.moves?.includes(move)).map((move) => (
                <Button
                  key={move}
                  variant="subtle"
                  tone={move === "end" ? "negative" : undefined}
                  onClick={() => setAsked({ move, member })}
                >
                  {t(`members.${move}`)}
                  <Hidden>: {member.name || t("ui.name-erased")}</Hidden>
                </Button>
              ))}
            </div>
          </li>
        ))}
      </ul>
      {gone.length > 0 && (
        <Disclosure summary={t("members.gone", { count: gone.length })}>
          <ul>
            {gone.map(({ personId, name, leftAt }) => (
              <li key={personId}>
                {name || t("ui.name-erased")}, {t("members.gone.until")}{" "}
                <DateText at={leftAt ?? ""} as="date" />
              </li>
            ))}
          </ul>
        </Disclosure>
      )}
      {asked && (
        <MemberDialog
          {...asked}
          organisationId={organisationId}
          organisation={organisation}
          isOneself={asked.member.personId === person?.id}
          onClose={() => setAsked(undefined)}
        />
      )}
    </div>
  );
}

function MemberLine({ member, isOneself }: { member: Member; isOneself: boolean }) {
  const { t } = useTranslation();
  const { name, title, isAdministrator, moves } = member;
  return (
    <div>
      <p className="samenspraak-cluster samenspraak-cluster--tight">
        <span>
          <span className="samenspraak-strong">{name || t("ui.name-erased")}</span>
          {isOneself && <span className="samenspraak-muted"> {t("members.yourself")}</span>}
        </span>
        {isAdministrator && (
          <StatusLabel tone="accent" icon={<IconKey size={16} aria-hidden="true" />}>
            {t("members.administrator")}
          </StatusLabel>
        )}
      </p>
      {title !== "" && (
        <p className="samenspraak-small samenspraak-muted" lang="nl">
          {title}
        </p>
      )}
      {isOneself && isAdministrator && moves?.length === 0 && (
        <p className="samenspraak-small samenspraak-muted">{t("members.only")}</p>
      )}
    </div>
  );
}
