"""Goes through the houses within one process, and asks twice where a condition makes a difference.

    python -m tests.mutants.listening BUILT PLAN REPORT

goes where the plan says with row security off, so that the conditions in our own statements hold
alone. Nothing that is asked is kept: each transaction is rolled back at its end, so every request
finds the houses as they were built. Where a statement would touch other rows without one of its
conditions, the request is made again without it. Then a word or an id that is not for them must
come up, or an answer must be another, or rows of others must change; otherwise the condition could
be lost and nobody would know.
"""

import asyncio
import logging
import os
import sys
from collections.abc import Awaitable, Callable, Iterator, Sequence
from itertools import product
from pathlib import Path
from typing import Any
from uuid import UUID
from zipfile import BadZipFile

import httpx
import msgspec
import structlog
from msgspec import Struct
from pypdfium2 import PdfiumError
from tests.browser import ORIGIN
from tests.conftest import started
from tests.mutants.judging import Judge, Noticed, Outcome, Report, Suspect
from tests.mutants.neighbours import Neighbours
from tests.mutants.overhearing import overhearing
from tests.secrecy.house import Asker
from tests.secrecy.walk import MEANT, Address, Answer, Walker

from samenspraak.app import create_app
from samenspraak.gate import Application
from samenspraak.settings import Settings

# How long a socket may be silent before it has said all it has to say.
SILENCE_SECONDS = 0.15
# So many ids of each kind: in this room, of the same people, or of others; known and unknown.
OF_EACH = 3
# Of some it matters more which one is asked for: one of theirs was hidden, taken back or left.
OF_MORE = {"file": 9, "message": 5}
# What bodies of requests name, by table.
NAMED_IN_BODIES = (
    "workspace", "organisation", "person", "participant", "invitation", "thread", "message",
    "commitment", "draft", "version", "department", "file", "edition", "partner", "journal",
)  # fmt: skip
# What tells nothing: not there, not for you, who are you.
TELLS_NOTHING = {401, 403, 404}

Once = Callable[[], Awaitable[Answer]]
_UNASKED = Answer(asked="", sent=b"", status=0, came=b"")


class Plan(Struct, frozen=True, kw_only=True):
    """Who goes, and where to; everywhere, unless addresses are named."""

    people: dict[str, list[str] | None]


class Listener(Walker):
    """Somebody who goes through the house within this process, and is asked twice where it counts."""

    def __init__(self, built: Neighbours, asker: Asker, app: Application, judge: Judge) -> None:
        super().__init__(built.house, ORIGIN, asker)
        self.app, self.judge = app, judge
        # Where to go, when not everywhere.
        self.only: frozenset[str] | None = None
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

        if not self.is_meant(address):
            return _UNASKED

        async def once() -> Answer:
            return await Walker.ask(self, address, values, **more)

        return await self._judged(address, once)

    async def hear(
        self,
        address: Address,
        values: Sequence[object],
        query: str | None,
        says: Sequence[bytes] = (),
    ) -> None:
        """Do the same with a socket."""

        if not self.is_meant(address):
            return

        async def once() -> Answer:
            self.walked.add(address)
            path = address.filled(values)
            said = await _said(self.app, path, query or "", self.headers, says)
            answer = Answer(
                asked=f"SOCKET {path}", sent=f"{path}?{query}".encode(), status=101, came=said
            )
            self.answers.append(answer)
            return answer

        await self._judged(address, once)

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
                ][: OF_MORE.get(table, OF_EACH)]

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

    def is_meant(self, address: Address) -> bool:
        """Tell whether the plan goes there."""
        return self.only is None or f"{address.method} {address.path}" in self.only

    def some_ids(self) -> list[UUID]:
        """Return an id of each kind that is named in bodies."""
        return [
            one
            for table in NAMED_IN_BODIES
            for one in sorted(
                self.house.ids.get(table, ()),
                key=lambda one: (one not in self._here, one not in self._unknown),
            )[: 6 if table in {"participant", "person"} else 2]
        ]

    async def _judged(self, address: Address, once: Once) -> Answer:
        async with self._turn:
            return await self._judged_alone(address, once)

    async def _judged_alone(self, address: Address, once: Once) -> Answer:
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
                judge.report.verdicts[suspect.key].noticed = Noticed(
                    who=self.name, address=f"{address.method} {address.path}", by=noticed
                )
        return first

    async def _outcome(self, once: Once, mutant: Suspect | None) -> Outcome:
        judge = self.judge
        self.answers, judge.mutant, judge.rows, judge.is_looking = [], mutant, {}, True
        try:
            answer = await once()
        finally:
            judge.mutant, judge.is_looking = None, False
        return Outcome(status=answer.status, answers=tuple(self.answers), rows=judge.rows)

    def _noticed(self, usual: Outcome, changed: Outcome, first: list[bytes]) -> str:
        """Say how it shows that a condition is gone, if it does."""
        after = self._found(changed) - self._found(usual)
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

    def _found(self, outcome: Outcome) -> set[str]:
        self.answers = list(outcome.answers)
        try:
            return {finding.about for finding in self.findings()}
        except (PdfiumError, BadZipFile):
            # A file that came with the pieces of another can no longer be opened.
            return {"file that is broken"}


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


async def judged(built: Neighbours, settings: Settings, plan: Plan) -> Report:
    """Go where the plan says, and return what became of every condition."""
    report = Report()
    application = create_app(settings)
    async with started(application):
        # What breaks is noticed; a long story about each would only take time.
        structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
        judge = Judge(report)
        with overhearing(judge.hear, judge.look):
            for name, addresses in plan.people.items():
                listener = Listener(built, built.house.askers[name], application, judge)
                listener.only = None if addresses is None else frozenset(addresses)
                await listener.read_everything()
                await listener.listen()
                await listener.try_everything()
                await listener.leave()
                await listener.http.aclose()
    return report


def main() -> None:
    built = msgspec.json.decode(Path(sys.argv[1]).read_bytes(), type=Neighbours)
    plan = msgspec.json.decode(Path(sys.argv[2]).read_bytes(), type=Plan)
    report = asyncio.run(judged(built, Settings.from_environment(os.environ), plan))
    Path(sys.argv[3]).write_bytes(msgspec.json.encode(report))


if __name__ == "__main__":
    main()
