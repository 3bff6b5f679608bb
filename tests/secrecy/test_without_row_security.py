"""With PostgreSQL's lock taken away, the door and the conditions in every query hold alone."""

from pathlib import Path

from tests.secrecy.conftest import (
    ACROSS,
    OUTSIDE,
    drop_row_security,
    found_by,
    served,
    told,
    walked,
)
from tests.secrecy.house import House

from samenspraak.embedded import Addresses


async def test_nobody_meets_what_is_not_theirs(house: House, own_database: Addresses, folder: Path):
    await drop_row_security(own_database)
    async with served(own_database, folder) as server:
        findings = found_by(await walked(house, server, (*OUTSIDE, *ACROSS)))
    assert not findings, told(findings)
