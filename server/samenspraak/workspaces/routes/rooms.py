"""Which request means which command, for workspaces and the people in them."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from samenspraak.errors import NotFound
from samenspraak.identity.access import (
    enter_organisation,
    person_of_session,
    session_cookies,
)
from samenspraak.identity.commands import start_session
from samenspraak.identity.schemas import SignedIn
from samenspraak.journal.schemas import EntriesView
from samenspraak.procurement.schemas import OpenImported
from samenspraak.settings import Settings
from samenspraak.text import preferred_language
from samenspraak.workspaces import commands, queries
from samenspraak.workspaces.access import enter
from samenspraak.workspaces.schemas import (
    Agree,
    ChangeRoles,
    InvitationPageView,
    InvitationView,
    InvitePerson,
    JoinWorkspace,
    OpenByHand,
    OpenedView,
    Participant,
    RemoveParticipant,
    SetPurpose,
    WithdrawInvitation,
    WorkspacesView,
    WorkspaceView,
)

TAGS = ["workspaces"]
Limit = Annotated[int, QueryParameter(ge=1, le=queries.PAGE_LIMIT)]


async def _answer(participant: Participant, *, status: int = 200) -> Response[WorkspaceView]:
    view, reached = await queries.workspace_view(participant)
    return Response(view, status_code=status, headers={"Journal-Position": reached})


@get("/workspaces", operation_id="listWorkspaces", summary="Mijn contracten", tags=TAGS)
async def list_workspaces(
    person: NamedDependency[SignedIn],
    after: FromQuery[str | None] = None,
    limit: Limit = 50,
) -> WorkspacesView:
    """Return the contracts this person takes part in, the last active first."""
    return await queries.workspaces_of(person, after=after, limit=limit)


@post("/workspaces", operation_id="openWorkspace", summary="Open een werkruimte", tags=TAGS)
async def open_workspace(
    person: NamedDependency[SignedIn], data: JSONBody[OpenByHand]
) -> Response[WorkspaceView]:
    """Open a workspace by hand."""
    member = await enter_organisation(person, data.organisation_id)
    await commands.open_by_hand(member, data)
    return await _answer(await enter(person, data.id), status=201)


@post(
    "/import-openings",
    operation_id="openImported",
    summary="Open werkruimten uit een voorbeeld",
    tags=TAGS,
)
async def open_imported(
    person: NamedDependency[SignedIn], data: JSONBody[OpenImported]
) -> OpenedView:
    """Open a workspace for each chosen row of a preview: all of them, or none."""
    member = await enter_organisation(person, data.organisation_id)
    return OpenedView(workspace_ids=await commands.open_imported(member, data))


@get(
    "/workspaces/{workspace_id:uuid}",
    operation_id="getWorkspace",
    summary="Een werkruimte",
    tags=TAGS,
)
async def get_workspace(
    participant: NamedDependency[Participant],
) -> Response[WorkspaceView]:
    """Return one workspace; `Journal-Position` says from where its news goes on."""
    return await _answer(participant)


@get(
    "/workspaces/{workspace_id:uuid}/entries",
    operation_id="listEntries",
    summary="Wat er gebeurde",
    tags=TAGS,
)
async def list_entries(
    participant: NamedDependency[Participant], after: FromQuery[str | None] = None
) -> EntriesView:
    """Return journal entries after a position, oldest first."""
    return await queries.entries_of(participant, after)


@get(
    "/workspaces/{workspace_id:uuid}/invitations",
    operation_id="listInvitations",
    summary="Openstaande uitnodigingen",
    tags=TAGS,
)
async def list_invitations(
    participant: NamedDependency[Participant],
) -> list[InvitationView]:
    """Return the own side's open invitations."""
    return await queries.invitations_of(participant)


@post(
    "/workspaces/{workspace_id:uuid}/invitations",
    operation_id="invite",
    summary="Nodig iemand uit",
    tags=TAGS,
)
async def invite(
    request: Request[Any, Any, Any],
    participant: NamedDependency[Participant],
    data: JSONBody[InvitePerson],
) -> InvitationView:
    """Invite somebody by mail; where no mail is set up, the link is in this answer, once."""
    settings: Settings = request.app.state.settings
    mailed_from = settings.origins[0] if settings.mail_url else None
    secret = await commands.invite(participant, data, mailed_from=mailed_from)
    made = [view for view in await queries.invitations_of(participant) if view.id == data.id]
    if not made:
        raise NotFound
    link = None if secret is None else f"{settings.origins[0]}/uitnodiging/{secret}"
    return InvitationView(
        id=made[0].id,
        email=made[0].email,
        side=made[0].side,
        roles=made[0].roles,
        expires_at=made[0].expires_at,
        link=link,
        is_mailed=made[0].is_mailed,
        moves=made[0].moves,
    )


