"""Where the bargaining about a commitment stands."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from samenspraak.workspaces.schemas import Side


class Proposal(StrEnum):
    """What proposing a draft comes to: something new, another text in reply, or a change."""

    PROPOSE = "propose"
    COUNTER = "counter"
    PROPOSE_ANEW = "propose-anew"


class Verb(StrEnum):
    """What a person can do with a commitment; a view lists those open to its reader."""

    PROPOSE = "propose"
    QUESTION = "question"
    ANSWER = "answer"
    COUNTER = "counter"
    ACCEPT = "accept"
    ACCEPT_PACKAGE = "accept-package"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    PAUSE = "pause"
    RESUME = "resume"


class Less(StrEnum):
    """In what a text is less than the winning bid was: places for so long, euros, or value.

    `unit`: it counts something else, so nobody can say that it is not less.
    """

    UNIT = "unit"
    QUANTITY = "quantity"
    SPENT = "spent"
    VALUE = "value"


class ClosedAs(StrEnum):
    """How one round of bargaining ended."""

    AGREED = "agreed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


class Status(StrEnum):
    """The word a commitment stands under. `concept`: both sides write it, nothing was proposed."""

    CONCEPT = "concept"
    LIES_WITH_BUYER = "lies_with_buyer"
    LIES_WITH_CONTRACTOR = "lies_with_contractor"
    AGREED = "agreed"
    IN_FORCE = "in_force"
    CLOSED = "closed"


class Negotiation(Struct, frozen=True, kw_only=True):
    """Where one round of bargaining stands: the revision on the table, and whose turn it is.

    `first_revision` is the one it opened with; all from there to `revision` are its rounds. What
    nobody answered by `until_at` stays on the table, unless `until_lapses`: otherwise the day only
    reminds.
    """

    id: UUID
    commitment_id: UUID
    number: int
    opened_at: datetime
    first_revision: int
    revision_id: UUID
    revision: int
    digest: str
    proposed_by: Side
    turn: Side
    has_question: bool = False
    until_at: datetime | None = None
    until_lapses: bool = False
    remind_at: datetime | None = None
    reminded_at: datetime | None = None
    paused_at: datetime | None = None
    paused_side: Side | None = None
    paused_by: UUID | None = None
    paused_reason: str | None = None
    package_id: UUID | None = None
    is_open: bool = True
    closed_as: ClosedAs | None = None
    closed_reason: str | None = None
    closed_at: datetime | None = None


class Bound(Struct, frozen=True, kw_only=True):
    """A revision that binds, or did, because both sides signed a version with it."""

    revision_id: UUID
    revision: int
    version_id: UUID
    from_at: datetime
    to_at: datetime | None
    ended_on: date | None = None
    ended_reason: str | None = None


class Ended(Struct, frozen=True, kw_only=True):
    """That something ends early: the last day on which it holds, and why."""

    on: date
    reason: str


class Put(Struct, frozen=True, kw_only=True):
    """A revision that is being put to the other side."""

    revision_id: UUID
    revision: int
    digest: str
    by: Side
    at: datetime
    until_at: datetime | None = None
    until_lapses: bool = False
    remind_at: datetime | None = None
    package_id: UUID | None = None


class Ends(Struct, frozen=True, kw_only=True):
    """When an offer ends, which day people call that, and when to remind them of it."""

    last_day: date
    until_at: datetime
    lapses: bool
    remind_at: datetime | None


class Named(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """One text of one commitment, by its number and digest."""

    commitment_id: UUID
    revision: int
    digest: str


class AgreedRevision(Struct, frozen=True, kw_only=True):
    """What both sides said yes to last of one commitment, as an agreement document takes it up.

    `reopened_at` is when a later round of bargaining about it opened, whether or not that led to
    anything: a version offered before that moment no longer says what is going on.
    """

    commitment_id: UUID
    number: int
    origin: str
    revision_id: UUID
    revision: int
    digest: str
    content: str
    names: str
    agreed_at: datetime
    bound_by: UUID | None
    reopened_at: datetime | None
    is_reopened: bool
