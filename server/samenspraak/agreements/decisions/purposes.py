"""A purpose as it stands in a draft, and what can be put to the other side of it."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from msgspec import structs

from samenspraak.drafting.schemas import FIELDS, Content, DraftKind
from samenspraak.errors import Fault
from samenspraak.workspaces.schemas import PurposePart, PurposeView, SetPurpose

_FIELD = "parts."
LETTERS = tuple(name.removeprefix(_FIELD) for name in FIELDS[DraftKind.PURPOSE])


def begun_from(newest: PurposeView | None) -> Content:
    """Return what a draft of the purpose begins with: its newest wording.

    A part with a letter that drafts do not have goes on as words, so that nothing is lost unseen.
    """
    if newest is None:
        return Content(fields={}, text="")
    others = [f"{part.letter}. {part.text}" for part in newest.parts if part.letter not in LETTERS]
    return Content(
        fields={_FIELD + part.letter: part.text for part in newest.parts if part.letter in LETTERS},
        text="\n\n".join([newest.text, *others]),
    )


def written_purpose(
    content: Content, *, request_id: UUID, declared_not_bsn: bool = False
) -> SetPurpose:
    """Return the wording that a draft holds; letters without text are left out, gaps and all."""
    written = {letter: content.fields.get(_FIELD + letter) for letter in LETTERS}
    return SetPurpose(
        id=request_id,
        text=content.text,
        parts=[
            PurposePart(letter=letter, text=text)
            for letter, text in written.items()
            if isinstance(text, str) and text.strip()
        ],
        declared_not_bsn=declared_not_bsn,
    )


def unreadable_parts(content: Content) -> list[Fault]:
    """Name the parts in which somebody's program put something else than words."""
    return [
        Fault(pointer=f"/fields/{name}", slug="value")
        for name, value in content.fields.items()
        if not isinstance(value, str)
    ]


def places_in_draft(request: SetPurpose) -> dict[str, str]:
    """Return where each part of a wording stands in the draft that it was written in."""
    return {
        f"/parts/{at}": f"/fields/{_FIELD}{part.letter}" for at, part in enumerate(request.parts)
    }


def placed(faults: Iterable[Fault], places: Mapping[str, str]) -> list[Fault]:
    """Return the faults where their writer can mend them: at the field instead of in the request."""
    return [structs.replace(fault, pointer=_placed(fault.pointer, places)) for fault in faults]


def _placed(pointer: str, places: Mapping[str, str]) -> str:
    for there, here in places.items():
        if pointer == there or pointer.startswith(there + "/"):
            # A part of a purpose is one field; an article has a title and a text.
            return here + ("" if here.startswith("/fields/") else pointer.removeprefix(there))
    return pointer
