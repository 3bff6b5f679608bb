"""What people are told when a version cannot be offered, signed or confirmed."""

from samenspraak.errors import Busy, Conflict, Fault, Forbidden, Invalid


class AlreadyOffered(Conflict):
    """A version lies ready to be signed; there is one at a time."""

    slug = "agreements/already-offered"


class NotReady(Invalid):
    """Things are still missing before this can be put up for signing."""

    slug = "agreements/not-ready"


class NothingNew(Conflict):
    """This says exactly what is in force already."""

    slug = "agreements/nothing-new"


class NotOffered(Conflict):
    """This version is no longer, or never was, up for signing."""

    slug = "agreements/not-offered"


class Lapsed(Conflict):
    """The time to sign is over."""

    slug = "agreements/lapsed"


class Void(Conflict):
    """Something in the version was taken up again after it was offered; the faults say what."""

    slug = "agreements/void"

    def __init__(self, faults: list[Fault] | None = None, **facts: str | int | None) -> None:
        super().__init__(**facts)
        self.faults = tuple(faults or ())


class StaleVersion(Conflict):
    """The number or digest is not that of this version."""

    slug = "agreements/stale-version"


class AlreadySigned(Conflict):
    """This person signed this version before."""

    slug = "agreements/already-signed"


class SideComplete(Conflict):
    """As many people of the own side signed this version as it asks for."""

    slug = "agreements/side-complete"


class NoSigningRequest(Conflict):
    """This person was not shown what signing this version says, or signed with it already."""

    slug = "agreements/no-signing-request"


class SigningRequestExpired(Conflict):
    """It is too long ago that this person was shown what signing says."""

    slug = "agreements/signing-request-expired"


class StatementChanged(Conflict):
    """Signing would say something else now than what this person was shown."""

    slug = "agreements/statement-changed"


class ProofTooOld(Forbidden):
    """It is too long ago that this person proved who they are."""

    slug = "agreements/proof-too-old"


class NoMandate(Forbidden):
    """Nobody gave this person a mandate to sign for the organisation."""

    slug = "agreements/no-mandate"


class MandateTooLow(Forbidden):
    """The mandate does not reach as far as the value of this version."""

    slug = "agreements/mandate-too-low"


class SealingUnavailable(Busy):
    """The key that seals receipts cannot be used, so nothing is signed."""

    slug = "agreements/sealing-unavailable"


class PaperTooLate(Conflict):
    """A deal on paper comes before everything signed here."""

    slug = "agreements/paper-too-late"


class AlreadyConfirmed(Conflict):
    """The own side confirmed this paper before."""

    slug = "agreements/already-confirmed"


class NotOnPaper(Conflict):
    """This version is signed here, so there is no paper to confirm."""

    slug = "agreements/not-on-paper"


class OnPaper(Conflict):
    """A deal on paper is confirmed by both sides, not signed."""

    slug = "agreements/on-paper"


class NoReceipt(Conflict):
    """There is no receipt: it comes with the second signature, and never for paper."""

    slug = "agreements/no-receipt"


class NotSignedYet(Conflict):
    """Only beside a version that both sides signed can a signed file lie."""

    slug = "agreements/not-signed-yet"


class AlreadyBeside(Conflict):
    """This file lies beside the version already."""

    slug = "agreements/already-beside"


class TooManyCopies(Conflict):
    """There are as many signed files beside this version as a bundle can take."""

    slug = "agreements/too-many-copies"


class HeldTwice(Conflict):
    """The own side forbids already to throw this away."""

    slug = "agreements/held-already"


class NotHeld(Conflict):
    """This was ended before."""

    slug = "agreements/not-held"


class StillKept(Conflict):
    """The term is not over, or somebody forbids to throw this away."""

    slug = "agreements/still-kept"
