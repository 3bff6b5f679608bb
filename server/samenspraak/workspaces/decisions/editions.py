"""Which edition of a table of values a contract reckons with, and what has to be said of it."""

from datetime import datetime
from typing import Protocol

from samenspraak.catalogue.schemas import AppliesBy
from samenspraak.errors import Conflict, Fault, Invalid
from samenspraak.personal_data import invisible_faults
from samenspraak.workspaces.schemas import PinRule

REASON_LIMIT = 2_000
# All of them are shown on one page. A contract that needs more has another table each month.
PINNED_LIMIT = 20


class EditionRetired(Conflict):
    """The edition was taken out of use; what chose it before keeps it."""

    slug = "workspaces/edition-retired"


class EditionInUse(Conflict):
    """The contract reckons with this very edition already."""

    slug = "workspaces/edition-in-use"


class TooManyPinned(Conflict):
    """The contract has had as many editions as one page can show."""

    slug = "workspaces/too-many-editions"


class Chosen(Protocol):
    """A row of an edition, as far as choosing it goes."""

    @property
    def digest(self) -> str:
        """Return what names its text."""
        ...

    @property
    def retired_at(self) -> datetime | None:
        """Return when it was taken out of use."""
        ...


def rule_of(applies_by: AppliesBy | None, *, is_buyers: bool) -> PinRule:
    """Return by which rule an edition is chosen: its own where it applies, or by hand.

    A table of another buyer says nothing of this contract, whatever its dates are.
    """
    if applies_by is None or not is_buyers:
        return PinRule.BY_HAND
    return PinRule(applies_by.value)


def check_pin(edition: Chosen, rule: PinRule, reason: str, *, digests: list[str]) -> None:
    """Refuse an edition that cannot be chosen; `digests` are those chosen so far, newest first."""
    faults: list[Fault] = []
    if rule is PinRule.BY_HAND and not reason.strip():
        faults.append(Fault(pointer="/reason", slug="workspaces/edition-reason"))
    if len(reason) > REASON_LIMIT:
        faults.append(Fault(pointer="/reason", slug="too-long", facts={"limit": REASON_LIMIT}))
    faults += invisible_faults({"/reason": reason})
    if faults:
        raise Invalid(faults)
    if edition.retired_at is not None:
        raise EditionRetired
    if digests[:1] == [edition.digest]:
        raise EditionInUse
    if len(digests) >= PINNED_LIMIT:
        raise TooManyPinned(limit=PINNED_LIMIT)
