"""People and rooms for tests, made with the product's own commands."""

from uuid import UUID, uuid4

from msgspec import Struct

from samenspraak import surroundings
from samenspraak.database import as_person, fetch_one
from samenspraak.identity import commands as identity
from samenspraak.identity.access import enter_organisation, person_of_session
from samenspraak.identity.schemas import GrantMandate, Member, ProofMethod, SignedIn
from samenspraak.journal.commands import unit_of_work
from samenspraak.settings import Settings
from samenspraak.workspaces import commands as workspaces
from samenspraak.workspaces.access import enter
from samenspraak.workspaces.schemas import (
    InvitePerson,
    JoinWorkspace,
    OpenByHand,
    Participant,
    Role,
    Side,
)

PASSWORD = "vier losse woorden samen"


class Person(Struct, frozen=True, kw_only=True):
    """Somebody who can sign in with `PASSWORD`, and the organisation they work for."""

    id: UUID
    name: str
    email: str
    organisation_id: UUID
    organisation_journal_id: UUID

    async def session(self, settings: Settings) -> str:
        """Begin a session, without the cost of a password."""
        return await identity.start_session(self.id, settings=settings)

    async def signed_in(self, settings: Settings) -> SignedIn:
        """Return them as the product knows them after signing in."""
        person = await person_of_session(await self.session(settings), settings)
        assert person is not None
        return person

    async def member(self, settings: Settings) -> Member:
        """Return them as a member of their own organisation."""
        return await enter_organisation(await self.signed_in(settings), self.organisation_id)


class People(Struct, frozen=True, kw_only=True):
    """The people of the demo story. Marieke, Youssef and Femke administer their organisations."""

    marieke: Person
    tom: Person
    youssef: Person
    hanneke: Person
    femke: Person
    # Belongs to no room of the others: a competitor.
    bram: Person


class Room(Struct, frozen=True, kw_only=True):
    """One contract's workspace, with both sides and a coordinator inside.

    Marieke and Youssef negotiate, approve and may sign; Tom and Hanneke may sign, with a mandate.
    """

    id: UUID
    marieke: Participant
    tom: Participant
    youssef: Participant
    hanneke: Participant
    femke: Participant

    @property
    def journal_id(self) -> UUID:
        """Return the shared journal."""
        return self.marieke.shared_journal_id


def a_signed_in(
    *, person_id: UUID | None = None, is_program: bool = False, name: str = "Marieke de Groot"
) -> SignedIn:
    """Make somebody who is asking, for tests that touch nothing."""
    return SignedIn(
        person_id=person_id or uuid4(),
        name=name,
        email="marieke@merwestede.example",
        language="nl",
        session_id=None if is_program else uuid4(),
        token_id=uuid4() if is_program else None,
        proven_at=surroundings.now(),
        method=ProofMethod.TOKEN if is_program else ProofMethod.PASSWORD,
    )


async def a_person(
    name: str = "Iemand Anders",
    *,
    organisation: str = "Een organisatie",
    email: str | None = None,
    password: str = PASSWORD,
) -> Person:
    """Make somebody with an organisation of their own."""
    address = email or f"{name.split(maxsplit=1)[0].lower()}.{uuid4().hex[:12]}@voorbeeld.example"
    person_id = await identity.make_user(
        name=name, email=address, password=password, organisation=organisation
    )
    return await _found(person_id, name, address)


async def a_colleague(administrator: Person, name: str, *, title: str = "collega") -> Person:
    """Make somebody who works for the organisation of another."""
    person_id = uuid4()
    address = f"{name.split(maxsplit=1)[0].lower()}.{uuid4().hex[:12]}@voorbeeld.example"
    journal_id = administrator.organisation_journal_id
    async with unit_of_work(administrator.id, journal_id) as work:
        await work.admit(journal_id, person_id)
    async with unit_of_work(person_id, journal_id) as work:
        await identity.register(work, email=address, name=name, password=PASSWORD)
        await identity.add_member(
            work,
            organisation_id=administrator.organisation_id,
            journal_id=journal_id,
            title=title,
        )
    return await _found(person_id, name, address)


