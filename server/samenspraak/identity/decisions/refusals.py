"""What is refused about accounts, and the few words that refusals share."""

from samenspraak.errors import (
    Busy,
    Conflict,
    Fault,
    Forbidden,
    Invalid,
    NotFound,
    TooMany,
    Unauthenticated,
)


class WrongCredentials(Unauthenticated):
    """The address and the password do not go together; which of them is wrong is not told."""

    slug = "identity/wrong-credentials"


class WrongPassword(Invalid):
    """This is not the password of whoever is signed in."""

    slug = "identity/wrong-password"


class TooManyAttempts(TooMany):
    """Too many attempts failed; the next one has to wait."""

    slug = "identity/too-many-attempts"


class OtherOrigin(Forbidden):
    """The request comes from a page that is not ours."""

    slug = "identity/other-origin"


class CsrfMismatch(Forbidden):
    """The request does not carry the token that belongs to the session."""

    slug = "identity/csrf-mismatch"


class NotForPrograms(Forbidden):
    """A person has to do this, signed in; a program may not."""

    slug = "identity/not-for-programs"


class AddressTaken(Conflict):
    """Somebody with this address can sign in already."""

    slug = "identity/address-taken"


class SecretShownOnce(Conflict):
    """The token was made before; its secret was shown then and is not kept."""

    slug = "identity/secret-shown-once"


class AlreadyRevoked(Conflict):
    """It worked no longer before this request."""

    slug = "identity/already-revoked"


class OrganisationUnclear(Conflict):
    """More than one organisation has this name."""

    slug = "identity/organisation-unclear"


class CodeNeeded(Unauthenticated):
    """The password is right, and a code of the second factor is needed besides."""

    slug = "identity/code-needed"


class WrongCode(Unauthenticated):
    """The code does not fit now, or was used before."""

    slug = "identity/wrong-code"


class WrongSecondFactor(Invalid):
    """This is not a code of whoever is signed in, or it was used before."""

    slug = "identity/wrong-second-factor"


class ProofTooOld(Forbidden):
    """It is too long ago that this person proved who they are."""

    slug = "identity/proof-too-old"


class SecondFactorThere(Conflict):
    """A second factor is set already; another one takes its place once it is removed."""

    slug = "identity/second-factor-there"


class NoSecondFactor(Conflict):
    """There is no second factor to confirm, to remove or to make codes for."""

    slug = "identity/no-second-factor"


class ProviderUnknown(Invalid):
    """No provider of this name is set up here."""

    slug = "identity/provider-unknown"


class ProviderUnreachable(Busy):
    """The provider does not answer, or says what nobody can work with."""

    slug = "identity/provider-unreachable"


class ProviderUntrue(Forbidden):
    """What came from the provider is not what it must be, so nobody is believed."""

    slug = "identity/provider-untrue"


class ProviderRefused(Forbidden):
    """The provider did not say who somebody is, or that person turned back there."""

    slug = "identity/provider-refused"


class ProviderRequestOver(Forbidden):
    """This browser did not ask to be sent to the provider, or too long ago."""

    slug = "identity/provider-request-over"


class NotKnownHere(Forbidden):
    """The provider knows this person, and nobody here can be that person."""

    slug = "identity/not-known-here"


class ProofElsewhereTooOld(Forbidden):
    """The provider did not let this person prove anew who they are."""

    slug = "identity/proof-elsewhere-too-old"


class OtherIdentity(Forbidden):
    """At the provider this was somebody else than who is signed in here."""

    slug = "identity/other-identity"


class NotLinked(Conflict):
    """This provider is no way in for the person who is signed in."""

    slug = "identity/not-linked"


class IdentityTaken(Conflict):
    """Somebody comes in with this already: another person, or the same one at this provider."""

    slug = "identity/identity-taken"


class AlreadyDisabled(Conflict):
    """This account was shut before."""

    slug = "identity/already-disabled"


class NotDisabled(Conflict):
    """This account is not shut."""

    slug = "identity/not-disabled"


class LastWayIn(Conflict):
    """Without this provider the person could not come in any more."""

    slug = "identity/last-way-in"


class ResetOver(NotFound):
    """The link to choose another password was used, is too old, or never was."""

    slug = "identity/reset-over"


class NoResetByMail(NotFound):
    """No mail goes out from here, so no link can be sent."""

    slug = "identity/no-reset-by-mail"


class MemberLeft(Conflict):
    """This person works for the organisation no longer."""

    slug = "identity/member-left"


class NotOneself(Conflict):
    """Nobody ends their own work for the organisation; another administrator does."""

    slug = "identity/not-oneself"


class AlreadyAdministrator(Conflict):
    """This member is an administrator already."""

    slug = "identity/already-administrator"


class NotAdministrator(Conflict):
    """This member is no administrator."""

    slug = "identity/not-administrator"


class LastAdministrator(Conflict):
    """An organisation keeps an administrator, or nobody could let anybody in or go."""

    slug = "identity/last-administrator"


def refuse_faults(faults: list[Fault]) -> None:
    """Refuse when there is any fault, naming all of them."""
    if faults:
        raise Invalid(faults)