@post(
    "/workspaces/{workspace_id:uuid}/invitations/{invitation_id:uuid}/withdrawals",
    operation_id="withdrawInvitation",
    summary="Trek een uitnodiging in",
    tags=TAGS,
)
async def withdraw_invitation(
    participant: NamedDependency[Participant],
    invitation_id: FromPath[UUID],
    data: JSONBody[WithdrawInvitation],
) -> list[InvitationView]:
    """Make an invitation worthless and return those still open."""
    await commands.withdraw_invitation(participant, invitation_id, data)
    return await queries.invitations_of(participant)


@get(
    "/invitations/{secret:str}",
    operation_id="getInvitation",
    summary="Een uitnodiging bekijken",
    tags=TAGS,
)
async def get_invitation(secret: FromPath[str]) -> InvitationPageView:
    """Return what an invitation is for; looking accepts nothing."""
    return await queries.invitation_page(commands.secret_hash(secret))


@post(
    "/invitations/{secret:str}/acceptances",
    operation_id="joinWorkspace",
    summary="Neem een uitnodiging aan",
    tags=TAGS,
)
async def join_workspace(
    request: Request[Any, Any, Any], secret: FromPath[str], data: JSONBody[JoinWorkspace]
) -> Response[WorkspaceView]:
    """Accept an invitation, and be signed in; it agrees to nothing and signs nothing."""
    settings: Settings = request.app.state.settings
    person: SignedIn | None = request.scope["user"]
    language = preferred_language(request.headers.get("accept-language"))
    workspace_id, person_id = await commands.join(secret, data, person, language=language)
    cookies: list[Any] = []
    if person is None:
        session = await start_session(person_id, settings=settings)
        cookies = [Cookie(**parts) for parts in session_cookies(session, settings)]
        person = await person_of_session(session, settings)
        assert person is not None, "the session began a moment ago"
    view, reached = await queries.workspace_view(await enter(person, workspace_id))
    return Response(view, status_code=201, headers={"Journal-Position": reached}, cookies=cookies)


@post(
    "/workspaces/{workspace_id:uuid}/purposes",
    operation_id="setPurpose",
    summary="Stel het doel voor",
    tags=TAGS,
)
async def set_purpose(
    participant: NamedDependency[Participant], data: JSONBody[SetPurpose]
) -> Response[WorkspaceView]:
    """Put a wording of why to the other side."""
    await commands.set_purpose(participant, data)
    return await _answer(participant, status=201)


@post(
    "/workspaces/{workspace_id:uuid}/purpose-agreements",
    operation_id="agreePurpose",
    summary="Ga akkoord met het doel",
    tags=TAGS,
)
async def agree_purpose(
    participant: NamedDependency[Participant], data: JSONBody[Agree]
) -> Response[WorkspaceView]:
    """Stand behind the other side's wording of why."""
    await commands.agree_purpose(participant, data)
    return await _answer(participant, status=201)


@post(
    "/workspaces/{workspace_id:uuid}/role-changes",
    operation_id="changeRoles",
    summary="Geef een collega andere rollen",
    tags=TAGS,
)
async def change_roles(
    participant: NamedDependency[Participant], data: JSONBody[ChangeRoles]
) -> Response[WorkspaceView]:
    """Give a colleague of the own side other roles."""
    await commands.change_roles(participant, data)
    return await _answer(participant, status=201)


@post(
    "/workspaces/{workspace_id:uuid}/removals",
    operation_id="removeParticipant",
    summary="Laat iemand niet langer meedoen",
    tags=TAGS,
    status_code=204,
)
async def remove_participant(
    participant: NamedDependency[Participant], data: JSONBody[RemoveParticipant]
) -> None:
    """End a colleague's part in the workspace, or one's own."""
    await commands.remove_participant(participant, data)


ROUTES = [
    list_workspaces,
    open_workspace,
    open_imported,
    get_workspace,
    list_entries,
    list_invitations,
    invite,
    withdraw_invitation,
    get_invitation,
    join_workspace,
    set_purpose,
    agree_purpose,
    change_roles,
    remove_participant,
]
