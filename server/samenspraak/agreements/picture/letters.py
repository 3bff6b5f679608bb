"""Which characters the letters of the picture have, and what stands for those they have not.

A file that is kept for ever may not leave a hole where a character was. What our fonts cannot show
is written out by its number, so that a reader sees that something stands there, and what.
"""

import re
import struct
import unicodedata
from functools import cache
from importlib.resources import files
from pathlib import Path

_SERIF = (
    "fontpkg_source_serif_4",
    "SourceSerif4[opsz,wght].ttf",
    "SourceSerif4-Italic[opsz,wght].ttf",
)
_SANS = ("fontpkg_source_sans_3", "SourceSans3[wght].ttf", "SourceSans3-Italic[wght].ttf")
# No font draws these, and none needs to: they only say where a line may end.
_SPACES = {" ", "\n"}


def font_folders() -> list[Path]:
    """Return where the fonts are."""
    return [_folder(package) for package, *_ in (_SERIF, _SANS)]


def shown(text: str) -> tuple[str, int]:
    """Return the text with what cannot be drawn written out, and how many characters that were."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return _strange().subn(_written_out, text)


def _written_out(found: re.Match[str]) -> str:
    return f"⟨U+{ord(found[0]):04X}⟩"


@cache
def _strange() -> re.Pattern[str]:
    """Return what matches one character that the fonts cannot draw."""
    points = sorted({ord(char) for char in _SPACES} | _drawn())
    ranges = list[tuple[int, int]]()
    for point in points:
        if ranges and ranges[-1][1] == point - 1:
            ranges[-1] = (ranges[-1][0], point)
        else:
            ranges.append((point, point))
    return re.compile("[^" + "".join(f"\\U{a:08x}-\\U{b:08x}" for a, b in ranges) + "]")


def _drawn() -> set[int]:
    serif, serif_italic = (_characters(_SERIF[0], name) for name in _SERIF[1:])
    sans, sans_italic = (_characters(_SANS[0], name) for name in _SANS[1:])
    # What the serifs lack is taken from the sans, in either slant.
    either = (serif | sans) & (serif_italic | sans_italic)
    # A mark is drawn together with its letter, in whichever font has that one.
    all_of_them = serif & serif_italic & sans & sans_italic
    return {
        point
        for point in either
        if (category := unicodedata.category(chr(point)))[0] not in "CZ"
        and (category[0] != "M" or point in all_of_them)
    } | {0xA0, 0x202F}


def _characters(package: str, name: str) -> set[int]:
    """Return the characters of a font, from its table of them (`cmap`, format 12)."""
    data = (_folder(package) / name).read_bytes()
    (count,) = struct.unpack_from(">H", data, 4)
    tables = (
        struct.unpack_from(">4sIII", data, 12 + 16 * n) for n in range(data[5] + 256 * data[4])
    )
    cmap = next(offset for tag, _, offset, _ in tables if tag == b"cmap")
    (count,) = struct.unpack_from(">H", data, cmap + 2)
    starts = (cmap + struct.unpack_from(">HHI", data, cmap + 4 + 8 * n)[2] for n in range(count))
    table = next(at for at in starts if struct.unpack_from(">H", data, at)[0] == 12)
    (groups,) = struct.unpack_from(">I", data, table + 12)
    found: set[int] = set()
    for n in range(groups):
        first, last, _ = struct.unpack_from(">III", data, table + 16 + 12 * n)
        found.update(range(first, last + 1))
    return found


def _folder(package: str) -> Path:
    return Path(str(files(package))) / "files"
