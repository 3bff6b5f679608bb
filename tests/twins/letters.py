"""A mail server of our own, and the letters in it as they came over the wire."""

from typing import Any

import asyncpg
from tests.twins.labels import LabelledWorld
from tests.twins.looking import Seen

from samenspraak.identity.letters import Postman
from samenspraak.settings import Settings


class Letterbox:
    """Takes in every letter; each observer reads their own."""

    settings: Settings

    def __init__(self, addresses: dict[str, str]) -> None:
        self._names = {address: name for name, address in addresses.items()}
        self._letters: list[tuple[str, bytes]] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802  # its caller says
        """Take in one letter, as the library calls it."""
        self._letters += [(address, envelope.content) for address in envelope.rcpt_tos]
        return "250 OK"

    async def opened(self, labels: LabelledWorld) -> list[Seen]:
        """Let the postman walk until the outbox is empty, and return what the observers got."""
        postman = Postman(self.settings)
        connection = await asyncpg.connect(self.settings.database_sweeper_url)
        labels.move_to(10**6)
        try:
            while await postman.send_one(connection):
                pass
        finally:
            await connection.close()
        return [
            Seen(by=self._names[address], what="letter", came=content)
            for address, content in self._letters
            if address in self._names
        ]
