import { IconArchive } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import { formErrors, Problem } from "../api/problem";
import { Page } from "../app/Page";
import { usePerson } from "../app/session";
import { useFormat } from "../text/useFormat";
import { Alert } from "../ui/Alert";
import { StatusLabel } from "../ui/Badge";
import { Button } from "../ui/Button";
import { Form } from "../ui/Form";
import { FormField, Select } from "../ui/FormField";
import type { FieldError } from "../ui/form";
import { TextLink } from "../ui/Link";
import { Panel, PanelItem, PanelList, PanelSection } from "../ui/Panel";
import { LoadError, LoadingPanel } from "../ui/States";
import { useToast } from "../ui/Toast";
import { importCatalogues } from "./moves";
import { cataloguesQuery } from "./queries";
import { useSureness } from "./useSureness";

type Line = View<"CatalogueLineView">;

/** The tables that say what effort is worth: one's own organisation's, and those that come along. */
export function CataloguesPage() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(cataloguesQuery);
  const own = data?.items.filter((line) => !line.isSeed) ?? [];
  const shipped = data?.items.filter((line) => line.isSeed) ?? [];
  return (
    <Page title={t("page.catalogues")} lead={t("catalogue.lead")}>
      <div className="samenspraak-columns samenspraak-columns--side">
        <div className="samenspraak-stack samenspraak-stack--wide">
          {!data && !error && <LoadingPanel label={t("catalogue.loading")} lines={6} />}
          {error && <LoadError title={t("catalogue.failed")} onRetry={() => refetch()} />}
          {own.length > 0 && <Lines title={t("catalogue.own")} lines={own} />}
          {shipped.length > 0 && (
            <Lines
              title={t("catalogue.shipped")}
              lead={t("catalogue.shipped.lead")}
              lines={shipped}
            />
          )}
        </div>
        <div className="samenspraak-stack samenspraak-stack--wide">
          <ImportPanel mayAdd={data?.moves.includes("add") ?? false} />
          <Panel title={t("page.reference")}>
            <PanelSection>
              <p>{t("catalogue.reference.teaser")}</p>
              <p>
                <TextLink to="/naslag">{t("catalogue.reference.to")}</TextLink>
              </p>
            </PanelSection>
          </Panel>
        </div>
      </div>
    </Page>
  );
}

function Lines({ title, lead, lines }: { title: string; lead?: string; lines: readonly Line[] }) {
  return (
    <Panel title={title}>
      {lead && (
        <PanelSection quiet>
          <p className="samenspraak-small samenspraak-measure">{lead}</p>
        </PanelSection>
      )}
      <PanelList>
        {lines.map((line) => (
          <PanelItem key={line.id}>
            <CatalogueLine line={line} />
          </PanelItem>
        ))}
      </PanelList>
    </Panel>
  );
}

function CatalogueLine({ line }: { line: Line }) {
  const { t } = useTranslation();
  const sure = useSureness();
  return (
    <>
      <div className="samenspraak-cluster samenspraak-cluster--apart">
        <TextLink strong to="/tabellen/$editionId" params={{ editionId: line.id }}>
          {line.catalogue}
        </TextLink>
        {line.retiredAt ? (
          <StatusLabel tone="neutral" plain icon={<IconArchive size={16} aria-hidden="true" />}>
            {t("catalogue.retired")}
          </StatusLabel>
        ) : (
          <span className="samenspraak-muted samenspraak-small">
            {t("catalogue.measures", { count: line.measures })}
          </span>
        )}
      </div>
      <p className="samenspraak-small">
        {[line.publisher, line.region !== line.publisher && line.region]
          .filter(Boolean)
          .join(" · ")}
      </p>
      <p className="samenspraak-muted samenspraak-small">
        <Validity line={line} />
        {line.confidence &&
          ` · ${t("catalogue.confidence", { confidence: sure(line.confidence) })}`}
      </p>
    </>
  );
}

