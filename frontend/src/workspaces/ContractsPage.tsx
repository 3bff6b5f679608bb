import {
  IconArchive,
  IconMessages,
  IconPlus,
  IconProgressCheck,
  IconUpload,
  IconZoom,
} from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Navigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { View } from "../api/client";
import { Page } from "../app/Page";
import { usePerson } from "../app/session";
import { useFormat } from "../text/useFormat";
import { DateText } from "../ui/Amounts";
import { StatusLabel } from "../ui/Badge";
import { Button } from "../ui/Button";
import { TextField } from "../ui/FormField";
import { LinkButton, TextLink } from "../ui/Link";
import { Panel, PanelItem, PanelList, PanelSection } from "../ui/Panel";
import { SideLabel } from "../ui/Side";
import { EmptyState, LoadError, LoadingPanel } from "../ui/States";
import { Table } from "../ui/Table";
import { contractsQuery } from "./queries";
import "./ContractsPage.css";

/** The contracts somebody takes part in. One contract opens directly. */
export function ContractsPage() {
  const { t } = useTranslation();
  const person = usePerson();
  const [search, setSearch] = useState("");
  const contracts = useInfiniteQuery(contractsQuery);
  const mayOpen = (person?.memberships.length ?? 0) > 0;
  const items = contracts.data?.pages.flatMap((page) => page.items) ?? [];
  const only = items[0];
  // Somebody who may open more keeps the list; a guest in one room goes straight in.
  if (contracts.isSuccess && items.length === 1 && only && only.ownSide !== "buyer") {
    return <Navigate to="/contracten/$id" params={{ id: only.id }} replace />;
  }
  const wanted = search.trim().toLocaleLowerCase();
  const shown = items.filter((item) =>
    [item.title, item.reference ?? "", item.buyerName, item.contractorName].some((text) =>
      text.toLocaleLowerCase().includes(wanted),
    ),
  );
  const actions = mayOpen && (
    <>
      <LinkButton to="/contracten/nieuw" icon={<IconPlus size={20} aria-hidden="true" />}>
        {t("workspaces.open-by-hand")}
      </LinkButton>
      <LinkButton
        to="/contracten/importeren"
        variant="primary"
        icon={<IconUpload size={20} aria-hidden="true" />}
      >
        {t("workspaces.import")}
      </LinkButton>
    </>
  );
  return (
    <Page title={t("app.contracts")} actions={actions}>
      {contracts.isPending && <LoadingPanel label={t("workspaces.loading")} />}
      {contracts.isError && (
        <LoadError title={t("workspaces.load-failed")} onRetry={() => contracts.refetch()} />
      )}
      {contracts.isSuccess && items.length === 0 && (
        <EmptyState title={t("workspaces.none")}>
          {mayOpen ? t("workspaces.none.open") : t("workspaces.none.wait")}
        </EmptyState>
      )}
      {items.length > 0 && (
        <Panel title={t("workspaces.mine")} titleHidden>
          {items.length > 5 && (
            <PanelSection>
              <TextField
                label={t("workspaces.search")}
                type="search"
                value={search}
                onChange={(event) => setSearch(event.target.value)}
              />
            </PanelSection>
          )}
          {shown.length === 0 ? (
            <PanelSection>
              <EmptyState
                title={t("workspaces.no-match")}
                action={<Button onClick={() => setSearch("")}>{t("workspaces.clear")}</Button>}
              />
            </PanelSection>
          ) : (
            <>
              <div className="samenspraak-contracts--wide">
                <ContractTable items={shown} />
              </div>
              <div className="samenspraak-contracts--narrow">
                <ContractList items={shown} />
              </div>
            </>
          )}
          {contracts.hasNextPage && (
            <PanelSection>
              <Button busy={contracts.isFetchingNextPage} onClick={() => contracts.fetchNextPage()}>
                {t("workspaces.more")}
              </Button>
            </PanelSection>
          )}
        </Panel>
      )}
    </Page>
  );
}

type Line = View<"WorkspaceLineView">;

function ContractTable({ items }: { items: readonly Line[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Table caption={t("app.contracts")}>
      <thead>
        <tr>
          <th scope="col">{t("workspaces.contract")}</th>
          <th scope="col">{t("ui.side.buyer")}</th>
          <th scope="col">{t("ui.side.contractor")}</th>
          <th scope="col">{t("workspaces.phase")}</th>
          <th scope="col" data-number>
            {t("workspaces.obligation")}
          </th>
          <th scope="col">{t("workspaces.last-activity")}</th>
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <tr key={item.id}>
            <th scope="row">
              <ContractTitle item={item} />
            </th>
            <td>{item.buyerName}</td>
            <td>{item.contractorName}</td>
            <td>
              <Phase item={item} />
            </td>
            <td data-number>
              {item.obligationCents === null ? (
                <span className="samenspraak-muted">{t("workspaces.not-agreed")}</span>
              ) : (
                format.money(item.obligationCents)
              )}
            </td>
            <td>
              <DateText at={item.lastActivityAt} />
            </td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

/** The same as the table, for a screen that has no room for six columns. */
function ContractList({ items }: { items: readonly Line[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <PanelList>
      {items.map((item) => (
        <PanelItem key={item.id}>
          <div className="samenspraak-stack samenspraak-stack--tight">
            <ContractTitle item={item} />
            <div className="samenspraak-contracts__sides">
              <SideLabel side="buyer" organisation={item.buyerName} />
              <SideLabel side="contractor" organisation={item.contractorName} />
            </div>
            <div className="samenspraak-cluster samenspraak-small">
              <Phase item={item} />
              <span>
                {t("workspaces.obligation")}:{" "}
                {item.obligationCents === null
                  ? t("workspaces.not-agreed")
                  : format.money(item.obligationCents)}
              </span>
              <span className="samenspraak-muted">
                <DateText at={item.lastActivityAt} />
              </span>
            </div>
          </div>
        </PanelItem>
      ))}
    </PanelList>
  );
}

function ContractTitle({ item }: { item: Line }) {
  return (
    <div>
      <TextLink to="/contracten/$id" params={{ id: item.id }} strong>
        {item.title}
      </TextLink>
      {item.reference && (
        <span className="samenspraak-contracts__reference"> {item.reference}</span>
      )}
    </div>
  );
}

const PHASES = {
  exploration: IconZoom,
  dialogue: IconMessages,
  execution: IconProgressCheck,
  closed: IconArchive,
} as const;

function Phase({ item }: { item: Line }) {
  const { t } = useTranslation();
  const Icon = PHASES[item.phase];
  return (
    <StatusLabel plain icon={<Icon size={16} aria-hidden="true" />}>
      {t(`workspaces.phase.${item.phase}`)}
    </StatusLabel>
  );
}
