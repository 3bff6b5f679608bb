"""The demo story, played into a house of its own: what it must tell, and that it can be played again."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from math import prod
from typing import Any
from uuid import UUID

import asyncpg
import msgspec
import pytest
from msgspec import Struct
from tests.conftest import TEMPLATE
from tests.postgres import TestCluster

from samenspraak.agreements import queries as agreements
from samenspraak.agreements.keys import sealing_key
from samenspraak.agreements.schemas import ChangeKind, VersionState
from samenspraak.agreements.verification import Outcome, verify_bundle
from samenspraak.commitments.queries import (
    commitment_draft_view,
    commitment_view,
    commitments_view,
)
from samenspraak.commitments.schemas import Status
from samenspraak.commitments.terms import AmountValue, CalculationLine
from samenspraak.database import DB, as_person, fetch
from samenspraak.deadlines import ZONE
from samenspraak.demo import accounts, judge_audience, play
from samenspraak.demo.calendar import STORY_DAY, Calendar
from samenspraak.demo.script import Start, file_of_story, read_script
from samenspraak.demo.stage import Stage
from samenspraak.dialogue.queries.messages import messages
from samenspraak.dialogue.queries.threads import subjects, threads
from samenspraak.dialogue.schemas import Audience, MessageKind
from samenspraak.drafting.queries import drafts_view
from samenspraak.embedded import StartProblem
from samenspraak.guards import BY_JOURNAL
from samenspraak.journal.audit import audit
from samenspraak.procurement.reading import read
from samenspraak.settings import Settings
from samenspraak.surroundings import Surroundings, surrounded_by
from samenspraak.workspaces.access import enter
from samenspraak.workspaces.queries import (
    entries_of,
    perspectives_view,
    workspace_view,
    workspaces_of,
)
from samenspraak.workspaces.schemas import Participant, Phase, ScopeRule, Side

SATURDAY_NOON = datetime(2026, 11, 21, 11, tzinfo=UTC)
OWN_SIDE = {
    Side.BUYER: "Bij twaalf maanden is drie plekken onze ondergrens",
    Side.CONTRACTOR: "Een derde leermeester hebben we pas na september 2027",
}
# What one side writes for itself, in a draft of its own.
OWN_DRAFT = {Side.CONTRACTOR: "Eerst bij de leermeesters navragen"}
PARTIES = ["marieke", "tom", "nadia", "youssef", "ilse", "hanneke"]
# What a play is told, when nobody wants to know how far it is.
Tell = Callable[[int, int], None]


class House(Struct, frozen=True):
    """A database in which the story was played, as its people find it on the story day."""

    settings: Settings
    stage: Stage

    async def enter(self, who: str) -> Participant:
        person = await self.stage.signed_in(who)
        return await enter(person, await self.stage.room(person, "2026-0417"))

    def commitment(self, name: str) -> UUID:
        return self.stage.made_id(f"commitment {name}")

    def version(self, number: int) -> UUID:
        return self.stage.made_id(f"version {number}")


def unheard(_done: int, _total: int) -> None:
    pass


@pytest.fixture(autouse=True)
def story_day() -> Iterator[None]:
    with at(SATURDAY_NOON):
        yield


@pytest.fixture(scope="module")
async def house(new_house: Callable[[str], Settings]) -> AsyncIterator[House]:
    settings = new_house("played")
    with other_database(), at(SATURDAY_NOON):
        assert await play(settings, unheard)
        await DB.connect(settings.database_url, pool_size=2)
        try:
            yield House(settings, Stage(settings, Calendar(), read_script(Calendar())))
        finally:
            await DB.disconnect()


@pytest.fixture(scope="module")
def new_house(
    cluster: TestCluster,
    template: str,
    worker_id: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Callable[[str], Settings]]:
    """Make an empty house: a database and a folder for keys, which nobody used."""
    assert template == TEMPLATE
    made: list[str] = []

    def new(name: str) -> Settings:
        database = f"demo_{name}_{worker_id}"
        made.append(database)
        addresses = cluster.create_database(database, template=template)
        folder = tmp_path_factory.mktemp(database)
        return Settings(
            database_url=addresses.server,
            database_owner_url=addresses.owner,
            database_sweeper_url=addresses.sweeper,
            data_folder=folder,
            keys_folder=folder / "keys",
        )

    yield new
    for database in made:
        cluster.drop_database(database)


@contextmanager
def other_database() -> Iterator[None]:
    """Leave the connections of the application under test alone while another house is used."""
    pool, config = DB.pool, DB.config
    DB.pool = None
    try:
        yield
    finally:
        DB.pool, DB.config = pool, config


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    with surrounded_by(Surroundings(clock=lambda: moment)):
        yield


@asynccontextmanager
async def inside(settings: Settings) -> AsyncIterator[None]:
    with other_database():
        await DB.connect(settings.database_url, pool_size=2)
        try:
            yield
        finally:
            await DB.disconnect()


async def heads(settings: Settings, *who: str) -> dict[str, list[tuple[Any, ...]]]:
    """Return the journals everybody reads, with how far they are and the digest of it all."""
    stage = Stage(settings, Calendar(), read_script(Calendar()))
    found: dict[str, list[tuple[Any, ...]]] = {}
    async with inside(settings):
        for name in who or stage.script.people:
            async with as_person(await stage.person_id(name)):
                rows = await fetch("select id, head, head_digest from journal order by id")
            found[name] = [tuple(row.values()) for row in rows]
    return found


async def test_version_one_is_in_force_for_what_the_story_says(house):
    view, _ = await agreements.version_view(
        await house.enter("youssef"), house.version(1), house.settings
    )

    assert view.line.state is VersionState.IN_FORCE
    assert view.sums.agreed_cents == 18_333_333
    assert view.sums.obligation_cents == 19_440_000
    assert (view.sums.within_cents, view.sums.outside_cents) == (17_133_333, 1_200_000)
    assert view.sums.to_be_discussed == 0
    assert f"{100 * view.sums.agreed_cents / view.sums.obligation_cents:.1f}" == "94.3"
    signed = [(each.name, each.signed_at.astimezone(ZONE)) for each in view.signatures]
    assert signed == [
        ("Hanneke van Doorn", datetime(2026, 10, 23, 10, 14, tzinfo=ZONE)),
        ("Tom Verhoeven", datetime(2026, 10, 27, 13, 2, tzinfo=ZONE)),
    ]
    assert view.line.in_force_at == signed[-1][1]


async def test_version_two_waits_for_the_buyer(house):
    view, _ = await agreements.version_view(
        await house.enter("tom"), house.version(2), house.settings
    )

    assert view.line.state is VersionState.OFFERED
    assert view.sums.agreed_cents == 20_983_333
    assert view.sums.obligation_cents == 20_800_000
    assert (view.sums.within_cents, view.sums.outside_cents) == (18_583_333, 2_400_000)
    assert [each.name for each in view.signatures] == ["Hanneke van Doorn"]
    assert view.line.sign_by is not None
    assert view.line.sign_by.text == "uiterlijk vrijdag 4 december 2026"
    assert view.changes is not None
    changes = view.changes
    assert (changes.added, changes.changed, changes.removed) == (1, 4, 0)
    assert changes.obligation.kind is ChangeKind.CHANGED
    assert [each.title for each in changes.clauses if each.kind is ChangeKind.CHANGED] == [
        "Toezeggingen"
    ]
    assert {each.title: each.difference_cents for each in changes.commitments} == {
        "Leerwerkplekken timmeren": 0,
        "Inkoop bij Lunchwerk Waterwijk": 450_000,
        "Betaalde banen": 1_000_000,
        "Energiecoaches in de buurt": 0,
        "Regionale leerlijn Bouw": 1_200_000,
    }


@pytest.mark.parametrize(
    ("name", "status", "rounds", "agreed", "bound"),
    [
        ("T1", Status.IN_FORCE, 3, 3, 3),
        ("T2", Status.AGREED, 2, 2, 1),
        ("T3", Status.AGREED, 4, 4, 3),
        ("T4", Status.IN_FORCE, 1, 1, 1),
        ("T5", Status.AGREED, 1, 1, None),
        ("T6", Status.CLOSED, 1, None, None),
    ],
)
async def test_each_commitment_stands_where_the_story_left_it(
    house, name, status, rounds, agreed, bound
):
    view, _ = await commitment_view(await house.enter("ilse"), house.commitment(name))

    assert view.standing.status is status
    assert len(view.revisions) == rounds
    assert (view.standing.agreed_revision, view.standing.bound_revision) == (agreed, bound)
    assert view.origin == ("bid" if name in {"T1", "T3"} else "proposal")


async def test_both_sides_write_a_next_commitment_together(house):
    for who in read_script(Calendar()).people:
        view, _ = await commitments_view(await house.enter(who))
        *others, line = view.items
        assert (line.number, line.title) == (7, "Open bouwplaats voor de wijk")
        assert line.standing.status is Status.CONCEPT
        assert line.draft_id == house.stage.made_id("draft open bouwplaats")
        assert {other.draft_id for other in others} == {None}


async def test_the_contractor_writes_a_change_that_only_it_sees(house):
    for who in read_script(Calendar()).people:
        participant = await house.enter(who)
        is_own = participant.side is Side.CONTRACTOR
        view, _ = await commitment_view(participant, house.commitment("T2"))
        drafts, _ = await drafts_view(participant)
        assert (view.own_draft_id is not None) == is_own, who
        assert len(drafts.items) == (2 if is_own else 1), who
        assert view.standing.status is Status.AGREED


async def test_every_round_is_worth_what_the_story_says(house):
    participant = await house.enter("marieke")

    async def values(name: str) -> list[int | None]:
        view, _ = await commitment_view(participant, house.commitment(name))
        each = [revision.terms.value for revision in view.revisions]
        return [value.amount_cents if isinstance(value, AmountValue) else None for value in each]

    assert await values("T1") == [6_222_222, 12_444_444, 9_333_333]
    assert await values("T2") == [6_000_000, 7_000_000]
    assert await values("T3") == [None, 1_200_000, 1_800_000, 2_250_000]
    assert await values("T4") == [1_200_000]
    assert await values("T5") == [1_200_000]


def test_every_sum_comes_to_its_amount():
    """A reader can do each of them again on paper."""
    for name, terms in read_script(Calendar()).terms.items():
        if isinstance(terms.value, AmountValue):
            lines = terms.value.calculation
            assert sum(map(come_to, lines)) == terms.value.amount_cents, name
            assert [come_to(line) for line in lines] == [line.amount_cents for line in lines], name


def come_to(line: CalculationLine) -> int:
    over = prod((Decimal(factor.of) for factor in line.factors if factor.of), start=Decimal(1))
    euros = prod((Decimal(factor.number) for factor in line.factors), start=Decimal(1)) / over
    return int((euros * 100).quantize(Decimal(1), ROUND_HALF_UP))


async def test_version_two_comes_to_twenty_four_places(house):
    view, _ = await commitments_view(await house.enter("femke"))

    assert sum(Decimal(each.agreed) for each in view.totals.places) == 24
    assert view.totals.counting.agreed_cents == 20_983_333
    assert view.totals.counting.in_force_cents == 18_333_333
    assert view.totals.counting.in_negotiation_cents == 0


async def test_only_tom_can_sign_and_finds_nothing_in_his_way(house):
    for who in PARTIES:
        view, _ = await agreements.version_view(
            await house.enter(who), house.version(2), house.settings
        )
        assert ("sign" in view.moves) == (who == "tom"), who

    tom, _ = await agreements.version_view(
        await house.enter("tom"), house.version(2), house.settings
    )
    assert tom.signing is not None
    assert (tom.signing.obstacle, tom.signing.up_to_cents) == (None, 25_000_000)


async def test_marieke_has_one_message_to_read_and_nobody_else_any(house):
    for who in read_script(Calendar()).people:
        found = await subjects(await house.enter(who))
        unread = sum(subject.unread for subject in found.items)
        assert unread == (1 if who == "marieke" else 0), who

    said, _ = await messages(await house.enter("marieke"))
    (new,) = [message for message in said.items if message.is_unread]
    assert new.author.name == "Hanneke van Doorn"
    assert new.posted_at.astimezone(ZONE) == datetime(2026, 11, 20, 16, 52, tzinfo=ZONE)


async def test_the_room_says_why_and_what_is_owed(house):
    view, _ = await workspace_view(await house.enter("ilse"))

    assert view.phase is Phase.EXECUTION
    assert view.contract.title == "Renovatie 214 woningen Waterwijk, perceel 2"
    assert view.contract.value_cents == 486_000_000
    assert view.contract.awarded_on == date(2026, 9, 22)
    assert view.purpose is not None
    assert [part.letter for part in view.purpose.parts] == ["A", "B", "C"]
    assert view.purpose.agreed_at is not None
    assert view.purpose.agreed_at.date() == date(2026, 10, 5)
    assert view.obligation is not None
    assert (view.obligation.amount_cents, view.obligation.percent) == (20_800_000, "4")
    assert view.obligation.within_cents == 10_400_000
    assert [(step.sum, step.amount_cents) for step in view.obligation.steps] == [
        (None, 520_000_000),
        ("4 % × € 5.200.000,00", 20_800_000),
        ("50 % × € 208.000,00", 10_400_000),
    ]
    assert view.scope_rule is ScopeRule.MIXED
    assert view.proposed_obligation is None
    assert {party.side: party.name for party in view.parties} == {
        Side.BUYER: "Gemeente Merwestede",
        Side.CONTRACTOR: "Van Doorn & Bakker Bouw",
        Side.COORDINATOR: "Werkgeversservicepunt Merwestreek",
    }
    assert len(view.participants) == 7


async def test_both_sides_told_what_they_want_at_one_moment(house):
    for who in ("marieke", "ilse", "femke"):
        view, _ = await perspectives_view(await house.enter(who))
        (exchange,) = view.items
        assert [each.side for each in exchange.opened] == [Side.BUYER, Side.CONTRACTOR]
        assert exchange.opened[0].worries.startswith("Mooie aantallen")
        assert exchange.opened[1].needs.startswith("Rust")
        # Three in the afternoon, with the second of them.
        opened_at = exchange.opened_at
        assert opened_at is not None
        assert opened_at == exchange.opened[1].handed_in_at
        assert opened_at == datetime(2026, 10, 2, 15, tzinfo=ZONE)
        assert exchange.opened[0].handed_in_at < opened_at
        assert exchange.moves == []


async def test_the_hidden_message_is_hidden_for_both_with_its_reason(house):
    for who in ("marieke", "youssef"):
        page, _ = await messages(await house.enter(who))
        said = page.items
        (hidden,) = [message for message in said if message.is_hidden]
        assert hidden.text is None
        assert hidden.author.name == "Youssef El Amrani"
        assert hidden.hidings[0].reason == "gaat over één persoon, niet over het contract"
        kinds = [message.kind for message in said]
        assert (kinds.count(MessageKind.QUESTION), kinds.count(MessageKind.ANSWER)) == (1, 1)


@pytest.mark.parametrize("who", [*PARTIES, "femke"])
async def test_the_other_side_finds_no_word_of_an_own_room(house, who):
    participant = await house.enter(who)
    settings = house.settings
    seen = [
        await workspace_view(participant),
        await messages(participant),
        await threads(participant),
        await subjects(participant),
        await commitments_view(participant),
        await drafts_view(participant),
        *[
            await commitment_draft_view(participant, draft.id)
            for draft in (await drafts_view(participant))[0].items
        ],
        await entries_of(participant, None),
        *[await agreements.version_view(participant, house.version(n), settings) for n in (1, 2)],
        *[await commitment_view(participant, house.commitment(f"T{n}")) for n in range(1, 7)],
        await rows_in_reach(participant),
    ]
    found = repr(seen)

    for side, canary in (*OWN_SIDE.items(), *OWN_DRAFT.items()):
        assert (canary in found) == (side is participant.side), side


async def rows_in_reach(participant: Participant) -> list[Any]:
    """Return all that PostgreSQL itself shows this person, whatever is asked."""
    async with as_person(participant.person_id):
        return [await fetch(f'select * from "{table}"') for table in (*BY_JOURNAL, "entry")]


def test_each_side_says_its_line_in_a_room_of_its_own():
    """Otherwise the words that are looked for would prove nothing."""
    script = read_script(Calendar())
    own = {
        script.people[act.who].side: act.text
        for act in script.acts
        if isinstance(act, Start) and act.audience is Audience.OWN_SIDE
    }

    assert own.keys() == OWN_SIDE.keys()
    assert all(OWN_SIDE[side] in text for side, text in own.items())


async def test_the_bundle_of_version_one_verifies_without_a_server(house):
    _, data = await agreements.bundle(
        await house.enter("hanneke"), house.version(1), house.settings
    )
    report = verify_bundle(data)

    assert report.outcome is Outcome.ISSUER_NOT_CHECKED
    assert verify_bundle(data[:-1] + bytes([data[-1] ^ 1])).outcome is Outcome.BROKEN


async def test_every_journal_is_sound(house):
    report = await audit(house.settings.database_owner_url)

    assert not report.findings
    assert report.entries > len(read_script(Calendar()).acts)


async def test_both_agreements_hold_the_obligation_with_its_reasons(house):
    """What was weighed and said stays with it when only the contract grows."""
    said = [
        ("buyer", "We kiezen 4 % omdat er veel handwerk in zit"),
        ("contractor", "Vier procent is stevig maar te doen"),
    ]
    documents = []
    for number in (1, 2):
        view, _ = await agreements.version_view(
            await house.enter("hanneke"), house.version(number), house.settings
        )
        documents.append(view.document["obligation"])

    first, second = documents
    assert (first["amountCents"], first["withinCents"]) == (19_440_000, 9_720_000)
    assert (second["amountCents"], second["withinCents"]) == (20_800_000, 10_400_000)
    assert first["basis"] == "de opdrachtsom van € 4.860.000,00 exclusief btw"
    assert first["weighing"] == second["weighing"]
    assert [line["text"].partition(":")[0] for line in first["weighing"]] == [
        "Arbeidsaandeel",
        "Looptijd in maanden",
        "Markt",
        "Grootte van de onderneming, in medewerkers",
        "Wat haalbaar is",
    ]
    for document in documents:
        assert document["scopeRule"] == "mixed"
        assert document["sheet"][1]["sum"].startswith("4 % × €")
        for reaction, (side, begins) in zip(document["reactions"], said, strict=True):
            assert reaction["side"] == side
            assert reaction["text"].startswith(begins)
    assert "change" not in first
    assert second["change"]["cause"] == "extension"
    assert second["reason"] == first["reason"]


async def test_merwestede_has_four_contracts_and_femke_helps_with_two(house):
    marieke = await workspaces_of(await house.stage.signed_in("marieke"), after=None, limit=50)
    femke = await workspaces_of(await house.stage.signed_in("femke"), after=None, limit=50)

    assert {line.reference for line in marieke.items} == {
        "2026-0388",
        "2026-0402",
        "2026-0411",
        "2026-0417",
    }
    assert {line.reference for line in femke.items} == {"2026-0402", "2026-0417"}
    assert [line.obligation_cents for line in marieke.items if line.obligation_cents] == [
        20_800_000
    ]


async def test_a_second_play_finds_the_story_and_changes_nothing(house):
    before = await heads(house.settings)
    with other_database():
        assert not await play(house.settings, unheard)
        # Weeks later it is the same story, and as old as it is by then.
        with at(SATURDAY_NOON + timedelta(weeks=5)):
            assert not await play(house.settings, unheard)

    assert await heads(house.settings) == before


class PulledPlug(Exception):
    """Somebody stopped the play."""


async def test_a_play_that_is_cut_off_goes_on_and_ends_the_same(house, new_house):
    """The journals are those of a play in one go, to the last digest."""
    settings = new_house("cut")
    whole = len(read_script(Calendar()).acts)
    for days, last in enumerate((1, 3, 11, 34, 46, 53, whole - 1)):
        # Each time some days later, and at last in another week.
        with (
            other_database(),
            at(SATURDAY_NOON + timedelta(days=2 * days)),
            pytest.raises(PulledPlug),
        ):
            await play(settings, pulled_at(last))
    with other_database(), at(SATURDAY_NOON + timedelta(days=14)):
        assert await play(settings, unheard)

    assert await heads(settings) == await heads(house.settings)


def pulled_at(last: int) -> Tell:
    def tell(done: int, _total: int) -> None:
        if done == last:
            raise PulledPlug

    return tell


async def test_a_play_that_is_killed_before_somebody_joined_invites_them_again(new_house):
    """The link that was lost is withdrawn, so that nobody else comes in with it."""
    settings = new_house("killed")
    with other_database():
        playing = asyncio.create_task(play(settings, unheard))
        while not await invitations(settings, "accepted_at is null"):
            assert not playing.done(), "somebody was always on the way in"
        playing.cancel()
        await asyncio.wait([playing])
        await play(settings, unheard)

    assert await invitations(settings, "withdrawn_at is not null")
    assert not await invitations(settings, "accepted_at is null and withdrawn_at is null")
    assert not (await audit(settings.database_owner_url)).findings


async def invitations(settings: Settings, which: str) -> int:
    connection = await asyncpg.connect(settings.database_owner_url)
    try:
        return await connection.fetchval(f"select count(*) from invitation where {which}")
    finally:
        await connection.close()


async def test_a_house_that_seals_already_is_left_alone(new_house):
    settings = new_house("late")
    async with inside(settings):
        await sealing_key(settings)
    with other_database(), pytest.raises(StartProblem) as refused:
        await play(settings, unheard)

    assert refused.value.slug == "demo-too-late"
    assert (await audit(settings.database_owner_url)).entries == 0


async def test_played_in_another_year_it_has_the_same_sums_on_later_days(new_house):
    settings = new_house("later")
    spring = datetime(2028, 4, 5, 9, tzinfo=UTC)
    calendar = Calendar.for_day(spring.date())
    with at(spring):
        with other_database():
            await play(settings, unheard)
        async with inside(settings):
            later = House(settings, Stage(settings, calendar, read_script(calendar)))
            view, _ = await agreements.version_view(
                await later.enter("tom"), later.version(2), settings
            )
            room, _ = await workspace_view(await later.enter("tom"))

    assert view.sums.agreed_cents == 20_983_333
    assert view.line.state is VersionState.OFFERED
    assert "sign" in view.moves
    assert view.line.sign_by is not None
    assert view.line.sign_by.text == "uiterlijk vrijdag 14 april 2028"
    assert room.contract.awarded_on == calendar.day(date(2026, 9, 22))
    assert view.signatures[0].signed_at.astimezone(ZONE).time().isoformat() == "16:48:00"


@pytest.mark.parametrize(
    "today",
    [STORY_DAY + timedelta(days=days) for days in (-400, -1, 0, 1, 6, 7, 100, 365, 3000)],
)
def test_days_move_by_whole_weeks_to_the_last_saturday(today):
    calendar = Calendar.for_day(today)
    story_day = calendar.day(STORY_DAY)

    assert story_day.isoweekday() == 6
    assert 0 <= (today - story_day).days < 7
    # Signing goes on for at least a week from today, and nothing in the story is still to come.
    assert calendar.day(date(2026, 12, 4)) - today >= timedelta(days=7)
    acts = read_script(calendar).acts
    assert max(act.moment for act in acts).date() < today


@pytest.mark.parametrize(
    ("weeks", "text", "moved"),
    [
        (0, "vóór {day 2028-07-31}", "vóór 31 juli 2028"),
        (3, "uiterlijk {day 2026-12-31} een voorstel", "uiterlijk 21 januari 2027 een voorstel"),
        (9, "vanaf {month 2027-02-01} vier", "vanaf april vier"),
        (20, "pas na {month-year 2027-09-30}.", "pas na februari 2028."),
        (2, '"2026-09-28T09:30:00"', '"2026-10-12T09:30:00"'),
        (6, ">2026-09-22+02:00<", ">2026-11-03+01:00<"),
        (6, ">2000-01-01Z<", ">2000-01-01Z<"),
        (6, "2026-0417 en 0c1f2b60-4a17-4d2e-9b53", "2026-0417 en 0c1f2b60-4a17-4d2e-9b53"),
    ],
)
def test_days_in_texts_move_too(weeks, text, moved):
    assert Calendar(weeks=weeks).moved(text) == moved


def test_the_notice_is_read_the_same_on_other_days():
    calendar = Calendar(weeks=30)
    before, after = (
        msgspec.json.encode(read(file_of_story("gunning-waterwijk.xml", each), "notice.xml"))
        for each in (Calendar(), calendar)
    )

    assert before != after
    assert calendar.moved(before.decode()) == after.decode()


def test_everybody_of_the_story_can_be_signed_in_as():
    told = accounts("nl")

    assert [account.who for account in told][:2] == ["Marieke de Groot", "Tom Verhoeven"]
    assert {account.side.split(",")[0] for account in told} == {
        "Opdrachtgever",
        "Opdrachtnemer",
        "Coördinator",
    }
    assert all(account.email.endswith(".example") for account in told)
    assert len({account.password for account in told}) == 1
    assert "demo" in told[0].password


@pytest.mark.parametrize(
    ("host", "proxies"), [("0.0.0.0", None), ("::", None), ("192.0.2.1", None), ("127.0.0.1", "*")]
)
def test_other_machines_do_not_see_it(host, proxies):
    with pytest.raises(StartProblem):
        judge_audience(host, proxies)
    judge_audience("127.0.0.1", None)
