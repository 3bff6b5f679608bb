"""What browsers and we ourselves write passes the fence; what no draft can hold does not."""

import asyncio
import json
import os
import random
import struct
import sys
from asyncio.subprocess import PIPE
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pycrdt import Doc, Map, Text, merge_updates
from tests.drafting.hammer import SHAPE, WRITTEN_BY_YJS, document, number, outline_of

from samenspraak.drafting.fence import HEAVY_STEPS, Lie, Outline, Reading, read, read_state
from samenspraak.drafting.fence.reading import (
    CLIENTS_LIMIT,
    LAST_CLOCK,
    RANGES_LIMIT,
    STRUCTS_LIMIT,
)
from samenspraak.drafting.fence.values import LIST_LIMIT

TOP = Path(__file__).resolve().parents[2]
# `make assure` makes it a million; drawn by two processes, for there are two cores.
INPUTS = max(20_000, int(os.environ.get("SAMENSPRAAK_ASSURE") or 0) * 1_000)
PROCESSES = 2

TEXT = b"\x04\x01\x04text"
DELETED = b"\x01\x01\x04text"
TITLE = b"\x28\x01\x06fields\x05title"


def update(*structs: bytes, client: int = 9, clock: int = 0, deletes: bytes = b"\x00") -> bytes:
    written = number(len(structs)) + number(client) + number(clock)
    return b"\x01" + written + b"".join(structs) + deletes


def after(
    client: int, clock: int, content: bytes, *, right: tuple[int, int] | None = None
) -> bytes:
    """A struct to the right of another; the first byte of the content tells its kind."""
    beside = b"" if right is None else number(right[0]) + number(right[1])
    info = content[0] | 0x80 | (0x40 if beside else 0)
    return bytes([info]) + number(client) + number(clock) + beside + content[1:]


def judge(outline: Outline, update: bytes) -> Reading:
    """Go the whole way that a room goes, the library left out."""
    reading = read(update, SHAPE)
    assert not outline.lacks(reading)
    outline.judge(reading)
    outline.take(reading)
    return reading


def text_of(words: str, client: int = 1) -> Doc[Any]:
    doc = Doc[Any](client_id=client)
    text = doc.get("text", type=Text)
    text += words
    return doc


