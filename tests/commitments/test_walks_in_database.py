"""Two sides, a coordinator and time move at random through the real commands; the journal is judged.

Only what stands in the journal counts here: whoever reads it later knows no more.
"""

import random
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import msgspec
import pytest
from tests.builders import Room
from tests.builders_commitments import some_terms
from tests.conftest import Clock

from samenspraak.commitments import commands
from samenspraak.commitments.queries import commitment_view, commitments_view
from samenspraak.commitments.schemas import (
    AcceptPackage,
    AcceptRevision,
    AnswerQuestion,
    AskQuestion,
    CommitmentView,
    CounterRevision,
    DeclineRevision,
    Named,
    PackagePart,
    PauseClock,
    ProposeAnew,
    ProposeCommitment,
    ProposePackage,
    ResumeClock,
    Verb,
    WithdrawRevision,
    Within,
)
from samenspraak.database import as_person, fetch
from samenspraak.errors import Refusal
from samenspraak.settings import Settings
from samenspraak.workspaces.schemas import Participant

MOVES = 90
MOST_COMMITMENTS = 6


class Walk:
    """Somebody does something, again and again."""

    def __init__(self, room: Room, dice: random.Random) -> None:
        self.room = room
        self.dice = dice
        self.ids: list[UUID] = []
        self.done: set[str] = set()

    async def step(self) -> None:
        """Let somebody try something: mostly what is open to them, at times anything at all."""
        who = self.dice.choice([self.room.marieke, self.room.youssef] * 3 + [self.room.femke])
        column, _ = await commitments_view(who)
        self.ids = [line.id for line in column.items]
        if len(self.ids) < MOST_COMMITMENTS and self.dice.random() < 0.2:
            await self._try("new", commands.propose(who, self._new(uuid4())))
            return
        if not self.ids:
            return
        view, _ = await commitment_view(who, self.dice.choice(self.ids))
        if self.dice.random() < 0.15:
            await self._try("package", commands.propose_package(who, await self._package(view)))
            return
        verbs = view.moves if view.moves and self.dice.random() < 0.7 else [*Verb]
        verb = self.dice.choice(verbs)
        await self._try(verb, self._move(verb)(who, view))

    async def _try(self, name: str, move: Any) -> None:
        try:
            await move
        except Refusal:
            return
        self.done.add(name)

    def _new(self, commitment_id: UUID) -> ProposeCommitment:
        return ProposeCommitment(id=commitment_id, **self._words())

    async def _package(self, view: CommitmentView) -> ProposePackage:
        parts = [PackagePart(commitment_id=uuid4(), terms=some_terms())]
        parts.append(PackagePart(commitment_id=view.id, terms=some_terms(), **self._named(view)))
        return ProposePackage(id=uuid4(), parts=parts)

    def _words(self) -> dict[str, Any]:
        words: dict[str, Any] = {"terms": some_terms(quantity=str(self.dice.randint(1, 9)))}
        if self.dice.random() < 0.5:
            words |= {
                "within": Within(days=self.dice.randint(1, 5)),
                "until_lapses": self.dice.random() < 0.5,
            }
        return words

    def _named(self, view: CommitmentView) -> dict[str, Any]:
        """Name the newest text, the agreed one, or at times one that was read long ago."""
        rounds = {round_.number: round_.digest for round_ in view.revisions}
        number = view.revisions[-1].number
        if view.standing.turn is None and view.standing.agreed_revision is not None:
            number = view.standing.agreed_revision
        if self.dice.random() < 0.1:
            number = self.dice.choice([*rounds])
        return {"revision": number, "digest": rounds[number]}

    def _move(self, verb: Verb) -> Callable[[Participant, CommitmentView], Any]:
        def asking(command: Any, shape: Any, **words: Any) -> Any:
            return lambda who, view: command(
                who, view.id, shape(id=uuid4(), **self._named(view), **words)
            )

        def accept_all(who: Participant, view: CommitmentView) -> Any:
            negotiation = view.negotiation
            package_id = None if negotiation is None else negotiation.package_id
            names: list[Named] = list(view.package)
            if names and self.dice.random() < 0.2:
                names.pop()
            request = AcceptPackage(id=uuid4(), revisions=names)
            return commands.accept_package(who, package_id or uuid4(), request)

        return {
            Verb.PROPOSE: asking(commands.propose_anew, ProposeAnew, **self._words()),
            Verb.QUESTION: asking(commands.question, AskQuestion, text="Hoeveel uur?"),
            Verb.ANSWER: asking(commands.answer, AnswerQuestion, text="Vier."),
            Verb.COUNTER: asking(commands.counter, CounterRevision, **self._words()),
            Verb.ACCEPT: asking(commands.accept, AcceptRevision),
            Verb.ACCEPT_PACKAGE: accept_all,
            Verb.DECLINE: asking(commands.decline, DeclineRevision, reason="nee"),
            Verb.WITHDRAW: asking(commands.withdraw, WithdrawRevision),
            Verb.PAUSE: asking(commands.pause, PauseClock, reason="ziek"),
            Verb.RESUME: asking(commands.resume, ResumeClock),
        }[verb]


