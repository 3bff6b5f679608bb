"""Forget somebody who asks for it."""

from datetime import timedelta

from samenspraak import surroundings
from samenspraak.database import as_person, fetch, fetch_one
from samenspraak.errors import require
from samenspraak.identity.commands.proving import prove
from samenspraak.identity.commands.sessions import wake_sockets
from samenspraak.identity.schemas import SignedIn
from samenspraak.journal.commands import unit_of_work
from samenspraak.letting_go.erasing import Erased, erase_within
from samenspraak.letting_go.records import LetGo, note
from samenspraak.own_data import decisions, queries
from samenspraak.own_data.policy import may_ask
from samenspraak.own_data.schemas import EraseOneself, ErasureView
from samenspraak.settings import Settings


async def erase_oneself(person: SignedIn, request: EraseOneself, settings: Settings) -> ErasureView:
    """Take away all that says who somebody was, everywhere at once, and let nobody in as them.

    It is one unit: who is the last that others depend on is judged under the locks of all places,
    so that two who go at the same moment do not leave a room to nobody.
    """
    require(may_ask(person), decisions.NotForPrograms)
    if request.password is None:
        async with as_person(person.person_id):
            known = await fetch_one(
                "select password_hash is not null as has_password from credential"
                " where person_id = $1",
                person.person_id,
            )
        decisions.require_proof_elsewhere(has_password=known is None or known["has_password"])
        decisions.require_fresh(
            person.proven_at,
            at=surroundings.now(),
            step_up=timedelta(seconds=settings.step_up_seconds),
        )
    else:
        await prove(person, request.password, request.code, settings)
    async with unit_of_work(person.person_id) as work:
        places = await fetch("select * from places_of($1)", person.person_id)
        await work.lock(*(place["journal_id"] for place in places))
        decisions.erase(
            await queries.parts_of(person.person_id), await queries.works_of(person.person_id)
        )
        gone: Erased = await erase_within(work, places)
        # Sessions are gone, and whoever sits at a socket finds out at once.
        await wake_sockets(person.person_id)
        # Last of all, as nothing below can fail: a backup must not bring them back.
        note(settings.data_folder, LetGo(kind="person", id=person.person_id, at=surroundings.now()))
    return ErasureView(workspaces=gone.workspaces, erased_at=work.at)