HISTORIES = [json.loads(line) for line in WRITTEN_BY_YJS.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("history", HISTORIES)
def test_all_that_browsers_write_passes_and_comes_to_the_same_text(history: dict[str, Any]):
    """With garbage collection and without, undone and redone, joined and cut into answers."""
    outline, doc = Outline(), document(b"\x00\x00")
    for written in map(bytes.fromhex, history["updates"]):
        judge(outline, written)
        doc.apply_update(written)

    assert str(doc.get("text", type=Text)) == history["text"]
    assert doc.get("fields", type=Map).to_py() == history["fields"]
    assert read_state(doc.get_state()) == outline.state
    for kind in ("wholes", "answers", "joined"):
        for written in map(bytes.fromhex, history[kind]):
            judge(outline, written)
    # What we join before we store or pass it on, and what we answer.
    judge(Outline(), merge_updates(*map(bytes.fromhex, history["updates"])))
    judge(outline_of(bytes.fromhex(history["wholes"][0])), doc.get_update())
    assert read_state(doc.get_state()) == outline.state


@pytest.mark.parametrize("seed", range(20))
def test_all_that_we_write_passes(seed: int):
    """The server seeds drafts, and stores what the library writes."""
    dice = random.Random(seed)
    docs = [text_of("", client=client) for client in (3, 2**32 - 1, 2**53 - 1)]
    outlines = [Outline() for _ in docs]
    written: list[bytes] = []
    observed = [doc.observe(lambda event: written.append(event.update)) for doc in docs]
    values = ["", "café €", "😀", True, False, None, 7, -1, 2**40, 0.1, [], ["A", "B"]]
    for _ in range(60):
        doc = dice.choice(docs)
        text, fields = doc.get("text", type=Text), doc.get("fields", type=Map)
        length = len(text)
        match dice.randrange(5):
            case 0 if length:
                start = dice.randrange(length)
                del text[start : min(length, start + dice.randint(1, 5))]
            case 1:
                fields[dice.choice(sorted(SHAPE.fields))] = dice.choice(values)
            case 2 if fields.to_py():
                del fields[dice.choice(sorted(fields.to_py() or ()))]
            case 3:
                other = dice.choice(docs)
                answer = other.get_update(doc.get_state())
                judge(outlines[docs.index(doc)], answer)
                written.clear()
                doc.apply_update(answer)
                written.clear()
                continue
            case _:
                text.insert(dice.randint(0, length), dice.choice(["a", "xyz", "\n", "w " * 30]))
        for update in written:
            judge(outlines[docs.index(doc)], update)
        written.clear()
    for doc, observer, outline in zip(docs, observed, outlines, strict=True):
        doc.unobserve(observer)
        assert read_state(doc.get_state()) == outline.state
        assert outline_of(doc.get_update()).state == outline.state


def test_a_reading_tells_who_wrote_how_much_and_where():
    reading = read(
        update(
            TEXT + b"\x03a\xc3\xa9",
            TITLE + b"\x01\x77\x01x",
            after(9, 1, b"\x04\x04" + "😀".encode()),
            clock=5,
        ),
        SHAPE,
    )

    assert reading.writes == {9: (5, 10)}
    assert reading.units == 4
    assert reading.keys == {"title"}
    assert reading.halves == {9: {9}}
    assert not reading.is_empty


def test_an_empty_update_is_known_as_such():
    """It is how somebody without news answers, readers included."""
    assert read(b"\x00\x00", SHAPE).is_empty
    assert not read(b"\x00\x01\x09\x01\x00\x01", SHAPE).is_empty


@pytest.mark.parametrize(
    ("reason", "written"),
    [
        ("truncated", b""),
        ("truncated", b"\x00"),
        ("trailing", b"\x00\x00\x00"),
        ("truncated", bytes.fromhex("01ffffff7f0100")),
        ("truncated", bytes.fromhex("7f0100")),
        ("too-many", bytes.fromhex("ffffff0f0100")),
        ("number", b"\xff" * 12),
        ("number", b"\x80\x00\x00"),
        ("no-structs", b"\x01\x00\x09\x00\x00"),
        ("client-twice", b"\x02" + 2 * (b"\x01\x09\x00" + TEXT + b"\x01a") + b"\x00"),
        ("client-twice", b"\x00\x02\x09\x01\x00\x01\x09\x01\x02\x01"),
        ("clock", update(TEXT + b"\x01a", clock=LAST_CLOCK)),
        ("clock", update(DELETED + number(LAST_CLOCK + 1))),
        ("clock", update(DELETED + b"\x00")),
        ("clock", update(TEXT + b"\x01a", b"\x0a\x05")),
        ("clock", update(b"\x0a\x00", TEXT + b"\x01a")),
        ("clock", update(b"\x2a\x05", TEXT + b"\x01a")),
        ("clock", update(after(9, 0, b"\x04\x01a"))),
        ("clock", update(after(9, 7, b"\x04\x01a"), clock=5)),
        ("clock", update(after(8, 1, b"\x04\x01a", right=(9, 5)), clock=5)),
        ("clock", update(after(8, LAST_CLOCK + 1, b"\x04\x01a"))),
        ("clock", b"\x00\x01\x09\x01" + number(LAST_CLOCK) + b"\x01"),
        ("ranges", b"\x00\x01\x09\x01\x00\x00"),
        ("ranges", b"\x00\x01\x09\x02\x05\x02\x06\x01"),
        ("ranges", b"\x00\x01\x09\x02\x05\x02\x00\x01"),
        ("truncated", b"\x00\x01\x09\xff\xff\x03\x00\x01"),
        ("truncated", update(TEXT + b"\x00")),
        ("truncated", update(TEXT + b"\x7fa")),
        ("not-utf-8", update(TEXT + b"\x01\xff")),
        ("not-utf-8", update(TEXT + b"\x03\xed\xa0\x80")),
        ("not-utf-8", update(TITLE + b"\x01\x77\x01\xff")),
        ("nul", update(TEXT + b"\x01\x00")),
        ("nul", update(TITLE + b"\x01\x77\x01\x00")),
        ("unknown-part", update(b"\x04\x01\x05other\x01a")),
        ("unknown-field", update(b"\x28\x01\x06fields\x05other\x01\x78")),
        ("place", update(b"\x24\x01\x04text\x01x\x01a")),
        ("place", update(b"\x08\x01\x06fields\x01\x78")),
        ("nested", update(b"\x04\x00\x09\x00\x01a")),
        ("nested", update(b"\x00\x05")),
        ("content", update(b"\x02\x01\x04text\x01\x01a")),
        ("content", update(b"\x03\x01\x04text\x01a")),
        ("content", update(b"\x05\x01\x04text\x02{}")),
        ("content", update(b"\x06\x01\x04text\x01a\x02{}")),
        ("content", update(b"\x27\x01\x06fields\x05title\x02")),
        ("content", update(b"\x29\x01\x06fields\x05title\x01a\x7f")),
        ("content", update(b"\x0b\x01\x04text\x00")),
        ("content", update(b"\x1f\x01\x04text\x00")),
        ("truncated", update(TITLE + b"\x00")),
        ("truncated", update(TITLE + b"\x7f\x78")),
        ("value", update(TITLE + b"\x01\x7f")),
        ("value", update(TITLE + b"\x01\x7a" + bytes(8))),
        ("value", update(TITLE + b"\x01\x76\x00")),
        ("value", update(TITLE + b"\x01\x74\x00")),
        ("value", update(TITLE + b"\x01\x75\x01\x78")),
        ("value", update(TITLE + b"\x01" + b"\x75\x01" * 5_000 + b"\x78")),
        ("value", update(TITLE + b"\x01\x00")),
        ("too-many", update(TITLE + b"\x01\x75" + number(LIST_LIMIT + 1) + b"\x77\x00")),
        ("number", update(TITLE + b"\x01\x7d" + b"\xff" * 9 + b"\x01")),
        ("number", update(TITLE + b"\x01\x7d\x80" + b"\x80" * 6 + b"\x20")),
        ("number", update(TITLE + b"\x01\x7d\xff" + b"\xff" * 6 + b"\x7f")),
        ("not-a-number", update(TITLE + b"\x01\x7b\x7f\xf0" + bytes(6))),
        ("not-a-number", update(TITLE + b"\x01\x7c\xff\x80" + bytes(2))),
    ],
)
def test_what_no_draft_can_hold_is_refused(reason: str, written: bytes):
    with pytest.raises(Lie) as refused:
        read(written, SHAPE)
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    "value",
    [
        b"\x7d\xbf" + b"\xff" * 6 + b"\x1f",
        b"\x7d\xff" + b"\xff" * 6 + b"\x1f",
        b"\x7d\x40",
        *(b"\x7b" + struct.pack(">d", 2.0**power) for power in (31, 52, 53, 54, 62, 63, 64, 1_000)),
        *(b"\x7b" + struct.pack(">d", number) for number in (-(2.0**53), -(2.0**63), -0.0, 0.1)),
        *(b"\x7c" + struct.pack(">f", number) for number in (2.0**31, 2.0**60, -0.5, 1e-40)),
        b"\x7e",
        b"\x78",
        b"\x75\x02\x77\x01a\x77\x00",
    ],
)
def test_what_is_let_in_can_be_loaded_as_the_library_writes_it(value: bytes):
    """It spells numbers its own way; one that we refuse to load would end a draft for everybody."""
    document = text_of("", client=5)
    document.apply_update(update(TITLE + b"\x01" + value))
    read(update(TITLE + b"\x01" + value), SHAPE)
    read(document.get_update(), SHAPE, stored=True)


