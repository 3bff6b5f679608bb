"""The file of a backup: a ZIP with what `pg_dump` wrote and a manifest that says what it is.

Both parts are stored as they are, so anybody can take the dump out and put it back by hand.
"""

import hashlib
import zipfile
from collections.abc import Generator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, Literal
from uuid import UUID

import msgspec
from msgspec import Struct

from samenspraak.errors import Invalid

FORMAT = "samenspraak-backup/1"
DUMP, MANIFEST = "database.dump", "manifest.json"
# A hundred bytes for a journal: this is room for several hundred thousand workspaces.
MANIFEST_BYTES = 256 * 1024 * 1024
PIECE_BYTES = 1024 * 1024


class JournalHead(Struct, frozen=True, kw_only=True, rename="camel"):
    """How far a journal had come."""

    id: UUID
    number: int
    digest: str


class Manifest(Struct, frozen=True, kw_only=True, rename="camel"):
    """What a backup is of, and of when; it holds ids, numbers and digests only."""

    format: Literal["samenspraak-backup/1"]
    made_at: datetime
    # The migrations that made its tables, oldest first.
    shape: list[str]
    # The major versions of the server it was taken from, and of the programs that wrote it.
    postgresql: int
    programs: int
    dump_bytes: int
    dump_sha256: str
    journals: list[JournalHead]
    # Tables whose rows are of the moment only, and stayed behind.
    without_rows: list[str]
    # Never; it stands here so that whoever looks for them knows.
    has_private_keys: Literal[False] = False


class NotABackup(Invalid):
    """The file is not one that `samenspraak backup` made."""

    slug = "keeping/not-a-backup"


class Damaged(Invalid):
    """The file is a backup, and not whole any more."""

    slug = "keeping/damaged"


class Counted:
    """Passes bytes on into a part and counts them."""

    def __init__(self, part: IO[bytes]) -> None:
        self.size = 0
        self._digest = hashlib.sha256()
        self._part = part

    @property
    def sha256(self) -> str:
        """The digest of everything that passed."""
        return self._digest.hexdigest()

    def write(self, piece: bytes) -> None:
        """Pass a piece on."""
        self.size += len(piece)
        self._digest.update(piece)
        self._part.write(piece)


@contextmanager
def dump_in(place: Path) -> Generator[IO[bytes]]:
    """Open the dump of a backup for reading from its beginning."""
    with _opened(place) as archive, archive.open(DUMP) as part:
        yield part


def manifest_in(place: Path) -> Manifest:
    """Read what a file says it is; raises `NotABackup`."""
    with _opened(place) as archive:
        if sorted(archive.namelist()) != [DUMP, MANIFEST]:
            raise NotABackup(file=str(place))
        if archive.getinfo(MANIFEST).file_size > MANIFEST_BYTES:
            raise NotABackup(file=str(place))
        try:
            return msgspec.json.decode(archive.read(MANIFEST), type=Manifest)
        except msgspec.DecodeError as error:
            raise NotABackup(file=str(place)) from error
        except zipfile.BadZipFile as error:
            raise Damaged(file=str(place)) from error


def judge_whole(place: Path, manifest: Manifest) -> None:
    """Read the dump once and hold it against the manifest; raises `Damaged`."""
    size, digest = 0, hashlib.sha256()
    try:
        with dump_in(place) as part:
            while piece := part.read(PIECE_BYTES):
                size += len(piece)
                digest.update(piece)
    except (zipfile.BadZipFile, EOFError) as error:
        raise Damaged(file=str(place)) from error
    if (size, digest.hexdigest()) != (manifest.dump_bytes, manifest.dump_sha256):
        raise Damaged(file=str(place))


@contextmanager
def _opened(place: Path) -> Generator[zipfile.ZipFile]:
    try:
        archive = zipfile.ZipFile(place)
    except zipfile.BadZipFile as error:
        raise NotABackup(file=str(place)) from error
    with archive:
        yield archive
