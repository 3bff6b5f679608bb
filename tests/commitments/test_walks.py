"""Whatever two sides do in whatever order: nothing is agreed without both, and one talk at a time.

The walk does with decisions what commands do with rows: several commitments of one room, packages
that are put, answered whole and broken, clocks that stand still, and a sweep that comes by or not.
"""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID, uuid4

from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from msgspec import Struct, structs
from tests.builders_commitments import AT, a_put, bound, days, some_terms

from samenspraak.commitments.decisions import (
    accept,
    accept_package,
    answer,
    breaks_package,
    check_anew,
    counter,
    decline,
    has_to_lapse,
    has_to_remind,
    held_agreement,
    is_live,
    judge,
    lapse,
    name_of,
    open_verbs,
    pause,
    propose,
    question,
    remind,
    resume,
    standing,
    unpack,
    withdraw,
)
from samenspraak.commitments.schemas import Bound, ClosedAs, Named, Negotiation, Put, Status, Verb
from samenspraak.errors import Refusal
from samenspraak.workspaces.schemas import Side

BOTH = {Side.BUYER, Side.CONTRACTOR}
TERMS = some_terms()


class Step(Struct, frozen=True, kw_only=True):
    """What somebody tries. `verb` None: several texts are put as one; `second` comes with it."""

    side: Side
    verb: Verb | None
    on: int
    second: int
    is_stale: bool
    wait: int
    has_end: bool
    lapses: bool
    sweeps: bool
    signs: bool


STEPS = st.builds(
    Step,
    # A coordinator tries everything too.
    side=st.sampled_from([*BOTH] * 3 + [Side.COORDINATOR]),
    verb=st.sampled_from([*Verb, *Verb, None, None]),
    on=st.integers(0, 2),
    second=st.integers(1, 2),
    is_stale=st.sampled_from([False] * 6 + [True]),
    wait=st.sampled_from([0, 0, 0, 1, 4]),
    has_end=st.booleans(),
    lapses=st.booleans(),
    sweeps=st.sampled_from([False] * 3 + [True]),
    signs=st.sampled_from([False] * 5 + [True]),
)


class Talk:
    """One commitment: its rounds, what of it was signed, and every text that was put."""

    def __init__(self) -> None:
        self.id = uuid4()
        self.negotiations: list[Negotiation] = []
        self.bounds: list[Bound] = []
        self.texts: list[Named] = []

    @property
    def newest(self) -> Negotiation:
        return self.negotiations[-1]


