"""Looks at everything there is to see, as one person: every address that shows, with every id.

The ids are those this person was told of, those of whatever was done unseen, and one of nothing.
Then every move that names an id is tried on what was done unseen: a refusal tells things too.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from msgspec import Struct
from tests.secrecy.bodies import body_of
from tests.secrecy.walk import MEANT, Address, interface, router
from tests.twins.labels import id_of, labelled
from tests.twins.stage import Stage
from tests.twins.wire import Answer, Asker, Socket, ask

from samenspraak.gate import API
from samenspraak.journal.positions import position

# Of things of one kind that somebody may see, this many are looked at.
MOST_HELD = 5
# Of things of one kind that were done unseen, this many are looked for.
MOST_HIDDEN = 2
# A signature differs each time it is made, of the same bytes too; its length does not.
_SIGNATURE = re.compile(rb"(\.\.)[A-Za-z0-9_-]{86}(?![A-Za-z0-9_-])")
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# What comes with the product is the same for everybody and large.
_FEW = {"edition_id": 1}
# These are files, the same for everybody; whoever builds the screens anew changes them meanwhile.
_PAGES = {"/", "/{rest:path}", "/assets/{name:str}", "/verify.html"}
# So is this, and long.
_INTERFACE = f"{API}/openapi.json"

Hidden = dict[str, tuple[UUID, ...]]


class Seen(Struct, frozen=True, kw_only=True):
    """One thing somebody observed: what they asked or heard, and what came."""

    by: str
    what: str
    came: bytes


def kept(by: str, what: str, answer: Answer) -> Seen:
    """Keep an answer as it came, an archive unpacked."""
    body = unpacked(answer.body) if answer.body[:2] == b"PK" else answer.body
    return Seen(by=by, what=what, came=_SIGNATURE.sub(rb"\1", answer.head + b"\n" + body))


def unpacked(body: bytes) -> bytes:
    """Write an archive out: what it says of each part, and the part."""
    lines: list[bytes] = []
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        lines.append(archive.comment)
        for part in archive.infolist():
            told = (part.filename, part.date_time, part.file_size, part.external_attr, part.extra)
            content = archive.read(part)
            lines += [repr(told).encode(), unpacked(content) if _is_zip(content) else content]
    return b"\n".join(lines)


def _is_zip(content: bytes) -> bool:
    return content[:4] == b"PK\x03\x04"


class Looker:
    """One person, with what they find out while they look."""

    def __init__(self, app: Any, stage: Stage, asker: Asker, hidden: Hidden) -> None:
        self.seen: list[Seen] = []
        # What answered with what it is for, so that a look that sees nothing is noticed.
        self.shown: set[Address] = set()
        self._app = app
        self._stage = stage
        self._asker = asker
        self._hidden = {
            name: _some(ids, MOST_HIDDEN) for name, ids in hidden.items() if name in MEANT
        }
        self._held: dict[str, dict[str, None]] = {}

    async def look(self) -> None:
        """Ask everything that only shows."""
        # Lists first: they tell which ids there are to ask for.
        for address in sorted(_shown_at(), key=lambda one: len(one.parameters)):
            for values in self._fillings(address):
                await self._ask(address, values)
                for query in self._queries(address, values):
                    await self._ask(address, values, query)

    async def glance(self) -> None:
        """Ask only the lists of the contract, which is enough to see that something is there."""
        for address in _shown_at():
            if set(address.parameters) <= {"workspace_id"} and address.path != _INTERFACE:
                await self._ask(address, [self._stage.workspace_id][: len(address.parameters)])

    async def try_moves(self) -> None:
        """Make every move on what was done unseen, and on what is not there at all."""
        for address in router()[0]:
            names = address.parameters
            if address.method != "POST" or not names or not self._hidden.get(names[-1]):
                continue
            for one in (*self._hidden[names[-1]], id_of("nothing")):
                before = [self._first(name) for name in names[:-1]]
                await self._try(address, [*before, one])

    async def knock(self) -> None:
        """Ask to read along in drafts of others, and in one that is not there at all."""
        for one in (*self._hidden.get("draft_id", ()), id_of("nothing")):
            path = f"/v1/drafts/{one}"
            with labelled(f"{self._asker.name} knock {path}"):
                socket = Socket(self._app, self._asker, path, {"told": "1"})
                await socket.answered()
                await socket.leave()
            told = b"\n".join([*socket.frames, b"closed %d" % (socket.closed or 0)])
            self.seen.append(Seen(by=self._asker.name, what=f"GET {path} as a socket", came=told))

    async def _try(self, address: Address, values: list[UUID]) -> None:
        content = _operation(address).get("requestBody", {}).get("content", {})
        if "application/json" not in content:
            return
        what = f"POST {address.filled(values)}"
        body = body_of(content["application/json"]["schema"], str(values[-1]), interface())
        if "id" in body:
            body["id"] = str(id_of(f"try {what}"))
        with labelled(f"{self._asker.name} {what}"):
            answer = await ask(self._app, self._asker, "POST", address.filled(values), json=body)
        self.seen.append(kept(self._asker.name, what, answer))

    async def _ask(
        self, address: Address, values: Iterable[object], query: dict[str, str] | None = None
    ) -> None:
        path = address.filled(values)
        page = ""
        for _ in range(2):
            params = {**(query or {}), **({"after": page} if page else {})}
            what = f"GET {path}" + (f" {params}" if params else "")
            # Named after the request and not after when it is made, so that looking again at
            # what is the same draws the same.
            with labelled(f"{self._asker.name} {what}"):
                answer = await ask(self._app, self._asker, "GET", path, params=params)
            self.seen.append(kept(self._asker.name, what, answer))
            if answer.status != 200:
                return
            self.shown.add(address)
            page = self._learn(address, answer)
            if not page or "limit" not in params:
                return

    def _learn(self, address: Address, answer: Answer) -> str:
        """Take in the ids of a list, and return the token of its next page."""
        if not (answer.header("content-type") or "").startswith("application/json"):
            return ""
        view = answer.json()
        if not isinstance(view, dict):
            return ""
        held = self._held.setdefault(address.path.rpartition("/")[2], {})
        files = self._held.setdefault("files", {})
        for item in view.get("items", ()):
            if isinstance(item, dict):
                line = item.get("line", item)
                if isinstance(line, dict) and _UUID.fullmatch(str(line.get("id"))):
                    held[str(line["id"])] = None
                files |= {one["id"]: None for one in item.get("files", ())}
        return str(view.get("next") or "")

    def _fillings(self, address: Address) -> Iterator[list[object]]:
        names = address.parameters
        if not names:
            yield []
            return
        for values in self._firsts(names[0]):
            if len(names) == 1:
                yield [values]
            elif values == self._stage.lane_id:
                yield [values, self._first(names[1])]
            else:
                yield from ([values, one] for one in self._meant(address, names[1]))

    def _firsts(self, name: str) -> list[object]:
        if name == "workspace_id":
            hidden = self._hidden.get(name, ())[:1]
            return [self._stage.workspace_id, self._stage.lane_id, *hidden]
        if name == "organisation_id":
            return [*self._stage.ids["organisation"], id_of("nothing")]
        if name == "collection":
            return ["target-groups", "nothing"]
        if not MEANT[name]:
            return ["nothing"]
        path = next(one.path for one in router()[0] if f"/{{{name}:" in one.path)
        return [*self._meant(Address(method="GET", path=path), name)]

    def _meant(self, address: Address, name: str) -> Iterator[object]:
        # Drafts of all kinds stand in one list.
        noun = address.path.partition(f"/{{{name}:")[0].rpartition("/")[2].rpartition("-")[2]
        listed = self._held.get(noun, {})
        yield from _some(tuple(listed), _FEW.get(name, MOST_HELD))
        known = (one for table in MEANT[name] for one in self._stage.ids.get(table, ()))
        yield from [one for one in known if str(one) not in listed][:1]
        yield from self._hidden.get(name, ())

    def _first(self, name: str) -> UUID:
        if name == "workspace_id":
            return self._stage.workspace_id
        for ids in (
            self._hidden.get(name, ()),
            *(self._stage.ids.get(table, ()) for table in MEANT[name]),
        ):
            if ids:
                return ids[0]
        return id_of("nothing")

    def _queries(self, address: Address, values: list[object]) -> Iterator[dict[str, str]]:
        names = {
            parameter["name"]
            for parameter in _operation(address).get("parameters", ())
            if parameter["in"] == "query"
        }
        if not names or (values and values[0] != self._stage.workspace_id):
            return
        if "q" in names:
            # Words of everybody's, of what is done unseen, and of nobody's.
            yield from ({"q": word} for word in ("antwoord", "woorden", "niemand"))
            yield {"q": "bericht", "limit": "1"}
            return
        if "limit" in names:
            yield {"limit": "1"}
        if address.path.endswith("/entries"):
            yield {"after": position(dict.fromkeys(self._stage.ids["journal"][:40], 0))}
        if "unread" in names:
            yield {"unread": "true"}
        if "retired" in names:
            yield {"retired": "true"}
        if "audience" in names:
            yield from ({"audience": one} for one in ("own_side", "shared"))
        if "before" in names:
            versions = [*self._held.get("versions", ())]
            if len(versions) > 1:
                yield {"before": versions[1], "after": versions[0]}
        if "subjectId" in names:
            for one in (self._stage.ids["commitment"][0], *self._hidden.get("draft_id", ())):
                yield {"subjectId": str(one), "subjectKind": "commitment"}


def _shown_at() -> list[Address]:
    """Return every address where something shows that is not the same file for everybody."""
    return [one for one in router()[0] if one.method == "GET" and one.path not in _PAGES]


def _some(all_of_them: tuple[Any, ...], most: int) -> tuple[Any, ...]:
    """Take the first and the last, and some from between."""
    if len(all_of_them) <= most:
        return all_of_them
    if most == 1:
        return all_of_them[:1]
    step = (len(all_of_them) - 1) / (most - 1)
    return tuple(all_of_them[round(at * step)] for at in range(most))


def _operation(address: Address) -> dict[str, Any]:
    path = re.sub(r":\w+}", "}", address.path).removeprefix(API)
    return interface()["paths"].get(path, {}).get(address.method.lower(), {})
