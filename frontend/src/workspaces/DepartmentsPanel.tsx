import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import { formErrors } from "../api/problem";
import { ActForm, useAct } from "../dialogue/ActForm";
import { cents } from "../text/amount";
import { useFormat } from "../text/useFormat";
import { Button } from "../ui/Button";
import { Checkbox } from "../ui/Choices";
import { Dialog } from "../ui/Dialog";
import { FormField, TextField } from "../ui/FormField";
import { Hidden } from "../ui/Hidden";
import { NumberField } from "../ui/NumberField";
import { Panel, PanelItem, PanelList, PanelSection } from "../ui/Panel";
import { LoadError, LoadingPanel } from "../ui/States";
import { useToast } from "../ui/Toast";
import { type Department, departmentsQuery, endDepartment, setDepartment } from "./departments";
import { OwnSideLabel, OwnSideNote } from "./OwnSide";

type Departments = View<"DepartmentsView">;
type When = "proposal" | "signature";

const WHENS: readonly When[] = ["proposal", "signature"];

/** Whose word one's own side asks before something goes out. The other side sees none of it. */
export function DepartmentsPanel({ workspace }: { workspace: View<"WorkspaceView"> }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(departmentsQuery(workspace.id));
  const [editing, setEditing] = useState<Department | "new">();
  const [ending, setEnding] = useState<Department>();
  if (error) return <LoadError title={t("departments.failed")} onRetry={() => refetch()} />;
  if (!data) return <LoadingPanel label={t("departments.loading")} lines={2} />;
  const mayDefine = data.moves.includes("define");
  if (data.items.length === 0 && !mayDefine) return null;
  return (
    <Panel title={t("departments.title")} aside={<OwnSideLabel />} ownSide>
      <PanelSection>
        <p className="samenspraak-measure">{t("departments.lead")}</p>
        <OwnSideNote workspace={workspace} />
      </PanelSection>
      {data.items.length > 0 && (
        <PanelList>
          {data.items.map((department) => (
            <PanelItem key={department.id}>
              <DepartmentLine
                department={department}
                onEdit={() => setEditing(department)}
                onEnd={() => setEnding(department)}
              />
            </PanelItem>
          ))}
        </PanelList>
      )}
      {mayDefine && editing === undefined && (
        <PanelSection>
          {data.approvers.length === 0 ? (
            <p className="samenspraak-muted">{t("departments.no-approvers")}</p>
          ) : (
            <Button onClick={() => setEditing("new")}>{t("departments.define")}</Button>
          )}
        </PanelSection>
      )}
      {editing !== undefined && (
        <PanelSection>
          <DepartmentForm
            key={editing === "new" ? "new" : editing.id}
            workspaceId={workspace.id}
            department={editing === "new" ? null : editing}
            approvers={data.approvers}
            onDone={() => setEditing(undefined)}
          />
        </PanelSection>
      )}
      {ending && (
        <EndDialog
          workspaceId={workspace.id}
          department={ending}
          onClose={() => setEnding(undefined)}
        />
      )}
    </Panel>
  );
}

interface DepartmentLineProps {
  department: Department;
  onEdit: () => void;
  onEnd: () => void;
}

function DepartmentLine({ department, onEdit, onEnd }: DepartmentLineProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const asked = WHENS.filter((when) => department.before.includes(when))
    .map((when) => t(`departments.before.${when}`))
    .join(", ");
  const above =
    department.aboveCents === null
      ? t("departments.always")
      : t("departments.above", { amount: format.money(department.aboveCents) });
  return (
    <div className="samenspraak-cluster samenspraak-cluster--apart">
      <div>
        <div className="samenspraak-strong">{department.name}</div>
        <div className="samenspraak-muted samenspraak-small">
          {asked} · {above}
        </div>
        <div className="samenspraak-muted samenspraak-small">
          {department.people.map(({ name }) => name).join(", ")}
        </div>
      </div>
      <div className="samenspraak-cluster samenspraak-cluster--tight">
        {department.moves.includes("change") && (
          <Button variant="subtle" onClick={onEdit}>
            {t("departments.change")}
            <Hidden>: {department.name}</Hidden>
          </Button>
        )}
        {department.moves.includes("end") && (
          <Button variant="subtle" tone="negative" onClick={onEnd}>
            {t("departments.end")}
            <Hidden>: {department.name}</Hidden>
          </Button>
        )}
      </div>
    </div>
  );
}

