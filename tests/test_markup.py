"""What people write is shown as they meant it, and never runs, hides or breaks anything."""

import re
from collections import OrderedDict
from collections.abc import Sequence
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samenspraak.errors import TooLarge
from samenspraak.markup import (
    COLUMNS_LIMIT,
    NESTING_LIMIT,
    TAGS,
    TEXT_LIMIT,
    Piece,
    pieces,
    plain,
    render,
    render_frozen,
)


class Walk(HTMLParser):
    """Collects what a browser would see: tags, attributes, text and depth."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.depth = self.deepest = 0
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag != "br":
            self.depth += 1
            self.deepest = max(self.deepest, self.depth)

    def handle_endtag(self, tag):
        self.depth -= 1

    def handle_data(self, data):
        self.text += data

    def handle_comment(self, data):
        raise AssertionError("a comment would hide text")


def _is_harmless(markup: str) -> bool:
    for tag, attributes in Walk(markup).tags:
        if tag not in TAGS:
            return False
        allowed = {"a": {"href", "rel", "target"}, "ol": {"start"}, "li": {"value"}}.get(tag, set())
        if set(attributes) - allowed:
            return False
        href = attributes.get("href")
        if href is not None and not re.match(r"(https?://[^/\\]|mailto:)", href):
            return False
        if tag == "a" and attributes.get("rel") != "nofollow noopener noreferrer":
            return False
    return True


A = '<a href="'
B = '" target="_blank" rel="nofollow noopener noreferrer">'


@pytest.mark.parametrize(
    ("text", "markup"),
    [
        ("Gewone tekst.", "<p>Gewone tekst.</p>"),
        ("Eén\nTwee", "<p>Eén<br>\nTwee</p>"),
        ("*schuin* en **vet**", "<p><em>schuin</em> en <strong>vet</strong></p>"),
        ("# Kop", "<h3>Kop</h3>"),
        ("## Kop", "<h4>Kop</h4>"),
        ("###### Kop", "<h6>Kop</h6>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("3. a", '<ol start="3">\n<li>a</li>\n</ol>'),
        (
            "1. a\n5. b\n6. c\n6. d",
            '<ol>\n<li>a</li>\n<li value="5">b</li>\n<li>c</li>\n<li value="6">d</li>\n</ol>',
        ),
        ("> citaat", "<blockquote>\n<p>citaat</p>\n</blockquote>"),
        ("`code <b>`", "<p><code>code &lt;b&gt;</code></p>"),
        ("```\n<b>\n```", "<pre><code>&lt;b&gt;\n</code></pre>"),
        ("4 < 5 & 6 > 2", "<p>4 &lt; 5 &amp; 6 &gt; 2</p>"),
        ("~~€ 5~~", "<p>~~€ 5~~</p>"),
        ("Kop\n---", "<p>Kop<br>\n---</p>"),
        ("&amp; &#8203;", "<p>&amp;amp; &amp;#8203;</p>"),
        (
            "[tabel](https://e.org/a?b=c)",
            f"<p>{A}https://e.org/a?b=c{B}tabel</a> (https://e.org/a?b=c)</p>",
        ),
        ("<https://e.org>", f"<p>{A}https://e.org{B}https://e.org</a></p>"),
        ("[post](mailto:a@e.org)", f"<p>{A}mailto:a@e.org{B}post</a> (mailto:a@e.org)</p>"),
        ("<a@e.org>", f"<p>{A}mailto:a@e.org{B}a@e.org</a></p>"),
        (
            "[*x*](https://e.org 'klein')",
            f"<p>{A}https://e.org{B}<em>x</em></a> (https://e.org klein)</p>",
        ),
    ],
)
def test_the_small_language_means_what_people_expect(text, markup):
    assert render(text).strip() == markup
    assert _is_harmless(render(text))


def test_a_table_is_a_table():
    seen = Walk(render("| a | b |\n|--:|---|\n| 1 | 2 |"))
    assert [tag for tag, _ in seen.tags] == [
        *("table", "thead", "tr", "th", "th"),
        *("tbody", "tr", "td", "td"),
    ]
    assert not any(attributes for _, attributes in seen.tags)


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<iframe src=javascript:alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<!-- hidden -->",
    "<![CDATA[x]]>",
    "<?php x ?>",
    "<style>*{display:none}</style>",
    "<base href=//evil.example>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](\x01javascript:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](vbscript:x)",
    "[x](data:text/html,<script>1</script>)",
    "[x](data:image/png;base64,AAAA)",
    "[x](file:///etc/passwd)",
    "[x](blob:https://example.org/1)",
    "[x](ftp://example.org)",
    "[x](//evil.example)",
    "[x](/\\evil.example)",
    "[x](\\\\evil.example)",
    "[x](https:evil.example)",
    "[x](https:/evil.example)",
    "[x](https:\\\\evil.example)",
    "[x](https://bank.example@evil.example)",
    "[x](https://user:secret@evil.example)",
    "[x](/contracten/1)",
    "[x](../../secret)",
    "[x](#anchor)",
    "[x](?next=1)",
    "[x]()",
    "[x](mailto:a@example.org?body=x&bcc=b@example.org)",
    "<javascript:alert(1)>",
    "<//evil.example>",
    "![x](https://evil.example/pixel.png)",
    "![x](//evil.example/pixel.png)",
    '![x](x"onerror="alert(1))',
    '[x](https://example.org "title\\" onmouseover=\\"alert(1)")',
    "[x](https://example.org/\"onmouseover='alert(1)')",
    "[a]: javascript:alert(1)\n\n[a]",
    "[a]: https://example.org/hidden\n\nNothing uses it.",
    "`<script>`<script>alert(1)</script>",
    "| <b onclick=x> |\n|---|\n| <script> |",
    "# <img src=x>",
    "```<script>\n</code></pre><script>alert(1)</script>\n```",
    '```html" onclick="alert(1)\nx\n```',
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "\x00<script>",
    "<scr\x00ipt>alert(1)</script>",
    "<a\x0chref=javascript:alert(1)>",
    "[<img src=x>](https://example.org)",
    "[[x](javascript:1)](https://example.org)",
    "*<b*>",
    "\u202e[x](https://example.org)",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text):
    markup = render(text)
    assert _is_harmless(markup), markup


@pytest.mark.parametrize("text", HOSTILE)
async def test_frozen_text_is_laid_out_as_any_other(text):
    for _ in range(2):
        assert await render_frozen(text) == render(text)


async def test_no_more_frozen_text_is_remembered_than_there_is_room_for(monkeypatch):
    """Somebody who asks for text after text would else fill the memory."""
    remembered = OrderedDict[str, str]()
    monkeypatch.setattr("samenspraak.markup._remembered", remembered)
    monkeypatch.setattr("samenspraak.markup.REMEMBERED_LIMIT", 120)
    for text in ("a" * 20, "b" * 20, "a" * 20, "c" * 30):
        await render_frozen(text)
    assert [*remembered] == ["a" * 20, "c" * 30]
    # One text alone is remembered, however long.
    assert await render_frozen("d" * 1_000) == f"<p>{'d' * 1_000}</p>\n"
    assert [*remembered] == ["d" * 1_000]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("<!-- € 5 korting -->", "€ 5 korting"),
        ("<b>telt</b>", "telt"),
        ("[a]: https://example.org/hidden", "https://example.org/hidden"),
        ("![alt](https://example.org/x.png)", "alt"),
        ("[x](javascript:alert)", "javascript:alert"),
        ('[x](https://e.org "klein gedrukt")', "klein gedrukt"),
        ("[x](https://e.org/volledig)", "https://e.org/volledig"),
        ("```verborgen\nx\n```", "verborgen"),
        ("| a |\n|---|\n| 1 | meer |", "meer"),
        ("> | a |\n> |---|\n> 1 | meer", "meer"),
        ("> " * 500 + "diep", "diep"),
        ("\n".join("  " * level + "- x" for level in range(200)) + "diep", "diep"),
        ("|" * 5_000 + "\n" + "|-" * 5_000 + "|\n| breed |", "breed"),
    ],
)
def test_nothing_that_was_written_is_hidden(text, kept):
    assert kept in Walk(render(text)).text


# A quarter of the limit shows every growth that matters, and keeps the suite short.
BOMB = TEXT_LIMIT // 4
BOMBS = {
    "quotes": ">" * BOMB,
    "quotes with blanks": "> " * (BOMB // 2),
    "lists": "- " * (BOMB // 2),
    "indented lists": "\n".join("  " * level + "- x" for level in range(440)),
    "brackets": "[" * BOMB,
    "links": "[x](" * (BOMB // 4),
    "nested links": "[" * 50_000 + "x" + "](https://e.org)" * 9_000,
    "stars": "*a " * (BOMB // 3),
    "nested emphasis": "*a **b " * 20_000,
    "closed emphasis": "**" * 20_000 + "x" + "**" * 20_000,
    "underscores": "_" * BOMB,
    "alternating marks": "*_" * (BOMB // 2),
    "ticks": "".join("`" * count + " " for count in range(600)),
    "tildes": "~" * BOMB,
    "fences": "```\n" * (BOMB // 4),
    "backslashes": "\\" * BOMB,
    "entities": "&amp;" * (BOMB // 5),
    "unfinished entities": "&" * BOMB,
    "wide table": "|" * 60_000 + "\n" + "|-" * 60_000 + "\n",
    "wide allowed table": ("|a" * COLUMNS_LIMIT + "|\n" + "|-" * COLUMNS_LIMIT + "|\n")
    + "|\n" * 90_000,
    "tables": "a|b\n-|-\n" * 20_000,
    "headings": "# x\n" * (BOMB // 4),
    "line ends": "\n" * BOMB,
    "autolinks": "<https://" * (BOMB // 9),
    "angle brackets": "<" * BOMB,
    "definitions": "[a]: b\n" * (BOMB // 7),
    "numbered": "1) " * (BOMB // 3),
    "blanks": " " * BOMB,
    "tabs": "\t" * (BOMB // 2) + "x",
    "ordinary": "Twee plekken, **achttien** maanden en [een tabel](https://e.org).\n\n" * 3_000,
}


@pytest.mark.parametrize("text", BOMBS.values(), ids=BOMBS)
def test_a_bomb_goes_off_small(text):
    """A page that grows a hundredfold or nests without end would stop a reader's browser.

    A quadratic parse would show as a suite that does not end.
    """
    markup = render(text[:BOMB])
    assert len(markup) <= 100 * BOMB
    assert Walk(markup).deepest <= NESTING_LIMIT + 5
    assert _is_harmless(markup)


def test_the_longest_document_is_laid_out():
    text = "Twee plekken, **achttien** maanden en [een tabel](https://e.org).\n\n" * 3_000
    made = render(text[:TEXT_LIMIT])
    assert _is_harmless(made)
    assert made.count("<a ") > 2_900


@pytest.mark.parametrize("text", ["[" * 20_000, "![" * 10_000, "[a" * 7_000 + "]" * 6_000])
def test_brackets_nobody_closes_stay_as_typed(text):
    """One message of these kept everybody else of the same process waiting for two seconds."""
    assert render(text) == f"<p>{text}</p>"


def test_a_text_over_the_limit_is_refused_before_it_is_read():
    for reader in (render, plain):
        with pytest.raises(TooLarge):
            reader("x" * (TEXT_LIMIT + 1))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("# Kop\n\n*schuin* **vet**\nregel", "Kop schuin vet regel"),
        ("[tabel](https://example.org)", "tabel"),
        ("- a\n- b `c`", "a b c"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "a b 1 2"),
        ("```\ncode\n```", "code"),
        ("a & b", "a & b"),
        ("", ""),
    ],
)
def test_an_excerpt_has_the_words_alone(text, words):
    assert plain(text) == words


def words_of(pieces: Sequence[Piece]) -> str:
    return " ".join(piece.text + words_of(piece.pieces) for piece in pieces)


@given(st.text("ab *_`[](){}<>#|-\n1.:/\\&;h", max_size=200))
def test_pieces_hold_the_words_of_the_page_and_no_others(text: str):
    found = pieces(text)
    assert found is not None

    assert "".join(words_of(found).split()) == "".join(Walk(render(text)).text.split())


def test_pieces_say_where_a_link_leads_and_where_a_list_starts():
    found = pieces("0. [hier](https://a.example/b)")

    assert found is not None
    (numbers,) = found
    (paragraph,) = numbers.pieces[0].pieces
    link, target = paragraph.pieces
    assert (numbers.kind, numbers.start) == ("numbers", 0)
    assert (link.kind, link.target, target.text) == (
        "link",
        "https://a.example/b",
        " (https://a.example/b)",
    )


def test_a_number_is_read_as_it_was_typed():
    made = pieces("0. a\n\n7. b\n   - x\n   2. y\n   4. z\n8. c")
    assert made is not None
    [outer] = made
    assert (outer.start, [item.number for item in outer.pieces]) == (0, [None, 7, None])
    *_, inner = outer.pieces[1].pieces
    assert (inner.start, [item.number for item in inner.pieces]) == (2, [None, 4])


def test_what_is_nested_too_deeply_has_no_pieces():
    assert pieces(">" * 41 + " diep") is None
