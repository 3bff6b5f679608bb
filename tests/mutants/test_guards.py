"""Takes away one guard of PostgreSQL at a time; something has to notice each."""

from collections.abc import AsyncIterator, Awaitable, Callable
from uuid import UUID, uuid4

import asyncpg
import pytest
from msgspec import Struct
from tests.migrations import test_guards as kept
from tests.mutants.conftest import SEED, Street, drawn
from tests.mutants.sight import NOBODY_WRITES, faults
from tests.postgres import TestCluster

from samenspraak import guards
from samenspraak.embedded.cluster import SERVER, SWEEPER

# Of all that is granted, triggered and frozen, so many are tried each time; of policies, all.
DRAWN = 30
POLICIES = sorted(guards.TABLES)

Connections = tuple[asyncpg.Connection, asyncpg.Connection]
Check = Callable[[asyncpg.Connection, asyncpg.Connection], Awaitable[None]]


class Mutant(Struct, frozen=True, kw_only=True):
    """One guard, what takes it away and what puts it back, and the test that must notice."""

    name: str
    done: str
    check: Check
    undone: str = ""
    # The trigger that is put back as it was, by its table and its name.
    trigger: tuple[str, str] | None = None


@pytest.fixture(scope="module")
def people(street: Street) -> tuple[UUID | None, ...]:
    """One of each side's, a stranger, and nobody."""
    askers = street.built.house.askers
    return (*(askers[name].person_id for name in ("youssef", "marieke", "bram")), None)


@pytest.mark.parametrize("table", POLICIES)
async def test_each_sees_and_writes_what_they_may(
    table: str,
    owner: asyncpg.Connection,
    server: asyncpg.Connection,
    people: tuple[UUID | None, ...],
):
    """As it stands nothing is wrong; this is what every policy is then held against."""
    assert await faults(owner, server, table, people) == []


@pytest.mark.parametrize("table", POLICIES)
async def test_a_policy_that_is_gone_is_noticed(
    table: str,
    owner: asyncpg.Connection,
    server: asyncpg.Connection,
    people: tuple[UUID | None, ...],
):
    [policy] = await owner.fetch(
        "select qual, with_check from pg_policies where tablename = $1 and policyname = 'seen'",
        table,
    )
    again = f'alter policy seen on "{table}" using ({policy["qual"]}) with check ({policy["with_check"]})'
    unnoticed: list[str] = []
    for what, done, undone in (
        ("sees all", f'alter policy seen on "{table}" using (true)', again),
        ("writes all", f'alter policy seen on "{table}" with check (true)', again),
        (
            "no row security",
            f'alter table "{table}" disable row level security',
            f'alter table "{table}" enable row level security',
        ),
        *(
            (f"only {half}", f'alter policy seen on "{table}" using ({half})', again)
            for half in _halves(table)
        ),
    ):
        await owner.execute(done)
        try:
            if not await faults(owner, server, table, people):
                unnoticed.append(what)
        finally:
            await owner.execute(undone)
    assert unnoticed == WITHOUT_EFFECT.get(table, [])


def _halves(table: str) -> tuple[str, ...]:
    """Either half of what decides who sees bytes; that of other tables is one whole."""
    if table not in guards.BY_CONTENT:
        return ()
    return (
        "journal_id = any((select my_journals())::uuid[])",
        f"has_content(journal_id, {guards.BY_CONTENT[table]})",
    )


# Where taking a policy away changes nothing, and why.
_NO_ROWS_TO_HIDE = ["sees all", "writes all", "no row security"]
WITHOUT_EFFECT = {
    # Public keys, and counters by name: all may see them and nothing in them is anybody's.
    **dict.fromkeys(("signing_key", "rate_bucket", "outbox"), _NO_ROWS_TO_HIDE),
    # Nobody has the right to write here at all; what is seen is what the policy is for.
    **{table: ["writes all"] for table in NOBODY_WRITES},
}


async def test_who_is_shut_out_reads_nothing(
    owner: asyncpg.Connection, server: asyncpg.Connection, people: tuple[UUID | None, ...]
):
    """Whoever came in before an account was shut enters as nobody from then on."""
    youssef = people[0]
    await owner.execute("update person set disabled_at = now() where id = $1", youssef)
    try:
        for table in POLICIES:
            assert await faults(owner, server, table, (youssef,)) == []
        async with server.transaction():
            await server.execute("select enter_as($1, '3s')", youssef)
            assert await server.fetchval("select count(*) from entry") == 0
    finally:
        await owner.execute("update person set disabled_at = null where id = $1", youssef)


