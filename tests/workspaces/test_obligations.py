"""What is wrong with a wording of what is owed, and when it has to be weighed."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
from msgspec import Struct

from samenspraak.errors import Invalid
from samenspraak.workspaces.decisions import (
    NoRule,
    StaleWording,
    check_change,
    check_obligation,
    check_reaction,
    is_weighed,
    needs_sheet,
    reason_key,
)
from samenspraak.workspaces.schemas import (
    Basis,
    BasisCause,
    BasisKind,
    ChangeBasis,
    ForeignSum,
    ObligationContent,
    ReactToObligation,
    ScopeRule,
    SetObligation,
    Sheet,
    Tier,
)

VALUE = Basis(kind=BasisKind.CONTRACT_VALUE, cents=486_000_000)
WEIGHED = Sheet(
    labour_share="38",
    market="Veel bouwers zoeken leerlingen.",
    employees=64,
    feasible="Vijf plekken.",
)


class Wording(Struct):
    number: int = 1
    digest: str = "d"
    by_side: str = "buyer"
    agreed_at: datetime | None = None


def a_request(**members: Any) -> SetObligation:
    return SetObligation(
        **{
            "id": uuid4(),
            "basis": VALUE,
            "percent": "4",
            "reason": "Er zit veel handwerk in.",
            **members,
        }
    )


def faults_of(request: SetObligation, **known: Any) -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as refusal:
        check_obligation(request, **known)
    return [(fault.pointer, fault.slug) for fault in refusal.value.faults]


def a_change(**members: Any) -> ChangeBasis:
    return ChangeBasis(
        **{
            "id": uuid4(),
            "number": 1,
            "digest": "d",
            "cause": BasisCause.EXTENSION,
            "basis_cents": 520_000_000,
            "reason": "Er komen 16 woningen bij.",
            **members,
        }
    )


def test_what_is_owed_follows_from_the_rule():
    content = check_obligation(
        a_request(months=21, scope_rule=ScopeRule.MIXED, within_percent="50", sheet=WEIGHED)
    )

    assert (content.amount_cents, content.within_cents) == (19_440_000, 9_720_000)
    assert content.percent == "4"
    assert content.sheet == WEIGHED
    assert [step.slug for step in content.steps] == ["basis", "percentage", "within"]


@pytest.mark.parametrize("percent", ["0", "2", "4", "5", "100"])
def test_no_percentage_speaks_for_itself(percent: str):
    """Five percent included: whoever always asked that says why it fits here."""
    assert faults_of(a_request(percent=percent, reason=" ")) == [("/reason", "required")]


def test_an_amount_in_words_stays_what_was_said():
    content = check_obligation(
        a_request(basis=" de opdrachtsom ", amount_cents=19_440_000, percent="4")
    )

    assert content == ObligationContent(
        reason="Er zit veel handwerk in.",
        amount_cents=19_440_000,
        basis="de opdrachtsom",
        percent="4",
    )


def test_an_amount_in_words_takes_no_rule():
    request = a_request(basis="de opdrachtsom", cap_cents=1, months=2, scope_rule=ScopeRule.OPEN)

    assert faults_of(request) == [
        ("/amountCents", "required"),
        ("/capCents", "workspaces/not-with-basis"),
        ("/months", "workspaces/not-with-basis"),
        ("/scopeRule", "workspaces/not-with-basis"),
    ]


def test_an_amount_that_the_rule_does_not_come_to_is_refused_with_the_right_one():
    with pytest.raises(Invalid) as refusal:
        check_obligation(
            a_request(
                basis=Basis(kind=BasisKind.CONTRACT_VALUE, cents=100_000_000_000),
                percent="5",
                amount_cents=5_000_000,
            )
        )

    (fault,) = refusal.value.faults
    assert (fault.pointer, fault.facts) == ("/amountCents", {"amount": "€ 50.000.000,00"})


@pytest.mark.parametrize(
    ("members", "faults"),
    [
        ({"percent": None}, [("/percent", "workspaces/needs-percent")]),
        ({"percent": "101"}, [("/percent", "workspaces/percent")]),
        (
            {"tiers": (Tier(percent="2"),)},
            [("/tiers", "workspaces/percent-or-tiers")],
        ),
        (
            {"basis": Basis(kind=BasisKind.BUDGET)},
            [("/basis/cents", "workspaces/needs-basis-amount")],
        ),
        (
            {"basis": Basis(kind=BasisKind.BUDGET, cents=-1)},
            [("/basis/cents", "workspaces/amount")],
        ),
        (
            {"basis": Basis(kind=BasisKind.BUDGET, cents=1, text="het\nbudget")},
            [("/basis/text", "identity/one-line")],
        ),
        ({"min_months": 6}, [("/months", "workspaces/needs-months")]),
        ({"months": 0}, [("/months", "workspaces/months")]),
        ({"months": 601}, [("/months", "workspaces/months")]),
        (
            {"scope_rule": ScopeRule.MIXED},
            [("/withinPercent", "workspaces/needs-within")],
        ),
        (
            {"scope_rule": ScopeRule.STRICT, "within_percent": "50"},
            [("/withinPercent", "workspaces/within-only-mixed")],
        ),
        ({"within_percent": "50"}, [("/withinPercent", "workspaces/within-only-mixed")]),
        (
            {"scope_rule": ScopeRule.MIXED, "within_percent": "150"},
            [("/withinPercent", "workspaces/percent")],
        ),
        ({"sheet": Sheet(labour_share="-1")}, [("/sheet/labourShare", "workspaces/percent")]),
        ({"sheet": Sheet(employees=-1)}, [("/sheet/employees", "workspaces/employees")]),
        ({"sheet": Sheet(market="x" * 5_001)}, [("/sheet/market", "too-long")]),
        ({"cap_cents": -1}, [("/capCents", "workspaces/amount")]),
    ],
)
def test_a_rule_of_which_no_sum_can_be_made_is_refused(
    members: dict[str, Any], faults: list[tuple[str, str]]
):
    assert faults_of(a_request(**members)) == faults


@pytest.mark.parametrize(
    ("tiers", "faults"),
    [
        (
            (Tier(percent="2", labour_share_below="30"), Tier(percent="5", up_to_cents=1)),
            [("/tiers", "workspaces/tiers-of-two-kinds")],
        ),
        (
            (Tier(percent="2", labour_share_below="30"),),
            [("/tiers", "workspaces/tier-order")],
        ),
        (
            (
                Tier(percent="2", labour_share_below="30"),
                Tier(percent="3", labour_share_below="20"),
                Tier(percent="5"),
            ),
            [("/tiers", "workspaces/tier-order")],
        ),
        (
            (Tier(percent="5", up_to_cents=2), Tier(percent="4", up_to_cents=2)),
            [("/tiers", "workspaces/tier-order")],
        ),
        ((Tier(percent="5"), Tier(percent="4")), [("/tiers", "workspaces/tier-order")]),
        (
            (Tier(percent="x", up_to_cents=-2), Tier(percent="4")),
            [
                ("/tiers/0/percent", "workspaces/percent"),
                ("/tiers/0/upToCents", "workspaces/amount"),
            ],
        ),
        (tuple(Tier(percent="1", up_to_cents=at) for at in range(13)), [("/tiers", "too-many")]),
    ],
)
def test_tiers_are_of_one_kind_and_go_upwards(
    tiers: tuple[Tier, ...], faults: list[tuple[str, str]]
):
    assert faults_of(a_request(percent=None, tiers=tiers, sheet=WEIGHED)) == faults


def test_tiers_by_labour_share_ask_for_it_and_for_nothing_else_of_the_sheet():
    tiers = (Tier(percent="2", labour_share_below="30"), Tier(percent="5"))

    assert faults_of(a_request(percent=None, tiers=tiers)) == [
        ("/sheet/labourShare", "workspaces/needs-labour-share")
    ]
    content = check_obligation(a_request(percent=None, tiers=tiers, sheet=Sheet(labour_share="29")))
    assert content.percent == "2"
    assert not is_weighed(content.sheet)


@pytest.mark.parametrize("kind", [BasisKind.ONE_ACTIVITY, BasisKind.CUSTOM])
def test_what_has_no_amount_says_in_words_what_it_is(kind: BasisKind):
    assert faults_of(
        a_request(
            basis=Basis(kind=kind, cents=1, text=" "), cap_cents=1, scope_rule=ScopeRule.MIXED
        )
    ) == [
        ("/basis/text", "required"),
        ("/basis/cents", "workspaces/not-with-basis"),
        ("/percent", "workspaces/not-with-basis"),
        ("/capCents", "workspaces/not-with-basis"),
        ("/scopeRule", "workspaces/mixed-needs-amount"),
    ]
    content = check_obligation(a_request(basis=Basis(kind=kind, text="een open dag"), percent=None))
    assert content.amount_cents is None


def test_an_amount_does_not_go_with_what_has_none():
    request = a_request(
        basis=Basis(kind=BasisKind.CUSTOM, text="een open dag"), percent=None, amount_cents=1
    )

    assert faults_of(request) == [("/amountCents", "workspaces/not-with-basis")]


def test_a_fixed_amount_takes_no_percentage():
    fixed = Basis(kind=BasisKind.FIXED, cents=105_000_000)

    assert faults_of(a_request(basis=fixed)) == [("/percent", "workspaces/not-with-basis")]
    assert check_obligation(a_request(basis=fixed, percent=None)).amount_cents == 105_000_000


def test_a_contract_in_another_currency_asks_how_its_euros_came_about():
    assert faults_of(a_request(), currency="USD") == [
        ("/basis/original", "workspaces/needs-original")
    ]
    original = ForeignSum(cents=1, currency="usd", on=date(2026, 10, 1), reason=" ")
    basis = Basis(kind=BasisKind.CONTRACT_VALUE, cents=1, original=original)
    assert faults_of(a_request(basis=basis), currency="USD") == [
        ("/basis/original/reason", "required"),
        ("/basis/original/currency", "workspaces/currency"),
    ]
    # A labour sum or a budget is in euros of its own.
    check_obligation(a_request(basis=Basis(kind=BasisKind.BUDGET, cents=1)), currency="USD")


def test_where_it_is_weighed_everything_on_the_sheet_is_asked():
    assert faults_of(a_request(sheet=Sheet(market="krap")), must_weigh=True) == [
        ("/sheet/labourShare", "workspaces/needs-sheet"),
        ("/sheet/employees", "workspaces/needs-sheet"),
        ("/sheet/feasible", "workspaces/needs-sheet"),
        ("/months", "workspaces/needs-months"),
    ]
    check_obligation(a_request(sheet=WEIGHED, months=21), must_weigh=True)


def test_a_sheet_left_empty_is_no_sheet():
    assert check_obligation(a_request(sheet=Sheet(market=" "))).sheet is None


@pytest.mark.parametrize(
    ("sizes", "above", "before", "asked"),
    [
        ((100, None), None, False, False),
        ((100, None), 100, False, False),
        ((101, None), 100, False, True),
        ((1, 101), 100, False, True),
        ((None, None), 0, False, False),
        ((1, 1), None, True, True),
    ],
)
def test_it_is_weighed_above_the_limit_and_wherever_it_was_before(
    sizes: tuple[int | None, int | None], above: int | None, before: bool, asked: bool
):
    assert needs_sheet(*sizes, above_cents=above, is_weighed_before=before) is asked


def test_when_the_basis_moves_rule_reason_and_sheet_stay():
    agreed = check_obligation(
        a_request(
            basis=Basis(kind=BasisKind.CONTRACT_VALUE, cents=486_000_000, text="€ 4,86 miljoen"),
            months=21,
            scope_rule=ScopeRule.MIXED,
            within_percent="50",
            sheet=WEIGHED,
        )
    )

    content = check_change(a_change(months=23), Wording(), agreed, must_weigh=True)

    assert (content.amount_cents, content.within_cents) == (20_800_000, 10_400_000)
    assert (content.reason, content.sheet) == (agreed.reason, WEIGHED)
    assert content.rule is not None
    assert content.rule.months == 23
    # Words for the old amount would be wrong for the new one.
    assert content.rule.basis.text is None
    assert content.change is not None
    assert (content.change.cause, content.change.since_number) == (BasisCause.EXTENSION, 1)


def test_when_the_labour_sum_moves_another_tier_may_hold():
    tiers = (Tier(percent="2", labour_share_below="30"), Tier(percent="5"))
    agreed = check_obligation(a_request(percent=None, tiers=tiers, sheet=WEIGHED))
    change = a_change(cause=BasisCause.LABOUR_SUM, basis_cents=486_000_000, labour_share="29")

    content = check_change(change, Wording(), agreed)

    assert (content.percent, content.amount_cents) == ("2", 9_720_000)
    assert content.sheet is not None
    assert content.sheet.employees == 64


@pytest.mark.parametrize(
    "agreed",
    [
        ObligationContent(reason="r", basis="de opdrachtsom", amount_cents=1, percent="4"),
        check_obligation(a_request(basis=Basis(kind=BasisKind.FIXED, cents=1), percent=None)),
        check_obligation(a_request(basis=Basis(kind=BasisKind.CUSTOM, text="x"), percent=None)),
    ],
)
def test_what_follows_from_no_basis_has_none_that_moves(agreed: ObligationContent):
    with pytest.raises(NoRule):
        check_change(a_change(), Wording(), agreed)


@pytest.mark.parametrize("wording", [None, Wording(number=2), Wording(digest="e")])
def test_the_basis_of_another_wording_does_not_move(wording: Wording | None):
    with pytest.raises(StaleWording):
        check_change(a_change(), wording, check_obligation(a_request()))


def test_faults_of_a_change_stand_where_they_were_filled_in():
    original = ForeignSum(cents=-1, currency="USD", on=date(2026, 11, 9), reason="koers")
    change = a_change(basis_cents=-1, labour_share="x", original=original, reason="")

    with pytest.raises(Invalid) as refusal:
        check_change(change, Wording(), check_obligation(a_request()))

    assert [fault.pointer for fault in refusal.value.faults] == [
        "/basisCents",
        "/original/cents",
        "/labourShare",
        "/reason",
    ]


def test_a_side_reacts_to_what_lies_there_or_to_what_is_agreed():
    newest, agreed = Wording(number=3, digest="c"), Wording(agreed_at=datetime.now(UTC))

    def react(number: int, digest: str, text: str = "Stevig maar te doen.") -> None:
        request = ReactToObligation(id=uuid4(), number=number, digest=digest, text=text)
        check_reaction(request, newest, agreed)

    react(3, "c")
    react(1, "d")
    for number, digest in ((2, "b"), (1, "c"), (3, "d")):
        with pytest.raises(StaleWording):
            react(number, digest)
    with pytest.raises(Invalid):
        react(3, "c", " ")


def test_the_same_words_are_the_same_reason_whatever_their_signs():
    assert reason_key("Er zit veel handwerk in.") == reason_key("  er zit VEEL\nhandwerk in!")
    assert reason_key("Er zit veel handwerk in.") != reason_key("Er zit weinig handwerk in.")
    # Ligatures and wide signs are the same letters.
    assert reason_key("ﬁets ４ %") == reason_key("fiets 4")
    assert reason_key("…") is None
