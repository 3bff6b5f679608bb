"""What is asked about a partner once, whatever commitments it takes part in."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from msgspec import Struct

from samenspraak.journal.schemas import Fact, MoveRequest
from samenspraak.workspaces.schemas import Side


class PartnerQuestion(StrEnum):
    """What to know of a partner before work is handed to it, in the order in which it is asked."""

    # What it does, and why that suits these people.
    PART = "part"
    OWN_PART = "own_part"
    # Who guides the people, and for how many hours.
    GUIDANCE = "guidance"
    # What happens when it does not work out, or when the contract is over.
    SETBACK = "setback"
    # What it costs, and where the money goes.
    MONEY = "money"


class AskAboutPartner(MoveRequest, frozen=True, kw_only=True):
    """Ask for the five answers about a partner; `id` becomes the partner's."""

    name: str
    declared_not_bsn: bool = False


class PartnerWords(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """What somebody answers to one of the five."""

    question: PartnerQuestion
    text: str


class AnswerAboutPartner(MoveRequest, frozen=True, kw_only=True):
    """Answer one or more of the five; a newer answer takes the place of the one before."""

    answers: list[PartnerWords]
    declared_not_bsn: bool = False


class PartnerAsked(Fact, frozen=True, kw_only=True):
    """Somebody asked for the five answers about a partner."""

    KIND: ClassVar[str] = "partner.asked"
    workspace_id: UUID
    partner_id: UUID
    side: Side
    declared_not_bsn: bool = False


class PartnerAnswered(Fact, frozen=True, kw_only=True):
    """Somebody answered some of the five; the words stand elsewhere."""

    KIND: ClassVar[str] = "partner.answered"
    workspace_id: UUID
    partner_id: UUID
    questions: list[PartnerQuestion]
    side: Side
    declared_not_bsn: bool = False


class PartnerAnswerView(Struct, frozen=True, kw_only=True, rename="camel"):
    """An answer, and who gave it."""

    text: str
    by_side: Side
    by_name: str
    answered_at: datetime


class PartnerQuestionView(Struct, frozen=True, kw_only=True, rename="camel"):
    """One of the five with the answer that holds, and the `earlier` ones, the oldest first."""

    question: PartnerQuestion
    answer: PartnerAnswerView | None
    earlier: list[PartnerAnswerView]


class PartnerView(Struct, frozen=True, kw_only=True, rename="camel"):
    """A partner that was asked about.

    `numbers` are the commitments whose newest text names it. Unanswered is allowed, and counted.
    """

    id: UUID
    name: str
    numbers: list[int]
    asked_by_side: Side
    asked_by_name: str
    asked_at: datetime
    questions: list[PartnerQuestionView]
    unanswered: int
    moves: list[str]


class NamedPartnerView(Struct, frozen=True, kw_only=True, rename="camel"):
    """A partner that commitments name, and nobody asked about yet."""

    name: str
    numbers: list[int]


class PartnersView(Struct, frozen=True, kw_only=True, rename="camel"):
    """The partners that were asked about, and those that were only named."""

    items: list[PartnerView]
    named: list[NamedPartnerView]
    moves: list[str]
