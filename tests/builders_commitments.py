"""Terms, negotiations and moves for tests of bargaining."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import msgspec
from tests.browser import Browser, move
from tests.builders import a_signed_in

from samenspraak.commitments.decisions import propose
from samenspraak.commitments.schemas import Bound, ClosedAs, Negotiation, Put
from samenspraak.commitments.terms import (
    AmountValue,
    Goal,
    Kind,
    Period,
    Scope,
    Terms,
)
from samenspraak.workspaces.schemas import Participant, Phase, Role, Side

AT = datetime(2026, 10, 13, 11, 30, tzinfo=UTC)


def some_terms(**changes: Any) -> Terms:
    """Terms that could be agreed; keywords for what matters."""
    usual: dict[str, Any] = {
        "title": "Leerwerkplekken timmeren",
        "text": "Twee leerlingen halen bij ons hun diploma.",
        "kind": Kind.LEARNING,
        "scope": Scope.WITHIN_CONTRACT,
        "counts_towards_obligation": True,
        "quantity": "2",
        "unit": "plekken",
        "period": Period(starts_on=date(2027, 2, 1), ends_on=date(2028, 7, 31), months="18"),
        "value": AmountValue(amount_cents=9_333_333, currency="EUR", basis="agreed"),
        "result_goal": Goal(text="2 leerlingen halen hun diploma", number="2"),
        "evidence": "leerovereenkomst gezien",
    }
    return Terms(**{**usual, **changes})


def terms_json(**changes: Any) -> dict[str, Any]:
    """The same as it goes over HTTP."""
    return msgspec.to_builtins(some_terms(**changes), str_keys=True)


def a_put(**changes: Any) -> Put:
    """A text that is being put to the other side."""
    revision: int = changes.get("revision", 1)
    by: Side = changes.get("by", Side.CONTRACTOR)
    usual: dict[str, Any] = {
        "revision_id": uuid4(),
        "revision": revision,
        "digest": f"{by.value}-{revision}",
        "by": by,
        "at": AT,
    }
    return Put(**{**usual, **changes})


def a_negotiation(
    *, by: Side = Side.CONTRACTOR, revision: int = 1, number: int = 1, **changes: Any
) -> Negotiation:
    """A text on the table of the other side, with anything else about it as keywords."""
    opened = propose(
        a_put(by=by, revision=revision),
        negotiation_id=uuid4(),
        commitment_id=changes.pop("commitment_id", uuid4()),
        number=number,
    )
    return msgspec.structs.replace(opened, **changes)


def agreed(negotiation: Negotiation, *, at: datetime = AT) -> Negotiation:
    """The same, after both said yes."""
    return msgspec.structs.replace(
        negotiation, is_open=False, closed_as=ClosedAs.AGREED, closed_at=at
    )


def bound(
    negotiation: Negotiation, *, since: datetime = AT, until: datetime | None = None
) -> Bound:
    """That the text on the table of this negotiation was signed by both."""
    return Bound(
        revision_id=negotiation.revision_id,
        revision=negotiation.revision,
        version_id=uuid4(),
        from_at=since,
        to_at=until,
    )


def days(count: int) -> timedelta:
    return timedelta(days=count)


def a_participant(
    side: Side = Side.BUYER,
    *roles: Role,
    is_program: bool = False,
    phase: Phase = Phase.DIALOGUE,
) -> Participant:
    """Somebody in a workspace, for tests that touch nothing."""
    return Participant(
        person=a_signed_in(is_program=is_program),
        id=uuid4(),
        workspace_id=uuid4(),
        party_id=uuid4(),
        organisation_id=uuid4(),
        side=side,
        roles=frozenset(roles),
        name="Marieke de Groot",
        title="contractmanager",
        phase=phase,
        shared_journal_id=uuid4(),
        side_journal_id=uuid4(),
    )


class Table:
    """A workspace's commitments as one signed-in browser meets them."""

    def __init__(self, workspace_id: UUID, browser: Browser) -> None:
        self.browser = browser
        self.path = f"/workspaces/{workspace_id}"

    async def propose(self, **members: Any) -> dict[str, Any]:
        """Propose something new and return its view."""
        answer = await self.browser.post(
            f"{self.path}/commitments", move(**{"terms": terms_json(), **members})
        )
        assert answer.status_code == 201, answer.text
        return answer.json()

    async def see(self, commitment: dict[str, Any]) -> dict[str, Any]:
        """Return the view of one commitment."""
        answer = await self.browser.get(f"{self.path}/commitments/{commitment['id']}")
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def all(self) -> dict[str, Any]:
        """Return the whole column with its sums."""
        answer = await self.browser.get(f"{self.path}/commitments")
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def ask(self, noun: str, commitment: dict[str, Any], **members: Any) -> Any:
        """Make a move on the text that this view shows and return the whole answer."""
        return await self.browser.post(
            f"{self.path}/commitments/{commitment['id']}/{noun}",
            move(**{**named(commitment), **members}),
        )

    async def move(self, noun: str, commitment: dict[str, Any], **members: Any) -> dict[str, Any]:
        """Make a move that must go well and return the view after it."""
        answer = await self.ask(noun, commitment, **members)
        assert answer.status_code == 201, answer.text
        return answer.json()


def named(commitment: dict[str, Any]) -> dict[str, Any]:
    """Name the text of a view that lies on the table, or was there last."""
    negotiation = commitment["negotiation"]
    return {"revision": negotiation["revision"], "digest": negotiation["digest"]}
