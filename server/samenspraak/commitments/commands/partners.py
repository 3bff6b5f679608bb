"""Ask about a partner once, and answer what was asked."""

from uuid import UUID

from samenspraak import surroundings
from samenspraak.commitments import policy
from samenspraak.commitments.decisions import (
    check_answers_about,
    check_partner,
    name_key,
    plain_name,
)
from samenspraak.commitments.schemas import (
    AnswerAboutPartner,
    AskAboutPartner,
    PartnerAnswered,
    PartnerAsked,
)
from samenspraak.commitments.terms import tidied
from samenspraak.database import execute, fetch, fetch_one
from samenspraak.errors import NotFound, require
from samenspraak.journal.commands import unit_of_work
from samenspraak.personal_data import guard, refuse_invisible
from samenspraak.workspaces.access import still
from samenspraak.workspaces.schemas import Participant

_NEWEST = """
select distinct on (question) question, number, text from partner_answer
where partner_id = $1 order by question, number desc
"""


async def ask_about_partner(participant: Participant, request: AskAboutPartner) -> None:
    """Ask both sides the five questions about a partner."""
    require(policy.may_ask_about_partners(participant))
    found = guard(name=request.name, declared_not_bsn=request.declared_not_bsn)
    refuse_invisible(name=request.name)
    shared = participant.shared_journal_id
    async with unit_of_work(participant.person_id, shared) as work:
        require(policy.may_ask_about_partners(await still(participant)))
        if await work.repeats(request, shared):
            return
        rows = await fetch(
            "select id, name_key from partner where workspace_id = $1", participant.workspace_id
        )
        check_partner(request.name, {row["name_key"]: row["id"] for row in rows})
        await execute(
            "insert into partner (id, journal_id, workspace_id, name, name_key, by_side, by_person,"
            " asked_at) values ($1, $2, $3, $4, $5, $6, $7, $8)",
            request.id,
            shared,
            participant.workspace_id,
            plain_name(request.name),
            name_key(request.name),
            participant.side.value,
            participant.person_id,
            work.at,
        )
        work.record(
            shared,
            PartnerAsked(
                workspace_id=participant.workspace_id,
                partner_id=request.id,
                side=participant.side,
                declared_not_bsn=any(each.declared for each in found.values()),
            ),
        )


async def answer_about_partner(
    participant: Participant, partner_id: UUID, request: AnswerAboutPartner
) -> None:
    """Answer some of the five; an answer in other words takes the place of the one before."""
    require(policy.may_ask_about_partners(participant))
    check_answers_about(request.answers)
    words = {f"/answers/{at}/text": answer.text for at, answer in enumerate(request.answers)}
    found = guard(words, declared_not_bsn=request.declared_not_bsn)
    refuse_invisible(words)
    shared = participant.shared_journal_id
    async with unit_of_work(participant.person_id, shared) as work:
        require(policy.may_ask_about_partners(await still(participant)))
        partner = await fetch_one(
            "select id from partner where id = $1 and workspace_id = $2",
            partner_id,
            participant.workspace_id,
        )
        if partner is None:
            raise NotFound
        if await work.repeats(request, shared, partner_id):
            return
        newest = {row["question"]: row for row in await fetch(_NEWEST, partner_id)}
        answered = []
        for answer in request.answers:
            before, text = newest.get(answer.question.value), tidied(answer.text)
            if before is not None and before["text"] == text:
                continue
            await execute(
                "insert into partner_answer (id, journal_id, partner_id, question, number, text,"
                " by_side, by_person, answered_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
                surroundings.new_id(),
                shared,
                partner_id,
                answer.question.value,
                1 if before is None else before["number"] + 1,
                text,
                participant.side.value,
                participant.person_id,
                work.at,
            )
            answered.append(answer.question)
        if answered:
            work.record(
                shared,
                PartnerAnswered(
                    workspace_id=participant.workspace_id,
                    partner_id=partner_id,
                    questions=answered,
                    side=participant.side,
                    declared_not_bsn=any(each.declared for each in found.values()),
                ),
            )
