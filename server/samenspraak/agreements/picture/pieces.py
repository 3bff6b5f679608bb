"""Texts, cut into what the page can hold: nothing wider than a line, nothing deeper than a page."""

import re
from collections.abc import Iterable
from typing import Any

from samenspraak import markup
from samenspraak.agreements.picture.letters import shown
from samenspraak.markup import Piece

# A line holds some eighty characters, a cell of the narrowest table ten.
LONGEST_WORD = 30
LONGEST_IN_CELL = 9
# A table with more columns is read row by row, each cell under the name of its column.
COLUMNS_LIMIT = 5
# Lists within lists within quotes: each takes some of the width, and of what the typesetter bears.
DEPTH_LIMIT = 12
# Of one text. Twice what the longest texts people write have; more takes seconds to set.
PIECES_LIMIT = 20_000
# Of one paragraph. How long the typesetter takes grows with their square.
LINES_LIMIT = 50
# The deepest headings that a tagged PDF knows.
LEVEL_LIMIT = 6


class Cutter:
    """Cuts texts for the page and counts the characters it had to write out."""

    def __init__(self) -> None:
        self.strange = 0

    def said(self, text: str, longest: int = LONGEST_WORD) -> Any:
        """Return a text as the page says it: a string, or runs with words too long in pieces."""
        drawn, strange = shown(text)
        self.strange += strange
        drawn = drawn.replace("\n", " ")
        if len(drawn) <= longest:
            return drawn
        runs: list[Any] = []
        for run in re.split(rf"(\S{{{longest + 1},}})", drawn):
            if len(run) > longest and not re.search(r"\s", run):
                most = longest // 2
                runs.append(re.findall(rf".{{1,{most}}}?[/.?&=_-]+(?=.)|.{{1,{most}}}", run))
            elif run:
                runs.append(run)
        return runs if any(isinstance(run, list) for run in runs) else drawn

    def blocks(self, text: str, *, below: int) -> list[dict[str, Any]]:
        """Return a running text as blocks, with its headings below a level; or as it was typed."""
        pieces = markup.pieces(text)
        if pieces is None or _is_too_much(pieces):
            return self._as_typed(text)
        levels = _Levels(below)
        return _parted(self._block(piece, levels) for piece in pieces)

    def _as_typed(self, text: str) -> list[dict[str, Any]]:
        """Give each line as it is; empty ones part the paragraphs."""
        paragraphs = re.split(r"\n[^\S\n]*\n\s*", text.replace("\r\n", "\n").replace("\r", "\n"))
        return _parted(
            {"kind": "paragraph", "pieces": self._lines(paragraph)}
            for paragraph in paragraphs
            if paragraph.strip()
        )

    def _lines(self, text: str) -> list[dict[str, Any]]:
        pieces: list[dict[str, Any]] = []
        for at, line in enumerate(text.strip("\n").split("\n")):
            if at:
                pieces.append({"kind": "break"})
            pieces.append({"kind": "text", "text": self.said(line)})
        return pieces

    def _block(
        self, piece: Piece, levels: "_Levels", longest: int = LONGEST_WORD
    ) -> dict[str, Any]:
        if piece.kind == "table":
            columns = len(piece.pieces[0].pieces[0].pieces)
            if columns > COLUMNS_LIMIT:
                return self._row_by_row(piece)
            return {
                "kind": "table",
                "columns": columns,
                "pieces": [self._block(rows, levels, LONGEST_IN_CELL) for rows in piece.pieces],
            }
        made: dict[str, Any] = {"kind": piece.kind}
        if piece.kind == "code":
            made["pieces"] = _parted([{"kind": "paragraph", "pieces": self._lines(piece.text)}])
            return made
        if piece.kind == "heading":
            made["level"] = levels.of(piece.level)
        if piece.kind == "numbers":
            made["start"] = piece.start
        if piece.number is not None:
            made["number"] = piece.number
        if piece.target:
            made["target"] = piece.target
        if piece.text:
            made["text"] = self.said(piece.text, longest)
        elif piece.kind in {"text", "typed"}:
            made["text"] = ""
        made["pieces"] = _parted(self._block(each, levels, longest) for each in piece.pieces)
        return made

    def _row_by_row(self, table: Piece) -> dict[str, Any]:
        """Make a list of the rows, in which each cell stands under the name of its column."""
        head, *rest = [row for rows in table.pieces for row in rows.pieces]
        levels = _Levels(0)
        items: list[dict[str, Any]] = []
        for row in rest or [head]:
            pieces: list[dict[str, Any]] = []
            for at, (name, cell) in enumerate(zip(head.pieces, row.pieces, strict=True)):
                if at:
                    pieces.append({"kind": "break"})
                if rest:
                    named = [self._block(each, levels) for each in name.pieces]
                    pieces += [{"kind": "strong", "pieces": named}, {"kind": "text", "text": ": "}]
                pieces += [self._block(each, levels) for each in cell.pieces]
            items.append({"kind": "item", "pieces": [{"kind": "paragraph", "pieces": pieces}]})
        return {"kind": "list", "pieces": items}


def _parted(blocks: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Set paragraphs of very many lines as several."""
    parted: list[dict[str, Any]] = []
    for block in blocks:
        breaks = [at for at, each in enumerate(block.get("pieces", ())) if each["kind"] == "break"]
        if block["kind"] != "paragraph" or len(breaks) < LINES_LIMIT:
            parted.append(block)
            continue
        ends = [*breaks[LINES_LIMIT - 1 :: LINES_LIMIT], len(block["pieces"])]
        for start, end in zip([-1, *ends], ends, strict=False):
            parted.append({"kind": "paragraph", "pieces": block["pieces"][start + 1 : end]})
    return parted


class _Levels:
    """Gives headings their levels: below what they stand in, and never one skipped."""

    def __init__(self, below: int) -> None:
        self._below = below
        self._last = below

    def of(self, level: int) -> int:
        self._last = min(self._below + level, self._last + 1, LEVEL_LIMIT)
        return self._last


def _is_too_much(pieces: tuple[Piece, ...]) -> bool:
    count = 0
    open_ = [(piece, 1) for piece in pieces]
    while open_:
        piece, depth = open_.pop()
        count += 1
        if depth > DEPTH_LIMIT or count > PIECES_LIMIT:
            return True
        open_ += [(each, depth + 1) for each in piece.pieces]
    return False
