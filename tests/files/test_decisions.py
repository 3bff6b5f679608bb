"""Only documents and pictures that are what they say they are come in."""

import pytest

from samenspraak.errors import Invalid
from samenspraak.files import decisions
from samenspraak.files.decisions import (
    CHUNK_BYTES,
    KINDS,
    BadFileName,
    EmptyFile,
    EncryptedFile,
    FileTooLarge,
    RoomFull,
    UnsupportedFile,
)
from samenspraak.personal_data import PersonalData


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_whose_name_type_and_bytes_agree_is_kept(kind):
    ending, magic = KINDS[kind]

    assert decisions.judge_kind(f"Contract.{ending.upper()}", f"{kind}; x=y") == kind
    decisions.judge_sample(kind, magic + b" and what follows")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("deal.html", "text/html"),
        ("deal.svg", "image/svg+xml"),
        ("deal.html", "application/pdf"),
        ("deal.pdf", "image/png"),
        ("deal.exe", "application/octet-stream"),
        ("deal.docm", "application/vnd.ms-word.document.macroEnabled.12"),
        ("deal.xlsx", "application/vnd.ms-excel"),
        ("deal.zip", "application/zip"),
        ("deal.pdf.exe", "application/pdf"),
        ("deal", "application/pdf"),
        ("deal.pdf", ""),
    ],
)
def test_a_file_whose_name_and_type_do_not_belong_together_is_refused(name, kind):
    with pytest.raises(UnsupportedFile):
        decisions.judge_kind(name, kind)


@pytest.mark.parametrize(
    "sample", [b"<html>", b"<svg", b"MZ\x90\x00", b"GIF89a", b"PK\x03\x04", b"\n%PDF-1.7", b""]
)
def test_a_file_that_begins_like_something_else_is_refused(sample):
    with pytest.raises(UnsupportedFile):
        decisions.judge_sample("application/pdf", sample, is_whole=True)


def test_a_beginning_is_judged_once_enough_of_it_is_there():
    decisions.judge_sample("application/pdf", b"<html>")


def test_an_office_file_with_a_password_is_called_so():
    with pytest.raises(EncryptedFile):
        decisions.judge_sample(list(KINDS)[3], b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(8))


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
    decisions.judge_size(None, limit_bytes=10)

    limit = 4 * CHUNK_BYTES
    decisions.judge_room(CHUNK_BYTES, taken_bytes=3 * CHUNK_BYTES, limit_bytes=limit)
    with pytest.raises(RoomFull):
        decisions.judge_room(CHUNK_BYTES + 1, taken_bytes=3 * CHUNK_BYTES, limit_bytes=limit)


def test_a_very_small_file_takes_room_too():
    """Otherwise a million of them would be free."""
    assert decisions.room_taken(1) == CHUNK_BYTES
