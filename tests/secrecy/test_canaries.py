"""The finder finds: a word in every wrapping it may leave in."""

import base64
import gzip
import io
import zipfile
from urllib.parse import quote
from uuid import UUID

import pytest
import typst
from tests.secrecy.canaries import forms, forms_of_id, laid_open

from samenspraak.journal.positions import position

WORD = "zwaluw0123456789abstaart"
ID = UUID("3f0c2b1e-8a54-4d0f-9a61-6c1f0e7b2d35")


def zipped(data: bytes, name: str = "x") -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return packed.getvalue()


def printed(source: str) -> bytes:
    made = typst.compile(source.encode(), format="pdf")
    assert isinstance(made, bytes)
    return made


WRAPPINGS = (
    WORD.encode(),
    WORD.upper().encode(),
    WORD[::-1].encode(),
    WORD.encode().hex().encode(),
    "".join(f"%{byte:02X}" for byte in WORD.encode()).encode(),
    quote(WORD).encode(),
    WORD.encode("utf-16"),
    WORD.encode("utf-16-be"),
    *(base64.b64encode(b"x" * shift + WORD.encode() + b"rest") for shift in range(3)),
    *(base64.urlsafe_b64encode(b"\xff" * shift + WORD.encode()) for shift in range(3)),
    gzip.compress(WORD.encode()),
    zipped(WORD.encode()),
    zipped(b"", name=WORD),
    zipped(zipped(WORD.encode())),
    printed(WORD),
    printed(f"#box(width: 40pt)[{WORD[:12]}#linebreak(){WORD[12:]}]"),
    printed(f'#set document(title: "{WORD}")\n='),
    printed(f'#pdf.attach("a.json", bytes("{WORD}"))\n='),
    zipped(printed(f'#pdf.attach("a.json", bytes("{WORD}"))\n=')),
)


@pytest.mark.parametrize("wrapped", WRAPPINGS, ids=range(len(WRAPPINGS)))
def test_a_word_is_found_in_every_wrapping(wrapped: bytes):
    assert any(form in laid_open(wrapped) for form in forms(WORD))


def test_another_word_is_not_found():
    text = laid_open(b'{"text":"zwaluw0123456789acstaart"}')
    assert not any(form in text for form in forms(WORD))


def test_an_id_is_found_in_a_position():
    token = position({UUID(int=1): 3, ID: 7})
    assert any(form in laid_open(token.encode()) for form in forms_of_id(ID))
    other = position({UUID(int=1): 3})
    assert not any(form in laid_open(other.encode()) for form in forms_of_id(ID))
