"""A corpus of our own for the guard: sentences of everyday work, with numbers that are made up here.

Nobody's number stands in it: each is drawn from a seed. Whoever is named or described does not exist.
"""

import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

from stdnum.nl import bsn

FOLDER = Path(__file__).parent / "corpus"
SEED = 2_026


def written(name: str) -> list[str]:
    """Return the lines of a file of the corpus as they stand."""
    return (FOLDER / f"{name}.txt").read_text().splitlines()


def filled(name: str, *, times: int) -> Iterator[str]:
    """Return every line so often, each time with other numbers in its places."""
    numbers = random.Random(SEED)
    for line in written(name):
        for _ in range(times if "{" in line else 1):
            yield re.sub(r"{(\w+)}", lambda found: _number(found.group(1), numbers), line)


def _number(kind: str, numbers: random.Random) -> str:
    if kind in _MADE:
        return _MADE[kind](numbers)
    length = int(kind.removeprefix("any"))
    # The hardest case: all of nine digits pass the test, though they are something else.
    return _passing(numbers) if length == 9 else _digits(numbers, length)


def _digits(numbers: random.Random, length: int) -> str:
    return str(numbers.randrange(10 ** (length - 1), 10**length))


def _passing(numbers: random.Random) -> str:
    while True:
        number = _digits(numbers, 9)
        # A round number in groups reads as an amount.
        if bsn.is_valid(number) and not number.endswith("000"):
            return number


def _near(numbers: random.Random) -> str:
    while True:
        number = _digits(numbers, 9)
        if not bsn.is_valid(number):
            return number


def _grouped(number: str, between: str, *lengths: int) -> str:
    parts, at = [], 0
    for length in lengths:
        parts.append(number[at : at + length])
        at += length
    return between.join(parts)


def _in_script(number: str, zero: int) -> str:
    return "".join(chr(zero + int(digit)) for digit in number)


_MADE: dict[str, Callable[[random.Random], str]] = {
    "bsn": _passing,
    "near": _near,
    "near_spaced": lambda numbers: _grouped(_near(numbers), " ", 3, 3, 3),
    "spaced": lambda numbers: _grouped(_passing(numbers), " ", 3, 3, 3),
    "dotted": lambda numbers: _grouped(_passing(numbers), ".", 4, 2, 3),
    "dashed": lambda numbers: _grouped(_passing(numbers), "-", 3, 3, 3),
    "wide": lambda numbers: _in_script(_passing(numbers), 0xFF10),
    "arabic": lambda numbers: _in_script(_passing(numbers), 0x0660),
    "zero_width": lambda numbers: "\u200b".join(_passing(numbers)),
    "entity": lambda numbers: "".join(f"&#{ord(digit)};" for digit in _passing(numbers)),
    "escaped": lambda numbers: _grouped(_passing(numbers), "\\-", 3, 3, 3),
    "grouped": lambda numbers: f"{numbers.randrange(1, 999_999_999):,}".replace(",", "."),
    "pairs8": lambda numbers: _grouped(_digits(numbers, 8), " ", 2, 2, 2, 2),
    "tel10": lambda numbers: f"0{_digits(numbers, 9)}",
    "day": lambda numbers: (
        f"{numbers.randrange(1, 29):02}-{numbers.randrange(1, 13):02}-{numbers.randrange(2020, 2031)}"
    ),
    "uuid": lambda numbers: str(UUID(int=numbers.getrandbits(128), version=4)),
    "hex": lambda numbers: f"{numbers.getrandbits(256):064x}",
}
