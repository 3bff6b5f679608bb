"""Throws updates at the fence, and what the fence lets pass at the library, with little memory to waste.

    python -m tests.drafting.hammer SEED INPUTS FILE

FILE holds the input in hand, for whoever finds this process dead. What it came to is written as one
line of JSON: how many inputs were refused and taken, and the most time and memory one of them took.
"""

import json
import os
import random
import resource
import sys
import time
from pathlib import Path

from pycrdt import Doc, Map, Text

from samenspraak.drafting.fence import HEAVY_STEPS, Lie, Outline, Reading, Shape, read

WRITTEN_BY_YJS = Path(__file__).with_name("written_by_yjs.jsonl")
SHAPE = Shape(
    frozenset({"title", "quantity", "period.startsOn", "countsTowardsObligation", "purposeParts"})
)
# What one update may take of the library, for as far as its bytes do not explain it.
ALLOWED_BYTES = 10_000_000
# The document, its copy, and the interpreter's own arenas come on top of that.
SPARE_BYTES = 48_000_000

NUMBERS = [0, 1, 2, 3, 4, 5, 7, 8, 63, 127, 128, 255, 16_383, 16_384, 65_535]
NUMBERS += [2**31 - 2, 2**31 - 1, 2**31, 2**32 - 2, 2**32 - 1, 2**32, 2**53 - 1, 2**53, 2**64 - 1]
PARTS = [b"text", b"text", b"fields", b"fields", b"fields", b"other", b""]
KEYS = [b"title", b"quantity", b"purposeParts", b"nonsense", b""]
WORDS = [b"a", b"Drie werkplekken", "é€".encode(), "😀".encode(), b"\xff", b"\x00", b""]
VALUES = [b"\x7f", b"\x7e", b"\x7d\x01", b"\x7c\x3f\x80\x00\x00", b"\x7b\x7f\xf0" + 6 * b"\x00"]
VALUES += [b"\x7a" + 8 * b"\x01", b"\x79", b"\x78", b"\x77\x01a", b"\x76\x01\x01a\x78", b"\x75\x00"]
VALUES += [b"\x75\x02\x77\x01a\x77\x01b", b"\x75\x01\x75\x00", b"\x74\x02ab"]


def number(value: int) -> bytes:
    written = bytearray()
    while value > 127:
        written.append(value & 127 | 128)
        value >>= 7
    written.append(value)
    return bytes(written)


def histories() -> list[dict[str, list[bytes]]]:
    """What people typed in browsers, once."""
    lines = WRITTEN_BY_YJS.read_text(encoding="utf-8").splitlines()
    kinds = ("updates", "wholes", "answers", "joined")
    return [
        {kind: [bytes.fromhex(update) for update in told[kind]] for kind in kinds}
        for told in map(json.loads, lines)
    ]


