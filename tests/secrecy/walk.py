"""Goes through every address of the product as one person, with every id there is.

What comes back is kept as it came over the wire: status line, headers and body.
"""

import asyncio
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import product
from typing import Any
from uuid import UUID, uuid4

import httpx
import websockets
from litestar.routes import HTTPRoute, WebSocketRoute
from msgspec import Struct
from tests.browser import CSRF_COOKIE, SESSION_COOKIE
from tests.secrecy.bodies import body_of
from tests.secrecy.canaries import forms, forms_of_id, laid_open
from tests.secrecy.house import Asker, House

from samenspraak.app import create_framework
from samenspraak.contract import openapi_document
from samenspraak.drafting.protocol import query_awareness, step1
from samenspraak.gate import API
from samenspraak.journal.positions import MOST_JOURNALS, position
from samenspraak.search.schemas import FoundKind
from samenspraak.settings import Settings

# The socket says all it has at once; then it waits for news that will not come.
SILENCE_SECONDS = 1.0
# Of ids of another kind than a path asks for, every so manieth will do.
STRIDE = 4
# How many sockets one person opens at once.
TOGETHER = 8
# To a draft: we have nothing, so send all; and who else is here?
_WHAT_STANDS_THERE = (step1(b"\x00"), query_awareness())
# How the words begin that must not travel.
BEGINNING = "zwaluw"
# Which tables a parameter of a path may mean.
MEANT = {
    "workspace_id": ("workspace",),
    "organisation_id": ("organisation",),
    "token_id": ("api_token",),
    "mandate_id": ("mandate",),
    "person_id": ("person",),
    "session_id": ("session",),
    # Asked for with an id of one's own; the row has its person's.
    "factor_id": ("credential",),
    "identity_id": ("external_identity",),
    "edition_id": ("edition",),
    "department_id": ("department",),
    "import_id": ("import_preview",),
    "invitation_id": ("invitation",),
    "thread_id": ("thread",),
    "message_id": ("message",),
    "talk_id": ("talk",),
    "commitment_id": ("commitment",),
    "draft_id": ("draft",),
    "partner_id": ("partner",),
    "package_id": ("package", "commitment"),
    "version_id": ("version",),
    "file_id": ("file",),
    "hold_id": ("dispute_hold",),
    "secret": ("invitation",),
    "collection": (),
    "name": (),
    "rest": (),
}


class Address(Struct, frozen=True, kw_only=True):
    """One method on one path of the router."""

    method: str
    path: str

    @property
    def parameters(self) -> list[str]:
        return re.findall(r"{(\w+):\w+}", self.path)

    def filled(self, values: Iterable[object]) -> str:
        given = iter(values)
        return re.sub(r"{\w+:\w+}", lambda _: str(next(given)), self.path)


class Answer(Struct, frozen=True, kw_only=True):
    """What came back, and what was sent to get it."""

    asked: str
    sent: bytes
    status: int
    came: bytes


class Finding(Struct, frozen=True, kw_only=True):
    """A word, or an id, where it must not be."""

    asker: str
    asked: str
    about: str

    def __str__(self) -> str:
        return f"{self.asker} found {self.about} in {self.asked}"


@cache
def router() -> tuple[list[Address], list[str]]:
    """Every address of the router, and every socket."""
    addresses: list[Address] = []
    sockets: list[str] = []
    for route in create_framework(Settings()).routes:
        if isinstance(route, HTTPRoute):
            addresses += [
                Address(method=method, path=route.path)
                for method in sorted(route.methods - {"OPTIONS", "HEAD"})
            ]
        elif isinstance(route, WebSocketRoute):
            sockets.append(route.path)
    return addresses, sockets


@cache
def interface() -> dict[str, Any]:
    """The published interface, which says what a body may hold."""
    return openapi_document()


