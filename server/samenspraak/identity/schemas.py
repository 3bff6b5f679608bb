"""The shapes of people, organisations, sessions and tokens."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Literal
from uuid import UUID

from msgspec import Struct

from samenspraak.journal.schemas import Fact, MoveRequest

Language = Literal["nl", "en"]


class ProofMethod(StrEnum):
    """How somebody proved who they are; it goes into a signature."""

    PASSWORD = "password"  # noqa: S105  # the name of a method, not a secret
    # A program never proves afresh, so nothing that asks for fresh proof takes its word.
    TOKEN = "token"  # noqa: S105  # the name of a method, not a secret


class MandateOn(StrEnum):
    """To what a mandate has to reach, by the rule of an organisation."""

    TOTAL = "total"
    CHANGE = "change"


class SignedIn(Struct, frozen=True, kw_only=True):
    """Who is asking, as the session or token says. Only `identity.access` makes one."""

    person_id: UUID
    name: str
    email: str
    language: Language
    session_id: UUID | None
    token_id: UUID | None
    proven_at: datetime
    method: ProofMethod

    @property
    def is_program(self) -> bool:
        """Tell whether a program asks with an API token: it never accepts, signs or invites."""
        return self.token_id is not None


class Member(Struct, frozen=True, kw_only=True):
    """A person of an organisation. Only the door (`identity.access.enter_organisation`) makes one."""

    person: SignedIn
    organisation_id: UUID
    journal_id: UUID
    name: str
    title: str
    is_administrator: bool
    organisation_name: str
    identifier_scheme: str | None
    identifier_id: str | None

    @property
    def person_id(self) -> UUID:
        """Return who this is."""
        return self.person.person_id


class SignIn(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """Ask to be let in with an address and a password."""

    email: str
    password: str


class ProveAgain(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """Prove once more who one is, for an act that asks for fresh proof."""

    password: str


class ChangePassword(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """Choose a new password, proving oneself with the present one. Other sessions end."""

    password: str
    new_password: str


class ChangeLanguage(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """Choose the language of screens and mails."""

    language: Language


class MakeToken(MoveRequest, frozen=True, kw_only=True):
    """Make a token for a program. `days` is how long it works, at most 365."""

    name: str
    days: int = 90


class RevokeToken(MoveRequest, frozen=True, kw_only=True):
    """Let a token work no longer."""


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
    """A person of the own organisation."""

    person_id: UUID
    name: str
    title: str
    is_administrator: bool


class MembersView(Struct, frozen=True, kw_only=True, rename="camel"):
    """A page of the people of the own organisation. `next` is opaque; None at the end."""

    items: list[MemberView]
    next: str | None


class PersonView(Struct, frozen=True, kw_only=True, rename="camel"):
    """Oneself: name, address, language, organisations and mandates.

    `fresh_until` is until when acts that ask for fresh proof go without asking again; None for a
    program. `session_ends_at` moves on with every request until the session has lasted its longest.
    """

    id: UUID
    name: str
    email: str
    language: Language
    memberships: list[MembershipView]
    mandates: list[MandateView]
    fresh_until: datetime | None
    session_ends_at: datetime


class TokenView(Struct, frozen=True, kw_only=True, rename="camel"):
    """A program's token, without its secret."""

    id: UUID
    name: str
    made_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    moves: list[str]


class TokensView(Struct, frozen=True, kw_only=True, rename="camel"):
    """A page of one's own tokens. `next` is opaque; None at the end."""

    items: list[TokenView]
    next: str | None
    moves: list[str]


class NewTokenView(Struct, frozen=True, kw_only=True, rename="camel"):
    """A new token with its secret, shown this once."""

    id: UUID
    name: str
    expires_at: datetime
    secret: str


class OrganisationFounded(Fact, frozen=True, kw_only=True):
    """An organisation began, with its first administrator."""

    KIND: ClassVar[str] = "organisation.founded"
    organisation_id: UUID
    person_id: UUID


class PersonJoined(Fact, frozen=True, kw_only=True):
    """A person became a member of an organisation."""

    KIND: ClassVar[str] = "person.joined"
    organisation_id: UUID
    person_id: UUID


class TokenMade(Fact, frozen=True, kw_only=True):
    """A member let a program work in their name."""

    KIND: ClassVar[str] = "token.made"
    token_id: UUID
    person_id: UUID


class TokenRevoked(Fact, frozen=True, kw_only=True):
    """A member's program may no longer work in their name."""

    KIND: ClassVar[str] = "token.revoked"
    token_id: UUID
    person_id: UUID


class MandateGranted(Fact, frozen=True, kw_only=True):
    """A person may sign for the organisation."""

    KIND: ClassVar[str] = "mandate.granted"
    mandate_id: UUID
    person_id: UUID
    up_to_cents: int | None = None


class MandateRevoked(Fact, frozen=True, kw_only=True):
    """A person may no longer sign for the organisation."""

    KIND: ClassVar[str] = "mandate.revoked"
    mandate_id: UUID
    person_id: UUID


class PersonErased(Fact, frozen=True, kw_only=True):
    """Everything that hangs on this journal and said who somebody was went away."""

    KIND: ClassVar[str] = "person.erased"
    person_id: UUID


class OrganisationSettingsChanged(Fact, frozen=True, kw_only=True):
    """An administrator changed what the organisation wants to be asked."""

    KIND: ClassVar[str] = "organisation.settings-changed"
    organisation_id: UUID
    sheet_above_cents: int | None = None
    mandate_on: MandateOn | None = None
    retention_years: int | None = None
