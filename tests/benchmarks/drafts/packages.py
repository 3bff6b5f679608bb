"""Installs the servers we measure beside and the swarm, from locks that name every file's hash."""

import os
import subprocess
import sys
from pathlib import Path

from tests.benchmarks.drafts.processes import NotMeasured

INSTALL_SECONDS = 600


def install(folder: Path) -> None:
    """Install what a folder's lock names, unless that was done.

    Nothing a package brings is run: the parts that are not JavaScript come ready in the packages.
    """
    mark = folder / "node_modules/.package-lock.json"
    lock = folder / "package-lock.json"
    if mark.exists() and mark.stat().st_mtime >= lock.stat().st_mtime:
        return
    beside = Path(sys.executable).parent
    path = f"{beside}{os.pathsep}{os.environ.get('PATH', '')}"
    done = subprocess.run(
        ["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"],
        cwd=folder,
        env={**os.environ, "PATH": path},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        timeout=INSTALL_SECONDS,
        check=False,
    )
    if done.returncode != 0:
        said = next((line for line in done.stderr.splitlines() if line), "npm gave no reason")
        raise NotMeasured(f"not installed: {said}")
