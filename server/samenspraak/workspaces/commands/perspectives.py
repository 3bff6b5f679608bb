"""Ask both sides four questions, keep what each answers to itself, and open all at one moment."""

from uuid import UUID

from msgspec import structs

from samenspraak import surroundings
from samenspraak.database import execute, fetch_one
from samenspraak.errors import require
from samenspraak.journal.commands import Work, unit_of_work
from samenspraak.personal_data import guard
from samenspraak.workspaces.access import still
from samenspraak.workspaces.decisions import (
    NobodyAcross,
    check_going_on,
    check_opening,
    check_perspective,
    check_start,
    completes,
)
from samenspraak.workspaces.policy import (
    may_hand_in_perspective,
    may_open_perspectives,
    may_start_perspectives,
)
from samenspraak.workspaces.queries import both_joined, newest_exchange
from samenspraak.workspaces.schemas import (
    HandInPerspective,
    OpenPerspectives,
    Participant,
    PerspectiveHandedIn,
    PerspectiveOpened,
    PerspectiveStarted,
    StartPerspectives,
)


async def start_perspectives(participant: Participant, request: StartPerspectives) -> None:
    """Ask both sides what they want and fear, what they can give and what they need."""
    require(may_start_perspectives(participant))
    shared = participant.shared_journal_id
    async with unit_of_work(participant.person_id, shared) as work:
        require(may_start_perspectives(await still(participant)))
        if await work.repeats(request, shared):
            return
        if not await both_joined(participant.workspace_id):
            raise NobodyAcross
        number = check_start(await newest_exchange(participant.workspace_id))
        await execute(
            "insert into perspective_exchange (id, journal_id, workspace_id, number, started_at,"
            " started_by) values ($1, $2, $3, $4, $5, $6)",
            request.id,
            shared,
            participant.workspace_id,
            number,
            work.at,
            participant.person_id,
        )
        work.record(
            shared,
            PerspectiveStarted(
                workspace_id=participant.workspace_id,
                exchange_id=request.id,
                side=participant.side,
            ),
        )


async def hand_in_perspective(participant: Participant, request: HandInPerspective) -> None:
    """Hand in the own side's answers, or put others in their place; the second side opens all.

    That a side handed in is for all to know. That it thought again stands in its own journal, and
    so does what it handed in: even the digest of the request would tell whoever guesses well.
    """
    require(may_hand_in_perspective(participant))
    check_perspective(request)
    is_declared = _checked(request)
    shared, own = participant.shared_journal_id, participant.side_journal_id
    async with unit_of_work(participant.person_id, shared, own) as work:
        require(may_hand_in_perspective(await still(participant)))
        if await work.repeats(request, own):
            return
        exchange = check_going_on(await newest_exchange(participant.workspace_id))
        is_first = participant.side not in exchange.handed_in
        await _keep(work, participant, exchange.id, request)
        fact = PerspectiveHandedIn(
            workspace_id=participant.workspace_id,
            exchange_id=exchange.id,
            side=participant.side,
        )
        if is_first:
            work.record(shared, fact)
        # What a writer declared of a number tells of the answers, which nobody across reads yet.
        if is_declared or not is_first:
            work.record(own, structs.replace(fact, declared_not_bsn=is_declared))
        if is_first:
            await execute(
                f"update perspective_exchange set {participant.side}_handed_in_at = $2"  # noqa: S608  # one of two names
                " where id = $1",
                exchange.id,
                work.at,
            )
            if completes(exchange.handed_in, participant.side):
                await _open(work, participant, exchange.id)


async def open_perspectives(participant: Participant, request: OpenPerspectives) -> None:
    """Let everybody read what was handed in, without waiting for the other side any longer."""
    require(may_open_perspectives(participant))
    shared = participant.shared_journal_id
    async with unit_of_work(participant.person_id, shared) as work:
        require(may_open_perspectives(await still(participant)))
        if await work.repeats(request, shared):
            return
        exchange = check_opening(await newest_exchange(participant.workspace_id))
        await _open(work, participant, exchange.id)


def _checked(request: HandInPerspective) -> bool:
    found = guard(
        wants=request.wants,
        worries=request.worries,
        gives=request.gives,
        needs=request.needs,
        declared_not_bsn=request.declared_not_bsn,
    )
    return any(findings.declared for findings in found.values())


async def _keep(
    work: Work, participant: Participant, exchange_id: UUID, request: HandInPerspective
) -> None:
    await execute(
        "insert into perspective_answer (id, journal_id, exchange_id, side, wants, worries, gives,"
        " needs, by_participant, handed_in_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
        " on conflict (exchange_id, side) do update set wants = excluded.wants,"
        " worries = excluded.worries, gives = excluded.gives, needs = excluded.needs,"
        " by_participant = excluded.by_participant, handed_in_at = excluded.handed_in_at",
        request.id,
        participant.side_journal_id,
        exchange_id,
        participant.side,
        request.wants.strip(),
        request.worries.strip(),
        request.gives.strip(),
        request.needs.strip(),
        participant.id,
        work.at,
    )


async def _open(work: Work, participant: Participant, exchange_id: UUID) -> None:
    """Copy what lies in both sides' rooms to where all can read it: nobody here reads both."""
    row = await fetch_one(
        "select open_perspectives($1, $2, $3) as is_open",
        exchange_id,
        [surroundings.new_id(), surroundings.new_id()],
        work.at,
    )
    assert row is not None, "a function gives a row"
    assert row["is_open"], "it was judged under the lock of the shared journal"
    work.record(
        participant.shared_journal_id,
        PerspectiveOpened(
            workspace_id=participant.workspace_id,
            exchange_id=exchange_id,
            side=participant.side,
        ),
    )
