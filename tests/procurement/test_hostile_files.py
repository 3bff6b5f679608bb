"""Whatever the bytes are, the answer is a reading or a refusal, and comes soon."""

import io
import json
import random
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.builders_notices import (
    a_contract,
    a_lot,
    a_result,
    an_eforms_notice,
    an_ocds_package,
    an_ocds_release,
)

import samenspraak
from samenspraak.errors import Refusal
from samenspraak.procurement.decisions.openings import openings_of, require_something_to_open
from samenspraak.procurement.decisions.refusals import (
    EmptyFile,
    FileTooLarge,
    MalformedXml,
    NothingToOpen,
    NoticeTooLarge,
    OtherDocument,
    WrongEncoding,
    XmlTooDeep,
    XmlWithDtd,
)
from samenspraak.procurement.reading import FILE_LIMIT_BYTES, read
from samenspraak.text import has_sentence, sentence

NOTICE = an_eforms_notice()
LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">'
    + b"".join(
        b'<!ENTITY lol%d "%s">' % (level, b"&lol%s;" % (str(level - 1).encode() if level > 1 else b"")
                                   * 10)
        for level in range(1, 10)
    )
    + b"]><ContractAwardNotice>&lol9;</ContractAwardNotice>"
)  # fmt: skip


def has_its_sentences(refused: Refusal) -> None:
    assert refused.slug.startswith(("procurement/", "json/"))
    for language in ("nl", "en"):
        assert sentence(language, f"problem.{refused.slug}.title", **refused.facts)
        assert sentence(language, f"problem.{refused.slug}.detail", **refused.facts)
        for fault in refused.faults:
            assert sentence(language, f"fault.{fault.slug}", **fault.facts)


