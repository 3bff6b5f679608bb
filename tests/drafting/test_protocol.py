"""Frames as y-websocket writes them, byte for byte, and what is no frame."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samenspraak.drafting import protocol
from samenspraak.drafting.protocol import (
    Ack,
    Auth,
    Awareness,
    Malformed,
    Notice,
    QueryAwareness,
    State,
    Step1,
    Step2,
    Unknown,
    Update,
    parse,
    parse_awareness,
    write_awareness,
    write_number,
)

LAST_NUMBER = 2**53 - 1


@pytest.mark.parametrize(
    ("written", "frame", "parsed"),
    [
        (protocol.step1(b"\x00"), b"\x00\x00\x01\x00", Step1(b"\x00")),
        (protocol.step2(b"\x00\x00"), b"\x00\x01\x02\x00\x00", Step2(b"\x00\x00")),
        (protocol.update(b"ab"), b"\x00\x02\x02ab", Update(b"ab")),
        (protocol.awareness(b"\x00"), b"\x01\x01\x00", Awareness(b"\x00")),
        (protocol.denied("weg"), b"\x02\x00\x03weg", Auth("weg")),
        (protocol.query_awareness(), b"\x03", QueryAwareness()),
        (protocol.ack(300), b"\x78\xac\x02", Ack(300)),
        (protocol.notice({"a": "é"}), b'\x79\x0a{"a":"\xc3\xa9"}', Notice('{"a":"é"}')),
    ],
)
def test_frames_are_written_and_read_as_y_websocket_does(written: bytes, frame: bytes, parsed):
    assert written == frame
    assert parse(frame) == parsed


def test_a_kind_nobody_knows_is_passed_over():
    """y-websocket does so too; that is how we could add two of our own."""
    assert parse(b"\x04whatever") == Unknown(4)


@pytest.mark.parametrize(
    "frame",
    [
        b"",
        b"\x00",
        b"\x00\x00",
        b"\x00\x03\x00",
        b"\x00\x02\x02a",
        b"\x00\x02\x01ab",
        b"\x00\x02\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01a",
        b"\x80",
        b"\xff" * 40,
        b"\x01\x05ab",
        b"\x02\x01\x00",
        b"\x02\x00\x01\xff",
        b"\x03\x00",
        b"\x78",
        b"\x78\x01\x01",
        b"\x79\x01\xff",
    ],
)
def test_what_is_no_frame_is_refused(frame: bytes):
    with pytest.raises(Malformed):
        parse(frame)


@pytest.mark.parametrize(
    "update", [b"", b"\x01", b"\x01\x01\x01\x05ab", b"\x00\x00", b"\xff\xff\x03"]
)
def test_what_is_no_awareness_is_refused(update: bytes):
    with pytest.raises(Malformed):
        parse_awareness(update)


@given(st.binary(max_size=40))
def test_any_bytes_are_a_frame_or_malformed(frame: bytes):
    try:
        match parse(frame):
            case Awareness(update):
                parse_awareness(update)
            case _:
                pass
    except Malformed:
        pass


@given(st.lists(st.builds(State, numbers := st.integers(0, LAST_NUMBER), numbers, st.binary())))
def test_states_are_read_as_they_were_written(states: list[State]):
    assert parse_awareness(write_awareness(states)) == states


@given(st.integers(0, LAST_NUMBER))
def test_numbers_are_read_as_they_were_written(number: int):
    assert parse(protocol.ack(number)) == Ack(number)
    with pytest.raises(Malformed):
        parse(b"\x78" + write_number(number)[:-1])


def test_a_number_that_javascript_cannot_count_is_refused():
    with pytest.raises(Malformed):
        parse(protocol.ack(LAST_NUMBER + 1))
