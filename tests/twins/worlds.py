"""What a history is made of, and the world it is played in: who asks, who listens, who looks."""

from typing import Any

import asyncpg
from msgspec import Struct, structs
from tests.builders import PASSWORD
from tests.twins.labels import LabelledWorld, client_of, labelled
from tests.twins.looking import Hidden, Looker, Seen, kept
from tests.twins.stage import Stage
from tests.twins.wire import Answer, Asker, Socket, ask
from tests.twins.writing import Pen, in_step, plain

from samenspraak.identity.decisions import csrf_token


class Step(Struct, frozen=True, kw_only=True):
    """One move of a history, as one of the worlds makes it."""

    label: str
    # Seconds after the beginning, the same in both worlds.
    at: int
    by: str
    move: str
    # The step that made what this one is about.
    about: str = ""
    # Which words it uses and how often it is made; 0 leaves it out.
    variant: int = 1
    is_private: bool = False


class Look(Struct, frozen=True, kw_only=True):
    """Somebody looks at everything, or only at the lists; perhaps they also try to make moves."""

    by: str
    is_deep: bool = True
    tries: bool = False


class History(Struct, frozen=True, kw_only=True):
    """What one world is to play, and who observes it."""

    addresses: tuple[str, str, str]
    steps: tuple[Step, ...]
    observers: tuple[str, ...]
    # The ids of whatever was done unseen, whether it was done here or not.
    hidden: Hidden = {}
    # Who looks before which step, and after the last.
    looks: dict[int, tuple[Look, ...]] = {}
    # The observers' sockets open before this step; never when it is past the last.
    opens_at: int = 0
    # Something of this name gives away what it must not.
    leak: str = ""


class Played(Struct, frozen=True, kw_only=True):
    """What was observed, and what shows that there was something to observe."""

    seen: list[list[Seen]]
    # By move: how often it went well.
    done: dict[str, int]
    # Refusals of private moves, which the one who wrote the history wants to know.
    refused: dict[str, str]
    shown: list[str]
    # What was drawn by what belongs to no step.
    strays: int


class Key(Struct):
    """With what somebody comes in, as it is by now."""

    session: str
    password: str = PASSWORD
    # Of a second factor: its secret, and the codes that are left once it counts.
    factor: str = ""
    codes: list[str] = []


