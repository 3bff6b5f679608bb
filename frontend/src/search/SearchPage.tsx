import { IconSearch } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "../api/problem";
import { Page } from "../app/Page";
import { Alert } from "../ui/Alert";
import { useAnnounce } from "../ui/Announcer";
import { Button } from "../ui/Button";
import { Form } from "../ui/Form";
import { Select, TextField } from "../ui/FormField";
import { Panel, PanelList, PanelSection } from "../ui/Panel";
import { EmptyState, LoadError, LoadingPanel } from "../ui/States";
import { FoundItem } from "./FoundItem";
import { foundQuery, MOST_CHARACTERS } from "./queries";
import { KINDS } from "./search";
import "./SearchPage.css";

/** What was written in the contracts of this person, or in one of them. */
export function SearchPage() {
  const { t } = useTranslation();
  const navigate = useNavigate({ from: "/zoeken" });
  const asked = useSearch({ from: "/signed-in/zoeken" });
  const { q = "", contract, soort } = asked;
  const found = useInfiniteQuery(foundQuery(asked));
  const items = found.data?.pages.flatMap((page) => page.items) ?? [];
  const announce = useAnnounce();
  const count = items.length;
  useEffect(() => {
    if (found.isSuccess)
      announce(count === 0 ? t("search.none", { q }) : t("search.shown", { count }));
  }, [announce, found.isSuccess, count, q, t]);
  const refused = found.error instanceof Problem ? found.error : undefined;
  return (
    <Page title={t("app.search.title")} lead={t("search.lead")}>
      <div className="samenspraak-stack samenspraak-stack--wide">
        <Question
          key={q}
          asked={q}
          onAsk={(next) => void navigate({ search: { ...asked, q: next } })}
        />
        <div className="samenspraak-cluster">
          <Select
            inline
            label={t("search.kind")}
            value={soort ?? ""}
            options={[
              { value: "", label: t("search.kind.all") },
              ...KINDS.map((kind) => ({ value: kind, label: t(`search.kinds.${kind}`) })),
            ]}
            onChange={(event) =>
              void navigate({
                search: { ...asked, soort: KINDS.find((kind) => kind === event.target.value) },
              })
            }
          />
          {contract !== undefined && (
            <>
              <span>{t("search.one-contract")}</span>
              <Button
                variant="subtle"
                onClick={() => void navigate({ search: { ...asked, contract: undefined } })}
              >
                {t("search.all-contracts")}
              </Button>
            </>
          )}
        </div>
        {found.isFetching && count === 0 && <LoadingPanel label={t("search.loading")} lines={4} />}
        {refused?.status === 400 || refused?.status === 503 ? (
          <Alert tone="warning" title={refused.title} role="status">
            {refused.detail}
          </Alert>
        ) : refused?.status === 404 ? (
          <EmptyState title={t("search.no-contract")}>{t("search.no-contract.detail")}</EmptyState>
        ) : (
          found.isError && (
            <LoadError
              title={t("search.failed")}
              onRetry={() => void found.refetch()}
              reference={refused?.reference}
            />
          )
        )}
        {found.isSuccess && count === 0 && (
          <EmptyState title={t("search.none", { q })}>{t("search.none.detail")}</EmptyState>
        )}
        {count > 0 && (
          <Panel title={t("search.results")} titleHidden>
            <PanelList>
              {items.map((item) => (
                <FoundItem
                  key={`${item.kind} ${item.id}`}
                  item={item}
                  namesContract={contract === undefined}
                />
              ))}
            </PanelList>
            {found.hasNextPage && (
              <PanelSection>
                <Button busy={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
                  {t("search.more")}
                </Button>
              </PanelSection>
            )}
          </Panel>
        )}
        <p className="samenspraak-muted samenspraak-small samenspraak-measure">
          {t("search.what")}
        </p>
      </div>
    </Page>
  );
}

/** The question itself, as large as what depends on it. */
function Question({ asked, onAsk }: { asked: string; onAsk: (q: string) => void }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(asked);
  return (
    <Form errors={[]} onSubmit={() => typed.trim() !== "" && onAsk(typed.trim())}>
      <div className="samenspraak-question">
        <TextField
          type="search"
          label={t("search.question")}
          description={t("search.question.help")}
          maxLength={MOST_CHARACTERS}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        <Button type="submit" variant="primary" icon={<IconSearch size={20} aria-hidden="true" />}>
          {t("app.search.go")}
        </Button>
      </div>
    </Form>
  );
}
