"""The shapes of an organisation: its people, who signs for it, what it wants to be asked."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from samenspraak.journal.schemas import MoveRequest


class MandateOn(StrEnum):
    """To what a mandate has to reach, by the rule of an organisation."""

    TOTAL = "total"
    CHANGE = "change"


class GrantMandate(MoveRequest, frozen=True, kw_only=True):
    """Let a person of the own organisation sign, in a role, up to an amount (none: no limit)."""

    person_id: UUID
    role: str
    up_to_cents: int | None = None


class RevokeMandate(MoveRequest, frozen=True, kw_only=True):
    """Let a person sign no longer on the strength of this mandate."""


class ChangeSettings(MoveRequest, frozen=True, kw_only=True):
    """Say above which amount an obligation is weighed on a sheet; None: never asked.

    `mandate_on` says to what a mandate has to reach, `retention_years` how long a workspace is kept
    after its end; None: as it is.
    """

    sheet_above_cents: int | None
    mandate_on: MandateOn | None = None
    retention_years: int | None = None


class EndMember(MoveRequest, frozen=True, kw_only=True):
    """End somebody's work for the organisation, and with it their part in all its contracts."""


class MakeAdministrator(MoveRequest, frozen=True, kw_only=True):
    """Let a colleague manage people, mandates and settings too."""


class EndAdministrator(MoveRequest, frozen=True, kw_only=True):
    """Let a member be an administrator no longer."""


class MembershipView(Struct, frozen=True, kw_only=True, rename="camel"):
    """An organisation one works for."""

    organisation_id: UUID
    name: str
    title: str
    is_administrator: bool


class MandateView(Struct, frozen=True, kw_only=True, rename="camel"):
    """What one may sign."""

    id: UUID
    organisation_id: UUID
    person_id: UUID
    person_name: str
    role: str
    up_to_cents: int | None
    moves: list[str] = []


class MandatesView(Struct, frozen=True, kw_only=True, rename="camel"):
    """A page of an organisation's mandates. `next` is opaque; None at the end."""

    items: list[MandateView]
    next: str | None
    moves: list[str]


class SettingsView(Struct, frozen=True, kw_only=True, rename="camel"):
    """What an organisation wants to be asked. `sheet_above_cents` None: it is never asked.

    `retention_years` None: workspaces are kept as long as usual.
    """

    sheet_above_cents: int | None
    mandate_on: MandateOn
    retention_years: int | None
    changed_at: datetime | None
    moves: list[str]


class MemberView(Struct, frozen=True, kw_only=True, rename="camel"):
    """A person of the own organisation. `left_at` is when their work for it ended, None while it lasts."""

    person_id: UUID
    name: str
    title: str
    is_administrator: bool
    left_at: datetime | None = None
    moves: list[str] = []


class MembersView(Struct, frozen=True, kw_only=True, rename="camel"):
    """A page of the people of the own organisation. `next` is opaque; None at the end."""

    items: list[MemberView]
    next: str | None
