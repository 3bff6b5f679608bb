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


class SignIn(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """Ask to be let in with an address and a password."""

    email: str
    password: str


class ProveAgain(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """Prove once more who one is, for an act that asks for fresh proof."""

    password: str


class ChangeLanguage(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """Choose the language of screens and mails."""

    language: Language


class MakeToken(MoveRequest, frozen=True, kw_only=True):
    """Make a token for a program. `days` is how long it works, at most 365."""

    name: str
    days: int = 90


class GrantMandate(MoveRequest, frozen=True, kw_only=True):
    """Let a person of the own organisation sign, in a role, up to an amount (none: no limit)."""

    person_id: UUID
    role: str
    up_to_cents: int | None = None


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


class PersonView(Struct, frozen=True, kw_only=True, rename="camel"):
    """Oneself: name, address, language, organisations and mandates.

    `csrf_token` goes back in the X-CSRF-Token header of every request that changes something.
    `fresh_until` is until when acts that ask for fresh proof go without asking again.
    """

    id: UUID
    name: str
    email: str
    language: Language
    memberships: list[MembershipView]
    mandates: list[MandateView]
    fresh_until: datetime
    session_ends_at: datetime


class TokenView(Struct, frozen=True, kw_only=True, rename="camel"):
    """A program's token, without its secret."""

    id: UUID
    name: str
    made_at: datetime
    expires_at: datetime


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
