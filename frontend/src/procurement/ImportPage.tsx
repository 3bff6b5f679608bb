import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { TFunction } from "i18next";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import { formErrors, Problem } from "../api/problem";
import { Page } from "../app/Page";
import { usePerson } from "../app/session";
import { useFormat } from "../text/useFormat";
import { Alert } from "../ui/Alert";
import { Button } from "../ui/Button";
import { Checkbox } from "../ui/Choices";
import { Disclosure } from "../ui/Disclosure";
import { Form } from "../ui/Form";
import { FormField, Select } from "../ui/FormField";
import type { FieldError } from "../ui/form";
import { Panel, PanelItem, PanelList, PanelSection } from "../ui/Panel";
import { EmptyState } from "../ui/States";
import { useToast } from "../ui/Toast";
import { openImported, previewImport } from "./moves";

type Preview = View<"ImportPreviewView">;
type Opening = View<"OpeningView">;

/** Bring contracts in from notices or a list: look first, then open. */
export function ImportPage() {
  const { t } = useTranslation();
  const person = usePerson();
  const memberships = person?.memberships ?? [];
  const [organisationId, setOrganisationId] = useState(memberships[0]?.organisationId ?? "");
  const [files, setFiles] = useState<File[]>([]);
  const reading = useMutation({ mutationFn: () => previewImport(organisationId, files) });
  const [none, setNone] = useState<FieldError[]>([]);
  function submit() {
    setNone(files.length > 0 ? [] : [{ pointer: "/files", message: t("procurement.files.none") }]);
    if (files.length > 0) reading.mutate();
    else reading.reset();
  }
  const problem = reading.error instanceof Problem ? reading.error : undefined;
  return (
    <Page title={t("page.import")} lead={t("procurement.lead")}>
      <div className="samenspraak-stack samenspraak-stack--wide">
        <Panel title={t("procurement.choose")}>
          <PanelSection>
            <Form errors={none} onSubmit={submit}>
              {memberships.length > 1 && (
                <Select
                  label={t("workspaces.organisation")}
                  value={organisationId}
                  onChange={(event) => setOrganisationId(event.target.value)}
                  options={memberships.map((membership) => ({
                    value: membership.organisationId,
                    label: membership.name,
                  }))}
                />
              )}
              <FormField
                label={t("procurement.files")}
                description={t("procurement.files.help")}
                pointer="/files"
              >
                {(control) => (
                  <input
                    {...control}
                    className="samenspraak-file"
                    type="file"
                    multiple
                    accept=".xml,.json,.csv,.xlsx"
                    onChange={(event) => setFiles([...(event.target.files ?? [])])}
                  />
                )}
              </FormField>
              <div>
                <Button type="submit" variant="primary" busy={reading.isPending}>
                  {t("procurement.look")}
                </Button>
              </div>
            </Form>
          </PanelSection>
        </Panel>
        {problem && (
          <Alert tone="error" title={problem.title} role="status">
            <p>{problem.detail}</p>
            {problem.errors.length > 0 && (
              <ul>
                {formErrors(problem).map((fault) => (
                  <li key={fault.pointer + fault.message}>{fault.message}</li>
                ))}
              </ul>
            )}
          </Alert>
        )}
        {reading.data && <PreviewPanel key={reading.data.id} preview={reading.data} />}
      </div>
    </Page>
  );
}

function PreviewPanel({ preview }: { preview: Preview }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { say } = useToast();
  const [keys, setKeys] = useState(
    () => new Set(preview.openings.filter((row) => row.isChosen).map((row) => row.key)),
  );
  const opening = useMutation({
    mutationFn: () => openImported(preview, [...keys]),
    onSuccess: async ({ workspaceIds }) => {
      await queries.invalidateQueries({ queryKey: ["contracts"] });
      say(t("procurement.opened", { count: workspaceIds.length }));
      const [only] = workspaceIds;
      if (workspaceIds.length === 1 && only) {
        await navigate({ to: "/contracten/$id", params: { id: only } });
      } else {
        await navigate({ to: "/contracten" });
      }
    },
  });
  const wholes = preview.openings.filter((row) => row.partOf === null);
  const isAll =
    wholes.length > 1 && keys.size === wholes.length && wholes.every((row) => keys.has(row.key));
  return (
    <Panel
      title={t("procurement.preview")}
      aside={t("procurement.count", { count: preview.openings.length })}
      footer={
        preview.openings.length > 0 && (
          <div className="samenspraak-cluster">
            <Button
              variant="primary"
              busy={opening.isPending}
              onClick={() => opening.mutate()}
              {...(keys.size === 0 ? { unavailable: t("procurement.choose-one") } : {})}
            >
              {t(isAll ? "procurement.open-all" : "procurement.open", { count: keys.size })}
            </Button>
            <span className="samenspraak-muted">{t("procurement.nothing-sent")}</span>
          </div>
        )
      }
    >
      {opening.error && (
        <PanelSection>
          <Alert tone="error" title={t("procurement.open-failed")} role="status">
            {formErrors(opening.error)[0]?.message}
          </Alert>
        </PanelSection>
      )}
      {preview.openings.length === 0 && (
        <PanelSection>
          <EmptyState title={t("procurement.nothing")} />
        </PanelSection>
      )}
      <PanelList>
        {preview.openings.map((row) => (
          <PanelItem key={row.key}>
            <OpeningRow
              row={row}
              chosen={keys.has(row.key)}
              onChoose={(chosen) =>
                setKeys((now) => {
                  const next = new Set(now);
                  if (chosen) next.add(row.key);
                  else next.delete(row.key);
                  return next;
                })
              }
            />
          </PanelItem>
        ))}
      </PanelList>
      {preview.leftOut.length > 0 && (
        <PanelSection>
          <Alert
            tone="warning"
            title={t("procurement.left-out", { count: preview.leftOut.length })}
          >
            <ul>
              {preview.leftOut.map((left, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: The list never changes.
                <li key={at}>
                  <span className="samenspraak-strong">{left.title ?? left.fileName}</span>:{" "}
                  {left.reasons.join(" ")}
                </li>
              ))}
            </ul>
          </Alert>
        </PanelSection>
      )}
    </Panel>
  );
}

