"""The bundle is checked by anybody with the command line, without server, network or database."""

import subprocess
import sys
from pathlib import Path

import pytest
from tests.agreements.second_verifier import answers, as_text, verdict
from tests.builders import Room
from tests.builders_agreements import proven, ready_to_sign, sign

from samenspraak.agreements.queries import bundle
from samenspraak.settings import Settings


def verify(file: Path, *more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(Path(sys.executable).with_name("samenspraak")), "verify", str(file), *more],
        env={"PATH": "", "LANG": "nl_NL.UTF-8", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture
async def file(room: Room, settings: Settings, tmp_path: Path) -> Path:
    """The downloaded bundle of an agreement in force."""
    version = await ready_to_sign(room)
    for person in (room.tom, room.hanneke):
        await sign(proven(person), version, settings)
    _, data = await bundle(room.tom, version.id, settings)
    path = tmp_path / "overeenkomst-versie-1.zip"
    path.write_bytes(data)
    return path


def test_a_bundle_as_it_was_downloaded_is_whole(file: Path, settings: Settings):
    (key,) = settings.keys_folder.glob("*.pem")

    alone = verify(file)
    trusted = verify(file, "--thumbprint", key.stem)

    assert (alone.returncode, trusted.returncode) == (0, 0), alone.stdout + alone.stderr
    assert "Tom Verhoeven" in alone.stdout
    assert key.stem in trusted.stdout
    assert alone.stdout != trusted.stdout
    (second,) = answers([{"bundle": as_text(file.read_bytes()), "trusted": [key.stem]}])
    assert verdict(second) == ("known-issuer", None, None)


def test_a_bundle_with_one_changed_byte_is_not(file: Path):
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(bytes(data))

    said = verify(file)

    assert said.returncode == 1, said.stdout + said.stderr
    assert "bewijst niets" in said.stdout
