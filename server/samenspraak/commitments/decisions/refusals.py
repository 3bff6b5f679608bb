"""Why a move can be refused."""

from samenspraak.errors import Conflict, Forbidden, Invalid


class StaleRevision(Conflict):
    """There is a newer text than the one answered; its number and digest come with the refusal."""

    slug = "commitments/stale-revision"


class OwnProposal(Conflict):
    """One's own proposal is for the other side to answer."""

    slug = "commitments/own-proposal"


class OthersProposal(Conflict):
    """Only the side that put a proposal can take it back."""

    slug = "commitments/others-proposal"


class HolderUnchanged(Conflict):
    """Who was named looks after this already."""

    slug = "commitments/holder-unchanged"


class NotOnTheTable(Conflict):
    """There is nothing to answer any more; `closed_as` says how it ended."""

    slug = "commitments/not-on-the-table"


class StillOnTheTable(Conflict):
    """A proposal about this commitment lies with a side; that comes first."""

    slug = "commitments/still-on-the-table"


class NotYourTurn(Conflict):
    """The other side is to move."""

    slug = "commitments/not-your-turn"


class NothingToAnswer(Conflict):
    """No question was asked."""

    slug = "commitments/nothing-to-answer"


class Paused(Conflict):
    """The bargaining stands still for now; questions and answers go on."""

    slug = "commitments/paused"


class NoClock(Conflict):
    """No clock runs that could stand still."""

    slug = "commitments/no-clock"


class NotPaused(Conflict):
    """The clock runs."""

    slug = "commitments/not-paused"


class OthersClock(Conflict):
    """Whoever set a clock can let it stand still, or a coordinator can."""

    slug = "commitments/others-clock"


class TooLate(Conflict):
    """The last day for an answer has passed."""

    slug = "commitments/too-late"


class PackageTogether(Conflict):
    """The texts of a package are accepted all together, or not."""

    slug = "commitments/package-together"


class PackageOver(Conflict):
    """The package fell apart; its commitments stand for themselves."""

    slug = "commitments/package-over"


class NotReadyToAgree(Conflict):
    """The text lacks what both must know before either says yes: kind, goal, scope, value."""

    slug = "commitments/not-ready-to-agree"


class NothingProposed(Conflict):
    """Both sides are still writing; there is no text to answer yet."""

    slug = "commitments/nothing-proposed"


class TooManyRounds(Conflict):
    """More would no longer be readable: talk first, or make another commitment."""

    slug = "commitments/too-many-rounds"


class TooManyCommitments(Conflict):
    """The workspace holds as many commitments as one page can show."""

    slug = "commitments/too-many-commitments"


class PartnerKnown(Conflict):
    """The five questions about this partner were asked before; `partner_id` says where."""

    slug = "commitments/partner-known"


class TooManyPartners(Conflict):
    """The workspace asks about as many partners as one page can show."""

    slug = "commitments/too-many-partners"


class Incomplete(Invalid):
    """A proposal needs a title, how much, and when."""

    slug = "commitments/incomplete"


class ReasonMissing(Invalid):
    """Who declines, or lets a clock stand still, says why."""

    slug = "commitments/reason-missing"


class ScopeRefused(Invalid):
    """What is done outside the contract cannot count here, or needs a ground to count."""

    slug = "commitments/scope-refused"


class BidAnswersMissing(Invalid):
    """A buyer who lets something be less than the winning bid answers four questions first."""

    slug = "commitments/bid-answers-missing"


class ApproverNeeded(Forbidden):
    """Less than the winning bid takes an approver of the buyer."""

    slug = "commitments/approver-needed"
