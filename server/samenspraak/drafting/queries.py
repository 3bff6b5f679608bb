"""What is read of drafts: as views for readers, and as contents for what is proposed."""

import asyncio
from collections import OrderedDict
from collections.abc import Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import msgspec
from msgspec import structs

from samenspraak.database import fetch, fetch_one, reading_as
from samenspraak.drafting.decisions import digest_of, holds_on
from samenspraak.drafting.documents import content_of, document_of, remembered, units_of
from samenspraak.drafting.policy import may_discard, may_write
from samenspraak.drafting.schemas import (
    Content,
    DraftKind,
    DraftLineView,
    DraftState,
    DraftsView,
    DraftVerb,
    DraftView,
    FieldAuthorView,
    FindingView,
)
from samenspraak.errors import NotFound
from samenspraak.journal.positions import position
from samenspraak.journal.queries import heads
from samenspraak.markup import plain, render
from samenspraak.personal_data import inspect
from samenspraak.text import Language, sentence
from samenspraak.workspaces.schemas import Participant, Side

# A title in a list is a line, not a text, and a text is not read on for it: a list may hold hundreds.
TITLE_WORDS = 12
TITLE_LIMIT = 200
BEGINNING = 2_000
# Laying out this much takes longer than others should wait; the longest text takes seconds.
ASIDE_UNITS = 10_000
# What was laid out last, so that everybody who looks at one text has it laid out once.
LAID_OUT_UNITS = 8_000_000

_COLUMNS = """
d.id, d.journal_id, d.workspace_id, d.kind, d.box, d.subject_id, d.base_number, d.base_digest,
d.opened_at, d.opened_by, d.head, d.proposed_number, d.proposed_digest, d.proposed_at,
d.discarded_at,
exists (select from draft_client c
        where c.draft_id = d.id and c.person_id <> d.opened_by) as is_shared
"""


async def open_states(participant: Participant, *kinds: DraftKind) -> list[DraftState]:
    """Return every open draft this participant may see, oldest first, of these kinds or of all."""
    rows = await fetch(
        f"select {_COLUMNS} from draft d"  # noqa: S608  # our own columns
        " where d.workspace_id = $1 and d.journal_id = any($2) and d.discarded_at is null"
        " and (cardinality($3::text[]) = 0 or d.kind = any($3)) order by d.opened_at, d.id",
        participant.workspace_id,
        list(participant.journal_ids),
        [kind.value for kind in kinds],
    )
    return await _states(rows)


async def state_of(
    participant: Participant, draft_id: UUID, *, to_freeze: bool = False
) -> DraftState | None:
    """Return one draft with what stands in it; `to_freeze` holds off all writing until we commit."""
    row = await fetch_one(
        f"select {_COLUMNS} from draft d"  # noqa: S608  # our own columns
        " where d.id = $1 and d.workspace_id = $2 and d.journal_id = any($3)"
        + (" for no key update" if to_freeze else ""),
        draft_id,
        participant.workspace_id,
        list(participant.journal_ids),
    )
    return None if row is None else (await _states([row]))[0]


async def written(draft_id: UUID) -> tuple[int, bytes | None, list[tuple[int, bytes]]]:
    """Return the snapshot of a draft with its sequence number, and the updates after it."""
    snapshot = await fetch_one("select sequence, state from draft_snapshot where id = $1", draft_id)
    sequence = 0 if snapshot is None else snapshot["sequence"]
    rows = await fetch(
        "select sequence, data from draft_update where draft_id = $1 and sequence > $2"
        " order by sequence",
        draft_id,
        sequence,
    )
    state = None if snapshot is None else snapshot["state"]
    return sequence, state, [(row["sequence"], row["data"]) for row in rows]


async def drafts_view(participant: Participant) -> tuple[DraftsView, str]:
    """Return the open drafts this participant may see, and the position this is true at."""
    async with reading_as(participant.person_id):
        states = await open_states(participant)
        names = await _names(participant, [state.opened_by for state in states])
        reached = position(await heads(participant.journal_ids))
    return (
        DraftsView(
            items=[
                DraftLineView(
                    id=state.id,
                    kind=state.kind,
                    box=state.box,
                    subject_id=state.subject_id,
                    title=title_of(state.content),
                    opened_at=state.opened_at,
                    opened_by_name=_name(names, state.opened_by),
                    proposed_number=state.proposed_number,
                    proposed_at=state.proposed_at,
                    moves=moves(participant, state),
                )
                for state in states
            ]
        ),
        reached,
    )


async def draft_view(participant: Participant, draft_id: UUID) -> tuple[DraftView, str]:
    """Return one draft as it is stored now, and the position this is true at."""
    async with reading_as(participant.person_id):
        reached = position(await heads(participant.journal_ids))
        state = await state_of(participant, draft_id)
        if state is None:
            raise NotFound
        view = await view_of(participant, state)
    return await laid_out(view, participant.person.language), reached


