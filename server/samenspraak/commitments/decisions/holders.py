"""Who may take a place in what is agreed, without a word of it changing."""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from samenspraak.commitments.decisions.partners import NAME_LIMIT, plain_name
from samenspraak.commitments.decisions.refusals import HolderUnchanged
from samenspraak.commitments.schemas import ReplaceHolder
from samenspraak.errors import Fault, Invalid


class Place(Struct, frozen=True, kw_only=True):
    """A place in an agreed text and who has it now."""

    slot: str
    side: str
    role: str
    name: str


def place_named(places: Sequence[Place], slot: str) -> Place:
    """Return the place that a request is about; it has to be one in what is agreed now."""
    for place in places:
        if place.slot == slot:
            return place
    raise Invalid([Fault(pointer="/slot", slug="commitments/unknown-slot")])


def replaced_name(request: ReplaceHolder, place: Place, known: Mapping[str, Any] | None) -> str:
    """Return the new name, or refuse it: nobody, somebody of the other side, or who has it already.

    `known` is the participant that was named, as far as there is one.
    """
    if request.participant_id is not None:
        if known is None or known["side"] != place.side:
            fault = Fault(pointer="/participantId", slug="commitments/not-of-that-side")
            raise Invalid([fault])
        name = plain_name(known["name"])
    else:
        name = plain_name(request.name)
    if not name:
        raise Invalid([Fault(pointer="/name", slug="required")])
    if len(name) > NAME_LIMIT:
        facts: dict[str, str | int] = {"limit": NAME_LIMIT}
        raise Invalid([Fault(pointer="/name", slug="commitments/too-long", facts=facts)])
    if name == place.name:
        raise HolderUnchanged(name=name)
    return name
