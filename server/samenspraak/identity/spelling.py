"""How addresses and names are spelled, the same wherever somebody types one."""

import re
import unicodedata

from samenspraak.errors import Fault
from samenspraak.personal_data import invisible_faults

EMAIL_MOST = 254
NAME_MOST = 200
_EMAIL = re.compile(
    r"[^\s@<>,;:\"\\()\[\]]{1,64}@[^\s@<>,;:\"\\()\[\].]+(\.[^\s@<>,;:\"\\()\[\].]+)*"
)


def email_of(text: str) -> str:
    """Spell an address the one way it is kept."""
    return unicodedata.normalize("NFC", text).strip().lower()


def email_faults(email: str, *, pointer: str = "/email") -> list[Fault]:
    """Return what keeps a text from being an address; whether it exists only mail can tell."""
    if len(email) > EMAIL_MOST or _EMAIL.fullmatch(email) is None:
        return [Fault(pointer=pointer, slug="identity/email")]
    return invisible_faults({pointer: email})


def name_faults(name: str, *, pointer: str = "/name") -> list[Fault]:
    """Return what keeps a text from being the name of a person, organisation, role or program."""
    if not name.strip():
        return [Fault(pointer=pointer, slug="required")]
    if len(name) > NAME_MOST:
        return [Fault(pointer=pointer, slug="too-long", facts={"limit": NAME_MOST})]
    if any(unicodedata.category(character) == "Cc" for character in name):
        return [Fault(pointer=pointer, slug="identity/one-line")]
    return invisible_faults({pointer: name})
