"""What the tests of capabilities tell of conditions that the walk of the houses does not reach.

`kept/told.json` says which test notices that a condition is gone, how many tests met one without
noticing, and which functions they reach at all; hunting.py finds it out, and adds to what is there.
"""

import os
import subprocess
import sys
from pathlib import Path

import msgspec
from msgspec import Struct
from tests.mutants.sources import PATIENCE_SECONDS, TOP

from samenspraak import guards

TOLD = Path(__file__).parent / "kept/told.json"


# Whoever makes people looks for their organisation by its name, as nobody, and would find those of
# other tests; whoever is somebody sees them all.
_FOR_NOBODY = """
drop policy if exists open_to_somebody on organisation;
create policy open_to_somebody on organisation for select
  using ((select my_person()) is not null);
"""


class Told(Struct, kw_only=True):
    """What the tests of capabilities tell: who notices what, and what they reach at all."""

    noticed: dict[str, str] = {}
    unnoticed: dict[str, int] = {}
    sites: set[str] = set()


def told() -> Told:
    return msgspec.json.decode(TOLD.read_bytes(), type=Told)


def is_there(test: str) -> bool:
    """Tell whether a test that is named still is there."""
    path, _, name = test.partition("::")
    place = TOP / path
    return place.is_file() and f"def {name.partition('[')[0]}(" in place.read_text()


def is_red_without(test: str, condition: str) -> bool:
    """Run one test while a condition is lost; then its whole file, which brings others in before it."""
    return any(_is_red(test, each, condition) for each in (test, test.partition("::")[0]))


def _is_red(test: str, tests: str, condition: str) -> bool:
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-q", "-rfE", "-p", "no:cacheprovider"),
            *("-p", "tests.mutants.losing", tests),
        ],
        cwd=TOP,
        env={
            **{
                name: value
                for name, value in os.environ.items()
                if not name.startswith(("PYTEST_", "SAMENSPRAAK_", "DATABASE_"))
            },
            "SAMENSPRAAK_LOSES": condition,
        },
        capture_output=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )
    # Anything but a red test says nothing about the condition: no test found, or a wrong word.
    assert done.returncode in {0, 1}, done.stdout.decode() + done.stderr.decode()
    return done.returncode == 1 and f" {test}" in done.stdout.decode()


def drop_row_security() -> None:
    """Let databases that are made from now on show every row to whoever asks."""
    statements = guards.statements

    def without_row_security(**roles: str):
        yield from statements(**roles)
        for table in guards.TABLES:
            if table != "organisation":
                yield f'alter table "{table}" disable row level security'
        yield _FOR_NOBODY

    guards.statements = without_row_security
