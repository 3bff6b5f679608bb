"""Finds out what each condition of a statement is good for, while the statement is run."""

import re
from collections.abc import Sequence
from typing import Any

import asyncpg
from msgspec import Struct
from tests.mutants.conditions import Condition, conditions, together, without
from tests.mutants.overhearing import Statement
from tests.secrecy.house import Asker
from tests.secrecy.walk import Answer

from samenspraak import guards
from samenspraak.database import Connection, Transaction

# A condition that stays unnoticed this often is not asked about again.
TRIES = 6
# Says of several conditions that all of them are gone.
ALL_OF = "all of"
NEVER_READ = ("outbox", "rate_bucket")
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Noticed(Struct, frozen=True, kw_only=True):
    """Who noticed that a condition was gone, where, and by what."""

    who: str
    address: str
    by: str


class Verdict(Struct, kw_only=True):
    """What became of one condition."""

    # How often it was met, how often it let more through, how often that may have been a secret,
    # and who noticed that it was gone.
    met: int = 0
    differed: int = 0
    secret: int = 0
    noticed: Noticed | None = None


class Report(Struct, kw_only=True):
    """Every condition that was met, by where it stands, and every place that ran a statement."""

    verdicts: dict[str, Verdict] = {}
    sites: set[str] = set()
    requests: int = 0


class Suspect(Struct, frozen=True, kw_only=True):
    key: str
    text: str
    mutated: str
    is_writing: bool


class Outcome(Struct, frozen=True, kw_only=True):
    status: int
    answers: tuple[Answer, ...]
    rows: dict[str, tuple[int, str]]


class Judge:
    """Hears the statements of the request that is under way."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.asker: Asker | None = None
        self.is_listening = True
        self.suspects: dict[str, Suspect] = {}
        self.mutant: Suspect | None = None
        self.is_looking = False
        self.rows: dict[str, tuple[int, str]] = {}
        self._compared: set[tuple[str, str]] = set()

    async def hear(self, connection: Connection, statement: Statement) -> str:
        """Put the mutant in its place, or find out what each condition is good for here."""
        if self.mutant is not None:
            return self.mutant.mutated if statement.text == self.mutant.text else statement.text
        if self.is_listening:
            self.report.sites.add(statement.site)
            await self._compare(connection, statement)
        return statement.text

    async def look(self, transaction: Transaction) -> None:
        """See what became of the rows of others, just before all of it is undone."""
        if not self.is_looking:
            return
        for table, (many, digest) in (await self.others(transaction.connection)).items():
            before = self.rows.get(table, (0, ""))
            # What several transactions did adds up; each began with the house as it was.
            self.rows[table] = (max(many, before[0]), digest)

    async def others(self, connection: Connection) -> dict[str, tuple[int, str]]:
        """Count and digest the rows of every table that are not this person's to touch."""
        assert self.asker is not None
        rows = await connection.fetch(_foreign_rows(), self.asker.person_id)
        return {row["name"]: (row["many"], row["digest"]) for row in rows}

    async def _compare(self, connection: Connection, statement: Statement) -> None:
        once = (statement.text, repr(statement.values))
        if once in self._compared:
            return
        self._compared.add(once)
        usual: object = None
        for key, gone in keyed(statement).items():
            verdict = self.report.verdicts.setdefault(key, Verdict())
            verdict.met += 1
            if verdict.noticed or verdict.secret >= TRIES or key in self.suspects:
                continue
            mutated = without(statement.text, *gone)
            if usual is None:
                usual = await _tried(connection, statement.text, statement.values)
            changed = await _tried(connection, mutated, statement.values)
            if changed != usual:
                verdict.differed += 1
                verdict.secret += self._may_be_secret(usual, changed)
                self.suspects[key] = Suspect(
                    key=key,
                    text=statement.text,
                    mutated=mutated,
                    is_writing=not statement.text.lstrip().lower().startswith("select"),
                )

    def _may_be_secret(self, usual: object, changed: object) -> bool:
        """Tell whether what came besides is more than rows that this person reads anyhow."""
        if not isinstance(usual, list) or not isinstance(changed, list):
            return True
        more = [row for row in changed if row not in set(usual)]
        if not more:
            return False
        unknown = {str(one) for one in self.asker.unknown_ids} if self.asker else set[str]()
        return any(
            not (named := set(_ID.findall(row))) or named & unknown or "zwaluw" in row
            for row in more
        )


def keyed(statement: Statement) -> dict[str, tuple[Condition, ...]]:
    """Name each condition by where it stands; the same words twice are told apart by a number.

    Where several hold a row to its place, losing one may go unnoticed; losing all may not.
    """
    keyed: dict[str, tuple[Condition, ...]] = {}
    for condition in conditions(statement.text):
        key = f"{statement.site}: {condition.text}"
        again = sum(each == key or each.startswith(f"{key} #") for each in keyed)
        keyed[f"{key} #{again + 1}" if again else key] = (condition,)
    every = together(statement.text)
    if len(every) > 1:
        keyed[f"{statement.site}: {ALL_OF} {' and '.join(each.text for each in every)}"] = every
    return keyed


async def _tried(connection: Connection, text: str, values: Sequence[Any]) -> object:
    """Run a statement, forget what it did, and return what it gave or touched."""
    # The product begins in words of its own, of which the driver's own nesting knows nothing.
    await connection.execute("savepoint attempt")
    try:
        if text.lstrip().lower().startswith(("select", "with")) or "returning" in text.lower():
            return sorted(
                repr(tuple(row.values())) for row in await connection.fetch(text, *values)
            )
        return await connection.execute(text, *values)
    except asyncpg.PostgresError as error:
        return type(error).__name__
    finally:
        await connection.execute("rollback to savepoint attempt")


def _foreign_rows() -> str:
    """Make the statement that counts what is not this person's, table by table."""
    mine = "select journal_id from journal_reader where person_id = $1"
    own = {
        **dict.fromkeys(
            (*guards.BY_JOURNAL, *guards.BY_CONTENT, "entry"), f"t.journal_id in ({mine})"
        ),
        **dict.fromkeys(guards.BY_PERSON, "t.person_id = $1"),
        "journal": f"t.id in ({mine})",
        "journal_reader": f"t.journal_id in ({mine}) or t.person_id = $1",
        "person": "t.id = $1",
    }
    return " union all ".join(
        f"select '{table}' as name, count(*)::int as many,"  # Names of our own.
        " coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as digest"
        f' from "{table}" t where not coalesce({condition}, false)'
        for table, condition in own.items()
        if table not in NEVER_READ
    )
