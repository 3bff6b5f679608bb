"""What a draft of each kind can hold: names of fields, and what stands in them when it is readable.

A draft is live text, so a field may hold anything somebody is still typing. Only a proposal asks
that it can be read.
"""

from enum import StrEnum


class DraftKind(StrEnum):
    """What is written: a commitment, why the contract helps people, or the articles."""

    COMMITMENT = "commitment"
    PURPOSE = "purpose"
    CLAUSES = "clauses"


class Box(StrEnum):
    """Who sees it: both sides and the coordinator ("Samen schrijven"), or one side alone."""

    JOINT = "joint"
    OWN_SIDE = "own_side"


class FieldType(StrEnum):
    """What a field holds once it can be read; until then text as it was typed."""

    TEXT = "text"
    # A decimal string of at most four places.
    NUMBER = "number"
    # Whole cents.
    CENTS = "cents"
    # A day, as 2027-02-01.
    DATE = "date"
    YES_NO = "yes_no"
    # A list of short texts.
    LIST = "list"


FieldValue = str | int | bool | list[str] | None
"""What stands in a field of a draft."""

TEXT_ROOT = "text"
FIELDS_ROOT = "fields"

# Characters of text; what people can be asked to read before they sign is no longer.
DOCUMENT_LIMIT = 200_000
# All fields together, in bytes: some ten times what the longest proposal has in them. They are read
# for every list that a draft is in.
FIELDS_LIMIT = 400_000

_GOAL = {
    "text": FieldType.TEXT,
    "measure": FieldType.TEXT,
    "number": FieldType.NUMBER,
    "unit": FieldType.TEXT,
    "by": FieldType.DATE,
}
_PERSON = {
    "participantId": FieldType.TEXT,
    "name": FieldType.TEXT,
    "role": FieldType.TEXT,
}

FIELDS: dict[DraftKind, dict[str, FieldType]] = {
    DraftKind.COMMITMENT: {
        "title": FieldType.TEXT,
        "kind": FieldType.TEXT,
        "targetGroup": FieldType.TEXT,
        "scope": FieldType.TEXT,
        "countsTowardsObligation": FieldType.YES_NO,
        "countsGround": FieldType.TEXT,
        "quantity": FieldType.NUMBER,
        "unit": FieldType.TEXT,
        "spentCents": FieldType.CENTS,
        "period.startsOn": FieldType.DATE,
        "period.endsOn": FieldType.DATE,
        "period.months": FieldType.NUMBER,
        "period.weeks": FieldType.NUMBER,
        "period.hoursPerWeek": FieldType.NUMBER,
        "period.hours": FieldType.NUMBER,
        "value.kind": FieldType.TEXT,
        "value.amountCents": FieldType.CENTS,
        # A line for each line of the sum.
        "value.calculation": FieldType.TEXT,
        # The measure of a pinned edition that the value follows from.
        "counting.edition": FieldType.TEXT,
        "counting.measure": FieldType.TEXT,
        # "PERMANENT_CONTRACT 1" for each.
        "counting.additions": FieldType.LIST,
        # "10 avonden" for each.
        "counting.factors": FieldType.LIST,
        "counting.fullTimeHours": FieldType.NUMBER,
        "counting.fullTimeReason": FieldType.TEXT,
        "counting.register": FieldType.TEXT,
        "counting.percent": FieldType.NUMBER,
        "counting.rateCents": FieldType.CENTS,
        "counting.months": FieldType.NUMBER,
        # "3 4 5 150000" for each: from step, to step, how many, and perhaps cents for each.
        "ladder": FieldType.LIST,
        "paidOnResultCents": FieldType.CENTS,
        **{f"resultGoal.{name}": kind for name, kind in _GOAL.items()},
        **{f"effortGoal.{name}": kind for name, kind in _GOAL.items()},
        "evidence": FieldType.TEXT,
        **{f"responsible.buyer.{name}": kind for name, kind in _PERSON.items()},
        **{f"responsible.contractor.{name}": kind for name, kind in _PERSON.items()},
        "partner.name": FieldType.TEXT,
        "partner.ownPart": FieldType.TEXT,
        "standingPromises.adjustmentsAskedFromPerson": FieldType.YES_NO,
        "standingPromises.contactPerson": FieldType.YES_NO,
        "standingPromises.startSupport": FieldType.YES_NO,
        "pilot.endsOn": FieldType.DATE,
        "pilot.question": FieldType.TEXT,
        "pilot.decision": FieldType.TEXT,
        "purposeParts": FieldType.LIST,
        # "resultGoal/no-date" for each hint that the writer saw and passed by.
        "hintsSkipped": FieldType.LIST,
        # The last day on which the other side may answer, or so many days from the proposal.
        "untilOn": FieldType.DATE,
        "within.days": FieldType.NUMBER,
        # calendar or working.
        "within.kind": FieldType.TEXT,
        # True: then the offer lapses. Otherwise the day only reminds.
        "untilLapses": FieldType.YES_NO,
    },
    DraftKind.PURPOSE: {f"parts.{letter}": FieldType.TEXT for letter in "ABCDEFGHIJKL"},
    # Each article begins with a heading ("### Title"); there is nothing beside the text.
    DraftKind.CLAUSES: {},
}
