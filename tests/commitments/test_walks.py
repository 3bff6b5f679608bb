"""Whatever two sides do in whatever order: nothing is agreed without both, and one talk at a time."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs
from tests.builders_commitments import AT, a_put, bound, days, some_terms

from samenspraak.commitments.decisions import (
    accept,
    answer,
    check_anew,
    counter,
    decline,
    held_agreement,
    is_live,
    lapse,
    name_of,
    open_verbs,
    propose,
    question,
    standing,
    withdraw,
)
from samenspraak.commitments.schemas import Bound, ClosedAs, Named, Negotiation, Status, Verb
from samenspraak.errors import Refusal
from samenspraak.workspaces.schemas import Side

SIDES = st.sampled_from([Side.BUYER, Side.CONTRACTOR])
VERBS = st.sampled_from([verb for verb in Verb if verb is not Verb.ACCEPT_PACKAGE])
# How often somebody answers a text they read a while ago, and how much time goes by.
MOVES = st.tuples(
    SIDES,
    VERBS,
    st.sampled_from([False] * 5 + [True]),
    st.sampled_from([0, 0, 0, 1, 4]),
    st.sampled_from([False] * 3 + [True]),
)
TERMS = some_terms()


class Walk:
    """One commitment, with everything both sides ever said yes to."""

    def __init__(self) -> None:
        self.at: datetime = AT
        self.id = uuid4()
        self.negotiations: list[Negotiation] = []
        self.bounds: list[Bound] = []
        self.texts: list[Named] = []
        # Who stands behind a text: the side that put it, and the side that said yes to it.
        self.yes: dict[str, set[Side]] = {}
        self.turns: list[Side] = []
        self._put(Side.CONTRACTOR, None)

    def step(self, side: Side, verb: Verb, *, stale: bool, wait: int, has_end: bool) -> None:
        self.at += days(wait)
        newest = self.negotiations[-1]
        named = self.texts[0] if stale else name_of(newest)
        before = newest
        try:
            after = self._made(side, verb, named, has_end=has_end)
        except Refusal:
            assert self.negotiations[-1] == before
            return
        if after is not None:
            if after.is_open and after.turn is not before.turn:
                self.turns.append(after.turn)
            self.negotiations[-1] = after

    def _made(self, side: Side, verb: Verb, named: Named, *, has_end: bool) -> Negotiation | None:
        newest = self.negotiations[-1]
        if verb is Verb.PROPOSE:
            held = held_agreement(self.negotiations, self.bounds)
            changed = name_of(held) if held else named
            check_anew(self.negotiations, self.bounds, changed, self.at)
            if newest.is_open:
                self.negotiations[-1] = lapse(newest)
            self._put(side, self.at + days(3) if has_end else None)
            return None
        if verb is Verb.COUNTER:
            text = self._text(side, self.at + days(3) if has_end else None)
            after = counter(newest, text, named)
            self._stand_behind(name_of(after), side)
            return after
        if verb is Verb.ACCEPT:
            after = accept(newest, side, named, TERMS, self.at)
            self._stand_behind(named, side)
            return after
        others = {
            Verb.QUESTION: lambda: question(newest, side, named, self.at),
            Verb.ANSWER: lambda: answer(newest, side, named, self.at),
            Verb.DECLINE: lambda: decline(newest, side, named, "nee", self.at),
            Verb.WITHDRAW: lambda: withdraw(newest, side, named, "", self.at),
        }
        return others[verb]()

    def sign(self) -> None:
        """Both sides sign a version with what is agreed now."""
        held = held_agreement(self.negotiations, self.bounds)
        self.bounds = [
            structs.replace(each, to_at=self.at) if each.to_at is None else each
            for each in self.bounds
        ]
        if held is not None:
            self.bounds.append(bound(held, since=self.at))

    def _put(self, side: Side, until_at: datetime | None) -> None:
        opened = propose(
            self._text(side, until_at),
            negotiation_id=uuid4(),
            commitment_id=self.id,
            number=len(self.negotiations) + 1,
        )
        self.negotiations.append(opened)
        self.turns = [opened.turn]
        self._stand_behind(name_of(opened), side)

    def _text(self, side: Side, until_at: datetime | None) -> Any:
        number = max((text.revision for text in self.texts), default=0) + 1
        return a_put(by=side, revision=number, digest=uuid4().hex, at=self.at, until_at=until_at)

    def _stand_behind(self, named: Named, side: Side) -> None:
        self.texts.append(named)
        self.yes.setdefault(named.digest, set()).add(side)


@settings(max_examples=300, deadline=None)
@given(st.lists(MOVES, min_size=20, max_size=40), st.integers(min_value=0, max_value=6))
def test_whatever_is_done_nothing_is_agreed_without_both_sides(
    moves: list[tuple[Side, Verb, bool, int, bool]], sign_every: int
):
    walk = Walk()
    for index, (side, verb, stale, wait, has_end) in enumerate(moves):
        walk.step(side, verb, stale=stale, wait=wait, has_end=has_end)
        if sign_every and index % sign_every == 0:
            walk.sign()

        agreed = [one for one in walk.negotiations if one.closed_as is ClosedAs.AGREED]
        both = {Side.BUYER, Side.CONTRACTOR}
        assert all(walk.yes[one.digest] == both for one in agreed)
        signed = {one.revision_id for one in agreed}
        assert all(each.revision_id in signed for each in walk.bounds)

        assert sum(one.is_open for one in walk.negotiations) <= 1
        assert all(not one.is_open for one in walk.negotiations[:-1])
        assert sum(each.to_at is None for each in walk.bounds) <= 1
        assert all(a is not b for a, b in zip(walk.turns, walk.turns[1:], strict=False))

        seen = standing(walk.negotiations, walk.bounds, walk.at)
        newest = walk.negotiations[-1]
        assert (seen.turn is not None) == is_live(newest, walk.at)
        if seen.status in {Status.AGREED, Status.IN_FORCE}:
            assert seen.agreed_revision is not None
        if seen.status is Status.IN_FORCE:
            assert seen.bound_revision == seen.agreed_revision
        assert (seen.closed_as is None) == (seen.status is not Status.CLOSED)

        for who in both:
            listed = open_verbs(walk.negotiations, walk.bounds, [], {walk.id: TERMS}, who, walk.at)
            if seen.turn is not None and seen.turn is not who:
                assert set(listed) <= {Verb.WITHDRAW}
            if seen.status is Status.CLOSED:
                assert listed == []
        if seen.status is Status.CLOSED:
            # A no stays a no; the walk goes on with another commitment.
            walk = Walk()
