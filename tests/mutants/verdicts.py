"""What became of each condition the last time all were tried, and how to try them all again.

    python -m tests.mutants.verdicts          tries every condition and keeps what became of it

What is kept tells a quick run where each condition is noticed; reviewed.py says of those that are
noticed nowhere why that may be.
"""

import ast
import asyncio
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from enum import StrEnum
from pathlib import Path

import msgspec
from msgspec import Struct
from tests.mutants.conditions import holds_to_a_place
from tests.mutants.judging import ALL_OF, Noticed, Report, Verdict
from tests.mutants.listening import Plan
from tests.mutants.sources import PACKAGE
from tests.postgres import test_cluster
from tests.secrecy.conftest import drop_row_security, environment

from samenspraak.catalogue.seeds import plant
from samenspraak.database import migrate
from samenspraak.embedded import Addresses
from samenspraak.embedded.cluster import SERVER, SWEEPER

KEPT = Path(__file__).parent / "kept/conditions.json"
WALKED = Path(__file__).parent / "kept/sites.json"
# Two at once, because the smallest machine we build for has two cores.
PEOPLE = (("bram", "youssef", "wim", "tom"), ("marieke", "femke", "hanneke"))
PATIENCE_SECONDS = 3600
# The demo plays its story as the story's own people, by the commands that everybody's moves go by,
# for whoever starts it on their own machine: no request gets there, so nobody is kept out of it.
ASKED_BY_NOBODY = "demo."


class Became(StrEnum):
    """What became of a condition that was taken away."""

    NOTICED = "noticed"
    # It let through only what whoever asks reads anyhow.
    NARROWS = "narrows"
    # Another condition of the statement holds the same; without all of them it is noticed.
    DOUBLED = "doubled"
    UNNOTICED = "unnoticed"


class Kept(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What became of one condition, and where that showed."""

    became: Became
    who: str | None = None
    address: str | None = None
    by: str | None = None


def kept() -> dict[str, Kept]:
    return msgspec.json.decode(KEPT.read_bytes(), type=dict[str, Kept])


def walked() -> set[str]:
    return msgspec.json.decode(WALKED.read_bytes(), type=set[str])


def listened(addresses: Addresses, folder: Path, built: Path, plans: Sequence[Plan]) -> Report:
    """Go through the houses as these plans say, each in a process of its own, and add it all up."""

    def one(number: int, plan: Plan) -> Report:
        written, told = folder / f"plan-{number}.json", folder / f"report-{number}.json"
        written.write_bytes(msgspec.json.encode(plan))
        done = subprocess.run(
            [sys.executable, "-m", "tests.mutants.listening", built, written, told],
            env=environment(addresses, folder),
            capture_output=True,
            timeout=PATIENCE_SECONDS,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode()[-4000:]
        return msgspec.json.decode(told.read_bytes(), type=Report)

    with ThreadPoolExecutor(max_workers=2) as both:
        return added(both.map(one, range(len(plans)), plans))


def added(reports: Iterable[Report]) -> Report:
    """Add up what several saw."""
    whole = Report()
    for report in reports:
        whole.sites |= report.sites
        whole.requests += report.requests
        for key, verdict in report.verdicts.items():
            so_far = whole.verdicts.setdefault(key, Verdict())
            so_far.met += verdict.met
            so_far.differed += verdict.differed
            so_far.secret += verdict.secret
            so_far.noticed = so_far.noticed or verdict.noticed
    return whole


def became(report: Report) -> dict[str, Kept]:
    """Judge every condition by what was seen of it."""
    noticed_together = {
        key.partition(f": {ALL_OF}")[0]
        for key, verdict in report.verdicts.items()
        if f": {ALL_OF}" in key and verdict.noticed
    }
    return {
        key: _became(key, verdict, noticed_together)
        for key, verdict in sorted(report.verdicts.items())
    }


def _became(key: str, verdict: Verdict, noticed_together: set[str]) -> Kept:
    site, _, condition = key.partition(": ")
    if verdict.noticed is not None:
        seen: Noticed = verdict.noticed
        return Kept(became=Became.NOTICED, who=seen.who, address=seen.address, by=seen.by)
    if verdict.differed and not verdict.secret:
        return Kept(became=Became.NARROWS)
    if not verdict.differed and site in noticed_together and holds_to_a_place(condition):
        return Kept(became=Became.DOUBLED)
    return Kept(became=Became.UNNOTICED)


def sites_in_source() -> set[str]:
    """Every function of the product that runs a statement as somebody."""
    return {
        f"{module}.{function}"
        for path in PACKAGE.rglob("*.py")
        for module in [".".join(path.relative_to(PACKAGE).with_suffix("").parts)]
        for function in _that_ask(path.read_text())
        if not module.startswith(ASKED_BY_NOBODY)
    }


def _that_ask(source: str) -> Iterator[str]:
    tree = ast.parse(source)
    asking = {
        name.asname or name.name
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and node.module == "samenspraak.database"
        for name in node.names
        if name.name in {"fetch", "fetch_one", "execute"}
    }
    if asking:
        yield from _functions(tree, asking, "")


def _functions(node: ast.AST, asking: set[str], within: str) -> Iterator[str]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield from _functions(child, asking, f"{within}{child.name}.")
        else:
            if (
                isinstance(child, ast.Call)
                and isinstance(child.func, ast.Name)
                and child.func.id in asking
                and within
            ):
                yield within.removesuffix(".")
            yield from _functions(child, asking, within)


def keep(report: Report) -> None:
    """Write down what became of every condition, and which functions were reached."""
    KEPT.parent.mkdir(exist_ok=True)
    for path, what in ((KEPT, became(report)), (WALKED, sorted(report.sites))):
        path.write_bytes(msgspec.json.format(msgspec.json.encode(what), indent=1) + b"\n")


def main() -> None:
    with test_cluster() as cluster, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        addresses = cluster.create_database("verdicts")
        asyncio.run(_prepare(addresses))
        built = folder / "built.json"
        subprocess.run(
            [sys.executable, "-m", "tests.mutants.neighbours", built],
            env=environment(addresses, folder),
            stdout=subprocess.DEVNULL,
            check=True,
        )
        asyncio.run(drop_row_security(addresses))
        plans = [Plan(people=dict.fromkeys(names)) for names in PEOPLE]
        keep(listened(addresses, folder, built, plans))


async def _prepare(addresses: Addresses) -> None:
    await migrate(addresses.owner, server_role=SERVER, sweeper_role=SWEEPER)
    await plant(addresses.owner)


if __name__ == "__main__":
    main()
