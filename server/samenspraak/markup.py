"""Markdown that people write, made into HTML that cannot hurt a reader or hide anything.

Two nets: the parser knows no HTML, images or hidden definitions, and what it makes passes a list
of allowed tags. Headings start at the third level, because a page around the text has its own.
"""

import asyncio
import html
import re
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from msgspec import Struct

from samenspraak.errors import TooLarge

# The longest document of ours; parsing it takes about a second, so it is asked for rarely.
TEXT_LIMIT = 200_000
# Wider tables fit on no page, and one line could ask for thousands of empty cells a row.
COLUMNS_LIMIT = 50
# Twenty lists within lists, and emphasis likewise; deeper nesting serves only to break readers.
NESTING_LIMIT = 40
# The parser looks for each bracket's other half to the end of a paragraph: half a second of that.
SEARCH_LIMIT = 100_000_000
# Of frozen texts and their HTML together: those of the largest agreement there can be.
REMEMBERED_LIMIT = 10_000_000

TAGS = {
    *("p", "br", "h3", "h4", "h5", "h6", "ul", "ol", "li", "em", "strong", "a", "blockquote"),
    *("code", "pre", "table", "thead", "tbody", "tr", "th", "td"),
}


class TextTooLong(TooLarge):
    """The text is longer than any document may be."""

    slug = "markup/too-long"


def render(text: str) -> str:
    """Return safe HTML for the text; what cannot be laid out within the bounds stays as typed.

    Nothing of the text is left out, and a link says where it leads: people agree to what they read.
    """
    tokens = _parsed(text)
    if tokens is None:
        return _as_typed(text)
    parser = _parser(with_tables=True)
    shown = [_shown(token) for token in _numbered(tokens)]
    made: str = parser.renderer.render(shown, parser.options, {})
    return nh3.clean(
        made,
        tags=TAGS,
        # Named even where empty: the library's own list lets titles through on every tag.
        attributes={"a": {"href"}, "ol": {"start"}, "li": {"value"}, "*": set()},
        url_schemes={"http", "https", "mailto"},
        url_relative="deny",
        link_rel="nofollow noopener noreferrer",
        # A link leaves the room without closing what somebody is writing in it.
        set_tag_attribute_values={"a": {"target": "_blank"}},
    )


async def render_frozen(text: str) -> str:
    """Render a text that never changes any more: once for all its readers, and in nobody's way.

    An agreement can hold hundreds of texts, which together take seconds. One thread takes them in
    turn, text by text, so a short agreement need not wait for the whole of a long one.
    """
    made = _remembered.pop(text, None)
    if made is None:
        made = await asyncio.get_running_loop().run_in_executor(_ASIDE, render, text)
    _remembered[text] = made
    held = sum(len(key) + len(value) for key, value in _remembered.items())
    while held > REMEMBERED_LIMIT and len(_remembered) > 1:
        key, value = _remembered.popitem(last=False)
        held -= len(key) + len(value)
    return made


_ASIDE = ThreadPoolExecutor(1, thread_name_prefix="markup")
_remembered: OrderedDict[str, str] = OrderedDict()


def plain(text: str) -> str:
    """Return the words alone in one line, for excerpts, mail subjects and search."""
    tokens = _parsed(text)
    words = text if tokens is None else " ".join(_words(tokens))
    return " ".join(words.split())


