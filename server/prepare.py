"""Prepares a fresh clone: `prepare.py python` makes .venv, `prepare.py screens` builds the frontend.

Run by the Makefile with whatever Python the machine has, so it uses nothing but the standard
library and no syntax newer than Python 3.6: too old a Python should get a sentence, not a trace.
"""

import fcntl
import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

OLDEST = (3, 11)
TOP = Path(__file__).resolve().parent.parent
VENV = TOP / ".venv"
PYTHON = str(VENV / "bin" / "python")
LOCK = str(TOP / "requirements" / "development.lock")
CANNOT_START = 3
NO_NETWORK = (
    "(?i)network is unreachable|name resolution|name or service not known|dns error|getaddrinfo"
    "|connection (refused|reset|timed out|aborted)|connecttimeout|newconnectionerror|etimedout"
    "|error sending request|tcp connect error|econnrefused|enotfound|eai_again|read timed out"
    "|from versions: none"
)


def main() -> None:
    """Do the step that is named, or say in one sentence why it cannot be done."""
    use_new_enough_python()
    (TOP / ".data").mkdir(exist_ok=True)
    with (TOP / ".data" / "prepare.lock").open("a") as lock:
        # Two who run make in one clone would otherwise write in the same folders.
        fcntl.flock(lock, fcntl.LOCK_EX)
        {"python": prepare_python, "screens": prepare_screens}[sys.argv[1]]()


def use_new_enough_python() -> None:
    """Go on with a newer Python if there is one under another name."""
    here = tuple(sys.version_info[:3])
    if here >= OLDEST:
        return
    for minor in range(20, OLDEST[1] - 1, -1):
        newer = shutil.which(f"python3.{minor}")
        if newer:
            os.execv(newer, [newer, *sys.argv])  # noqa: S606  # Ourselves, under a newer Python.
    stop("old-python", here=".".join(map(str, here)), oldest="{}.{}".format(*OLDEST))


def prepare_python() -> None:
    """Make .venv and install what the lock names, each file checked against its hash."""
    if not works(PYTHON, "-c", "import pip, sys; assert sys.version_info >= (3, 11)"):
        if not works(sys.executable, "-c", "import venv, ensurepip"):
            stop("no-venv", version="{}.{}".format(*sys.version_info))
        step("environment", [sys.executable, "-m", "venv", "--clear", str(VENV)])
    pip = [PYTHON, "-m", "pip", "--disable-pip-version-check"]
    small = VENV / "uv.lock"
    small.write_text(entry_of("uv"), encoding="utf-8")
    step("installer", [*pip, "install", "-q", "--require-hashes", "-r", str(small)])
    hashed = ["-q", "--require-hashes", "-r", LOCK]
    step(
        "packages",
        [str(VENV / "bin" / "uv"), "pip", "install", "--python", PYTHON, *hashed],
        environment=settings_for_uv(pip),
        # pip takes the same lock and every setting a machine may have for it, only more slowly.
        otherwise=[*pip, "install", *hashed],
    )
    itself = ["--no-deps", "--no-build-isolation", "-e", str(TOP)]
    step("product", [*pip, "install", "-q", *itself])
    # A copied or moved clone would otherwise run the code it was copied from.
    (VENV / "ready").write_text(f"{TOP}\n", encoding="utf-8")


def prepare_screens() -> None:
    """Install and build the frontend, with the Node that came with the packages."""
    path = "{}{}{}".format(VENV / "bin", os.pathsep, os.environ.get("PATH", ""))
    environment = dict(os.environ, PATH=path)
    folder = TOP / "frontend"
    mark = folder / "node_modules" / "ready"
    lock = folder / "package-lock.json"
    if not mark.exists() or mark.stat().st_mtime < lock.stat().st_mtime:
        install = ["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"]
        step("screen-packages", install, folder=folder, environment=environment)
        mark.touch()
    if sys.argv[2:] != ["packages"]:
        step("screens", ["npm", "run", "build"], folder=folder, environment=environment)


def settings_for_uv(pip: "list[str]") -> "dict[str, str]":
    """Pass on the mirror and the certificates this machine's pip is set to."""
    environment = dict(os.environ)
    asked = subprocess.run([*pip, "config", "list"], stdout=subprocess.PIPE, check=False)  # noqa: S603  # Ours.
    for line in asked.stdout.decode().splitlines():
        name, _, value = line.partition("=")
        variables = {"index-url": "UV_DEFAULT_INDEX", "cert": "SSL_CERT_FILE"}
        variable = variables.get(name.split(".")[-1])
        if variable:
            environment.setdefault(variable, value.strip("'\""))
    return environment


def entry_of(package: str) -> str:
    """Return one package with its hashes from the lock."""
    lock = Path(LOCK).read_text(encoding="utf-8")
    found = re.search(rf"^{package}==(?:.*\\\n)+.*\n", lock, re.MULTILINE)
    assert found, "the lock names what installs the rest"
    return found.group(0)


def works(*command: str) -> bool:
    """Tell whether a program runs and ends well."""
    try:
        return subprocess.run(command, stderr=subprocess.DEVNULL, check=False).returncode == 0  # noqa: S603  # Ours.
    except OSError:
        return False


def step(
    name: str,
    command: "list[str]",
    *,
    folder: Path = TOP,
    environment: "dict[str, str] | None" = None,
    otherwise: "list[str] | None" = None,
) -> None:
    """Run one program, say how long it took, and show what it said only if it failed."""
    sys.stdout.write("  " + sentence("step-" + name) + " … ")
    sys.stdout.flush()
    begun = time.monotonic()
    said = ""
    for attempt in (command, otherwise):
        if attempt is None:
            continue
        try:
            done = subprocess.run(  # noqa: S603  # Programs named above, of this clone.
                attempt,
                cwd=str(folder),
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                check=False,
            )
        except OSError as error:
            said = str(error)
            continue
        if done.returncode == 0:
            sys.stdout.write(f"{time.monotonic() - begun:.1f} s\n")
            return
        said = done.stdout.decode("utf-8", "replace").strip()
    sys.stdout.write("\n")
    if "No space left on device" in said or "ENOSPC" in said:
        stop("disk-full", place=TOP)
    if re.search(NO_NETWORK, said):
        stop("no-network")
    lines = said.splitlines()
    # Some programs tell the cause first, others last.
    shown = lines if len(lines) <= 40 else [*lines[:20], "…", *lines[-20:]]
    sys.stdout.write("\n".join(shown) + "\n")
    stop("step-failed", step=sentence("step-" + name))


def sentence(slug: str, **facts: object) -> str:
    """Say it in the language this machine is set to, from the product's own texts."""
    set_to = [os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    dutch = (next(filter(None, set_to), None) or "").startswith("nl")
    path = TOP / "server" / "samenspraak" / "text" / ("nl.json" if dutch else "en.json")
    return json.loads(path.read_text(encoding="utf-8"))["prepare." + slug].format(**facts)


def stop(slug: str, **facts: object) -> None:
    """End with one sentence."""
    sys.stderr.write(sentence(slug, **facts) + "\n")
    sys.exit(CANNOT_START)


if __name__ == "__main__":
    main()