@pytest.mark.parametrize(
    "written", ["01ffffffff0f0100", "000101ffffffff0f", "0101010008ffffffff0f"]
)
def test_the_few_bytes_that_made_the_library_take_half_a_gigabyte_are_refused(written: str):
    with pytest.raises(Lie):
        read(bytes.fromhex(written), SHAPE)


def test_more_pieces_than_anybody_writes_are_refused_unless_we_stored_them():
    """What is stored was judged when it came, and grew since."""
    structs = update(*[TEXT + b"\x01a"] * (STRUCTS_LIMIT + 1))
    ranges = b"\x00\x01\x09" + number(RANGES_LIMIT + 1)
    ranges += b"".join(number(2 * at) + b"\x01" for at in range(RANGES_LIMIT + 1))
    values = update(TITLE + number(STRUCTS_LIMIT + 1) + b"\x78" * (STRUCTS_LIMIT + 1))
    clients = number(CLIENTS_LIMIT + 1)
    clients += b"".join(
        b"\x01" + number(at) + b"\x00" + TEXT + b"\x01a" for at in range(CLIENTS_LIMIT + 1)
    )
    for written in (structs, ranges, values, clients + b"\x00"):
        with pytest.raises(Lie, match="too-many"):
            read(written, SHAPE)
        read(written, SHAPE, stored=True)


