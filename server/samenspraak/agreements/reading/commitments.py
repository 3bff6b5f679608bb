"""How a commitment reads: everything both sides said yes to, in the order people ask for it."""

from itertools import chain

from samenspraak.agreements.documents import CommitmentPart
from samenspraak.agreements.reading.shapes import PartKind, ReadingField, ReadingPart
from samenspraak.agreements.reading.words import Words, joined
from samenspraak.commitments.terms import (
    Addition,
    AmountValue,
    CalculationLine,
    CatalogueReference,
    Counting,
    Factor,
    Goal,
    LadderCount,
    Partner,
    Period,
    Pilot,
    StandingPromises,
    Terms,
    ValueToBeDiscussed,
)
from samenspraak.text import has_sentence


def commitment_part(words: Words, part: CommitmentPart) -> ReadingPart:
    """Read one commitment."""
    terms = part.document.terms
    return ReadingPart(
        key=f"commitment/{part.commitment_id}",
        kind=PartKind.COMMITMENT,
        heading=terms.title,
        number=part.number,
        fields=(
            *_what(words, terms),
            *_when(words, terms.period or Period()),
            *_worth(words, terms),
            *_goals(words, terms),
            *_who(words, terms),
            *_round_it(words, terms),
            *_provenance(words, part),
        ),
        texts=tuple(words.text("text", terms.text, label="text")),
        amount=(
            words.amount(terms.value.amount_cents) if isinstance(terms.value, AmountValue) else None
        ),
        is_counted=True,
    )


def _what(words: Words, terms: Terms) -> list[ReadingField]:
    quantity = None if terms.quantity is None else words.number(terms.quantity)
    return [
        *words.field("kind", terms.kind and words.named("kind", terms.kind)),
        *words.field("targetGroup", terms.target_group),
        *words.field("quantity", joined([quantity, terms.unit])),
        *words.field("scope", terms.scope and words.named("scope", terms.scope)),
        *words.field("countsTowardsObligation", _counts(words, terms.counts_towards_obligation)),
        *words.field("countsGround", terms.counts_ground),
    ]


def _counts(words: Words, answer: bool | None) -> str | None:
    return None if answer is None else words.say("counts.yes" if answer else "counts.no")


def _when(words: Words, period: Period) -> list[ReadingField]:
    return [
        *words.day("startsOn", period.starts_on),
        *words.day("endsOn", period.ends_on),
        *words.spelled("months", period.months),
        *words.spelled("weeks", period.weeks),
        *words.spelled("hoursPerWeek", period.hours_per_week),
        *words.spelled("hours", period.hours),
    ]


def _worth(words: Words, terms: Terms) -> list[ReadingField]:
    value = terms.value
    found: list[ReadingField] = []
    if isinstance(value, AmountValue):
        found += [
            *words.cents("value", value.amount_cents),
            *words.field("basis", words.named("basis", value.basis), label="valueBasis"),
            *words.field("currency", value.currency, is_provenance=True),
            *chain.from_iterable(
                _line(words, place, line) for place, line in enumerate(value.calculation, start=1)
            ),
        ]
    if isinstance(value, ValueToBeDiscussed):
        found += words.field("value", words.say("to-be-discussed"))
    if value is not None:
        found += [
            *words.field("measure", value.measure),
            *_catalogue(words, value.catalogue),
        ]
    return [
        *found,
        *_counting(words, terms.counting),
        *words.cents("spent", terms.spent_cents),
        *words.cents("paidOnResult", terms.paid_on_result_cents),
    ]


def _line(words: Words, place: int, line: CalculationLine) -> list[ReadingField]:
    amount = None if line.amount_cents is None else words.amount(line.amount_cents)
    said = joined([line.text, None if amount is None else amount.text], " = ")
    key = f"calculation/{place}"
    return [
        *words.field(key, said, label="calculation", number=place, amount=amount),
        *words.field(
            f"{key}/factors",
            _factors(words, line.factors),
            label="calculation.factors",
            number=place,
        ),
        *words.field(f"{key}/measure", line.measure, label="calculation.measure", number=place),
        *words.field(
            f"{key}/most",
            None if line.most_cents is None else words.amount(line.most_cents).text,
            label="calculation.most",
            number=place,
        ),
    ]


def _factors(words: Words, factors: tuple[Factor, ...]) -> str | None:
    return joined((_factor(words, factor) for factor in factors), "; ")


def _factor(words: Words, factor: Factor) -> str:
    of = None if factor.of is None else words.say("factor.of", number=words.number(factor.of))
    said = joined([words.number(factor.number), of, factor.unit])
    return words.say("factor", name=words.named("factor-name", factor.name), number=said)


def _catalogue(words: Words, catalogue: CatalogueReference | None) -> list[ReadingField]:
    if catalogue is None:
        return []
    return [
        *words.field(
            "catalogue",
            words.say(
                "catalogue",
                catalogue=catalogue.catalogue,
                edition=words.edition(catalogue.edition),
            ),
        ),
        *words.field("catalogueReason", catalogue.reason),
        *words.origin("catalogueDigest", catalogue.digest),
    ]


