"""What a buyer answers for who lets a text be less than the winning bid, kept for ever."""

from collections.abc import Sequence

from samenspraak import surroundings
from samenspraak.commitments import decisions
from samenspraak.commitments.commands.rows import about
from samenspraak.commitments.decisions import Departure
from samenspraak.commitments.schemas import BidDeparted, Negotiation
from samenspraak.database import execute
from samenspraak.journal.commands import Work
from samenspraak.personal_data import guard, inspect, refuse_invisible
from samenspraak.workspaces.access import still
from samenspraak.workspaces.schemas import Participant, Side


async def judged(
    participant: Participant, departures: Sequence[Departure], *, declared_not_bsn: bool
) -> list[Departure]:
    """Refuse what a buyer may not let be less than was bid; return what is to be kept."""
    if participant.side is not Side.BUYER or not any(each.less for each in departures):
        return []
    # Who answers for it does so in person: a program has no ground of its own.
    roles = () if participant.person.is_program else (await still(participant)).roles
    kept = decisions.check_departures(departures, participant.side, roles)
    grounds = {
        f"{each.pointer}/ground": each.answers.ground for each in kept if each.answers is not None
    }
    guard(grounds, declared_not_bsn=declared_not_bsn)
    refuse_invisible(grounds)
    return kept


async def keep_departures(
    work: Work,
    participant: Participant,
    departures: Sequence[Departure],
    texts: Sequence[Negotiation],
) -> None:
    """Write down what was answered, each beside the text it is about."""
    by_commitment = {text.commitment_id: text for text in texts}
    for each in departures:
        text, answers = by_commitment[each.commitment_id], each.answers
        assert answers is not None, "what was judged was answered"
        departure_id = surroundings.new_id()
        await execute(
            """
            insert into bid_departure (id, journal_id, commitment_id, revision_id, less,
                                       others_admitted, other_winner, balance_shifts, scope_widens,
                                       ground, by_person, answered_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
            """,
            departure_id,
            participant.shared_journal_id,
            each.commitment_id,
            text.revision_id,
            [less.value for less in each.less],
            answers.others_admitted,
            answers.other_winner,
            answers.balance_shifts,
            answers.scope_widens,
            answers.ground,
            participant.person_id,
            work.at,
        )
        fact = about(
            BidDeparted,
            participant,
            text,
            departure_id=departure_id,
            # It passed the guard, so a number in it was said to be something else.
            declared_not_bsn=bool(inspect(answers.ground, declared_not_bsn=True).declared),
        )
        work.record(participant.shared_journal_id, fact)
