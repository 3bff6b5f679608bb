"""Taking out of a file where and by whom it was made, without touching what it shows.

Pictures are never decoded and office files never rendered: a JPEG or PNG is walked piece by piece and
an office file part by part, and what may stay is copied as it was. The libraries that read metadata
either write pictures anew, which costs sharpness and needs a decoder for what strangers send, or ask
for a program in another language; none of them does both formats and leaves the picture's bytes alone.

A PDF is left as it is: taking anything out would break the signatures in it.
"""

from collections.abc import Callable

from msgspec import Struct

from samenspraak.files.stripping.jpeg import strip_jpeg
from samenspraak.files.stripping.office import strip_docx, strip_xlsx
from samenspraak.files.stripping.opendocument import strip_odt
from samenspraak.files.stripping.png import strip_png

__all__ = ["COSTLY", "KINDS", "Stripped", "strip"]

_STRIPPERS: dict[str, Callable[[bytes], tuple[bytes, bool]]] = {
    "docx": strip_docx,
    "xlsx": strip_xlsx,
    "odt": strip_odt,
}
# How the kinds of files are called here, by their endings.
KINDS = ("pdf", "png", "jpg", *_STRIPPERS)
# These are unpacked and read, which takes long enough to do it in a process of its own.
COSTLY = frozenset(_STRIPPERS)


class Stripped(Struct, frozen=True, kw_only=True):
    """What is to be kept of a file. `is_stripped` is false where something stayed as it came."""

    content: bytes
    is_stripped: bool


def strip(kind: str, data: bytes) -> Stripped:
    """Return what is kept of a file, or refuse one that is not what its kind says."""
    if kind == "jpg":
        return Stripped(content=strip_jpeg(data), is_stripped=True)
    if kind == "png":
        return Stripped(content=strip_png(data), is_stripped=True)
    if kind in _STRIPPERS:
        content, is_stripped = _STRIPPERS[kind](data)
        return Stripped(content=content, is_stripped=is_stripped)
    return Stripped(content=data, is_stripped=False)
