import { IconArchive, IconDownload } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import { formErrors, Problem } from "../api/problem";
import { Page } from "../app/Page";
import { usePerson } from "../app/session";
import { Alert } from "../ui/Alert";
import { StatusLabel } from "../ui/Badge";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { Disclosure } from "../ui/Disclosure";
import { OutsideLinkButton, TextLink } from "../ui/Link";
import { Panel, PanelSection } from "../ui/Panel";
import { LoadError, LoadingPanel } from "../ui/States";
import { useToast } from "../ui/Toast";
import { Validity } from "./CataloguesPage";
import { MeasuresTable } from "./MeasuresTable";
import { importCatalogues, retireCatalogue } from "./moves";
import { catalogueQuery, cataloguesQuery } from "./queries";
import { useSureness, useYears } from "./useSureness";

type Catalogue = View<"CatalogueView">;

/** One table whole: what it is worth by, where it came from, and how sure that is. */
export function CataloguePage() {
  const { t } = useTranslation();
  const { editionId } = useParams({ from: "/signed-in/tabellen/$editionId" });
  const { data, error, refetch } = useQuery(catalogueQuery(editionId));
  const line = data?.line;
  return (
    <Page
      title={line?.catalogue ?? t("page.catalogue")}
      lead={<TextLink to="/tabellen">{t("catalogue.back")}</TextLink>}
      {...(data && { actions: <Acts catalogue={data} /> })}
    >
      {!data && !error && <LoadingPanel label={t("catalogue.loading")} lines={8} />}
      {error && (
        <LoadError
          title={error instanceof Problem ? error.title : t("catalogue.failed")}
          onRetry={() => refetch()}
        />
      )}
      {data && (
        <div className="samenspraak-stack samenspraak-stack--wide">
          <About catalogue={data} />
          <Panel title={t("catalogue.measures.title")} aside={String(data.measures.length)}>
            <PanelSection>
              <MeasuresTable measures={data.measures} caption={data.line.catalogue} />
            </PanelSection>
          </Panel>
        </div>
      )}
    </Page>
  );
}

function About({ catalogue: { line, rules } }: { catalogue: Catalogue }) {
  const { t } = useTranslation();
  const sure = useSureness();
  const inYears = useYears();
  const facts: [string, React.ReactNode][] = [
    [t("catalogue.publisher"), line.publisher],
    [t("catalogue.region"), line.region],
    [t("catalogue.source"), line.source],
    [t("catalogue.source-year"), line.sourceYear && inYears(line.sourceYear)],
    [t("catalogue.confidence.label"), line.confidence && sure(line.confidence)],
    [t("catalogue.completeness"), line.completeness],
    [t("catalogue.validity"), <Validity key="validity" line={line} />],
  ];
  return (
    <Panel
      title={t("catalogue.about")}
      aside={
        line.retiredAt ? (
          <StatusLabel tone="neutral" plain icon={<IconArchive size={16} aria-hidden="true" />}>
            {t("catalogue.retired")}
          </StatusLabel>
        ) : line.isSeed ? (
          t("catalogue.shipped.one")
        ) : undefined
      }
    >
      <PanelSection>
        <dl className="samenspraak-facts">
          {facts.map(
            ([name, value]) =>
              value && (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd>{value}</dd>
                </div>
              ),
          )}
        </dl>
      </PanelSection>
      {rules.length > 0 && (
        <Disclosure section summary={t("catalogue.rules", { count: rules.length })}>
          <ul>
            {rules.map(({ member, text }) => (
              <li key={member + text}>{text}</li>
            ))}
          </ul>
          <p className="samenspraak-muted samenspraak-small">{t("catalogue.rules.words")}</p>
        </Disclosure>
      )}
    </Panel>
  );
}

/** Take it along as a file, into one's own organisation, or out of use. */
function Acts({ catalogue }: { catalogue: Catalogue }) {
  const { t } = useTranslation();
  const { line } = catalogue;
  const person = usePerson();
  const own = person?.memberships.filter(({ isAdministrator }) => isAdministrator) ?? [];
  const [asked, setAsked] = useState<"copy" | "retire">();
  return (
    <>
      <OutsideLinkButton
        icon={<IconDownload size={20} aria-hidden="true" />}
        href={`/v1/catalogues/${line.id}/file`}
        download
      >
        {t("catalogue.download")}
      </OutsideLinkButton>
      {line.isSeed && own[0] && (
        <Button onClick={() => setAsked("copy")}>{t("catalogue.copy")}</Button>
      )}
      {line.moves.includes("retire") && (
        <Button tone="negative" onClick={() => setAsked("retire")}>
          {t("catalogue.retire")}
        </Button>
      )}
      {asked === "copy" && own[0] && (
        <CopyDialog
          catalogue={catalogue}
          organisation={own[0]}
          onClose={() => setAsked(undefined)}
        />
      )}
      {asked === "retire" && (
        <RetireDialog editionId={line.id} onClose={() => setAsked(undefined)} />
      )}
    </>
  );
}

interface CopyDialogProps {
  catalogue: Catalogue;
  organisation: { organisationId: string; name: string };
  onClose: () => void;
}

function CopyDialog({ catalogue, organisation, onClose }: CopyDialogProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { say } = useToast();
  const copying = useMutation({
    mutationFn: () =>
      importCatalogues(organisation.organisationId, catalogue.text, catalogue.line.id),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: cataloguesQuery.queryKey });
      say(t("catalogue.copied"));
      await navigate({ to: "/tabellen" });
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("catalogue.copy.title")}
      actions={
        <Button variant="primary" busy={copying.isPending} onClick={() => copying.mutate()}>
          {t("catalogue.copy")}
        </Button>
      }
    >
      <p>{t("catalogue.copy.detail", { organisation: organisation.name })}</p>
      <Refused error={copying.error} />
    </Dialog>
  );
}

function RetireDialog({ editionId, onClose }: { editionId: string; onClose: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { say } = useToast();
  const retiring = useMutation({
    mutationFn: () => retireCatalogue(editionId),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: cataloguesQuery.queryKey });
      say(t("catalogue.retire.done"));
      onClose();
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("catalogue.retire.title")}
      actions={
        <Button
          variant="primary"
          tone="negative"
          busy={retiring.isPending}
          onClick={() => retiring.mutate()}
        >
          {t("catalogue.retire")}
        </Button>
      }
    >
      <p>{t("catalogue.retire.detail")}</p>
      <Refused error={retiring.error} />
    </Dialog>
  );
}

function Refused({ error }: { error: Error | null }) {
  const { t } = useTranslation();
  if (!error) return null;
  return (
    <Alert tone="error" title={t("catalogue.not-done")} role="status">
      {formErrors(error)[0]?.message}
    </Alert>
  );
}
