"""Runs other tests while one condition is lost, as a plugin of pytest.

    SAMENSPRAAK_LOSES="site: condition" python -m pytest -p tests.mutants.losing tests/…

Row security is off too, so that the condition is all there is. Some conditions weigh on moves that
take more than a walk to make; the tests of their capability make them.
"""

import os

from tests.mutants.conditions import without
from tests.mutants.judging import keyed
from tests.mutants.overhearing import Overheard, Statement
from tests.mutants.telling import drop_row_security

from samenspraak import database
from samenspraak.database import Connection

LOST = os.environ["SAMENSPRAAK_LOSES"]


async def _hear(_connection: Connection, statement: Statement) -> str:
    if LOST.startswith(f"{statement.site}: "):
        gone = keyed(statement).get(LOST)
        if gone is not None:
            return without(statement.text, *gone)
    return statement.text


def _lose() -> None:
    connection_of = database._connection  # pyright: ignore[reportPrivateUsage]  # Where all statements pass.
    database._connection = lambda: Overheard(connection_of(), _hear)  # pyright: ignore[reportPrivateUsage, reportAttributeAccessIssue]  # As above.
    drop_row_security()


_lose()
