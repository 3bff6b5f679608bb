"""Who may sign with whom, by which mandate, and with which request: pure decisions."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from tests.agreements.test_decisions import (
    DIGEST,
    NOW,
    SOMEBODY,
    a_mandate,
    a_version,
    said,
    shown_of,
    sign,
)

from samenspraak.agreements import decisions
from samenspraak.agreements.decisions import (
    AlreadySigned,
    MandateTooLow,
    NoSigningRequest,
    SideComplete,
    SigningRequestExpired,
    StatementChanged,
)
from samenspraak.agreements.schemas import SetSigningRule, SignVersion
from samenspraak.errors import Invalid
from samenspraak.identity.schemas import MandateOn
from samenspraak.workspaces.schemas import Side

TWO = frozenset({(Side.CONTRACTOR, 2)})
ANOTHER = UUID(int=9)


def slugs(refused: pytest.ExceptionInfo[Invalid]) -> list[tuple[str, str]]:
    return [(fault.pointer, fault.slug) for fault in refused.value.faults]


class TestSeveral:
    def test_a_person_signs_once_and_a_colleague_after_them(self):
        half = a_version(several=TWO, said=said(Side.CONTRACTOR))

        with pytest.raises(AlreadySigned):
            sign(half)
        assert sign(half, person_id=ANOTHER)

    def test_a_side_that_has_its_signatures_takes_no_more(self):
        with pytest.raises(SideComplete):
            sign(a_version(said=said(Side.CONTRACTOR)), person_id=ANOTHER)
        whole = frozenset(
            {(Side.CONTRACTOR, SOMEBODY[Side.CONTRACTOR]), (Side.CONTRACTOR, ANOTHER)}
        )
        with pytest.raises(SideComplete):
            sign(a_version(several=TWO, said=whole), person_id=UUID(int=10))

    def test_what_one_side_asks_of_itself_asks_nothing_of_the_other(self):
        version = a_version(several=TWO)

        assert version.needed_of(Side.CONTRACTOR) == 2
        assert version.needed_of(Side.BUYER) == 1

    def test_only_the_last_missing_signature_completes(self):
        other = said(Side.BUYER)
        one = other | {(Side.CONTRACTOR, ANOTHER)}

        assert not decisions.completes(a_version(several=TWO), Side.CONTRACTOR)
        assert not decisions.completes(a_version(several=TWO, said=other), Side.CONTRACTOR)
        assert decisions.completes(a_version(several=TWO, said=one), Side.CONTRACTOR)
        both = said(Side.CONTRACTOR) | {(Side.CONTRACTOR, ANOTHER)}
        assert decisions.completes(a_version(several=TWO, said=both), Side.BUYER)
        assert not decisions.completes(
            a_version(several=TWO, said=said(Side.CONTRACTOR)), Side.BUYER
        )

    def test_one_person_on_both_sides_of_the_table_counts_for_each_alone(self):
        version = a_version(said=frozenset({(Side.BUYER, ANOTHER)}))

        assert version.signatories(Side.CONTRACTOR) == frozenset()
        assert sign(version, person_id=ANOTHER)

    @pytest.mark.parametrize("needed", [1, 2, 9])
    def test_a_side_asks_for_one_to_nine_people(self, needed):
        request = SetSigningRule(id=uuid4(), needed=needed)

        fact = decisions.set_signing_rule(request, workspace_id=uuid4(), side=Side.BUYER)

        assert (fact.rule_id, fact.side, fact.needed) == (request.id, Side.BUYER, needed)

    @pytest.mark.parametrize("needed", [-1, 0, 10])
    def test_none_or_a_crowd_is_refused(self, needed):
        with pytest.raises(Invalid) as refused:
            decisions.set_signing_rule(
                SetSigningRule(id=uuid4(), needed=needed), workspace_id=uuid4(), side=Side.BUYER
            )

        assert slugs(refused) == [("/needed", "agreements/not-so-many")]

    @pytest.mark.parametrize(
        ("needed", "able", "is_enough"),
        [(1, 0, True), (1, 5, True), (2, 2, True), (2, 1, False), (9, 8, False)],
    )
    def test_a_side_has_as_many_signatories_as_it_asks_for(self, needed, able, is_enough):
        assert (decisions.too_few_signatories(needed=needed, able=able) == []) == is_enough


class TestMandateOnTheChange:
    def test_a_mandate_may_reach_to_what_a_version_changes(self):
        version = a_version(value_cents=30_000_000, changed_cents=1_540_000)

        assert sign(version, tested_on=MandateOn.CHANGE)
        with pytest.raises(MandateTooLow) as refused:
            sign(version, tested_on=MandateOn.TOTAL)
        assert refused.value.facts["value"] == "€ 300.000,00"

    def test_it_is_as_exact_as_one_on_the_total(self):
        version = a_version(value_cents=1, changed_cents=25_000_001)

        with pytest.raises(MandateTooLow) as refused:
            sign(version, tested_on=MandateOn.CHANGE)
        assert refused.value.facts["value"] == "€ 250.000,01"
        assert sign(version, tested_on=MandateOn.TOTAL, mandates=[a_mandate(1)])

    def test_what_was_offered_before_changes_were_reckoned_is_tested_whole(self):
        version = a_version(value_cents=30_000_000)

        with pytest.raises(MandateTooLow):
            sign(version, tested_on=MandateOn.CHANGE)


class TestRequests:
    def test_without_a_request_of_ones_own_nobody_signs(self):
        with pytest.raises(NoSigningRequest):
            sign(a_version(), shown=None)

    @pytest.mark.parametrize(
        "others", [{"version_id": uuid4()}, {"digest": "e" * 64}, {"is_used": True}]
    )
    def test_a_request_of_another_version_or_used_before_is_none(self, others):
        version = a_version()

        with pytest.raises(NoSigningRequest):
            sign(version, shown=shown_of(version, **others))

    def test_a_request_ends_at_its_moment(self):
        version = a_version()

        assert sign(version, shown=shown_of(version, expires_at=NOW + timedelta(microseconds=1)))
        with pytest.raises(SigningRequestExpired) as refused:
            sign(version, shown=shown_of(version, expires_at=NOW))
        assert refused.value.facts["minutes"] == 15

    def test_whoever_signed_before_is_told_so_and_not_of_the_request(self):
        version = a_version(said=said(Side.CONTRACTOR))

        with pytest.raises(AlreadySigned):
            sign(version, shown=shown_of(version, is_used=True))

    def test_the_words_that_are_kept_are_the_words_that_were_shown(self):
        shown = shown_of(a_version(digest=DIGEST))

        decisions.require_same_words(shown, shown.statement)
        with pytest.raises(StatementChanged):
            decisions.require_same_words(shown, shown.statement + " ")


class TestReasons:
    def test_the_side_that_did_not_offer_says_why_something_ends(self):
        version = a_version(has_endings=True, offered_by=Side.CONTRACTOR)

        assert decisions.asks_reason(version, Side.BUYER)
        with pytest.raises(Invalid) as refused:
            sign(version, Side.BUYER, reason=" ")
        assert slugs(refused) == [("/reason", "required")]
        assert sign(version, Side.BUYER, reason="Het werk is klaar.")

    def test_the_side_that_offered_said_why_already(self):
        version = a_version(has_endings=True, offered_by=Side.CONTRACTOR)

        assert not decisions.asks_reason(version, Side.CONTRACTOR)
        assert sign(version)
        assert sign(version, reason="Het werk is klaar.")

    def test_where_nothing_ends_no_reason_is_kept(self):
        with pytest.raises(Invalid) as refused:
            sign(a_version(), reason="Zomaar")

        assert slugs(refused) == [("/reason", "agreements/nothing-ends")]

    def test_a_reason_has_an_end(self):
        request = SignVersion(
            id=uuid4(), request_id=uuid4(), number=1, digest=DIGEST, reason="a" * 4_001
        )

        with pytest.raises(Invalid) as refused:
            decisions.check_signing_reason(request)
        assert slugs(refused) == [("/reason", "too-long")]
