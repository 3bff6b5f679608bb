"""Runs every check and every suite of tests, each against its budget of time.

    python tests/run.py                 everything, as `make test` does
    python tests/run.py --checks        only format, lint, types, contracts
    python tests/run.py --assure        only the tests that have a long form, in that form
    python tests/run.py crash browser   only these

It goes on after a failure, so that one run tells all, and ends with 1 if anything failed.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
TESTS = TOP / "tests"
FRONTEND = TOP / "frontend"
BIN = Path(sys.executable).parent
# People wait for this, and it runs before every change lands.
WARN_SECONDS = 25 * 60
FAIL_SECONDS = 60 * 60
# Two workers, because that is how many cores the smallest machine we build for has.
WORKERS = 2
# These wait for PostgreSQL much of the time.
WAITING_WORKERS = 3
# The rules are not ours to hand on; where a copy stands beside the clone, they are applied.
API_RULES = TOP.parent / "shared/data/adr/nlgov-adr-2.2.0-linter.yaml"
LINTER = TESTS / "contract/linter"
GENERATOR = FRONTEND / "client-generator"

# Folders that make a suite of their own; all other tests together are the suite `capabilities`.
OWN_SUITES = {"embedded": 90, "migrations": 90, "live": 120, "secrecy": 200}
# The same, of which `make assure` runs a long form too.
LONG_SUITES = {
    "interface": 90,
    "mutants": 60,
    "twins": 80,
    "agreements": 300,
    "drafting": 150,
    "drafting_live": 180,
    "outages": 90,
}
# These keep two processes busy by themselves.
UNDIVIDED = {"twins"}
NOT_MARKED = "not browser and not crash"


@dataclass
class Outcome:
    """What one suite came to."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    seconds: float = 0
    # How much of all cores was at work meanwhile, for anybody; None where that is not told.
    busy_percent: int | None = None
    remark: str = ""


@dataclass
class Suite:
    """Something that is run, and how long that may take on two cores."""

    name: str
    budget_seconds: int
    run: Callable[[float], Outcome]
    is_check: bool = False
    has_long_form: bool = False
    # A suite of a part that is not built yet is left out, until its folder is there.
    exists: Callable[[], bool] = field(default=lambda: True)