interface DepartmentFormProps {
  workspaceId: string;
  department: Department | null;
  approvers: Departments["approvers"];
  onDone: () => void;
}

function DepartmentForm({ workspaceId, department, approvers, onDone }: DepartmentFormProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { say } = useToast();
  const [name, setName] = useState(department?.name ?? "");
  const [before, setBefore] = useState<When[]>(department?.before ?? ["proposal"]);
  const [above, setAbove] = useState(
    department?.aboveCents == null
      ? ""
      : format.money(department.aboveCents).replace("€", "").trim(),
  );
  const [people, setPeople] = useState(
    department?.people.map(({ participantId }) => participantId) ??
      approvers.slice(0, 1).map(({ participantId }) => participantId),
  );
  const amount = above.trim() === "" ? null : cents(above);
  const saving = useAct({
    send: () =>
      setDepartment(workspaceId, department?.id ?? null, {
        name,
        before,
        aboveCents: amount,
        participantIds: people,
      }),
    faults: () =>
      Number.isNaN(amount)
        ? [{ pointer: "/aboveCents", message: t("departments.above.wrong") }]
        : [],
    outdated: departmentsQuery(workspaceId).queryKey,
    onSent: () => {
      say(t("departments.saved"));
      onDone();
    },
  });
  return (
    <ActForm act={saving} declares={false} send={t("departments.save")} onCancel={onDone}>
      <TextField
        label={t("departments.name")}
        pointer="/name"
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <Group legend={t("departments.before")} pointer="/before">
        {WHENS.map((when) => (
          <Checkbox
            key={when}
            label={t(`departments.before.${when}`)}
            checked={before.includes(when)}
            onChange={(event) => setBefore(toggled(before, when, event.target.checked))}
          />
        ))}
      </Group>
      <NumberField
        label={t("departments.above.label")}
        description={t("departments.above.help")}
        optional
        pointer="/aboveCents"
        value={above}
        onTyped={setAbove}
      />
      <Group legend={t("departments.people")} pointer="/participantIds">
        {approvers.map(({ participantId, name: person, title }) => (
          <Checkbox
            key={participantId}
            label={[person, title].filter(Boolean).join(", ")}
            checked={people.includes(participantId)}
            onChange={(event) => setPeople(toggled(people, participantId, event.target.checked))}
          />
        ))}
      </Group>
    </ActForm>
  );
}

interface GroupProps {
  legend: string;
  pointer: string;
  children: React.ReactNode;
}

/** Some boxes that are one question; what is wrong with them is told at the group. */
function Group({ legend, pointer, children }: GroupProps) {
  return (
    <FormField label={legend} pointer={pointer}>
      {({ id, ...control }) => (
        // biome-ignore lint/a11y/useSemanticElements: The label stands above it, as of every field.
        <div
          id={id}
          role="group"
          tabIndex={-1}
          aria-label={legend}
          aria-describedby={control["aria-describedby"]}
          className="samenspraak-stack samenspraak-stack--tight"
        >
          {children}
        </div>
      )}
    </FormField>
  );
}

interface EndDialogProps {
  workspaceId: string;
  department: Department;
  onClose: () => void;
}

function EndDialog({ workspaceId, department, onClose }: EndDialogProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { say } = useToast();
  const ending = useMutation({
    mutationFn: () => endDepartment(workspaceId, department.id),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: departmentsQuery(workspaceId).queryKey });
      say(t("departments.ended"));
      onClose();
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("departments.end.title", { name: department.name })}
      actions={
        <Button
          variant="primary"
          tone="negative"
          busy={ending.isPending}
          onClick={() => ending.mutate()}
        >
          {t("departments.end")}
        </Button>
      }
    >
      <p>{t("departments.end.detail")}</p>
      {ending.error && <p role="status">{formErrors(ending.error)[0]?.message}</p>}
    </Dialog>
  );
}

function toggled<T>(all: readonly T[], one: T, isIn: boolean): T[] {
  const others = all.filter((each) => each !== one);
  return isIn ? [...others, one] : others;
}
