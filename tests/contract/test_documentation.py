"""What the pages say is there, is there."""

import ast
import re
from pathlib import Path

import pytest
from tests.contract.source import trees

TOP = Path(__file__).parents[2]
PAGES = sorted(
    [*TOP.glob("*.md"), *TOP.glob("docs/**/*.md"), TOP / "frontend/README.md"],
    key=lambda page: page.as_posix(),
)
LINK = re.compile(r"\]\((?!https?:)([^)#]+)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(TOP).as_posix())
def test_every_link_leads_somewhere(page: Path):
    links = LINK.findall(page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_every_test_that_proves_a_lock_exists():
    words = (TOP / "docs/threat-model.md").read_text(encoding="utf-8")
    proofs = re.findall(r"`(tests/[^`]+)`", words)
    assert len(proofs) > 20
    assert [proof for proof in proofs if not (TOP / proof).exists()] == []


def test_every_setting_is_on_the_page_and_no_other():
    words = (TOP / "docs/deployment.md").read_text(encoding="utf-8")
    said = set(re.findall(r"^\| `([A-Z_]+)`", words, flags=re.MULTILINE))
    texts = {
        node.value
        for name in ("settings.py", "command_line/__init__.py")
        for node in ast.walk(trees()[name])
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    is_so = {text for text in texts if re.fullmatch(r"(DATABASE|SAMENSPRAAK)_[A-Z_]+[A-Z]", text)}
    # Whole numbers are read by the names of their fields.
    numbers = re.search(
        r'for name in \(([^)]+)\):\s+variable = f"SAMENSPRAAK_',
        (TOP / "server/samenspraak/settings.py").read_text(encoding="utf-8"),
    )
    assert numbers is not None
    is_so |= {f"SAMENSPRAAK_{name.upper()}" for name in re.findall(r'"(\w+)"', numbers[1])}
    assert said == is_so
