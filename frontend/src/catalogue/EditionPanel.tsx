import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import { editionsQuery } from "../commitments/queries";
import { ActForm, useAct } from "../dialogue/ActForm";
import { useFormat } from "../text/useFormat";
import { DateText } from "../ui/Amounts";
import { Button } from "../ui/Button";
import { RadioGroup } from "../ui/Choices";
import { Disclosure } from "../ui/Disclosure";
import { TextArea } from "../ui/FormField";
import { Panel, PanelSection } from "../ui/Panel";
import { SideLabel } from "../ui/Side";
import { LoadError, LoadingPanel } from "../ui/States";
import { useToast } from "../ui/Toast";
import { MeasuresTable } from "./MeasuresTable";
import { pinEdition } from "./moves";
import { cataloguesQuery } from "./queries";
import { useSureness, useYears } from "./useSureness";

type Pinned = View<"PinnedEditionView">;
type Suggestion = View<"SuggestionView">;

/** Which table this contract reckons with, why, and how to choose another. */
export function EditionPanel({ workspace }: { workspace: View<"WorkspaceView"> }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(editionsQuery(workspace.id));
  const [choosing, setChoosing] = useState(false);
  if (error) return <LoadError title={t("catalogue.failed")} onRetry={() => refetch()} />;
  if (!data) return <LoadingPanel label={t("catalogue.loading")} lines={3} />;
  const [newest, ...earlier] = data.items;
  const mayPin = data.moves.includes("pin-edition");
  return (
    <Panel title={t("catalogue.pinned")}>
      <PanelSection>
        <div className="samenspraak-stack samenspraak-stack--tight">
          {newest ? (
            <PinnedEdition pinned={newest} />
          ) : (
            <p className="samenspraak-measure">{t("catalogue.pinned.none")}</p>
          )}
          {mayPin && !choosing && (
            <p>
              <Button
                {...(newest ? {} : { variant: "primary" as const })}
                onClick={() => setChoosing(true)}
              >
                {t(newest ? "catalogue.pin.other" : "catalogue.pin")}
              </Button>
            </p>
          )}
        </div>
      </PanelSection>
      {choosing && (
        <PanelSection>
          <ChooseForm
            workspaceId={workspace.id}
            suggestions={data.suggestions}
            onDone={() => setChoosing(false)}
          />
        </PanelSection>
      )}
      {newest && (
        <Disclosure section summary={t("catalogue.measures", { count: newest.measures.length })}>
          <MeasuresTable measures={newest.measures} caption={newest.catalogue} />
        </Disclosure>
      )}
      {earlier.length > 0 && (
        <Disclosure section summary={t("catalogue.pinned.earlier", { count: earlier.length })}>
          <p className="samenspraak-muted samenspraak-small">{t("catalogue.pinned.kept")}</p>
          {earlier.map((each) => (
            <PinnedEdition key={each.id} pinned={each} />
          ))}
        </Disclosure>
      )}
    </Panel>
  );
}

function PinnedEdition({ pinned }: { pinned: Pinned }) {
  const { t } = useTranslation();
  const sure = useSureness();
  const inYears = useYears();
  // A table can be called whatever its maker likes, so who brought it in is said beside its name.
  const broughtBy =
    pinned.bySide === "buyer" ? "catalogue.pinned.own.buyer" : "catalogue.pinned.own.contractor";
  return (
    <div className="samenspraak-stack samenspraak-stack--tight">
      <p>
        <span className="samenspraak-strong">{pinned.catalogue}</span>
        {pinned.publisher && ` · ${pinned.publisher}`}
      </p>
      <p className="samenspraak-muted samenspraak-small">
        {[
          pinned.sourceYear && inYears(pinned.sourceYear),
          pinned.confidence && t("catalogue.confidence", { confidence: sure(pinned.confidence) }),
        ]
          .filter(Boolean)
          .join(" · ")}
      </p>
      <p className={pinned.isSeed ? "samenspraak-muted samenspraak-small" : undefined}>
        {t(pinned.isSeed ? "catalogue.pinned.shipped" : broughtBy)}
      </p>
      <p>
        {t(`catalogue.rule.${pinned.rule}`)}
        {pinned.reason && `: ${pinned.reason}`}
      </p>
      <p className="samenspraak-muted samenspraak-small">
        <SideLabel side={pinned.bySide} /> <DateText at={pinned.chosenAt} as="longDate" />
      </p>
    </div>
  );
}