def other_guards() -> list[Mutant]:
    """Every grant that is not given, every trigger and every column it watches."""
    made: list[Mutant] = []
    for table in guards.TABLES:
        if table not in guards.DELETABLE:
            made.append(_granted("delete", table, kept.test_only_what_may_go_can_be_deleted))
        made.append(_granted("truncate", table, kept.test_only_what_may_go_can_be_deleted))
        if table not in kept.SWEPT:
            made.append(_granted("select", table, _only_the_sweeper, SWEEPER))
    for table in NOBODY_WRITES:
        made += [_granted("insert", table, _nobody_writes(table))]
        if table != "journal":
            made += [_granted("update", table, _nobody_writes(table))]
    for table in guards.UNCHANGING:
        made.append(_granted("update", table, kept.test_what_was_said_and_signed_cannot_be_changed))
        made.append(_without_trigger(table, "for_ever"))
    made.append(_without_trigger("entry", "for_ever_whole", _owner_empties_nothing))
    for table, columns in guards.FROZEN_COLUMNS.items():
        made.append(_without_trigger(table, "frozen"))
        made += [_thawed(table, column, columns) for column in columns]
    made.append(
        Mutant(
            name="the server may make tables",
            done=f'grant create on schema public to "{SERVER}"',
            undone=f'revoke create on schema public from "{SERVER}"',
            check=_logins_own_nothing,
        )
    )
    return made


@pytest.fixture
async def apart(cluster: TestCluster, street: Street) -> AsyncIterator[Connections]:
    """A copy of its own: who may empty a table does."""
    name = f"apart_{uuid4().hex}"
    addresses = cluster.create_database(name, template=street.database)
    owner = await asyncpg.connect(addresses.owner)
    server = await asyncpg.connect(addresses.server)
    try:
        yield owner, server
    finally:
        await owner.close()
        await server.close()
        cluster.drop_database(name)


async def test_every_other_guard_that_is_gone_is_noticed(apart: Connections):
    owner, server = apart
    mutants = drawn(other_guards(), DRAWN)
    for check in {mutant.check for mutant in mutants}:
        # Whatever is red already notices nothing.
        await check(owner, server)
    unnoticed = [mutant.name for mutant in mutants if not await _is_noticed(mutant, owner, server)]
    assert unnoticed == [], f"SAMENSPRAAK_SEED={SEED} draws these again"


async def _is_noticed(
    mutant: Mutant, owner: asyncpg.Connection, server: asyncpg.Connection
) -> bool:
    undone = mutant.undone
    if mutant.trigger:
        undone = await owner.fetchval(
            "select pg_get_triggerdef(oid) from pg_trigger"
            " where tgrelid = $1::regclass and tgname = $2",
            *mutant.trigger,
        )
        undone = str(undone).replace("CREATE TRIGGER", "create or replace trigger")
    await owner.execute(mutant.done)
    try:
        await mutant.check(owner, server)
    except (Exception, pytest.fail.Exception):  # noqa: BLE001  # However a test is red.
        return True
    finally:
        await owner.execute(undone)
    return False


def _granted(right: str, table: str, check: Check, role: str = SERVER) -> Mutant:
    return Mutant(
        name=f"{role} may {right} {table}",
        done=f'grant {right} on "{table}" to "{role}"',
        undone=f'revoke {right} on "{table}" from "{role}"',
        check=check,
    )


def _without_trigger(
    table: str, name: str, check: Check = kept.test_what_was_said_and_signed_cannot_be_changed
) -> Mutant:
    return Mutant(
        name=f"{table} has no trigger {name}",
        done=f'drop trigger {name} on "{table}"',
        trigger=(f'"{table}"', name),
        check=check,
    )


def _thawed(table: str, column: str, columns: tuple[str, ...]) -> Mutant:
    changed = " or ".join(
        f"old.{each} is distinct from new.{each}" for each in columns if each != column
    )
    return Mutant(
        name=f"{column} of {table} may change",
        done=(
            f'create or replace trigger frozen before update on "{table}"'
            f" for each row when ({changed}) execute function refuse_change()"
        ),
        trigger=(f'"{table}"', "frozen"),
        check=kept.test_what_was_said_and_signed_cannot_be_changed,
    )


def _nobody_writes(table: str) -> Check:
    async def check(_owner: asyncpg.Connection, server: asyncpg.Connection) -> None:
        for right in ("insert", "update"):
            if (right, table) != ("update", "journal"):
                assert not await server.fetchval(
                    "select has_any_column_privilege(current_user, $1, $2)", f'"{table}"', right
                )

    return check


async def _only_the_sweeper(owner: asyncpg.Connection, _server: asyncpg.Connection) -> None:
    await kept.test_only_the_sweeper_sees_more_and_only_there(owner)


async def _owner_empties_nothing(owner: asyncpg.Connection, _server: asyncpg.Connection) -> None:
    await kept.test_not_even_the_owner_empties_the_journals(owner)


async def _logins_own_nothing(owner: asyncpg.Connection, _server: asyncpg.Connection) -> None:
    await kept.test_the_logins_own_nothing_and_stand_above_nothing(owner, SERVER)