class Walk:
    """One room, with everything both sides ever said yes to."""

    def __init__(self) -> None:
        self.at: datetime = AT
        self.talks = [Talk() for _ in range(3)]
        # Who stands behind a text: the side that put it, and the side that named it with a yes.
        self.yes: dict[str, set[Side]] = {}
        # Texts that their proposer offered by themselves, not only together with others.
        self.alone: set[str] = set()
        for talk in self.talks:
            self._put(talk, Side.CONTRACTOR, self._text(talk, Side.CONTRACTOR))

    def take(self, step: Step) -> None:
        """Do what is tried, or nothing at all when it is refused."""
        self.at += days(step.wait)
        if step.sweeps:
            self.sweep()
        before = [(talk, [*talk.negotiations], [*talk.texts]) for talk in self.talks]
        try:
            self._try(step)
        except Refusal:
            for talk, negotiations, texts in before:
                talk.negotiations, talk.texts = negotiations, texts
        if step.signs:
            self.sign()
        # A no stays a no; the room goes on with another commitment.
        for index, talk in enumerate(self.talks):
            if standing(talk.negotiations, talk.bounds, self.at).status is Status.CLOSED:
                if talk.newest.is_open:
                    self._keep(talk, lapse(talk.newest))
                self.talks[index] = fresh = Talk()
                self._put(fresh, Side.CONTRACTOR, self._text(fresh, Side.CONTRACTOR))

    def sweep(self) -> None:
        """Write down what time did."""
        for talk in self.talks:
            if has_to_lapse(talk.newest, self.at):
                self._keep(talk, lapse(talk.newest))
            elif has_to_remind(talk.newest, self.at):
                self._keep(talk, remind(talk.newest, self.at))

    def sign(self) -> None:
        """Both sides sign a version with what is agreed now."""
        for talk in self.talks:
            held = held_agreement(talk.negotiations, talk.bounds)
            talk.bounds = [
                structs.replace(each, to_at=self.at) if each.to_at is None else each
                for each in talk.bounds
            ]
            if held is not None:
                talk.bounds.append(bound(held, since=self.at))

    def package_of(self, talk: Talk) -> list[Negotiation]:
        package_id = talk.newest.package_id if talk.newest.is_open else None
        return [
            other.newest
            for other in self.talks
            if package_id is not None
            and other.newest.is_open
            and other.newest.package_id == package_id
        ]

    def _try(self, step: Step) -> None:
        talk = self.talks[step.on]
        named = talk.texts[0] if step.is_stale else name_of(talk.newest)
        if step.verb is None:
            package_id = uuid4()
            for part in (talk, self.talks[(step.on + step.second) % 3]):
                self._place(part, step, package_id)
        elif step.verb in {Verb.PROPOSE, Verb.COUNTER}:
            self._place(talk, step, None, named)
        elif step.verb is Verb.ACCEPT:
            after = accept(talk.newest, step.side, named, TERMS, self.at)
            assert named.digest in self.alone, "nothing is picked out of a package"
            self.yes[named.digest].add(step.side)
            self._keep(talk, after)
        elif step.verb is Verb.ACCEPT_PACKAGE:
            self._accept_package(talk, step)
        elif step.verb in {Verb.PAUSE, Verb.RESUME}:
            self._keep_still(talk, step, named)
        else:
            self._keep(talk, self._answered(talk, step, named))

    def _answered(self, talk: Talk, step: Step, named: Named) -> Negotiation:
        newest, side = talk.newest, step.side
        verbs: dict[Verb, Callable[[], Negotiation]] = {
            Verb.QUESTION: lambda: question(newest, side, named, self.at),
            Verb.ANSWER: lambda: answer(newest, side, named, self.at),
            Verb.DECLINE: lambda: decline(newest, side, named, "nee", self.at),
            Verb.WITHDRAW: lambda: withdraw(newest, side, named, "", self.at),
        }
        assert step.verb is not None
        after = verbs[step.verb]()
        if step.verb is Verb.ANSWER and newest.package_id is None:
            self.alone.add(named.digest)
        return after

    def _accept_package(self, talk: Talk, step: Step) -> None:
        parts = {part.commitment_id: part for part in self.package_of(talk)}
        names = [name_of(part) for part in parts.values()]
        if step.is_stale and names:
            names[0] = talk.texts[0]
        accepted = accept_package(parts, step.side, names, dict.fromkeys(parts, TERMS), self.at)
        for name in names:
            self.yes[name.digest].add(step.side)
        for after in accepted:
            [of] = [each for each in self.talks if each.id == after.commitment_id]
            self._keep(of, after)

    def _keep_still(self, talk: Talk, step: Step, named: Named) -> None:
        parts = self.package_of(talk)
        if step.verb is Verb.PAUSE:
            afters = pause(
                talk.newest, parts, step.side, named, by=uuid4(), reason="ziek", at=self.at
            )
        else:
            afters = resume(talk.newest, parts, step.side, named, self.at)
        for after in afters:
            [of] = [each for each in self.talks if each.id == after.commitment_id]
            self._keep(of, after)

    def _place(
        self, talk: Talk, step: Step, package_id: UUID | None, named: Named | None = None
    ) -> None:
        named = named or name_of(talk.newest)
        is_counter = is_live(talk.newest, self.at) if step.verb is None else None
        if step.verb is Verb.COUNTER or is_counter:
            judge(Verb.COUNTER, talk.newest, step.side, named, self.at)
            text = self._text(talk, step.side, step, package_id)
            after = counter(talk.newest, text, named)
            self._stand_behind(talk, after, text)
            self._keep(talk, after)
            return
        held = held_agreement(talk.negotiations, talk.bounds)
        check_anew(
            talk.negotiations, talk.bounds, named if held is None else name_of(held), self.at
        )
        if step.side is Side.COORDINATOR:
            # Who may propose at all is the policy's to say.
            return
        if talk.newest.is_open:
            self._keep(talk, lapse(talk.newest))
        self._put(talk, step.side, self._text(talk, step.side, step, package_id))

    def _put(self, talk: Talk, side: Side, text: Put) -> None:
        opened = propose(
            text, negotiation_id=uuid4(), commitment_id=talk.id, number=len(talk.negotiations) + 1
        )
        assert text.by is side
        talk.negotiations.append(opened)
        self._stand_behind(talk, opened, text)

    def _keep(self, talk: Talk, after: Negotiation) -> None:
        before = talk.newest
        talk.negotiations[-1] = after
        if breaks_package(before, after):
            rest = [
                other
                for other in self.talks
                if other.newest.is_open and other.newest.package_id == before.package_id
            ]
            for other in rest:
                [other.negotiations[-1]] = unpack([other.newest])

    def _text(
        self, talk: Talk, side: Side, step: Step | None = None, package_id: UUID | None = None
    ) -> Put:
        number = max((text.revision for text in talk.texts), default=0) + 1
        has_end = step is not None and step.has_end
        until_at = self.at + days(3) if has_end else None
        return a_put(
            by=side,
            revision=number,
            digest=uuid4().hex,
            at=self.at,
            until_at=until_at,
            until_lapses=has_end and step is not None and step.lapses,
            remind_at=None if until_at is None else until_at - days(1),
            package_id=package_id,
        )

    def _stand_behind(self, talk: Talk, after: Negotiation, text: Put) -> None:
        talk.texts.append(name_of(after))
        self.yes.setdefault(text.digest, set()).add(text.by)
        if after.package_id is None:
            self.alone.add(text.digest)


