"""What the commitments of a workspace come to: places by kind, and value in whole cents."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from msgspec import Struct

from samenspraak.commitments.decisions import counts, is_open_intention, is_place
from samenspraak.commitments.schemas import (
    PlacesView,
    PurposePartView,
    ValueTotals,
    WorkspaceTotals,
)
from samenspraak.commitments.terms import AmountValue, Kind, Scope, Terms

# Agreed, on the table, and only written.
_NO_PLACES = (Decimal(0), Decimal(0), Decimal(0))


class Figures(Struct, frozen=True, kw_only=True):
    """The texts of one commitment that matter to a sum.

    `agreed` is what both said yes to last, `binds` what both signed, `on_table` what lies with a
    side, `concept` what both sides write while nothing was proposed. Each is None when there is
    none. `number` is what people call the commitment by.
    """

    number: int | None = None
    agreed: Terms | None = None
    binds: Terms | None = None
    on_table: Terms | None = None
    concept: Terms | None = None

    @property
    def newest(self) -> Terms | None:
        """Return what is said last, and was neither declined nor withdrawn."""
        return self.on_table or self.agreed or self.concept


def totals(commitments: Iterable[Figures], letters: Sequence[str] = ()) -> WorkspaceTotals:
    """Add up what is agreed, what lies on the table beside it, what is signed, what is written.

    A text on the table counts for what it would change, so that nothing is counted twice. Places
    that a text only strives for are kept apart from those that are promised. `letters` are the
    parts of the purpose.
    """
    commitments = [*commitments]
    sums = {group: _Sum() for group in ("within", "outside", "extra")}
    spent = _Sum()
    places: dict[Kind, tuple[Decimal, Decimal, Decimal]] = {}
    to_be_discussed = 0
    for each in commitments:
        newest = each.on_table or each.agreed
        if newest is not None and not isinstance(newest.value, AmountValue):
            to_be_discussed += 1
        signs = [(each.agreed, (1, 0, 0)), (each.on_table, (0, 1, 0)), (each.concept, (0, 0, 1))]
        if each.on_table is not None:
            signs.append((each.agreed, (0, -1, 0)))
        for terms, times in signs:
            if terms is None:
                continue
            sums[group_of(terms)].add(_cents(terms), times)
            spent.add(terms.spent_cents or 0, times)
            kind = terms.kind or Kind.OTHER
            number = Decimal(0) if is_open_intention(terms) else _places(terms)
            agreed, on_table, concept = (
                before + time * number
                for before, time in zip(places.get(kind, _NO_PLACES), times, strict=True)
            )
            places[kind] = (agreed, on_table, concept)
        if each.binds is not None:
            sums[group_of(each.binds)].in_force += _cents(each.binds)
            spent.in_force += each.binds.spent_cents or 0
    said = [(each.number, each.newest) for each in commitments if each.newest is not None]
    striven = [(number, terms) for number, terms in said if is_open_intention(terms)]
    intended = {
        kind: sum(
            (_places(terms) for _, terms in striven if (terms.kind or Kind.OTHER) is kind),
            Decimal(0),
        )
        for kind in Kind
    }
    within, outside, extra = (sums[group].view() for group in ("within", "outside", "extra"))
    return WorkspaceTotals(
        places=[
            PlacesView(
                kind=kind,
                agreed=_spelled(agreed),
                in_negotiation=_spelled(on_table),
                concept=_spelled(concept),
                intended=_spelled(intended[kind]),
            )
            for kind in Kind
            for agreed, on_table, concept in [places.get(kind, _NO_PLACES)]
            if agreed or on_table or concept or intended[kind]
        ],
        counting=ValueTotals(
            agreed_cents=within.agreed_cents + outside.agreed_cents,
            in_negotiation_cents=within.in_negotiation_cents + outside.in_negotiation_cents,
            in_force_cents=within.in_force_cents + outside.in_force_cents,
            concept_cents=within.concept_cents + outside.concept_cents,
        ),
        within=within,
        outside=outside,
        extra=extra,
        spent=spent.view(),
        to_be_discussed=to_be_discussed,
        open_intentions=_numbers(striven),
        purpose=[
            PurposePartView(
                letter=letter,
                numbers=_numbers(
                    (number, terms) for number, terms in said if letter in terms.purpose_parts
                ),
            )
            for letter in letters
        ],
        serves_none=_numbers(
            (number, terms)
            for number, terms in said
            if letters and not {*letters}.intersection(terms.purpose_parts)
        ),
    )


class _Sum:
    def __init__(self) -> None:
        self.agreed = 0
        self.in_negotiation = 0
        self.in_force = 0
        self.concept = 0

    def add(self, cents: int, times: tuple[int, int, int]) -> None:
        agreed, in_negotiation, concept = times
        self.agreed += agreed * cents
        self.in_negotiation += in_negotiation * cents
        self.concept += concept * cents

    def view(self) -> ValueTotals:
        return ValueTotals(
            agreed_cents=self.agreed,
            in_negotiation_cents=self.in_negotiation,
            in_force_cents=self.in_force,
            concept_cents=self.concept,
        )


def group_of(terms: Terms) -> str:
    """Tell which sum terms belong to: within the contract, outside it, or extra."""
    if not counts(terms):
        return "extra"
    return "within" if terms.scope in {None, Scope.WITHIN_CONTRACT} else "outside"


def _numbers(said: Iterable[tuple[int | None, Terms]]) -> list[int]:
    return [number for number, _ in said if number is not None]


def _cents(terms: Terms) -> int:
    return terms.value.amount_cents if isinstance(terms.value, AmountValue) else 0


def _places(terms: Terms) -> Decimal:
    if terms.quantity is None or not is_place(terms.unit):
        return Decimal(0)
    return Decimal(terms.quantity)


def _spelled(number: Decimal) -> str:
    return f"{number.normalize():f}"
