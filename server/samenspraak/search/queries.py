"""What is found in the journals one reads, the best first.

Everything here looks at those journals and nothing else: which they are is told by whoever went
through the door, and PostgreSQL knows it by itself. How well something fits depends on its own text
alone, so nothing that others wrote moves it up or down.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

import asyncpg
import msgspec
from msgspec import Struct

from samenspraak.database import execute, fetch, reading_as
from samenspraak.dialogue.queries.pages import page_of, read_page_mark
from samenspraak.dialogue.queries.people import audience
from samenspraak.guards.searching import TEXT_MEMBERS
from samenspraak.markup import plain
from samenspraak.search.decisions import (
    SearchTooWide,
    Term,
    excerpt_of,
    terms_in,
    title_pieces,
    words_in,
)
from samenspraak.search.schemas import FoundKind, FoundView, SearchView
from samenspraak.workspaces.schemas import Participant

PAGE_LIMIT = 50
# Longer than the largest desk needs by far, and short enough that nobody holds up the others.
MOST_SECONDS = 3

# A hidden text is not found, nor what came with it: a title, a file. Of a removed one there are no
# words any more. What is hidden is looked up once, not for each hit.
_IS_SHOWN = """
case f.kind
  when 'message' then f.about_id not in (
    select message_id from hiding where journal_id = any($1) and shown_at is null)
  when 'thread' then f.about_id not in (
    select m.thread_id from hiding h join message m on m.id = h.message_id and m.number = 1
    where h.journal_id = any($1) and h.shown_at is null)
  when 'file' then f.about_id in (
    select file_id from version where journal_id = any($1) and file_id is not null
    union all select file_id from signed_copy where journal_id = any($1)
    union all select a.file_id from attachment a join message m on m.id = a.message_id
    where a.journal_id = any($1) and m.removed_at is null and not exists (
      select from hiding h where h.message_id = m.id and h.shown_at is null))
  else true end
