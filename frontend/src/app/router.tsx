import type { QueryClient } from "@tanstack/react-query";
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  defaultStringifySearch,
  lazyRouteComponent,
  redirect,
} from "@tanstack/react-router";
import type { ReactNode } from "react";
import { comparisonSearch, versionSearch } from "../agreements/search";
import { commitmentSearch, newCommitmentSearch } from "../commitments/search";
import { findSearch } from "../search/search";
import { workspaceQuery } from "../workspaces/queries";
import { obligationSearch, workspaceSearch } from "../workspaces/search";
import { ContractFrame } from "./ContractFrame";
import { Frame } from "./Frame";
import { LoadingPage } from "./LoadingPage";
import { pageChanges } from "./navigation";
import type { PageName } from "./pages";
import { personQuery } from "./session";
import { NotFoundPage, WrongPage } from "./WrongPage";
import { withSentences } from "./withSentences";

interface Context {
  queries: QueryClient;
}

interface SignInSearch {
  /** Where to go afterwards. */
  naar?: string | undefined;
  /** What went wrong at a provider that sent the browser back. */
  fout?: string | undefined;
}

const SIGN_IN = "/inloggen";

/** A page that comes when it is first visited. */
function page<Name extends PageName, Module extends { [name in Name]: () => ReactNode }>(
  name: Name,
  load: () => Promise<Module>,
) {
  return lazyRouteComponent(async () => {
    return { default: (await withSentences(name, load))[name] };
  });
}

const root = createRootRouteWithContext<Context>()({
  component: Frame,
  beforeLoad: ({ location }) => {
    // A provider sends the browser back to where it left, also when something went wrong there;
    // that is told first, in one place.
    const { fout, ...search } = location.search as SignInSearch;
    if (typeof fout !== "string" || location.pathname === SIGN_IN) return;
    const rest = defaultStringifySearch(search);
    throw redirect({
      to: SIGN_IN,
      search: { fout, naar: location.pathname + rest },
      replace: true,
    });
  },
});

const home = createRoute({
  getParentRoute: () => root,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: "/contracten" });
  },
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: SIGN_IN,
  // Where to go afterwards; only an address of our own, so that a link cannot lead elsewhere.
  validateSearch: (search: Record<string, unknown>): SignInSearch => {
    const { naar, fout } = search;
    const ours = typeof naar === "string" && /^\/(?![/\\])/.test(naar);
    // Named even when it is refused: a member that is left out keeps the value of the address.
    return {
      naar: ours ? naar : undefined,
      fout: typeof fout === "string" ? fout : undefined,
    };
  },
  component: page("SignInPage", () => import("../identity/SignInPage")),
});

const forgotten = createRoute({
  getParentRoute: () => root,
  path: "/wachtwoord-vergeten",
  component: page("ForgottenPage", () => import("../identity/ForgottenPage")),
});

const newPassword = createRoute({
  getParentRoute: () => root,
  path: "/wachtwoord/$secret",
  component: page("NewPasswordPage", () => import("../identity/NewPasswordPage")),
});

const invitation = createRoute({
  getParentRoute: () => root,
  path: "/uitnodiging/$token",
  component: page("InvitationPage", () => import("../workspaces/InvitationPage")),
});

/** Everything behind it asks who one is; who is not signed in goes there and comes back. */
const signedIn = createRoute({
  getParentRoute: () => root,
  id: "signed-in",
  beforeLoad: async ({ context, location }) => {
    const person = await context.queries.ensureQueryData(personQuery);
    if (!person) throw redirect({ to: "/inloggen", search: { naar: location.href } });
  },
});

const contracts = createRoute({
  getParentRoute: () => signedIn,
  path: "/contracten",
  component: page("ContractsPage", () => import("../workspaces/ContractsPage")),
});

const importing = createRoute({
  getParentRoute: () => signedIn,
  path: "/contracten/importeren",
  component: page("ImportPage", () => import("../procurement/ImportPage")),
});

const opening = createRoute({
  getParentRoute: () => signedIn,
  path: "/contracten/nieuw",
  component: page("OpenPage", () => import("../workspaces/OpenPage")),
});

const settings = createRoute({
  getParentRoute: () => signedIn,
  path: "/instellingen",
  component: page("SettingsPage", () => import("../identity/SettingsPage")),
});

const account = createRoute({
  getParentRoute: () => signedIn,
  path: "/account",
  component: page("AccountPage", () => import("../identity/AccountPage")),
});

const contract = createRoute({
  getParentRoute: () => signedIn,
  path: "/contracten/$id",
  loader: ({ context, params }) => context.queries.ensureQueryData(workspaceQuery(params.id)),
  component: ContractFrame,
});

const workspace = createRoute({
  getParentRoute: () => contract,
  path: "/",
  validateSearch: workspaceSearch,
  component: page("WorkspacePage", () => import("../workspaces/WorkspacePage")),
});

