"""What `make` does on a machine that has too little."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[2]
# Python itself cannot be made older here, so it is told that it is.
AS_OLD = (
    "import runpy, sys; sys.version_info = (3, 9, 2, 'final', 0); "
    "sys.argv = [sys.argv[1], 'python']; runpy.run_path(sys.argv[0], run_name='__main__')"
)


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    folder = tmp_path / "clone"
    (folder / "server/samenspraak/text").mkdir(parents=True)
    shutil.copy(TOP / "server/prepare.py", folder / "server")
    for language in ("nl", "en"):
        shutil.copy(
            TOP / f"server/samenspraak/text/{language}.json", folder / "server/samenspraak/text"
        )
    return folder


def run(clone: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *words],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": str(clone / "nothing"), "LANG": "en_GB.UTF-8", **more},
    )


def test_too_old_a_python_is_one_sentence(clone):
    said = run(clone, "-c", AS_OLD, str(clone / "server/prepare.py"))
    assert said.returncode == 3
    assert said.stderr == (
        "Samenspraak needs Python 3.11 or newer; here is 3.9.2. Install a newer Python, "
        "or name one: make run PYTHON=path\n"
    )


def test_it_is_said_in_dutch_too(clone):
    said = run(clone, "-c", AS_OLD, str(clone / "server/prepare.py"), LANG="nl_NL.UTF-8")
    assert said.stderr.startswith("Samenspraak heeft Python 3.11 of nieuwer nodig")


def test_no_network_is_one_sentence(clone):
    """The first step that fetches fails; nothing but its sentence is shown."""
    (clone / "requirements").mkdir()
    shutil.copy(TOP / "requirements/development.lock", clone / "requirements")
    # An index on our own machine where nobody listens.
    nowhere = {"PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_CONFIG_FILE": "/dev/null"}

    said = run(clone, str(clone / "server/prepare.py"), "python", PIP_RETRIES="0", **nowhere)

    assert said.returncode == 3
    assert said.stderr.startswith("The packages could not be fetched: there is no connection")
    assert "Traceback" not in said.stdout + said.stderr
