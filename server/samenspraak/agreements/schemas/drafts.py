"""What readers see of a purpose and of articles that are still being written."""

from datetime import datetime

from msgspec import Struct

from samenspraak.agreements.schemas.requests import Clause
from samenspraak.agreements.schemas.states import VersionState
from samenspraak.agreements.schemas.views import StatementChangeView
from samenspraak.drafting.schemas import DraftView
from samenspraak.problems import FaultView
from samenspraak.workspaces.schemas import Side


class LatestWordingView(Struct, frozen=True, kw_only=True, rename="camel"):
    """The newest wording of the purpose. `agreed_at` is None while it lies with the other side."""

    number: int
    digest: str
    by_side: Side
    agreed_at: datetime | None


class PurposeChangesView(Struct, frozen=True, kw_only=True, rename="camel"):
    """What a draft says differently from the newest wording; a part's title is its letter."""

    text: StatementChangeView
    parts: list[StatementChangeView]


class PurposeDraftView(Struct, frozen=True, kw_only=True, rename="camel"):
    """A purpose being written, what keeps it from being proposed, and what it would change.

    A citizen's number stands among the findings of the draft. `moves` holds `propose`; what can be
    done with the draft as such stands in its own moves.
    """

    draft: DraftView
    faults: list[FaultView]
    latest: LatestWordingView | None
    changes: PurposeChangesView
    moves: list[str]


class LatestVersionView(Struct, frozen=True, kw_only=True, rename="camel"):
    """The version whose articles were last worked on, whatever became of it."""

    number: int
    digest: str
    state: VersionState


class ClausesDraftView(Struct, frozen=True, kw_only=True, rename="camel"):
    """Articles being written, as they would be offered, and what they would change.

    Faults name the line of the text. A citizen's number stands among the findings of the draft.
    """

    draft: DraftView
    clauses: list[Clause]
    faults: list[FaultView]
    latest: LatestVersionView | None
    changes: list[StatementChangeView]
    moves: list[str]
