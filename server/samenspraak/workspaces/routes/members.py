"""Ending somebody's work for an organisation, which reaches into every room of theirs."""

from typing import Any
from uuid import UUID

from litestar import Request, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from samenspraak.identity.access import enter_organisation
from samenspraak.identity.queries import colleague
from samenspraak.identity.schemas import EndMember, MemberView, SignedIn
from samenspraak.workspaces import commands


@post(
    "/organisations/{organisation_id:uuid}/members/{person_id:uuid}/endings",
    operation_id="endMember",
    summary="Laat iemand niet meer voor uw organisatie werken",
    tags=["organisations"],
)
async def end_member(
    request: Request[SignedIn, str | None, Any],
    person: NamedDependency[SignedIn],
    organisation_id: FromPath[UUID],
    person_id: FromPath[UUID],
    data: JSONBody[EndMember],
) -> MemberView:
    """End a colleague's work for the organisation, and their part in all its contracts at once."""
    member = await enter_organisation(person, organisation_id)
    await commands.end_member(member, person_id, data, request.app.state.settings)
    return await colleague(member, person_id)


ROUTES = [end_member]
