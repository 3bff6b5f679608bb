"""Reading an archive as strictly as it can be read, so that no two programs see another one.

It is judged by its directory before anything in it is unpacked: how many parts, how large, under which
names. The heads in front of the parts have to say the same, and the parts lie one behind the other from
the first byte to the last, so that nothing hides before, between or behind them and none is told twice.
"""

import struct
import unicodedata
import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePosixPath

from msgspec import Struct

from samenspraak.files.decisions import EncryptedFile, OddArchive, UnpacksTooLarge

# Far above any document: a report of hundreds of pictures has a few hundred parts.
MOST_ENTRIES = 1_000
# Unpacked, all together.
MOST_BYTES = 200_000_000
# Text packs by ten, a sheet of repeated numbers by thirty; more is made to burst.
MOST_RATIO = 100
NAME_LIMIT = 255
PIECE_BYTES = 64 * 1024

_DIRECTORY_END = struct.Struct("<4s4H2IH")
_DIRECTORY = struct.Struct("<4s6H3I5H2I")
_LOCAL = struct.Struct("<4s5H3I2H")
_STORED, _DEFLATED = 0, 8
# Encrypted: as such, strongly, and with a hidden directory.
_ENCRYPTED = 1 << 0 | 1 << 6 | 1 << 13
_SIZES_BEHIND = 1 << 3
_NAME_IN_UNICODE = 1 << 11
_KNOWN_FLAGS = _ENCRYPTED | 0b110 | _SIZES_BEHIND | _NAME_IN_UNICODE
# Larger sizes, and names that differ from the one in sight.
_ODD_EXTRAS = frozenset({0x0001, 0x7075})
_MADE_ON_UNIX = 3
_KIND_OF_FILE, _PLAIN_FILE, _FOLDER = 0o170000, 0o100000, 0o040000
_ODD_IN_NAMES = frozenset('\\:*?"<>|')


class Entry(Struct, frozen=True, kw_only=True):
    """One part, as the directory and its own head both describe it."""

    name: str
    is_folder: bool
    is_packed: bool
    size_bytes: int
    crc: int
    packed: memoryview

    def pieces(self) -> Iterator[bytes]:
        """Unpack the part a piece at a time; one that is not what the directory says is refused."""
        crc = size = 0
        for piece in _unpacked(self.packed) if self.is_packed else _cut(self.packed):
            size += len(piece)
            if size > self.size_bytes:
                raise OddArchive
            crc = zlib.crc32(piece, crc)
            yield piece
        if (size, crc) != (self.size_bytes, self.crc):
            raise OddArchive

    def content(self) -> bytes:
        """Unpack the whole part."""
        return b"".join(self.pieces())


class _Listed(Struct, frozen=True, kw_only=True):
    """What the directory says of a part, its name still in bytes."""

    flags: int
    method: int
    crc: int
    packed_bytes: int
    size_bytes: int
    at: int
    name: bytes


