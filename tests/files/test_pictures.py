"""Of a picture the picture is kept, bit for bit, and of its notes only how to turn it."""

import io
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from tests.files.samples import MAKER, PLACE, chunk, jpeg, png, segment

from samenspraak.files.decisions import UnreadableFile
from samenspraak.files.stripping import strip


def drawn(kind: str, orientation: int = 1, **more: object) -> bytes:
    """A picture as a library for pictures writes it, with what a camera adds."""
    picture = Image.effect_noise((67, 45), 60).convert("RGB")
    notes = picture.getexif()
    notes[0x0112] = orientation
    notes[0x013B] = MAKER
    notes.get_ifd(0x8825)[2] = (52.0, 4.0, 30.0)
    made = io.BytesIO()
    picture.save(made, kind, exif=notes, **more)
    return made.getvalue()


def points(data: bytes) -> tuple[str, tuple[int, int], bytes]:
    with Image.open(io.BytesIO(data)) as picture:
        return picture.mode, picture.size, picture.tobytes()


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize(
    ("ending", "kind", "more"),
    [
        ("jpg", "JPEG", {"comment": PLACE.encode()}),
        ("jpg", "JPEG", {"progressive": True, "icc_profile": b"p" * 70_000}),
        ("jpg", "JPEG", {"restart_marker_rows": 1, "quality": 95}),
        ("png", "PNG", {"icc_profile": b"p" * 400}),
    ],
    ids=["plain", "progressive", "restarts", "png"],
)
def test_the_points_stay_and_the_notes_go(ending, kind, more, orientation):
    data = drawn(kind, orientation, **more)
    assert MAKER.encode() in data

    kept = strip(ending, data)

    assert kept.is_stripped
    assert points(kept.content) == points(data)
    assert MAKER.encode() not in kept.content
    assert PLACE.encode() not in kept.content
    with Image.open(io.BytesIO(kept.content)) as picture:
        notes = dict(picture.getexif())
        assert notes == ({} if orientation == 1 else {0x0112: orientation})
        assert picture.info.get("icc_profile") == more.get("icc_profile")


@pytest.mark.parametrize("kind", ["jpg", "png"])
@pytest.mark.parametrize(
    "behind", [b"PK\x03\x04 an archive", b"<html><script>", b"\xff\xd8\xff\xe1 another", bytes(900)]
)
def test_what_was_put_behind_a_picture_goes(kind, behind):
    """A second picture, an archive or a page behind the first is how one file is two things."""
    make = {"jpg": jpeg, "png": png}[kind]

    kept = strip(kind, make(behind=behind))

    assert kept == strip(kind, make())
    assert behind not in kept.content


def test_every_segment_with_notes_goes_and_those_of_the_picture_stay():
    kept = strip("jpg", jpeg(orientation=6)).content

    for word in (MAKER, PLACE, "MPF", "Photoshop", "xap"):
        assert word.encode() not in kept
    for part in (b"ICC_PROFILE", b"Adobe", b"JFIF", b"\x12\xff\x00\x34\xff\xd0\x56\xff\xd9"):
        assert part in kept
    # How to turn it, and nothing else, in the shortest notes there are.
    assert kept.count(b"Exif") == 1
    assert strip("jpg", kept).content == kept


def test_every_chunk_with_notes_goes_and_those_of_the_picture_stay():
    kept = strip("png", png(orientation=3)).content

    assert MAKER.encode() not in kept
    assert PLACE.encode() not in kept
    assert [kept.count(kind) for kind in (b"IHDR", b"gAMA", b"IDAT", b"IEND", b"eXIf")] == [1] * 5
    assert not any(kind in kept for kind in (b"tEXt", b"zTXt", b"iTXt", b"tIME"))
    assert strip("png", kept).content == kept


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xd8\xff",
        b"\xff\xd8" + segment(0xDA, b"\x01") + b"\x12\xff\xd9",
        b"\xff\xd8" + segment(0xC0, b"\x08") + b"\xff\xd9",
        b"\xff\xd8" + segment(0xF7, b"of another family") + jpeg()[2:],
        b"\xff\xd8\xff\xe1\x00\x01" + jpeg()[2:],
        b"\xff\xd8\xff\xe1\xff\xff" + jpeg()[2:],
        b"\xff\xd8 <html>" + jpeg()[2:],
        jpeg()[:-2],
        jpeg()[: len(jpeg()) // 2],
        b"<html>" + jpeg(),
    ],
)
def test_what_is_no_whole_jpeg_is_refused(data):
    with pytest.raises(UnreadableFile):
        strip("jpg", data)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        png()[:8],
        png()[:-1],
        png().replace(b"IHDR", b"IHDX"),
        png()[:8] + chunk(b"IDAT", b"x") + chunk(b"IEND", b""),
        png()[:33] + png()[8:],
        png(more=chunk(b"XXXX", b"needed to show it, says its name")),
        png(more=struct.pack(">I", 2**31) + b"tEXt"),
        png(more=chunk(b"\x00\x01\x02\x03", b"")),
        b"GIF89a" + png(),
    ],
)
def test_what_is_no_whole_png_is_refused(data):
    with pytest.raises(UnreadableFile):
        strip("png", data)


@given(st.data())
def test_whatever_is_broken_is_refused_or_kept_the_same_for_good(data):
    """Broken in one place, it is never an error of ours, and what was kept has nothing more to lose."""
    kind, whole = data.draw(st.sampled_from([("jpg", jpeg(orientation=6)), ("png", png())]))
    at = data.draw(st.integers(0, len(whole) - 1))
    broken = (
        whole[:at] + data.draw(st.binary(max_size=4)) + whole[at + data.draw(st.integers(0, 4)) :]
    )
    try:
        kept = strip(kind, broken).content
    except UnreadableFile:
        return
    assert strip(kind, kept).content == kept