def say(line: str) -> None:
    """Tell it now, and in order with what the programs we run tell."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> int:
    """Run what was asked for, and tell how it went."""
    asked = {word for word in sys.argv[1:] if not word.startswith("--")}
    suites = [suite for suite in SUITES if suite.exists()]
    if "--checks" in sys.argv:
        suites = [suite for suite in suites if suite.is_check]
    if "--assure" in sys.argv:
        suites = [suite for suite in suites if suite.has_long_form]
    if asked:
        suites = [suite for suite in suites if suite.name in asked]
    if not suites:
        say(f"There is no such suite. These are: {', '.join(suite.name for suite in SUITES)}")
        return 2
    long_form = "--assure" in sys.argv
    until = time.monotonic() + (30 * 86_400 if long_form else FAIL_SECONDS)
    outcomes: dict[str, Outcome] = {}
    for suite in suites:
        say(f"\n── {suite.name}")
        begun, before = time.monotonic(), cores()
        outcome = suite.run(until)
        outcome.seconds = time.monotonic() - begun
        outcome.busy_percent = busy(before, cores())
        outcomes[suite.name] = outcome
    return report(suites, outcomes, judge_time=not long_form)


def _percent(share: int | None) -> str:
    return "" if share is None else f"{share} %"


def cores() -> tuple[int, int] | None:
    """Return for how long all cores were at work and idle since the machine began, where it tells."""
    try:
        told = [int(word) for word in Path("/proc/stat").read_text().split("\n")[0].split()[1:9]]
    except (OSError, ValueError):
        return None
    idle = told[3] + told[4]
    return sum(told) - idle, idle


def busy(before: tuple[int, int] | None, after: tuple[int, int] | None) -> int | None:
    """Return what part of the time between two such readings the cores were at work, in percent."""
    if before is None or after is None:
        return None
    worked, idled = after[0] - before[0], after[1] - before[1]
    return round(100 * worked / (worked + idled)) if worked + idled else None


def report(suites: list[Suite], outcomes: dict[str, Outcome], *, judge_time: bool) -> int:
    """Print the table, and the line that says it all."""
    say(
        f"\n{'suite':<16}{'passed':>8}{'failed':>8}{'skipped':>8}{'seconds':>9}{'budget':>8}{'busy':>7}"
    )
    for suite in suites:
        it = outcomes[suite.name]
        late = "  over its budget" if judge_time and it.seconds > suite.budget_seconds else ""
        say(
            f"{suite.name:<16}{it.passed:>8}{it.failed:>8}{it.skipped:>8}{it.seconds:>9.1f}"
            f"{suite.budget_seconds:>8}{_percent(it.busy_percent):>7}{late}{'  ' + it.remark if it.remark else ''}"
        )
    every = outcomes.values()
    took = sum(it.seconds for it in every)
    failed = sum(it.failed for it in every)
    if judge_time and took > WARN_SECONDS:
        say(
            f"\nWARNING: {took / 60:.0f} minutes in all; more than {WARN_SECONDS // 60} is too long"
        )
    if judge_time and took > FAIL_SECONDS:
        say(f"\nFAILED: {took / 60:.0f} minutes in all; {FAIL_SECONDS // 60} is the limit")
        failed += 1
    for suite in suites:
        if outcomes[suite.name].skipped and outcomes[suite.name].remark:
            say(f"\nSKIPPED: {suite.name}: {outcomes[suite.name].remark}")
    skipped = sum(it.skipped for it in every)
    say(f"\n{sum(it.passed for it in every)} passed, {failed} failed, {skipped} skipped")
    return 1 if failed else 0


def command(
    *words: str | Path, until: float, folder: Path = TOP, more: dict[str, str] | None = None
) -> int:
    """Run one program, its output straight to the terminal, and end it when time is up."""
    # What this terminal is set to use must not change what is tested.
    environment = {
        name: value
        for name, value in os.environ.items()
        if not re.match("DATABASE_|SAMENSPRAAK_(DATA|KEYS|ORIGINS|MAIL|TOKEN)|PICCOLO_|PG", name)
    }
    environment |= {"PATH": f"{BIN}{os.pathsep}{environment.get('PATH', '')}", **(more or {})}
    process = subprocess.Popen(
        [str(word) for word in words],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        return process.wait(timeout=max(1, until - time.monotonic()))
    except subprocess.TimeoutExpired:
        say(f"The time is up: {words[0]} is ended.")
        return 1
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def check(*words: str | Path, folder: Path = TOP) -> Callable[[float], Outcome]:
    """Make a suite of one program that either is content or is not."""

    def run(until: float) -> Outcome:
        good = command(*words, until=until, folder=folder) == 0
        return Outcome(passed=int(good), failed=int(not good))

    return run


def pytest_of(
    *places: str, marked: str = NOT_MARKED, workers: int = WORKERS
) -> Callable[[float], Outcome]:
    """Make a suite of the tests in these places."""

    def run(until: float) -> Outcome:
        with results() as path:
            words = ["-m", "pytest", "-q", "-m", marked, f"--junitxml={path}", *places]
            words += ["-n", str(workers), "--dist", "loadfile"] if workers else []
            # All workers must find the same tests, also where a set says which.
            code = command(sys.executable, *words, until=until, more={"PYTHONHASHSEED": "0"})
            return counted(path, code)

    return run


def run_screens(until: float) -> Outcome:
    """Run the unit tests of the screens."""
    with results() as path:
        reporters = ["--reporter=default", "--reporter=junit", f"--outputFile.junit={path}"]
        words = ["npm", "run", "-s", "test", "--", *reporters]
        return counted(path, command(*words, until=until, folder=FRONTEND))


def run_schemas(until: float) -> Outcome:
    """Compare what the code says now with the contracts that are committed."""
    with tempfile.TemporaryDirectory() as folder:
        written = ["-m", "samenspraak.contract", folder]
        if command(sys.executable, *written, until=until) != 0:
            return Outcome(failed=1)
        outcome = Outcome()
        names = {path.name for place in (Path(folder), TOP / "schemas") for path in place.glob("*")}
        for name in sorted(names):
            now, kept = Path(folder) / name, TOP / "schemas" / name
            if now.exists() and kept.exists() and now.read_bytes() == kept.read_bytes():
                outcome.passed += 1
            else:
                outcome.failed += 1
                say(f"schemas/{name} is not what the code says: run 'make schemas'")
        return outcome


def run_client(until: float) -> Outcome:
    """Compare the typed client with the contract it is made from."""
    if not installed(GENERATOR, until):
        return Outcome(failed=1)
    kept = FRONTEND / "src/api/schema.ts"
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / "schema.ts"
        words = ["npx", "--no-install", "openapi-typescript", TOP / "schemas/openapi.json"]
        if command(*words, "-o", fresh, until=until, folder=GENERATOR) != 0:
            return Outcome(failed=1)
        if kept.exists() and kept.read_bytes() == fresh.read_bytes():
            return Outcome(passed=1)
    say("frontend/src/api/schema.ts is not what schemas/openapi.json says: run 'make schemas'")
    return Outcome(failed=1)


def run_api_rules(until: float) -> Outcome:
    """Judge the interface by the API Design Rules of the Dutch government."""
    rules = Path(os.environ.get("SAMENSPRAAK_API_RULES", API_RULES))
    if not rules.is_file():
        return Outcome(skipped=1, remark=f"no rules at {rules}; name them in SAMENSPRAAK_API_RULES")
    if not installed(LINTER, until):
        return Outcome(failed=1)
    words = ["npx", "--no-install", "spectral", "lint", "-q", "--fail-severity=error", "-r", rules]
    code = command(*words, TOP / "schemas/openapi.json", until=until, folder=LINTER)
    return Outcome(passed=int(code == 0), failed=int(code != 0))


def run_browser(until: float) -> Outcome:
    """Run the tests that open the screens in a real browser, where there is one."""
    chromium = find_chromium(until)
    if chromium is None:
        return Outcome(
            skipped=1, remark="no Chromium; install it, or name it in SAMENSPRAAK_CHROMIUM"
        )
    os.environ["SAMENSPRAAK_CHROMIUM"] = chromium
    return pytest_of(*files_marked("browser"), marked="browser and not crash")(until)


def find_chromium(until: float) -> str | None:
    """Find Debian's Chromium, and install it where we may."""
    named = os.environ.get("SAMENSPRAAK_CHROMIUM")
    if named:
        return named if Path(named).is_file() else None
    if shutil.which("chromium"):
        return shutil.which("chromium")
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        return None
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    command(apt, "-qq", "update", until=until, more=quiet)
    install = ["-qq", "-y", "--no-install-recommends", "install", "chromium"]
    if command(apt, *install, until=until, more=quiet) != 0:
        return None
    return shutil.which("chromium", path="/usr/bin") or shutil.which("chromium")


