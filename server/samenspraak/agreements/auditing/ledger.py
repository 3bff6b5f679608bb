"""What the shared journal of a room tells about its versions and texts, entry by entry."""

from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
import msgspec
from msgspec import Struct

from samenspraak.agreements.auditing.beside import KINDS as BESIDE
from samenspraak.agreements.auditing.shapes import Told

# Read in pages, so that a journal of any length fits in memory.
PAGE = 500

_ENTRIES = """
select number, digest, kind, actor, at, body from entry
where journal_id = $1 and kind = any($2) order by number, id
"""
_OFFERS = ("version.offered", "paper.recorded")
_CLOSINGS = ("version.sent-back", "version.withdrawn", "version.lapsed", "version.voided")
_REVISIONS = ("commitment.proposed", "commitment.countered")
KINDS = (
    *_OFFERS,
    *_CLOSINGS,
    *_REVISIONS,
    "version.signed",
    "paper.confirmed",
    "agreement.concluded",
    "person.erased",
    *BESIDE,
)


class ToldVersion(Struct, kw_only=True):
    """What was told about one version, from its offer on."""

    offered: Told | None = None
    # The digest of the version that was in force when it was offered.
    predecessor: str | None = None
    signed: dict[str, Told] = {}
    confirmed: list[Told] = []
    closed: Told | None = None
    concluded: Told | None = None
    superseded_at: datetime | None = None
    superseded_by: str | None = None


class Ledger:
    """What one journal tells, gathered while its entries pass by."""

    def __init__(self) -> None:
        self.versions: dict[str, ToldVersion] = {}
        # By commitment and number of the text.
        self.revisions: dict[tuple[str, int], Told] = {}
        # Whose names went, and may be gone.
        self.erased: set[str] = set()
        # About what lies beside versions.
        self.beside: list[Told] = []
        self._in_force: ToldVersion | None = None

    def follow(self, told: Told) -> None:
        """Take in the next entry."""
        if told.kind in _REVISIONS:
            named = (str(told.body.get("commitmentId")), _number(told.body.get("revision")))
            self.revisions.setdefault(named, told)
            return
        if told.kind == "person.erased":
            self.erased.add(str(told.body.get("personId")))
            return
        if told.kind in BESIDE:
            self.beside.append(told)
            return
        version = self.versions.setdefault(str(told.body.get("versionId")), ToldVersion())
        if told.kind in _OFFERS:
            version.offered = told
            version.predecessor = self._digest_in_force()
        elif told.kind == "version.signed":
            version.signed[str(told.body.get("signatureId"))] = told
        elif told.kind == "paper.confirmed":
            version.confirmed.append(told)
        elif told.kind == "agreement.concluded":
            version.concluded = told
            if self._in_force is not None:
                self._in_force.superseded_at = told.at
                self._in_force.superseded_by = str(told.body.get("versionId"))
            self._in_force = version
        else:
            version.closed = told

    def _digest_in_force(self) -> str | None:
        if self._in_force is None or self._in_force.offered is None:
            return None
        return str(self._in_force.offered.body.get("digest"))


async def ledger_of(connection: asyncpg.Connection, journal_id: UUID) -> Ledger:
    """Read what a journal tells."""
    ledger = Ledger()
    async for row in connection.cursor(_ENTRIES, journal_id, list(KINDS), prefetch=PAGE):
        ledger.follow(
            Told(
                number=row["number"],
                digest=row["digest"],
                kind=row["kind"],
                actor=row["actor"],
                at=row["at"],
                body=_body(row["body"]),
            )
        )
    return ledger


def _body(text: str) -> dict[str, Any]:
    """Read a body; one that is no longer a fact is found by its chain, and tells nothing here."""
    try:
        return msgspec.json.decode(text, type=dict[str, Any])
    except msgspec.MsgspecError:
        return {}


def _number(value: object) -> int:
    return value if isinstance(value, int) else -1
