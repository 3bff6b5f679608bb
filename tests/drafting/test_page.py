"""The example on the page for those who write programs does what the page says."""

import asyncio
import json
import os
import re
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from tests.builders import People, Room
from tests.drafting_live.writers import installed
from tests.servers import ServerProcess, servers

from samenspraak.drafting.schemas import DOCUMENT_LIMIT
from samenspraak.embedded import Addresses
from samenspraak.identity.commands import make_token_for
from samenspraak.settings import Settings
from samenspraak.workspaces import sockets
from samenspraak.workspaces.commands import remove_participant
from samenspraak.workspaces.schemas import RemoveParticipant

PAGE = (Path(__file__).parents[2] / "docs/live-drafts.md").read_text(encoding="utf-8")
# Far beyond what it takes, so that a busy machine never fails a test.
PATIENCE_SECONDS = 60


@pytest.fixture(scope="module")
async def server(
    addresses: Addresses, people: People, settings: Settings
) -> AsyncIterator[ServerProcess]:
    assert people, "the people exist before anybody connects"
    settings.data_folder.mkdir(exist_ok=True)
    async with servers(addresses, settings.data_folder, 1) as [running]:
        yield running


async def run(folder: Path, server: ServerProcess, room: Room, token: str) -> tuple[int, str, str]:
    """Run the example as it stands on the page; return how it ended and what it said."""
    [example] = re.findall(r"```js\n(.*?)```", PAGE, flags=re.DOTALL)
    (folder / "example.mjs").write_text(example, encoding="utf-8")
    modules = await asyncio.to_thread(installed) / "node_modules"
    if not (folder / "node_modules").exists():
        (folder / "node_modules").symlink_to(modules)
    node = shutil.which("node")
    assert node is not None, "Node is needed; README says which"
    process = await asyncio.create_subprocess_exec(
        node,
        "example.mjs",
        cwd=folder,
        env={
            **os.environ,
            "ADDRESS": server.origin,
            "TOKEN": token,
            "WORKSPACE": str(room.id),
        },
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    said, complained = await asyncio.wait_for(process.communicate(), PATIENCE_SECONDS)
    assert process.returncode is not None
    return process.returncode, said.decode(), complained.decode()


async def test_the_example_opens_a_draft_and_writes_and_so_it_does_in_one_that_is_open(
    server: ServerProcess, room: Room, people: People, tmp_path: Path
):
    token = await make_token_for(email=people.marieke.email, name="voorbeeld", days=1)
    shown: list[dict[str, Any]] = []
    for _ in range(2):
        code, said, complained = await run(tmp_path, server, room, token)
        assert (code, complained) == (0, "")
        shown.append(json.loads(said))
    assert [each["text"] for each in shown] == [
        "Werk en leren in de wijk. ",
        "Werk en leren in de wijk. Werk en leren in de wijk. ",
    ]
    assert {"parts.A": "leerplekken in de bouw"} == shown[0]["fields"] == shown[1]["fields"]


async def test_whoever_takes_no_part_finds_nothing(
    server: ServerProcess, room: Room, people: People, tmp_path: Path
):
    token = await make_token_for(email=people.hanneke.email, name="voorbeeld", days=1)
    await remove_participant(
        room.youssef, RemoveParticipant(id=uuid4(), participant_id=room.hanneke.id)
    )
    code, _, complained = await run(tmp_path, server, room, token)
    assert code != 0
    assert "Error" in complained


def rows(heading: str) -> list[list[str]]:
    """The cells of the table below a heading, without its head."""
    part = PAGE.split(f"## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in part.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[1:]]


def test_the_limits_on_the_page_are_those_that_hold():
    plain = Settings()
    kib, mib = 1024, 1024 * 1024
    said = [
        [int(number.replace(",", "")) for number in re.findall(r"[\d,]*\d", cell)]
        for _, cell in rows("Limits")
    ]
    assert said == [
        [plain.draft_bytes // mib, DOCUMENT_LIMIT],
        [plain.draft_frame_bytes // mib, plain.draft_first_sync_bytes // mib],
        [plain.draft_updates_per_second, plain.draft_burst],
        [plain.draft_presence_bytes // kib, plain.draft_presence_per_second],
        [plain.draft_queue_frames, plain.draft_queue_bytes // mib],
        [plain.draft_editors, plain.draft_viewers],
        [plain.sockets_per_person],
    ]
    assert plain.draft_warn_bytes * 2 == plain.draft_bytes, "nearly full is over half"


def test_every_code_on_the_page_is_one_that_a_draft_closes_with():
    """A position of another lineage is the journal's alone."""
    ours = {
        value for name, value in vars(sockets).items() if name.isupper() and isinstance(value, int)
    }
    assert {int(code) for code, _ in rows("Close codes")} == ours - {sockets.OTHER_LINEAGE}