def read_and_open(data: bytes) -> None:
    """Do everything that is done with an upload; a refusal is a good answer."""
    try:
        reading = read(data, "bestand")
        openings_of(reading)
        require_something_to_open(reading)
    except Refusal as refused:
        has_its_sentences(refused)
        return
    for notice in reading.notices:
        for remark in notice.remarks:
            assert sentence("nl", f"remark.{remark.slug}", **remark.facts)
        if notice.why_nothing:
            assert has_sentence(f"fault.procurement/{notice.why_nothing}")
    for row in reading.rows:
        for fault in row.faults:
            assert sentence("nl", f"fault.{fault.slug}", **fault.facts)


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (b"", EmptyFile),
        (b" \r\n\t", EmptyFile),
        (b"\xef\xbb\xbf", EmptyFile),
        (b"x" * (FILE_LIMIT_BYTES + 1), FileTooLarge),
        (LAUGHS, XmlWithDtd),
        (b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', XmlWithDtd),
        (b'<!DOCTYPE a [<!ENTITY % b SYSTEM "http://x.example/">%b;]><a/>', XmlWithDtd),
        (b"<a>" * 100_000, XmlTooDeep),
        (b"<a>" * 100_000 + b"</a>" * 100_000, XmlTooDeep),
        (b"<a>" + b"<b/>" * 400_001 + b"</a>", XmlTooDeep),
        (b"<a>&b;</a>", MalformedXml),
        (b"<a>\x00</a>", MalformedXml),
        (b"<a>&#0;</a>", MalformedXml),
        (b"<a", MalformedXml),
        (b"<", MalformedXml),
        (NOTICE[:-20], MalformedXml),
        (NOTICE[: len(NOTICE) // 2], MalformedXml),
        (NOTICE.replace(b"groen", b"gro\xe9n"), MalformedXml),
        (NOTICE.replace(b"UTF-8", b"no-such-encoding"), WrongEncoding),
        (NOTICE.replace(b"UTF-8", b"utf-7"), WrongEncoding),
        (b"\x1f\x8b\x08", OtherDocument),
    ],
)  # fmt: skip
def test_attacks_and_accidents_are_refused_by_their_cause(data, refusal):
    with pytest.raises(refusal) as refused:
        read(data, "bestand")
    read_and_open(data)
    assert refused.value.slug.startswith("procurement/")


def test_a_notice_without_a_winner_is_refused_as_a_whole_with_its_cause():
    reading = read(an_eforms_notice(results=[]), "notice.xml")
    with pytest.raises(NothingToOpen) as refused:
        require_something_to_open(reading)
    assert [(fault.pointer, fault.slug) for fault in refused.value.faults] == [
        ("/notices/0", "procurement/no-award")
    ]


def test_a_very_long_name_is_cut_and_not_fatal():
    long = b"x" * 3_000_000
    data = NOTICE.replace(b"Onderhoud groen<", long + b"<")

    (notice,) = read(data, "x").notices
    assert len(notice.titles["nl"]) == 1_000


def test_a_notice_with_more_lots_than_any_has_is_refused():
    """Each of many winners could hold each of many lots, which is work without end."""
    with pytest.raises(NoticeTooLarge):
        read(an_eforms_notice(lots=[a_lot(f"LOT-{number}") for number in range(3_001)]), "x")
    with pytest.raises(NoticeTooLarge):
        read(an_eforms_notice(results=[a_result(str(number)) for number in range(3_001)]), "x")
    with pytest.raises(NoticeTooLarge):
        read(an_eforms_notice(results=[a_contract(str(number)) for number in range(3_001)]), "x")


def test_every_refusal_has_its_sentences():
    from samenspraak.procurement.decisions import refusals

    slugs = [
        each.slug
        for each in vars(refusals).values()
        if isinstance(each, type) and issubclass(each, Refusal) and "/" in each.slug
    ]
    assert len(slugs) >= 20
    for slug in slugs:
        assert has_sentence(f"problem.{slug}.title"), slug
        assert has_sentence(f"problem.{slug}.detail"), slug


def _workbook() -> bytes:
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    for line in (["titel", "opdrachtnemer", "waarde"], ["Een", "Bakker", 12.5]):
        sheet.append(line)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


SEEDS = [
    NOTICE,
    (Path(samenspraak.__file__).parent / "demo_data" / "gunning-waterwijk.xml").read_bytes(),
    an_ocds_package([an_ocds_release(1), an_ocds_release(2)]),
    json.dumps({"records": [{"ocid": "a", "compiledRelease": an_ocds_release()}]}).encode(),
    b"titel;opdrachtnemer;waarde;start\nEen;Bakker;4.860.000,00;2-11-2026\nTwee;De Es;;\n",
    _workbook(),
]
PIECES = [
    b"", b"\x00", b"<", b">", b"&", b'"', b"{", b"}", b"[", b"]", b",", b":", b";", b"null", b"true",
    b"-1", b"1e999", b"NaN", b"9" * 400, b"\xff\xfe", b"\xc3", b"\xf0\x9f\x8f\x97", b"<![CDATA[",
    b"<!--", b"GLO-0001", b"LOT-0001", b"ORG-0001", b"TPA-0001", b"clos-nw", b"unpublished", b"[]",
    b"{}", b"PK\x03\x04", b"2026-02-31", b"\\ud800", b"\\u0000",
]  # fmt: skip


@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.sampled_from(SEEDS), chance=st.integers(0, 2**32), times=st.integers(1, 30))
def test_random_changes_to_good_files_are_read_or_refused(seed, chance, times):
    picked = random.Random(chance)
    data = bytearray(seed)
    for _ in range(times):
        start = picked.randrange(len(data) + 1)
        end = min(len(data), start + picked.choice((0, 0, 1, 1, 4, 30, 300)))
        piece = picked.choice(PIECES)
        if picked.random() < 0.3:
            other = picked.randrange(len(seed))
            piece = seed[other : other + picked.choice((1, 10, 100, 1_000))]
        data[start:end] = piece
    read_and_open(bytes(data))


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.sampled_from(SEEDS[:2]), chance=st.integers(0, 2**32))
def test_well_formed_notices_with_parts_moved_about_are_read_or_refused(seed, chance):
    """Changed texts and dropped elements keep the XML whole and reach further than noise does."""
    picked = random.Random(chance)
    parts = seed.split(b"<")
    texts = [part.partition(b">")[2].strip() for part in parts if b">" in part]
    for _ in range(picked.randrange(1, 15)):
        index = picked.randrange(1, len(parts))
        head, mark, text = parts[index].partition(b">")
        if text.strip():
            parts[index] = head + mark + picked.choice([*texts, b"", b"-1", b"unpublished", b"x"])
    read_and_open(b"<".join(parts))


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-10, 10**12) | st.floats(allow_nan=False,
    allow_infinity=False) | st.text(max_size=8) | st.sampled_from(["active", "2026-01-01", "A-1"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["id", "name", "amount", "currency", "identifier", "scheme", "suppliers",
                         "status", "value", "title", "lots", "items", "relatedLots", "awardID"]),
        inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    changes=st.dictionaries(
        st.sampled_from([*an_ocds_release(), "contracts"]), _VALUES, min_size=1, max_size=4
    ),
    others=st.dictionaries(st.sampled_from([*an_ocds_release(), "contracts"]), _VALUES, max_size=4),
)
def test_releases_with_anything_in_any_place_are_read_or_refused(changes, others):
    releases = [{**an_ocds_release(), **changes}, {**an_ocds_release(), **others}]
    read_and_open(json.dumps({"releases": releases}).encode())
