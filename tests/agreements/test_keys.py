"""The key that seals: made once, and when it is not right nothing is signed and the rest goes on."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from msgspec import structs
from tests.agreements.second_verifier import answers, as_text
from tests.builders import Room, a_room, the_people
from tests.builders_agreements import Desk, proven, ready_to_sign, sign, the_version
from tests.demo.houses import inside
from tests.postgres import TestCluster

from samenspraak.agreements.archive import unpack
from samenspraak.agreements.auditing import AgreementsReport, audit_agreements
from samenspraak.agreements.decisions import SealingUnavailable
from samenspraak.agreements.keys import (
    KeyPlace,
    KeyWatch,
    known_keys,
    prepare_keys,
    prepare_rotation,
    rotate,
    sealing_key,
    sealing_now,
)
from samenspraak.agreements.keys.sealing import is_sealing_possible
from samenspraak.agreements.queries import StoredVersion, bundle, public_keys, receipt_view
from samenspraak.agreements.schemas import VersionState
from samenspraak.agreements.verification import Outcome, verify_bundle
from samenspraak.canonical import strict_json
from samenspraak.database import DB
from samenspraak.errors import Busy
from samenspraak.gate import Application
from samenspraak.logs import metrics
from samenspraak.settings import Settings
from samenspraak.surroundings import Surroundings, surrounded_by
from samenspraak.tokens import KeysUnusable, make_key


@pytest.fixture
async def moved(database: None, settings: Settings, tmp_path: Path) -> Settings:
    """Settings whose key folder is another than the one that made the table."""
    await prepare_keys(settings)
    return structs.replace(settings, keys_folder=tmp_path / "elsewhere")


async def test_one_key_is_made_however_many_processes_start(database: None, settings: Settings):
    await asyncio.gather(*(prepare_keys(settings) for _ in range(5)))

    (published,) = (await public_keys()).keys
    assert (await sealing_key(settings)).kid == published.kid
    assert [path.stem for path in settings.keys_folder.glob("*.pem")] == [published.kid]


async def test_without_its_key_the_house_makes_no_other_and_signs_nothing(
    room: Room, moved: Settings, settings: Settings
):
    version = await ready_to_sign(room)

    with pytest.raises(SealingUnavailable):
        await sign(proven(room.tom), version, moved)

    assert not list(moved.keys_folder.glob("*.pem"))
    await prepare_keys(moved)
    await sign(proven(room.tom), version, settings)
    await sign(proven(room.hanneke), version, settings)
    assert (await the_version(room, version.id)).state is VersionState.IN_FORCE
    with pytest.raises(SealingUnavailable):
        await bundle(room.tom, version.id, moved)


async def test_a_key_that_is_not_in_the_table_is_not_believed(moved: Settings):
    moved.keys_folder.mkdir(mode=0o700)
    make_key(moved.keys_folder)

    with pytest.raises(SealingUnavailable):
        await sealing_key(moved)


@pytest.mark.parametrize("damage", ["broken", "readable", "renamed"])
async def test_a_key_file_that_is_not_right_stops_signing(
    moved: Settings, settings: Settings, damage: str
):
    (path,) = settings.keys_folder.glob("*.pem")
    moved.keys_folder.mkdir(mode=0o700)
    copy = moved.keys_folder / (path.name if damage != "renamed" else "other.pem")
    copy.write_bytes(path.read_bytes()[:-30] if damage == "broken" else path.read_bytes())
    copy.chmod(0o644 if damage == "readable" else 0o600)

    with pytest.raises(SealingUnavailable):
        await sealing_key(moved)


async def test_a_key_put_back_seals_again_without_a_restart(moved: Settings, settings: Settings):
    (path,) = settings.keys_folder.glob("*.pem")
    moved.keys_folder.mkdir(mode=0o700)
    with pytest.raises(SealingUnavailable):
        await sealing_key(moved)

    copy = moved.keys_folder / path.name
    copy.write_bytes(path.read_bytes())
    copy.chmod(0o600)

    assert (await sealing_key(moved)).kid == path.stem


async def test_a_history_played_in_later_falls_inside_the_window(
    database: None, settings: Settings
):
    await prepare_keys(settings)
    then = datetime.now(UTC) - timedelta(days=60)

    with surrounded_by(Surroundings(clock=lambda: then)):
        await sealing_key(settings)

    (published,) = (await public_keys()).keys
    assert published.valid_from == then
    assert (await sealing_key(settings)).kid == published.kid


async def test_everybody_may_read_the_public_keys_and_nobody_a_private_one(
    room: Room, hanneke: Desk
):
    anybody = (await hanneke.browser.http.get("/.well-known/jwks.json", headers={})).json()

    for key in anybody["keys"]:
        assert set(key) == {"kty", "crv", "alg", "use", "kid", "x", "y", "validFrom"}


@pytest.fixture
async def house(
    app: Application, cluster: TestCluster, template: str, tmp_path: Path
) -> AsyncIterator[Settings]:
    """A house of one's own: its keys are turned, and other tests count on theirs."""
    assert app is not None, "the connections of the application are set aside meanwhile"
    name = f"keys_{uuid4().hex}"
    addresses = cluster.create_database(name, template=template)
    settings = Settings(
        database_url=addresses.server,
        database_owner_url=addresses.owner,
        database_sweeper_url=addresses.sweeper,
        data_folder=tmp_path,
        keys_folder=tmp_path / "keys",
    )
    try:
        async with inside(settings, pool_size=10):
            await prepare_keys(settings)
            yield settings
    finally:
        cluster.drop_database(name)