@given(st.binary(max_size=80))
def test_any_bytes_are_read_or_refused(written: bytes):
    for reader in (lambda: read(written, SHAPE), lambda: read_state(written)):
        with suppress(Lie):
            reader()


@pytest.mark.parametrize(
    "written",
    [
        b"",
        b"\x01",
        b"\x01\x09",
        b"\x00\x00",
        b"\x02\x09\x01\x09\x01",
        b"\xff\xff\xff\xff\x0f\x09\x01",
        b"\x01\x09" + number(LAST_CLOCK + 1),
    ],
)
def test_a_state_that_is_none_is_refused(written: bytes):
    with pytest.raises(Lie):
        read_state(written)


@pytest.mark.parametrize(
    "written",
    [
        update(after(1, 3, b"\x04\x01x")),
        update(after(7, 0, b"\x04\x01x")),
        update(after(1, 0, b"\x04\x01x", right=(1, 3))),
        update(TEXT + b"\x01x", clock=1),
        update(TEXT + b"\x01x", client=1, clock=4),
        update(TEXT + b"\x01x", b"\x0a\x02", TEXT + b"\x01x"),
        b"\x00\x01\x01\x01\x02\x02",
        b"\x00\x01\x07\x01\x00\x01",
    ],
)
def test_what_builds_on_something_that_is_not_there_is_known(written: bytes):
    """The library would keep it for ever without showing it."""
    outline = outline_of(text_of("abc").get_update())

    assert outline.lacks(read(written, SHAPE))


def test_two_writers_who_wait_for_each_other_lack_something():
    """Neither was first, so neither was written."""
    circle = b"\x02\x01\x09\x00" + after(8, 0, b"\x04\x01x")
    circle += b"\x01\x08\x00" + after(9, 0, b"\x04\x01x") + b"\x00"

    assert Outline().lacks(read(circle, SHAPE))


def test_writers_who_build_on_each_other_in_turn_lack_nothing():
    turns = b"\x02\x02\x09\x00" + TEXT + b"\x01a" + after(8, 0, b"\x04\x01c")
    turns += b"\x02\x08\x00" + after(9, 0, b"\x04\x01b") + after(9, 1, b"\x04\x01d") + b"\x00"

    assert judge(Outline(), turns).writes == {9: (0, 2), 8: (0, 2)}
    doc = document(turns)
    assert str(doc.get("text", type=Text)) == "abcd"


def test_an_update_that_is_known_already_brings_nothing_and_lacks_nothing():
    whole = text_of("abc").get_update()
    outline = outline_of(whole)

    judge(outline, whole)

    assert outline.state == {1: 3}


def in_fields(outline: Outline) -> Outline:
    """Client 2 sets a title, as its clock 0."""
    judge(outline, update(TITLE + b"\x01\x77\x01t", client=2))
    return outline


@pytest.mark.parametrize(
    "written",
    [
        update(after(1, 1, b"\x08\x01\x78")),
        update(after(2, 0, b"\x04\x01x")),
        update(after(2, 0, b"\x08\x01\x78", right=(2, 0))),
        update(after(1, 0, b"\x01\x01", right=(2, 0))),
        update(after(2, 0, b"\x01\x01", right=(1, 0))),
        update(TEXT + b"\x01x", after(9, 0, b"\x08\x01\x78")),
        update(TITLE + b"\x01\x78", after(9, 0, b"\x04\x01x")),
        # It says again what client 1 wrote, and then goes on elsewhere.
        update(TITLE + b"\x04\x78\x78\x78\x78", client=1),
    ],
)
def test_values_stay_in_fields_and_text_in_the_text(written: bytes):
    """A value within the text counts as a character for some programs and not for others."""
    outline = in_fields(outline_of(text_of("abc").get_update()))

    with pytest.raises(Lie, match="place"):
        judge(outline, written)


