"""The second verifier, run on many questions in one process; and a third opinion on its libraries."""

import base64
import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from samenspraak.agreements.verification import Report

FRONTEND = Path(__file__).resolve().parents[2] / "frontend"
NODE = Path(sys.executable).with_name("node")
# Far beyond what anything takes, so that a busy machine never fails a test.
PATIENCE_SECONDS = 3_000


def answers(questions: Iterable[dict[str, Any]], *, script: str = "run.ts") -> list[Any]:
    """Ask the second verifier; `frontend/verifier/run.ts` tells what it understands."""
    asked = [json.dumps(question) for question in questions]
    done = subprocess.run(
        [NODE, f"verifier/{script}"],
        cwd=FRONTEND,
        input="\n".join(asked) + "\n",
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3_000:]
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(found) == len(asked), done.stderr[-3_000:]
    return found


def as_text(data: bytes) -> str:
    """Spell bytes as questions hold them."""
    return base64.b64encode(data).decode()


def verdict(report: Report | dict[str, Any]) -> tuple[str, str | None, str | None]:
    """Return what both verifiers have to agree on."""
    if isinstance(report, Report):
        return (report.outcome.value, report.reason, report.part)
    return (report["outcome"], report.get("reason"), report.get("part"))
