"""Tables of values for tests."""

from typing import Any


def a_measure(**members: Any) -> dict[str, Any]:
    """A row that counts 40,000 euros for a full-time year."""
    return {
        "code": "PW",
        "name_nl": "Participatiewet",
        "kind": "placement",
        "unit": "fte-year",
        "value_eur": 40000,
        "valuation": "fixed",
        "full_time_hours_per_week": 36,
        **members,
    }


def a_table(*measures: dict[str, Any], **members: Any) -> dict[str, Any]:
    """A table with one row, unless told otherwise."""
    return {
        "id": "merwestede-1",
        "publisher": "Gemeente Merwestede",
        "measures": list(measures) or [a_measure()],
        **members,
    }


# As a buyer we never met might send it: other words, other units, members of its own.
FOREIGN: dict[str, Any] = {
    "id": "Waardetabel Noordstad 2027",
    "publisher": "Gemeente Noordstad",
    "valid_from": "2027-01-01",
    "applies_by": "awarded",
    "noordstad_fonds": {"rekening": "fonds", "delen": [1, 2.5, None, True]},
    "kleur": "groen",
    "measures": [
        a_measure(code="W1", value_eur=1234.5678, buurtbonus={"euro": 12.25}),
        a_measure(code="W2", unit="dagdeel", value_eur=75, name_nl="Dagdeel vrijwilligerswerk"),
        a_measure(code="W3", valuation="veiling", value_eur=None),
        a_measure(code="W4", kind="weetikveel", conditions="Alleen in de wijk Noord"),
    ],
}
