"""What a text may be, and what the journal keeps of it."""

import unicodedata
from collections.abc import Mapping

from samenspraak.canonical import canonical_bytes, digest
from samenspraak.errors import Fault, Invalid

# Some ten pages, more than anybody reads in a conversation.
TEXT_LIMIT = 20_000
TITLE_LIMIT = 200
# A reason is a sentence or two; longer is a message of its own.
REASON_LIMIT = 1_000


def salted_digest(salt: str, text: str) -> str:
    """Return what the journal keeps of a text: worth nothing once the salt has gone with it."""
    return digest(canonical_bytes([salt, text]))


def check_text(
    pointer: str, text: str, *, limit: int = TEXT_LIMIT, may_be_empty: bool = False
) -> None:
    """Refuse a text that says nothing or says too much. Under files nothing need be said."""
    refuse_faults(_text_faults_of(pointer, text, limit, may_be_empty=may_be_empty))


def check_start(title: str, text: str, *, may_be_empty: bool = False) -> None:
    """Refuse a thread without words or with a title that is a message; both faults at once."""
    faults = _text_faults_of("/text", text, TEXT_LIMIT, may_be_empty=may_be_empty)
    if len(title) > TITLE_LIMIT:
        faults.append(Fault(pointer="/title", slug="too-long", facts={"limit": TITLE_LIMIT}))
    refuse_faults(faults)


def text_faults(texts: Mapping[str, tuple[str, int]]) -> list[Fault]:
    """Return what is wrong with texts that each have a limit, by pointer."""
    faults: list[Fault] = []
    for pointer, (text, limit) in texts.items():
        if _says_nothing(text):
            faults.append(Fault(pointer=pointer, slug="required"))
        elif len(text) > limit:
            faults.append(Fault(pointer=pointer, slug="too-long", facts={"limit": limit}))
    return faults


def _text_faults_of(pointer: str, text: str, limit: int, *, may_be_empty: bool) -> list[Fault]:
    if may_be_empty and not text:
        return []
    return text_faults({pointer: (text, limit)})


def _says_nothing(text: str) -> bool:
    # Letters, numbers, punctuation and symbols are seen; spaces, controls and joiners are not.
    return not any(unicodedata.category(character)[0] in "LNPS" for character in text)


def refuse_faults(faults: list[Fault]) -> None:
    """Refuse with all faults at once, if there are any."""
    if faults:
        raise Invalid(faults)
