"""What we build on is no older than the versions in which published flaws were mended."""

import re
from pathlib import Path

import pytest
from packaging.version import Version

TOP = Path(__file__).parents[2]
LOCKS = (TOP / "requirements/runtime.lock", TOP / "requirements/development.lock")
# The lowest version without a published flaw that is known to us; looked at again each month.
FLOORS = {
    "asyncpg": "0.21.0",  # CVE-2020-17446
    "cryptography": "48.0.1",  # CVE-2026-26007
    "h11": "0.16.0",  # CVE-2025-43859
    "httptools": "0.8.0",  # CVE-2023-30589 in what it bundles
    "idna": "3.7",  # CVE-2024-3651
    "jinja2": "3.1.6",  # CVE-2025-27516
    "litestar": "2.20.0",  # CVE-2026-25478, -25479, -25480, -48060
    "markdown-it-py": "2.2.0",  # CVE-2023-26302, -26303
    "multipart": "1.3.1",  # CVE-2026-28356
    "openpyxl": "2.4.1",  # CVE-2017-5992
    "piccolo": "1.1.1",  # CVE-2023-47128
    # Two flaws have no mended version: `tokens.py` stands before it.
    "python-jose": "3.5.0",  # CVE-2024-33663, -33664
    "rsa": "4.7",  # CVE-2020-25658
    "uvicorn": "0.49.0",  # CVE-2020-7694, -7695
    "websockets": "17.0",  # CVE-2021-33880
}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_nothing_is_older_than_its_mended_version(lock: Path):
    locked = dict(re.findall(r"^([a-z0-9-]+)==([^ ;\\]+)", lock.read_text(), flags=re.MULTILINE))
    old = {
        name: (locked[name], floor)
        for name, floor in FLOORS.items()
        if name in locked and Version(locked[name]) < Version(floor)
    }
    assert old == {}
    assert FLOORS.keys() & locked.keys() >= {"litestar", "piccolo", "python-jose", "websockets"}


def test_the_library_for_yjs_and_the_one_for_tokens_are_used_in_one_place_each():
    """Both have behaviour that a fence of ours stands before."""
    users = {name: _users(name) for name in ("jose", "pycrdt")}
    assert users["jose"] == {"server/samenspraak/tokens.py"}
    assert all(path.startswith("server/samenspraak/drafting/") for path in users["pycrdt"])


def _users(library: str) -> set[str]:
    words = re.compile(rf"^\s*(from|import) {library}\b", re.MULTILINE)
    return {
        path.relative_to(TOP).as_posix()
        for path in (TOP / "server/samenspraak").rglob("*.py")
        if words.search(path.read_text(encoding="utf-8"))
    }
