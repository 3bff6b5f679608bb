"""What readers see of what is owed and why, and what the capabilities above read of it."""

from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct

from samenspraak.database import fetch, fetch_one, reading_as
from samenspraak.errors import NotFound
from samenspraak.identity.queries import sheet_above
from samenspraak.text import Language
from samenspraak.workspaces.decisions import (
    COUNTED,
    check_rule,
    is_weighed,
    needs_sheet,
    work_out,
)
from samenspraak.workspaces.policy import may_agree_statement, may_set_statement
from samenspraak.workspaces.queries.sums import basis_in_words, steps_in_words
from samenspraak.workspaces.queries.wordings import agreed_and_proposed, wordings
from samenspraak.workspaces.schemas import (
    ObligationAsks,
    ObligationContent,
    ObligationDifference,
    ObligationRule,
    ObligationView,
    Participant,
    ReactionView,
    ScopeRule,
    Side,
    SumView,
    TrySum,
)

_REACTIONS = """
select r.number, r.by_side, r.text, r.reacted_at, coalesce(p.name, '') as by_name
from obligation_reaction r
left join participant p on p.workspace_id = r.workspace_id and p.person_id = r.by_person
where r.workspace_id = $1 order by r.reacted_at, r.number
"""
_CONTRACT = """
select c.value_cents, c.currency, c.details from workspace w join contract c on c.id = w.contract_id
where w.id = $1
"""


class ContractSize(Struct, frozen=True, kw_only=True):
    """How large the contract is, as far as that is known, and by what scope rule it came in."""

    value_cents: int | None
    currency: str | None
    scope_rule: ScopeRule

    @property
    def euro_cents(self) -> int | None:
        """Return the value, where it is in euros."""
        return self.value_cents if self.currency == "EUR" else None


class Obligations(Struct, frozen=True, kw_only=True):
    """Every wording of what is owed with what was said about each, the newest first."""

    rows: list[dict[str, Any]]
    reactions: list[dict[str, Any]]

    @property
    def is_weighed(self) -> bool:
        """Tell whether any wording had a whole sheet."""
        return any(is_weighed(content_in(row).sheet) for row in self.rows)


def content_in(row: dict[str, Any]) -> ObligationContent:
    """Read what a stored wording says."""
    return msgspec.json.decode(row["content"], type=ObligationContent)


async def obligations(workspace_id: UUID) -> Obligations:
    """Return all wordings of what is owed; inside a transaction."""
    return Obligations(
        rows=await wordings("obligation", workspace_id),
        reactions=await fetch(_REACTIONS, workspace_id),
    )


async def agreed_obligation(workspace_id: UUID) -> ObligationView | None:
    """Return what is owed, as both sides agreed, in Dutch; inside a transaction."""
    known = await obligations(workspace_id)
    agreed, _ = agreed_and_proposed(known.rows)
    return None if agreed is None else obligation_view(known, agreed, language="nl")


async def scope_rule(workspace_id: UUID) -> ScopeRule:
    """Return how much may be done outside the contract now; inside a transaction."""
    agreed, _ = agreed_and_proposed(await wordings("obligation", workspace_id))
    return scope_rule_of(agreed, await contract_size(workspace_id))


def scope_rule_of(agreed: dict[str, Any] | None, contract: ContractSize) -> ScopeRule:
    """Return the rule that both sides agreed on last, or else the one of the contract."""
    rule = None if agreed is None else content_in(agreed).rule
    said = None if rule is None else rule.scope_rule
    return contract.scope_rule if said is None else said


async def contract_size(workspace_id: UUID) -> ContractSize:
    """Return how large the contract is; inside a transaction."""
    row = await fetch_one(_CONTRACT, workspace_id)
    if row is None:
        raise NotFound
    return ContractSize(
        value_cents=row["value_cents"],
        currency=row["currency"],
        scope_rule=ScopeRule(msgspec.json.decode(row["details"]).get("scopeRule", ScopeRule.OPEN)),
    )


async def obligation_asks(participant: Participant, known: Obligations) -> ObligationAsks:
    """Return when this reader is asked for a sheet; inside a transaction.

    The limit is the buyer's own: nobody else reads it, and a contractor's counter is weighed only
    where something was weighed before.
    """
    above = None
    if participant.side is Side.BUYER:
        above = await sheet_above(participant.organisation_id)
    return ObligationAsks(sheet_above_cents=above, sheet_always=known.is_weighed)


