"""Takes away one condition of the doors and sockets at a time; the tests beside them have to notice.

Which conditions there are is read from the source, so a new one without a test that notices fails.
"""

from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.mutants.conftest import EVERY_MUTANT, SEED, drawn
from tests.mutants.sources import SourceMutant, mutants_of, replaced, survives

# How many are tried each time, of all that `make assure` tries.
DRAWN = 1

_SESSIONS = ("tests/identity/test_sessions.py", "tests/identity/test_foreign_pages.py")
_SOCKETS = (
    "tests/live/test_waking.py",
    "tests/live/test_socket.py",
    "tests/live/test_revocation.py",
)
# Which tests have to notice what is lost in which module; the quickest first.
MODULES: dict[str, tuple[str, ...]] = {
    "workspaces/access.py": ("tests/live/test_socket.py", "tests/workspaces/test_routes.py"),
    "workspaces/sockets.py": _SOCKETS,
    "identity/access.py": (
        *_SESSIONS,
        "tests/identity/test_routes.py",
        "tests/identity/test_own_matters.py",
        *_SOCKETS,
    ),
    "identity/decisions/coming_in.py": ("tests/identity/test_decisions.py",),
    "live/routes.py": _SOCKETS,
    "drafting/rooms/rights.py": (
        "tests/drafting/test_rights.py",
        "tests/drafting/test_rooms.py",
        "tests/live/test_revocation.py",
    ),
}
# Every mutant of these was tried and noticed, so a few are drawn before every change. The others are
# for the long form until each has been tried: a draw must not find out what nobody looked at.
TRIED = {
    "drafting/rooms/intake.py",
    "drafting/rooms/rights.py",
    "identity/decisions/coming_in.py",
    "workspaces/access.py",
    "workspaces/sockets.py",
}
# Where only a few lines are about who it is.
IN_PART = {
    "drafting/rooms/intake.py": (
        "tests/drafting/test_rooms_in_memory.py",
        "tests/drafting/test_rooms.py",
    )
}


def asides() -> list[SourceMutant]:
    """What keeps somebody out without being a condition."""
    return [
        replaced(
            "live/routes.py",
            "again = await come_in(socket, participant.workspace_id)",
            "again = participant",
        ),
        replaced(
            "live/routes.py",
            "bell.waiting_on((*participant.journal_ids, participant.person_id))",
            "bell.waiting_on(participant.journal_ids)",
        ),
        replaced(
            "drafting/rooms/rights.py",
            "ids = (*peer.participant.journal_ids, peer.participant.person_id)",
            "ids = peer.participant.journal_ids",
        ),
        replaced("drafting/rooms/intake.py", "if not peer.may_write:", "if False:"),
        replaced(
            "drafting/rooms/intake.py",
            "if any(self._is_of_another(client, peer) for client in new):",
            "if False:",
        ),
        replaced("drafting/rooms/rights.py", "peer.hold()", "pass"),
        replaced("drafting/rooms/rights.py", "watched.peer.leave(leave.code)", "pass"),
        replaced("drafting/rooms/rights.py", "peer.may_write = may_write(participant)", "pass"),
    ]


# What may be lost without anything showing, and why.
SURVIVORS: dict[str, str] = {
    "live/routes.py, journal_socket: not is_open ⇒ False": (
        "the handshake was refused before, and a socket that never opened takes nothing more"
    ),
}


def every_mutant() -> list[SourceMutant]:
    return [*(mutant for module in MODULES for mutant in mutants_of(module)), *asides()]


def mutants_to_try() -> Sequence[SourceMutant]:
    known = [mutant for mutant in every_mutant() if EVERY_MUTANT or mutant.module in TRIED]
    return drawn(known, DRAWN)


@pytest.mark.parametrize("mutant", mutants_to_try(), ids=lambda mutant: mutant.name)
def test_a_condition_of_a_door_that_is_gone_is_noticed(mutant: SourceMutant, tmp_path: Path):
    survived = survives(mutant, (MODULES | IN_PART)[mutant.module], tmp_path)
    if mutant.name in SURVIVORS:
        assert survived is not None, f"it is noticed, so it is no survivor: {mutant.name}"
    else:
        assert survived is None, f"nobody noticed; SAMENSPRAAK_SEED={SEED} tries it again"


def test_every_survivor_is_a_mutant_that_is_there():
    assert SURVIVORS.keys() <= {mutant.name for mutant in every_mutant()}
