"""Versions as texts to read: one in full, two side by side, and how much each changed."""

from collections import OrderedDict
from collections.abc import Sequence
from uuid import UUID

import msgspec

from samenspraak import surroundings
from samenspraak.agreements import decisions
from samenspraak.agreements.documents import AgreementDocument, NamesDocument
from samenspraak.agreements.queries import comparison, rows
from samenspraak.agreements.queries.rows import StoredVersion
from samenspraak.agreements.reading import (
    PartChange,
    Reading,
    ReadingPart,
    TextChange,
    compare,
    read_agreement,
)
from samenspraak.agreements.schemas import (
    ChangeCountsView,
    ComparedVersionView,
    ComparisonView,
    FieldDifferenceView,
    PartDifferenceView,
    ReadingPartView,
    ReadingTextView,
    ReadingView,
    TextDifferenceView,
    VersionState,
)
from samenspraak.database import fetch, reading_as
from samenspraak.errors import Fault, Invalid
from samenspraak.markup import render_frozen
from samenspraak.text import Language
from samenspraak.workspaces.schemas import Participant

# Three numbers and two digests each: a few hundred kilobytes for more versions than most have.
REMEMBERED_LIMIT = 2_000

_CONTENTS = """
select id, number, digest, content, names from version
where workspace_id = $1 and digest = any($2)
-- A paper deal that was taken back can be brought in again in the same bytes.
order by in_force_at nulls first
"""


async def reading_view(participant: Participant, version_id: UUID) -> ReadingView:
    """Return a version as it reads, in the language of the reader."""
    async with reading_as(participant.person_id):
        stored, document = await _opened(participant, version_id)
        state = await _state(stored)
    reading = _read(stored, document, participant.person.language)
    return ReadingView(
        id=stored.id,
        number=reading.number,
        title=reading.title,
        digest=reading.digest,
        state=state,
        parts=[await _part(part) for part in reading.parts],
        notices=[*reading.notices],
        sums=comparison.sums(document),
    )


async def comparison_view(
    participant: Participant, *, before_id: UUID, after_id: UUID
) -> ComparisonView:
    """Return what two versions of this workspace say differently, whichever is the older."""
    if before_id == after_id:
        raise Invalid([Fault(pointer="/after", slug="agreements/same-version")])
    language = participant.person.language
    async with reading_as(participant.person_id):
        one, before = await _opened(participant, before_id)
        other, after = await _opened(participant, after_id)
        states = [await _state(each) for each in (one, other)]
    read = _read(other, after, language)
    found = compare(_read(one, before, language), read, language)
    return ComparisonView(
        before=_compared(one, states[0]),
        after=_compared(other, states[1]),
        added=found.added,
        changed=found.changed,
        removed=found.removed,
        same=found.same,
        parts=[await _difference(part) for part in found.parts],
        sums_before=comparison.sums(before),
        sums_after=comparison.sums(after),
        notices=[*read.notices],
    )


async def change_counts(
    workspace_id: UUID, stored: Sequence[StoredVersion]
) -> dict[str, ChangeCountsView]:
    """Return by digest how much each version changes, beside the one then in force.

    Texts that are stored never change, so two of them are put side by side once, for all readers.
    """
    wanted = {
        (each.previous_digest, each.digest) for each in stored if each.previous_digest is not None
    }
    unknown = sorted(wanted - _remembered.keys())
    if unknown:
        await _count(workspace_id, unknown)
    found: dict[str, ChangeCountsView] = {}
    for pair in wanted:
        _remembered.move_to_end(pair)
        found[pair[1]] = _remembered[pair]
    while len(_remembered) > REMEMBERED_LIMIT:
        _remembered.popitem(last=False)
    return found


_remembered: OrderedDict[tuple[str, str], ChangeCountsView] = OrderedDict()


async def _count(workspace_id: UUID, pairs: Sequence[tuple[str, str]]) -> None:
    digests = {digest for pair in pairs for digest in pair}
    stored = {row["digest"]: row for row in await fetch(_CONTENTS, workspace_id, sorted(digests))}
    readings = {
        digest: read_agreement(
            row["content"].encode(),
            digest,
            "nl",
            msgspec.json.decode(row["names"], type=NamesDocument),
        )
        for digest, row in stored.items()
    }
    for before, after in pairs:
        found = compare(readings[before], readings[after], "nl")
        _remembered[before, after] = ChangeCountsView(
            since_id=stored[before]["id"],
            since_number=stored[before]["number"],
            added=found.added,
            changed=found.changed,
            removed=found.removed,
        )


async def _opened(
    participant: Participant, version_id: UUID
) -> tuple[StoredVersion, AgreementDocument]:
    stored = await rows.stored_version(participant.workspace_id, version_id)
    return stored, rows.document_in(await rows.content_of(version_id))


async def _state(stored: StoredVersion) -> VersionState:
    if stored.state is not VersionState.OFFERED:
        return stored.state
    judged = await rows.judged(stored)
    return decisions.state_at(judged, surroundings.now())


def _read(stored: StoredVersion, document: AgreementDocument, language: Language) -> Reading:
    return read_agreement(document, stored.digest, language, stored.names_document)


def _compared(stored: StoredVersion, state: VersionState) -> ComparedVersionView:
    return ComparedVersionView(
        id=stored.id,
        number=stored.number,
        state=state,
        digest=stored.digest,
        offered_at=stored.offered_at,
    )


async def _part(part: ReadingPart) -> ReadingPartView:
    return ReadingPartView(
        key=part.key,
        kind=part.kind,
        heading=part.heading,
        number=part.number,
        fields=[*part.fields],
        texts=[
            ReadingTextView(
                key=text.key,
                label=text.label,
                source=text.source,
                html=await render_frozen(text.source),
            )
            for text in part.texts
        ],
        amount=part.amount,
        is_counted=part.is_counted,
    )


async def _difference(part: PartChange) -> PartDifferenceView:
    return PartDifferenceView(
        key=part.key,
        kind=part.kind,
        change=part.change,
        heading=part.heading,
        number=part.number,
        is_counted=part.is_counted,
        fields=[
            FieldDifferenceView(
                key=field.key,
                label=field.label,
                before=field.before,
                after=field.after,
                difference=field.difference,
            )
            for field in part.fields
        ],
        texts=[await _text(text) for text in part.texts],
        before_cents=part.before_cents,
        after_cents=part.after_cents,
        difference_cents=part.difference_cents,
    )


async def _text(text: TextChange) -> TextDifferenceView:
    return TextDifferenceView(
        key=text.key,
        label=text.label,
        before=text.before,
        after=text.after,
        before_html=None if text.before is None else await render_frozen(text.before),
        after_html=None if text.after is None else await render_frozen(text.after),
    )
