"""People who go on working while servers die, and remember what they were told.

Whoever gets no answer asks again, with the same id, until there is one: so every move ends in a yes
or a no, and what was said can be held against what is there.
"""

import asyncio
import contextlib
import json
import random
from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

import httpx
import websockets
from msgspec import Struct
from tests.browser import CSRF_COOKIE, SESSION_COOKIE
from tests.builders_commitments import named, terms_json
from tests.crash.rooms import OpenRoom

from samenspraak.identity.decisions import csrf_token
from samenspraak.journal.positions import reached_by

PAUSE_SECONDS = 0.05
# Nobody waits longer for an answer; it then counts as none.
ANSWER_SECONDS = 15
# What people do, and how often. A workspace takes 200 commitments, so proposing is rare.
HABITS = {"say": 6, "set purpose": 2, "propose": 1, "answer": 3}
ANSWERS = {
    "accept": "acceptances",
    "decline": "declines",
    "question": "questions",
    "withdraw": "withdrawals",
}


class Told(Struct, frozen=True, kw_only=True):
    """A move, and the answer that somebody went on from."""

    id: UUID
    verb: str
    text: str
    commitment_id: UUID | None
    revision: int | None
    status: int
    tries: int


class Person:
    """One side of one room, making moves until told to stop."""

    def __init__(
        self, name: str, room: OpenRoom, origins: Sequence[str], dice: random.Random
    ) -> None:
        self.name = name
        self.room = room
        self.told: list[Told] = []
        # Answers that are neither a yes, a no, nor "come back".
        self.odd: list[str] = []
        self._dice = dice
        self._origins = list(origins)
        self._http = httpx.AsyncClient(timeout=ANSWER_SECONDS)
        self._path = f"/v1/workspaces/{room.id}"

    async def work(self, until: asyncio.Event) -> None:
        """Make moves until told to stop; the last one is seen through."""
        async with self._http:
            while not until.is_set():
                [habit] = self._dice.choices(list(HABITS), list(HABITS.values()))
                await getattr(self, "_" + habit.replace(" ", "_"))()

    async def _say(self) -> None:
        text = f"{self.name} zegt {a_word()}"
        await self._move("say", f"/threads/{self.room.thread_id}/messages", {"text": text})

    async def _set_purpose(self) -> None:
        await self._move("set purpose", "/purposes", {"text": f"{self.name} wil {a_word()}"})

    async def _propose(self) -> None:
        await self._move("propose", "/commitments", {"terms": terms_json(title=a_word())})

    async def _answer(self) -> None:
        listed = (await self._get("/commitments") or {}).get("items", [])
        if not listed:
            return
        commitment = await self._get(f"/commitments/{self._dice.choice(listed)['id']}")
        verbs = [verb for verb in (commitment or {}).get("moves", []) if verb in ANSWERS]
        if commitment is None or not verbs:
            return
        verb = self._dice.choice(verbs)
        words = {"decline": {"reason": "Dit past niet."}, "question": {"text": "Wanneer?"}}
        await self._move(
            verb,
            f"/commitments/{commitment['id']}/{ANSWERS[verb]}",
            {**named(commitment), **words.get(verb, {})},
            commitment_id=UUID(commitment["id"]),
        )

    async def _move(
        self, verb: str, path: str, members: dict[str, Any], commitment_id: UUID | None = None
    ) -> None:
        """Ask until there is an answer, always with the same id."""
        body = {"id": str(uuid4()), **members}
        tries = 0
        while True:
            tries += 1
            origin = self._dice.choice(self._origins)
            with contextlib.suppress(httpx.TransportError):
                answer = await self._http.post(
                    origin + self._path + path, json=body, headers=self._headers(origin)
                )
                if answer.status_code < 500:
                    break
                self._judge_trouble(answer, path)
            await asyncio.sleep(PAUSE_SECONDS)
        if answer.status_code not in {201, 409}:
            self.odd.append(f"{answer.status_code} {path}: {answer.text}")
        self.told.append(
            Told(
                id=UUID(body["id"]),
                verb=verb,
                text=members.get("text", ""),
                commitment_id=commitment_id,
                revision=members.get("revision"),
                status=answer.status_code,
                tries=tries,
            )
        )

    async def _get(self, path: str) -> dict[str, Any] | None:
        origin = self._dice.choice(self._origins)
        with contextlib.suppress(httpx.TransportError):
            answer = await self._http.get(origin + self._path + path, headers=self._headers(origin))
            if answer.status_code == 200:
                return answer.json()
            self._judge_trouble(answer, path)
        await asyncio.sleep(PAUSE_SECONDS)
        return None

    def _judge_trouble(self, answer: httpx.Response, path: str) -> None:
        """Whoever cannot be served is told to come back, and when."""
        if answer.status_code != 503 or "retry-after" not in answer.headers:
            self.odd.append(f"{answer.status_code} {path}: {answer.text}")

    def _headers(self, origin: str) -> dict[str, str]:
        return headers(self.room.sessions[self.name], origin)


class Listener:
    """Somebody who only listens, comes back after every cut, and must miss and repeat nothing."""

    def __init__(self, room: OpenRoom, origins: Sequence[str], dice: random.Random) -> None:
        self.room = room
        self.heard: list[tuple[str, int]] = []
        self._origins = list(origins)
        self._dice = dice
        self._position: str | None = None

    async def listen(self, until: asyncio.Event, heads: dict[str, int]) -> None:
        """Listen until told that all is said, and all that was said is heard."""
        while not (until.is_set() and self._is_up_to(heads)):
            origin = self._dice.choice(self._origins)
            with contextlib.suppress(OSError, websockets.WebSocketException, TimeoutError):
                await self._hear(origin, until, heads)
            await asyncio.sleep(PAUSE_SECONDS)

    async def _hear(self, origin: str, until: asyncio.Event, heads: dict[str, int]) -> None:
        path = f"/v1/workspaces/{self.room.id}/live"
        if self._position:
            path += f"?after={self._position}"
        async with websockets.connect(
            origin.replace("http", "ws", 1) + path,
            origin=origin,  # pyright: ignore[reportArgumentType]  # A plain text will do.
            additional_headers={"cookie": headers(self.room.sessions["youssef"], origin)["cookie"]},
        ) as socket:
            while not (until.is_set() and self._is_up_to(heads)):
                try:
                    frame = json.loads(await asyncio.wait_for(socket.recv(), 1))
                except TimeoutError:
                    continue
                self._position = frame.get("heartbeat") or frame["position"]
                self.heard += [
                    (entry["journal"], entry["number"]) for entry in frame.get("entries", [])
                ]

    def _is_up_to(self, heads: dict[str, int]) -> bool:
        if self._position is None:
            return False
        reached = {str(journal): number for journal, number in reached_by(self._position).items()}
        return all(heads.get(journal, 0) <= number for journal, number in reached.items())


def a_word() -> str:
    """A word nobody said before, without a digit: nine of those could be a person's number."""
    return uuid4().hex.translate(str.maketrans("0123456789", "ghijklmnop"))


def headers(session: str, origin: str) -> dict[str, str]:
    """What a page of ours sends along."""
    csrf = csrf_token(session)
    return {
        "cookie": f"{SESSION_COOKIE}={session}; {CSRF_COOKIE}={csrf}",
        "x-csrf-token": csrf,
        "origin": origin,
    }
