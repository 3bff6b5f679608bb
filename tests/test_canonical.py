"""Equal values have equal bytes, and JSON that could be read in two ways is not read at all."""

import hashlib
import json
import math
import os
import struct
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from uuid import UUID

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct
from tests.agreements.second_verifier import answers

from samenspraak.canonical import MalformedJson, canonical_bytes, digest, strict_json

SHARED = Path(
    os.environ.get("SAMENSPRAAK_SHARED", Path(__file__).resolve().parents[1].parent / "shared")
)
VECTORS = SHARED / "data" / "jcs"
with_vectors = pytest.mark.skipif(
    not VECTORS.is_dir(), reason=f"the published RFC 8785 vectors are missing: {VECTORS}"
)


@with_vectors
@pytest.mark.parametrize("name", ["arrays", "french", "values"])
def test_the_published_examples_come_out_byte_for_byte(name):
    given_value = strict_json((VECTORS / f"{name}.input.json").read_bytes())
    spelled = canonical_bytes(given_value)
    assert spelled == (VECTORS / f"{name}.output.json").read_bytes()
    assert spelled == bytes.fromhex((VECTORS / f"{name}.outhex.txt").read_text())


@with_vectors
def test_a_thousand_published_numbers_are_written_as_browsers_write_them():
    lines = (VECTORS / "es6-numbers-1000.txt").read_text().split()
    assert len(lines) == 1000
    for line in lines:
        bits, _, expected = line.partition(",")
        (number,) = struct.unpack(">d", bytes.fromhex(bits.zfill(16)))
        assert canonical_bytes(number).decode() == expected


def test_numbers_are_written_as_a_browser_writes_them_also_without_the_published_ones():
    """Those of the second verifier are the browser's own; so it is asked about generated ones.

    They are what trips writers of numbers: the edges of all powers of ten and two and their
    neighbours, the least there are, the run that the published list ends with, and any bits at all,
    each made of the digest of the one before.
    """
    numbers = [*_edges(), *_any_bits(1_000)]
    assert len(numbers) > 4_000
    spelled = answers({"value": number} for number in numbers)
    for number, expected in zip(numbers, spelled, strict=True):
        assert canonical_bytes(number).decode() == expected, number.hex()


def _edges() -> Iterator[float]:
    centres = [float(f"1e{power}") for power in range(-323, 309)]
    centres += [2.0**power for power in range(-1074, 1024)]
    centres += [-(10.0**power) / 3 for power in range(-30, 30)]
    for centre in centres:
        yield centre
        yield math.nextafter(centre, 0)
        yield math.nextafter(centre, math.inf) if centre < 1e308 else centre
    yield from (0.0, -0.0, math.ulp(0.0), math.nextafter(math.inf, 0))
    yield from (_of_bits(0x0010_0000_0000_0000 + serial) for serial in range(500))


def _any_bits(count: int) -> Iterator[float]:
    state = bytes(32)
    while count:
        state = hashlib.sha256(state).digest()
        number = _of_bits(int.from_bytes(state[:8], "big"))
        if math.isfinite(number):
            count -= 1
            yield number


def _of_bits(bits: int) -> float:
    (number,) = struct.unpack(">d", bits.to_bytes(8, "big"))
    return number


def test_members_are_sorted_by_utf_16_units_and_nothing_is_normalised():
    assert canonical_bytes({"\ufb33": 1, "😀": 2, "é": 3, "e\u0301": 4}) == (
        '{"e\u0301":4,"é":3,"😀":2,"\ufb33":1}'.encode()
    )


class Colour(StrEnum):
    RED = "red"


class Shape(Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    colour: Colour
    made_on: date
    made_at: datetime
    owner_id: UUID
    share: Decimal
    note: str | None = None


def test_structs_are_spelled_with_their_outward_names_and_without_what_was_not_filled_in():
    shape = Shape(
        colour=Colour.RED,
        made_on=date(2026, 10, 27),
        made_at=datetime(2026, 10, 27, 12, 2, tzinfo=UTC),
        owner_id=UUID(int=1),
        share=Decimal("31.25"),
    )
    assert canonical_bytes(shape) == (
        b'{"colour":"red","madeAt":"2026-10-27T12:02:00Z","madeOn":"2026-10-27",'
        b'"ownerId":"00000000-0000-0000-0000-000000000001","share":"31.25"}'
    )


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 2**53, -(2**53), "\ud800"])
def test_what_no_reader_can_hold_exactly_is_not_spelled(value):
    with pytest.raises(rfc8785.CanonicalizationError):
        canonical_bytes({"value": value})


