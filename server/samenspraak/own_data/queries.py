"""What is kept of somebody, and who would be left with nobody; inside a transaction of theirs."""

from typing import Any
from uuid import UUID

from msgspec import Struct

from samenspraak.database import fetch, reading_as
from samenspraak.identity.schemas import SignedIn
from samenspraak.own_data.decisions import Hindrance, PartHere, WorkHere, hindrances
from samenspraak.own_data.policy import may_ask
from samenspraak.own_data.schemas import HindranceView, OwnDataView
from samenspraak.own_data.told import TOLD, Told
from samenspraak.text import Language, sentence

_PARTS = """
select p.workspace_id, c.title, w.phase = 'closed' as is_closed,
       p.side = 'coordinator' as is_coordinator,
       wanted.role = any(p.roles) as is_negotiator,
       (select count(*) from participant o where o.workspace_id = p.workspace_id
          and o.side = p.side and o.id <> p.id and o.left_at is null
          and wanted.role = any(o.roles)) as other_negotiators,
       'signatory' = any(p.roles) as is_signatory,
       (select count(*) from participant o where o.workspace_id = p.workspace_id
          and o.side = p.side and o.id <> p.id and o.left_at is null
          and 'signatory' = any(o.roles)) as other_signatories
from participant p
join workspace w on w.id = p.workspace_id
join contract c on c.id = w.contract_id
cross join lateral (select case when p.side = 'coordinator' then 'coordinator'
                                else 'negotiator' end as role) wanted
where p.person_id = $1 and p.left_at is null
order by c.title, p.workspace_id
"""
_WORKS = """
select m.organisation_id, g.name, m.is_administrator,
       (select count(*) from membership o where o.organisation_id = m.organisation_id
          and o.journal_id = m.journal_id and o.id <> m.id and o.left_at is null
          and o.is_administrator) as other_administrators,
       (select count(*) from membership o where o.organisation_id = m.organisation_id
          and o.journal_id = m.journal_id and o.id <> m.id and o.left_at is null) as other_members
from membership m join organisation g on g.id = m.organisation_id
where m.person_id = $1 and m.left_at is null
order by g.name, m.organisation_id
"""
# The title goes with the message it came with.
_IS_HIDDEN = """exists (
    select from message m join hiding h on h.message_id = m.id and h.shown_at is null
    where m.thread_id = t.id and m.number = 1)"""
# Nobody takes a list of all threads along, nor a title that is hidden: only what those told are called.
_NAMES = f"""
with mine as (select journal_id from journal_reader where person_id = $1)
select w.id, c.title as name from workspace w join contract c on c.id = w.contract_id
where w.journal_id in (select journal_id from mine)
union all
select o.id, o.name from organisation o
where o.journal_id in (select journal_id from mine)
union all
select t.id, t.title from thread t
where t.id = any($2) and t.journal_id in (select journal_id from mine)
  and not {_IS_HIDDEN}
"""  # noqa: S608  # no values of anybody's
# What one had a part in, and is not one's own word throughout.
_TOLD_AS = {
    ("thread", "title"): "case when t.started_by = any($1)"
    f" or not {_IS_HIDDEN} then t.title else '' end as title"
}


class Kept(Struct, frozen=True, kw_only=True):
    """The rows of one table that are somebody's, as far as they are told."""

    table: str
    rows: list[dict[str, Any]]


async def own_data_view(person: SignedIn) -> OwnDataView:
    """Return whether somebody could be forgotten now, and what would have to happen first."""
    async with reading_as(person.person_id):
        parts, works = await parts_of(person.person_id), await works_of(person.person_id)
    found = hindrances(parts, works)
    may = may_ask(person)
    return OwnDataView(
        workspaces=len(parts),
        hindrances=[_hindrance_view(each, person.language) for each in found],
        moves=["export", *([] if found else ["erase"])] if may else [],
    )


async def parts_of(person_id: UUID) -> list[PartHere]:
    """Return where somebody takes part, with who else could do the same."""
    return [PartHere(**row) for row in await fetch(_PARTS, person_id)]


async def works_of(person_id: UUID) -> list[WorkHere]:
    """Return for which organisations somebody works, with who else does."""
    return [WorkHere(**row) for row in await fetch(_WORKS, person_id)]


async def all_kept(person_id: UUID) -> tuple[list[Kept], dict[UUID, str]]:
    """Return all that is told of somebody, by table, and what ids in it are called.

    It is read as they read it themselves. Where they left, only their part there and what they
    signed are told: the words there are of those who stayed.
    """
    async with reading_as(person_id):
        left = await fetch("select * from left_places()")
        signed = await fetch("select * from signed_where_left()")
        parts = await fetch("select id from participant where person_id = $1", person_id)
        ids = [person_id, *(row["id"] for row in parts)]
        kept = [
            Kept(table=table, rows=await fetch(_rows_of(table, told), ids))
            for table, told in TOLD.items()
        ]
        threads = {row["thread_id"] for each in kept for row in each.rows if "thread_id" in row}
        named = await fetch(_NAMES, person_id, list(threads))
    beside = {"participant": left, "signature": signed}
    names = {row["id"]: row["name"] for row in named}
    names |= {row["workspace_id"]: row.pop("workspace_title") for row in left}
    return [
        Kept(table=each.table, rows=[*each.rows, *beside.get(each.table, [])]) for each in kept
    ], names


def _rows_of(table: str, told: Told) -> str:
    conditions = [f"t.{column} = any($1)" for column in told.mine]
    conditions += [f"t.{column} && $1" for column in told.among]
    shown = ", ".join(_TOLD_AS.get((table, column), f"t.{column}") for column in told.shown)
    order = ", ".join(str(number + 1) for number in range(len(told.shown)))
    return (
        f'select {shown} from "{table}" t where {" or ".join(conditions)}'  # noqa: S608  # names of our own tables
        f" order by {order}"
    )


def _hindrance_view(hindrance: Hindrance, language: Language) -> HindranceView:
    return HindranceView(
        kind=hindrance.kind,
        name=hindrance.name,
        detail=sentence(language, f"fault.own-data/{hindrance.kind}", name=hindrance.name),
        workspace_id=hindrance.workspace_id,
        organisation_id=hindrance.organisation_id,
    )
