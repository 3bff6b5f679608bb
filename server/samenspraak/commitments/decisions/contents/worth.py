"""What a commitment is worth, as fields of a draft: an amount, "in overleg", or a sum to work out."""

import re

from samenspraak.commitments.decisions.contents.reading import Reader
from samenspraak.commitments.terms import (
    Addition,
    AmountValue,
    CalculationLine,
    Counting,
    Factor,
    LadderCount,
    Terms,
    ValueToBeDiscussed,
    is_number,
)
from samenspraak.drafting.schemas import Content, FieldValue

# The value is worked out from the measure, or from the ladder, when the text is put.
COUNTED = "counted"

_CODE = re.compile(r"([^\s]{1,60}) ([0-9.]{1,12})")
_FACTOR = re.compile(r"([0-9.]{1,12}) ([^\n]{1,60})")
_RUNG = re.compile(r"([1-6]) ([1-6]) ([0-9.]{1,12})(?: ([0-9]{1,13}))?")


def worth_fields(terms: Terms) -> dict[str, FieldValue]:
    """Return the fields that say what these terms are worth."""
    return {
        **_value_fields(terms),
        **_counting_fields(terms.counting),
        "ladder": [_rung_line(count) for count in terms.ladder],
    }


def value_places(content: Content) -> tuple[str, ...]:
    """Name the fields that a value follows from; one that is worked out follows from more."""
    if content.fields.get("value.kind") != COUNTED:
        return ("value.",)
    return ("value.", "counting.", "ladder", "quantity", "period.", "spentCents")


def value_in(read: Reader, old: Terms) -> AmountValue | ValueToBeDiscussed | None:
    """Read the value; None when it is still to be worked out, or nothing was said of it."""
    kind = read.text("value.kind")
    if kind == "to_be_discussed":
        # What a table left open and what people choose to leave open are not the same.
        is_kept = isinstance(old.value, ValueToBeDiscussed) and old.value.catalogue is None
        return old.value if is_kept else ValueToBeDiscussed()
    if kind != "amount":
        if kind not in {None, COUNTED}:
            read.unread("value.kind")
        return None
    cents = read.cents("value.amountCents")
    lines = (read.text("value.calculation") or "").split("\n")
    if cents is None:
        return None
    return AmountValue(
        amount_cents=cents,
        currency="EUR",
        basis="agreed",
        calculation=tuple(CalculationLine(text=line) for line in lines if line.strip()),
    )


def counting_in(read: Reader) -> Counting | None:
    """Read which measure the value follows from, with what was agreed on it."""
    edition, measure = read.text("counting.edition"), read.text("counting.measure")
    if edition is None or measure is None:
        return None
    return Counting(
        edition=edition,
        measure=measure,
        additions=read.parts("counting.additions", _addition),
        factors=read.parts("counting.factors", _factor),
        full_time_hours=read.number("counting.fullTimeHours"),
        full_time_reason=read.text("counting.fullTimeReason"),
        register=read.text("counting.register"),
        percent=read.number("counting.percent"),
        rate_cents=read.cents("counting.rateCents"),
        months=read.number("counting.months"),
    )


def ladder_in(read: Reader) -> tuple[LadderCount, ...]:
    """Read how many people are to move up the ladder."""
    return read.parts("ladder", _rung)


def _value_fields(terms: Terms) -> dict[str, FieldValue]:
    match terms.value:
        case AmountValue(measure=measure) if measure is not None and terms.counting is not None:
            return {"value.kind": COUNTED}
        case AmountValue(amount_cents=cents, calculation=lines):
            return {
                "value.kind": "amount",
                "value.amountCents": cents,
                "value.calculation": "\n".join(line.text for line in lines),
            }
        case ValueToBeDiscussed(measure=measure):
            is_counted = measure is not None and terms.counting is not None
            return {"value.kind": COUNTED if is_counted else "to_be_discussed"}
        case None:
            is_counted = terms.counting is not None or terms.ladder
            return {"value.kind": COUNTED if is_counted else None}


def _counting_fields(counting: Counting | None) -> dict[str, FieldValue]:
    if counting is None:
        return {}
    return {
        "counting.edition": counting.edition,
        "counting.measure": counting.measure,
        "counting.additions": [f"{each.measure} {each.quantity}" for each in counting.additions],
        "counting.factors": [f"{each.number} {each.name}" for each in counting.factors],
        "counting.fullTimeHours": counting.full_time_hours,
        "counting.fullTimeReason": counting.full_time_reason,
        "counting.register": counting.register,
        "counting.percent": counting.percent,
        "counting.rateCents": counting.rate_cents,
        "counting.months": counting.months,
    }


def _addition(line: str) -> Addition | None:
    found = _CODE.fullmatch(line)
    if found is None or not is_number(found[2]):
        return None
    return Addition(measure=found[1], quantity=found[2])


def _factor(line: str) -> Factor | None:
    found = _FACTOR.fullmatch(line)
    if found is None or not is_number(found[1]):
        return None
    return Factor(name=found[2], number=found[1])


def _rung(line: str) -> LadderCount | None:
    found = _RUNG.fullmatch(line)
    if found is None or not is_number(found[3]):
        return None
    return LadderCount(
        from_step=int(found[1]),
        to_step=int(found[2]),
        number=found[3],
        each_cents=None if found[4] is None else int(found[4]),
    )


def _rung_line(count: LadderCount) -> str:
    line = f"{count.from_step} {count.to_step} {count.number}"
    return line if count.each_cents is None else f"{line} {count.each_cents}"
