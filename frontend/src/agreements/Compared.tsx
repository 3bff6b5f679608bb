import { IconAlignLeft, IconLayoutColumns } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import { SwitchChoices } from "../ui/Choices";
import { ChangeCount, ChangeLabel } from "../ui/Differences";
import { Disclosure } from "../ui/Disclosure";
import { Panel, PanelItem, PanelList, PanelSection } from "../ui/Panel";
import { LoadingPanel } from "../ui/States";
import { ComparedSums } from "./ComparedSums";
import { PartDifference, PartHeading, PartText } from "./PartText";
import { readingQuery } from "./queries";
import { type Compared as Heads, type Line, type PartChange, partsOf } from "./readings";

interface ComparedProps {
  workspaceId: string;
  comparison: View<"ComparisonView">;
  after: Line;
  compared: Heads;
  onLook: (look: "inline" | "beside") => void;
}

/** What two versions say differently: counts first, then part by part, then what it all comes to. */
export function Compared({ workspaceId, comparison, after, compared, onLook }: ComparedProps) {
  const { t } = useTranslation();
  const { differs, aside, same } = partsOf(comparison.parts);
  return (
    <>
      <Panel
        title={t("agreements.compare.changes")}
        aside={
          <SwitchChoices
            label={t("agreements.compare.look")}
            value={compared.isBeside ? "beside" : "inline"}
            onChange={onLook}
            options={[
              {
                value: "inline",
                label: t("agreements.compare.inline"),
                icon: <IconAlignLeft size={20} aria-hidden="true" />,
              },
              {
                value: "beside",
                label: t("agreements.compare.beside"),
                icon: <IconLayoutColumns size={20} aria-hidden="true" />,
              },
            ]}
          />
        }
      >
        <PanelSection>
          <p className="samenspraak-comparison__count" role="status">
            <ChangeCount {...comparison} />
          </p>
          {differs.length === 0 && (
            <p className="samenspraak-muted">{t("agreements.compare.none")}</p>
          )}
        </PanelSection>
        <Differences parts={differs} compared={compared} />
      </Panel>
      {aside.length > 0 && (
        <Panel title={t("agreements.compare.aside")}>
          <PanelSection>
            <p className="samenspraak-muted samenspraak-measure">
              {t("agreements.compare.aside.help")}
            </p>
          </PanelSection>
          <Differences parts={aside} compared={compared} />
        </Panel>
      )}
      <ComparedSums comparison={comparison} compared={compared} />
      {same.length > 0 && <Same workspaceId={workspaceId} version={after} parts={same} />}
    </>
  );
}

interface DifferencesProps {
  parts: readonly PartChange[];
  compared: Heads;
}

function Differences({ parts, compared }: DifferencesProps) {
  return (
    <PanelList>
      {parts.map((change) => (
        <PanelItem
          key={change.key}
          className={`samenspraak-part samenspraak-comparison__part--${change.change}`}
        >
          <header className="samenspraak-part__head">
            <PartHeading part={change} level={3} isGone={change.change === "removed"} />
            <ChangeLabel change={change.change} />
          </header>
          <PartDifference change={change} compared={compared} />
        </PanelItem>
      ))}
    </PanelList>
  );
}

interface SameProps {
  workspaceId: string;
  version: Line;
  parts: readonly PartChange[];
}

/** What stayed as it was, for who wants to read it all the same. */
function Same({ workspaceId, version, parts }: SameProps) {
  const { t } = useTranslation();
  const [wasOpened, setWasOpened] = useState(false);
  const { data } = useQuery({ ...readingQuery(workspaceId, version.id), enabled: wasOpened });
  const keys = new Set(parts.map(({ key }) => key));
  return (
    <Panel title={t("agreements.compare.same")} titleHidden>
      <Disclosure
        section
        summary={t("agreements.compare.same.count", { count: parts.length })}
        onToggle={({ currentTarget }) => currentTarget.open && setWasOpened(true)}
      >
        {data ? (
          <div className="samenspraak-agreement__text">
            {data.parts
              .filter(({ key }) => keys.has(key))
              .map((text) => (
                <PartText
                  key={text.key}
                  level={3}
                  part={{ key: text.key, kind: text.kind, text, change: undefined }}
                />
              ))}
          </div>
        ) : (
          wasOpened && <LoadingPanel label={t("agreements.loading")} lines={4} />
        )}
      </Disclosure>
    </Panel>
  );
}