class Hammer:
    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.histories = histories()
        self.real = [u for history in self.histories for kind in history.values() for u in kind]
        self.bases = [b"\x00\x00"]
        self.bases += [history["wholes"][-1] for history in self.histories]
        self.outlines = [outline_of(base) for base in self.bases]

    def draw(self, base: int) -> bytes:
        """Make one input: bytes, a real update that was bent, or one that is well-formed nonsense."""
        kind = self.dice.random()
        if kind < 0.1:
            return self.dice.randbytes(self.dice.randrange(60))
        if kind < 0.4:
            return self.bent()
        if kind < 0.7:
            return self.made(list(self.outlines[base].state.items()))
        return self.tidy(self.outlines[base])

    def bent(self) -> bytes:
        dice = self.dice
        data = bytearray(dice.choice(self.real))
        for _ in range(dice.choice((1, 1, 1, 2, 3, 8))):
            at = dice.randrange(len(data) + 1)
            match dice.randrange(6):
                case 0:
                    data[at : at + 1] = dice.randbytes(1)
                case 1:
                    data[at : at + 1] = number(dice.choice(NUMBERS))
                case 2:
                    del data[at : at + dice.randrange(1, 6)]
                case 3:
                    del data[at:]
                case 4:
                    data[at:at] = dice.randbytes(dice.randrange(1, 4))
                case _:
                    other = dice.choice(self.real)
                    start = dice.randrange(len(other))
                    data[at : at + 20] = other[start : start + 20]
        return bytes(data)

    def made(self, state: list[tuple[int, int]]) -> bytes:
        """Write an update by the rules of the format, with whatever numbers."""
        dice = self.dice
        clients = dict(state) | {1: 0, 2: 0}
        known = list(clients.items())
        writers = dice.sample(
            list(clients), k=dice.choice((0, 1, 1, 1, min(2, len(clients)), len(clients)))
        )
        written = [number(len(writers))]
        for client in writers:
            count = dice.choice((1, 1, 2, 5, 30))
            clock = clients[client] if dice.random() < 0.8 else self.clock(clients[client])
            written += [number(count), number(client), number(clock)]
            ids = [*known, (client, clock + 3), *((writer, 3) for writer in writers)]
            written += [self.struct(ids) for _ in range(count)]
        cut = dice.sample(known, k=dice.choice((0, 0, 1, min(2, len(known)))))
        written.append(number(len(cut)))
        for client, end in cut:
            count = dice.choice((1, 1, 3, 10))
            clocks = sorted(self.clock(end) for _ in range(count))
            written += [number(client), number(count)]
            written += [number(clock) + number(dice.choice((1, 1, 2, 5))) for clock in clocks]
        return b"".join(written)

    def tidy(self, outline: Outline) -> bytes:
        """Write what nobody would refuse, but that no program would think of."""
        dice = self.dice
        text, values = [], []
        for client, starts in outline._starts.items():
            ends = [*starts[1:], outline.state[client]]
            for start, end, place in zip(starts, ends, outline._places[client], strict=True):
                (values if place else text).append((client, start, end))
        writers = dice.sample([*outline.state, 1, 2], k=dice.choice((1, 1, 1, 2)))
        clocks = {writer: outline.state.get(writer, 0) for writer in writers}
        written = [number(len(clocks))]
        for client, begin in clocks.items():
            count = dice.choice((1, 2, 5, 40))
            written += [number(count), number(client), number(begin)]
            clock = begin
            for _ in range(count):
                kind = dice.randrange(3)
                near, ids = self.neighbours(values if kind == 2 else text, only_left=kind == 2)
                info = (4, 1, 8)[kind] | near
                if not near:
                    part = b"\x01\x06fields\x05title" if kind == 2 else b"\x01\x04text"
                    ids, info = part, info | (0x20 if kind == 2 else 0)
                length = dice.choice((1, 1, 2, 9))
                what = (number(length) + b"x" * length, number(length), b"\x01\x77\x01v")[kind]
                written += [bytes([info]), ids, what]
                end = clock + (1 if kind == 2 else length)
                (values if kind == 2 else text).append((client, clock, end))
                clock = end
        cut = {client: (start, end) for client, start, end in dice.sample(text, k=len(text) // 3)}
        written.append(number(len(cut)))
        for client, (start, end) in cut.items():
            begin = dice.randrange(start, end)
            written += [
                number(client),
                b"\x01",
                number(begin),
                number(dice.randint(1, end - begin)),
            ]
        return b"".join(written)

    def neighbours(
        self, stretches: list[tuple[int, int, int]], *, only_left: bool
    ) -> tuple[int, bytes]:
        near = self.dice.choice((0, 0x80) if only_left else (0, 0x80, 0x40, 0xC0, 0xC0))
        if not stretches:
            return 0, b""
        written = b""
        for bit in (0x80, 0x40):
            if near & bit:
                client, start, end = self.dice.choice(stretches)
                written += number(client) + number(self.dice.randrange(start, end))
        return near, written

    def clock(self, end: int) -> int:
        return (
            self.dice.choice(NUMBERS) if self.dice.random() < 0.1 else self.dice.randrange(end + 2)
        )

    def struct(self, ids: list[tuple[int, int]]) -> bytes:
        dice = self.dice
        content = dice.choice((4, 4, 4, 4, 8, 8, 8, 1, 1, 10, 0, 2, 3, 5, 6, 7, 9, 11))
        if content in {0, 10}:
            return bytes([content]) + number(dice.choice(NUMBERS))
        near = dice.choice((0, 0x80, 0x40, 0xC0, 0xC0))
        inside = dice.random() < 0.5
        info = content | near | (0x20 if inside else 0)
        written = [bytes([info])]
        for bit in (0x80, 0x40):
            if near & bit:
                client, end = dice.choice(ids)
                written.append(number(client) + number(self.clock(end)))
        if not near:
            part = dice.choice(PARTS)
            inside = inside or dice.random() < 0.1
            part = b"fields" if inside and dice.random() < 0.8 else part
            written.append(b"\x01" + number(len(part)) + part)
            if inside:
                key = dice.choice(KEYS)
                written[0] = bytes([info | 0x20])
                written.append(number(len(key)) + key)
        if content == 8:
            values = [dice.choice(VALUES) for _ in range(dice.choice((1, 1, 1, 2, 3)))]
            written += [number(len(values)), *values]
        elif content == 1:
            written.append(number(dice.choice(NUMBERS)))
        else:
            word = dice.choice(WORDS) * dice.choice((1, 1, 20))
            written.append(number(len(word)) + word)
        return b"".join(written)


def outline_of(update: bytes) -> Outline:
    outline = Outline()
    outline.take(read(update, SHAPE))
    return outline


def document(base: bytes) -> Doc:
    doc = Doc(client_id=0)
    doc.get("text", type=Text)
    doc.get("fields", type=Map)
    doc.apply_update(base)
    return doc


def judged(outline: Outline, update: bytes) -> Reading | None:
    """Read it as a room does; None when a room would not apply it."""
    reading = read(update, SHAPE)
    if outline.lacks(reading):
        return None
    outline.judge(reading)
    assert outline.steps(reading) < HEAVY_STEPS
    return reading


def check(doc: Doc, outline: Outline, reading: Reading) -> None:
    """What was taken leaves a document that is as we think it is, and passes the fence itself."""
    outline.take(reading)
    whole = doc.get_update()
    again = outline_of(whole)
    assert again.state == outline.state, (again.state, outline.state)
    copy = document(whole)
    text, fields = doc.get("text", type=Text), doc.get("fields", type=Map)
    # What lies beside what is only sure of updates that some honest program might have made:
    # replicas of liars' texts may differ in order, in Yjs as well.
    assert sorted(str(copy.get("text", type=Text))) == sorted(str(text))
    assert set(fields.to_py() or ()) <= SHAPE.fields


def main() -> None:
    seed, inputs, path = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    hammer = Hammer(seed)
    told = {"refused": 0, "lacking": 0, "taken": 0, "milliseconds": 0.0, "bytes": 0}
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    most = pages * resource.getpagesize() + ALLOWED_BYTES + SPARE_BYTES
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    in_hand = os.open(path, os.O_WRONLY | os.O_CREAT)
    for _ in range(inputs):
        base = hammer.dice.randrange(len(hammer.bases))
        update = hammer.draw(base)
        outline = outline_of(hammer.bases[base])
        try:
            reading = judged(outline, update)
        except Lie:
            told["refused"] += 1
            continue
        doc = document(hammer.bases[base])
        os.pwrite(in_hand, f"{base} {update.hex()}\n".encode(), 0)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        begun = time.thread_time()
        doc.apply_update(update)
        took = (time.thread_time() - begun) * 1000
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024
        if took > told["milliseconds"]:
            told |= {"milliseconds": took, "slowest": f"{base} {update.hex()}"}
        if grown > told["bytes"]:
            told |= {"bytes": grown, "largest": f"{base} {update.hex()}"}
        if reading is None:
            told["lacking"] += 1
            continue
        told["taken"] += 1
        try:
            check(doc, outline, reading)
        except Exception as error:  # noqa: BLE001  # Whoever reads this wants the input with it.
            sys.exit(f"{base} {update.hex()}: {error!r}")
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
