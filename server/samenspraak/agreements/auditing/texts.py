"""Holding the frozen texts and what binds against what was told."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec

from samenspraak.agreements.auditing.ledger import ToldVersion
from samenspraak.agreements.auditing.reading import is_name_of, readable
from samenspraak.agreements.auditing.shapes import Told
from samenspraak.agreements.documents import AgreementDocument
from samenspraak.canonical import canonical_bytes, digest
from samenspraak.commitments.queries import Holder
from samenspraak.commitments.terms import RevisionDocument

Row = Mapping[str, Any]


def revision_misfits(row: Row, told: Told, *, journal_id: UUID, may_be_gone: bool) -> Iterator[str]:
    """Name the columns of a frozen text that are not what its entry and its own bytes say."""
    expected: dict[str, object] = {
        "journal_id": journal_id,
        "by_side": told.body.get("side"),
        "by_person": told.actor,
        "put_at": told.at,
        "digest": told.body.get("digest"),
    }
    yield from (column for column, value in expected.items() if row[column] != value)
    document = readable(row["content"], RevisionDocument)
    if document is None or digest(row["content"].encode()) != told.body.get("digest"):
        yield "content"
        return
    if not _are_holders(row["names"], document, may_be_gone=may_be_gone):
        yield "names"


def binding_misfits(
    rows: Sequence[Row],
    told: ToldVersion,
    document: AgreementDocument,
    after: AgreementDocument | None,
    *,
    journal_id: UUID,
) -> Iterator[tuple[str, str]]:
    """Judge what a version bound: each text of it, once, from its conclusion to the next.

    Names the column and the commitment. `after` is the version that took its place, which says what
    it let end early.
    """
    endings = {str(each.commitment_id): each for each in (() if after is None else after.endings)}
    concluded = told.concluded
    parts = {
        str(part.commitment_id): part.digest
        for part in (document.commitments if concluded is not None else ())
    }
    for row in rows:
        commitment = str(row["commitment_id"])
        if concluded is None or commitment not in parts:
            yield "foreign", commitment
            continue
        expected: dict[str, object] = {
            "digest": parts.pop(commitment),
            "of_commitment": row["commitment_id"],
            "journal_id": journal_id,
            "from_at": concluded.at,
            "to_at": told.superseded_at,
            "ended_on": ending.ends_on if (ending := endings.get(commitment)) else None,
            "ended_reason": ending.reason if ending else None,
        }
        for column, value in expected.items():
            if row[column] != value:
                is_text = column in {"digest", "of_commitment"}
                yield "revision_id" if is_text else column, commitment
    yield from (("gone", commitment) for commitment in parts)


def _are_holders(names: str, document: RevisionDocument, *, may_be_gone: bool) -> bool:
    """Tell whether exactly the slots of a text are filled, each with the name it was made of."""
    try:
        holders = msgspec.json.decode(names, type=list[Holder])
    except msgspec.MsgspecError:
        return False
    slots = [(slot.side, slot.role, slot.commitment) for slot in document.terms.responsible]
    return (
        canonical_bytes(holders).decode() == names
        and sorted(slots) == sorted((each.side, each.role, each.commitment) for each in holders)
        and all(
            is_name_of(each.commitment, salt=each.salt, name=each.name)
            or (may_be_gone and not each.salt and not each.name)
            for each in holders
        )
    )