def _counting(words: Words, counting: Counting | None) -> list[ReadingField]:
    if counting is None:
        return []
    return [
        *words.field("counting.measure", counting.measure),
        *words.field(
            "counting.additions",
            joined((_addition(words, each) for each in counting.additions), "; "),
        ),
        *words.field("counting.factors", _factors(words, counting.factors)),
        *words.spelled("counting.fullTimeHours", counting.full_time_hours),
        *words.field("counting.fullTimeReason", counting.full_time_reason),
        *words.field("counting.register", counting.register),
        *words.spelled("counting.percent", counting.percent),
        *words.cents("counting.rate", counting.rate_cents),
        *words.spelled("counting.months", counting.months),
        *words.origin("counting.edition", counting.edition),
    ]


def _addition(words: Words, addition: Addition) -> str:
    return words.say("addition", measure=addition.measure, quantity=words.number(addition.quantity))


def _goals(words: Words, terms: Terms) -> list[ReadingField]:
    return [
        *_goal(words, "resultGoal", terms.result_goal),
        *_goal(words, "effortGoal", terms.effort_goal),
        *words.field("evidence", terms.evidence),
    ]


def _goal(words: Words, key: str, goal: Goal | None) -> list[ReadingField]:
    if goal is None:
        return []
    number = None if goal.number is None else words.number(goal.number)
    return [
        *words.field(key, goal.text),
        *words.field(f"{key}.number", joined([number, goal.unit])),
        *words.field(f"{key}.measure", goal.measure),
        *words.day(f"{key}.by", goal.by),
    ]


def _who(words: Words, terms: Terms) -> list[ReadingField]:
    places = list(enumerate(terms.responsible, start=1))
    return [
        *chain.from_iterable(
            words.field(
                f"responsible/{slot.side}/{place}",
                words.holder(slot),
                label=f"responsible.{slot.side}",
            )
            for place, slot in places
        ),
        *chain.from_iterable(
            _partner(words, place, partner) for place, partner in enumerate(terms.partners, start=1)
        ),
    ]


def _partner(words: Words, place: int, partner: Partner) -> list[ReadingField]:
    return [
        *words.field(f"partner/{place}", partner.name, label="partner"),
        *words.field(f"partner/{place}/ownPart", partner.own_part, label="partner.ownPart"),
    ]


def _round_it(words: Words, terms: Terms) -> list[ReadingField]:
    promises = terms.standing_promises or StandingPromises()
    pilot = terms.pilot or Pilot()
    return [
        *words.answer("promises.adjustments", promises.adjustments_asked_from_person),
        *words.answer("promises.contactPerson", promises.contact_person),
        *words.answer("promises.startSupport", promises.start_support),
        *words.field("purposeParts", joined(terms.purpose_parts, ", ")),
        *chain.from_iterable(
            words.field(f"ladder/{place}", _step(words, count), label="ladder")
            for place, count in enumerate(terms.ladder, start=1)
        ),
        *words.day("pilot.endsOn", pilot.ends_on),
        *words.field("pilot.question", pilot.question),
        *words.field("pilot.decision", pilot.decision),
        *words.deadline("offerEnds", terms.offer_ends),
        *words.field(
            "hintsSkipped",
            joined((_hint(words, name) for name in terms.hints_skipped), ", "),
        ),
    ]


def _hint(words: Words, name: str) -> str:
    """Say which hint was passed by, and at which of the two goals where it stood at one."""
    place, _, slug = name.partition("/")
    if not has_sentence(f"reading.hint.{slug}"):
        return name
    said = words.named("hint", slug)
    return said if place == "terms" else f"{words.say(f'label.{place}')}: {said}"


def _step(words: Words, count: LadderCount) -> str:
    moved = words.say(
        "ladder",
        number=words.number(count.number),
        from_step=count.from_step,
        to_step=count.to_step,
    )
    if count.each_cents is None:
        return moved
    return words.say("ladder.each", moved=moved, amount=words.amount(count.each_cents).text)


def _provenance(words: Words, part: CommitmentPart) -> list[ReadingField]:
    """Tell in which round a text came about, by whom, and how its bytes are known."""
    document = part.document
    slots = joined((slot.commitment for slot in document.terms.responsible), ", ")
    return [
        *words.origin("revision", str(part.revision)),
        *words.origin("revisionBy", words.named("side", document.by)),
        *words.origin("revisionOrigin", words.named("origin", document.origin)),
        *words.origin("digest", part.digest),
        *words.origin("predecessor", document.predecessor),
        *words.origin("slots", slots),
        *words.origin("id", str(part.commitment_id)),
        # Both stand in the bytes a second time, and are shown where they should ever differ.
        *words.origin(
            "documentId",
            None if document.commitment_id == part.commitment_id else str(document.commitment_id),
        ),
        *words.origin(
            "documentRevision",
            None if document.revision == part.revision else str(document.revision),
        ),
    ]
