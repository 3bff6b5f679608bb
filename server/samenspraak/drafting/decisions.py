"""What may happen with drafts, and what is refused: plain functions."""

from collections.abc import Mapping

from samenspraak.canonical import canonical_bytes, digest
from samenspraak.drafting.schemas import FIELDS, Box, Content, DraftKind, DraftState, FieldValue
from samenspraak.errors import Conflict, NotFound

# More drafts than anybody can keep in mind; old ones are put away.
DRAFTS_LIMIT = 200
# Where whole numbers in JSON stop being exact.
WHOLE_NUMBERS_LIMIT = 2**53


class AlreadyOpen(Conflict):
    """There is an open draft of this in this box already; `draft_id` says which."""

    slug = "drafting/already-open"


class TooManyDrafts(Conflict):
    """The workspace has as many open drafts as it can hold."""

    slug = "drafting/too-many"


class ChangedMeanwhile(Conflict):
    """Somebody wrote on after the content that is named; `digest` is that of now."""

    slug = "drafting/changed-meanwhile"


class Discarded(Conflict):
    """The draft was put away."""

    slug = "drafting/discarded"


class HoldsOn(Conflict):
    """A text was proposed of it, so it stays until that is over."""

    slug = "drafting/proposed-already"


def digest_of(content: Content) -> str:
    """Return the digest that names exactly this content."""
    return digest(canonical_bytes({"fields": content.fields, "text": content.text}))


def readable(kind: DraftKind, fields: Mapping[str, object]) -> dict[str, FieldValue]:
    """Return the fields that a draft of this kind has and that hold anything, by name."""
    found: dict[str, FieldValue] = {}
    for name in FIELDS[kind]:
        value = _plain(fields.get(name))
        if value not in (None, "", []):
            found[name] = value
    return found


def check_unchanged(state: DraftState | None, named: str) -> DraftState:
    """Refuse to freeze anything but the content that was seen."""
    if state is None:
        raise NotFound
    if state.discarded_at is not None:
        raise Discarded
    if state.digest != named:
        raise ChangedMeanwhile(digest=state.digest)
    return state


def check_discard(state: DraftState | None) -> DraftState:
    """Refuse to put away what is gone already, or what both sides have a proposal from."""
    if state is None:
        raise NotFound
    if state.discarded_at is not None:
        raise Discarded
    if holds_on(state):
        raise HoldsOn
    return state


def holds_on(state: DraftState) -> bool:
    """Tell whether a draft stays because it is what both sides have before them."""
    return state.box is Box.JOINT and state.proposed_number is not None


def _plain(value: object) -> FieldValue:
    """Return a value as JSON has it: Yjs knows whole numbers as floats only."""
    if isinstance(value, bool | str):
        return value
    if isinstance(value, int | float):
        # Beyond this JSON has no whole numbers; such a one is text that nobody can read.
        is_whole = isinstance(value, int) or value.is_integer()
        return int(value) if is_whole and abs(value) < WHOLE_NUMBERS_LIMIT else str(value)
    if isinstance(value, list):
        return [item for item in value if isinstance(item, str)]
    return None
