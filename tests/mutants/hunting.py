"""Finds the tests that notice a condition is gone, as a plugin of pytest.

    python -m pytest -p tests.mutants.hunting tests/…

The walk of the houses makes no long stories, so it does not reach every condition. The tests of a
capability tell those. Each of them is run as it is, and once more without each condition that it
reaches and that nobody is known to notice; row security is off, so that the condition is all there
is. `kept/told.json` keeps what was noticed by which test, and where nobody did.
"""

import os
import re
from collections.abc import Iterator

import msgspec
import pytest
from _pytest.runner import runtestprotocol
from tests.mutants.conditions import Condition, without
from tests.mutants.judging import keyed
from tests.mutants.overhearing import Overheard, Statement
from tests.mutants.telling import TOLD, drop_row_security, told
from tests.mutants.verdicts import ASKED_BY_NOBODY, Became, kept

from samenspraak import database
from samenspraak.database import Connection

# A condition that so many tests do not notice is not asked about again.
TRIES = int(os.environ.get("SAMENSPRAAK_TRIES") or 6)
# Of which parts of the product.
ABOUT = re.compile(os.environ.get("SAMENSPRAAK_ABOUT") or "")


class Hunt:
    """What the test that is running reaches, and which condition it does without."""

    def __init__(self) -> None:
        self.told = told()
        self.known = {key for key, it in kept().items() if it.became is not Became.UNNOTICED}
        self.met: dict[str, None] = {}
        self.lost: str | None = None
        self._keyed: dict[tuple[str, str], dict[str, tuple[Condition, ...]]] = {}

    async def hear(self, _connection: Connection, statement: Statement) -> str:
        once = (statement.site, statement.text)
        gone = self._keyed.get(once)
        if gone is None:
            gone = self._keyed[once] = keyed(statement)
        if self.lost is None:
            self.told.sites.add(statement.site)
            self.met.update(dict.fromkeys(gone))
        elif self.lost in gone:
            return without(statement.text, *gone[self.lost])
        return statement.text

    def to_try(self) -> Iterator[str]:
        for key in self.met:
            if (
                not key.startswith(("nowhere: ", ASKED_BY_NOBODY))
                and ABOUT.match(key)
                and key not in self.known
                and key not in self.told.noticed
                and self.told.unnoticed.get(key, 0) < TRIES
            ):
                yield key

    def keep(self) -> None:
        """Write down what was found; other runs may have found more meanwhile."""
        before = told()
        self.told.sites |= before.sites
        self.told.noticed = dict(sorted({**before.noticed, **self.told.noticed}.items()))
        unnoticed = {**before.unnoticed, **self.told.unnoticed}
        self.told.unnoticed = {
            key: unnoticed[key] for key in sorted(unnoticed.keys() - self.told.noticed.keys())
        }
        written = msgspec.json.encode(self.told, order="sorted")
        TOLD.write_bytes(msgspec.json.format(written, indent=1) + b"\n")


HUNT = Hunt()


class Beside:
    """Stands for a next test of the same module: what is shared stays, what was this test's goes."""

    def __init__(self, item: pytest.Item) -> None:
        self._chain = item.listchain()[:-1]

    def listchain(self) -> list[object]:
        return list(self._chain)


def _run(item: pytest.Item, lost: str | None) -> list[pytest.TestReport]:
    HUNT.lost = lost
    try:
        return runtestprotocol(item, log=False, nextitem=Beside(item))  # pyright: ignore[reportArgumentType]  # Asked for its chain alone.
    finally:
        HUNT.lost = None


def _passes(item: pytest.Item, lost: str | None) -> bool:
    return all(report.passed for report in _run(item, lost))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool:
    HUNT.met = {}
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    usual = _run(item, None)
    for report in usual:
        item.ihook.pytest_runtest_logreport(report=report)
    # Right after the test was green, a red one says something about the condition; what another
    # condition that was gone left behind might make it red as well.
    is_fresh = all(report.passed for report in usual)
    for key in list(HUNT.to_try()) if is_fresh else ():
        if _passes(item, key):
            HUNT.told.unnoticed[key] = HUNT.told.unnoticed.get(key, 0) + 1
            is_fresh = False
            continue
        again = _run(item, None)
        is_right_again = all(report.passed for report in again)
        if is_fresh or is_right_again:
            HUNT.told.noticed[key] = item.nodeid
        if not is_right_again:
            why = "\n".join(report.longreprtext[-2000:] for report in again if report.failed)
            pytest.exit(f"{why}\n{item.nodeid} is not as it was without {key}; begin again")
        is_fresh = True
    item.session._setupstate.teardown_exact(nextitem)  # pyright: ignore[reportPrivateUsage]  # As the runner does.
    return True


def pytest_sessionfinish() -> None:
    HUNT.keep()


def _listen() -> None:
    connection_of = database._connection  # pyright: ignore[reportPrivateUsage]  # Where all statements pass.
    database._connection = lambda: Overheard(connection_of(), HUNT.hear)  # pyright: ignore[reportPrivateUsage, reportAttributeAccessIssue]  # As above.
    drop_row_security()


_listen()
