"""Letters: written down together with what they tell of, sent once PostgreSQL has it for good.

A letter is sent at least once: a process that dies between sending and forgetting sends it again.
"""

import asyncio
import contextlib
from datetime import timedelta
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

import aiosmtplib
import asyncpg
import msgspec
import structlog

from samenspraak import surroundings
from samenspraak.database import execute, line_of_its_own
from samenspraak.settings import Settings
from samenspraak.text import Language, sentence

# A mail server that is down for a night still gets everything in the morning.
ATTEMPTS_MOST = 30
LONGEST_PAUSE = timedelta(hours=1)
# Nobody waits behind a screen for a letter; looking more often would only wake the disk.
LOOK_SECONDS = 2.0
TIMEOUT_SECONDS = 20.0
# A mail server may take that long at each step; PostgreSQL does not wait for all of them.
WHOLE_SECONDS = 45.0

_DUE = """
select id, kind, recipient, language, facts, attempts from outbox
where due_at <= $1 order by due_at, id limit 1 for update skip locked
"""

log = structlog.get_logger()


async def write_letter(
    kind: str, *, recipient: str, language: Language, is_sent: bool = True, **facts: str
) -> None:
    """Put a letter in the outbox, within the transaction that is open.

    One that is not sent costs the same, so that nobody can tell the difference.
    """
    await execute(
        "insert into outbox (id, kind, recipient, language, facts, due_at, attempts)"
        " select $1::uuid, $2, $3, $4, $5, $6::timestamptz, 0 where $7::boolean",
        surroundings.new_id(),
        kind,
        recipient,
        language,
        msgspec.json.encode(facts).decode(),
        surroundings.now(),
        is_sent,
    )


class Postman:
    """Sends what waits in the outbox. Several may walk; each letter is taken by one."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to walk, where there is a mail server and a login that may read the outbox."""
        if self._settings.mail_url and self._settings.database_sweeper_url:
            self._task = asyncio.create_task(self._walk())

    async def stop(self) -> None:
        """Stop walking; what waits goes on waiting."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def _walk(self) -> None:
        while True:
            try:
                connection = await line_of_its_own(self._settings.database_sweeper_url)
                try:
                    while True:
                        while await self.send_one(connection):
                            pass
                        await asyncio.sleep(LOOK_SECONDS)
                finally:
                    connection.terminate()
            except (
                OSError,
                asyncpg.PostgresError,
                asyncpg.InterfaceError,
                asyncpg.InternalClientError,
            ) as error:
                log.warning("postman lost the database", error=type(error).__name__)
            except Exception as error:
                # A letter nobody can write must not end all letters of this process.
                log.exception("a letter broke", exc_info=error)
            await asyncio.sleep(LOOK_SECONDS)

    async def send_one(self, connection: asyncpg.Connection) -> bool:
        """Send one letter that is due; tell whether there was one."""
        async with connection.transaction():
            row = await connection.fetchrow(_DUE, surroundings.now())
            if row is None:
                return False
            try:
                async with asyncio.timeout(WHOLE_SECONDS):
                    await self._send(row)
            # Also one that cannot be written: it must not stand before all others for ever.
            except (aiosmtplib.SMTPException, OSError, LookupError, ValueError) as error:
                attempts = row["attempts"] + 1
                log.warning("letter not sent", kind=row["kind"], error=type(error).__name__)
                if attempts >= ATTEMPTS_MOST or isinstance(error, aiosmtplib.SMTPRecipientsRefused):
                    await connection.execute("delete from outbox where id = $1", row["id"])
                    return True
                pause = min(timedelta(seconds=5) * 2 ** min(attempts, 12), LONGEST_PAUSE)
                await connection.execute(
                    "update outbox set attempts = $2, due_at = $3 where id = $1",
                    row["id"],
                    attempts,
                    surroundings.now() + pause,
                )
                return True
            await connection.execute("delete from outbox where id = $1", row["id"])
        return True

    async def _send(self, row: asyncpg.Record) -> None:
        address = urlsplit(self._settings.mail_url)
        await aiosmtplib.send(
            letter(row, self._settings.mail_from),
            hostname=address.hostname or "localhost",
            port=address.port or (465 if address.scheme == "smtps" else 25),
            username=unquote(address.username) if address.username else None,
            password=unquote(address.password) if address.password else None,
            use_tls=address.scheme == "smtps",
            start_tls=True if address.scheme == "smtp+starttls" else None,
            timeout=TIMEOUT_SECONDS,
        )


def letter(row: asyncpg.Record, sender: str) -> EmailMessage:
    """Write a letter out in its reader's language."""
    facts: dict[str, str] = msgspec.json.decode(row["facts"])
    message = EmailMessage()
    message["From"] = sender
    message["To"] = row["recipient"]
    message["Subject"] = sentence(row["language"], f"letter.{row['kind']}.subject", **facts)
    message["Auto-Submitted"] = "auto-generated"
    message["Message-ID"] = f"<{row['id']}@{sender.rpartition('@')[2] or 'localhost'}>"
    message.set_content(sentence(row["language"], f"letter.{row['kind']}.text", **facts))
    return message
