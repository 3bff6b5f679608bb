"""What a sum is made of, and what comes out of it."""

from fractions import Fraction

from msgspec import Struct

from samenspraak.catalogue.schemas.measures import MeasureText
from samenspraak.catalogue.valuing.numbers import in_cents
from samenspraak.text import Language


class AdditionCounted(Struct, frozen=True, kw_only=True):
    """What counts on top of the measure, and for how many."""

    measure: str
    quantity: Fraction


class OwnFactor(Struct, frozen=True, kw_only=True):
    """A number with a word of one's own, such as ten evenings."""

    name: str
    number: Fraction
    of: Fraction | None = None


class Counted(Struct, frozen=True, kw_only=True):
    """What is to be valued: so much of a measure, with what the parties agreed on it.

    `quantity` is places, or hours or days when `unit` says so. `months` and `weeks` are how long
    it lasts, `counting_months` how long of that counts where a table publishes no window.
    `factors` is what hours, days or another number of units is counted from. `full_time_hours`
    are those with the contractor, where the table leaves them open. `percent` and `rate_cents`
    are agreed where the table says "in overleg" or gives a maximum.
    """

    measure: str
    quantity: Fraction | None = None
    unit: str | None = None
    months: Fraction | None = None
    weeks: Fraction | None = None
    hours_per_week: Fraction | None = None
    hours: Fraction | None = None
    spent_cents: int | None = None
    additions: tuple[AdditionCounted, ...] = ()
    factors: tuple[OwnFactor, ...] = ()
    full_time_hours: Fraction | None = None
    full_time_reason: str | None = None
    register: str | None = None
    percent: Fraction | None = None
    rate_cents: int | None = None
    counting_months: Fraction | None = None


class Part(Struct, frozen=True, kw_only=True):
    """One number that a line multiplies by.

    `name` is one of places, hoursPerWeek, months, weeks, workedMonths, hours, days, percent,
    euros and rate, or with `is_worded` the word of whoever wrote it.
    """

    name: str
    number: Fraction
    of: Fraction | None = None
    unit: str | None = None
    is_worded: bool = False

    @property
    def factor(self) -> Fraction:
        """Return what it multiplies by."""
        return self.number if self.of is None else self.number / self.of


class Line(Struct, frozen=True, kw_only=True):
    """One line of the sum: what it is about, what it multiplies, and what that is exactly.

    `most` is a maximum that was reached; `text` says the line in both languages.
    """

    measure: str | None
    parts: tuple[Part, ...]
    euros: Fraction
    text: dict[Language, str]
    is_agreed: bool = False
    most: Fraction | None = None

    @property
    def amount_cents(self) -> int:
        """Return the amount as people read it; the sum is made of what stands in `euros`."""
        return in_cents(self.euros)


class Hint(Struct, frozen=True, kw_only=True):
    """Something to know beside the amount. Facts that end in `_cents` are amounts."""

    slug: str
    facts: dict[str, str | int] = {}


class SumFault(Struct, frozen=True, kw_only=True):
    """Something that cannot be counted like this, and where it stands in what was counted."""

    pointer: str
    slug: str
    facts: dict[str, str | int] = {}


class ShownRule(Struct, frozen=True, kw_only=True):
    """A rule that the table has in words alone: people read it, nothing computes it.

    `place` is the member it stands in, and `measure` the row, if it is one row's.
    """

    place: str
    measure: str | None
    text: str


class Valuation(Struct, frozen=True, kw_only=True):
    """What something is worth by its table, line by line.

    Without an amount it is "in overleg", which is never nought, or something is missing that the
    sum needs (`missing`), or it cannot be counted like this (`faults`). `is_agreed` says that the
    parties agreed a percentage or a rate, so that the amount is theirs and not the table's alone.
    """

    amount_cents: int | None
    lines: tuple[Line, ...] = ()
    is_agreed: bool = False
    is_to_be_discussed: bool = False
    spent_cents: int | None = None
    missing: tuple[str, ...] = ()
    hints: tuple[Hint, ...] = ()
    faults: tuple[SumFault, ...] = ()
    shown_rules: tuple[ShownRule, ...] = ()


class Findings:
    """What one reckoning comes across, gathered as it goes."""

    def __init__(self) -> None:
        self.missing: list[str] = []
        self.hints: list[Hint] = []
        self.faults: list[SumFault] = []
        self.is_to_be_discussed = False

    def ask(self, name: str) -> None:
        """Note that the sum needs a number nobody gave."""
        if name not in self.missing:
            self.missing.append(name)

    def hint(self, slug: str, **facts: str | int) -> None:
        """Note something that people should know."""
        found = Hint(slug=slug, facts=facts)
        if found not in self.hints:
            self.hints.append(found)

    def refuse(self, pointer: str, slug: str, **facts: str | int) -> None:
        """Note that it cannot be counted like this."""
        self.faults.append(SumFault(pointer=pointer, slug=slug, facts=facts))

    def discuss(self, measure: MeasureText, slug: str, **facts: str | int) -> None:
        """Note that the value is "in overleg", and why."""
        self.is_to_be_discussed = True
        self.hint(slug, measure=measure.code, **facts)
