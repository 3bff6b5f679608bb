"""Which attachments are kept: kinds people read in public, called what they are."""

import unicodedata

from samenspraak.errors import Conflict, Fault, Full, Invalid, TooLarge, Unsupported
from samenspraak.personal_data import guard, invisible_faults

# Documents and pictures. Nothing a browser or an office program runs by itself.
_WORDPROCESSING = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument.text"
KINDS: dict[str, tuple[str, bytes]] = {
    "application/pdf": ("pdf", b"%PDF-"),
    "image/png": ("png", b"\x89PNG\r\n\x1a\n"),
    "image/jpeg": ("jpg", b"\xff\xd8\xff"),
    _WORDPROCESSING: ("docx", b"PK\x03\x04"),
    _OPEN_DOCUMENT: ("odt", b"PK\x03\x04"),
    _SPREADSHEET: ("xlsx", b"PK\x03\x04"),
}
_ENDINGS = {"jpg": ("jpg", "jpeg")}
# Long enough to tell every kind apart.
SAMPLE_BYTES = 16
# What file systems take, in characters that may be four bytes each.
NAME_LIMIT = 120
CHUNK_BYTES = 256 * 1024
# One room should not fill the house: pieces for 500 MB, which is also at most so many files.
# What was sent and then never used counts too, so that nobody fills the disk by trying again.
ROOM_LIMIT_CHUNKS = 2_000
_NOT_IN_NAMES = frozenset('/\\:*?"<>|')


class UnsupportedFile(Unsupported):
    """Not a document or picture of the kinds we keep."""

    slug = "files/unsupported"


class FileTooLarge(TooLarge):
    """More bytes than one attachment may have."""

    slug = "files/too-large"


class BadFileName(Invalid):
    """The name is missing, too long or holds what no file system takes."""

    slug = "files/bad-name"


class EmptyFile(Invalid):
    """There is nothing in it."""

    slug = "files/empty"


class RoomFull(Full):
    """The room holds as many bytes of attachments as one room may."""

    slug = "files/room-full"


class OtherContent(Conflict):
    """The bytes are not those that were counted when they came in."""

    slug = "files/other-content"


def judge_name(name: str) -> str:
    """Return the name to keep, or refuse it; a path in it is refused, not cut off."""
    tidy = unicodedata.normalize("NFC", name).strip()
    faults = [
        *invisible_faults({"/name": tidy}),
        *(
            [Fault(pointer="/name", slug="files/bad-name", facts={"limit": NAME_LIMIT})]
            if _is_unfit(tidy)
            else []
        ),
    ]
    if faults:
        raise BadFileName(faults)
    guard(name=tidy)
    return tidy


def judge_kind(name: str, media_type: str, sample: bytes) -> str:
    """Return the media type when name, declared type and first bytes all say the same.

    Otherwise a page could come in as a picture and be run from our own address.
    """
    kind = media_type.partition(";")[0].strip().lower()
    ending, magic = KINDS.get(kind, ("", b""))
    if not ending:
        raise UnsupportedFile
    if not name.lower().endswith(tuple(f".{known}" for known in _ENDINGS.get(ending, (ending,)))):
        raise UnsupportedFile
    if not sample.startswith(magic):
        raise UnsupportedFile
    return kind


def judge_size(size_bytes: int, *, limit_bytes: int) -> None:
    """Refuse nothing at all, and too much at once."""
    if size_bytes == 0:
        raise EmptyFile([Fault(pointer="", slug="files/empty")])
    if size_bytes > limit_bytes:
        raise FileTooLarge(limit_megabytes=limit_bytes // 1_000_000)


def judge_room(size_bytes: int, *, kept_chunks: int) -> None:
    """Refuse what makes the room hold too much together."""
    if kept_chunks + -(-size_bytes // CHUNK_BYTES) > ROOM_LIMIT_CHUNKS:
        raise RoomFull(limit_megabytes=ROOM_LIMIT_CHUNKS * CHUNK_BYTES // 1_000_000)


def _is_unfit(name: str) -> bool:
    return (
        not name
        or len(name) > NAME_LIMIT
        or name.startswith(".")
        or any(character in _NOT_IN_NAMES or ord(character) < 32 for character in name)
    )
