"""What the journals of organisations hold about people."""

from typing import ClassVar, Literal
from uuid import UUID

from samenspraak.identity.schemas.organisations import MandateOn
from samenspraak.journal.schemas import Fact


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


class MemberEnded(Fact, frozen=True, kw_only=True):
    """An administrator ended somebody's work for the organisation."""

    KIND: ClassVar[str] = "member.ended"
    organisation_id: UUID
    person_id: UUID


class AdministratorMade(Fact, frozen=True, kw_only=True):
    """An administrator made a colleague one too."""

    KIND: ClassVar[str] = "administrator.made"
    organisation_id: UUID
    person_id: UUID


class AdministratorEnded(Fact, frozen=True, kw_only=True):
    """A member is an administrator no longer."""

    KIND: ClassVar[str] = "administrator.ended"
    organisation_id: UUID
    person_id: UUID


class PasswordChanged(Fact, frozen=True, kw_only=True):
    """A member signs in with another password from now on."""

    KIND: ClassVar[str] = "password.changed"
    person_id: UUID
    by: Literal["member", "letter", "operator"]


class AccountDisabled(Fact, frozen=True, kw_only=True):
    """Whoever runs the server shut a member's account."""

    KIND: ClassVar[str] = "account.disabled"
    person_id: UUID


class AccountEnabled(Fact, frozen=True, kw_only=True):
    """Whoever runs the server opened a member's account again."""

    KIND: ClassVar[str] = "account.enabled"
    person_id: UUID


class IdentityLinked(Fact, frozen=True, kw_only=True):
    """A member can sign in by way of a provider from now on."""

    KIND: ClassVar[str] = "identity.linked"
    person_id: UUID
    identity_id: UUID


class IdentityRemoved(Fact, frozen=True, kw_only=True):
    """A provider is a way in for a member no longer."""

    KIND: ClassVar[str] = "identity.removed"
    person_id: UUID
    identity_id: UUID


class RecoveryCodesMade(Fact, frozen=True, kw_only=True):
    """A member made new codes for when the telephone is lost; the old ones work no longer."""

    KIND: ClassVar[str] = "recovery-codes.made"
    person_id: UUID


class SecondFactorSet(Fact, frozen=True, kw_only=True):
    """A member signs in with a second factor from now on."""

    KIND: ClassVar[str] = "second-factor.set"
    person_id: UUID


class SecondFactorRemoved(Fact, frozen=True, kw_only=True):
    """A member signs in with a password alone again."""

    KIND: ClassVar[str] = "second-factor.removed"
    person_id: UUID