def entries_of(data: bytes) -> list[Entry]:
    """Return the parts of an archive in the order in which they lie there, or refuse it."""
    listed, directory_at = _directory(data)
    if sum(each.size_bytes for each in listed) > min(MOST_BYTES, MOST_RATIO * len(data)):
        raise UnpacksTooLarge(limit_megabytes=MOST_BYTES // 1_000_000)
    found: list[Entry] = []
    seen: set[str] = set()
    end = 0
    for each in sorted(listed, key=lambda one: one.at):
        if each.at != end:
            raise OddArchive
        entry, end = _entry(data, each)
        # Some systems tell capitals apart, and some do not.
        alike = unicodedata.normalize("NFKC", entry.name).casefold().rstrip("/")
        if alike in seen:
            raise OddArchive
        seen.add(alike)
        found.append(entry)
    if end != directory_at or not found:
        raise OddArchive
    return found


def archive_of(parts: Iterable[tuple[str, Iterable[bytes], bool]]) -> bytes:
    """Make an archive of names, contents and whether to pack them; the same each time."""
    made = bytearray()
    directory = bytearray()
    count = 0
    for name, pieces, is_packed in parts:
        at = len(made)
        body, crc, size = _packed(pieces, is_packed=is_packed)
        spelled = name.encode()
        shared = (
            20,
            0 if spelled.isascii() else _NAME_IN_UNICODE,
            _DEFLATED if is_packed else _STORED,
            0,
            # The first of January 1980: when it was made is nobody's business either.
            0x21,
            crc,
            len(body),
            size,
            len(spelled),
            0,
        )
        made += _LOCAL.pack(b"PK\x03\x04", *shared) + spelled + body
        directory += _DIRECTORY.pack(b"PK\x01\x02", 20, *shared, 0, 0, 0, 0, at) + spelled
        count += 1
    end = _DIRECTORY_END.pack(b"PK\x05\x06", 0, 0, count, count, len(directory), len(made), 0)
    return bytes(made + directory + end)


def _directory(data: bytes) -> tuple[Sequence[_Listed], int]:
    """Read the directory, which ends where the archive ends."""
    if len(data) < _DIRECTORY_END.size:
        raise OddArchive
    mark, disk, first_disk, here, count, size, at, comment = _DIRECTORY_END.unpack_from(
        data, len(data) - _DIRECTORY_END.size
    )
    if mark != b"PK\x05\x06" or disk or first_disk or here != count or comment:
        raise OddArchive
    if at + size != len(data) - _DIRECTORY_END.size:
        raise OddArchive
    if count > MOST_ENTRIES:
        raise UnpacksTooLarge(limit_megabytes=MOST_BYTES // 1_000_000)
    listed: list[_Listed] = []
    place = at
    for _ in range(count):
        each, place = _listed(data, place)
        listed.append(each)
    if place != at + size:
        raise OddArchive
    return listed, at


def _listed(data: bytes, place: int) -> tuple[_Listed, int]:
    if place + _DIRECTORY.size > len(data):
        raise OddArchive
    (
        mark,
        made_by,
        _,
        flags,
        method,
        _,
        _,
        crc,
        packed_bytes,
        size_bytes,
        name_bytes,
        extra_bytes,
        comment_bytes,
        disk,
        _,
        outside,
        at,
    ) = _DIRECTORY.unpack_from(data, place)
    if mark != b"PK\x01\x02" or disk or method not in {_STORED, _DEFLATED}:
        raise OddArchive
    if flags & _ENCRYPTED:
        raise EncryptedFile
    kind = outside >> 16 & _KIND_OF_FILE if made_by >> 8 == _MADE_ON_UNIX else 0
    if flags & ~_KNOWN_FLAGS or kind not in {0, _PLAIN_FILE, _FOLDER}:
        raise OddArchive
    name_at = place + _DIRECTORY.size
    extra_at = name_at + name_bytes
    _check_extra(data[extra_at : extra_at + extra_bytes])
    listed = _Listed(
        flags=flags,
        method=method,
        crc=crc,
        packed_bytes=packed_bytes,
        size_bytes=size_bytes,
        at=at,
        name=data[name_at:extra_at],
    )
    return listed, extra_at + extra_bytes + comment_bytes


def _entry(data: bytes, listed: _Listed) -> tuple[Entry, int]:
    """Hold the head in front of a part against the directory, and return where the part ends."""
    if listed.at + _LOCAL.size > len(data):
        raise OddArchive
    mark, _, flags, method, _, _, crc, packed, size, name_bytes, extra_bytes = _LOCAL.unpack_from(
        data, listed.at
    )
    name_at = listed.at + _LOCAL.size
    extra_at = name_at + name_bytes
    begin = extra_at + extra_bytes
    end = begin + listed.packed_bytes
    said = (listed.crc, listed.packed_bytes, listed.size_bytes)
    # Whoever writes without looking back puts the sizes behind the part, and zeros in front.
    in_front = {said, (0, 0, 0)} if flags & _SIZES_BEHIND else {said}
    if (
        mark != b"PK\x03\x04"
        or (flags, method) != (listed.flags, listed.method)
        or (crc, packed, size) not in in_front
        or data[name_at:extra_at] != listed.name
        or end > len(data)
    ):
        raise OddArchive
    _check_extra(data[extra_at:begin])
    name = _name(listed.name, flags)
    entry = Entry(
        name=name,
        is_folder=name.endswith("/"),
        is_packed=method == _DEFLATED,
        size_bytes=listed.size_bytes,
        crc=listed.crc,
        packed=memoryview(data)[begin:end],
    )
    if entry.is_folder and entry.size_bytes:
        raise OddArchive
    if flags & _SIZES_BEHIND:
        behind = struct.pack("<3I", *said)
        marked = b"PK\x07\x08" + behind
        if data[end : end + len(marked)] == marked:
            return entry, end + len(marked)
        if data[end : end + len(behind)] != behind:
            raise OddArchive
        end += len(behind)
    return entry, end


def _name(spelled: bytes, flags: int) -> str:
    """Return a name that leads nowhere but into the archive."""
    try:
        name = spelled.decode("utf-8" if flags & _NAME_IN_UNICODE else "ascii")
    except UnicodeDecodeError:
        raise OddArchive from None
    path = PurePosixPath(name)
    if (
        not 0 < len(name) <= NAME_LIMIT
        or not name.isprintable()
        or _ODD_IN_NAMES & set(name)
        or path.is_absolute()
        or not path.parts
        or ".." in path.parts
        # No doubled strokes, no steps in place.
        or str(path) != name.removesuffix("/")
    ):
        raise OddArchive
    return name


def _check_extra(extra: bytes) -> None:
    at = 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<2H", extra, at)
        if kind in _ODD_EXTRAS:
            raise OddArchive
        at += 4 + size


def _unpacked(packed: memoryview) -> Iterator[bytes]:
    unpacking = zlib.decompressobj(-15)
    try:
        for some in _cut(packed):
            waiting = some
            while waiting and not unpacking.eof:
                yield unpacking.decompress(waiting, PIECE_BYTES)
                waiting = unpacking.unconsumed_tail
        while not unpacking.eof:
            # What it holds back when it may give no more at once.
            piece = unpacking.decompress(b"", PIECE_BYTES)
            if not piece:
                raise OddArchive
            yield piece
    except zlib.error:
        raise OddArchive from None
    if unpacking.unused_data:
        raise OddArchive


def _cut(content: memoryview) -> Iterator[bytes]:
    for at in range(0, len(content), PIECE_BYTES):
        yield bytes(content[at : at + PIECE_BYTES])


def _packed(pieces: Iterable[bytes], *, is_packed: bool) -> tuple[bytes, int, int]:
    made = bytearray()
    crc = size = 0
    packing = zlib.compressobj(6, zlib.DEFLATED, -15)
    for piece in pieces:
        crc = zlib.crc32(piece, crc)
        size += len(piece)
        made += packing.compress(piece) if is_packed else piece
    if is_packed:
        made += packing.flush()
    return bytes(made), crc, size
