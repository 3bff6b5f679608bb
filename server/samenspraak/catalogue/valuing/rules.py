"""What a table says of one measure: what can be computed, what is agreed, what is only shown."""

from fractions import Fraction

from samenspraak.catalogue.schemas.measures import CatalogueText, MeasureText
from samenspraak.catalogue.valuing.numbers import known
from samenspraak.catalogue.valuing.shapes import Hint, ShownRule

UNITS = frozenset({"fte-year", "placement", "euro", "hour", "day", "month", "negotiated"})
VALUATIONS = frozenset(
    {
        "fixed",
        "actual-cost",
        "rate-or-actual-cost",
        "negotiated",
        "negotiated-on-actual-cost",
        "cap",
    }
)
# Of rules that can be computed, the words we know; another word is one we cannot follow.
_WORDS: dict[str, frozenset[str | None]] = {
    "window_on": frozenset({None, "calendar", "worked_hours"}),
    "pro_rata": frozenset({None, "both", "hours", "period", "none"}),
    "full_time_hours_source": frozenset({None, "table", "contractor"}),
}


def measure_in(table: CatalogueText, code: str) -> MeasureText | None:
    """Return the row with this code."""
    return next((measure for measure in table.measures if measure.code == code), None)


def is_addition(measure: MeasureText) -> bool:
    """Tell whether a row counts on top of another and never stands alone."""
    return measure.kind == "bonus"


def why_to_be_discussed(measure: MeasureText, table: CatalogueText) -> Hint | None:
    """Return why the table by itself gives no amount for a row; None when it does.

    What we cannot read is never guessed at: it is for the parties to agree.
    """
    unread = why_unread(measure, table)
    if unread is not None:
        return unread
    value = known(measure.value_eur)
    if measure.valuation in {"negotiated", "negotiated-on-actual-cost"}:
        return _because(measure, "negotiated")
    if measure.valuation in {"actual-cost", "rate-or-actual-cost"}:
        return None
    if measure.unit == "negotiated" or value is None:
        return _because(measure, "negotiated" if measure.unit == "negotiated" else "no-value")
    if measure.valuation == "cap":
        return _because(measure, "up-to", most_cents=int(value * 100))
    return None


def why_unread(measure: MeasureText, table: CatalogueText) -> Hint | None:
    """Return which word of a row we cannot follow, so that it is "in overleg"."""
    if table.currency not in {None, "EUR"}:
        return _because(measure, "other-currency", currency=str(table.currency))
    if measure.unit is None or measure.valuation is None:
        return _because(measure, "no-value")
    if measure.unit not in UNITS:
        return _because(measure, "unknown-unit", word=measure.unit)
    if measure.valuation not in VALUATIONS:
        return _because(measure, "unknown-valuation", word=measure.valuation)
    for name, words in _WORDS.items():
        if getattr(measure, name) not in words:
            return _because(measure, "unknown-rule", word=str(getattr(measure, name)))
    return None


def window_months(measure: MeasureText) -> Fraction | None:
    """Return how many months count at most; None when there is no end, or none was published.

    Nought stands for "no limit" in some programs, so it is no window that was published.
    """
    if measure.unlimited_counting:
        return None
    return known(measure.max_counting_months) or None


def has_published_window(measure: MeasureText) -> bool:
    """Tell whether a table says how long a row counts, be it without end."""
    return bool(measure.unlimited_counting) or window_months(measure) is not None


def pro_rata(measure: MeasureText) -> frozenset[str]:
    """Return what a part of counts for a part of the value: hours, period, both or neither."""
    word = measure.pro_rata or ("both" if measure.unit == "fte-year" else "none")
    return frozenset({"hours", "period"} if word == "both" else {word} - {"none"})


def shown_rules(measure: MeasureText) -> list[ShownRule]:
    """Return what one row says in words alone."""
    text = (measure.conditions or "").strip()
    return [ShownRule(place="conditions", measure=measure.code, text=text)] if text else []


def table_rules(table: CatalogueText) -> list[ShownRule]:
    """Return what a table says in words alone, about all its rows."""
    general = table.general_rules or []
    found = [
        ("general_rules", text) for text in ([general] if isinstance(general, str) else general)
    ]
    found += [("basis", table.basis or ""), ("valid_from_note", table.valid_from_note or "")]
    return [
        ShownRule(place=place, measure=None, text=text.strip())
        for place, text in found
        if text.strip()
    ]


def _because(measure: MeasureText, slug: str, **facts: str | int) -> Hint:
    return Hint(slug=slug, facts={"measure": measure.code, **facts})