def test_a_digest_is_the_sha_256_in_lower_case():
    assert digest(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(min_value=-(2**53) + 1, max_value=2**53 - 1)
    | st.floats(min_value=-1e15, max_value=1e15)
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")),
    lambda children: (
        st.lists(children, max_size=4)
        | st.dictionaries(
            st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")),
            children,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@given(json_values)
def test_spelling_and_reading_again_changes_nothing(value):
    spelled = canonical_bytes(value)
    assert canonical_bytes(strict_json(spelled)) == spelled
    assert strict_json(json.dumps(value)) == value


@pytest.mark.parametrize(
    ("text", "pointer", "slug"),
    [
        (b"", "", "json/syntax"),
        (b"   ", "", "json/syntax"),
        (b"{", "", "json/syntax"),
        (b"{} {}", "", "json/syntax"),
        (b"{'a':1}", "", "json/syntax"),
        (b'{"a":1,}', "", "json/syntax"),
        (b'"\x01"', "", "json/syntax"),
        (b'"\\u12"', "", "json/syntax"),
        (b"01", "", "json/syntax"),
        (b"// a\n1", "", "json/syntax"),
        (b"\xff", "", "json/not-utf-8"),
        (b'"\xed\xa0\x80"', "", "json/not-utf-8"),
        ('{"a":1}'.encode("utf-16"), "", "json/not-utf-8"),
        (b"\xef\xbb\xbf{}", "", "json/byte-order-mark"),
        ("\ufeff{}", "", "json/byte-order-mark"),
        (b"[" * 33 + b"]" * 33, "", "json/too-deep"),
        (b'{"a":' * 100_000, "", "json/too-deep"),
        (b'{"a":1,"a":1}', "/a", "json/doubled-key"),
        (b'{"a":1,"\\u0061":1}', "/a", "json/doubled-key"),
        (b'[{"x/y~z":1,"x/y~z":2}]', "/0/x~1y~0z", "json/doubled-key"),
        (b'{"a":[NaN]}', "/a/0", "json/not-a-number"),
        (b"Infinity", "", "json/not-a-number"),
        (b"-Infinity", "", "json/not-a-number"),
        (b'{"a":1e400}', "/a", "json/number-too-large"),
        (b'{"a":9007199254740992}', "/a", "json/number-too-large"),
        (b'{"a":-9007199254740992}', "/a", "json/number-too-large"),
        (b'{"a":' + b"9" * 5_000 + b"}", "/a", "json/number-too-large"),
        (b'{"a":"\\u0000"}', "/a", "json/null-character"),
        (b'{"a":{"\\u0000":1}}', "/a", "json/null-character"),
        (b'{"a":"\\ud800"}', "/a", "json/lone-surrogate"),
        (b'{"a":"\\udc00\\ud800"}', "/a", "json/lone-surrogate"),
        ('{"a":"\ud800"}', "/a", "json/lone-surrogate"),
    ],
)
def test_what_two_readers_could_understand_differently_is_refused(text, pointer, slug):
    with pytest.raises(MalformedJson) as refusal:
        strict_json(text)
    assert [(fault.pointer, fault.slug) for fault in refusal.value.faults] == [(pointer, slug)]


def test_all_faults_are_named_at_once():
    with pytest.raises(MalformedJson) as refusal:
        strict_json(b'{"a":NaN,"b":[1e999,"\\u0000"],"c":{"d":1,"d":"\\ud800"}}')
    assert [(fault.pointer, fault.slug) for fault in refusal.value.faults] == [
        ("/a", "json/not-a-number"),
        ("/b/0", "json/number-too-large"),
        ("/b/1", "json/null-character"),
        ("/c/d", "json/doubled-key"),
        ("/c/d", "json/lone-surrogate"),
    ]


def test_a_million_faults_are_answered_with_the_first_hundred():
    with pytest.raises(MalformedJson) as refusal:
        strict_json(b"[" + b"NaN," * 100_000 + b"1]")
    assert len(refusal.value.faults) == 100


def test_a_name_that_cannot_be_shown_is_pointed_at_from_above():
    """A pointer ends in an answer, which could not hold a lone surrogate or a megabyte."""
    for name in ("\\ud800", "\\u0000", "x" * 1_000):
        with pytest.raises(MalformedJson) as refusal:
            strict_json(f'{{"a":{{"{name}":NaN}}}}')
        assert {fault.pointer for fault in refusal.value.faults} == {"/a"}


def test_brackets_within_texts_are_no_depth():
    assert strict_json(b'"' + b"[" * 100 + b'\\"' + b"{" * 100 + b'"')
    assert strict_json(b"[[1],[2]]" * 1, depth=2) == [[1], [2]]


@pytest.mark.parametrize("text", [b'"' + b'\\"' * 500_000, b'"\\' * 300_000, b'"' * 600_000])
def test_a_hostile_text_of_quotes_is_refused_in_linear_steps(text):
    with pytest.raises(MalformedJson):
        strict_json(text)
