"""What people read of tables of values: those that come with the product, and their organisation's."""

import base64
import json
import re
from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct

from samenspraak.catalogue.decisions import (
    Fit,
    fit,
    measure_views,
    notes_on,
    shown_rule_views,
)
from samenspraak.catalogue.policy import may_change_catalogues
from samenspraak.catalogue.schemas import (
    AppliesBy,
    CatalogueLineView,
    CataloguesView,
    CatalogueText,
    CatalogueView,
    ContractDates,
    Fitting,
    MeasureText,
    MeasureView,
    NoteView,
    ReferenceDataView,
    SuggestionView,
    text_in,
)
from samenspraak.catalogue.seeds import reference_data
from samenspraak.catalogue.valuing import table_rules
from samenspraak.database import fetch, fetch_one, reading_as
from samenspraak.errors import Invalid, NotFound
from samenspraak.identity.access import entered_organisation
from samenspraak.identity.schemas import Member, SignedIn

PAGE_LIMIT = 100

# What is nobody's comes with the product; the rest is for those who work for its organisation.
_READABLE = """
(e.journal_id is null or exists (
  select from membership m
  where m.organisation_id = e.organisation_id and m.person_id = $1 and m.left_at is null))
"""
_COLUMNS = (
    "e.id, e.organisation_id, e.catalogue, e.digest, e.content, e.added_at, e.copied_from,"
    " e.retired_at"
)
_PAGE = f"""
select {_COLUMNS} from edition e
where {_READABLE} and (e.retired_at is null or $2) and (e.catalogue, e.id) > ($3, $4)
order by e.catalogue, e.id limit $5
"""  # noqa: S608  # both parts stand above
_ONE = f"select {_COLUMNS} from edition e where {_READABLE} and e.id = $2"  # noqa: S608  # as above
_NAMED = f"""
select e.id from edition e
where {_READABLE} and e.catalogue = $2 and e.retired_at is null order by e.added_at desc, e.id
"""  # noqa: S608  # as above
_OF_BUYERS = f"""
select {_COLUMNS} from edition e
where {_READABLE} and e.retired_at is null
  and (e.organisation_id = any($2::uuid[])
       or (e.organisation_id is null and lower(trim(e.publisher)) = any($3::text[])))
order by e.added_at desc, e.id limit 100
"""  # noqa: S608  # as above
_ADMINISTERED = (
    "select organisation_id from membership"
    " where person_id = $1 and is_administrator and left_at is null"
)
# Whoever uses more tables at once looks for one in the list.
SUGGESTIONS_LIMIT = 20
_ORDER = (Fitting.FITS, Fitting.UNDATED, Fitting.DATE_UNKNOWN, Fitting.DOES_NOT_FIT)


class Edition(Struct, frozen=True, kw_only=True):
    """One edition as it is kept."""

    id: UUID
    organisation_id: UUID | None
    catalogue: str
    digest: str
    content: str
    added_at: Any
    copied_from: UUID | None
    retired_at: Any

    @property
    def text(self) -> CatalogueText:
        """Return what we know of its text."""
        return text_in(self.content)

    def is_of(self, organisation_ids: Collection[UUID], publishers: Collection[str]) -> bool:
        """Tell whether one of these organisations keeps it, or it came along under their name.

        Anybody can write a buyer's name above a table of their own, so that says nothing.
        """
        if self.organisation_id is not None:
            return self.organisation_id in organisation_ids
        return _name(self.text.publisher or "") in {_name(name) for name in publishers}


async def catalogues(
    person: SignedIn, *, after: str | None, limit: int, retired: bool
) -> CataloguesView:
    """Return a page of what this person can read, by the name of the table."""
    name, edition_id = _place(after)
    async with reading_as(person.person_id):
        rows = await fetch(_PAGE, person.person_id, retired, name, edition_id, limit + 1)
        administered = await _administered(person)
    found = [Edition(**row) for row in rows]
    return CataloguesView(
        items=[line_view(edition, administered) for edition in found[:limit]],
        next=None if len(found) <= limit else _mark(found[limit - 1]),
        moves=["add"] if administered else [],
    )


