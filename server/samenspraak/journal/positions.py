"""A reader's position: how far they are in each journal they read, as one opaque token.

It holds nothing secret and proves nothing: a journal one may not read gives no entries,
whatever number one claims to have reached.
"""

import base64
import binascii
from collections.abc import Mapping
from uuid import UUID

from samenspraak.errors import Conflict

_ID = 16
_NUMBER = 8
# A person reads at most a few journals of one workspace; more is not a token of ours.
MOST_JOURNALS = 64


class UnknownPosition(Conflict):
    """The position is not one of ours; the reader starts over."""

    slug = "journal/unknown-position"


def position(reached: Mapping[UUID, int]) -> str:
    """Make the token, the same for the same position."""
    packed = b"".join(
        journal.bytes + number.to_bytes(_NUMBER, "big")
        for journal, number in sorted(reached.items())
    )
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def reached_by(token: str) -> dict[UUID, int]:
    """Read a token back, or refuse what is not one."""
    step = _ID + _NUMBER
    try:
        packed = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise UnknownPosition from error
    if len(packed) % step or len(packed) > MOST_JOURNALS * step:
        raise UnknownPosition
    return {
        UUID(bytes=packed[at : at + _ID]): min(
            int.from_bytes(packed[at + _ID : at + step], "big"), 2**62
        )
        for at in range(0, len(packed), step)
    }
