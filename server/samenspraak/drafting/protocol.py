"""Reads and writes the frames of y-websocket, and the two we add for programs that ask for them."""

import json
from collections.abc import Iterable

from msgspec import Struct

# Kinds of frames.
SYNC = 0
AWARENESS = 1
AUTH = 2
QUERY_AWARENESS = 3
# Ours; unknown kinds are passed over by everybody else's programs.
ACK = 120
NOTICE = 121

# Steps of a sync.
STEP1 = 0
STEP2 = 1
UPDATE = 2

# Why somebody is refused is the only thing y-websocket knows to say about rights.
_DENIED = 0

# What JavaScript counts exactly.
_LAST_NUMBER = 2**53 - 1


class Malformed(ValueError):
    """A frame that is not what its first byte says."""


class Step1(Struct, frozen=True):
    """How far somebody is; they ask for the rest."""

    state: bytes


class Step2(Struct, frozen=True):
    """The answer to a first step: all that the other lacked."""

    update: bytes


class Update(Struct, frozen=True):
    """Something was written just now."""

    update: bytes


class Awareness(Struct, frozen=True):
    """Who is here and where, as `parse_awareness` reads it."""

    update: bytes


class QueryAwareness(Struct, frozen=True):
    """A question who is here."""


class Auth(Struct, frozen=True):
    """Word that one may not come in."""

    reason: str


class Ack(Struct, frozen=True):
    """How many frames of this connection are kept by now."""

    count: int


class Notice(Struct, frozen=True):
    """Something to be told to the person, as JSON."""

    text: str


class Unknown(Struct, frozen=True):
    """A kind of frame we do not know, and pass over as y-websocket does."""

    kind: int


Frame = Step1 | Step2 | Update | Awareness | QueryAwareness | Auth | Ack | Notice | Unknown


class State(Struct, frozen=True):
    """What one client shows of itself: JSON, `null` when it is gone."""

    client: int
    clock: int
    state: bytes


def parse(frame: bytes) -> Frame:
    """Read one frame to its last byte, or raise `Malformed`."""
    try:
        return _parse(frame)
    except IndexError:
        raise Malformed("truncated") from None
    except UnicodeDecodeError:
        raise Malformed("not UTF-8") from None


def parse_awareness(update: bytes) -> list[State]:
    """Read the states in an awareness update, or raise `Malformed`."""
    try:
        count, at = _read_number(update, 0)
        # Each takes three bytes or more.
        if count > (len(update) - at) // 3:
            raise Malformed("truncated")
        states: list[State] = []
        for _ in range(count):
            client, at = _read_number(update, at)
            clock, at = _read_number(update, at)
            state, at = _read_bytes(update, at)
            states.append(State(client, clock, state))
    except IndexError:
        raise Malformed("truncated") from None
    if at != len(update):
        raise Malformed("trailing bytes")
    return states


def step1(state: bytes) -> bytes:
    """Ask for what we lack; the state is ours."""
    return b"\x00\x00" + _sized(state)


def step2(update: bytes) -> bytes:
    """Answer a first step."""
    return b"\x00\x01" + _sized(update)


def update(update: bytes) -> bytes:
    """Pass on what was written."""
    return b"\x00\x02" + _sized(update)


def awareness(update: bytes) -> bytes:
    """Tell who is here."""
    return b"\x01" + _sized(update)


def query_awareness() -> bytes:
    """Ask who is here."""
    return b"\x03"


def denied(reason: str) -> bytes:
    """Tell that one may not come in, and why."""
    return b"\x02\x00" + _sized(reason.encode())


def ack(count: int) -> bytes:
    """Tell how many frames of this connection are kept by now."""
    return b"\x78" + write_number(count)


def notice(value: object) -> bytes:
    """Tell something that y-websocket has no word for."""
    return b"\x79" + _sized(
        json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
    )


def write_awareness(states: Iterable[State]) -> bytes:
    """Write an awareness update; it is not a frame yet."""
    written = [
        write_number(state.client) + write_number(state.clock) + _sized(state.state)
        for state in states
    ]
    return write_number(len(written)) + b"".join(written)


def write_number(value: int) -> bytes:
    """Write a whole number, seven bits to a byte, lowest first."""
    if value < 128:
        return bytes((value,))
    written = bytearray()
    while value > 127:
        written.append(value & 0x7F | 0x80)
        value >>= 7
    written.append(value)
    return bytes(written)


def _parse(frame: bytes) -> Frame:
    kind, at = _read_number(frame, 0)
    if kind == SYNC:
        step, at = _read_number(frame, at)
        found = _SYNC_STEPS.get(step)
        if found is None:
            raise Malformed("no such step")
        return found(_last_bytes(frame, at))
    if kind == AWARENESS:
        return Awareness(_last_bytes(frame, at))
    if kind == QUERY_AWARENESS:
        parsed = QueryAwareness()
    elif kind == AUTH:
        meaning, at = _read_number(frame, at)
        if meaning != _DENIED:
            raise Malformed("no such word about rights")
        return Auth(_last_bytes(frame, at).decode())
    elif kind == ACK:
        count, at = _read_number(frame, at)
        parsed = Ack(count)
    elif kind == NOTICE:
        return Notice(_last_bytes(frame, at).decode())
    else:
        return Unknown(kind)
    if at != len(frame):
        raise Malformed("trailing bytes")
    return parsed


_SYNC_STEPS: dict[int, type[Step1 | Step2 | Update]] = {
    STEP1: Step1,
    STEP2: Step2,
    UPDATE: Update,
}


def _last_bytes(data: bytes, at: int) -> bytes:
    part, at = _read_bytes(data, at)
    if at != len(data):
        raise Malformed("trailing bytes")
    return part


def _read_bytes(data: bytes, at: int) -> tuple[bytes, int]:
    length, at = _read_number(data, at)
    if length > len(data) - at:
        raise Malformed("truncated")
    return data[at : at + length], at + length


def _read_number(data: bytes, at: int) -> tuple[int, int]:
    value = data[at]
    at += 1
    if value < 128:
        return value, at
    value &= 0x7F
    shift = 7
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 128:
            break
        shift += 7
        if shift > 49:
            raise Malformed("number")
    if value > _LAST_NUMBER:
        raise Malformed("number")
    return value, at


def _sized(data: bytes) -> bytes:
    return write_number(len(data)) + data
