"""What holds of every sum, whatever the numbers are."""

from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from tests.builders_values import a_bonus, a_measure, a_table, a_year, counted, real_tables

from samenspraak.catalogue.valuing import equivalents, in_cents, spelled, value
from samenspraak.catalogue.valuing.numbers import said

# Numbers as terms hold them: at most four places.
numbers = st.decimals(0, 5_000, places=4, allow_nan=False)
some = st.decimals("0.0001", 5_000, places=4, allow_nan=False)
euros = st.decimals(0, 100_000, places=2, allow_nan=False)
wholes = st.integers(1, 50)


def exact(worth):
    return sum((line.euros for line in worth.lines), Fraction(0))


@given(quantity=numbers, hours=numbers, months=numbers, rate=euros, full=some)
def test_sums_are_as_exact_as_those_of_decimals(quantity, hours, months, rate, full):
    """The same sum in decimals of two hundred digits, rounded once, comes to the same cent."""
    table = a_table(a_measure(value_eur=rate, full_time_hours_per_week=full))
    worth = value(table, a_year(quantity=quantity, hours_per_week=hours, months=months))

    with localcontext() as context:
        context.prec = 200
        sum_ = quantity * hours * months * rate * 100 / (full * 12)
        cents = int(sum_.quantize(Decimal(1), ROUND_HALF_UP))
    assert worth.amount_cents == cents


@given(quantity=numbers, hours=some, months=numbers, times=wholes)
def test_so_many_times_the_places_are_so_many_times_the_value(quantity, hours, months, times):
    table = a_table(a_measure())
    once = value(table, a_year(quantity=quantity, hours_per_week=hours, months=months))
    often = value(table, a_year(quantity=quantity * times, hours_per_week=hours, months=months))

    assert exact(often) == exact(once) * times
    assert abs(often.amount_cents - once.amount_cents * times) <= times


@given(
    st.permutations(["ONE", "TWO", "THREE", "FOUR"]),
    st.lists(st.integers(0, 5), min_size=4, max_size=4),
)
def test_the_order_of_additions_does_not_matter(order, quantities):
    codes = ["ONE", "TWO", "THREE", "FOUR"]
    table = a_table(
        a_measure(),
        *(a_bonus(code, value_eur=Decimal("333.33") * (i + 1)) for i, code in enumerate(codes)),
    )
    each = dict(zip(codes, quantities, strict=True))
    straight = value(table, a_year(quantity=5, additions=each))
    turned = value(table, a_year(quantity=5, additions={code: each[code] for code in order}))

    assert exact(straight) == exact(turned)
    assert straight.amount_cents == turned.amount_cents


@given(
    st.sampled_from(sorted(real_tables())),
    st.data(),
    numbers,
    numbers,
    numbers,
    st.none() | st.integers(0, 10_000_000),
    st.none() | numbers,
)
def test_every_row_of_every_real_table_gives_an_amount_or_says_why_not(
    name, data, quantity, hours, months, spent, percent
):
    table = real_tables()[name]
    measure = data.draw(st.sampled_from(table.measures))
    worth = value(
        table,
        counted(
            measure.code,
            quantity=quantity,
            hours_per_week=hours,
            months=months,
            spent_cents=spent,
            **({} if percent is None else {"percent": percent}),
        ),
    )

    is_open = worth.is_to_be_discussed or worth.missing or worth.faults
    assert (worth.amount_cents is None) == bool(is_open)
    assert worth.amount_cents is None or worth.amount_cents >= 0
    # "In overleg" tells why, and is no amount.
    assert not worth.is_to_be_discussed or worth.hints


@given(quantity=wholes, months=wholes, window=st.integers(1, 40), hours=st.integers(1, 36))
def test_a_window_only_ever_takes_away(quantity, months, window, hours):
    counts = a_year(quantity=quantity, months=months, hours_per_week=hours)
    open_ = exact(value(a_table(a_measure()), counts))
    cut = [
        exact(
            value(
                a_table(
                    a_measure(
                        max_counting_months=Decimal(window), unlimited_counting=None, window_on=on
                    )
                ),
                counts,
            )
        )
        for on in ("calendar", "worked_hours")
    ]

    # A window on worked hours never ends before one on the calendar.
    assert cut[0] <= cut[1] <= open_
    assert (cut[0] == open_) == (months <= window)


@given(quantity=wholes, months=st.sampled_from([6, 9, 12, 18, 24, 36]), bonus=st.integers(0, 3))
def test_what_counts_for_as_much_comes_to_the_same_amount(quantity, months, bonus):
    table = a_table(a_measure(), a_bonus())
    counts = a_year(quantity=quantity, months=months, hours_per_week=32)
    if bonus <= quantity:
        added = a_year(additions={"AGE_50_PLUS": bonus}).additions
        counts = msgspec.structs.replace(counts, additions=added)
    worth = value(table, counts)

    for other in equivalents(table, counts):
        assert (other.quantity, other.months) != (quantity, months)
        changed = msgspec.structs.replace(
            counts, quantity=Fraction(other.quantity), months=Fraction(other.months)
        )
        assert exact(value(table, changed)) == exact(worth)


@given(st.decimals(0, 10**9, places=4, allow_nan=False))
def test_what_is_spelled_is_read_back_as_the_same_number(number):
    assert Fraction(spelled(Fraction(number))) == Fraction(number)
    english = said(Fraction(number), "en")
    assert Fraction(english.replace(",", "")) == Fraction(number)
    assert said(Fraction(number), "nl") == english.translate(str.maketrans(",.", ".,"))


@given(st.fractions(0, 10**6))
def test_half_a_cent_goes_up_and_less_goes_down(amount):
    cents = in_cents(amount)

    assert cents - Fraction(1, 2) <= amount * 100 < cents + Fraction(1, 2)
