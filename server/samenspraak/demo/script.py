"""What the story's script says: who is in it, and who does what when.

The script is data (`demo_data/story.json`). Reading it moves its days first, so everything after
that deals with days that are.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final, Literal

import msgspec
from msgspec import Struct

from samenspraak.agreements.documents import Cause, Ground
from samenspraak.agreements.schemas import Clause
from samenspraak.commitments.terms import Terms
from samenspraak.deadlines import ZONE
from samenspraak.demo.calendar import Calendar
from samenspraak.dialogue.schemas import Audience
from samenspraak.drafting.schemas import Box
from samenspraak.workspaces.schemas import (
    Basis,
    BasisCause,
    PurposePart,
    Role,
    ScopeRule,
    Sheet,
    Side,
)

FOLDER: Final = Path(__file__).parents[1] / "demo_data"
# The contract that the story is about, by its reference.
WATERWIJK: Final = "2026-0417"


class Character(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Somebody in the story."""

    name: str
    title: str
    email: str
    side: Side
    organisation: str


class Act(
    Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True, tag_field="act"
):
    """Something one person does at one moment, as clocks in the Netherlands show it."""

    at: datetime
    who: str
    # The reference of the contract in whose room it happens.
    room: str = WATERWIJK

    @property
    def moment(self) -> datetime:
        """Return when it happens."""
        return self.at.replace(tzinfo=ZONE).astimezone(UTC)


class Register(Act, frozen=True, tag="register"):
    """Begin an organisation, as whoever runs the server lets its first person in."""


class Import(Act, frozen=True, tag="import"):
    """Read a file and open the rooms of the contracts with these references."""

    file: str
    open: list[str]


class Invite(Act, frozen=True, tag="invite"):
    """Invite somebody, who accepts."""

    guest: str
    roles: list[Role]


class Mandate(Act, frozen=True, tag="mandate"):
    """Let a colleague sign."""

    holder: str
    role: str
    up_to_cents: int | None = None


class ChooseTable(Act, frozen=True, tag="choose-table"):
    """Choose the table of values that the contract reckons with."""

    catalogue: str
    reason: str


class Purpose(Act, frozen=True, tag="purpose"):
    """Word why."""

    text: str
    parts: list[PurposePart]


class AgreePurpose(Act, frozen=True, tag="agree-purpose"):
    """Stand behind a wording of why."""

    number: int


class Obligation(Act, frozen=True, tag="obligation"):
    """Word what is owed, by the rule that it follows from."""

    basis: Basis
    percent: str
    months: int
    scope_rule: ScopeRule
    within_percent: str
    reason: str
    sheet: Sheet


class ReactToObligation(Act, frozen=True, tag="react-to-obligation"):
    """Say what one's side thinks of a wording of what is owed."""

    number: int
    text: str


class ChangeBasis(Act, frozen=True, tag="change-basis"):
    """Count what is agreed anew from another basis."""

    number: int
    cause: BasisCause
    basis_cents: int
    reason: str


class AgreeObligation(Act, frozen=True, tag="agree-obligation"):
    """Stand behind a wording of what is owed."""

    number: int


class AskPerspectives(Act, frozen=True, tag="ask-perspectives"):
    """Ask both sides what they want and fear, what they can give and what they need."""


class HandIn(Act, frozen=True, tag="hand-in"):
    """Answer the four questions for one's own side; the second side opens both."""

    wants: str
    worries: str
    gives: str
    needs: str


class Start(Act, frozen=True, tag="start"):
    """Start a thread, about a commitment or else about the workspace."""

    thread: str
    title: str
    text: str
    about: str | None = None
    audience: Audience = Audience.SHARED


class Post(Act, frozen=True, tag="post"):
    """Say something in a thread. `message` names it for who comes back to it."""

    thread: str
    text: str
    message: str | None = None


class Hide(Act, frozen=True, tag="hide"):
    """Hide a message."""

    message: str
    reason: str


class Read(Act, frozen=True, tag="read"):
    """Read everything that was said so far."""


class Round(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """One text of one commitment. `responsible` left out keeps who was named before."""

    commitment: str
    round: int
    responsible: list[str] | None = None

    @property
    def terms(self) -> str:
        """Return under which name the script has its terms."""
        return f"{self.commitment} ronde {self.round}"


class Propose(Act, frozen=True, tag="propose"):
    """Put something new to the other side."""

    commitment: str
    round: int
    responsible: list[str] | None = None
    origin: Literal["proposal", "bid"] = "proposal"


class Counter(Act, frozen=True, tag="counter"):
    """Put another text in the place of the round before."""

    commitment: str
    round: int
    responsible: list[str] | None = None


class Draft(Act, frozen=True, tag="draft"):
    """Begin to write: something new, or over the newest text of a commitment."""

    draft: str
    box: Box
    commitment: str | None = None
    title: str = ""
    text: str = ""
    condition: str = ""


class Question(Act, frozen=True, tag="question"):
    """Ask about a round."""

    commitment: str
    round: int
    text: str


class Answer(Act, frozen=True, tag="answer"):
    """Answer the question about a round."""

    commitment: str
    round: int
    text: str


class Accept(Act, frozen=True, tag="accept"):
    """Say yes to a round."""

    commitment: str
    round: int


class Decline(Act, frozen=True, tag="decline"):
    """Say no to a round."""

    commitment: str
    round: int
    reason: str


class Package(Act, frozen=True, tag="package"):
    """Put several texts as one."""

    package: str
    parts: list[Round]


class AcceptPackage(Act, frozen=True, tag="accept-package"):
    """Say yes to a package."""

    package: str
    parts: list[Round]


class Offer(Act, frozen=True, tag="offer"):
    """Put a version of the agreement up for signing."""

    version: int
    clauses: list[Clause]
    cause: Cause = Cause.FIRST
    ground: Ground | None = None
    ground_text: str = ""
    reason: str = ""
    sign_by_on: date | None = None


class Sign(Act, frozen=True, tag="sign"):
    """Sign a version, with proof of a moment before."""

    version: int


AnyAct = (
    Register
    | Import
    | Invite
    | Mandate
    | ChooseTable
    | Purpose
    | AgreePurpose
    | Obligation
    | ReactToObligation
    | ChangeBasis
    | AgreeObligation
    | AskPerspectives
    | HandIn
    | Start
    | Post
    | Hide
    | Read
    | Propose
    | Counter
    | Draft
    | Question
    | Answer
    | Accept
    | Decline
    | Package
    | AcceptPackage
    | Offer
    | Sign
)


class Script(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The whole story.

    Terms name the table they count with as people do; which edition that is, a room tells.
    """

    people: dict[str, Character]
    terms: dict[str, Terms]
    acts: list[AnyAct]


def read_script(calendar: Calendar) -> Script:
    """Read the story with its days moved."""
    told: dict[str, Any] = msgspec.json.decode(file_of_story("story.json", calendar))
    told["terms"] = dict(_spelled_out(told["terms"]))
    script = msgspec.convert(told, Script)
    moments = [act.at for act in script.acts]
    assert moments == sorted(moments), "journals take their moments in order"
    return script


def file_of_story(name: str, calendar: Calendar) -> bytes:
    """Return a file of the story with its days moved."""
    return calendar.moved((FOLDER / name).read_text(encoding="utf-8")).encode()


def _spelled_out(terms: dict[str, dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Fill in what a round has in common with the one it is like, which comes before it."""
    whole: dict[str, dict[str, Any]] = {}
    for name, members in terms.items():
        own = dict(members)
        whole[name] = {**whole.get(own.pop("like", ""), {}), **own}
        yield name, whole[name]
