"""What rooms read of drafts in the database, always as one of the people present."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from samenspraak.database import as_person, execute, fetch, fetch_one, reading_as
from samenspraak.drafting.queries import written
from samenspraak.drafting.schemas import DraftKind
from samenspraak.workspaces.schemas import Side


class Place(Struct, frozen=True, kw_only=True):
    """A draft, and where it hangs."""

    id: UUID
    kind: DraftKind
    journal_id: UUID
    workspace_id: UUID
    is_discarded: bool


class Author(Struct, frozen=True, kw_only=True):
    """Somebody who wrote in a draft, as those who see it know them."""

    participant_id: UUID | None
    name: str
    side: Side | None


class Touch(Struct, frozen=True, kw_only=True):
    """Who last changed a field, and when."""

    person_id: UUID
    at: datetime


class Row(Struct, frozen=True, kw_only=True):
    """What one author wrote within one commit."""

    sequence: int
    person_id: UUID
    data: bytes
    stored_at: datetime


class Log(Struct, frozen=True, kw_only=True):
    """All there is of a draft: a snapshot with its sequence number, and the updates after it."""

    snapshot_sequence: int
    snapshot: bytes | None
    rows: list[tuple[int, bytes]]

    @property
    def head(self) -> int:
        """Return the number of the last update."""
        return self.rows[-1][0] if self.rows else self.snapshot_sequence

    @property
    def updates(self) -> list[bytes]:
        """Return what makes the document, in order."""
        rows = [data for _, data in self.rows]
        return rows if self.snapshot is None else [self.snapshot, *rows]


class Loaded(Struct, frozen=True, kw_only=True):
    """What a room begins with."""

    log: Log
    clients: dict[int, UUID]
    touches: dict[str, Touch]
    authors: dict[UUID, Author]


async def place_of(person_id: UUID, draft_id: UUID) -> Place | None:
    """Return where a draft hangs, if this person may see it."""
    async with reading_as(person_id):
        row = await fetch_one(
            "select id, kind, journal_id, workspace_id, discarded_at from draft where id = $1",
            draft_id,
        )
    if row is None:
        return None
    return Place(
        id=row["id"],
        kind=DraftKind(row["kind"]),
        journal_id=row["journal_id"],
        workspace_id=row["workspace_id"],
        is_discarded=row["discarded_at"] is not None,
    )


async def load(person_id: UUID, place: Place) -> Loaded | None:
    """Return all there is of a draft, as this person sees it."""
    async with reading_as(person_id):
        there = await fetch_one("select id from draft where id = $1", place.id)
        if there is None:
            return None
        log = await _log(place.id)
        clients = await fetch(
            "select client, person_id from draft_client where draft_id = $1", place.id
        )
        touches = await fetch(
            "select field, person_id, touched_at from draft_touch where draft_id = $1", place.id
        )
        authors = await _authors(place, {row["person_id"] for row in touches})
    return Loaded(
        log=log,
        clients={row["client"]: row["person_id"] for row in clients},
        touches={
            row["field"]: Touch(person_id=row["person_id"], at=row["touched_at"]) for row in touches
        },
        authors=authors,
    )


async def log_until(person_id: UUID, draft_id: UUID, head: int) -> Log:
    """Return what is stored of a draft up to an update, as this person sees it."""
    async with reading_as(person_id):
        log = await _log(draft_id)
    rows = [(sequence, data) for sequence, data in log.rows if sequence <= head]
    return Log(snapshot_sequence=log.snapshot_sequence, snapshot=log.snapshot, rows=rows)


async def rows_after(
    person_id: UUID, place: Place, sequence: int, known: Iterable[UUID]
) -> tuple[list[Row], dict[UUID, Author]]:
    """Return what was stored after an update, and the authors of it that are not known yet."""
    async with reading_as(person_id):
        rows = await fetch(
            "select sequence, person_id, data, stored_at from draft_update"
            " where draft_id = $1 and sequence > $2 order by sequence",
            place.id,
            sequence,
        )
        strangers = {row["person_id"] for row in rows} - set(known)
        authors = await _authors(place, strangers) if strangers else {}
    return [
        Row(
            sequence=row["sequence"],
            person_id=row["person_id"],
            data=row["data"],
            stored_at=row["stored_at"],
        )
        for row in rows
    ], authors


async def keep(
    draft_id: UUID, *, up_to: int, state: bytes, at: datetime, log_since: datetime
) -> None:
    """Keep a snapshot, and let go of the log below it from before a moment."""
    async with as_person(None):
        await execute(
            "select keep_draft_snapshot($1, $2, $3, $4, $5)", draft_id, up_to, state, at, log_since
        )


async def _log(draft_id: UUID) -> Log:
    sequence, snapshot, rows = await written(draft_id)
    return Log(snapshot_sequence=sequence, snapshot=snapshot, rows=rows)


async def _authors(place: Place, person_ids: set[UUID]) -> dict[UUID, Author]:
    rows = await fetch(
        "select person_id, id, name, side from participant"
        " where workspace_id = $1 and person_id = any($2)",
        place.workspace_id,
        list(person_ids),
    )
    known = {
        row["person_id"]: Author(participant_id=row["id"], name=row["name"], side=Side(row["side"]))
        for row in rows
    }
    nobody = Author(participant_id=None, name="", side=None)
    return {person_id: known.get(person_id, nobody) for person_id in person_ids}