class World:
    """Everything a move needs: who asks, with which words, about what."""

    def __init__(
        self, app: Any, stage: Stage, history: History, labels: LabelledWorld, owner_url: str
    ) -> None:
        self.app = app
        self.stage = stage
        self.history = history
        self.labels = labels
        self.keys = {name: Key(one.session) for name, one in stage.players.items()}
        self.seen: list[Seen] = []
        self.done: dict[str, int] = {}
        self.refused: dict[str, str] = {}
        self.shown: set[str] = set()
        self._sockets: dict[tuple[str, str], Socket] = {}
        self._owner_url = owner_url
        self._moves = {step.label: step.move for step in history.steps}

    @property
    def room(self) -> str:
        return f"/v1/workspaces/{self.stage.workspace_id}"

    @property
    def lane(self) -> str:
        return f"/v1/workspaces/{self.stage.lane_id}"

    def move_of(self, label: str) -> str:
        """Return which move a step makes."""
        return self._moves.get(label, "")

    def asker(self, name: str, session: str | None = None) -> Asker:
        """Return who asks, with the session they have by now or with another or none."""
        asker = self.stage.asker(name)
        if name not in self.keys:
            # A program, and who has nothing.
            return asker
        secret = self.keys[name].session if session is None else session
        if secret == asker.session:
            return asker
        return structs.replace(asker, session=secret, csrf=csrf_token(secret) if secret else "")

    def proof(self, name: str) -> dict[str, str]:
        """Return what proves who somebody is; of the codes that are left, one is used up."""
        key = self.keys[name]
        return {"password": key.password} | ({"code": key.codes.pop()} if key.codes else {})

    async def prove(self, step: Step, *, counts: bool = False) -> None:
        """Prove who makes a step, for moves that ask for fresh proof."""
        await self.ask(step, "POST", "/v1/proofs", json=self.proof(step.by), counts=counts)

    async def link_to(self, email: str, kind: str) -> str:
        """Return the link in the newest letter to somebody that nobody carried off yet."""
        connection = await asyncpg.connect(self._owner_url)
        try:
            found = await connection.fetchval(
                "select facts::json->>'link' from outbox where recipient = $1 and kind = $2"
                " order by due_at desc, id limit 1",
                email,
                kind,
            )
        finally:
            await connection.close()
        return found or "nothing"

    async def ask(
        self,
        step: Step,
        method: str,
        path: str,
        *,
        session: str | None = None,
        counts: bool = True,
        **more: Any,
    ) -> Answer:
        """Ask in the name of who makes a step; an observer keeps what came.

        What does not count only makes ready for the move itself.
        """
        answer = await ask(self.app, self.asker(step.by, session), method, path, **more)
        if step.by in self.history.observers:
            self.seen.append(kept(step.by, f"{step.label} {step.move} {method} {path}", answer))
        if method != "GET" and counts:
            if answer.status < 300:
                self.done[step.move] = self.done.get(step.move, 0) + 1
            elif step.move not in self.done:
                self.refused[step.move] = answer.body.decode()[:500]
        if method != "GET" and not step.is_private:
            # Else what two requests of one move tell may come in one frame or in two.
            await self.settle(step)
        return answer

    async def listen(self) -> None:
        """Let every observer open the journal sockets they have."""
        for name in self.history.observers:
            rooms = [self.stage.workspace_id] if name != "bram" else [self.stage.lane_id]
            for room in rooms:
                await self._open(name, f"/v1/workspaces/{room}/live").answered()

    async def listen_to_draft(self, draft_id: object) -> None:
        """Let every observer come and read along in a draft of both sides."""
        for name in self.history.observers:
            socket = self._open(name, f"/v1/drafts/{draft_id}", told="1")
            await Pen(socket, client_of(f"{name} {draft_id}")).begin(or_closed=True)

    def _open(self, name: str, path: str, **params: str) -> Socket:
        socket = Socket(self.app, self.stage.asker(name), path, params)
        self._sockets[name, path] = socket
        return socket

    async def settle(self, step: Step) -> None:
        """Wait until every socket told what there is to tell, so that frames come in one order."""
        for (name, path), socket in self._sockets.items():
            if socket.closed is not None:
                continue
            if path.endswith("/live"):
                with labelled(f"settle {step.label} {name}"):
                    # The shortest answer that says how far all is.
                    brief = f"{path.removesuffix('/live')}/departments"
                    answer = await ask(self.app, self.stage.asker(name), "GET", brief)
                position = answer.header("journal-position")
                assert position, f"{name} cannot ask how far all is: {answer.status}"
                await socket.until_told(position.encode())
            else:
                await in_step(socket)

    async def look(self, looks: tuple[Look, ...]) -> None:
        """Let these people look, each by themselves."""
        for each in looks:
            looker = Looker(self.app, self.stage, self.asker(each.by), self.history.hidden)
            if each.is_deep:
                await looker.look()
            else:
                await looker.glance()
            if each.tries:
                await looker.try_moves()
                await looker.knock()
            self.seen += looker.seen
            self.shown |= {f"{one.method} {one.path}" for one in looker.shown}

    async def hang_up(self) -> None:
        """Close every socket, and keep what was heard."""
        for (name, path), socket in self._sockets.items():
            await socket.leave()
            told = [b"closed %d" % socket.closed] if socket.closed else []
            for at, frame in enumerate([*plain(socket.frames), *told]):
                self.seen.append(Seen(by=name, what=f"frame {at} of {path}", came=frame))
