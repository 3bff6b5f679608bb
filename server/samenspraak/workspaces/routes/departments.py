"""Which request means which move on departments of the own side."""

from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from samenspraak.workspaces import commands, queries
from samenspraak.workspaces.schemas import (
    ChangeDepartment,
    DefineDepartment,
    DepartmentsView,
    EndDepartment,
    GiveWord,
    Participant,
)

TAGS = ["workspaces"]
DEPARTMENTS = "/workspaces/{workspace_id:uuid}/departments"
DEPARTMENT = DEPARTMENTS + "/{department_id:uuid}"


async def _answer(participant: Participant, *, status: int = 201) -> Response[DepartmentsView]:
    view, reached = await queries.departments_view(participant)
    return Response(view, status_code=status, headers={"Journal-Position": reached})


@get(
    DEPARTMENTS,
    operation_id="listDepartments",
    summary="Afdelingen van de eigen kant",
    tags=TAGS,
)
async def list_departments(
    participant: NamedDependency[Participant],
) -> Response[DepartmentsView]:
    """Return the departments that the own side asks; the other side never learns of them."""
    return await _answer(participant, status=200)


@post(
    DEPARTMENTS,
    operation_id="defineDepartment",
    summary="Vraag een afdeling om haar woord",
    tags=TAGS,
)
async def define_department(
    participant: NamedDependency[Participant], data: JSONBody[DefineDepartment]
) -> Response[DepartmentsView]:
    """Ask a department from now on before the own side proposes or signs."""
    await commands.define_department(participant, data)
    return await _answer(participant)


@post(
    DEPARTMENT + "/changes",
    operation_id="changeDepartment",
    summary="Wijzig een afdeling",
    tags=TAGS,
)
async def change_department(
    participant: NamedDependency[Participant],
    department_id: FromPath[UUID],
    data: JSONBody[ChangeDepartment],
) -> Response[DepartmentsView]:
    """Change what a department is asked, or who speaks for it."""
    await commands.change_department(participant, department_id, data)
    return await _answer(participant)


@post(
    DEPARTMENT + "/endings",
    operation_id="endDepartment",
    summary="Vraag een afdeling niet meer",
    tags=TAGS,
)
async def end_department(
    participant: NamedDependency[Participant],
    department_id: FromPath[UUID],
    data: JSONBody[EndDepartment],
) -> Response[DepartmentsView]:
    """Ask a department no longer."""
    await commands.end_department(participant, department_id, data)
    return await _answer(participant)


@post(
    "/workspaces/{workspace_id:uuid}/words",
    operation_id="giveWord",
    summary="Geef het woord van een afdeling",
    tags=TAGS,
)
async def give_word(
    participant: NamedDependency[Participant], data: JSONBody[GiveWord]
) -> Response[DepartmentsView]:
    """Say yes or no for a department to exactly the text that `digest` names.

    `digest` is that of the draft or the version as it was seen. Once the text changes, the word
    counts no more. The words about a text stand in the view of its draft or version.
    """
    await commands.give_word(participant, data)
    return await _answer(participant)


ROUTES = [list_departments, define_department, change_department, end_department, give_word]