def test_a_value_takes_the_place_of_the_last_without_naming_its_field():
    """So only those who remember where the last one lies can tell that it may."""
    outline = in_fields(Outline())

    reading = judge(outline, update(after(2, 0, b"\x08\x01\x78")))
    judge(outline, update(after(9, 0, b"\x08\x01\x79"), client=3))

    assert reading.keys == set()


@pytest.mark.parametrize(
    "written",
    [
        update(after(1, 1, b"\x04\x01x")),
        update(after(1, 1, b"\x04\x01x", right=(1, 2))),
        update(after(1, 0, b"\x04\x01x", right=(1, 2))),
        b"\x00\x01\x01\x01\x01\x01",
        b"\x00\x01\x01\x01\x02\x01",
    ],
)
def test_a_character_of_two_units_is_not_cut(written: bytes):
    """The library counts what comes after it wrongly from then on."""
    outline = outline_of(text_of("a😀b").get_update())

    with pytest.raises(Lie, match="cut"):
        judge(outline, written)


def test_beside_a_character_of_two_units_one_may_write_and_delete():
    outline = outline_of(text_of("a😀b").get_update())

    judge(outline, update(after(1, 0, b"\x04\x01x", right=(1, 1))))
    judge(outline, update(after(1, 2, b"\x04\x01x", right=(1, 3)), client=8))
    judge(outline, b"\x00\x01\x01\x01\x01\x02")


def test_typing_takes_few_steps_and_neighbours_far_apart_take_many():
    """The library walks from one neighbour to the other; 9 kB of these took it 20 seconds."""
    outline = outline_of(text_of("x" * 20_000).get_update())
    judge(
        outline,
        b"\x00\x01\x01"
        + number(10_000)
        + b"".join(number(2 * at) + b"\x01" for at in range(10_000)),
    )
    typed = read(update(after(1, 7, b"\x04\x01x", right=(1, 8))), SHAPE)
    far_apart = read(update(*[TEXT + b"\x01x"] * 1_000), SHAPE)

    assert outline.steps(typed) < HEAVY_STEPS < outline.steps(far_apart)


def test_typing_on_and_saying_again_what_was_deleted_add_no_pieces():
    outline = Outline()
    judge(outline, update(TEXT + b"\x01x"))
    before = outline.steps(read(update(TEXT + b"\x01x"), SHAPE))
    for at in range(500):
        judge(outline, update(after(9, at, b"\x04\x01x"), clock=at + 1))
    assert outline.steps(read(update(TEXT + b"\x01x"), SHAPE)) == before

    judge(outline, b"\x00\x01\x09\x01\x05\x02")
    once = outline.steps(read(update(TEXT + b"\x01x"), SHAPE))
    judge(outline, b"\x00\x01\x09\x01\x05\x02")

    assert outline.steps(read(update(TEXT + b"\x01x"), SHAPE)) == once > before


@pytest.mark.parametrize("process", range(PROCESSES))
async def test_whatever_passes_takes_the_library_little_memory(process: int, tmp_path: Path):
    """In a process that dies of more; `make assure` draws fifty times as many."""
    seed, in_hand = f"{process}", tmp_path / "in_hand"
    words = ["-m", "tests.drafting.hammer", seed, f"{INPUTS // PROCESSES}", str(in_hand)]

    hammer = await asyncio.create_subprocess_exec(
        sys.executable, *words, cwd=TOP, stdout=PIPE, stderr=PIPE
    )
    told, complaint = await hammer.communicate()

    assert hammer.returncode == 0, f"{complaint.decode()} {in_hand.read_text()[:10_000]}"
    assert json.loads(told)["taken"] > INPUTS // PROCESSES // 20