async def a_room_in(house: Settings) -> Room:
    return await a_room(await the_people(house), house)


async def test_a_rotation_closes_one_window_and_opens_the_other_at_one_moment(house: Settings):
    before = (await sealing_key(house)).kid
    then = datetime.now(UTC) + timedelta(days=400)

    with surrounded_by(Surroundings(clock=lambda: then)):
        turned = await rotate(house)
        after = (await sealing_key(house)).kid
        published = {key.kid: key for key in (await public_keys()).keys}

    assert (turned.retired, turned.kid, turned.at) == ((before,), after, then)
    assert published[before].valid_to == published[after].valid_from == then
    assert published[after].valid_to is None
    assert [path.stem for path in house.keys_folder.glob("*.pem")] == [after]
    retired = house.keys_folder / "retired" / f"{before}.pem"
    assert retired.stat().st_mode & 0o777 == 0o600


async def test_what_was_sealed_before_holds_after_and_a_new_bundle_holds_both_keys(
    house: Settings,
):
    room = await a_room_in(house)
    version = await ready_to_sign(room)
    await sign(proven(room.tom), version, house)
    await sign(proven(room.hanneke), version, house)
    old = (await sealing_key(house)).kid
    _, made_before = await bundle(room.tom, version.id, house)

    new = (await rotate(house)).kid
    _, made_after = await bundle(room.tom, version.id, house)

    for data in (made_before, made_after):
        assert verify_bundle(data, trusted={old, new}).outcome is Outcome.KNOWN_ISSUER
        (second,) = answers([{"bundle": as_text(data), "trusted": [old, new]}])
        assert second["outcome"] == "known-issuer"
    keys = strict_json(unpack(made_after)["keys.json"])
    assert isinstance(keys, dict)
    assert {key["kid"] for key in keys["keys"]} == {old, new}
    assert (await audit_agreements(house.database_owner_url, keys_folder=house.keys_folder)) == (
        AgreementsReport(workspaces=1, versions=1, misfits=())
    )


async def test_whoever_signs_while_the_key_turns_gets_a_receipt_inside_a_window(house: Settings):
    """Ten rooms at once, and the key turned thrice between them: every seal fits its key."""
    people = await the_people(house)
    rooms = [await a_room(people, house, title=f"Wijk {number}") for number in range(10)]
    versions = [await ready_to_sign(room) for room in rooms]
    for room, version in zip(rooms, versions, strict=True):
        await sign(proven(room.tom), version, house)

    async def last(room: Room, version: StoredVersion) -> None:
        while True:
            try:
                await sign(proven(room.hanneke), version, house)
            except Busy:
                continue
            return

    async def turn() -> None:
        for _ in range(3):
            await rotate(house)

    await asyncio.gather(
        turn(), *(last(room, each) for room, each in zip(rooms, versions, strict=True))
    )

    windows = {key.kid: key for key in (await public_keys()).keys}
    assert len(windows) == 4
    for room, version in zip(rooms, versions, strict=True):
        receipt = await receipt_view(room.tom, version.id)
        window = windows[receipt.kid]
        assert window.valid_from <= receipt.issued_at
        assert window.valid_to is None or receipt.issued_at < window.valid_to
        _, data = await bundle(room.tom, version.id, house)
        assert verify_bundle(data, trusted=set(windows)).outcome is Outcome.KNOWN_ISSUER
    assert (await audit_agreements(house.database_owner_url)).misfits == ()


