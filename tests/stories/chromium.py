"""Debian's Chromium: where it is, and how it is started."""

import os
import shutil
from pathlib import Path

# Nothing is fetched from elsewhere, nor tried; and a test must not wait for a browser's own errands.
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium_program() -> Path | None:
    """Return the program, if this machine has it."""
    named = os.environ.get("SAMENSPRAAK_CHROMIUM") or shutil.which("chromium")
    return Path(named) if named and Path(named).is_file() else None
