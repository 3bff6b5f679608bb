"""The shapes of coming in, proving oneself, and what one sees of oneself."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from samenspraak.identity.schemas.organisations import MandateView, MembershipView
from samenspraak.identity.schemas.who import Language, ProofMethod
from samenspraak.journal.schemas import MoveRequest


class SignIn(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """Ask to be let in with an address and a password, and a code where a second factor is set."""

    email: str
    password: str
    code: str | None = None


class ProveAgain(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """Prove once more who one is, for an act that asks for fresh proof.

    `code` is of the second factor, where one is set.
    """

    password: str
    code: str | None = None


class ChangePassword(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """Choose a new password, proving oneself with the present one. Other sessions end."""

    password: str
    new_password: str


class ChangeLanguage(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """Choose the language of screens and mails."""

    language: Language


class EndSession(MoveRequest, frozen=True, kw_only=True):
    """Sign out on one device."""


class IdentityView(Struct, frozen=True, kw_only=True, rename="camel"):
    """A provider that knows one. `provider_id` None: it is not one of those that are set up now."""

    id: UUID
    provider_id: str | None
    provider: str
    linked_at: datetime
    moves: list[str] = []


class PersonView(Struct, frozen=True, kw_only=True, rename="camel"):
    """Oneself: name, address, language, organisations and mandates, and how one comes in.

    `fresh_until` is until when acts that ask for fresh proof go without asking again; None for a
    program. `session_ends_at` moves on with every request, `session_expires_at` never: then it has
    lasted its longest.
    """

    id: UUID
    name: str
    email: str
    language: Language
    memberships: list[MembershipView]
    mandates: list[MandateView]
    fresh_until: datetime | None
    session_ends_at: datetime
    session_expires_at: datetime
    has_password: bool
    has_second_factor: bool
    recovery_codes_left: int
    identities: list[IdentityView]
    moves: list[str]


class SessionView(Struct, frozen=True, kw_only=True, rename="camel"):
    """A device on which one is signed in. Where that is nobody keeps."""

    id: UUID
    started_at: datetime
    seen_at: datetime
    is_current: bool
    method: ProofMethod


class SessionsView(Struct, frozen=True, kw_only=True, rename="camel"):
    """Where one is signed in now, the last one seen first."""

    items: list[SessionView]
