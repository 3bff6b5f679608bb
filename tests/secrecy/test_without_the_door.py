"""With the door open to everybody, PostgreSQL holds alone.

Whoever asks is let in as somebody of the other side; the database still knows who they are.
"""

from pathlib import Path

from tests.secrecy.conftest import (
    ACROSS,
    OUTSIDE,
    drop_row_security,
    found_by,
    served_without_door,
    told,
    walked,
)
from tests.secrecy.house import House
from tests.secrecy.walk import Walker

from samenspraak.embedded import Addresses


async def test_nobody_meets_what_is_not_theirs(house: House, own_database: Addresses, folder: Path):
    async with served_without_door(own_database, folder) as server:
        # This door tells everybody which journals there are; what is in them it cannot tell.
        journals = frozenset(house.ids["journal"])
        walkers = await walked(house, server, (*OUTSIDE, *ACROSS), handed_out=journals)
    findings = found_by(walkers)
    assert not findings, told(findings)


async def test_with_neither_lock_the_walk_finds_the_secrets(
    house: House, own_database: Addresses, folder: Path
):
    """Without this, a walk that sees nothing could be a walk that looks nowhere."""
    await drop_row_security(own_database)
    async with served_without_door(own_database, folder) as server:
        # Sessions ended with the walk above; the one who asks here did not take part in it.
        walker = Walker(house, server.origin, house.askers["hanneke"])
        await walker.read_everything()
        await walker.listen()
        await walker.http.aclose()
    abouts = {finding.about for finding in walker.findings()}
    assert {
        "the own-side message",
        "the title of an own-side thread",
        "the outcome",
        "the address of an invited colleague",
        "the text of an own-side draft of a clauses",
        "the title in an own-side draft of a commitment",
        "the title of an own-side draft that was put away",
        "the what was written after proposing from an own-side draft",
        "the name of a department",
        "the wants of waiting perspectives",
    } <= abouts
    heard = {
        finding.asked.split("?")[0].rsplit("/", 2)[1]
        for finding in walker.findings()
        if finding.asked.startswith("SOCKET")
    }
    assert heard >= {str(house.workspace_id), "drafts"}
