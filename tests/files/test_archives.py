"""An archive is judged by its directory, and by whether the rest agrees with it."""

import io
import struct
import zipfile
import zlib

import pytest
from tests.files.samples import archive

from samenspraak.files.decisions import EncryptedFile, OddArchive, UnpacksTooLarge
from samenspraak.files.stripping.archive import (
    MOST_BYTES,
    MOST_ENTRIES,
    archive_of,
    entries_of,
)

LOCAL, LISTED, END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"


def changed(data: bytes, mark: bytes, at: int, value: bytes, *, which: int = 0) -> bytes:
    """Write over some bytes behind a mark, leaving all else as it was."""
    place = -1
    for _ in range(which + 1):
        place = data.index(mark, place + 1)
    place += at
    return data[:place] + value + data[place + len(value) :]


def unpacked(data: bytes) -> list[bytes]:
    return [entry.content() for entry in entries_of(data)]


def renamed(old: str, new: str, *, only: bytes | None = None) -> bytes:
    """An archive of two parts, one of them under a name that no library would write."""
    data = archive({"word/a.xml": b"<a/>", "word/b.xml": b"<b/>"})
    assert len(old) == len(new)
    if only is None:
        return data.replace(old.encode(), new.encode())
    place = data.index(old.encode(), data.index(only))
    return data[:place] + new.encode() + data[place + len(new) :]


