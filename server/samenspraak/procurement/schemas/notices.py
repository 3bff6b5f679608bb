"""What an award notice says, in one shape for every source it can come from.

Nothing here guesses. What the source does not tell is None and shown as unknown, never as zero;
what a buyer withholds for now is a state of its own.
"""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Final

from msgspec import Struct

Texts = dict[str, str]
"""One text per language, by ISO 639-1 code (`nl`), in the order of the source."""

# The language of a text whose source names none (ISO 639-2 "undetermined").
NO_LANGUAGE: Final = "und"

# ISO 4217: most currencies have hundredths, these do not.
_WHOLE: Final = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_THOUSANDTHS: Final = "BHD IQD JOD KWD LYD OMR TND"

# Far above any contract and far below what a bigint column holds.
MINOR_LIMIT: Final = 10**17


class Source(StrEnum):
    """The kind of file a notice was read from."""

    EFORMS = "eforms"
    OCDS = "ocds"
    LIST = "list"


class ValueState(StrEnum):
    """Why there is an amount, or why there is none."""

    KNOWN = "known"
    UNKNOWN = "unknown"
    WITHHELD = "withheld"
    # The notice gives each winner the ceiling of the whole framework: nobody's own value.
    FRAMEWORK_TOTAL = "framework_total"


class Outcome(StrEnum):
    """How a lot or an award ended that has no contractor to open with."""

    CLOSED = "closed-without-winner"
    STILL_OPEN = "winner-not-yet-chosen"
    WITHHELD = "winner-withheld"
    UNNAMED = "winner-not-named"
    PENDING = "award-pending"
    CANCELLED = "award-cancelled"
    UNSUCCESSFUL = "award-unsuccessful"
    NO_SUPPLIER = "no-supplier"
    NO_AWARD = "no-award"
    LINKED_ONLY = "releases-linked-only"


