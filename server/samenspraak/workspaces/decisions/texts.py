"""What is wrong with a text, a line or an amount that somebody gave."""

from samenspraak.errors import Fault, Invalid
from samenspraak.personal_data import invisible_faults

# Ten billion euros: above every contract, and below where JSON loses cents.
CENTS_LIMIT = 1_000_000_000_000


def cents_faults(pointer: str, cents: int) -> list[Fault]:
    """Return what is wrong with an amount."""
    if 0 <= cents <= CENTS_LIMIT:
        return []
    return [Fault(pointer=pointer, slug="workspaces/amount")]


def text_faults(pointer: str, text: str, limit: int) -> list[Fault]:
    """Return what is wrong with a text that has to be there."""
    if not text.strip():
        return [Fault(pointer=pointer, slug="required")]
    if len(text) > limit:
        return [Fault(pointer=pointer, slug="too-long", facts={"limit": limit})]
    # What is said here ends up in what people sign, who must be able to see all of it.
    return invisible_faults({pointer: text})


def line_faults(pointer: str, text: str, limit: int) -> list[Fault]:
    """Return what is wrong with a text that stands on one line."""
    faults = text_faults(pointer, text, limit)
    if not faults and not {"\n", "\t"}.isdisjoint(text):
        faults.append(Fault(pointer=pointer, slug="identity/one-line"))
    return faults


def refuse(faults: list[Fault]) -> None:
    """Raise all that is wrong at once."""
    if faults:
        raise Invalid(faults)
