"""Articles as one text that people write together, and that text as articles.

A line that begins with `###` begins an article and holds its title. Inside an article such a line
is written with a backslash before it, and a title of several lines ends each line but its last with
one. So whatever was offered before can be written on, and comes back letter by letter.
"""

import re
from collections.abc import Sequence

from msgspec import Struct

from samenspraak.agreements.decisions.moves import TEXT_LIMIT
from samenspraak.agreements.decisions.offering import (
    CLAUSES_LIMIT,
    DOCUMENT_LIMIT,
    TITLE_LIMIT,
)
from samenspraak.agreements.schemas import Clause
from samenspraak.errors import Fault
from samenspraak.personal_data import invisible_faults

# As Markdown has it: up to three spaces, three signs, and a blank or nothing more.
_HEADING = re.compile(r" {0,3}###(?:[ \t]+(?P<title>.*))?")
_LIKE_A_HEADING = re.compile(r"(?P<before> {0,3})(?P<rest>\\*###(?:[ \t].*)?)")
_ESCAPED = re.compile(r"(?P<before> {0,3})\\(?P<rest>\\*###(?:[ \t].*)?)")


class WrittenClauses(Struct, frozen=True, kw_only=True):
    """The articles that a text holds, and what keeps them from being offered as they are."""

    clauses: list[Clause]
    faults: list[Fault]


def written_as_text(clauses: Sequence[Clause]) -> str:
    """Return articles as the text in which they are written on."""
    return "\n\n".join(
        f"### {_title_lines(clause.title)}\n\n{_each_line(_LIKE_A_HEADING, clause.text, backslash=True)}"
        for clause in clauses
    )


def clauses_in(text: str) -> WrittenClauses:
    """Return the articles that a text holds; faults name the line, all of them at once."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    begun: list[_Article] = []
    before: int | None = None
    at = 0
    while at < len(lines):
        heading = _HEADING.fullmatch(lines[at])
        if heading is not None:
            title, last = _title_from(lines, at, heading["title"] or "")
            begun.append(_Article(line=at + 1, title=title, lines=[]))
            at = last
        elif begun:
            begun[-1].lines.append(lines[at])
        elif lines[at].strip() and before is None:
            before = at + 1
        at += 1
    articles = [(each.line, each.clause()) for each in begun]
    faults = [] if before is None else [_fault("agreements/line-before-articles", before)]
    faults += _article_faults(articles)
    faults += invisible_faults({"/text": "\n".join(lines)})
    return WrittenClauses(clauses=[clause for _, clause in articles], faults=faults)


class _Article(Struct):
    line: int
    title: str
    lines: list[str]

    def clause(self) -> Clause:
        text = _each_line(_ESCAPED, "\n".join(self.lines), backslash=False)
        return Clause(title=self.title.strip(), text=text.strip())


def _article_faults(articles: Sequence[tuple[int, Clause]]) -> list[Fault]:
    faults: list[Fault] = []
    if len(articles) > CLAUSES_LIMIT:
        faults.append(Fault(pointer="/text", slug="too-many", facts={"limit": CLAUSES_LIMIT}))
    if sum(len(clause.text) for _, clause in articles) > DOCUMENT_LIMIT:
        faults.append(Fault(pointer="/text", slug="too-long", facts={"limit": DOCUMENT_LIMIT}))
    titles: set[str] = set()
    for line, clause in articles[:CLAUSES_LIMIT]:
        if not clause.title:
            faults.append(_fault("agreements/line-without-title", line))
        elif clause.title in titles:
            faults.append(_fault("agreements/line-doubled-title", line))
        elif len(clause.title) > TITLE_LIMIT:
            faults.append(_fault("agreements/line-long-title", line, limit=TITLE_LIMIT))
        titles.add(clause.title)
        if not clause.text:
            faults.append(_fault("agreements/line-without-text", line))
        elif len(clause.text) > TEXT_LIMIT:
            faults.append(_fault("agreements/line-long-text", line, limit=TEXT_LIMIT))
    return faults


def _fault(slug: str, line: int, **facts: int) -> Fault:
    return Fault(pointer="/text", slug=slug, facts={"line": line, **facts})


def _title_lines(title: str) -> str:
    """Double what might be taken for the sign that a title goes on, then set that sign."""
    *others, last = [
        line + "\\" * (len(line) - len(line.rstrip("\\"))) for line in title.split("\n")
    ]
    return "\n".join([*(line + "\\" for line in others), last])


def _title_from(lines: Sequence[str], at: int, first: str) -> tuple[str, int]:
    """Return the title that begins at a line, and the line it ends at."""
    said: list[str] = []
    line = first
    while True:
        bare = line.rstrip("\\")
        signs = len(line) - len(bare)
        goes_on = signs % 2 == 1 and at + 1 < len(lines)
        said.append(bare + "\\" * ((signs + (not goes_on)) // 2))
        if not goes_on:
            return "\n".join(said), at
        at += 1
        line = lines[at]


def _each_line(pattern: re.Pattern[str], text: str, *, backslash: bool) -> str:
    """Put a backslash before each line that looks so, or take away the one that is there."""
    sign = "\\" if backslash else ""
    found = ((line, pattern.fullmatch(line)) for line in text.split("\n"))
    return "\n".join(
        line if match is None else f"{match['before']}{sign}{match['rest']}"
        for line, match in found
    )