async def catalogue(person: SignedIn, edition_id: UUID) -> CatalogueView:
    """Return one edition whole, each of its measures worked out."""
    async with reading_as(person.person_id):
        edition = await readable_edition(person.person_id, edition_id)
        administered = await _administered(person)
    text, raw = edition.text, raw_text(edition.content)
    return CatalogueView(
        line=line_view(edition, administered),
        measures=measure_views(text, raw),
        rules=shown_rule_views(table_rules(text)),
        notes=notes_on(text, raw, ""),
        text=raw,
    )


async def added(person: SignedIn, edition_ids: Collection[UUID]) -> CataloguesView:
    """Return the lines of editions that were brought in just now, in their order."""
    async with reading_as(person.person_id):
        administered = await _administered(person)
        found = [await readable_edition(person.person_id, each) for each in edition_ids]
    return CataloguesView(
        items=[line_view(edition, administered) for edition in found],
        next=None,
        moves=["add"] if administered else [],
    )


async def file_of(person: SignedIn, edition_id: UUID) -> tuple[str, bytes]:
    """Return an edition as a file in the format it can be brought in with, and a name for it."""
    async with reading_as(person.person_id):
        edition = await readable_edition(person.person_id, edition_id)
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", edition.catalogue).strip("-.") or "catalogue"
    return f"{name}.json", exported([raw_text(edition.content)])


async def named(person: SignedIn, name: str) -> UUID:
    """Return the edition that is meant by an id, or by the name of a table; the newest if several."""
    try:
        edition_id = UUID(name)
    except ValueError:
        async with reading_as(person.person_id):
            row = await fetch_one(_NAMED, person.person_id, name)
        if row is None:
            raise NotFound from None
        return row["id"]
    return edition_id


async def shipped(digests: Iterable[str]) -> set[str]:
    """Return which of these texts are those of tables as they were published; in a transaction."""
    rows = await fetch(
        "select digest from edition where organisation_id is null and digest = any($1)",
        [*digests],
    )
    return {row["digest"] for row in rows}


async def readable_edition(person_id: UUID, edition_id: UUID) -> Edition:
    """Return an edition that this person can read; inside their transaction."""
    row = await fetch_one(_ONE, person_id, edition_id)
    if row is None:
        raise NotFound
    return Edition(**row)


async def suggestions(
    person: SignedIn,
    *,
    organisation_ids: Collection[UUID],
    publishers: Collection[str],
    dates: ContractDates,
) -> list[SuggestionView]:
    """Return the editions of these organisations and publishers, the fitting ones first.

    A publisher's name counts for what comes along: anybody can write one above a table of theirs.

    A contract's buyer says which tables are meant, never its region: several buyers share one, and
    one region has several. Inside the person's transaction.
    """
    rows = await fetch(
        _OF_BUYERS,
        person.person_id,
        list(organisation_ids),
        [_name(name) for name in publishers],
    )
    administered = await _administered(person)
    found = [(edition, fit(edition.text, dates)) for edition in (Edition(**row) for row in rows)]
    # What an organisation keeps itself stands before what others published under its name.
    found.sort(key=lambda each: _place_of(*each, organisation_ids))
    return [
        SuggestionView(
            line=line_view(edition, administered),
            fitting=judged.fitting,
            why=judged.why,
            applies_by=judged.applies_by,
            on=judged.on,
        )
        for edition, judged in found[:SUGGESTIONS_LIMIT]
    ]


def applies(edition: Edition, dates: ContractDates) -> AppliesBy | None:
    """Return the rule by which an edition itself says that it applies; None when it does not."""
    found = fit(edition.text, dates)
    return found.applies_by if found.fitting is Fitting.FITS else None


def worked_out(content: str) -> list[MeasureView]:
    """Return each measure of an edition, worked out."""
    return measure_views(text_in(content), raw_text(content))


def notes(text: CatalogueText, raw: dict[str, Any], pointer: str) -> list[NoteView]:
    """Return everything in a table that will be shown, and that nothing is computed from."""
    return notes_on(text, raw, pointer)


def raw_text(content: str) -> dict[str, Any]:
    """Return the text of an edition with the members that we do not know."""
    return msgspec.json.decode(content, type=dict[str, Any])


