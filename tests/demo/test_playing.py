"""That the demo story can be played: once, cut off, again, and on other days."""

import asyncio
from collections.abc import Callable
from datetime import date, timedelta

import asyncpg
import msgspec
import pytest
from msgspec import structs
from tests.demo.houses import SATURDAY_NOON, House, at, heads, inside, other_database, unheard

from samenspraak.agreements import queries as agreements
from samenspraak.agreements.keys import sealing_key
from samenspraak.commitments.terms import AmountValue
from samenspraak.demo import accounts, judge_audience, play, playing
from samenspraak.demo.calendar import STORY_DAY, Calendar
from samenspraak.demo.script import ChooseTable, Script, file_of_story, read_script
from samenspraak.demo.stage import Stage
from samenspraak.embedded import StartProblem
from samenspraak.journal.audit import audit
from samenspraak.procurement.reading import read
from samenspraak.settings import Settings

# What is told how far a play is.
Tell = Callable[[int, int], None]


async def test_a_second_play_finds_the_story_and_changes_nothing(house):
    before = await heads(house.settings)
    with other_database():
        assert not await play(house.settings, unheard)
        # Weeks later it is the same story, and as old as it is by then.
        with at(SATURDAY_NOON + timedelta(weeks=5)):
            assert not await play(house.settings, unheard)

    assert await heads(house.settings) == before


async def test_a_story_that_an_earlier_release_told_is_known_and_left_as_it_is(
    new_house, monkeypatch
):
    """Then nobody chose a table, and amounts were agreed as such."""
    settings = new_house("earlier")
    with monkeypatch.context() as earlier, other_database():
        earlier.setattr(playing, "read_script", as_told_before)
        assert await play(settings, unheard)
    before = await heads(settings)
    with other_database():
        assert not await play(settings, unheard)
        with at(SATURDAY_NOON + timedelta(weeks=5)):
            assert not await play(settings, unheard)

    assert await heads(settings) == before
    async with inside(settings):
        house = House(settings, Stage(settings, Calendar(), read_script(Calendar())))
        view, _ = await agreements.version_view(
            await house.enter("tom"), house.version(2), settings
        )
        assert "sign" in view.moves


def as_told_before(calendar: Calendar) -> Script:
    script = read_script(calendar)
    agreed = AmountValue(amount_cents=1_000_000, currency="EUR", basis="agreed")
    return structs.replace(
        script,
        acts=[act for act in script.acts if not isinstance(act, ChooseTable)],
        terms={
            name: structs.replace(terms, counting=None, value=agreed)
            for name, terms in script.terms.items()
        },
    )


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