/** From when it holds, and by which date of a contract, as far as the table says. */
export function Validity({ line }: { line: Line }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (!line.validFrom) return t("catalogue.undated");
  const from = t("catalogue.valid-from", { day: format.date(line.validFrom) });
  const until = line.validTo
    ? ` ${t("catalogue.valid-to", { day: format.date(line.validTo) })}`
    : "";
  const by =
    line.appliesBy === "published" || line.appliesBy === "awarded" || line.appliesBy === "contract"
      ? ` · ${t(`catalogue.applies-by.${line.appliesBy}`)}`
      : "";
  return from + until + by;
}

/** Bring in a table from a file; who administers an organisation may. */
function ImportPanel({ mayAdd }: { mayAdd: boolean }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { say } = useToast();
  const person = usePerson();
  const memberships = person?.memberships.filter(({ isAdministrator }) => isAdministrator) ?? [];
  const [organisationId, setOrganisationId] = useState(memberships[0]?.organisationId ?? "");
  const [file, setFile] = useState<File>();
  const [errors, setErrors] = useState<FieldError[]>([]);
  const importing = useMutation({
    mutationFn: async (chosen: File) =>
      importCatalogues(organisationId, contentOf(await chosen.text())),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ["catalogues"] });
      say(t("catalogue.imported"));
    },
  });
  if (!mayAdd) {
    return (
      <Panel title={t("catalogue.import")}>
        <PanelSection>
          <p className="samenspraak-muted">{t("catalogue.import.administrators")}</p>
        </PanelSection>
      </Panel>
    );
  }
  function submit() {
    setErrors(file ? [] : [{ pointer: "/content", message: t("catalogue.import.no-file") }]);
    if (file) importing.mutate(file);
    else importing.reset();
  }
  return (
    <Panel title={t("catalogue.import")}>
      <PanelSection>
        <Form errors={errors} onSubmit={submit}>
          {memberships.length > 1 && (
            <Select
              label={t("catalogue.organisation")}
              value={organisationId}
              onChange={(event) => setOrganisationId(event.target.value)}
              options={memberships.map((each) => ({
                value: each.organisationId,
                label: each.name,
              }))}
            />
          )}
          <FormField
            label={t("catalogue.import.file")}
            description={t("catalogue.import.file.help")}
            pointer="/content"
          >
            {(control) => (
              <input
                {...control}
                className="samenspraak-file"
                type="file"
                accept=".json,application/json"
                onChange={(event) => setFile(event.target.files?.[0])}
              />
            )}
          </FormField>
          <div>
            <Button type="submit" variant="primary" busy={importing.isPending}>
              {t("catalogue.import.do")}
            </Button>
          </div>
        </Form>
      </PanelSection>
      {importing.error && (
        <PanelSection>
          <Faults error={importing.error} />
        </PanelSection>
      )}
      <PanelSection quiet>
        <p className="samenspraak-small">{t("catalogue.import.format")}</p>
      </PanelSection>
    </Panel>
  );
}

/** All that stands against a table, with where it stands in the file. */
function Faults({ error }: { error: Error }) {
  const { t } = useTranslation();
  if (!(error instanceof Problem)) {
    return (
      <Alert tone="error" title={t("catalogue.import.unreadable")} role="status">
        <p>{t("catalogue.import.unreadable.detail")}</p>
      </Alert>
    );
  }
  return (
    <Alert tone="error" title={error.title} role="status">
      <p>{error.detail}</p>
      <ul>
        {formErrors(error).map(({ pointer, message }) => (
          <li key={pointer + message}>
            <code className="samenspraak-code">{pointer.replace(/^\/content/, "") || "/"}</code>{" "}
            {message}
          </li>
        ))}
      </ul>
    </Alert>
  );
}

/** What a file says, or a plain error when it is no JSON: the server never sees that. */
function contentOf(text: string): Record<string, unknown> | unknown[] {
  const content: unknown = JSON.parse(text);
  if (typeof content !== "object" || content === null) throw new SyntaxError("no table");
  return content as Record<string, unknown> | unknown[];
}