interface OpeningRowProps {
  row: Opening;
  chosen: boolean;
  onChoose: (chosen: boolean) => void;
}

function OpeningRow({ row, chosen, onChoose }: OpeningRowProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const period =
    row.startsOn && row.endsOn
      ? `${format.date(row.startsOn)} – ${format.date(row.endsOn)}`
      : t("procurement.unknown");
  return (
    <div className="samenspraak-stack samenspraak-stack--tight">
      <Checkbox
        label={row.title}
        description={[row.reference, row.contractorName, value(row, t, format)]
          .filter(Boolean)
          .join(" · ")}
        checked={chosen}
        onChange={(event) => onChoose(event.target.checked)}
      />
      {row.relation !== "unrelated" && (
        <Alert tone="info" title={t(`procurement.relation.${row.relation}`)}>
          {row.isUpdate && <p>{t("procurement.updates")}</p>}
          {row.differences.length > 0 && (
            <ul>
              {row.differences.map((difference) => (
                <li key={difference.path}>
                  {difference.path}: {String(difference.before ?? t("procurement.unknown"))} →{" "}
                  {String(difference.after ?? t("procurement.unknown"))}
                </li>
              ))}
            </ul>
          )}
        </Alert>
      )}
      <Disclosure summary={t("procurement.details")}>
        <dl className="samenspraak-facts">
          <dt>{t("procurement.buyers")}</dt>
          <dd>{row.buyerNames.join(", ") || t("procurement.unknown")}</dd>
          <dt>{t("procurement.members")}</dt>
          <dd>{row.members.join(", ") || t("procurement.unknown")}</dd>
          {row.lots.length > 0 && (
            <>
              <dt>{t("procurement.lots")}</dt>
              <dd>{row.lots.join(", ")}</dd>
            </>
          )}
          <dt>{t("procurement.period")}</dt>
          <dd>{period}</dd>
          <dt>{t("procurement.awarded")}</dt>
          <dd>{row.awardedOn ? format.date(row.awardedOn) : t("procurement.unknown")}</dd>
          <dt>CPV</dt>
          <dd>{row.cpv ?? t("procurement.unknown")}</dd>
          <dt>{t("procurement.social")}</dt>
          <dd>
            {row.socialObjectives.length > 0
              ? row.socialObjectives
                  .map((code) =>
                    t(`procurement.objective.${code}` as never, { defaultValue: code }),
                  )
                  .join(", ")
              : t("procurement.unknown")}
          </dd>
          {row.performanceTerms.length > 0 && (
            <>
              <dt>{t("procurement.terms")}</dt>
              <dd>{row.performanceTerms.join(" ")}</dd>
            </>
          )}
          {row.reservedExecution !== null && (
            <>
              <dt>{t("procurement.reserved")}</dt>
              <dd>{t(row.reservedExecution ? "procurement.yes" : "procurement.no")}</dd>
            </>
          )}
        </dl>
        {row.remarks.map((remark) => (
          <p key={remark} className="samenspraak-muted">
            {remark}
          </p>
        ))}
      </Disclosure>
    </div>
  );
}

/** Unknown is said, never shown as 0; what is withheld says from when. */
function value(row: Opening, t: TFunction, format: ReturnType<typeof useFormat>): string {
  if (row.valueState === "known" && row.valueMinor !== null) {
    return format.money(row.valueMinor, row.currency ?? "EUR");
  }
  if (row.valueState === "withheld") {
    return row.valuePublishedOn
      ? t("procurement.value.withheld-until", { date: format.date(row.valuePublishedOn) })
      : t("procurement.value.withheld");
  }
  return t(
    row.valueState === "framework_total"
      ? "procurement.value.framework"
      : "procurement.value.unknown",
  );
}