def test_what_is_written_is_read_again_and_by_others_too():
    parts = {"mimetype": b"kind", "map/één.xml": bytes(range(256)) * 90, "leeg": b""}

    made = archive_of((name, [body], name != "mimetype") for name, body in parts.items())

    assert {entry.name: entry.content() for entry in entries_of(made)} == parts
    with zipfile.ZipFile(io.BytesIO(made)) as file:
        assert file.testzip() is None
        assert {name: file.read(name) for name in file.namelist()} == parts
        assert {info.date_time for info in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_sizes_behind_the_part_are_taken_when_they_agree():
    """Programs that write without looking back put them there."""
    made = io.BytesIO()

    class OneWay(io.RawIOBase):
        def writable(self) -> bool:
            return True

        def write(self, some: bytes) -> int:
            return made.write(some)

    with zipfile.ZipFile(OneWay(), "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("a.xml", b"<a/>")
        file.writestr("b.xml", b"<b/>" * 90)
    data = made.getvalue()
    assert [entry.content() for entry in entries_of(data)] == [b"<a/>", b"<b/>" * 90]

    with pytest.raises(OddArchive):
        entries_of(changed(data, b"PK\x07\x08", 8, b"\x99"))


@pytest.mark.parametrize(
    "name",
    [
        "../wor.xml",
        "/word/a.xm",
        "word/../xm",
        "word//a.xm",
        "./word/a.x",
        "word\\a.xml",
        "c:word.xml",
        "word/a\x00.xm",
        "word/a\n.xm",
        "word/./a.x",
    ],
)
def test_a_name_that_leads_somewhere_is_refused(name):
    with pytest.raises(OddArchive):
        entries_of(renamed("word/a.xml", name))


@pytest.mark.parametrize("twin", ["word/a.xml", "word/A.XML", "WORD/a.xml"])
def test_one_name_for_two_parts_is_refused(twin):
    with pytest.raises(OddArchive):
        entries_of(renamed("word/b.xml", twin))


def test_a_name_in_an_unknown_alphabet_is_refused():
    with pytest.raises(OddArchive):
        entries_of(renamed("word/a.xml", "word/a.xm\xff".encode("latin-1").decode("cp437")[:10]))


@pytest.mark.parametrize("place", [LOCAL, LISTED])
def test_two_names_for_one_part_are_refused(place):
    with pytest.raises(OddArchive):
        entries_of(renamed("word/a.xml", "word/c.xml", only=place))


@pytest.mark.parametrize(
    ("mark", "at", "value"),
    [
        (LISTED, 24, struct.pack("<I", 3)),
        (LISTED, 24, struct.pack("<I", 5)),
        (LISTED, 16, b"\x01\x02\x03\x04"),
        (LISTED, 20, struct.pack("<I", 3)),
        (LISTED, 42, struct.pack("<I", 1)),
        (LISTED, 10, struct.pack("<H", 0)),
        (LISTED, 10, struct.pack("<H", 12)),
        (LISTED, 34, struct.pack("<H", 1)),
        (LOCAL, 22, struct.pack("<I", 3)),
        (LOCAL, 8, struct.pack("<H", 0)),
        (LOCAL, 28, struct.pack("<H", 2)),
        (END, 8, struct.pack("<H", 1)),
        (END, 10, struct.pack("<H", 1)),
        (END, 16, struct.pack("<I", 0)),
        (END, 20, struct.pack("<H", 4)),
    ],
)
def test_a_directory_that_lies_is_refused(mark, at, value):
    data = changed(archive({"a.xml": b"<a/>", "b.xml": b"<b/>"}), mark, at, value)

    with pytest.raises(OddArchive):
        unpacked(data)


def test_a_part_that_holds_more_than_all_parts_say_is_not_unpacked_to_its_end():
    """Directory and head agree on a small size, and the bytes go on for twenty megabytes."""
    data = archive({"a.xml": bytes(20_000_000)})
    for mark, at in ((LOCAL, 22), (LISTED, 24)):
        data = changed(data, mark, at, struct.pack("<I", 70_000))
    [entry] = entries_of(data)

    taken: list[bytes] = []
    with pytest.raises(OddArchive):
        taken.extend(entry.pieces())
    assert sum(map(len, taken)) <= 70_000


def test_a_bomb_is_refused_before_anything_is_unpacked():
    with pytest.raises(UnpacksTooLarge):
        entries_of(archive({"a.xml": bytes(2_000_000)}))


def test_a_bomb_of_the_right_density_is_refused_too():
    """Random bytes beside it make the whole look no denser than text."""
    data = archive({"a.xml": b"x"}, stored=["a.xml"])
    for mark, at in ((LOCAL, 22), (LISTED, 24)):
        data = changed(data, mark, at, struct.pack("<I", MOST_BYTES + 1))

    with pytest.raises(UnpacksTooLarge):
        entries_of(data)


def test_too_many_parts_are_refused():
    parts = {f"{at}.xml": b"" for at in range(MOST_ENTRIES + 1)}

    with pytest.raises(UnpacksTooLarge):
        entries_of(archive(parts))
    parts.popitem()
    assert len(entries_of(archive(parts))) == MOST_ENTRIES


def test_parts_that_lie_over_one_another_are_refused():
    """One piece of packed bytes that counts as a thousand parts makes much out of little."""
    body = zlib.compress(b"<a/>" * 40, 9)[2:-4]
    said = (20, 0, 8, 0, 0x21, zlib.crc32(b"<a/>" * 40), len(body), 160)
    head = struct.pack("<4s5H3I2H", LOCAL, *said, 1, 0) + b"a" + body
    listed = b"".join(
        struct.pack("<4s6H3I5H2I", LISTED, 20, *said, 1, 0, 0, 0, 0, 0, 0) + name
        for name in (b"a", b"b")
    )
    end = struct.pack("<4s4H2IH", END, 0, 0, 2, 2, len(listed), len(head), 0)

    with pytest.raises(OddArchive):
        entries_of(head + listed + end)


@pytest.mark.parametrize("flag", [0x0001, 0x0041, 0x2001])
def test_what_is_locked_is_called_so(flag):
    data = archive({"a.xml": b"<a/>"})
    for mark, at in ((LOCAL, 6), (LISTED, 8)):
        data = changed(data, mark, at, struct.pack("<H", flag))

    with pytest.raises(EncryptedFile):
        entries_of(data)


def test_a_link_to_elsewhere_is_refused():
    data = archive({"a.xml": b"/etc/passwd"})
    data = changed(data, LISTED, 4, struct.pack("<H", 3 << 8 | 20))
    data = changed(data, LISTED, 38, struct.pack("<I", 0o120777 << 16))

    with pytest.raises(OddArchive):
        entries_of(data)


@pytest.mark.parametrize("extra", [0x0001, 0x7075])
def test_a_second_name_or_size_beside_the_first_is_refused(extra):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        info = zipfile.ZipInfo("a.xml")
        info.extra = struct.pack("<HH", extra, 8) + bytes(8)
        file.writestr(info, b"<a/>")

    with pytest.raises(OddArchive):
        entries_of(made.getvalue())


GOOD = archive({"a.xml": b"<a/>", "b.xml": b"<b/>"})


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK",
        GOOD[:-1],
        GOOD[:40],
        GOOD + b"<html>",
        b"<html>" + GOOD,
        b"\xff\xd8\xff\xe0" + GOOD,
        GOOD + GOOD,
        END + bytes(18),
        GOOD.replace(LISTED, b"<i>" + LISTED, 1),
        GOOD.replace(LOCAL, LOCAL[::-1], 1),
    ],
)
def test_what_has_something_before_between_or_behind_is_refused(data):
    with pytest.raises(OddArchive):
        entries_of(data)
