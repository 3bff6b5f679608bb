"""Which edition applies follows its own rule and the contract's dates."""

from datetime import date

import pytest
from tests.catalogue.tables import a_table

from samenspraak.canonical import canonical_bytes
from samenspraak.catalogue.decisions import fit
from samenspraak.catalogue.schemas import AppliesBy, ContractDates, Fitting, text_in

DATES = ContractDates(
    published=date(2023, 8, 31), awarded=date(2023, 9, 1), contract=date(2024, 1, 1)
)


def judged(dates: ContractDates = DATES, **members):
    found = fit(text_in(canonical_bytes(a_table(**members)).decode()), dates)
    return found.fitting, found.why


@pytest.mark.parametrize(
    ("applies_by", "expected"),
    [
        ("published", (Fitting.DOES_NOT_FIT, "too-early")),
        ("awarded", (Fitting.FITS, "within")),
        ("contract", (Fitting.FITS, "within")),
        (None, (Fitting.UNDATED, "no-rule")),
        ("full moon", (Fitting.UNDATED, "no-rule")),
    ],
)
def test_each_table_goes_by_its_own_date(applies_by, expected):
    assert judged(valid_from="2023-09-01", applies_by=applies_by) == expected


def test_the_first_and_the_last_day_count():
    validity = {"valid_from": "2023-09-01", "valid_to": "2023-09-01", "applies_by": "awarded"}
    assert judged(**validity) == (Fitting.FITS, "within")
    assert judged(**validity | {"applies_by": "contract"}) == (Fitting.DOES_NOT_FIT, "too-late")


def test_an_edition_without_a_start_is_for_people_to_choose():
    assert judged(applies_by="awarded") == (Fitting.UNDATED, "no-start")
    assert judged(applies_by="awarded", valid_to="2020-01-01") == (
        Fitting.DOES_NOT_FIT,
        "too-late",
    )


@pytest.mark.parametrize("rule", list(AppliesBy))
def test_a_date_that_is_not_known_decides_nothing(rule: AppliesBy):
    assert judged(ContractDates(), valid_from="2023-09-01", applies_by=rule.value) == (
        Fitting.DATE_UNKNOWN,
        "no-date",
    )
