"""Takes one condition out of a module's source, and runs tests on a copy of the product without it."""

import ast
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

TOP = Path(__file__).resolve().parents[2]
PACKAGE = TOP / "server" / "samenspraak"
# What the product looks for beside its package in a checkout.
_BESIDE = ("pyproject.toml", "migrations", "schemas", "frontend", "docs")
PATIENCE_SECONDS = 900


class SourceMutant(Struct, frozen=True, kw_only=True):
    """One condition of a module that always lets through, and how the module then reads."""

    module: str
    function: str
    what: str
    text: str

    @property
    def name(self) -> str:
        return f"{self.module}, {self.function}: {self.what}"


def mutants_of(module: str) -> list[SourceMutant]:
    """Every way to lose one condition that turns somebody away in a module."""
    source = (PACKAGE / module).read_text()
    tree = ast.parse(source)
    made: list[SourceMutant] = []
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            for node, replacement, what in _changes(function):
                made.append(
                    SourceMutant(
                        module=module,
                        function=function.name,
                        what=what,
                        text=_replaced(source, node, replacement),
                    )
                )
    return made


def replaced(module: str, old: str, new: str) -> SourceMutant:
    """One change that is told in words of the source itself."""
    source = (PACKAGE / module).read_text()
    assert source.count(old) == 1, f"{module} does not hold this once: {old}"
    return SourceMutant(
        module=module, function="", what=f"{old} ⇒ {new}", text=source.replace(old, new)
    )


def _changes(
    function: ast.FunctionDef | ast.AsyncFunctionDef,
) -> Iterator[tuple[ast.expr, str, str]]:
    for node in ast.walk(function):
        if isinstance(node, ast.If) and _turns_away(node.body):
            yield from _without_each(node.test, always="False")
        elif isinstance(node, ast.Return) and isinstance(node.value, ast.BoolOp | ast.Compare):
            yield from _without_each(node.value, always="True")
        elif (
            isinstance(node, ast.Expr)
            and isinstance(node.value, ast.Call)
            and ast.unparse(node.value.func).rpartition(".")[2].startswith(("judge_", "require"))
        ):
            yield node.value, "None", ast.unparse(node.value)


def _turns_away(body: Sequence[ast.stmt]) -> bool:
    last = body[-1]
    if isinstance(last, ast.Return):
        return last.value is None or ast.unparse(last.value) in {"None", "False", "True"}
    return isinstance(last, ast.Raise)


def _without_each(test: ast.expr, *, always: str) -> Iterator[tuple[ast.expr, str, str]]:
    yield test, always, f"{ast.unparse(test)} ⇒ {always}"
    if isinstance(test, ast.UnaryOp):
        yield from _parts(test.operand)
    else:
        yield from _parts(test)


def _parts(test: ast.expr) -> Iterator[tuple[ast.expr, str, str]]:
    if not isinstance(test, ast.BoolOp):
        return
    # What is left out of a choice is as if it never held; of a sum, as if it always did.
    neutral = "False" if isinstance(test.op, ast.Or) else "True"
    for part in test.values:
        yield part, neutral, f"{ast.unparse(part)} ⇒ {neutral}"
        yield from _parts(part)


def _replaced(source: str, node: ast.expr, replacement: str) -> str:
    lines = source.splitlines(keepends=True)
    assert node.end_lineno is not None
    assert node.end_col_offset is not None
    before = "".join(lines[: node.lineno - 1])
    first = lines[node.lineno - 1].encode()[: node.col_offset].decode()
    rest = lines[node.end_lineno - 1].encode()[node.end_col_offset :].decode()
    return before + first + f"({replacement})" + rest + "".join(lines[node.end_lineno :])


def survives(mutant: SourceMutant, tests: Sequence[str], folder: Path) -> str | None:
    """Run these tests on a product with this change; what they said when they noticed nothing."""
    top = folder / "product"
    shutil.rmtree(top, ignore_errors=True)
    (top / "server").mkdir(parents=True)
    for name in _BESIDE:
        if (TOP / name).exists():
            (top / name).symlink_to(TOP / name)
    shutil.copytree(
        PACKAGE, top / "server/samenspraak", ignore=shutil.ignore_patterns("__pycache__")
    )
    (top / "server/samenspraak" / mutant.module).write_text(mutant.text)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests],
        cwd=TOP,
        env={
            **{
                name: value
                for name, value in os.environ.items()
                if not name.startswith(("PYTEST_", "SAMENSPRAAK_", "DATABASE_"))
            },
            "PYTHONPATH": str(top / "server"),
            "PYTHONDONTWRITEBYTECODE": "1",
        },
        capture_output=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )
    said = done.stdout.decode() + done.stderr.decode()
    # Anything but red tests says nothing about the change: no test found, or a wrong word.
    assert done.returncode in {0, 1}, said
    return said if done.returncode == 0 else None
