"""The key that seals: made once, and when it is not right nothing is signed and the rest goes on."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec import structs
from tests.builders import Room
from tests.builders_agreements import Desk, proven, ready_to_sign, sign, the_version

from samenspraak.agreements.decisions import SealingUnavailable
from samenspraak.agreements.keys import prepare_keys, sealing_key
from samenspraak.agreements.queries import bundle, public_keys
from samenspraak.agreements.schemas import VersionState
from samenspraak.settings import Settings
from samenspraak.surroundings import Surroundings, surrounded_by
from samenspraak.tokens import make_key


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