interface ChooseFormProps {
  workspaceId: string;
  suggestions: readonly Suggestion[];
  onDone: () => void;
}

/** The buyer's tables first; each says whether it holds for this contract by its own rule. */
function ChooseForm({ workspaceId, suggestions, onDone }: ChooseFormProps) {
  const { t } = useTranslation();
  const { say } = useToast();
  const why = useWhy();
  const [editionId, setEditionId] = useState(
    suggestions.find(({ fitting }) => fitting === "fits")?.line.id ?? "",
  );
  const [reason, setReason] = useState("");
  // A table of somebody else can be what the tender names; then it is chosen by hand.
  const { data: all } = useQuery(cataloguesQuery);
  const others = (all?.items ?? []).filter(
    ({ id, retiredAt }) => retiredAt === null && !suggestions.some(({ line }) => line.id === id),
  );
  const chosen = suggestions.find(({ line }) => line.id === editionId);
  const pinning = useAct({
    send: (declaredNotBsn) => pinEdition(workspaceId, { editionId, reason, declaredNotBsn }),
    faults: () =>
      editionId ? [] : [{ pointer: "/editionId", message: t("catalogue.pin.choose-one") }],
    outdated: ["workspaces", workspaceId, "editions"],
    onSent: () => {
      say(t("catalogue.pin.done"));
      onDone();
    },
  });
  if (!all) return <LoadingPanel label={t("catalogue.loading")} lines={3} />;
  if (suggestions.length + others.length === 0) return <p>{t("catalogue.pin.none")}</p>;
  return (
    <ActForm act={pinning} send={t("catalogue.pin.do")} onCancel={onDone}>
      <RadioGroup
        legend={t("catalogue.pin.which")}
        pointer="/editionId"
        value={editionId}
        onChange={setEditionId}
        options={[
          ...suggestions.map((suggestion) => ({
            value: suggestion.line.id,
            label: named(suggestion.line),
            description: why(suggestion),
          })),
          ...others.map((line) => ({
            value: line.id,
            label: named(line),
            description: t("catalogue.pin.other-publisher"),
          })),
        ]}
      />
      <TextArea
        label={t("catalogue.pin.reason")}
        description={t(
          chosen?.fitting === "fits" ? "catalogue.pin.reason.fits" : "catalogue.pin.reason.by-hand",
        )}
        optional={chosen?.fitting === "fits"}
        pointer="/reason"
        rows={2}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
    </ActForm>
  );
}

function named({ catalogue, publisher }: View<"CatalogueLineView">): string {
  return [catalogue, publisher].filter(Boolean).join(" · ");
}

const WHY = ["too-late", "no-start", "no-rule", "no-date", "too-early", "within"] as const;

/** Say why a table holds for this contract, or does not, or cannot be told. */
function useWhy(): (suggestion: Suggestion) => string {
  const { t } = useTranslation();
  const format = useFormat();
  return ({ why, appliesBy, on, line }) => {
    const known = WHY.find((each) => each === why);
    if (!known) return "";
    const by = appliesBy ? t(`catalogue.date.${appliesBy}`) : "";
    return t(`catalogue.why.${known}`, {
      by,
      on: on ? format.date(on) : "",
      from: line.validFrom ? format.date(line.validFrom) : "",
      until: line.validTo ? format.date(line.validTo) : "",
    });
  };
}
