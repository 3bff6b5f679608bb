"""Who somebody is once they are inside."""

from datetime import datetime
from enum import StrEnum
from typing import Literal
from uuid import UUID

from msgspec import Struct

Language = Literal["nl", "en"]


class ProofMethod(StrEnum):
    """How somebody proved who they are; it goes into a signature."""

    PASSWORD = "password"  # noqa: S105  # the name of a method, not a secret
    # With the password a code of the second factor, or one of those kept for when it is lost.
    PASSWORD_AND_CODE = "password-code"  # noqa: S105  # the name of a method, not a secret
    # A provider of OpenID Connect said so, of this very moment.
    OPENID = "openid"
    # A program never proves afresh, so nothing that asks for fresh proof takes its word.
    TOKEN = "token"  # noqa: S105  # the name of a method, not a secret


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
