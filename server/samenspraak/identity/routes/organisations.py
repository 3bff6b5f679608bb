"""The people of an organisation, who signs for it, and what it wants to be asked."""

from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from samenspraak.identity import commands, queries
from samenspraak.identity.access import enter_organisation
from samenspraak.identity.routes.asking import ORGANISATIONS, Limit, settings_of
from samenspraak.identity.schemas import (
    ChangeSettings,
    EndAdministrator,
    GrantMandate,
    MakeAdministrator,
    MandatesView,
    MandateView,
    MembersView,
    MemberView,
    RevokeMandate,
    SettingsView,
    SignedIn,
)


@get(
    "/organisations/{organisation_id:uuid}/members",
    operation_id="listMembers",
    summary="Mensen van uw organisatie",
    tags=ORGANISATIONS,
)
async def list_members(
    person: NamedDependency[SignedIn],
    organisation_id: FromPath[UUID],
    after: FromQuery[str | None] = None,
    limit: Limit = 50,
) -> MembersView:
    """Return the people of an organisation one works for."""
    member = await enter_organisation(person, organisation_id)
    return await queries.members(member, after=after, limit=limit)


@get(
    "/organisations/{organisation_id:uuid}/mandates",
    operation_id="listMandates",
    summary="Wie mag tekenen",
    tags=ORGANISATIONS,
)
async def list_mandates(
    person: NamedDependency[SignedIn],
    organisation_id: FromPath[UUID],
    after: FromQuery[str | None] = None,
    limit: Limit = 50,
) -> MandatesView:
    """Return who may sign for an organisation one works for, and up to what."""
    member = await enter_organisation(person, organisation_id)
    return await queries.mandates(member, after=after, limit=limit)


@post(
    "/organisations/{organisation_id:uuid}/mandates",
    operation_id="grantMandate",
    summary="Laat iemand tekenen",
    tags=ORGANISATIONS,
)
async def grant_mandate(
    person: NamedDependency[SignedIn],
    organisation_id: FromPath[UUID],
    data: JSONBody[GrantMandate],
) -> MandateView:
    """Let a colleague sign, replacing what they had in the same role."""
    member = await enter_organisation(person, organisation_id)
    await commands.grant_mandate(member, data)
    return await queries.mandate(member, data.id)


@post(
    "/organisations/{organisation_id:uuid}/mandates/{mandate_id:uuid}/revocations",
    operation_id="revokeMandate",
    summary="Trek een mandaat in",
    tags=ORGANISATIONS,
)
async def revoke_mandate(
    person: NamedDependency[SignedIn],
    organisation_id: FromPath[UUID],
    mandate_id: FromPath[UUID],
    data: JSONBody[RevokeMandate],
) -> MandateView:
    """Let a person sign no longer on the strength of this mandate."""
    member = await enter_organisation(person, organisation_id)
    await commands.revoke_mandate(member, mandate_id, data)
    return await queries.mandate(member, mandate_id)


@get(
    "/organisations/{organisation_id:uuid}/settings",
    operation_id="getSettings",
    summary="Instellingen van uw organisatie",
    tags=ORGANISATIONS,
)
async def get_settings(
    person: NamedDependency[SignedIn], organisation_id: FromPath[UUID]
) -> SettingsView:
    """Return what an organisation one works for wants to be asked."""
    return await queries.settings_of(await enter_organisation(person, organisation_id))


@post(
    "/organisations/{organisation_id:uuid}/settings",
    operation_id="changeSettings",
    summary="Verander instellingen van uw organisatie",
    tags=ORGANISATIONS,
)
async def change_settings(
    person: NamedDependency[SignedIn],
    organisation_id: FromPath[UUID],
    data: JSONBody[ChangeSettings],
) -> SettingsView:
    """Change what the organisation wants to be asked, for all its contracts from now on."""
    member = await enter_organisation(person, organisation_id)
    await commands.change_settings(member, data)
    return await queries.settings_of(member)


@post(
    "/organisations/{organisation_id:uuid}/members/{person_id:uuid}/administrators",
    operation_id="makeAdministrator",
    summary="Maak iemand beheerder",
    tags=ORGANISATIONS,
)
async def make_administrator(
    request: Request[SignedIn, str | None, Any],
    person: NamedDependency[SignedIn],
    organisation_id: FromPath[UUID],
    person_id: FromPath[UUID],
    data: JSONBody[MakeAdministrator],
) -> MemberView:
    """Let a colleague manage people, mandates and settings too."""
    member = await enter_organisation(person, organisation_id)
    await commands.make_administrator(member, person_id, data, settings_of(request))
    return await queries.colleague(member, person_id)


@post(
    "/organisations/{organisation_id:uuid}/members/{person_id:uuid}/administrator-endings",
    operation_id="endAdministrator",
    summary="Laat iemand geen beheerder meer zijn",
    tags=ORGANISATIONS,
)
async def end_administrator(
    request: Request[SignedIn, str | None, Any],
    person: NamedDependency[SignedIn],
    organisation_id: FromPath[UUID],
    person_id: FromPath[UUID],
    data: JSONBody[EndAdministrator],
) -> MemberView:
    """Let a member, perhaps oneself, be an administrator no longer."""
    member = await enter_organisation(person, organisation_id)
    await commands.end_administrator(member, person_id, data, settings_of(request))
    # What is open to whoever gave up their own place is less than a moment ago.
    member = await enter_organisation(person, organisation_id)
    return await queries.colleague(member, person_id)


ROUTES = [
    list_members,
    make_administrator,
    end_administrator,
    list_mandates,
    grant_mandate,
    revoke_mandate,
    get_settings,
    change_settings,
]
