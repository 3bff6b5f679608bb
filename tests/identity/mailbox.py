"""A real SMTP server that keeps what it gets."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import asyncpg
from aiosmtpd.smtp import SMTP
from msgspec import structs
from tests.servers import free_ports

from samenspraak.identity.letters import Postman
from samenspraak.settings import Settings


class Mailbox:
    """What came in, and what it says to those who bring letters."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.letters: list[EmailMessage] = []
        self.answer = "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.answer.startswith("250"):
            letter = message_from_bytes(envelope.content, policy=policy.default)
            assert isinstance(letter, EmailMessage)
            self.letters.append(letter)
        return self.answer

    def mailed(self, settings: Settings) -> Settings:
        """Return settings with which letters come here."""
        return structs.replace(settings, mail_url=f"smtp://127.0.0.1:{self.port}")

    async def letters_to(self, email: str, settings: Settings) -> list[EmailMessage]:
        """Let the postman walk, and return what lies here for somebody."""
        sweeper = await asyncpg.connect(settings.database_sweeper_url)
        try:
            postman = Postman(self.mailed(settings))
            while await postman.send_one(sweeper):
                pass
        finally:
            await sweeper.close()
        return [letter for letter in self.letters if letter["To"] == email]


@asynccontextmanager
async def a_mailbox() -> AsyncIterator[Mailbox]:
    """Open one on a port of its own."""
    [port] = free_ports(1)
    mailbox = Mailbox(port)
    server = await asyncio.get_running_loop().create_server(
        lambda: SMTP(mailbox, enable_SMTPUTF8=True), "127.0.0.1", port
    )
    try:
        yield mailbox
    finally:
        server.close()
        await server.wait_closed()
