"""What a preview shows of the files somebody brought in."""

from uuid import UUID

import msgspec

from samenspraak import surroundings
from samenspraak.database import fetch_one, reading_as
from samenspraak.errors import NotFound
from samenspraak.identity.schemas import SignedIn
from samenspraak.procurement.schemas import (
    ImportPreviewView,
    LeftOut,
    LeftOutView,
    OpeningView,
    Preview,
    PreviewRow,
    Relation,
    Texts,
    text_in,
)
from samenspraak.text import Language, has_sentence, sentence

# What somebody still reads before choosing; one contract can be of a thousand lots.
LOTS_LIMIT = 50
LOT_LIMIT = 200


async def preview_view(person: SignedIn, import_id: UUID) -> ImportPreviewView:
    """Return one's own preview, in one's own language."""
    async with reading_as(person.person_id):
        row = await fetch_one(
            "select id, organisation_id, content, expires_at from import_preview"
            " where id = $1 and person_id = $2 and expires_at > $3",
            import_id,
            person.person_id,
            surroundings.now(),
        )
    if row is None:
        raise NotFound
    kept = msgspec.json.decode(row["content"], type=Preview)
    return ImportPreviewView(
        id=row["id"],
        organisation_id=row["organisation_id"],
        openings=[_opening_view(found, person.language) for found in kept.rows],
        left_out=[_left_out_view(passed, person.language) for passed in kept.left_out],
        expires_at=row["expires_at"],
    )


def contractor_name(row: PreviewRow, language: Language) -> str:
    """Return what the winner is called: a consortium's own name, or its members' names."""
    winner = row.opening.winner
    return winner.name or " + ".join(members(row, language))


def members(row: PreviewRow, language: Language) -> list[str]:
    """Return the names of the winner's members."""
    names = [
        text_in(member.organisation.names, reader=language, notice=row.opening.language)
        for member in row.opening.winner.members
    ]
    return [name for name in names if name]


def title_of(row: PreviewRow, language: Language) -> str:
    """Return the title in the reader's language, as far as the notice has it."""
    return text_in(row.opening.titles, reader=language, notice=row.opening.language) or "-"


def _opening_view(row: PreviewRow, language: Language) -> OpeningView:
    opening = row.opening

    def text(texts: Texts) -> str:
        return text_in(texts, reader=language, notice=opening.language) or ""

    lots = (
        [] if row.notice is None else [lot for lot in row.notice.lots if lot.id in opening.lot_ids]
    )
    return OpeningView(
        key=row.key,
        file_name=row.file_name,
        title=title_of(row, language),
        reference=opening.reference,
        contractor_name=contractor_name(row, language),
        members=members(row, language),
        buyer_names=[text(buyer.names) for buyer in opening.buyers],
        lots=[f"{lot.id} {text(lot.titles)}".strip()[:LOT_LIMIT] for lot in lots[:LOTS_LIMIT]],
        value_state=opening.value.state,
        value_minor=opening.value.amount_minor,
        currency=opening.value.currency,
        value_published_on=opening.value.published_on,
        starts_on=None if opening.period is None else opening.period.starts_on,
        ends_on=None if opening.period is None else opening.period.ends_on,
        awarded_on=opening.awarded_on,
        cpv=opening.cpv_main,
        social_objectives=list(opening.social.objectives),
        performance_terms=[text(terms) for terms in opening.social.performance_terms],
        reserved_execution=opening.social.reserved_execution,
        relation=row.relation,
        differences=list(row.differences),
        part_of=opening.part_of,
        is_update=row.contract_id is not None,
        # "Open all" opens each contract once, brings known ones up to date, and passes over what
        # was imported before.
        is_chosen=opening.part_of is None
        and (
            row.relation in {Relation.UNRELATED, Relation.SAME_PROCEDURE}
            or (row.contract_id is not None and row.relation in {Relation.NEWER, Relation.MODIFIES})
        ),
        remarks=[]
        if row.notice is None
        else [
            sentence(language, f"remark.{remark.slug}", **remark.facts)
            for remark in row.notice.remarks
        ],
    )


def _left_out_view(passed: LeftOut, language: Language) -> LeftOutView:
    reasons = [
        sentence(language, f"fault.{fault.slug}", **fault.facts)
        for fault in passed.faults
        if has_sentence(f"fault.{fault.slug}")
    ]
    if not reasons and has_sentence(f"problem.{passed.slug}.detail"):
        reasons = [sentence(language, f"problem.{passed.slug}.detail", **passed.facts)]
    return LeftOutView(file_name=passed.file_name, title=passed.title, reasons=reasons)