class Money(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """An amount in the currency's smallest unit: cents, but whole yen."""

    amount_minor: int
    currency: str


class Value(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """An amount, or the reason why there is none.

    `published_on` is when a withheld amount becomes public, `ceiling` what the notice put beside
    a winner although it is the whole framework's.
    """

    state: ValueState
    amount_minor: int | None = None
    currency: str | None = None
    published_on: date | None = None
    ceiling: Money | None = None


UNKNOWN_VALUE: Final = Value(state=ValueState.UNKNOWN)


class Identifier(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """A number in a register: `NL-KVK` with eight digits, leading zeros kept.

    `scheme` is None when the source does not say which register; such a number is shown, and
    never used to recognise an organisation. `original` is the spelling of the source.
    """

    scheme: str | None
    id: str
    original: str


class Organisation(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """A buyer or contractor as the notice names it; `key` is its name inside the notice only."""

    key: str
    names: Texts
    identifier: Identifier | None = None
    city: str | None = None
    country: str | None = None
    is_natural_person: bool | None = None


class Member(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """An organisation in a winning combination; `leads` is None where the notice is silent."""

    organisation: Organisation
    leads: bool | None = None


class Winner(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """One contractor, or several who act as one; `name` is what a consortium calls itself."""

    key: str
    members: tuple[Member, ...]
    name: str | None = None


class Period(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """When the work is done: dates, or only how long (`duration` in `unit`: day, month, year)."""

    starts_on: date | None = None
    ends_on: date | None = None
    duration: str | None = None
    unit: str | None = None


class Place(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """Where the work is done, as far as the notice tells."""

    texts: Texts
    nuts: tuple[str, ...] = ()
    city: str | None = None
    country: str | None = None


class Strategic(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """What the procurement is also for (BT-06) with its explanation (BT-777)."""

    code: str
    texts: Texts


class SocialTerms(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """What a notice asks in social terms; `opp` among `objectives` is social return.

    `strategic` is BT-06 with BT-777, `objectives` BT-775, `performance_terms` BT-70,
    `reserved_execution` BT-736 and `reserved_participation` BT-71.
    """

    strategic: tuple[Strategic, ...] = ()
    objectives: tuple[str, ...] = ()
    performance_terms: tuple[Texts, ...] = ()
    reserved_execution: bool | None = None
    reserved_participation: tuple[str, ...] = ()


class Lot(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """A part of the work that is awarded by itself. A group of lots names its `members`."""

    id: str
    titles: Texts
    internal_id: str | None = None
    members: tuple[str, ...] = ()
    cpv_main: str | None = None
    cpv_additional: tuple[str, ...] = ()
    period: Period | None = None
    places: tuple[Place, ...] = ()
    social: SocialTerms = SocialTerms()
    is_framework: bool = False
    estimate: Value = UNKNOWN_VALUE
    framework_maximum: Value = UNKNOWN_VALUE


class AwardPart(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """What one winner gets for one lot, or for one group of lots, within a contract."""

    lot_id: str | None
    value: Value


class Award(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """One winner of one settled contract, over the lots it covers.

    Where the source knows no contract yet (a direct award announced beforehand), `contract_id`
    is None and the award speaks for the result of its lot.
    """

    key: str
    winner: Winner
    lot_ids: tuple[str, ...]
    parts: tuple[AwardPart, ...]
    value: Value
    contract_id: str | None = None
    contract_reference: str | None = None
    contract_titles: Texts = {}
    awarded_on: date | None = None
    concluded_on: date | None = None
    period: Period | None = None


class WithoutWinner(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """A lot or an award that opens nothing, and why; `reason` is the notice's own code."""

    outcome: Outcome
    id: str | None = None
    reason: str | None = None


class Modification(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """This notice changes contracts that an earlier one announced."""

    notice_id: str | None
    notice_version: str | None
    sections: tuple[str, ...]
    contract_keys: tuple[str, ...]
    reason: str | None
    descriptions: tuple[Texts, ...]


class Remark(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """Something the reader of the preview should know; its sentence is `remark.<slug>`."""

    slug: str
    facts: dict[str, str | int] = {}


class AwardNotice(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """One notice of one procedure: who buys, what, and who won.

    `corrects` names the notice that this one replaces. `why_nothing` is there when the notice
    holds no award that a workspace can be opened from.
    """

    source: Source
    notice_id: str | None
    version: str | None
    publication_number: str | None
    procedure_id: str | None
    ocid: str | None
    customization_id: str | None
    subtype: str | None
    language: str
    titles: Texts
    reference: str | None
    issued_on: date | None
    published_on: date | None
    buyers: tuple[Organisation, ...]
    lots: tuple[Lot, ...]
    awards: tuple[Award, ...]
    without_winner: tuple[WithoutWinner, ...]
    total: Value
    framework_maximum: Value
    cpv_main: str | None
    cpv_additional: tuple[str, ...]
    period: Period | None
    places: tuple[Place, ...]
    social: SocialTerms
    modification: Modification | None
    corrects: str | None
    why_nothing: Outcome | None
    remarks: tuple[Remark, ...]


def text_in(texts: Texts, *, reader: str, notice: str = NO_LANGUAGE) -> str | None:
    """Pick the text for a reader: their language, the notice's, Dutch, English, then the first."""
    for language in (reader, notice, "nl", "en"):
        if language in texts:
            return texts[language]
    return next(iter(texts.values()), None)


def known(amount: Decimal, currency: str) -> Value:
    """Return an amount as a known value, or as unknown where it cannot be one.

    Zero and less are how publishers write "not filled in" and "not public"; a contract for
    nothing is not what either means.
    """
    # The exponent first: multiplying out 1E+999999999 would take all memory there is.
    if not amount.is_finite() or amount.adjusted() > 16:
        return UNKNOWN_VALUE
    digits = 0 if currency in _WHOLE else 3 if currency in _THOUSANDTHS else 2
    scaled = amount.scaleb(digits)
    minor = int(scaled.quantize(Decimal(1), rounding=ROUND_HALF_UP))
    if not 0 < minor < MINOR_LIMIT:
        return UNKNOWN_VALUE
    return Value(state=ValueState.KNOWN, amount_minor=minor, currency=currency)