@settings(max_examples=300, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(st.lists(STEPS, min_size=20, max_size=50))
def test_whatever_is_done_nothing_is_agreed_without_both_sides(steps: list[Step]):
    walk = Walk()
    for step in steps:
        walk.take(step)
        for talk in walk.talks:
            judge_talk(walk, talk)


def judge_talk(walk: Walk, talk: Talk) -> None:
    agreed = [one for one in talk.negotiations if one.closed_as is ClosedAs.AGREED]
    assert all(walk.yes[one.digest] == BOTH for one in agreed)
    signed = {one.revision_id for one in agreed}
    assert all(each.revision_id in signed for each in talk.bounds)

    assert sum(one.is_open for one in talk.negotiations) <= 1
    assert all(not one.is_open for one in talk.negotiations[:-1])
    assert sum(each.to_at is None for each in talk.bounds) <= 1

    seen = standing(talk.negotiations, talk.bounds, walk.at)
    newest = talk.newest
    assert (seen.turn is not None) == is_live(newest, walk.at)
    assert newest.proposed_by in BOTH
    assert newest.turn in BOTH
    # The turn is with the proposer only while a question waits.
    assert (newest.turn is newest.proposed_by) == newest.has_question
    if seen.status in {Status.AGREED, Status.IN_FORCE}:
        assert seen.agreed_revision is not None
    if seen.status is Status.IN_FORCE:
        assert seen.bound_revision == seen.agreed_revision
    assert (seen.closed_as is None) == (seen.status is not Status.CLOSED)
    # A package stands still whole, and has more than one part for as long as it is one.
    package = walk.package_of(talk)
    assert len(package) != 1
    assert len({part.paused_at for part in package}) <= 1

    for who in Side:
        listed = open_verbs(
            talk.negotiations,
            talk.bounds,
            package,
            {each.id: TERMS for each in walk.talks},
            who,
            walk.at,
        )
        if who is Side.COORDINATOR:
            assert set(listed) <= {Verb.PAUSE, Verb.RESUME, Verb.PROPOSE}
        elif seen.turn is not None and seen.turn is not who:
            assert set(listed) <= {Verb.WITHDRAW, Verb.PAUSE, Verb.RESUME}
        if newest.paused_at is not None:
            assert not {Verb.ACCEPT, Verb.ACCEPT_PACKAGE, Verb.COUNTER, Verb.DECLINE} & {*listed}
        if seen.status is Status.CLOSED:
            assert listed == []
