"""Which request means which move about what is owed."""

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from samenspraak.workspaces import commands, queries
from samenspraak.workspaces.schemas import (
    Agree,
    ChangeBasis,
    Participant,
    ReactToObligation,
    SetObligation,
    SumView,
    TrySum,
    WorkspaceView,
)

TAGS = ["workspaces"]


async def _answer(participant: Participant) -> Response[WorkspaceView]:
    view, reached = await queries.workspace_view(participant)
    return Response(view, status_code=201, headers={"Journal-Position": reached})


@post(
    "/workspaces/{workspace_id:uuid}/obligations",
    operation_id="setObligation",
    summary="Stel de verplichting voor",
    tags=TAGS,
)
async def set_obligation(
    participant: NamedDependency[Participant], data: JSONBody[SetObligation]
) -> Response[WorkspaceView]:
    """Put what is owed, and why, to the other side."""
    await commands.set_obligation(participant, data)
    return await _answer(participant)


@post(
    "/workspaces/{workspace_id:uuid}/obligation-agreements",
    operation_id="agreeObligation",
    summary="Ga akkoord met de verplichting",
    tags=TAGS,
)
async def agree_obligation(
    participant: NamedDependency[Participant], data: JSONBody[Agree]
) -> Response[WorkspaceView]:
    """Stand behind the other side's wording of what is owed."""
    await commands.agree_obligation(participant, data)
    return await _answer(participant)


@post(
    "/workspaces/{workspace_id:uuid}/obligation-reactions",
    operation_id="reactToObligation",
    summary="Reageer op de verplichting",
    tags=TAGS,
)
async def react_to_obligation(
    participant: NamedDependency[Participant], data: JSONBody[ReactToObligation]
) -> Response[WorkspaceView]:
    """Say what the own side thinks of a wording of what is owed."""
    await commands.react_to_obligation(participant, data)
    return await _answer(participant)


@post(
    "/workspaces/{workspace_id:uuid}/basis-changes",
    operation_id="changeBasis",
    summary="Reken de verplichting opnieuw uit",
    tags=TAGS,
)
async def change_basis(
    participant: NamedDependency[Participant], data: JSONBody[ChangeBasis]
) -> Response[WorkspaceView]:
    """Count what was agreed anew from another basis, and put that to the other side."""
    await commands.change_basis(participant, data)
    return await _answer(participant)


@post(
    "/workspaces/{workspace_id:uuid}/obligation-sums",
    operation_id="tryObligation",
    summary="Reken een verplichting uit op proef",
    tags=TAGS,
)
async def try_obligation(
    participant: NamedDependency[Participant], data: JSONBody[TrySum]
) -> SumView:
    """Return what a rule would come to, step by step. Nothing is kept."""
    return await queries.sum_on_trial(participant, data)


ROUTES = [set_obligation, agree_obligation, react_to_obligation, change_basis, try_obligation]
