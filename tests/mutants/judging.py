"""Takes away one condition of one statement at a time, and looks whether anybody notices.

    python -m tests.mutants.judging HOUSE REPORT NAME…

goes through the house as these people, with row security off, so that the conditions in our own
statements hold alone. Nothing that is asked is kept: each transaction is rolled back at its end, so
every request finds the house as it was built. Where a statement would touch other rows without one
of its conditions, the request is made again without it. Then a word or an id that is not for them
must come up, or an answer that told nothing must tell something, or rows of others must change;
otherwise the condition could be lost and nobody would know.
"""

import asyncio
import logging
import os
import re
import sys
from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import httpx
import msgspec
import structlog
from msgspec import Struct
from tests.browser import ORIGIN
from tests.conftest import started
from tests.mutants.conditions import Condition, conditions, together, without
from tests.mutants.neighbours import Neighbours
from tests.mutants.overhearing import Statement, overhearing
from tests.secrecy.house import Asker
from tests.secrecy.walk import MEANT, Address, Answer, Walker

from samenspraak import guards
from samenspraak.app import create_app
from samenspraak.database import Connection, Transaction
from samenspraak.gate import Application
from samenspraak.settings import Settings

# How long a socket may be silent before it has said all it has to say.
SILENCE_SECONDS = 0.15
# A condition that stays unnoticed this often is not asked about again.
TRIES = 6
# So many ids of each kind: in this room, of the same people, or of others; known and unknown.
OF_EACH = 3
# What bodies of requests name, by table.
NAMED_IN_BODIES = (
    "workspace", "organisation", "person", "participant", "invitation", "thread", "message",
    "commitment", "draft", "version", "department", "file", "edition", "partner", "journal",
)  # fmt: skip
# Says of several conditions that all of them are gone.
ALL_OF = "all of"
# What tells nothing: not there, not for you, who are you.
TELLS_NOTHING = {401, 403, 404}
NEVER_READ = ("outbox", "rate_bucket")
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Verdict(Struct, kw_only=True):
    """What became of one condition."""

    # How often it was met, how often it let more through, how often that may have been a secret,
    # and who noticed that it was gone.
    met: int = 0
    differed: int = 0
    secret: int = 0
    killed_by: str = ""


class Report(Struct, kw_only=True):
    """Every condition that was met, by where it stands, and every place that ran a statement."""

    verdicts: dict[str, Verdict] = {}
    sites: set[str] = set()
    requests: int = 0


class _Suspect(Struct, frozen=True, kw_only=True):
    key: str
    text: str
    mutated: str
    is_writing: bool


class _Outcome(Struct, frozen=True, kw_only=True):
    status: int
    answers: tuple[Answer, ...]
    rows: dict[str, tuple[int, str]]


