"""What is known of the partners that commitments name."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from samenspraak import surroundings
from samenspraak.commitments import policy
from samenspraak.commitments.decisions import held_agreement, is_live, name_key
from samenspraak.commitments.queries.drafts import concept_of, drafts_about
from samenspraak.commitments.queries.rows import History, histories, terms_of
from samenspraak.commitments.schemas import (
    NamedPartnerView,
    Negotiation,
    PartnerAnswerView,
    PartnerQuestion,
    PartnerQuestionView,
    PartnersView,
    PartnerView,
)
from samenspraak.commitments.terms import Terms
from samenspraak.database import fetch, reading_as
from samenspraak.journal.positions import position
from samenspraak.journal.queries import heads
from samenspraak.workspaces.schemas import Participant, Side

# Everybody who ever took part, for what they asked and answered outlives their part.
_PARTNERS = """
select t.*, coalesce(p.name, '') as by_name from partner t
left join participant p on p.workspace_id = t.workspace_id and p.person_id = t.by_person
where t.workspace_id = $1 order by t.asked_at, t.id
"""
_ANSWERS = """
select a.*, coalesce(p.name, '') as by_name from partner_answer a
join partner t on t.id = a.partner_id
left join participant p on p.workspace_id = t.workspace_id and p.person_id = a.by_person
where t.workspace_id = $1 order by a.number
"""


async def partners_view(participant: Participant) -> tuple[PartnersView, str]:
    """Return what was asked and answered about partners, and the position this is true at."""
    at = surroundings.now()
    async with reading_as(participant.person_id):
        reached = position(await heads(participant.journal_ids))
        partners = await fetch(_PARTNERS, participant.workspace_id)
        answers = await fetch(_ANSWERS, participant.workspace_id)
        said = await _newest_texts(participant, at)
    named = _by_key(said)
    known = {row["name_key"] for row in partners}
    may_ask = policy.may_ask_about_partners(participant)
    return PartnersView(
        items=[
            _partner_view(
                row,
                [answer for answer in answers if answer["partner_id"] == row["id"]],
                named.get(row["name_key"]),
                may_answer=may_ask,
            )
            for row in partners
        ],
        named=[named[key] for key in named if key not in known],
        moves=["ask"] if may_ask else [],
    ), reached


async def _newest_texts(participant: Participant, at: datetime) -> list[tuple[int, Terms]]:
    """Return what commitments say last, by number; what was declined or put away says nothing."""
    found = [*(await histories(participant.workspace_id)).values()]
    about = await drafts_about(participant, [each.id for each in found])
    held = {each.id: _newest(each, at) for each in found}
    texts = await terms_of([round_.revision_id for round_ in held.values() if round_ is not None])
    said: list[tuple[int, Terms]] = []
    for each in found:
        round_ = held[each.id]
        if round_ is not None:
            said.append((each.number, texts[round_.revision_id]))
        elif not each.negotiations:
            concept = await concept_of(participant, each, about)
            if concept.state.discarded_at is None:
                said.append((each.number, concept.reading.terms))
    return said


def _newest(each: History, at: datetime) -> Negotiation | None:
    if not each.negotiations:
        return None
    if is_live(each.newest, at):
        return each.newest
    return held_agreement(each.negotiations, each.bounds)


def _by_key(said: Iterable[tuple[int, Terms]]) -> dict[str, NamedPartnerView]:
    found: dict[str, NamedPartnerView] = {}
    for number, terms in said:
        for partner in terms.partners:
            key = name_key(partner.name)
            if not key:
                continue
            named = found.setdefault(key, NamedPartnerView(name=partner.name, numbers=[]))
            if number not in named.numbers:
                named.numbers.append(number)
    return found


def _partner_view(
    row: dict[str, Any],
    answers: list[dict[str, Any]],
    named: NamedPartnerView | None,
    *,
    may_answer: bool,
) -> PartnerView:
    questions = [
        _question_view(question, [each for each in answers if each["question"] == question.value])
        for question in PartnerQuestion
    ]
    return PartnerView(
        id=row["id"],
        name=row["name"],
        numbers=[] if named is None else named.numbers,
        asked_by_side=Side(row["by_side"]),
        asked_by_name=row["by_name"],
        asked_at=row["asked_at"],
        questions=questions,
        unanswered=sum(each.answer is None for each in questions),
        moves=["answer"] if may_answer else [],
    )


def _question_view(question: PartnerQuestion, answers: list[dict[str, Any]]) -> PartnerQuestionView:
    views = [
        PartnerAnswerView(
            text=row["text"],
            by_side=Side(row["by_side"]),
            by_name=row["by_name"],
            answered_at=row["answered_at"],
        )
        for row in answers
    ]
    return PartnerQuestionView(
        question=question, answer=views[-1] if views else None, earlier=views[:-1]
    )