class Piece(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One piece of a text as it is laid out: a paragraph, a list, a word in bold, bare words."""

    kind: str
    text: str = ""
    # Of a heading, from one.
    level: int = 0
    # Of a numbered list.
    start: int = 1
    # Of an item in it that does not follow on the one before.
    number: int | None = None
    # Where a link leads.
    target: str = ""
    pieces: "tuple[Piece, ...]" = ()


def pieces(text: str) -> tuple[Piece, ...] | None:
    """Return the text as pieces within pieces, for what is no web page.

    They hold what `render` shows and nothing else. None means that it is to stay as typed.
    """
    tokens = _parsed(text)
    return None if tokens is None else _within(iter([_shown(token) for token in _numbered(tokens)]))


_KINDS = {
    "bullet_list": "list",
    "ordered_list": "numbers",
    "list_item": "item",
    "blockquote": "quote",
    "thead": "rows",
    "tbody": "rows",
    "tr": "row",
    "th": "cell",
    "td": "cell",
    "em": "emphasis",
    "softbreak": "break",
    "hardbreak": "break",
    "fence": "code",
    "code_block": "code",
    "code_inline": "typed",
}


def _within(tokens: Iterator[Token]) -> tuple[Piece, ...]:
    """Gather pieces until whatever holds them closes."""
    found: list[Piece] = []
    for token in tokens:
        if token.nesting < 0:
            break
        if token.type == "inline":
            found += _within(iter(token.children or ()))
            continue
        name = token.type.removesuffix("_open")
        start, number = token.attrGet("start"), token.attrGet("value")
        found.append(
            Piece(
                kind=_KINDS.get(name, name),
                text=token.content,
                level=int(token.tag[1]) - 2 if name == "heading" else 0,
                start=1 if start is None else int(start),
                number=None if number is None else int(number),
                target=str(token.attrGet("href") or ""),
                pieces=_within(tokens) if token.nesting > 0 else (),
            )
        )
    return tuple(found)


_LINK = re.compile(r"https?://[^\s/?#@\\]+(?:[/?#][^\s\\]*)?", re.IGNORECASE)
_MAIL_LINK = re.compile(r"mailto:[^\s@?#&\\]+@[^\s@?#&\\/]+", re.IGNORECASE)


_CELL_BORDER = re.compile(r"(?<!\\)\|")
_LAST_BORDER = re.compile(r"(?<!\\)\|$")


class _Markdown(MarkdownIt):
    """The parser with our own idea of which links may become live."""

    def validateLink(self, url: str) -> bool:  # noqa: N802 - the name is the library's
        """Allow whole web and mail addresses: no `//host`, no script, no name before an @."""
        return bool(_LINK.fullmatch(url) or _MAIL_LINK.fullmatch(url))


@cache
def _parser(*, with_tables: bool) -> MarkdownIt:
    # The parser stops reading, and drops what is left, somewhat deeper than we accept.
    options = {"html": False, "breaks": True, "maxNesting": NESTING_LIMIT + 20}
    parser = _Markdown("commonmark", options)
    # Without entities "&#8203;" stays what was typed and becomes no character nobody sees.
    parser.disable(["html_block", "html_inline", "image", "reference", "lheading", "hr", "entity"])
    return parser.enable("table") if with_tables else parser


def _parsed(text: str) -> Sequence[Token] | None:
    """Return the tokens, or None when the text is nested deeper than we lay out, or looks so."""
    if len(text) > TEXT_LIMIT:
        raise TextTooLong(limit=TEXT_LIMIT)
    if sum(part.count("[") * len(part) for part in text.split("\n\n")) > SEARCH_LIMIT:
        return None
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    is_narrow = all(line.count("|") <= COLUMNS_LIMIT + 1 for line in lines)
    tokens = _parser(with_tables=is_narrow).parse(text)
    if is_narrow and _loses_cells(tokens, lines):
        tokens = _parser(with_tables=False).parse(text)
    return tokens if max(_depths(tokens), default=0) <= NESTING_LIMIT else None


def _loses_cells(tokens: Sequence[Token], lines: Sequence[str]) -> bool:
    """Tell whether a row has more cells than its table's head, which the parser would drop."""
    columns, in_head = 0, False
    for token in tokens:
        if token.type == "thead_open":
            columns, in_head = 0, True
        elif token.type == "thead_close":
            in_head = False
        elif token.type == "th_open":
            columns += 1
        elif token.type == "tr_open" and token.map and not in_head:
            row = lines[token.map[0]].lstrip("> \t").strip()
            cells = len(_CELL_BORDER.findall(row)) + 1
            if cells - row.startswith("|") - bool(_LAST_BORDER.search(row)) > columns:
                return True
    return False


def _depths(tokens: Sequence[Token]) -> Iterator[int]:
    for token in tokens:
        yield token.level
        depth = token.level
        for child in token.children or ():
            depth += child.nesting
            yield depth


def _words(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type in {"fence", "code_block"}:
            yield token.content
        elif token.children:
            yield "".join(
                " " if child.type in {"softbreak", "hardbreak"} else child.content
                for child in token.children
            )


def _numbered(tokens: Sequence[Token]) -> Iterator[Token]:
    """Give each item of a list the number that was typed before it, where counting on does not.

    Texts speak of their parts by number, so what is typed as 5 may not be read as 2.
    """
    following: list[int | None] = []
    for token in tokens:
        if token.type in {"ordered_list_open", "bullet_list_open"}:
            start = token.attrGet("start")
            first = 1 if start is None else int(start)
            following.append(first if token.type == "ordered_list_open" else None)
        elif token.type in {"ordered_list_close", "bullet_list_close"}:
            following.pop()
        elif token.type == "list_item_open" and (due := following[-1]) is not None:
            number = int(token.info)
            following[-1] = number + 1
            if number != due:
                yield replace(token, attrs={**token.attrs, "value": number})
                continue
        yield token


def _shown(token: Token) -> Token:
    """Return the token as it is laid out, with what HTML would keep out of sight made words."""
    if token.type in {"heading_open", "heading_close"}:
        return replace(token, tag=f"h{min(6, int(token.tag[1]) + 2)}")
    if token.type == "fence" and token.info.strip():
        return replace(token, info="", content=f"{token.info.strip()}\n{token.content}")
    if token.children:
        return replace(token, children=list(_with_targets(token.children)))
    return token


def _with_targets(children: Sequence[Token]) -> Iterator[Token]:
    """Put behind each link where it leads, unless its words say just that."""
    target, title, words = "", "", ""
    for child in children:
        yield child
        if child.type == "link_open":
            target = str(child.attrGet("href") or "")
            title = "".join(c for c in str(child.attrGet("title") or "") if c.isprintable())
            words = ""
        elif child.type == "link_close":
            says = target if target.removeprefix("mailto:") != words and target != words else ""
            behind = " ".join(part for part in (says, title) if part)
            if behind:
                yield Token("text", "", 0, content=f" ({behind})")
        else:
            words += child.content


def _as_typed(text: str) -> str:
    return f"<p>{html.escape(text, quote=False).replace(chr(10), '<br>')}</p>"
