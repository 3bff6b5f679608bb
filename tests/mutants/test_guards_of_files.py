"""Takes away, one at a time, what decides for whom the bytes of a file are there yet."""

from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import asyncpg
import pytest
from tests.mutants.conditions import every_condition, without
from tests.mutants.conftest import Street
from tests.mutants.sight import faults
from tests.postgres import TestCluster

from samenspraak import guards
from samenspraak.guards.files import FILES

Connections = tuple[asyncpg.Connection, asyncpg.Connection]

FUNCTIONS = ("is_content_used", "has_content")
# Each way to have bytes: wrongly so for all, and no longer so for those it is for.
BRANCHES = (
    "is_content_used(content)\n",
    "not exists (select from workspace w where w.journal_id = journal)",
    """exists (select from file_content c
               join workspace w on w.journal_id = c.journal_id
               join side_room r on r.workspace_id = w.id and r.side = c.side
               where c.id = content and c.journal_id = journal
                 and r.journal_id = any(my_journals()))""",
    "exists (select from version v where v.file_id = f.id)",
    "exists (select from signed_copy c where c.file_id = f.id)",
    """exists (select from attachment a join message m on m.id = a.message_id
                 where a.file_id = f.id and m.removed_at is null)""",
)
# What may be lost without anything showing, and why.
WITHOUT_EFFECT = {
    # Bytes belong to one journal, which is the one that every row about them names.
    "has_content: c.journal_id = journal",
}
_SENT = """
with bytes as (insert into file_content select (jsonb_populate_record(c, jsonb_build_object(
    'id', $3::uuid, 'side', 'contractor'))).*
  from file_content c where c.journal_id = $1 limit 1)
insert into file select (jsonb_populate_record(f, jsonb_build_object(
  'id', $2::uuid, 'content_id', $3::uuid))).* from file f where f.journal_id = $1 limit 1
"""
_OFFERED = """
insert into version select (jsonb_populate_record(v, jsonb_build_object(
  'id', gen_random_uuid(), 'number', 999, 'state', 'superseded', 'file_id', $2::uuid))).*
from version v where v.journal_id = $1 limit 1
"""
_COPIED = """
insert into signed_copy (id, journal_id, version_id, file_id, side, remark, added_at, added_by)
select gen_random_uuid(), v.journal_id, v.id, $2, 'contractor', '', now(), gen_random_uuid()
from version v where v.journal_id = $1 limit 1
"""
_READS_ELSEWHERE = """
insert into journal_reader (id, journal_id, person_id, mode)
select r.journal_id || ':' || $2::uuid, r.journal_id, $2::uuid, 'full' from side_room r
where r.workspace_id <> $1 and r.side = 'contractor' limit 1
"""


async def bring_papers_in(owner: asyncpg.Connection, workspace_id: UUID, reader_id: UUID) -> None:
    """Let papers go with files, and a reader be of the other side in another room."""
    journal = await owner.fetchval("select journal_id from workspace where id = $1", workspace_id)
    for goes_with in (_OFFERED, _COPIED, None):
        file_id = uuid4()
        await owner.execute(_SENT, journal, file_id, uuid4())
        if goes_with:
            await owner.execute(goes_with, journal, file_id)
    await owner.execute(_READS_ELSEWHERE, workspace_id, reader_id)


def body_of(function: str) -> str:
    return FILES.partition(f"function {function}(")[2].partition("$$")[2].partition("$$")[0]


def mutants() -> dict[str, str]:
    """Every way to lose one condition or one branch, and how the functions then read."""
    made: dict[str, str] = {}
    for function in FUNCTIONS:
        body = body_of(function)
        for condition in every_condition(body):
            changed = without(body, condition)
            made[f"{function}: {condition.text}"] = FILES.replace(body, changed)
        for branch in BRANCHES:
            for always in ("true", "false"):
                if branch in body:
                    name = f"{function}: {' '.join(branch.split())} ⇒ {always}"
                    made[name] = FILES.replace(body, body.replace(branch, f"{always}\n"))
    return made


@pytest.fixture(scope="module")
async def bytes_of_all(
    cluster: TestCluster, street: Street
) -> AsyncIterator[tuple[*Connections, tuple[UUID | None, ...]]]:
    """The houses once more, with papers, and who is of another side elsewhere."""
    name = f"bytes_{uuid4().hex}"
    addresses = cluster.create_database(name, template=street.database)
    owner = await asyncpg.connect(addresses.owner)
    server = await asyncpg.connect(addresses.server)
    askers = street.built.house.askers
    try:
        people = (*(askers[name].person_id for name in ("youssef", "marieke", "femke")), None)
        await bring_papers_in(owner, street.built.house.workspace_id, askers["marieke"].person_id)
        yield owner, server, people
    finally:
        await owner.close()
        await server.close()
        cluster.drop_database(name)


async def unnoticed(
    owner: asyncpg.Connection, server: asyncpg.Connection, people: tuple[UUID | None, ...]
) -> bool:
    for table in guards.BY_CONTENT:
        if await faults(owner, server, table, people):
            return False
    return True


async def test_each_branch_and_condition_of_who_has_bytes_is_noticed(
    bytes_of_all: tuple[*Connections, tuple[UUID | None, ...]],
):
    owner, server, people = bytes_of_all
    assert await unnoticed(owner, server, people), "as it stands nothing is wrong"
    survived: set[str] = set()
    for name, functions in mutants().items():
        await owner.execute(functions)
        try:
            if await unnoticed(owner, server, people):
                survived.add(name)
        finally:
            await owner.execute(FILES)
    assert survived == WITHOUT_EFFECT