async def the_people(settings: Settings) -> People:
    """Make the people of the demo story."""
    marieke = await a_person("Marieke de Groot", organisation="Gemeente Merwestede")
    youssef = await a_person("Youssef El Amrani", organisation="Van Doorn & Bakker Bouw")
    people = People(
        marieke=marieke,
        tom=await a_colleague(marieke, "Tom Verhoeven", title="teamleider inkoop"),
        youssef=youssef,
        hanneke=await a_colleague(youssef, "Hanneke van Doorn", title="directeur"),
        femke=await a_person("Femke Bosch", organisation="Werkgeversservicepunt Merwestreek"),
        bram=await a_person("Bram Kuiper", organisation="Kuiper Installaties"),
    )
    await a_mandate(
        await marieke.member(settings), people.tom.id, role="teamleider", up_to_cents=25_000_000
    )
    return people


async def a_mandate(
    administrator: Member,
    person_id: UUID,
    *,
    role: str = "directeur",
    up_to_cents: int | None = None,
) -> UUID:
    """Let somebody sign for an organisation."""
    request = GrantMandate(id=uuid4(), person_id=person_id, role=role, up_to_cents=up_to_cents)
    await identity.grant_mandate(administrator, request)
    return request.id


async def a_room(
    people: People,
    settings: Settings,
    *,
    title: str = "Renovatie 214 woningen Waterwijk, perceel 2",
    value_cents: int | None = 486_000_000,
) -> Room:
    """Open a workspace and bring everybody in, each by an invitation of their own."""
    marieke = await people.marieke.signed_in(settings)
    workspace_id = uuid4()
    await workspaces.open_by_hand(
        await enter_organisation(marieke, people.marieke.organisation_id),
        OpenByHand(
            id=workspace_id,
            organisation_id=people.marieke.organisation_id,
            title=title,
            other_party="Van Doorn & Bakker Bouw",
            value_cents=value_cents,
        ),
    )
    buyer = await enter(marieke, workspace_id)
    youssef = await invited(
        buyer, people.youssef, Side.CONTRACTOR, [Role.NEGOTIATOR], settings, "projectleider"
    )
    hanneke = await invited(
        youssef, people.hanneke, Side.CONTRACTOR, [Role.SIGNATORY], settings, "directeur"
    )
    contractor = await enter_organisation(youssef.person, youssef.organisation_id)
    await a_mandate(contractor, hanneke.person_id)
    return Room(
        id=workspace_id,
        marieke=await enter(marieke, workspace_id),
        tom=await invited(
            buyer, people.tom, Side.BUYER, [Role.SIGNATORY], settings, "teamleider inkoop"
        ),
        youssef=youssef,
        hanneke=hanneke,
        femke=await invited(
            buyer, people.femke, Side.COORDINATOR, [Role.COORDINATOR], settings, "coördinator"
        ),
    )


async def invited(
    by: Participant,
    guest: Person,
    side: Side,
    roles: list[Role],
    settings: Settings,
    title: str,
) -> Participant:
    """Invite somebody and let them join, with an invitation of their own."""
    secret = await workspaces.invite(
        by,
        InvitePerson(
            id=uuid4(),
            email=guest.email,
            side=side,
            roles=roles,
            title=title,
            party_name="Werkgeversservicepunt Merwestreek" if side is Side.COORDINATOR else None,
        ),
    )
    assert secret is not None
    person = await guest.signed_in(settings)
    workspace_id, _ = await workspaces.join(secret, JoinWorkspace(id=uuid4()), person)
    return await enter(person, workspace_id)


async def _found(person_id: UUID, name: str, email: str) -> Person:
    async with as_person(person_id):
        row = await fetch_one(
            "select o.id, o.journal_id from membership m"
            " join organisation o on o.id = m.organisation_id where m.person_id = $1",
            person_id,
        )
    assert row is not None
    return Person(
        id=person_id,
        name=name,
        email=email,
        organisation_id=row["id"],
        organisation_journal_id=row["journal_id"],
    )