const obligation = createRoute({
  getParentRoute: () => contract,
  path: "/verplichting",
  validateSearch: obligationSearch,
  component: page("ObligationPage", () => import("../workspaces/ObligationPage")),
});

const newCommitment = createRoute({
  getParentRoute: () => contract,
  path: "/toezeggingen/nieuw",
  validateSearch: newCommitmentSearch,
  component: page("NewCommitmentPage", () => import("../commitments/NewCommitmentPage")),
});

const packaging = createRoute({
  getParentRoute: () => contract,
  path: "/toezeggingen/pakket",
  component: page("PackagePage", () => import("../commitments/PackagePage")),
});

const commitment = createRoute({
  getParentRoute: () => contract,
  path: "/toezeggingen/$commitmentId",
  validateSearch: commitmentSearch,
  component: page("CommitmentPage", () => import("../commitments/CommitmentPage")),
});

const commitmentDraft = createRoute({
  getParentRoute: () => contract,
  path: "/concepten/$draftId",
  component: page("CommitmentDraftPage", () => import("../commitments/CommitmentDraftPage")),
});

const purposeDraft = createRoute({
  getParentRoute: () => contract,
  path: "/concepten/waarom/$draftId",
  component: page("PurposeDraftPage", () => import("../agreements/PurposeDraftPage")),
});

const clausesDraft = createRoute({
  getParentRoute: () => contract,
  path: "/concepten/artikelen/$draftId",
  component: page("ClausesDraftPage", () => import("../agreements/ClausesDraftPage")),
});

const agreement = createRoute({
  getParentRoute: () => contract,
  path: "/overeenkomst",
  component: page("AgreementPage", () => import("../agreements/AgreementPage")),
});

const comparison = createRoute({
  getParentRoute: () => contract,
  path: "/overeenkomst/vergelijken",
  validateSearch: comparisonSearch,
  component: page("ComparisonPage", () => import("../agreements/ComparisonPage")),
});

const version = createRoute({
  getParentRoute: () => contract,
  path: "/overeenkomst/$version",
  validateSearch: versionSearch,
  component: page("AgreementPage", () => import("../agreements/AgreementPage")),
});

const participants = createRoute({
  getParentRoute: () => contract,
  path: "/deelnemers",
  component: page("ParticipantsPage", () => import("../workspaces/ParticipantsPage")),
});

const more = createRoute({
  getParentRoute: () => contract,
  path: "/meer",
  component: page("MorePage", () => import("../workspaces/MorePage")),
});

const privacy = createRoute({
  getParentRoute: () => contract,
  path: "/privacy",
  component: page("PrivacyPage", () => import("../workspaces/PrivacyPage")),
});

const catalogues = createRoute({
  getParentRoute: () => signedIn,
  path: "/tabellen",
  component: page("CataloguesPage", () => import("../catalogue/CataloguesPage")),
});

const catalogue = createRoute({
  getParentRoute: () => signedIn,
  path: "/tabellen/$editionId",
  component: page("CataloguePage", () => import("../catalogue/CataloguePage")),
});

const reference = createRoute({
  getParentRoute: () => signedIn,
  path: "/naslag",
  component: page("ReferencePage", () => import("../catalogue/ReferencePage")),
});

const searching = createRoute({
  getParentRoute: () => signedIn,
  path: "/zoeken",
  validateSearch: findSearch,
  component: page("SearchPage", () => import("../search/SearchPage")),
});

const partners = createRoute({
  getParentRoute: () => contract,
  path: "/meer/partners",
  component: page("PartnersPage", () => import("../workspaces/PartnersPage")),
});

const routes = root.addChildren([
  home,
  signIn,
  forgotten,
  newPassword,
  invitation,
  signedIn.addChildren([
    contracts,
    importing,
    opening,
    catalogues,
    catalogue,
    reference,
    searching,
    settings,
    account,
    contract.addChildren([
      workspace,
      obligation,
      newCommitment,
      packaging,
      commitment,
      commitmentDraft,
      purposeDraft,
      clausesDraft,
      agreement,
      comparison,
      version,
      participants,
      partners,
      privacy,
      more,
    ]),
  ]),
]);

/** The addresses of the screens: Dutch, and the same in both languages. */
export function newRouter(queries: QueryClient) {
  const router = createRouter({
    routeTree: routes,
    context: { queries },
    defaultPreload: "intent",
    // What is read belongs to the query cache, which knows how old it is.
    defaultPreloadStaleTime: 0,
    scrollRestoration: true,
    defaultErrorComponent: WrongPage,
    defaultNotFoundComponent: NotFoundPage,
    defaultPendingComponent: LoadingPage,
  });
  let visited = false;
  router.subscribe("onBeforeNavigate", ({ pathChanged }) => {
    if (visited && pathChanged) pageChanges();
    visited = true;
  });
  return router;
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof newRouter>;
  }
}
