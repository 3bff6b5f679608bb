"""How far a mandate has to reach: no version slips through because of how it says what it does."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from tests.builders import Room, a_mandate
from tests.builders_agreements import (
    accept,
    agree_commitment,
    agree_statements,
    offer,
    propose_anew,
    proven,
    sign,
)
from tests.builders_commitments import some_terms
from tests.builders_signatories import Board, a_board, let_mandates_reach_to

from samenspraak import surroundings
from samenspraak.agreements import queries
from samenspraak.agreements.decisions import MandateTooLow
from samenspraak.agreements.documents import (
    AgreementDocument,
    AgreementEnding,
    Cause,
    ContractPart,
    Ground,
    PaperPart,
    agreement_document,
)
from samenspraak.agreements.queries import StoredVersion
from samenspraak.commitments.terms import AmountValue
from samenspraak.database import as_person
from samenspraak.deadlines import local_day
from samenspraak.identity.access import enter_organisation
from samenspraak.identity.schemas import MandateOn
from samenspraak.settings import Settings


def worth(cents: int) -> AmountValue:
    return AmountValue(amount_cents=cents, currency="EUR", basis="agreed")


@pytest.fixture
async def board(settings: Settings, database: None) -> Board:
    """A room in which Tom signs for the buyer up to € 250.000, and Hanneke without a limit."""
    return await a_board(settings, signatories=1, needed=1)


async def in_force(board: Board, settings: Settings, cents: int, **terms: Any) -> Any:
    """Bring a first version in force with one commitment, signed by somebody without a limit."""
    room = board.room
    await agree_statements(room)
    commitment_id = await agree_commitment(room, value=worth(cents), **terms)
    first = await offer(room)
    await a_mandate(await administrator(room), room.marieke.person_id)
    for participant in (room.hanneke, room.marieke):
        await sign(proven(participant), first, settings)
    return commitment_id


async def administrator(room: Room) -> Any:
    return await enter_organisation(room.marieke.person, room.marieke.organisation_id)


async def refused(room: Room, version: StoredVersion, settings: Settings) -> str:
    """Return how far the mandate of Tom would have to reach."""
    with pytest.raises(MandateTooLow) as refusal:
        await sign(proven(room.tom), version, settings, reason="Het is klaar.")
    return str(refusal.value.facts["value"])


async def the_end(room: Room) -> StoredVersion:
    ending = AgreementEnding(ends_on=local_day(surroundings.now()), reason="Wij stoppen.")
    return await offer(room, cause=Cause.ENDING, ending=ending)


async def test_who_ends_it_all_has_a_mandate_for_all(board: Board, settings: Settings):
    await in_force(board, settings, 30_000_000)

    version = await the_end(board.room)

    assert version.value_cents == 0
    assert await refused(board.room, version, settings) == "€ 300.000,00"


async def test_departments_speak_about_an_end_as_about_what_ends(board: Board, settings: Settings):
    await in_force(board, settings, 30_000_000)
    version = await the_end(board.room)

    async with as_person(board.room.tom.person_id):
        document = queries.document_in(await queries.content_of(version.id))

    assert queries.spoken_of(version, document).value_cents == 30_000_000


async def test_who_makes_much_of_it_little_has_a_mandate_for_much(board: Board, settings: Settings):
    room = board.room
    commitment_id = await in_force(board, settings, 30_000_000)
    await propose_anew(room, commitment_id, some_terms(value=worth(100_000)))
    await accept(room.marieke, commitment_id)

    version = await offer(room, cause=Cause.REDUCTION)

    assert await refused(room, version, settings) == "€ 300.000,00"


async def test_an_obligation_that_grows_is_a_change_too(board: Board, settings: Settings):
    room = board.room
    await in_force(board, settings, 1_000_000)
    await let_mandates_reach_to(room.marieke, MandateOn.CHANGE)
    await agree_statements(room, amount_cents=90_000_000)

    version = await offer(
        room, cause=Cause.EXTENSION, ground=Ground.REVIEW_CLAUSE, ground_text="Artikel 9."
    )

    assert version.changed_cents == 0
    assert await refused(room, version, settings) == "€ 705.600,00"


async def test_what_is_paid_on_result_binds_too(board: Board, settings: Settings):
    room = board.room
    commitment_id = await in_force(board, settings, 1_000_000)
    terms = some_terms(value=worth(1_000_000), paid_on_result_cents=40_000_000)
    await propose_anew(room, commitment_id, terms)
    await accept(room.marieke, commitment_id)

    version = await offer(room, cause=Cause.ADJUSTMENT)

    assert await refused(room, version, settings) == "€ 400.000,00"
    await let_mandates_reach_to(room.marieke, MandateOn.CHANGE)
    assert await refused(room, version, settings) == "€ 400.000,00"


def a_document(number: int, paper: PaperPart | None = None) -> AgreementDocument:
    return agreement_document(
        workspace_id=uuid4(),
        number=number,
        predecessor=None,
        parties=[],
        contract=ContractPart(title="Renovatie"),
        paper=paper,
    )


def test_what_a_deal_on_paper_was_worth_does_not_vanish_unseen():
    paper = PaperPart(
        agreed_on=date(2026, 1, 5), summary="Zoals afgesproken.", value_cents=30_000_000
    )

    assert queries.changed_cents(a_document(0, paper), a_document(1)) == 30_000_000
