"""Choose the table of values that a contract's parties reckon with."""

from samenspraak.catalogue.queries import applies, readable_edition
from samenspraak.database import execute
from samenspraak.errors import require
from samenspraak.journal.commands import unit_of_work
from samenspraak.personal_data import guard
from samenspraak.workspaces.access import still
from samenspraak.workspaces.decisions import check_pin, rule_of
from samenspraak.workspaces.policy import may_pin_edition
from samenspraak.workspaces.queries import pinned_editions
from samenspraak.workspaces.queries.editions import buyers_of, contract_dates
from samenspraak.workspaces.schemas import EditionPinned, Participant, PinEdition


async def pin_edition(participant: Participant, request: PinEdition) -> None:
    """Copy an edition into the room, to be reckoned with from now on.

    What was agreed before keeps the edition it names, and a table that its organisation changes or
    retires later changes nothing here: the copy is the parties' own.
    """
    found = guard({"/reason": request.reason}, declared_not_bsn=request.declared_not_bsn)
    require(may_pin_edition(participant))
    async with unit_of_work(participant.person_id, participant.shared_journal_id) as work:
        require(may_pin_edition(await still(participant)))
        if await work.repeats(request, participant.shared_journal_id):
            return
        edition = await readable_edition(participant.person_id, request.edition_id)
        buyers = await buyers_of(participant.workspace_id)
        rule = rule_of(
            applies(edition, await contract_dates(participant.workspace_id)),
            is_buyers=edition.is_of(buyers.organisation_ids, buyers.names),
        )
        earlier = await pinned_editions(participant.workspace_id)
        check_pin(edition, rule, request.reason, digests=[each.digest for each in earlier])
        number = 1 + (earlier[0].number if earlier else 0)
        await execute(
            "insert into pinned_edition (id, journal_id, workspace_id, number, edition_id,"
            " catalogue, digest, content, by_side, by_person, reason, rule, chosen_at)"
            " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
            request.id,
            participant.shared_journal_id,
            participant.workspace_id,
            number,
            edition.id,
            edition.catalogue,
            edition.digest,
            edition.content,
            participant.side,
            participant.person_id,
            request.reason.strip(),
            rule,
            work.at,
        )
        work.record(
            participant.shared_journal_id,
            EditionPinned(
                workspace_id=participant.workspace_id,
                pinned_edition_id=request.id,
                number=number,
                digest=edition.digest,
                side=participant.side,
                rule=rule,
                declared_not_bsn=any(findings.declared for findings in found.values()),
            ),
        )
