"""What may happen with a version: every refusal, and every way through."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from samenspraak.agreements import decisions
from samenspraak.agreements.decisions import (
    AlreadyConfirmed,
    AlreadyOffered,
    AlreadySigned,
    Change,
    JudgedVersion,
    Lapsed,
    Mandate,
    MandateTooLow,
    NoMandate,
    NotOffered,
    NotOnPaper,
    OnPaper,
    PaperTooLate,
    ProofTooOld,
    ShownStatement,
    SideComplete,
    Signatory,
    StaleVersion,
    Void,
)
from samenspraak.agreements.schemas import (
    Clause,
    ConfirmPaper,
    OfferVersion,
    Origin,
    RecordPaper,
    SendBackVersion,
    SignVersion,
    VersionState,
)
from samenspraak.errors import Invalid
from samenspraak.identity.schemas import MandateOn
from samenspraak.workspaces.schemas import Side

OFFERED_AT = datetime(2026, 11, 17, 9, tzinfo=UTC)
NOW = datetime(2026, 11, 20, 15, 48, tzinfo=UTC)
STEP_UP = timedelta(minutes=5)
DIGEST = "d" * 64
SOMEBODY = {Side.BUYER: UUID(int=1), Side.CONTRACTOR: UUID(int=2)}


def a_version(**others: object) -> JudgedVersion:
    plain = JudgedVersion(
        id=uuid4(),
        number=2,
        digest=DIGEST,
        origin=Origin.SAMENSPRAAK,
        state=VersionState.OFFERED,
        value_cents=20_983_333,
        offered_by=Side.CONTRACTOR,
        sign_by_at=datetime(2026, 12, 4, 23, tzinfo=UTC),
    )
    return structs.replace(plain, **others)


def paper(**others: object) -> JudgedVersion:
    return a_version(number=0, origin=Origin.OUTSIDE, sign_by_at=None, **others)


def a_mandate(up_to_cents: int | None = 25_000_000, number: int = 1) -> Mandate:
    return Mandate(id=UUID(int=number), role="directeur", up_to_cents=up_to_cents)


def said(*sides: Side) -> frozenset[tuple[Side, UUID]]:
    return frozenset((side, SOMEBODY[side]) for side in sides)


def a_signatory(side: Side = Side.CONTRACTOR, **others: object) -> Signatory:
    plain: dict[str, object] = {
        "person_id": SOMEBODY[side],
        "side": side,
        "mandates": [a_mandate()],
        "tested_on": MandateOn.TOTAL,
        "administrators": "Ilse Bakker",
    }
    return Signatory(**{**plain, **others})


def shown_of(version: JudgedVersion, **others: object) -> ShownStatement:
    plain: dict[str, object] = {
        "version_id": version.id,
        "digest": version.digest,
        "statement": "Ik teken als directeur.",
        "expires_at": NOW + timedelta(minutes=10),
        "is_used": False,
    }
    return ShownStatement(**{**plain, **others})


def sign(version: JudgedVersion, side: Side = Side.CONTRACTOR, **others: object) -> Mandate:
    asked = {"number": version.number, "digest": version.digest, "reason": ""}
    asked |= {name: others.pop(name) for name in asked if name in others}
    of_person = ("mandates", "administrators", "tested_on", "person_id")
    person = {name: others.pop(name) for name in of_person if name in others}
    arguments = {
        "shown": shown_of(version),
        "proven_at": NOW - timedelta(minutes=1),
        "at": NOW,
        "step_up": STEP_UP,
        **others,
    }
    request = SignVersion(id=uuid4(), request_id=uuid4(), **asked)
    return decisions.sign(version, a_signatory(side, **person), request, **arguments)


class TestSigning:
    def test_a_signatory_signs_exactly_the_version_named(self):
        assert sign(a_version()) == a_mandate()

    @pytest.mark.parametrize(
        "named", [{"number": 1}, {"digest": "e" * 64}, {"digest": ""}, {"number": 3}]
    )
    def test_another_number_or_digest_is_a_conflict(self, named):
        with pytest.raises(StaleVersion) as refused:
            sign(a_version(), **named)

        assert refused.value.facts["number"] == 2

    def test_a_side_signs_once(self):
        with pytest.raises(AlreadySigned):
            sign(a_version(said=said(Side.CONTRACTOR)))

    def test_the_proof_may_be_five_minutes_old_and_no_older(self):
        assert sign(a_version(), proven_at=NOW - STEP_UP)
        with pytest.raises(ProofTooOld):
            sign(a_version(), proven_at=NOW - STEP_UP - timedelta(microseconds=1))

    def test_without_a_mandate_it_says_who_can_grant_one(self):
        with pytest.raises(NoMandate) as refused:
            sign(a_version(), mandates=[])

        assert refused.value.facts["administrators"] == "Ilse Bakker"

    def test_a_mandate_reaches_to_the_cent(self):
        assert sign(a_version(), mandates=[a_mandate(20_983_333)])
        with pytest.raises(MandateTooLow) as refused:
            sign(a_version(), mandates=[a_mandate(20_983_332)])

        assert refused.value.facts["value"] == "€ 209.833,33"

    def test_no_amount_is_no_limit(self):
        assert sign(a_version(value_cents=10**12), mandates=[a_mandate(None)])

    def test_the_smallest_mandate_that_reaches_is_the_one_signed_by(self):
        small, middle, free = a_mandate(100, 1), a_mandate(30_000_000, 2), a_mandate(None, 3)

        assert sign(a_version(), mandates=[free, middle, small]) == middle
        assert sign(a_version(), mandates=[free, small]) == free

    def test_paper_is_confirmed_not_signed(self):
        with pytest.raises(OnPaper):
            sign(paper())

    @pytest.mark.parametrize("state", [s for s in VersionState if s is not VersionState.OFFERED])
    def test_what_is_no_longer_offered_cannot_be_signed_sent_back_or_withdrawn(self, state):
        version = a_version(state=state)
        back = SendBackVersion(id=uuid4(), number=2, digest=DIGEST, reason="Nog niet")

        with pytest.raises((NotOffered, Void, Lapsed)):
            sign(version)
        with pytest.raises((NotOffered, Void, Lapsed)):
            decisions.send_back(version, back, at=NOW)
        with pytest.raises((NotOffered, Void, Lapsed)):
            decisions.withdraw(version, at=NOW)


class TestTheWordOfAVersion:
    def test_the_deadline_itself_is_too_late(self):
        version = a_version()
        last = version.sign_by_at - timedelta(microseconds=1)

        assert decisions.state_at(version, last) is VersionState.OFFERED
        assert decisions.state_at(version, version.sign_by_at) is VersionState.LAPSED
        with pytest.raises(Lapsed):
            sign(version, at=version.sign_by_at, proven_at=version.sign_by_at)

    def test_a_version_without_a_deadline_waits(self):
        assert (
            decisions.state_at(a_version(sign_by_at=None), NOW + timedelta(days=4000))
            is VersionState.OFFERED
        )

    def test_taking_up_a_commitment_again_voids_it_and_says_which(self):
        version = a_version(
            changes=(
                Change(what="commitment", number=3, at=NOW),
                Change(what="obligation", number=0, at=NOW),
            )
        )

        with pytest.raises(Void) as refused:
            sign(version)

        assert [(fault.slug, fault.facts["number"]) for fault in refused.value.faults] == [
            ("agreements/changed-commitment", 3),
            ("agreements/changed-obligation", 0),
        ]

    @given(st.integers(-40, 40), st.integers(-40, 40))
    def test_the_word_never_changes_back(self, changed_after_days, looked_after_days):
        change = Change(what="commitment", number=1, at=NOW + timedelta(days=changed_after_days))
        at = NOW + timedelta(days=looked_after_days)
        version = a_version(changes=(change,) if change.at <= at else ())
        first = decisions.state_at(version, at)

        later = structs.replace(version, changes=(change,))
        word = decisions.state_at(later, max(at, change.at) + timedelta(days=100))
        if first is not VersionState.OFFERED:
            assert word is first


class TestSendingBackAndWithdrawing:
    def test_sending_back_names_the_version(self):
        right = SendBackVersion(id=uuid4(), number=2, digest=DIGEST, reason="Artikel 3 klopt niet")
        decisions.send_back(a_version(), right, at=NOW)

        with pytest.raises(StaleVersion):
            decisions.send_back(a_version(), structs.replace(right, digest="0" * 64), at=NOW)
        with pytest.raises(OnPaper):
            decisions.send_back(paper(), right, at=NOW)

    @pytest.mark.parametrize("reason", ["", " \n", "x" * 4_001])
    def test_nothing_ends_without_a_reason_one_can_read(self, reason):
        with pytest.raises(Invalid):
            decisions.check_reason(reason)


class TestOffering:
    def test_one_version_is_up_at_a_time(self):
        with pytest.raises(AlreadyOffered):
            decisions.offer(a_version(), OfferVersion(id=uuid4()), at=NOW)

    def test_one_that_lapsed_or_is_void_makes_way(self):
        lapsed = a_version(sign_by_at=NOW)
        void = a_version(changes=(Change(what="commitment", number=1, at=NOW),))

        decisions.offer(lapsed, OfferVersion(id=uuid4()), at=NOW)
        decisions.offer(void, OfferVersion(id=uuid4()), at=NOW)
        decisions.offer(None, OfferVersion(id=uuid4()), at=NOW)

    def test_all_faults_are_told_at_once(self):
        request = OfferVersion(
            id=uuid4(),
            sign_by_on=date(2026, 11, 19),
            clauses=[Clause(title="", text="x" * 20_001), Clause(title="Waarom", text=" ")],
        )

        with pytest.raises(Invalid) as refused:
            decisions.check_offer(request, at=NOW)

        assert [fault.pointer for fault in refused.value.faults] == [
            "/clauses/0/title",
            "/clauses/0/text",
            "/clauses/1/text",
            "/signByOn",
        ]

    @pytest.mark.parametrize("day", [date.min, date(2026, 11, 19), date(2037, 1, 1), date.max])
    def test_a_deadline_is_a_day_that_comes(self, day):
        with pytest.raises(Invalid):
            decisions.check_offer(OfferVersion(id=uuid4(), sign_by_on=day), at=NOW)

    def test_articles_are_told_apart_by_their_titles(self):
        twice = [Clause(title="Volgen", text="a"), Clause(title=" Volgen", text="b")]

        with pytest.raises(Invalid):
            decisions.check_offer(OfferVersion(id=uuid4(), clauses=twice), at=NOW)

    def test_today_is_still_a_day_to_sign_on(self):
        today = OfferVersion(id=uuid4(), sign_by_on=date(2026, 11, 20))
        decisions.check_offer(today, at=NOW)
        decisions.offer(None, today, at=NOW)

        with pytest.raises(Invalid):
            decisions.offer(None, today, at=NOW + timedelta(days=1))


class TestPaper:
    request = RecordPaper(
        id=uuid4(), file_id=uuid4(), agreed_on=date(2026, 3, 1), summary="Zie de overeenkomst."
    )

    def test_paper_comes_before_everything_signed_here(self):
        decisions.record_paper(None, is_bound=False, at=NOW)
        with pytest.raises(PaperTooLate):
            decisions.record_paper(None, is_bound=True, at=NOW)
        with pytest.raises(AlreadyOffered):
            decisions.record_paper(a_version(), is_bound=False, at=NOW)

    def test_its_faults_are_told_at_once(self):
        decisions.check_paper(self.request, today=NOW.date())
        wrong = structs.replace(
            self.request, agreed_on=date(2026, 11, 21), summary="", value_cents=-1
        )

        with pytest.raises(Invalid) as refused:
            decisions.check_paper(wrong, today=NOW.date())

        assert len(refused.value.faults) == 3

    def test_each_side_confirms_once_and_by_digest(self):
        request = ConfirmPaper(id=uuid4(), digest=DIGEST)
        decisions.confirm_paper(paper(), Side.BUYER, request, at=NOW)

        with pytest.raises(AlreadyConfirmed):
            decisions.confirm_paper(paper(said=said(Side.BUYER)), Side.BUYER, request, at=NOW)
        with pytest.raises(StaleVersion):
            decisions.confirm_paper(
                paper(), Side.BUYER, structs.replace(request, digest="0" * 64), at=NOW
            )
        with pytest.raises(NotOnPaper):
            decisions.confirm_paper(a_version(), Side.BUYER, request, at=NOW)


MOVES = st.sampled_from([
    "offer", "sign buyer", "sign contractor", "sign again", "send back", "withdraw", "take up again", "wait",
])  # fmt: skip


@given(st.lists(MOVES, max_size=40), st.data())
def test_no_walk_over_all_moves_is_ever_in_force_with_one_signature(moves, data):
    """A random walk keeps the rows as a command would, and asks decisions at every step."""
    at = OFFERED_AT
    version: JudgedVersion | None = None
    for move in moves:
        at += timedelta(hours=1)
        try:
            version = _after(move, version, at, data)
        except (
            AlreadyOffered, AlreadySigned, SideComplete, NotOffered, StaleVersion, Lapsed, Void,
        ):  # fmt: skip
            continue
        if version is not None and version.state is VersionState.IN_FORCE:
            assert all(version.is_complete_for(side) for side in decisions.PARTIES)
            assert version.signed_by == {Side.BUYER, Side.CONTRACTOR}
            assert not version.changes
        if version is not None and version.state is VersionState.OFFERED:
            assert not all(version.is_complete_for(side) for side in decisions.PARTIES)
        for side in decisions.PARTIES if version is not None else ():
            assert len(version.signatories(side)) <= version.needed_of(side)


def _after(
    move: str, version: JudgedVersion | None, at: datetime, data: st.DataObject
) -> JudgedVersion | None:
    if move == "offer":
        decisions.offer(version, OfferVersion(id=uuid4()), at=at)
        return a_version(
            sign_by_at=data.draw(st.sampled_from([None, at + timedelta(hours=3)])),
            digest=data.draw(st.sampled_from([DIGEST, "e" * 64])),
            several=data.draw(
                st.sampled_from(
                    [
                        frozenset(),
                        frozenset({(Side.CONTRACTOR, 2)}),
                        frozenset({(Side.BUYER, 2), (Side.CONTRACTOR, 3)}),
                    ]
                )
            ),
        )
    if version is None or move == "wait":
        return version
    if move == "take up again":
        change = Change(what="commitment", number=1, at=at)
        return (
            structs.replace(version, changes=(*version.changes, change))
            if (version.state is VersionState.OFFERED)
            else version
        )
    named = data.draw(st.sampled_from([DIGEST, version.digest]))
    if move == "send back":
        request = SendBackVersion(id=uuid4(), number=2, digest=named, reason="Nee")
        decisions.send_back(version, request, at=at)
        return structs.replace(version, state=VersionState.SENT_BACK)
    if move == "withdraw":
        decisions.withdraw(version, at=at)
        return structs.replace(version, state=VersionState.WITHDRAWN)
    side = (
        data.draw(st.sampled_from([Side.BUYER, Side.CONTRACTOR]))
        if move == "sign again"
        else Side(move.removeprefix("sign "))
    )
    person_id = data.draw(st.sampled_from([UUID(int=number) for number in range(1, 5)]))
    shown = shown_of(version, expires_at=at + timedelta(minutes=1))
    sign(version, side, digest=named, shown=shown, at=at, proven_at=at, person_id=person_id)
    done = decisions.completes(version, side)
    return structs.replace(
        version,
        said=version.said | {(side, person_id)},
        state=VersionState.IN_FORCE if done else VersionState.OFFERED,
    )