def exported(tables: list[dict[str, Any]]) -> bytes:
    """Write tables as people keep them: members in the order of the format, others behind."""
    ordered = [
        _in_order(table, CatalogueText)
        | {"measures": [_in_order(measure, MeasureText) for measure in table["measures"]]}
        for table in tables
    ]
    return (json.dumps(ordered, ensure_ascii=False, indent=1) + "\n").encode()


def line_view(edition: Edition, administered: Collection[UUID]) -> CatalogueLineView:
    """Return one edition as it stands in a list."""
    text = edition.text
    is_own = edition.organisation_id in administered
    return CatalogueLineView(
        id=edition.id,
        catalogue=edition.catalogue,
        digest=edition.digest,
        region=text.region,
        publisher=text.publisher,
        source=text.source,
        source_year=None if text.source_year is None else str(text.source_year),
        confidence=text.confidence,
        completeness=text.completeness,
        basis=text.basis,
        currency=text.currency,
        valid_from=text.valid_from,
        valid_from_note=text.valid_from_note,
        valid_to=text.valid_to,
        applies_by=text.applies_by,
        is_seed=edition.organisation_id is None,
        organisation_id=edition.organisation_id,
        measures=len(text.measures),
        added_at=edition.added_at,
        copied_from=edition.copied_from,
        retired_at=edition.retired_at,
        moves=["retire"] if is_own and edition.retired_at is None else [],
    )


def reference(name: str) -> ReferenceDataView:
    """Return words or lists of the field, with where they were read and how sure that is."""
    content = reference_data(name)
    items = [content, *(part for part in _parts(content))]
    return ReferenceDataView(
        name=name,
        sources=_told(items, "source", "title"),
        source_years=_told(items, "source_year", "year"),
        confidence=_told(items, "confidence"),
        content=content,
    )


async def owner_of(person: SignedIn, edition_id: UUID) -> Member | None:
    """Return the reader as a member of the organisation whose edition this is; nobody's has none."""
    async with reading_as(person.person_id):
        edition = await readable_edition(person.person_id, edition_id)
        if edition.organisation_id is None:
            return None
        return await entered_organisation(person, edition.organisation_id)


async def may_still_change(member: Member) -> bool:
    """Tell whether somebody administers the organisation now, inside the unit that locked it."""
    return may_change_catalogues(await entered_organisation(member.person, member.organisation_id))


async def _administered(person: SignedIn) -> set[UUID]:
    rows = await fetch(_ADMINISTERED, person.person_id)
    return {row["organisation_id"] for row in rows}


def _place_of(
    edition: Edition, judged: Fit, organisation_ids: Collection[UUID]
) -> tuple[bool, int, int, str]:
    starts = edition.text.valid_from
    return (
        edition.organisation_id not in organisation_ids,
        _ORDER.index(judged.fitting),
        0 if starts is None else -starts.toordinal(),
        edition.catalogue,
    )


def _name(text: str) -> str:
    return text.strip().lower()


def _parts(content: dict[str, Any]) -> list[dict[str, Any]]:
    lists = [value for value in content.values() if isinstance(value, list)]
    return [part for each in lists for part in each if isinstance(part, dict)]


def _told(items: list[dict[str, Any]], *names: str) -> list[str]:
    """Return what the parts say under these names, each once and in their order."""
    found: dict[str, None] = {}
    for item in items:
        for name in names:
            said = item.get(name)
            for one in said if isinstance(said, list) else [said]:
                if one is not None:
                    found[str(one)] = None
    return list(found)


def _in_order(given: dict[str, Any], shape: type[Struct]) -> dict[str, Any]:
    known = [name for name in shape.__struct_fields__ if name in given]
    return {name: given[name] for name in [*known, *(name for name in given if name not in known)]}


def _mark(edition: Edition) -> str:
    return base64.urlsafe_b64encode(f"{edition.id}{edition.catalogue}".encode()).decode()


def _place(after: str | None) -> tuple[str, UUID]:
    if after is None:
        return "", UUID(int=0)
    try:
        text = base64.urlsafe_b64decode(after.encode()).decode()
        # PostgreSQL has no place for it in any text.
        if "\x00" in text:
            raise ValueError(after)
        return text[36:], UUID(text[:36])
    except ValueError as error:
        raise Invalid from error