"""
_FOUND = f"""
with asked as materialized (select %s as query)
select * from (
  select f.id, f.kind, f.about_id, f.journal_id, f.at,
         (ts_rank('{{0.1, 0.3, 0.6, 1}}', f.words, asked.query, 1) * 1000000)::int as fit
  from findable f cross join asked
  where f.journal_id = any($1::uuid[]) and ($2::text[] is null or f.kind = any($2))
    and f.words @@ asked.query and {_IS_SHOWN}
) found
where $3::timestamptz is null or (fit, at, about_id) < ($5::int, $3, $4::uuid)
order by fit desc, at desc, about_id desc
limit $6
"""  # noqa: S608  # Only texts of our own are put together.

# In these $1 is what was found and $2 the journals one reads.
_TEXTS: dict[FoundKind, str] = {
    FoundKind.MESSAGE: """
        select m.id, 'thread' as parent_kind, m.thread_id as parent_id, m.number, m.text,
               case when first_hiding.id is null then t.title else '' end as title
        from message m
        join thread t on t.id = m.thread_id and t.journal_id = m.journal_id
        left join message first on first.thread_id = t.id and first.number = 1
        left join hiding first_hiding
          on first_hiding.message_id = first.id and first_hiding.shown_at is null
        where m.id = any($1) and m.journal_id = any($2) and m.removed_at is null
          and not exists (select from hiding h where h.message_id = m.id and h.shown_at is null)
    """,
    FoundKind.THREAD: """
        select t.id, null as parent_kind, null::uuid as parent_id, null::int as number, t.title, m.text
        from thread t
        left join message m on m.thread_id = t.id and m.number = 1
          and m.journal_id = t.journal_id and m.removed_at is null
        where t.id = any($1) and t.journal_id = any($2)
          and not exists (
            select from message first join hiding h on h.message_id = first.id
            where first.thread_id = t.id and first.number = 1 and h.shown_at is null)
    """,
    FoundKind.TALK: """
        select id, null as parent_kind, null::uuid as parent_id, null::int as number, '' as title,
               array_to_string(array[array_to_string(lines, ' '), attendees], ' · ') as text
        from talk where id = any($1) and journal_id = any($2)
    """,
    FoundKind.COMMITMENT: """
        select distinct on (c.id) c.id, null as parent_kind, null::uuid as parent_id, c.number, '' as title,
               r.content as text
        from commitment c
        join revision r on r.commitment_id = c.id and r.journal_id = c.journal_id
        where c.id = any($1) and c.journal_id = any($2)
        order by c.id, r.number desc
    """,
    FoundKind.AGREEMENT: """
        select id, null as parent_kind, null::uuid as parent_id, number, '' as title, reason, content as text
        from version where id = any($1) and journal_id = any($2)
    """,
    FoundKind.PURPOSE: """
        select distinct on (p.workspace_id) p.workspace_id as id, null as parent_kind, null::uuid as parent_id,
               null::int as number, '' as title, p.content as text
        from purpose p where p.workspace_id = any($1) and p.journal_id = any($2)
        order by p.workspace_id, p.number desc
    """,
    FoundKind.FILE: """
        select f.id, case when m.id is null then 'agreement' else 'thread' end as parent_kind,
               coalesce(m.thread_id, v.id, c.version_id) as parent_id, null::int as number,
               f.name as title, f.name as text
        from file f
        left join attachment a on a.file_id = f.id
        left join message m on m.id = a.message_id and m.journal_id = f.journal_id
        left join lateral (
          select id from version where file_id = f.id and journal_id = f.journal_id
          order by number limit 1) v on true
        left join lateral (
          select version_id from signed_copy where file_id = f.id and journal_id = f.journal_id
          order by added_at limit 1) c on true
        where f.id = any($1) and f.journal_id = any($2)
    """,
}
_TITLES = """
select w.id, c.title from workspace w join contract c on c.id = w.contract_id
where w.id = any($1) and w.journal_id = any($2)
"""


class Asked(Struct, frozen=True, kw_only=True):
    """What is looked for, and which page of it."""

    typed: str
    kinds: frozenset[FoundKind] = frozenset()
    after: str | None = None
    limit: int = 20


async def search(person_id: UUID, participants: Sequence[Participant], asked: Asked) -> SearchView:
    """Return what fits in the workspaces somebody went into.

    Raises `NothingToFind`, `TooManyWords` or `SearchTooWide`.
    """
    terms = terms_in(asked.typed)
    mark = read_page_mark(asked.after, parts=3)
    rooms = {
        journal_id: participant
        for participant in participants
        for journal_id in participant.journal_ids
    }
    async with reading_as(person_id):
        await execute(f"set local statement_timeout = '{MOST_SECONDS}s'")
        try:
            rows = await _found(terms, list(rooms), asked, mark)
            page, following = page_of(rows, asked.limit, "at", "about_id", "fit")
            items = await _views(page, terms, rooms)
        except asyncpg.exceptions.QueryCanceledError as error:
            raise SearchTooWide(retry_after=MOST_SECONDS) from error
    return SearchView(items=items, next=following)


async def _found(
    terms: Sequence[Term], journal_ids: list[UUID], asked: Asked, mark: Sequence[Any]
) -> list[dict[str, Any]]:
    query, words = await _query(terms, first=7)
    return await fetch(
        _FOUND % query,
        journal_ids,
        sorted(asked.kinds) or None,
        *mark,
        asked.limit + 1,
        *words,
    )


async def _query(terms: Sequence[Term], *, first: int) -> tuple[str, list[str]]:
    """Return what PostgreSQL looks for, with the words as values from this place on."""
    little = await _saying_little([term.text for term in terms])
    telling = [
        term for term in terms if term.is_left_out or term.is_phrase or term.text not in little
    ]
    if all(term.is_left_out for term in telling):
        # Nothing else was typed, so these it must be, as they stand.
        telling = [msgspec.structs.replace(term, is_phrase=True) for term in terms]
    pieces = [
        f"{'!!' if term.is_left_out else ''}{_CALLS[_call_of(term)]}" % f"${first + at}::text"
        for at, term in enumerate(telling)
    ]
    return " && ".join(pieces), [term.text for term in telling]


_CALLS = {
    "phrase": "phrase_of(%s)",
    # What is left out is left out as it stands and by its stem, not by how it begins.
    "narrow": "query_of(%s, false)",
    "wide": "query_of(%s, true)",
}


def _call_of(term: Term) -> str:
    if term.is_phrase:
        return "phrase"
    return "narrow" if term.is_left_out else "wide"


async def _saying_little(words: Sequence[str]) -> set[str]:
    rows = await fetch(
        "select word from unnest($1::text[]) word where says_little(word)", list(words)
    )
    return {row["word"] for row in rows}


async def _views(
    page: Sequence[dict[str, Any]], terms: Sequence[Term], rooms: Mapping[UUID, Participant]
) -> list[FoundView]:
    texts = await _texts(page, list(rooms))
    titles = await _titles(page, rooms)
    pieces = {key: _PIECES.get(FoundKind(key[0]), _one_piece)(row) for key, row in texts.items()}
    called = {key: row["title"] or _title_in(FoundKind(key[0]), row) for key, row in texts.items()}
    said = [*called.values(), *(piece for each in pieces.values() for piece in each)]
    hits = await _hits(said, terms)
    return [
        FoundView(
            kind=FoundKind(row["kind"]),
            audience=audience(participant, row["journal_id"]),
            workspace_id=participant.workspace_id,
            workspace_title=titles[participant.workspace_id],
            id=row["about_id"],
            parent_kind=_kind(texts[key]["parent_kind"]),
            parent_id=texts[key]["parent_id"],
            number=texts[key]["number"],
            title=called[key],
            title_pieces=title_pieces(called[key], hits),
            excerpt=excerpt_of(pieces[key], hits),
            at=row["at"],
        )
        for row in page
        for key, participant in [((row["kind"], row["about_id"]), rooms[row["journal_id"]])]
        # What went between one statement and the next cannot: all of it is read as of one moment.
        if key in texts
    ]


async def _texts(
    page: Sequence[dict[str, Any]], journal_ids: list[UUID]
) -> dict[tuple[str, UUID], dict[str, Any]]:
    found: dict[tuple[str, UUID], dict[str, Any]] = {}
    for kind, query in _TEXTS.items():
        ids = [row["about_id"] for row in page if row["kind"] == kind]
        if ids:
            rows = await fetch(query, ids, journal_ids)
            found |= {(str(kind), row["id"]): row for row in rows}
    return found


async def _titles(
    page: Sequence[dict[str, Any]], rooms: Mapping[UUID, Participant]
) -> dict[UUID, str]:
    ids = list({rooms[row["journal_id"]].workspace_id for row in page})
    rows = await fetch(_TITLES, ids, list(rooms))
    return {row["id"]: row["title"] for row in rows}


async def _hits(texts: Collection[str], terms: Sequence[Term]) -> set[str]:
    """Return the words of these texts, as they are written there, that were asked for."""
    words = words_in(texts, terms)
    wanted = [term for term in terms if not term.is_left_out]
    asked = [word for term in wanted if term.is_phrase for word in term.words]
    rows = await fetch(
        "with wide as materialized (select query_of(word, true) as query from unnest($2::text[]) word),"
        " exact as materialized (select phrase_of(word) as query from unnest($3::text[]) word)"
        " select word from unnest($1::text[]) word cross join lateral words_of('', word) as said"
        " where exists (select from wide where said @@ query)"
        " or exists (select from exact where said @@ query)",
        list(words),
        [term.text for term in wanted if not term.is_phrase],
        asked,
    )
    return {row["word"] for row in rows}


def _kind(said: str | None) -> FoundKind | None:
    return None if said is None else FoundKind(said)


def _one_piece(row: Mapping[str, Any]) -> list[str]:
    return [plain(row["text"] or "")]


def _as_written(row: Mapping[str, Any]) -> list[str]:
    return [row["text"]]


def _pieces_of_document(row: Mapping[str, Any]) -> list[str]:
    """Return what people wrote in a document, in the order in which it stands there."""
    return [
        *filter(None, [row.get("reason")]),
        *map(plain, _said_in(msgspec.json.decode(row["text"]))),
    ]


def _pieces_of_commitment(row: Mapping[str, Any]) -> list[str]:
    """Return what a commitment says below its title, which stands above it already."""
    title = plain(_title_in(FoundKind.COMMITMENT, row))
    return [piece for piece in _pieces_of_document(row) if piece != title]


def _said_in(value: Any, name: str = "") -> list[str]:
    if isinstance(value, str):
        return [value] if name in TEXT_MEMBERS else []
    if isinstance(value, dict):
        return [text for key, each in value.items() for text in _said_in(each, key)]
    if isinstance(value, list):
        return [text for each in value for text in _said_in(each, "")]
    return []


def _title_in(kind: FoundKind, row: Mapping[str, Any]) -> str:
    if kind is not FoundKind.COMMITMENT:
        return ""
    return msgspec.json.decode(row["text"])["terms"]["title"]


_PIECES: dict[FoundKind, Callable[[Mapping[str, Any]], list[str]]] = {
    FoundKind.TALK: _as_written,
    FoundKind.FILE: _as_written,
    FoundKind.COMMITMENT: _pieces_of_commitment,
    FoundKind.AGREEMENT: _pieces_of_document,
    FoundKind.PURPOSE: _pieces_of_document,
}