async def sum_on_trial(participant: Participant, request: TrySum) -> SumView:
    """Work out what a rule would come to. Nothing is kept."""
    async with reading_as(participant.person_id):
        contract = await contract_size(participant.workspace_id)
        known = await obligations(participant.workspace_id)
        asks = await obligation_asks(participant, known)
    check_rule(request, labour_share=request.labour_share, currency=contract.currency)
    come_to = work_out(request, labour_share=request.labour_share)
    return SumView(
        amount_cents=come_to.amount_cents,
        within_cents=come_to.within_cents,
        percent=come_to.percent,
        steps=steps_in_words(request, come_to.steps, participant.person.language),
        needs_sheet=needs_sheet(
            request.basis.cents,
            contract.euro_cents,
            above_cents=asks.sheet_above_cents,
            is_weighed_before=asks.sheet_always,
        ),
    )


def obligation_view(
    known: Obligations,
    row: dict[str, Any],
    *,
    language: Language,
    participant: Participant | None = None,
) -> ObligationView:
    """Return one wording as it is read; with a participant, with the moves open to them."""
    content = content_in(row)
    rule = content.rule
    agreed, _ = agreed_and_proposed(known.rows)
    return ObligationView(
        number=row["number"],
        amount_cents=content.amount_cents,
        basis=basis_in_words(content, language),
        reason=content.reason,
        percent=content.percent,
        digest=row["digest"],
        by_side=Side(row["by_side"]),
        set_at=row["set_at"],
        agreed_at=row["agreed_at"],
        within_cents=content.within_cents,
        scope_rule=None if rule is None else rule.scope_rule,
        within_percent=None if rule is None else rule.within_percent,
        rule=rule,
        steps=[] if rule is None else steps_in_words(rule, content.steps, language),
        sheet=content.sheet,
        reactions=_reactions(known, row),
        change=content.change,
        difference=None if row["agreed_at"] is not None else _difference(content, agreed),
        same_reason_elsewhere=row["same_reason_elsewhere"],
        moves=[] if participant is None else _moves(participant, row, content),
    )


def _moves(participant: Participant, row: dict[str, Any], content: ObligationContent) -> list[str]:
    if not may_set_statement(participant):
        return []
    if row["agreed_at"] is None:
        is_other = row["by_side"] != participant.side
        return [*(["agree"] if is_other and may_agree_statement(participant) else []), "react"]
    is_counted = content.rule is not None and content.rule.basis.kind in COUNTED
    return ["react", *(["change-basis"] if is_counted else [])]


def _reactions(known: Obligations, row: dict[str, Any]) -> list[ReactionView]:
    """Return the newest of each side about a wording.

    Where only the basis moved, the reason is the one of before, and so is what was said of it until
    a side says something newer.
    """
    contents = {each["number"]: content_in(each) for each in known.rows}
    numbers: list[int] = [row["number"]]
    while (change := contents[numbers[-1]].change) is not None:
        numbers.append(change.since_number)
    found: dict[Side, ReactionView] = {}
    for number in reversed(numbers):
        for said in known.reactions:
            if said["number"] == number:
                side = Side(said["by_side"])
                found[side] = ReactionView(
                    side=side,
                    by_name=said["by_name"],
                    text=said["text"],
                    at=said["reacted_at"],
                    number=number,
                )
    return sorted(found.values(), key=lambda reaction: (reaction.at, reaction.side))


def _difference(
    content: ObligationContent, agreed: dict[str, Any] | None
) -> ObligationDifference | None:
    if agreed is None:
        return None
    before = content_in(agreed)
    return ObligationDifference(
        since_number=agreed["number"],
        basis_cents=_less(_basis_cents(content.rule), _basis_cents(before.rule)),
        amount_cents=_less(content.amount_cents, before.amount_cents),
        within_cents=_less(content.within_cents, before.within_cents),
    )


def _basis_cents(rule: ObligationRule | None) -> int | None:
    return None if rule is None else rule.basis.cents


def _less(after: int | None, before: int | None) -> int | None:
    return None if after is None or before is None else after - before
