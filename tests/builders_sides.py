"""Departments of a side with their word, and perspectives, as one signed-in browser meets them."""

from typing import Any
from uuid import UUID

from tests.browser import Browser, move

ANSWERS = {
    "wants": "Vaklui die blijven.",
    "worries": "Te veel leerlingen tegelijk.",
    "gives": "Twee erkende leermeesters.",
    "needs": "Rust.",
}


class OwnSide:
    """What one person can do within their own side, or for it."""

    def __init__(self, workspace_id: UUID, browser: Browser) -> None:
        self.browser = browser
        self.path = f"/workspaces/{workspace_id}"

    async def departments(self) -> dict[str, Any]:
        """Return the departments of the own side."""
        answer = await self.browser.get(f"{self.path}/departments")
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def define(self, name: str, *people: UUID, **members: Any) -> dict[str, Any]:
        """Let a department give its word before proposals, and return it."""
        answer = await self.ask_to_define(name, *people, **members)
        assert answer.status_code == 201, answer.text
        return next(each for each in answer.json()["items"] if each["name"] == name)

    async def ask_to_define(self, name: str, *people: UUID, **members: Any) -> Any:
        """Define a department and return the whole answer."""
        rule = {"before": ["proposal"], "participantIds": [str(one) for one in people]}
        return await self.browser.post(
            f"{self.path}/departments", move(**{"name": name, **rule, **members})
        )

    async def change(self, department: dict[str, Any], **members: Any) -> Any:
        """Change a department as it is now and return the whole answer."""
        rule = {name: department[name] for name in ("name", "before", "aboveCents")}
        people = [each["participantId"] for each in department["people"]]
        return await self.browser.post(
            f"{self.path}/departments/{department['id']}/changes",
            move(**{**rule, "participantIds": people, **members}),
        )

    async def end(self, department: dict[str, Any]) -> Any:
        """Ask a department no longer and return the whole answer."""
        return await self.browser.post(
            f"{self.path}/departments/{department['id']}/endings", move()
        )

    async def ask_to_say(
        self, department: dict[str, Any], about_id: UUID | str, digest: str, **members: Any
    ) -> Any:
        """Say yes for a department to a draft and return the whole answer."""
        said = {"about": "draft", "aboutId": str(about_id), "digest": digest, "word": "yes"}
        return await self.browser.post(
            f"{self.path}/words", move(**{"departmentId": department["id"], **said, **members})
        )

    async def say(
        self, department: dict[str, Any], about_id: UUID | str, digest: str, **members: Any
    ) -> None:
        """Say yes for a department to a draft, which must go well."""
        answer = await self.ask_to_say(department, about_id, digest, **members)
        assert answer.status_code == 201, answer.text

    async def perspectives(self) -> dict[str, Any]:
        """Return every exchange of perspectives as this person sees it."""
        answer = await self.browser.get(f"{self.path}/perspectives")
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def ask_both(self) -> Any:
        """Start an exchange and return the whole answer."""
        return await self.browser.post(f"{self.path}/perspectives", move())

    async def hand_in(self, **members: Any) -> Any:
        """Hand in the own side's answers and return the whole answer."""
        return await self.browser.post(
            f"{self.path}/perspectives/answers", move(**{**ANSWERS, **members})
        )

    async def open(self) -> Any:
        """Open what was handed in and return the whole answer."""
        return await self.browser.post(f"{self.path}/perspectives/openings", move())
