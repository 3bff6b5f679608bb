"""The process that makes pictures: reads a sheet, cuts it to the page, and has it typeset."""

import json
from pathlib import Path

import msgspec
import typst

from samenspraak.agreements.picture.composing import changed_at, composed
from samenspraak.agreements.picture.letters import font_folders
from samenspraak.agreements.picture.press import MEMORY_BYTES, WALL_SECONDS
from samenspraak.agreements.picture.shapes import Sheet
from samenspraak.confinement import answer_for_ever

HERE = Path(__file__).parent
# None but these: a picture is the same on every machine.
FONTS = typst.Fonts(
    include_system_fonts=False, include_embedded_fonts=False, font_paths=font_folders()
)


def printed(question: bytes) -> bytes:
    """Make the picture of a sheet."""
    sheet = msgspec.json.decode(question, type=Sheet)
    made = typst.compile(
        HERE / "agreement.typ",
        root=HERE,
        font_paths=FONTS,
        format="pdf",
        pdf_standards=["a-3a", "ua-1"],
        # Its own moments date it, so that the same sheet gives the same bytes.
        timestamp=int(changed_at(sheet).timestamp()),
        sys_inputs={
            "data": json.dumps(composed(sheet), ensure_ascii=False),
            "agreement": sheet.content,
        },
    )
    assert isinstance(made, bytes), "one file was asked for"
    return made


def _print_for_ever() -> None:
    # The library takes its threads before it is measured what a sheet may add to that.
    typst.compile(b"=", font_paths=FONTS, format="pdf")
    answer_for_ever(printed, memory_bytes=MEMORY_BYTES, wall_seconds=WALL_SECONDS)


if __name__ == "__main__":
    _print_for_ever()
