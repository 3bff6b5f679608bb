"""Only documents and pictures that are what they say they are come in."""

import pytest

from samenspraak.errors import Invalid
from samenspraak.files import decisions
from samenspraak.files.decisions import (
    CHUNK_BYTES,
    KINDS,
    ROOM_LIMIT_CHUNKS,
    BadFileName,
    EmptyFile,
    FileTooLarge,
    RoomFull,
    UnsupportedFile,
)
from samenspraak.personal_data import PersonalData


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_whose_name_type_and_bytes_agree_is_kept(kind):
    ending, magic = KINDS[kind]

    assert (
        decisions.judge_kind(f"Contract.{ending.upper()}", f"{kind}; x=y", magic + b"rest") == kind
    )


@pytest.mark.parametrize(
    ("name", "kind", "sample"),
    [
        ("deal.html", "text/html", b"<html>"),
        ("deal.svg", "image/svg+xml", b"<svg"),
        ("deal.pdf", "application/pdf", b"<html>"),
        ("deal.html", "application/pdf", b"%PDF-1.7"),
        ("deal.pdf", "image/png", b"%PDF-1.7"),
        ("deal.exe", "application/octet-stream", b"MZ"),
        ("deal", "application/pdf", b"%PDF-1.7"),
        ("deal.pdf", "", b"%PDF-1.7"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused(name, kind, sample):
    with pytest.raises(UnsupportedFile):
        decisions.judge_kind(name, kind, sample)


@pytest.mark.parametrize(
    "name",
    ["", "  ", "a/b.pdf", "..\\x.pdf", ".pdf", "a" * 121, "a\nb.pdf", "q?.pdf", "\u202efdp.exe"],
)
def test_a_name_no_file_system_takes_is_refused(name):
    with pytest.raises(BadFileName):
        decisions.judge_name(name)


def test_a_name_with_a_citizens_number_is_refused():
    with pytest.raises(PersonalData) as refused:
        decisions.judge_name("bsn 111222333.pdf")

    assert isinstance(refused.value, Invalid)
    assert "111222333" not in str(refused.value.facts)


def test_a_name_is_kept_in_one_unicode_form():
    assert decisions.judge_name(" cafe\u0301.pdf ") == "caf\u00e9.pdf"


def test_sizes_have_a_floor_a_ceiling_and_a_ceiling_together():
    with pytest.raises(EmptyFile):
        decisions.judge_size(0, limit_bytes=10)
    with pytest.raises(FileTooLarge):
        decisions.judge_size(11, limit_bytes=10)
    decisions.judge_size(10, limit_bytes=10)

    decisions.judge_room(CHUNK_BYTES, kept_chunks=ROOM_LIMIT_CHUNKS - 1)
    with pytest.raises(RoomFull):
        decisions.judge_room(CHUNK_BYTES + 1, kept_chunks=ROOM_LIMIT_CHUNKS - 1)