async def test_two_rotations_at_once_come_one_after_the_other(house: Settings):
    first, second = await asyncio.gather(rotate(house), rotate(house))

    assert first.kid != second.kid
    windows = sorted((await public_keys()).keys, key=lambda key: key.valid_from)
    assert [one.valid_to for one in windows] == [*(two.valid_from for two in windows[1:]), None]


@pytest.mark.parametrize("damage", ["gone", "broken", "stranger"])
async def test_a_folder_that_is_not_right_is_not_turned(house: Settings, damage: str):
    """A new key would hide that the old one is gone."""
    (path,) = house.keys_folder.glob("*.pem")
    match damage:
        case "gone":
            path.unlink()
        case "broken":
            path.write_bytes(path.read_bytes()[:-30])
        case _:
            make_key(house.keys_folder)
    there = sorted(house.keys_folder.iterdir())

    with pytest.raises(KeysUnusable):
        await rotate(house)

    assert sorted(house.keys_folder.iterdir()) == there
    assert len((await public_keys()).keys) == 1


async def test_a_key_that_is_destroyed_is_still_known_as_ours(house: Settings):
    before = (await sealing_key(house)).kid

    await rotate(house, destroy=True)

    assert not (house.keys_folder / f"{before}.pem").exists()
    assert not list((house.keys_folder / "retired").glob("*.pem"))
    assert known_keys(house.keys_folder)[before] is KeyPlace.DESTROYED
    assert (
        await audit_agreements(house.database_owner_url, keys_folder=house.keys_folder)
    ).misfits == ()


async def test_other_machines_go_on_with_the_key_that_was_laid_ready_and_copied(
    house: Settings, tmp_path: Path
):
    ready = await prepare_rotation(house)
    assert ready != (await sealing_key(house)).kid
    other = structs.replace(house, keys_folder=tmp_path / "other")
    shutil.copytree(house.keys_folder, other.keys_folder)

    assert (await rotate(house)).kid == ready

    assert (await sealing_key(other)).kid == ready


async def test_a_rotation_that_was_cut_short_is_finished_by_whoever_seals_next(
    house: Settings,
):
    """The power went after the table was written, and before the folder was."""
    await rotate(house)
    (path,) = house.keys_folder.glob("*.pem")
    path.rename(path.with_name(f"{path.name}.waiting"))

    assert (await sealing_key(house)).kid == path.stem
    assert path.exists()


async def test_clocks_that_are_a_little_apart_seal_inside_the_window(house: Settings):
    turned = await rotate(house)
    behind = turned.at - timedelta(seconds=30)

    with surrounded_by(Surroundings(clock=lambda: behind)):
        now = await sealing_now(house)
    assert (now.key.kid, now.at) == (turned.kid, turned.at)

    far_behind = turned.at - timedelta(hours=1)
    with surrounded_by(Surroundings(clock=lambda: far_behind)), pytest.raises(SealingUnavailable):
        await sealing_now(house)


async def test_operators_see_in_the_counts_that_nothing_can_be_sealed(house: Settings):
    (path,) = house.keys_folder.glob("*.pem")
    kept = path.read_bytes()
    assert b"samenspraak_sealing_available 1.0" in metrics()

    path.unlink()
    assert not await is_sealing_possible(house)
    assert b"samenspraak_sealing_available 0.0" in metrics()

    path.write_bytes(kept)
    path.chmod(0o600)
    assert await is_sealing_possible(house)
    assert b"samenspraak_sealing_available 1.0" in metrics()


async def test_the_watch_raises_the_alarm_before_anybody_wants_to_sign(house: Settings):
    (path,) = house.keys_folder.glob("*.pem")
    away = path.rename(path.with_suffix(".away"))
    watch = KeyWatch(house, seconds=0.01)
    watch.start()
    try:
        await counted("0.0")
        away.rename(path)
        await counted("1.0")
    finally:
        await watch.stop()


async def test_the_watch_outlives_a_database_that_is_away(house: Settings):
    """It ends when it is told to, and its end never keeps the server from ending."""
    watch = KeyWatch(house, seconds=0.01)
    await DB.disconnect()
    watch.start()
    await asyncio.sleep(0.1)
    await DB.connect(house.database_url, pool_size=2)
    (path,) = house.keys_folder.glob("*.pem")
    path.rename(path.with_suffix(".away"))
    try:
        await counted("0.0")
    finally:
        await watch.stop()


async def counted(value: str) -> None:
    """Wait until the counts say so; nothing here is judged by its speed."""
    for _ in range(6_000):
        if f"samenspraak_sealing_available {value}".encode() in metrics():
            return
        await asyncio.sleep(0.01)
    pytest.fail(f"the counts never said {value}")
