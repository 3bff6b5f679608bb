"""Refusals: understood, and the answer is no.

The whole tree of kinds stands here; a capability defines its own refusals beside its decisions.
"""

from typing import ClassVar

from msgspec import Struct


class Fault(Struct, frozen=True, kw_only=True):
    """One thing that cannot be as it was sent, and where it stands.

    `pointer` is a JSON pointer into the request, such as `/terms/quantity`; the empty pointer
    means the whole of it. The sentence for people is the text `fault.<slug>`.
    """

    pointer: str
    slug: str
    facts: dict[str, str | int] = {}


class Refusal(Exception):
    """The request was understood and cannot be granted; nothing was changed.

    Facts are what the sentence needs: numbers, names of fields, dates. They never hold anything
    the reader may not see.
    """

    status: ClassVar[int] = 400
    slug: ClassVar[str] = "refused"

    def __init__(self, **facts: str | int | None) -> None:
        super().__init__(self.slug)
        self.facts = facts
        self.faults: tuple[Fault, ...] = ()


class Invalid(Refusal):
    """Well-formed, but these fields cannot be: all of them at once, with pointers."""

    status = 400
    slug = "invalid"

    def __init__(self, faults: list[Fault] | None = None, **facts: str | int | None) -> None:
        super().__init__(**facts)
        self.faults = tuple(faults or ())


class Unauthenticated(Refusal):
    """We do not know who you are."""

    status = 401
    slug = "sign-in-required"


class Forbidden(Refusal):
    """You may see this, not do this."""

    status = 403
    slug = "not-allowed"


class NotFound(Refusal):
    """It is not there, or not for you to know."""

    status = 404
    slug = "not-found"


class Conflict(Refusal):
    """Things stand differently than you thought."""

    status = 409
    slug = "conflict"


class TooLarge(Refusal):
    """Over a limit of size."""

    status = 413
    slug = "too-large"


class Unsupported(Refusal):
    """A type we do not take."""

    status = 415
    slug = "unsupported-type"


class TooMany(Refusal):
    """Too often. `retry_after` is a whole number of seconds."""

    status = 429
    slug = "too-many"


class Busy(Refusal):
    """Try again shortly. `retry_after` is a whole number of seconds."""

    status = 503
    slug = "busy"


class Full(Refusal):
    """No room; nothing was stored."""

    status = 507
    slug = "full"


class IdTaken(Conflict):
    """The id a caller made is already used for something with other contents."""

    slug = "id-taken"


def require(allowed: bool, refusal: type[Refusal] = Forbidden) -> None:
    """Go on only when the policy said yes."""
    if not allowed:
        raise refusal
