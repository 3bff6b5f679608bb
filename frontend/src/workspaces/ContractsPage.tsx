import { IconPlus, IconProgress, IconUpload } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Navigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Page } from "../app/Page";
import { usePerson } from "../app/session";
import { useFormat } from "../text/useFormat";
import { StatusLabel } from "../ui/Badge";
import { Button } from "../ui/Button";
import { TextField } from "../ui/FormField";
import { LinkButton, TextLink } from "../ui/Link";
import { Panel } from "../ui/Panel";
import { EmptyState, LoadError, LoadingPanel } from "../ui/States";
import { Table } from "../ui/Table";
import { contractsQuery } from "./queries";

/** The contracts somebody takes part in. One contract opens directly. */
export function ContractsPage() {
  const { t } = useTranslation();
  const format = useFormat();
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
            <TextField
              label={t("workspaces.search")}
              type="search"
              value={search}
              onChange={(event) => setSearch(event.target.value)}
            />
          )}
          {shown.length === 0 ? (
            <EmptyState
              title={t("workspaces.no-match")}
              action={<Button onClick={() => setSearch("")}>{t("workspaces.clear")}</Button>}
            >
              {null}
            </EmptyState>
          ) : (
            <Table caption={t("workspaces.mine")}>
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
                {shown.map((item) => (
                  <tr key={item.id}>
                    <th scope="row">
                      <TextLink to="/contracten/$id" params={{ id: item.id }} strong>
                        {item.title}
                      </TextLink>
                      {item.reference && (
                        <span className="samenspraak-muted samenspraak-small">
                          {" "}
                          {item.reference}
                        </span>
                      )}
                    </th>
                    <td>{item.buyerName}</td>
                    <td>{item.contractorName}</td>
                    <td>
                      <StatusLabel
                        plain
                        tone="neutral"
                        icon={<IconProgress size={16} aria-hidden="true" />}
                      >
                        {t(`workspaces.phase.${item.phase}`)}
                      </StatusLabel>
                    </td>
                    <td data-number>
                      {item.obligationCents === null
                        ? t("workspaces.not-agreed")
                        : format.money(item.obligationCents)}
                    </td>
                    <td>{format.moment(item.lastActivityAt)}</td>
                  </tr>
                ))}
              </tbody>
            </Table>
          )}
          {contracts.hasNextPage && (
            <Button busy={contracts.isFetchingNextPage} onClick={() => contracts.fetchNextPage()}>
              {t("workspaces.more")}
            </Button>
          )}
        </Panel>
      )}
    </Page>
  );
}
