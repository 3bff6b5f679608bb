import { useTranslation } from "react-i18next";
import type { View } from "../../api/client";
import { DraftList, DraftRadio, DraftSelect } from "../../drafting/DraftFields";
import { useRoom } from "../../drafting/DraftRoomProvider";
import { FieldSurroundings } from "../../drafting/FieldSurroundings";
import { useFieldValue } from "../../drafting/useDraftField";
import { RadioGroup } from "../../ui/Choices";
import type { CommitmentDraft } from "../drafts";
import { KINDS, SCOPES } from "../terms";
import { Goals } from "./Goals";
import { Count, Group, Line, useFault } from "./Line";
import { pointerOf } from "./levels";
import { Worth } from "./Worth";

interface PartProps {
  workspace: View<"WorkspaceView">;
  view: CommitmentDraft;
}

/** What both sides want to know before either says yes. */
export function Agree({ workspace, view }: PartProps) {
  return (
    <>
      <What workspace={workspace} />
      <Where scopeRule={workspace.scopeRule} />
      <Worth workspace={workspace} view={view} />
      <Goals view={view} />
    </>
  );
}

function What({ workspace }: { workspace: View<"WorkspaceView"> }) {
  const { t } = useTranslation();
  const purpose = workspace.purpose?.parts ?? [];
  const hours = useFieldValue(useRoom(), "period.hours");
  return (
    <Group legend={t("composing.group.what")}>
      <div className="samenspraak-fields">
        <DraftSelect
          name="kind"
          label={t("terms.kind")}
          pointer={pointerOf("kind")}
          error={useFault("kind")}
          options={[
            { value: "", label: t("composing.not-chosen") },
            ...KINDS.map((kind) => ({ value: kind, label: t(`commitments.kind.${kind}`) })),
          ]}
        />
        <Line name="targetGroup" label={t("terms.target-group")} />
        <Count name="period.hoursPerWeek" label={t("terms.hours-per-week")} />
        {/* Only what came by another road has them, and what is put is to be seen. */}
        {hours !== undefined && <Count name="period.hours" label={t("terms.hours")} />}
      </div>
      {purpose.length > 0 && (
        <DraftList
          name="purposeParts"
          legend={t("terms.purpose")}
          pointer={pointerOf("purposeParts")}
          options={purpose.map(({ letter, text }) => ({
            value: letter,
            label: `${letter}. ${text}`,
          }))}
        />
      )}
    </Group>
  );
}

function Where({ scopeRule }: { scopeRule: View<"WorkspaceView">["scopeRule"] }) {
  const { t } = useTranslation();
  const room = useRoom();
  const scope = useFieldValue(room, "scope");
  const counts = useFieldValue(room, "countsTowardsObligation");
  const isOutside = scope !== undefined && scope !== "within_contract";
  const error = useFault("countsTowardsObligation");
  return (
    <Group legend={t("composing.group.where")}>
      <div className="samenspraak-fields samenspraak-terms__wide">
        <DraftRadio
          name="scope"
          legend={t("terms.scope")}
          pointer={pointerOf("scope")}
          error={useFault("scope")}
          options={SCOPES.map((each) => ({
            value: each,
            label: t(`terms.scope.${each}`),
          }))}
        />
        <FieldSurroundings
          name="countsTowardsObligation"
          label={t("terms.counts")}
          shown={(value) => t(value === true ? "terms.counts.yes" : "terms.counts.no")}
        >
          {({ field, tag, describedBy }) => (
            <>
              {tag}
              <RadioGroup
                legend={t("terms.counts")}
                description={
                  isOutside && scopeRule === "strict" ? t("composing.counts.strict") : undefined
                }
                error={error}
                pointer={pointerOf("countsTowardsObligation")}
                value={counts === undefined ? undefined : counts === true ? "yes" : "no"}
                disabled={!field.mayWrite}
                aria-describedby={describedBy}
                onChange={(next) => field.set(next === "yes")}
                options={[
                  { value: "yes", label: t("terms.counts.yes") },
                  { value: "no", label: t("terms.counts.no") },
                ]}
              />
            </>
          )}
        </FieldSurroundings>
      </div>
      {isOutside && counts === true && (
        <Line
          name="countsGround"
          label={t("terms.counts-ground")}
          description={t("composing.counts-ground.help")}
        />
      )}
    </Group>
  );
}
