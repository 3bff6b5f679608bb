"""Somebody who leaves the mouse alone: Tab leads there, and Enter, Space, arrows and letters do it."""

from playwright.async_api import Locator, expect
from tests.stories.visitor import Visitor

# More than any of our pages has stops; whoever has not come by then never will.
MOST_STOPS = 150
# Where something is, seen from what has the focus.
_WHERE = """target => {
    const here = document.activeElement;
    if (here === target) return "here";
    const isBehind = here.compareDocumentPosition(target) & Node.DOCUMENT_POSITION_PRECEDING;
    return isBehind && !target.contains(here) ? "back" : "on";
}"""
# Radio buttons of one question are one stop.
_IS_STOP = """target => {
    const here = document.activeElement;
    return here === target || (here.type === "radio" && here.name === target.name);
}"""


async def tab_to(visitor: Visitor, target: Locator) -> None:
    """Press Tab, or Shift and Tab, until something has the focus."""
    await target.wait_for()
    for _ in range(MOST_STOPS):
        where = await target.evaluate(_WHERE)
        if where == "here":
            return
        await visitor.page.keyboard.press("Tab" if where == "on" else "Shift+Tab")
    message = f"Tab never reaches {target}"
    raise AssertionError(message)


async def press(visitor: Visitor, target: Locator, key: str = "Enter") -> None:
    """Go to something and press a key on it."""
    await tab_to(visitor, target)
    await visitor.page.keyboard.press(key)


class KeyboardVisitor(Visitor):
    """A visitor who does everything that another one does, by keyboard."""

    async def press(self, key: str, within: Locator | None = None, **facts: object) -> None:
        await press(self, self.button(key, within, **facts))

    async def follow(self, key: str, within: Locator | None = None, **facts: object) -> None:
        await press(self, self.link(key, within, **facts))

    async def fill(
        self, key: str, text: str, within: Locator | None = None, **facts: object
    ) -> None:
        """Type over what stands in a field, and leave it as one does, with Tab."""
        await self.type_in(self.field(key, within, **facts), text)

    async def type_in(self, field: Locator, text: str) -> None:
        await tab_to(self, field)
        keyboard = self.page.keyboard
        await keyboard.press("Control+A")
        await keyboard.type(text)
        await keyboard.press("Tab")

    async def choose(self, key: str, option: str) -> None:
        """Go down, or up, the options of a field until it says this."""
        field = self.field(key)
        await tab_to(self, field)
        value = await field.locator("option").filter(has_text=option).get_attribute("value")
        steps = await field.evaluate(
            "(field, value) => [...field.options].findIndex((each) => each.value === value)"
            " - field.selectedIndex",
            value,
        )
        for _ in range(abs(steps)):
            await self.page.keyboard.press("ArrowDown" if steps > 0 else "ArrowUp")
        await expect(field).to_have_value(value or "")

    async def pick(self, target: Locator) -> None:
        """Go to a question and take one of its answers."""
        await target.wait_for()
        for _ in range(MOST_STOPS):
            if await target.evaluate(_IS_STOP):
                break
            where = await target.evaluate(_WHERE)
            await self.page.keyboard.press("Tab" if where == "on" else "Shift+Tab")
        for _ in range(MOST_STOPS):
            if await target.evaluate("target => target === document.activeElement"):
                await self.page.keyboard.press("Space")
                await expect(target).to_be_checked()
                return
            await self.page.keyboard.press("ArrowDown")
        message = f"the keyboard never reaches {target}"
        raise AssertionError(message)

    async def tick(self, target: Locator) -> None:
        """Say that a statement is true."""
        await press(self, target, "Space")
        await expect(target).to_be_checked()

    async def unfold(self, title: str) -> None:
        """Show what is folded away under these words, unless it is shown."""
        summary = self.page.locator("main summary").filter(has_text=title)
        if not await summary.evaluate("summary => summary.parentElement.open"):
            await press(self, summary)