async def view_of(participant: Participant, state: DraftState) -> DraftView:
    """Return what a reader sees of a draft, in the transaction in which its state was read.

    It is to be laid out when that is over, for nobody else's query should wait for Markdown.
    """
    touches = await fetch(
        "select field, person_id, touched_at from draft_touch where draft_id = $1 order by field",
        state.id,
    )
    names = await _names(participant, [state.opened_by, *(row["person_id"] for row in touches)])
    return DraftView(
        id=state.id,
        kind=state.kind,
        box=state.box,
        subject_id=state.subject_id,
        base_number=state.base_number,
        opened_at=state.opened_at,
        opened_by_name=_name(names, state.opened_by),
        sequence=state.head,
        digest=state.digest,
        fields=state.content.fields,
        text=state.content.text,
        html="",
        authors={row["field"]: _author(names, row) for row in touches},
        findings=[],
        proposed_number=state.proposed_number,
        proposed_at=state.proposed_at,
        is_discarded=state.discarded_at is not None,
        moves=moves(participant, state),
    )


async def laid_out(view: DraftView, language: Language) -> DraftView:
    """Return a view with its text as readers see it, and with what may be personal data in it.

    Whoever fills a draft to its limit would else hold up everybody, with each look at it.
    """
    content = Content(fields=view.fields, text=view.text)
    if units_of(content) <= ASIDE_UNITS:
        made = _LaidOut(render(view.text), findings_in(content, language))
    else:
        loop = asyncio.get_running_loop()
        key = (view.id, view.digest, language)
        made = await loop.run_in_executor(_ASIDE, _lay_out, key, content)
    return structs.replace(view, html=made.html, findings=made.findings)


def moves(participant: Participant, state: DraftState) -> list[DraftVerb]:
    """Return what this participant can do with a draft."""
    if state.discarded_at is not None:
        return []
    verbs: list[DraftVerb] = []
    if may_write(participant):
        verbs.append(DraftVerb.WRITE)
    if may_discard(participant, state) and not holds_on(state):
        verbs.append(DraftVerb.DISCARD)
    return verbs


def findings_in(content: Content, language: Language) -> list[FindingView]:
    """Return what may be personal data in a content, by place."""
    texts = {"/text": content.text}
    for name, value in content.fields.items():
        if isinstance(value, str):
            texts[f"/fields/{name}"] = value
    found: list[FindingView] = []
    for pointer, text in texts.items():
        findings = inspect(text)
        for is_refused, each in ((True, findings.refused), (False, findings.warned)):
            found += [
                FindingView(
                    pointer=pointer,
                    slug=f"personal-data/{finding.rule}",
                    position=finding.position,
                    detail=sentence(
                        language, f"fault.personal-data/{finding.rule}", position=finding.position
                    ),
                    is_refused=is_refused,
                )
                for finding in each
            ]
    return found


def title_of(content: Content) -> str:
    """Return what a draft is called in a list: its title, or else how its text begins."""
    title = content.fields.get("title")
    if isinstance(title, str) and title.strip():
        line, goes_on = " ".join(title.split()), False
    else:
        text = content.text.lstrip()
        words = plain(text[:BEGINNING]).split()
        line = " ".join(words[:TITLE_WORDS])
        goes_on = len(words) > TITLE_WORDS or len(text) > BEGINNING
    if len(line) > TITLE_LIMIT:
        line, goes_on = line[:TITLE_LIMIT].rstrip(), True
    return line + (" …" if goes_on and line else "")


async def _states(rows: Collection[Mapping[str, Any]]) -> list[DraftState]:
    states: list[DraftState] = []
    for row in rows:
        kind = DraftKind(row["kind"])
        known = remembered.get(row["id"], row["head"])
        if known is None:
            _, snapshot, updates = await written(row["id"])
            content = content_of(document_of(snapshot, (data for _, data in updates)), kind)
            known = content, digest_of(content)
            remembered.keep(row["id"], row["head"], known)
        members = {**row, "content": known[0], "digest": known[1]}
        states.append(msgspec.convert(members, DraftState))
    return states


async def _names(
    participant: Participant, person_ids: Collection[UUID]
) -> dict[UUID, Mapping[str, Any]]:
    rows = await fetch(
        "select person_id, id, name, side from participant"
        " where workspace_id = $1 and person_id = any($2)",
        participant.workspace_id,
        list(set(person_ids)),
    )
    return {row["person_id"]: row for row in rows}


def _name(names: Mapping[UUID, Mapping[str, Any]], person_id: UUID) -> str:
    row = names.get(person_id)
    return "" if row is None else row["name"]


def _author(names: Mapping[UUID, Mapping[str, Any]], row: Mapping[str, Any]) -> FieldAuthorView:
    known = names.get(row["person_id"])
    return FieldAuthorView(
        participant_id=None if known is None else known["id"],
        name=_name(names, row["person_id"]),
        side=None if known is None else Side(known["side"]),
        at=row["touched_at"],
    )


class _LaidOut(msgspec.Struct, frozen=True):
    html: str
    findings: list[FindingView]


# One thread, so one text at a time, and nothing else touches what it remembers.
_ASIDE = ThreadPoolExecutor(1, thread_name_prefix="lay-out")
_LaidOutKey = tuple[UUID, str, Language]
_laid_out: OrderedDict[_LaidOutKey, _LaidOut] = OrderedDict()


def _lay_out(key: _LaidOutKey, content: Content) -> _LaidOut:
    made = _laid_out.pop(key, None)
    if made is None:
        made = _LaidOut(render(content.text), findings_in(content, key[2]))
    _laid_out[key] = made
    while (
        len(_laid_out) > 1 and sum(len(each.html) for each in _laid_out.values()) > LAID_OUT_UNITS
    ):
        _laid_out.popitem(last=False)
    return made
