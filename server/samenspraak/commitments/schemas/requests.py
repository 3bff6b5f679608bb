"""What people ask."""

from datetime import date
from typing import Literal
from uuid import UUID

from msgspec import Struct

from samenspraak.commitments.schemas.states import Named
from samenspraak.commitments.terms import Terms
from samenspraak.drafting.schemas import Box
from samenspraak.journal.schemas import MoveRequest


class Responsible(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """Who looks after the commitment on a side: somebody of the workspace, or a name.

    With `participant_id` the name is theirs; without one, `name` is what was written.
    """

    side: Literal["buyer", "contractor"]
    name: str = ""
    participant_id: UUID | None = None
    role: str = "responsible"


class ReplaceHolder(MoveRequest, frozen=True, kw_only=True):
    """Name somebody else for a place in what is agreed; the text itself stays as it is.

    `slot` is the place as the view names it. Somebody of the workspace, or a name.
    """

    slot: str
    name: str = ""
    participant_id: UUID | None = None
    declared_not_bsn: bool = False


# A year; whoever needs longer needs no clock.
WITHIN_LIMIT = 366


class Within(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """So many days from the proposal; working days are those of the Algemene termijnenwet."""

    days: int
    kind: Literal["calendar", "working"] = "calendar"


class Clock(Struct, frozen=True, kw_only=True):
    """By when the other side is to answer: the last day, or so many days; none if there is no hurry.

    The day only reminds, unless the one who sets it chose that the offer lapses then.
    """

    until_on: date | None = None
    within: Within | None = None
    lapses: bool = False


class BidAnswers(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """What a buyer answers who lets something become less than the winning bid, and on what ground.

    The questions are those of article 2.163g of the Aanbestedingswet: would it have admitted other
    bidders, could another have won, does the balance move towards the contractor, and does the
    scope become considerably other. A yes refuses nothing: it stays to be seen.
    """

    others_admitted: bool
    other_winner: bool
    balance_shifts: bool
    scope_widens: bool
    ground: str


class AskTerms(MoveRequest, frozen=True, kw_only=True):
    """Put terms to the other side.

    `responsible` left out keeps who was named in the round before. `until_on` is the last day on
    which the other side may answer, or `within` says in how many days; with neither there is no
    hurry. The day only reminds, unless `until_lapses`. The server fills the members `responsible`
    and `offerEnds` of the terms from these, whatever was in them. `bid_answers` go with what a buyer
    puts that is less than the winning bid. `declared_not_bsn` says that a number of nine digits is
    no citizen's number.
    """

    terms: Terms
    responsible: list[Responsible] | None = None
    until_on: date | None = None
    within: Within | None = None
    until_lapses: bool = False
    bid_answers: BidAnswers | None = None
    declared_not_bsn: bool = False

    @property
    def clock(self) -> Clock:
        """Return by when the other side is to answer."""
        return Clock(until_on=self.until_on, within=self.within, lapses=self.until_lapses)


class ProposeCommitment(AskTerms, frozen=True, kw_only=True):
    """Propose something new; `id` becomes the commitment's. `bid`: it stood in the winning bid."""

    origin: Literal["proposal", "bid"] = "proposal"


class ProposeAnew(AskTerms, frozen=True, kw_only=True):
    """Propose a change of what is agreed; `revision` and `digest` name the agreed text."""

    revision: int
    digest: str


class CounterRevision(AskTerms, frozen=True, kw_only=True):
    """Put other terms in the place of those on the table, which `revision` and `digest` name."""

    revision: int
    digest: str


class OpenCommitmentDraft(MoveRequest, frozen=True, kw_only=True):
    """Begin to write, for both sides or for one's own side alone; `id` becomes the draft's.

    With `commitment_id` it begins from the text that lies on the table or is agreed, named by
    `revision` and `digest` when it must be exactly the one the writer saw. `condition` comes below
    its text ("Ja, mits…"). Without one it is about something new, which `title` and `text` begin.
    """

    box: Box
    commitment_id: UUID | None = None
    revision: int | None = None
    digest: str | None = None
    condition: str = ""
    title: str = ""
    text: str = ""
    declared_not_bsn: bool = False


class Answers(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """The round that a proposal answers or changes, as its writer saw it."""

    revision: int
    digest: str


class ProposeDraft(MoveRequest, frozen=True, kw_only=True):
    """Put what stands in a draft to the other side.

    `digest` names the content that was seen, `answers` the text on the table or, for a change, the
    agreed one; None when nothing was ever proposed. `origin` counts for a first proposal alone.
    """

    digest: str
    answers: Answers | None = None
    origin: Literal["proposal", "bid"] = "proposal"
    bid_answers: BidAnswers | None = None
    declared_not_bsn: bool = False


class AskQuestion(MoveRequest, frozen=True, kw_only=True):
    """Ask the proposer something; the turn goes back without a new text."""

    revision: int
    digest: str
    text: str
    declared_not_bsn: bool = False


class AnswerQuestion(MoveRequest, frozen=True, kw_only=True):
    """Answer the question; the turn returns to who asked, and the text stays as it was."""

    revision: int
    digest: str
    text: str
    declared_not_bsn: bool = False


class AcceptRevision(MoveRequest, frozen=True, kw_only=True):
    """Say yes to exactly this text; a buyer answers for it when it is less than the winning bid."""

    revision: int
    digest: str
    bid_answers: BidAnswers | None = None
    declared_not_bsn: bool = False


class DeclineRevision(MoveRequest, frozen=True, kw_only=True):
    """Say no, with the reason."""

    revision: int
    digest: str
    reason: str
    declared_not_bsn: bool = False


class WithdrawRevision(MoveRequest, frozen=True, kw_only=True):
    """Take one's own proposal off the table, perhaps with a reason."""

    revision: int
    digest: str
    reason: str = ""
    declared_not_bsn: bool = False


class PauseClock(MoveRequest, frozen=True, kw_only=True):
    """Let the clock of an offer stand still, with the reason; of a package, that of every part."""

    revision: int
    digest: str
    reason: str
    declared_not_bsn: bool = False


class ResumeClock(MoveRequest, frozen=True, kw_only=True):
    """Let the clock of an offer run on; the time it stood still comes on top."""

    revision: int
    digest: str


class PackagePart(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """One commitment of a package: new, a change of what is agreed, or another text in reply.

    For a new one the caller makes `commitment_id` and leaves `revision` and `digest` out; they
    name the text that is agreed or on the table otherwise.
    """

    commitment_id: UUID
    terms: Terms
    revision: int | None = None
    digest: str | None = None
    responsible: list[Responsible] | None = None
    origin: Literal["proposal", "bid"] = "proposal"
    bid_answers: BidAnswers | None = None


class PackageDraft(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """One draft of a package, named as when it is proposed by itself."""

    draft_id: UUID
    digest: str
    answers: Answers | None = None
    origin: Literal["proposal", "bid"] = "proposal"
    bid_answers: BidAnswers | None = None


class ProposePackage(MoveRequest, frozen=True, kw_only=True):
    """Put several commitments as one: the other side says yes to all of them at once, or to none.

    They are written out in `parts`, or stand in `drafts`. One clock is that of all of them; left
    out, it is what the drafts say.
    """

    parts: list[PackagePart] = []
    drafts: list[PackageDraft] = []
    until_on: date | None = None
    within: Within | None = None
    until_lapses: bool = False
    declared_not_bsn: bool = False

    @property
    def clock(self) -> Clock:
        """Return by when the other side is to answer."""
        return Clock(until_on=self.until_on, within=self.within, lapses=self.until_lapses)


class CommitmentBidAnswers(BidAnswers, frozen=True, kw_only=True):
    """What a buyer answers for one commitment of a package."""

    commitment_id: UUID


class AcceptPackage(MoveRequest, frozen=True, kw_only=True):
    """Say yes to exactly these texts, all of them."""

    revisions: list[Named]
    bid_answers: list[CommitmentBidAnswers] = []
    declared_not_bsn: bool = False
