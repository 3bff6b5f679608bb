"""Which attachments are kept: kinds people read in public, called what they are."""

import unicodedata

from samenspraak.errors import Conflict, Fault, Full, Invalid, TooLarge, TooMany, Unsupported
from samenspraak.personal_data import guard, invisible_faults

# Documents and pictures. Nothing a browser or an office program runs by itself.
_WORDPROCESSING = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument.text"
_ARCHIVE = b"PK\x03\x04"
_OLDER_OFFICE = b"\xd0\xcf\x11\xe0"
KINDS: dict[str, tuple[str, bytes]] = {
    "application/pdf": ("pdf", b"%PDF-"),
    "image/png": ("png", b"\x89PNG\r\n\x1a\n"),
    "image/jpeg": ("jpg", b"\xff\xd8\xff"),
    _WORDPROCESSING: ("docx", _ARCHIVE),
    _OPEN_DOCUMENT: ("odt", _ARCHIVE),
    _SPREADSHEET: ("xlsx", _ARCHIVE),
}
_ENDINGS = {"jpg": ("jpg", "jpeg")}
# Long enough to tell every kind apart.
SAMPLE_BYTES = 16
# What file systems take, in characters that may be four bytes each.
NAME_LIMIT = 120
CHUNK_BYTES = 256 * 1024
# Somebody who chose ten files sends them one after another; a program may do a few at once.
MOST_AT_ONCE = 4
_NOT_IN_NAMES = frozenset('/\\:*?"<>|')


class UnsupportedFile(Unsupported):
    """Not a document or picture of the kinds we keep."""

    slug = "files/unsupported"


class UnreadableFile(Unsupported):
    """Its name and first bytes are right, and what follows is not: broken, or made to be."""

    slug = "files/unreadable"


class EncryptedFile(Unsupported):
    """Only who has the password can look into it, so nobody can see what is brought in."""

    slug = "files/encrypted"


class MacrosInside(Unsupported):
    """There is something in it that a computer would run."""

    slug = "files/macros"


class OddArchive(Unsupported):
    """Different programs would see different things in it: it says two things, or hides some."""

    slug = "files/odd-archive"


class UnpacksTooLarge(TooLarge):
    """It is small, and unpacks to more than anybody should have to open."""

    slug = "files/unpacks-too-large"


class UploadCutOff(Invalid):
    """The bytes stopped coming before the end."""

    slug = "files/cut-off"


class TooManyAtOnce(TooMany):
    """This person is sending several files already."""

    slug = "files/too-many-at-once"


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
    """This side keeps as many bytes of attachments in the room as one side may."""

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


def judge_kind(name: str, media_type: str) -> str:
    """Return the media type when name and declared type say the same, and we keep that kind.

    Otherwise a page could come in as a picture and be run from our own address.
    """
    kind = media_type.partition(";")[0].strip().lower()
    ending, _ = KINDS.get(kind, ("", b""))
    if not ending:
        raise UnsupportedFile
    if not name.lower().endswith(tuple(f".{known}" for known in _ENDINGS.get(ending, (ending,)))):
        raise UnsupportedFile
    return kind


def judge_sample(kind: str, sample: bytes, *, is_whole: bool = False) -> None:
    """Refuse a file that begins like something else, as soon as enough of it is there to tell."""
    if len(sample) < SAMPLE_BYTES and not is_whole:
        return
    _, magic = KINDS[kind]
    # An office file with a password is put into an older kind of file.
    if magic == _ARCHIVE and sample.startswith(_OLDER_OFFICE):
        raise EncryptedFile
    if not sample.startswith(magic):
        raise UnsupportedFile


def judge_size(size_bytes: int | None, *, limit_bytes: int) -> None:
    """Refuse nothing at all, and too much at once; None is a size that nobody announced."""
    if size_bytes is None:
        return
    if size_bytes == 0:
        raise EmptyFile([Fault(pointer="", slug="files/empty")])
    if size_bytes > limit_bytes:
        raise FileTooLarge(limit_megabytes=limit_bytes // 1_000_000)


def room_taken(size_bytes: int) -> int:
    """Return how much room a file takes: whole pieces, so that very small ones count too."""
    return -(-size_bytes // CHUNK_BYTES) * CHUNK_BYTES


def judge_room(size_bytes: int, *, taken_bytes: int, limit_bytes: int) -> None:
    """Refuse what makes one side hold too much in a room.

    Each side has a share of its own: what is left tells nothing of what the other keeps.
    """
    if taken_bytes + room_taken(size_bytes) > limit_bytes:
        raise RoomFull(limit_megabytes=limit_bytes // 1_000_000)


def _is_unfit(name: str) -> bool:
    return (
        not name
        or len(name) > NAME_LIMIT
        or name.startswith(".")
        or any(character in _NOT_IN_NAMES or ord(character) < 32 for character in name)
    )
