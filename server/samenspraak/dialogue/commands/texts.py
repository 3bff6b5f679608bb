"""What every text goes through before it is stored."""

from msgspec import Struct

from samenspraak import surroundings
from samenspraak.dialogue.decisions.texts import TEXT_LIMIT, check_text
from samenspraak.markup import render
from samenspraak.personal_data import guard

SALT_BYTES = 16


class Wording(Struct, frozen=True, kw_only=True):
    """A text that may be said, as written and as shown.

    `declared` tells that the writer said a number in it is no BSN, which is a fact to record.
    """

    text: str
    html: str
    declared: bool


def worded(
    pointer: str, text: str, *, declared_not_bsn: bool, may_be_empty: bool = False
) -> Wording:
    """Check and render a message. Done before the journal is locked, because long texts take time."""
    declared = checked(pointer, text, declared_not_bsn=declared_not_bsn, may_be_empty=may_be_empty)
    return Wording(text=text, html=render(text), declared=declared)


def checked(
    pointer: str,
    text: str,
    *,
    declared_not_bsn: bool,
    limit: int = TEXT_LIMIT,
    may_be_empty: bool = False,
) -> bool:
    """Refuse what may not be said, and tell whether a number was declared to be no BSN."""
    check_text(pointer, text, limit=limit, may_be_empty=may_be_empty)
    found = guard({pointer: text}, declared_not_bsn=declared_not_bsn)
    return any(findings.declared for findings in found.values())


def new_salt() -> str:
    """Draw what makes a digest in the journal worthless once the text is gone."""
    return surroundings.random_bytes(SALT_BYTES).hex()
