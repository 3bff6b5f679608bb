"""Tables of values, and what is counted by them, for tests of what efforts are worth."""

from decimal import Decimal
from fractions import Fraction
from functools import cache
from importlib import resources
from typing import Any

import msgspec

from samenspraak.catalogue.schemas.measures import CatalogueText, MeasureText
from samenspraak.catalogue.valuing import AdditionCounted, Counted, OwnFactor

NUMBERS = {
    "quantity",
    "months",
    "weeks",
    "hours_per_week",
    "hours",
    "full_time_hours",
    "percent",
    "counting_months",
}


@cache
def real_tables() -> dict[str, CatalogueText]:
    """The tables that were gathered, by id, as they were published."""
    file = resources.files("samenspraak.catalogue") / "seed" / "value-catalogues.json"
    tables = msgspec.json.decode(file.read_bytes(), type=list[CatalogueText])
    return {table.id: table for table in tables}


def a_table(*measures: MeasureText, **changes: Any) -> CatalogueText:
    """A table of these rows."""
    return CatalogueText(**{"id": "proef", "measures": list(measures), **changes})


def a_measure(code: str = "PW", **changes: Any) -> MeasureText:
    """A row of 40.000 for a full-time year of 36 hours; keywords for what matters."""
    usual: dict[str, Any] = {
        "code": code,
        "name_nl": code,
        "kind": "placement",
        "unit": "fte-year",
        "valuation": "fixed",
        "value_eur": Decimal(40_000),
        "full_time_hours_per_week": Decimal(36),
        "unlimited_counting": True,
    }
    return MeasureText(**{**usual, **changes})


def a_bonus(code: str = "AGE_50_PLUS", **changes: Any) -> MeasureText:
    """An addition of 5.000 for each placement."""
    usual: dict[str, Any] = {
        "code": code,
        "name_nl": code,
        "kind": "bonus",
        "unit": "placement",
        "valuation": "fixed",
        "value_eur": Decimal(5_000),
    }
    return MeasureText(**{**usual, **changes})


def counted(measure: str = "PW", **numbers: Any) -> Counted:
    """So much of a measure; numbers may be given as text, as people write them."""
    for name in NUMBERS & numbers.keys():
        numbers[name] = Fraction(numbers[name])
    if "additions" in numbers:
        numbers["additions"] = tuple(
            AdditionCounted(measure=code, quantity=Fraction(quantity))
            for code, quantity in numbers["additions"].items()
        )
    if "factors" in numbers:
        numbers["factors"] = tuple(
            OwnFactor(name=name, number=Fraction(number))
            for name, number in numbers["factors"].items()
        )
    return Counted(measure=measure, **numbers)


def a_year(measure: str = "PW", **numbers: Any) -> Counted:
    """One place for a full-time year of 36 hours; keywords for what matters."""
    usual: dict[str, Any] = {"quantity": 1, "months": 12, "hours_per_week": 36}
    return counted(measure, **{**usual, **numbers})
