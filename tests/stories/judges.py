"""What is asked of every screen: accessible, in one language, never wider than the window."""

import json
import re
from functools import cache
from typing import Any

from playwright.async_api import expect
from tests.stories.visitor import TOP, Visitor, catalogue

AXE = TOP / "frontend/node_modules/axe-core/axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# React Aria hides the page behind an open combobox, and axe finds the field that opened it there.
EXCUSED = {"aria-hidden-focus": "[role=combobox][aria-expanded=true]"}
WIDTHS = {1440: 900, 390: 844}
NARROWEST = 320
OTHER = {"nl": "en", "en": "nl"}

# A sentence with placeholders for nearly everything would explain any text.
LETTERS_AT_LEAST = 4

_TEXTS = """() => {
    const here = document.documentElement.lang;
    const texts = new Set();
    const isRead = (element) => (element.closest("[lang]")?.lang ?? here) === here;
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const element = node.parentElement;
        if (!element || ["SCRIPT", "STYLE", "NOSCRIPT"].includes(element.tagName)) continue;
        if (!isRead(element) || !element.checkVisibility({visibilityProperty: true})) continue;
        texts.add(node.data.replace(/\\s+/g, " ").trim());
    }
    for (const element of document.querySelectorAll("[aria-label],[title],[placeholder],[alt]")) {
        if (!isRead(element)) continue;
        for (const name of ["aria-label", "title", "placeholder", "alt"]) {
            texts.add((element.getAttribute(name) ?? "").replace(/\\s+/g, " ").trim());
        }
    }
    return [document.title, ...texts].filter(Boolean);
}"""

WIDEST = """() => {
    const limit = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= limit) return [];
    const scrolls = (element) => {
        for (let at = element.parentElement; at; at = at.parentElement) {
            if (["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(at).overflowX)) return true;
        }
        return false;
    };
    return [...document.querySelectorAll("body *")]
        .filter((one) => one.getBoundingClientRect().right > limit + 1 && !scrolls(one))
        .map((one) => `${one.tagName}.${one.className} ${Math.round(one.getBoundingClientRect().right)}`)
        .slice(0, 5).concat(`page ${document.documentElement.scrollWidth}`);
}"""


class Inspection:
    """What was found on all screens of a test, so that one run tells everything."""

    def __init__(self, widths: dict[int, int] = WIDTHS) -> None:
        self.widths = widths
        self.faults: list[str] = []

    async def look(self, visitor: Visitor, state: str) -> None:
        """Judge the screen as it is now."""
        await visitor.page.locator("main").wait_for()
        await expect(visitor.page.locator("[aria-busy=true]")).to_have_count(0)
        faults = await faults_of(visitor, widths=self.widths)
        self.faults += [f"{state}: {fault}" for fault in faults]

    def ends(self) -> None:
        """Fail with everything that was found."""
        assert not self.faults, "\n".join(self.faults)


async def faults_of(visitor: Visitor, *, widths: dict[int, int] = WIDTHS) -> list[str]:
    """Look at the screen as it is now, wide and narrow, and tell everything that is wrong."""
    before = visitor.page.viewport_size
    assert before is not None, "every visitor has a window"
    faults = await untranslated(visitor)
    for width, height in widths.items():
        await visitor.page.set_viewport_size({"width": width, "height": height})
        faults += [f"{width} px: {fault}" for fault in await axe(visitor)]
    await visitor.page.set_viewport_size({"width": NARROWEST, "height": 640})
    faults += [f"sideways: {one}" for one in await visitor.page.evaluate(WIDEST)]
    await visitor.page.set_viewport_size(before)
    return faults


async def axe(visitor: Visitor) -> list[str]:
    """Let axe judge the page, from a world of its own in which the page's policies do not hold."""
    session = await visitor.context.new_cdp_session(visitor.page)
    tree = await session.send("Page.getFrameTree")
    world = await session.send(
        "Page.createIsolatedWorld",
        {"frameId": tree["frameTree"]["frame"]["id"], "worldName": "axe"},
    )

    async def evaluate(expression: str) -> Any:
        answer = await session.send(
            "Runtime.evaluate",
            {
                "expression": expression,
                "contextId": world["executionContextId"],
                "awaitPromise": True,
                "returnByValue": True,
            },
        )
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    if not await evaluate("'axe' in globalThis"):
        await evaluate(f"{AXE.read_text(encoding='utf-8')}; 0")
    options = {"runOnly": TAGS, "resultTypes": ["violations"], "preload": False}
    found = await evaluate(
        f"axe.run(document, {json.dumps(options)}).then(({{violations}}) => violations.flatMap("
        "({id, help, nodes}) => nodes.map(({target, failureSummary}) =>"
        " ({id, help, target: target.join(' '), why: failureSummary}))))"
    )
    await session.detach()
    excused = set()
    for rule, selector in EXCUSED.items():
        if await visitor.page.locator(selector).count():
            excused.add(rule)
    return [
        f"{one['id']}: {one['help']} at {one['target']} ({' '.join(one['why'].split())})"
        for one in found
        if one["id"] not in excused
    ]


async def untranslated(visitor: Visitor) -> list[str]:
    """Tell which words on the screen belong to the other language's catalogues."""
    found = []
    if await visitor.page.evaluate("document.documentElement.lang") != visitor.language:
        found.append("the document names another language")
    for text in await visitor.page.evaluate(_TEXTS):
        own, other = (explained(text, one) for one in (visitor.language, OTHER[visitor.language]))
        if other and not own:
            found.append(f"not in {visitor.language}: {text!r} is {other}")
    return found


def explained(text: str, language: str) -> str | None:
    """Return the key of a sentence that this text is, if there is one."""
    folded = text.casefold()
    for side in ("frontend/src", "server/samenspraak"):
        plain, patterns = _sentences(language, side)
        if folded in plain:
            return plain[folded]
        for key, pattern in patterns:
            if pattern.fullmatch(text):
                return key
    return None


@cache
def _sentences(
    language: str, side: str
) -> tuple[dict[str, str], list[tuple[str, re.Pattern[str]]]]:
    plain: dict[str, str] = {}
    patterns: list[tuple[str, re.Pattern[str]]] = []
    for key, text in catalogue(language, side=side).items():
        # The screens write {{name}}, the server {name}; between the words stand the names.
        parts = re.split(r"\{{1,2}(\w+)\}{1,2}", " ".join(text.split()))
        if len(parts) == 1:
            plain[parts[0].casefold()] = key
        elif sum(letter.isalpha() for letter in "".join(parts[::2])) >= LETTERS_AT_LEAST:
            # What is counted is a number, so that "4 medewerkers" in a sum is nobody's sentence.
            words = "".join(
                (r"([0-9.,]+)" if part == "count" else "(.+)") if index % 2 else re.escape(part)
                for index, part in enumerate(parts)
            )
            patterns.append((key, re.compile(words, re.IGNORECASE)))
    return plain, patterns