@pytest.mark.parametrize("seed", range(4))
async def test_whatever_is_done_the_journal_shows_both_sides_behind_one_digest(
    room: Room, settings: Settings, clock: Clock, seed: int
):
    dice = random.Random(seed)
    walk = Walk(room, dice)
    sweeper = await asyncpg.connect(settings.database_sweeper_url)
    try:
        for _ in range(MOVES):
            await walk.step()
            if dice.random() < 0.15:
                clock.move_on(days=dice.choice([0.5, 1, 4]))
            if dice.random() < 0.15:
                await commands.sweep(sweeper)
    finally:
        await sweeper.close()

    # Which moves went well depends on the day, for working days do; that many did does not.
    assert len(walk.done) > 4
    facts = await facts_of(room)
    agreed = judge(facts)
    # What screens call agreed is exactly what the journal says both stood behind last.
    view, _ = await commitments_view(room.femke)
    for line in view.items:
        if line.standing.agreed_revision is not None:
            assert (line.id, line.standing.agreed_revision) in agreed


async def facts_of(room: Room) -> list[tuple[str, UUID | None, dict[str, Any]]]:
    async with as_person(room.marieke.person_id):
        rows = await fetch(
            "select kind, actor, body from entry where journal_id = $1 order by number",
            room.journal_id,
        )
    return [(row["kind"], row["actor"], msgspec.json.decode(row["body"])) for row in rows]


def judge(facts: list[tuple[str, UUID | None, dict[str, Any]]]) -> set[tuple[UUID, int]]:
    """Hold every yes against who put that very text, and return what was agreed."""
    put_by: dict[tuple[str, int, str], str] = {}
    # Texts that can be agreed by themselves, and those that stand or fall with others.
    alone: set[tuple[str, int, str]] = set()
    agreed: set[tuple[UUID, int]] = set()
    for kind, actor, body in facts:
        if not kind.startswith("commitment."):
            continue
        text = (body["commitmentId"], body["revision"], body["digest"])
        if kind in {"commitment.proposed", "commitment.countered"}:
            put_by[text] = body["side"]
            if body["packageId"] is None:
                alone.add(text)
        elif kind == "commitment.answered":
            assert put_by[text] == body["side"], "the proposer answers"
            alone.add(text)
        elif kind == "commitment.accepted":
            assert {put_by[text], body["side"]} == {"buyer", "contractor"}
            assert body["packageId"] is not None or text in alone
            agreed.add((UUID(text[0]), text[1]))
        # Only time itself is nobody, and it agrees to nothing.
        is_times = kind in {"commitment.reminded", "commitment.lapsed"}
        assert actor is not None or is_times
    return agreed
