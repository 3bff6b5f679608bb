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


# A year; whoever needs longer needs no clock.
WITHIN_LIMIT = 366


class Within(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """So many days from the proposal; working days are those of the Algemene termijnenwet."""

    days: int
    kind: Literal["calendar", "working"] = "calendar"


class AskTerms(MoveRequest, frozen=True, kw_only=True):
    """Put terms to the other side.

    `responsible` left out keeps who was named in the round before. `until_on` is the last day on
    which the other side may answer; none means that the offer stays. The server fills the members
    `responsible` and `offerEnds` of the terms from these, whatever was in them.
    `declared_not_bsn` says that a number of nine digits is no citizen's number.
    """

    terms: Terms
    responsible: list[Responsible] | None = None
    until_on: date | None = None
    declared_not_bsn: bool = False


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
    """Say yes to exactly this text."""

    revision: int
    digest: str


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


class ProposePackage(MoveRequest, frozen=True, kw_only=True):
    """Put several commitments as one: the other side says yes to all of them at once, or to none."""

    parts: list[PackagePart]
    until_on: date | None = None
    declared_not_bsn: bool = False


class AcceptPackage(MoveRequest, frozen=True, kw_only=True):
    """Say yes to exactly these texts, all of them."""

    revisions: list[Named]