class Judge:
    """Hears the statements of the request that is under way."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.asker: Asker | None = None
        self.is_listening = True
        self.suspects: dict[str, _Suspect] = {}
        self.mutant: _Suspect | None = None
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
        for key, gone in _keyed(statement).items():
            verdict = self.report.verdicts.setdefault(key, Verdict())
            verdict.met += 1
            if verdict.killed_by or verdict.secret >= TRIES or key in self.suspects:
                continue
            mutated = without(statement.text, *gone)
            if usual is None:
                usual = await _tried(connection, statement.text, statement.values)
            changed = await _tried(connection, mutated, statement.values)
            if changed != usual:
                verdict.differed += 1
                verdict.secret += self._may_be_secret(usual, changed)
                self.suspects[key] = _Suspect(
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


def _keyed(statement: Statement) -> dict[str, tuple[Condition, ...]]:
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
    attempt = connection.transaction()
    await attempt.start()
    try:
        if text.lstrip().lower().startswith(("select", "with")) or "returning" in text.lower():
            return sorted(
                repr(tuple(row.values())) for row in await connection.fetch(text, *values)
            )
        return await connection.execute(text, *values)
    except asyncpg.PostgresError as error:
        return type(error).__name__
    finally:
        await attempt.rollback()


def _foreign_rows() -> str:
    """Make the statement that counts what is not this person's, table by table."""
    mine = "select journal_id from journal_reader where person_id = $1"
    own = {
        **dict.fromkeys((*guards.BY_JOURNAL, "entry"), f"t.journal_id in ({mine})"),
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


class Listener(Walker):
    """Somebody who goes through the house within this process, and is asked twice where it counts."""

    def __init__(self, built: Neighbours, asker: Asker, app: Application, judge: Judge) -> None:
        super().__init__(built.house, ORIGIN, asker)
        self.app, self.judge = app, judge
        # One request at a time, or nobody knows whose statements these are.
        self._turn = asyncio.Lock()
        self._unknown, self._here, self._near = asker.unknown_ids, built.here, built.near
        self.http = httpx.AsyncClient(
            transport=httpx.ASGITransport(app=app, raise_app_exceptions=False),
            base_url=ORIGIN,
            timeout=60,
        )

    async def ask(self, address: Address, values: Sequence[object], **more: Any) -> Answer:
        """Ask, and ask again without each condition that made a difference."""

        async def once() -> Answer:
            return await Walker.ask(self, address, values, **more)

        return await self._judged(once)

    async def hear(
        self,
        address: Address,
        values: Sequence[object],
        query: str | None,
        says: Sequence[bytes] = (),
    ) -> None:
        """Do the same with a socket."""

        async def once() -> Answer:
            self.walked.add(address)
            path = address.filled(values)
            said = await _said(self.app, path, query or "", self.headers, says)
            answer = Answer(
                asked=f"SOCKET {path}", sent=f"{path}?{query}".encode(), status=101, came=said
            )
            self.answers.append(answer)
            return answer

        await self._judged(once)

    def meant(self, name: str) -> Iterator[object]:
        """A few ids of each kind will do: first those of others, then one's own."""
        if not MEANT.get(name):
            yield "x"
            return
        for table in MEANT[name]:
            for where, is_unknown in product(("here", "near", "far"), (True, False)):
                yield from [
                    one
                    for one in self.house.ids.get(table, ())
                    if (self._where(one), one in self._unknown) == (where, is_unknown)
                ][:OF_EACH]

    def _where(self, one: UUID) -> str:
        return "here" if one in self._here else "near" if one in self._near else "far"

    def words_to_find(self) -> Iterator[dict[str, str]]:
        """Look for what is hidden or gone by its own word, besides the rest."""
        yield from super().words_to_find()
        for each in self.house.canaries:
            if "that was" in each.about or "file" in each.about:
                yield {"q": each.word}

    def every_filling(self, address: Address) -> Iterator[tuple[object, ...]]:
        """Leave out what the walk does not know of yet; it says so itself."""
        if set(address.parameters) <= MEANT.keys():
            yield from super().every_filling(address)

    def some_ids(self) -> list[UUID]:
        """Return an id of each kind that is named in bodies."""
        return [
            one
            for table in NAMED_IN_BODIES
            for one in sorted(
                self.house.ids.get(table, ()),
                key=lambda one: (one not in self._here, one not in self._unknown),
            )[:2]
        ]

    async def _judged(self, once: Any) -> Answer:
        async with self._turn:
            return await self._judged_alone(once)

    async def _judged_alone(self, once: Any) -> Answer:
        judge = self.judge
        judge.report.requests += 1
        judge.asker, judge.suspects = self.asker, {}
        self.answers = []
        first = await once()
        usual_came = [answer.came for answer in self.answers]
        for suspect in list(judge.suspects.values()):
            judge.is_listening = False
            usual = await self._outcome(once, None)
            changed = await self._outcome(once, suspect)
            judge.is_listening = True
            noticed = self._noticed(usual, changed, usual_came)
            if noticed:
                judge.report.verdicts[
                    suspect.key
                ].killed_by = f"{self.name}, {_without_ids(first.asked)}: {noticed}"
        return first

    async def _outcome(self, once: Any, mutant: _Suspect | None) -> _Outcome:
        judge = self.judge
        self.answers, judge.mutant, judge.rows, judge.is_looking = [], mutant, {}, True
        try:
            answer = await once()
        finally:
            judge.mutant, judge.is_looking = None, False
        return _Outcome(status=answer.status, answers=tuple(self.answers), rows=judge.rows)

    def _noticed(self, usual: _Outcome, changed: _Outcome, first: list[bytes]) -> str:
        """Say how it shows that a condition is gone, if it does."""
        before = {finding.about for finding in self._found(usual)}
        after = {finding.about for finding in self._found(changed)} - before
        if after:
            return "an id" if min(after).startswith("the id ") else min(after)
        if changed.status != usual.status and (
            usual.status in TELLS_NOTHING or changed.status >= 400
        ):
            return f"{changed.status} for {usual.status}"
        for table, (many, digest) in changed.rows.items():
            was_many, was_digest = usual.rows.get(table, (many, digest))
            if many != was_many or (digest != was_digest and self._is_steady(table)):
                return f"rows of others in {table}"
        # Whoever asks twice gets the same, unless rows of others speak through it.
        came = [answer.came for answer in usual.answers]
        is_other = came == first != [answer.came for answer in changed.answers]
        return "another answer" if is_other else ""

    def _is_steady(self, table: str) -> bool:
        return table not in {"journal", "entry"}

    def _found(self, outcome: _Outcome) -> list[Any]:
        self.answers = list(outcome.answers)
        return self.findings()


def _without_ids(asked: str) -> str:
    path = asked.split("?", maxsplit=1)[0]
    return "/".join("…" if part.count("-") == 4 else part for part in path.split("/"))


async def _said(
    app: Application, path: str, query: str, headers: dict[str, str], says: Sequence[bytes]
) -> bytes:
    """Open a socket within this process, and return all it says until it is silent."""
    inbox: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    outbox: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    scope = {
        "type": "websocket",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": "1.1",
        "scheme": "wss",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [
            (b"host", b"samenspraak.test"),
            *((name.encode(), value.encode()) for name, value in headers.items()),
        ],
        "client": ("10.0.0.1", 40_000),
        "server": ("samenspraak.test", 443),
        "subprotocols": [],
        "state": {},
        "extensions": {},
    }
    inbox.put_nowait({"type": "websocket.connect"})
    for frame in says:
        inbox.put_nowait({"type": "websocket.receive", "bytes": frame, "text": None})
    task = asyncio.ensure_future(app(scope, inbox.get, outbox.put))
    heard = b""
    try:
        while True:
            event = await asyncio.wait_for(outbox.get(), SILENCE_SECONDS if heard else 5)
            heard += str(event.get("code", "")).encode() + (event.get("text") or "").encode()
            heard += event.get("bytes") or b""
            heard += b"\n"
            if event["type"] == "websocket.close":
                break
    except TimeoutError:
        inbox.put_nowait({"type": "websocket.disconnect", "code": 1000})
    await asyncio.wait_for(task, 20)
    return heard


async def judged(built: Neighbours, settings: Settings, names: Sequence[str]) -> Report:
    """Go everywhere as each of these, and return what became of every condition."""
    report = Report()
    application = create_app(settings)
    async with started(application):
        # What breaks is noticed; a long story about each would only take time.
        structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
        judge = Judge(report)
        with overhearing(judge.hear, judge.look):
            for name in names:
                listener = Listener(built, built.house.askers[name], application, judge)
                await listener.read_everything()
                await listener.listen()
                await listener.try_everything()
                await listener.leave()
                await listener.http.aclose()
    return report


def main() -> None:
    built = msgspec.json.decode(Path(sys.argv[1]).read_bytes(), type=Neighbours)
    report = asyncio.run(judged(built, Settings.from_environment(os.environ), sys.argv[3:]))
    Path(sys.argv[2]).write_bytes(msgspec.json.encode(report))


if __name__ == "__main__":
    main()