def installed(folder: Path, until: float) -> bool:
    """Install what a folder's lock names, unless that was done."""
    mark = folder / "node_modules/.package-lock.json"
    lock = folder / "package-lock.json"
    if mark.exists() and mark.stat().st_mtime >= lock.stat().st_mtime:
        return True
    quiet = ["--no-audit", "--no-fund", "--loglevel=error"]
    return command("npm", "ci", *quiet, until=until, folder=folder) == 0


class results:  # noqa: N801  # Reads as a word where it is used.
    """A file for a test runner to write its counts to."""

    def __enter__(self) -> Path:
        self._folder = tempfile.TemporaryDirectory()
        return Path(self._folder.name) / "results.xml"

    def __exit__(self, *_: object) -> None:
        self._folder.cleanup()


def counted(path: Path, code: int) -> Outcome:
    """Read how many tests passed; a runner that broke, or found no test, has failed."""
    outcome = Outcome()
    if path.is_file():
        # Written a moment ago by our own test runner.
        for suite in ET.parse(path).getroot().iter("testsuite"):
            tests, skipped = int(suite.get("tests", 0)), int(suite.get("skipped", 0))
            failed = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
            outcome.failed += failed
            outcome.skipped += skipped
            outcome.passed += max(0, tests - failed - skipped)
    if code != 0 and not outcome.failed:
        outcome.failed = 1
    return outcome


def tests_in(folder: Path) -> Callable[[], bool]:
    """Tell whether there are tests in a folder yet."""
    return lambda: any(folder.rglob("test_*.py"))


def files_marked(mark: str) -> list[str]:
    """The files with a test that carries this mark; to collect all others takes long."""
    words = re.compile(rf"mark\.{mark}\b")
    return [
        str(path) for path in sorted(TESTS.rglob("test_*.py")) if words.search(path.read_text())
    ]


def ignored() -> Iterator[str]:
    """Leave out the folders that are suites of their own."""
    return (f"--ignore=tests/{name}" for name in OWN_SUITES | LONG_SUITES)


SUITES = [
    Suite("format", 10, check(BIN / "ruff", "format", "--check", "-q", "."), is_check=True),
    Suite("lint", 20, check(BIN / "ruff", "check", "-q", "."), is_check=True),
    Suite("types", 90, check(BIN / "basedpyright", "--level", "error"), is_check=True),
    Suite(
        "imports",
        20,
        check(BIN / "lint-imports"),
        is_check=True,
        exists=lambda: "[tool.importlinter" in (TOP / "pyproject.toml").read_text(),
    ),
    Suite("screens-lint", 20, check("npm", "run", "-s", "lint", folder=FRONTEND), is_check=True),
    Suite("screens-types", 40, check("npm", "run", "-s", "check", folder=FRONTEND), is_check=True),
    Suite("schemas", 20, run_schemas, is_check=True),
    Suite(
        "client",
        30,
        run_client,
        is_check=True,
        exists=(FRONTEND / "src/api/schema.ts").exists,
    ),
    Suite("api-rules", 40, run_api_rules, is_check=True),
    Suite(
        "capabilities",
        420,
        pytest_of("tests", *ignored(), workers=WAITING_WORKERS),
        exists=tests_in(TESTS),
    ),
    *(
        Suite(
            name,
            budget,
            pytest_of(f"tests/{name}", workers=0 if name in UNDIVIDED else WORKERS),
            has_long_form=name in LONG_SUITES,
            exists=tests_in(TESTS / name),
        )
        for name, budget in (OWN_SUITES | LONG_SUITES).items()
    ),
    Suite("screens", 90, run_screens),
    Suite("browser", 470, run_browser, exists=lambda: bool(files_marked("browser"))),
    # Killing servers is judged by what they left, not by who else was killing meanwhile.
    Suite(
        "crash",
        300,
        pytest_of(*files_marked("crash"), marked="crash", workers=0),
        has_long_form=True,
        exists=lambda: bool(files_marked("crash")),
    ),
]

if __name__ == "__main__":
    sys.exit(main())