class Walker:
    """One person in a running house."""

    def __init__(
        self, house: House, origin: str, asker: Asker | None, claimed: set[UUID] | None = None
    ) -> None:
        self.house = house
        self.asker = asker
        self.origin = origin
        # Ids that a walker gave to something of their own: they are no secret from then on.
        self.claimed = set[UUID]() if claimed is None else claimed
        # Ending these would end the walk before its end.
        self.own_sessions = frozenset[UUID]()
        self.answers: list[Answer] = []
        self.walked: set[Address] = set()
        self.http = httpx.AsyncClient(base_url=origin, timeout=60)
        self._interface = interface()

    @property
    def name(self) -> str:
        return self.asker.name if self.asker else "nobody"

    @property
    def headers(self) -> dict[str, str]:
        """What a page of ours sends along."""
        if self.asker is None:
            return {}
        return {
            "cookie": f"{SESSION_COOKIE}={self.asker.session}; {CSRF_COOKIE}={self.asker.csrf}",
            "x-csrf-token": self.asker.csrf,
            "origin": self.origin,
            "sec-fetch-site": "same-origin",
        }

    async def read_everything(self) -> None:
        """Ask every address that only shows, with every id and every way to narrow it down."""
        for address in router()[0]:
            if address.method == "GET":
                for values in self.every_filling(address):
                    await self.ask(address, values)
                    for query in self.queries(address, values):
                        await self.ask(address, values, params=query)

    async def read_lists(self) -> None:
        """Look once more at whatever needs no id but the room's."""
        for address in router()[0]:
            if address.method == "GET" and set(address.parameters) <= {"workspace_id"}:
                await self.ask(address, [self.house.workspace_id][: len(address.parameters)])

    async def try_everything(self) -> None:
        """Make every move there is, with every id there is."""
        await self.find_own_sessions()
        for address in router()[0]:
            if address.method != "POST":
                continue
            if address.parameters in ([], ["workspace_id"]):
                values = [self.house.workspace_id][: len(address.parameters)]
                for at, named in enumerate(self.some_ids()):
                    makes_a_difference = await self.post(
                        address, values, named, is_taken=at % STRIDE == 0
                    )
                    if not makes_a_difference and at > 2 * STRIDE:
                        break
                if values:
                    await self.post(address, [self.house.lane_id], self.house.lane_id)
                continue
            for at, values in enumerate(self.every_filling(address)):
                # What the path names is named in the body too: a move on what is hidden.
                await self.post(address, values, values[-1], is_taken=at == 0)

    async def find_own_sessions(self) -> None:
        """Ask where one is signed in oneself, if one is."""
        answer = await self.http.get(f"{API}/sessions", headers=self.headers)
        if answer.status_code == 200:
            self.own_sessions = frozenset(UUID(one["id"]) for one in answer.json()["items"])

    async def leave(self) -> None:
        """Take everything away that can be taken away, one's own session last."""
        for address in router()[0]:
            if address.method == "DELETE":
                for values in self.every_filling(address):
                    await self.ask(address, values)

    async def listen(self) -> None:
        """Hear every socket from the beginning of every journal there is, and from now."""
        everything = position(dict.fromkeys(self.house.ids["journal"][:MOST_JOURNALS], 0))
        for path in router()[1]:
            address = Address(method="SOCKET", path=path)
            if address.parameters == ["draft"]:
                await self.write_along(address)
                continue
            assert address.parameters == ["workspace_id"], "how a socket is opened is told here"
            await asyncio.gather(
                *(
                    self.hear(address, [workspace_id], query)
                    for workspace_id in self.rooms()
                    for query in (f"after={everything}", None)
                )
            )

    async def write_along(self, address: Address) -> None:
        """Open the socket of every draft there is, and of what is none, and ask for all of it."""
        drafts = [*self.house.ids["draft"], *self.some_ids()[::STRIDE], uuid4()]
        # A person may have so many open, and all close within a moment.
        for at in range(0, len(drafts), TOGETHER):
            await asyncio.gather(
                *(
                    self.hear(address, [draft], query="told=1", says=_WHAT_STANDS_THERE)
                    for draft in drafts[at : at + TOGETHER]
                )
            )

    def rooms(self) -> tuple[UUID, ...]:
        """Every workspace there is something to find in, and none."""
        return (self.house.workspace_id, self.house.lane_id, self.house.waiting_id, uuid4())

    def every_filling(self, address: Address) -> Iterator[tuple[object, ...]]:
        """Every id of the right kind for every parameter, and one of every other kind."""
        names = address.parameters
        if not names:
            yield ()
        elif names == ["workspace_id"]:
            yield from ((one,) for one in self.rooms())
        elif names[0] == "workspace_id":
            [name] = names[1:]
            yield from ((self.house.workspace_id, one) for one in self.meant(name))
            # Through another door of one's own, or of somebody else's.
            yield from ((self.house.lane_id, one) for one in [*self.meant(name)][:3])
        else:
            # Own to organisations and people: the right kind in the first place will do.
            every = self.organisations_and(names[1]) if names[1:] else zip(self.meant(names[0]))
            yield from (values for values in every if not self.would_end_the_walk(names, values))

    def organisations_and(self, name: str) -> Iterator[tuple[object, ...]]:
        """Every id of the right kind in one's own organisation, and in one of the others by turns."""
        unknown = self.asker.unknown_ids if self.asker else frozenset[UUID]()
        every = self.house.ids["organisation"]
        # To nobody all of them are others.
        own = [one for one in every if one not in unknown] or every
        others = [one for one in every if one in unknown] or every
        for at, one in enumerate(self.meant(name)):
            yield (own[at % len(own)], one)
            yield (others[at % len(others)], one)

    def would_end_the_walk(self, names: Sequence[str], values: Sequence[object]) -> bool:
        """Tell whether this would send away who still has to walk: oneself, or an own colleague."""
        if names == ["session_id"]:
            return values[0] in self.own_sessions
        if names != ["organisation_id", "person_id"] or self.asker is None:
            return False
        walking = {asker.person_id for asker in self.house.askers.values()}
        return values[0] not in self.asker.unknown_ids and values[1] in walking

    def meant(self, name: str) -> Iterator[object]:
        """What may stand in the place of a parameter."""
        if not MEANT[name]:
            yield from ("x", self.house.workspace_id)
            return
        yield from dict.fromkeys(
            one for table in MEANT[name] for one in self.house.ids.get(table, ())
        )
        yield from self.some_ids()[::STRIDE]
        yield uuid4()

    def some_ids(self) -> list[UUID]:
        """An id of every table, of a row unknown to this person where there is one."""
        unknown = self.asker.unknown_ids if self.asker else frozenset[UUID]()
        return [min(ids, key=lambda one: one not in unknown) for ids in self.house.ids.values()]

    def queries(self, address: Address, values: Sequence[object]) -> Iterator[dict[str, str]]:
        """Every way to narrow a list down, with what is hidden."""
        names = {
            parameter["name"]: parameter.get("schema", {})
            for parameter in self.operation(address).get("parameters", [])
            if parameter["in"] == "query"
        }
        if not names or (values and values[0] != self.house.workspace_id):
            return
        if "limit" in names:
            yield {"limit": "1"}
        if "after" in names and address.path.endswith("/entries"):
            yield {"after": position(dict.fromkeys(self.house.ids["journal"][:MOST_JOURNALS], 0))}
        if "before" in names:
            versions = self.house.ids.get("version", ())
            yield from (
                {"before": str(one), "after": str(other)}
                for one, other in product(versions, repeat=2)
            )
        if "unread" in names:
            yield {"unread": "true"}
        if "retired" in names:
            yield {"retired": "true"}
        if "audience" in names:
            yield {"audience": "own_side"}
        if "subjectId" in names:
            for one in self.some_ids()[::STRIDE]:
                yield {"subjectId": str(one)}
                yield {"subjectId": str(one), "subjectKind": "commitment"}
        if "q" in names:
            yield from self.words_to_find()

    def words_to_find(self) -> Iterator[dict[str, str]]:
        """How every canary begins, wherever one may look, and how some are written in full."""
        for kind in FoundKind:
            yield {"q": BEGINNING, "kind": kind, "limit": "50"}
        for one in self.rooms():
            yield {"q": BEGINNING, "workspaceId": str(one), "limit": "50"}
        for each in self.house.canaries[:: 4 * STRIDE]:
            yield {"q": each.word}
            yield {"q": each.word[:12]}
            yield {"q": f'"{each.word}"', "workspaceId": str(self.house.workspace_id)}

    async def post(
        self,
        address: Address,
        values: Sequence[object],
        named: object,
        *,
        is_taken: bool = False,
    ) -> bool:
        """Make one move about this, and tell whether naming something else makes a difference."""
        content = self.operation(address).get("requestBody", {}).get("content", {})
        if "application/json" not in content:
            params = {"organisationId": str(named), "importId": str(uuid4())}
            params |= {"fileId": str(named), "name": "x.csv"}
            await self.ask(address, values, params=params, content=b"titel;opdrachtnemer\nx;y\n")
            self.claimed.add(UUID(str(named)))
            return True
        body = body_of(content["application/json"]["schema"], str(named), self._interface)
        answer = await self.ask(address, values, json=body)
        if "id" in body and is_taken:
            # An id that is taken, by something one may not know of.
            answer = await self.ask(address, values, json={**body, "id": str(named)})
            if answer.status == 201:
                self.claimed.add(UUID(str(named)))
        return str(named) in str(body)

    def operation(self, address: Address) -> dict[str, Any]:
        path = re.sub(r":\w+}", "}", address.path).removeprefix(API)
        return self._interface["paths"].get(path, {}).get(address.method.lower(), {})

    async def ask(self, address: Address, values: Sequence[object], **more: Any) -> Answer:
        """Ask, and keep what came as it came."""
        request = self.http.build_request(
            address.method, address.filled(values), headers=self.headers, **more
        )
        answer = await self.http.send(request)
        self.walked.add(address)
        head = f"{answer.status_code} {answer.reason_phrase}\n".encode()
        head += b"\n".join(name + b": " + value for name, value in answer.headers.raw)
        kept = Answer(
            asked=f"{address.method} {request.url.raw_path.decode()}",
            sent=request.url.raw_path + request.content,
            status=answer.status_code,
            came=_telling(head) + b"\n\n",
        )
        # The body apart, because a packed one begins with its own first byte.
        self.answers += [kept, _with_body(kept, answer.content)]
        return kept

    async def hear(
        self,
        address: Address,
        values: Sequence[object],
        query: str | None,
        says: Sequence[bytes] = (),
    ) -> None:
        """Open a socket, say this, and keep all it says until it is silent."""
        path = address.filled(values) + (f"?{query}" if query else "")
        self.walked.add(address)
        said = b""
        try:
            async with websockets.connect(
                self.origin.replace("http", "ws", 1) + path,
                origin=self.origin,  # pyright: ignore[reportArgumentType]  # A plain text will do.
                additional_headers={
                    name: value for name, value in self.headers.items() if name == "cookie"
                },
            ) as socket:
                for frame in says:
                    await socket.send(frame)
                while True:
                    frame = await asyncio.wait_for(socket.recv(), SILENCE_SECONDS)
                    said += frame if isinstance(frame, bytes) else frame.encode()
        except (TimeoutError, websockets.ConnectionClosed, websockets.InvalidStatus) as end:
            said += str(end).encode()
        self.answers.append(
            Answer(asked=f"SOCKET {path}", sent=path.encode(), status=101, came=said)
        )

    def findings(self) -> list[Finding]:
        """What this person met and must not."""
        unknown = self.asker.unknown_ids if self.asker else frozenset[UUID]()
        wanted = [
            *(
                (f"the {each.about}", forms(each.word))
                for each in self.house.canaries
                if self.name not in each.known_to
            ),
            *((f"the id {one}", forms_of_id(one)) for one in unknown - self.claimed),
        ]
        # Most answers are the same few refusals.
        by_answer: dict[bytes, list[Answer]] = {}
        for answer in self.answers:
            by_answer.setdefault(answer.came, []).append(answer)
        found: list[Finding] = []
        for came, answers in by_answer.items():
            text = laid_open(came)
            for about, every_form in wanted:
                if any(form in text for form in every_form):
                    found += [
                        Finding(asker=self.name, asked=answer.asked, about=about)
                        for answer in answers
                        # What was sent may come back.
                        if not any(form in laid_open(answer.sent) for form in every_form)
                    ]
        return [*found, *self._found_by_searching()]

    def _found_by_searching(self) -> Iterator[Finding]:
        """Words that were looked for and found: what was sent comes back, so the hit tells."""
        unknown = [each for each in self.house.canaries if self.name not in each.known_to]
        for answer in self.answers:
            if "/search?" in answer.asked and b'"items":[{' in answer.came:
                for each in unknown:
                    if each.word.encode() in answer.sent:
                        yield Finding(
                            asker=self.name, asked=answer.asked, about=f"a hit on the {each.about}"
                        )


def _telling(head: bytes) -> bytes:
    """Leave out what differs each time, and the cookies one gets oneself."""
    return re.sub(rb"(?im)^(set-cookie|date|x-request-id|content-security-policy):.*$", b"", head)


def _with_body(answer: Answer, body: bytes) -> Answer:
    return Answer(asked=answer.asked, sent=answer.sent, status=answer.status, came=body)
