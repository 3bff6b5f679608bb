"""Holding signatures and words given for a paper against what was told, and against each other."""

from collections.abc import Iterator, Mapping
from typing import Any

from samenspraak.agreements.auditing.reading import readable
from samenspraak.agreements.auditing.shapes import Told
from samenspraak.agreements.documents import (
    NamesDocument,
    SignatureStatement,
    signer_of,
    statement_digest,
)
from samenspraak.canonical import canonical_bytes

Row = Mapping[str, Any]


def signature_misfits(
    row: Row,
    told: Told,
    *,
    version: Row,
    names: NamesDocument | None,
    is_erased: bool,
) -> Iterator[str]:
    """Name the columns of a signature that are not what its entry, its bytes and its name say."""
    expected: dict[str, object] = {
        "journal_id": version["journal_id"],
        "version_id": version["id"],
        "side": told.body.get("side"),
        "person_id": told.actor,
        "signed_at": told.at,
        "entry_digest": told.digest,
    }
    yield from (column for column, value in expected.items() if row[column] != value)
    stated = readable(row["content"], SignatureStatement)
    if stated is None or not _states(stated, row, told, version):
        yield "content"
        return
    known = {entry.commitment: entry.name for entry in names.names} if names is not None else {}
    if stated.signatory is None:
        return
    if ("" if is_erased else known.get(stated.signatory)) != row["name"]:
        yield "name"


def confirmation_misfits(row: Row, told: Told, *, version: Row) -> Iterator[str]:
    """Name the columns of a word for a paper that are not what its entry says."""
    expected: dict[str, object] = {
        "journal_id": version["journal_id"],
        "version_id": version["id"],
        "side": told.body.get("side"),
        "person_id": told.actor,
        "digest": told.body.get("digest"),
        "confirmed_at": told.at,
    }
    yield from (column for column, value in expected.items() if row[column] != value)


def _states(stated: SignatureStatement, row: Row, told: Told, version: Row) -> bool:
    """Tell whether a statement is spelled as it was, and about this signature of this version."""
    if canonical_bytes(stated).decode() != row["content"]:
        return False
    if stated.signer is not None and stated.signer != signer_of(
        version_digest=stated.version_digest, person_id=row["person_id"]
    ):
        return False
    promised = told.body.get("statementDigest")
    return (
        (stated.version_digest, stated.side, stated.signed_at, stated.entry_digest)
        == (version["digest"], told.body.get("side"), told.at, told.digest)
    ) and (promised is None or promised == statement_digest(stated))
