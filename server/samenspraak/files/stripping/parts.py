"""Going through an office file, part by part, and putting it together again."""

from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct

from samenspraak.files.decisions import MacrosInside, UnreadableFile
from samenspraak.files.stripping.archive import Entry, archive_of
from samenspraak.files.stripping.jpeg import strip_jpeg
from samenspraak.files.stripping.png import strip_png
from samenspraak.files.stripping.rewriting import Rules, rewritten

# What a computer runs, or a browser opens as a page: a letter needs none of it.
_RUNS = frozenset(
    [
        "bat",
        "class",
        "cmd",
        "com",
        "dll",
        "exe",
        "hta",
        "htm",
        "html",
        "jar",
        "js",
        "jse",
        "lnk",
        "mht",
        "mhtml",
        "msi",
        "ps1",
        "scr",
        "vbe",
        "vbs",
        "wsf",
        "xhtml",
    ]
)
# Sound, film and pictures in which a place may stand and that we do not walk through.
_NOT_WALKED = frozenset(
    [
        "avi",
        "avif",
        "flac",
        "gif",
        "heic",
        "heif",
        "jp2",
        "m4a",
        "m4v",
        "mov",
        "mp3",
        "mp4",
        "mpeg",
        "mpg",
        "ogg",
        "pdf",
        "tif",
        "tiff",
        "wav",
        "webp",
        "wmv",
    ]
)
_PICTURES: tuple[tuple[bytes, Callable[[bytes], bytes]], ...] = (
    (b"\xff\xd8\xff", strip_jpeg),
    (b"\x89PNG", strip_png),
)

# What to do with the XML at a path; None copies it as it is.
RulesOf = Callable[[str], Rules | None]
# How to go through an office file inside an office file; None for one that stays as it came.
Inside = Callable[[str, bytes], tuple[bytes, bool] | None]


class _Part(Struct, frozen=True, kw_only=True):
    """One part as it is kept, and whether all we look for went out of it."""

    pieces: Iterable[bytes]
    is_stripped: bool = True


def ending_of(name: str) -> str:
    """Return what comes behind the last point of a name, in small letters."""
    return name.rpartition("/")[2].lower().rpartition(".")[2]


def refuse_programs(entries: Iterable[Entry]) -> None:
    """Refuse an office file that brings something to run."""
    if any(ending_of(entry.name) in _RUNS for entry in entries):
        raise MacrosInside


def checked(entries: Iterable[Entry], data: bytes) -> tuple[bytes, bool]:
    """Return a signed file as it came: whatever we take out would break its signature.

    That each part is what the directory says is looked at all the same.
    """
    for entry in entries:
        for _ in entry.pieces():
            pass
    return data, False


def put_together(entries: Iterable[Entry], rules_of: RulesOf, inside: Inside) -> tuple[bytes, bool]:
    """Copy an office file without what the rules take out; tell whether all of it was looked into."""
    all_stripped = True

    def parts() -> Iterator[tuple[str, Iterable[bytes], bool]]:
        nonlocal all_stripped
        for entry in entries:
            if entry.is_folder:
                continue
            part = _part(entry, rules_of(entry.name), inside)
            all_stripped = all_stripped and part.is_stripped
            yield entry.name, part.pieces, entry.is_packed

    made = archive_of(parts())
    return made, all_stripped


def _part(entry: Entry, rules: Rules | None, inside: Inside) -> _Part:
    if rules is not None:
        return _Part(pieces=rewritten(entry.pieces(), rules))
    if ending_of(entry.name) in _NOT_WALKED:
        return _Part(pieces=entry.pieces(), is_stripped=False)
    first = next(iter(entry.pieces()), b"")
    for mark, strip in _PICTURES:
        if first.startswith(mark):
            return _picture(entry, strip)
    if first.startswith(b"PK\x03\x04"):
        within = inside(entry.name, entry.content())
        if within is None:
            return _Part(pieces=entry.pieces(), is_stripped=False)
        return _Part(pieces=[within[0]], is_stripped=within[1])
    return _Part(pieces=entry.pieces())


def _picture(entry: Entry, strip: Callable[[bytes], bytes]) -> _Part:
    try:
        return _Part(pieces=[strip(entry.content())])
    except UnreadableFile:
        # Office programs show pictures that are not quite right, and people need their letter.
        return _Part(pieces=entry.pieces(), is_stripped=False)
