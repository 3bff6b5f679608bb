"""Putting the documents of an agreement together, so that equal contents give equal bytes."""

from collections.abc import Iterable
from typing import Literal
from uuid import UUID

import msgspec

from samenspraak.agreements.documents.shapes import (
    AGREEMENT_SCHEMA,
    NAMES_SCHEMA,
    AgreementDocument,
    AgreementEnding,
    Attachment,
    ChangePart,
    ClausePart,
    CommitmentPart,
    ContractPart,
    EndingPart,
    NameEntry,
    NamesDocument,
    ObligationText,
    PaperPart,
    PartyPart,
    PurposeText,
    SignatureStatement,
    SigningRule,
)
from samenspraak.canonical import canonical_bytes, digest
from samenspraak.commitments.terms import (
    CatalogueReference,
    Deadline,
    RevisionDocument,
    RoleSlot,
    name_commitment,
    tidied,
)


def commitment_part(number: int, content: bytes | str) -> CommitmentPart:
    """Take the stored bytes of an agreed revision into a version, unchanged.

    `number` is the one that people see; the bytes themselves say which commitment they are of.
    """
    data = content.encode() if isinstance(content, str) else content
    document = msgspec.json.decode(data, type=RevisionDocument)
    assert canonical_bytes(document) == data, "a revision must come out as the bytes it went in"
    return CommitmentPart(
        commitment_id=document.commitment_id,
        number=number,
        revision=document.revision,
        digest=digest(data),
        document=document,
    )


def agreement_document(
    *,
    workspace_id: UUID,
    number: int,
    predecessor: str | None,
    parties: Iterable[PartyPart],
    contract: ContractPart,
    origin: Literal["samenspraak", "outside"] = "samenspraak",
    reason: str | None = None,
    purpose: PurposeText | None = None,
    obligation: ObligationText | None = None,
    clauses: Iterable[tuple[str, str]] = (),
    commitments: Iterable[CommitmentPart] = (),
    signatories: Iterable[RoleSlot] = (),
    sign_by: Deadline | None = None,
    attachments: Iterable[Attachment] = (),
    paper: PaperPart | None = None,
    change: ChangePart | None = None,
    endings: Iterable[EndingPart] = (),
    ending: AgreementEnding | None = None,
    signing: Iterable[SigningRule] = (),
) -> AgreementDocument:
    """Put a version together so that the same contents always give the same bytes.

    Order and spelling are settled here: parties by side, commitments by number, articles numbered
    as they come, texts in one Unicode form. Revisions go in as they are: they were agreed.
    """
    agreed = tuple(sorted(commitments, key=lambda part: part.number))
    return AgreementDocument(
        schema=AGREEMENT_SCHEMA,
        workspace_id=workspace_id,
        number=number,
        predecessor=predecessor,
        origin=origin,
        parties=tuple(sorted(map(tidied, parties), key=lambda party: (party.side, party.name))),
        contract=tidied(contract),
        reason=tidied(reason) or None,
        purpose=tidied(purpose),
        obligation=tidied(obligation),
        clauses=tuple(
            ClausePart(number=place, title=tidied(title), text=tidied(text))
            for place, (title, text) in enumerate(clauses, start=1)
        ),
        commitments=agreed,
        catalogues=_catalogues(agreed),
        signatories=tuple(map(tidied, signatories)),
        sign_by=tidied(sign_by),
        attachments=tuple(map(tidied, attachments)),
        paper=tidied(paper),
        change=tidied(change),
        endings=tuple(sorted(map(tidied, endings), key=lambda part: part.number)),
        ending=tidied(ending),
        # What is usual is left out, so that one signatory a side reads as it always did.
        signing=tuple(
            sorted((rule for rule in signing if rule.needed > 1), key=lambda rule: rule.side)
        ),
    )


def names_document(names: Iterable[NameEntry]) -> NamesDocument:
    """Gather the names of a version, each once, in an order that tells nothing."""
    entries = {entry.commitment: entry for entry in names}
    for entry in entries.values():
        made = name_commitment(salt=entry.salt, name=entry.name)
        assert made == entry.commitment, "a name must be the one its slot was made of"
    return NamesDocument(schema=NAMES_SCHEMA, names=tuple(entries[key] for key in sorted(entries)))


def slots_of(document: AgreementDocument) -> tuple[RoleSlot, ...]:
    """Return every role slot of a version: signatories and all that are responsible."""
    responsible = (
        slot for part in document.commitments for slot in part.document.terms.responsible
    )
    return (*document.signatories, *responsible)


def signer_of(*, version_digest: str, person_id: UUID) -> str:
    """Return what two signatures of one person under one version have in common, and no others.

    It is the digest of the canonical `[version digest, person id]`. Under another version the same
    person is somebody else, so it leads nobody from one agreement to the next.
    """
    return digest(canonical_bytes([version_digest, str(person_id)]))


def statement_digest(statement: SignatureStatement) -> str:
    """Return the digest by which a signature's entry in the journal names what was stated.

    A statement holds the digest of that very entry, so the entry cannot hold the digest of the whole
    statement. It is taken over the canonical bytes of the statement with its member `entryDigest`
    left out, and every other member as it is stored and sealed, `signatory` included.
    """
    members = msgspec.to_builtins(statement)
    del members["entryDigest"]
    return digest(canonical_bytes(members))


def _catalogues(parts: Iterable[CommitmentPart]) -> tuple[CatalogueReference, ...]:
    found = {
        canonical_bytes(value.catalogue): value.catalogue
        for part in parts
        if (value := part.document.terms.value) and value.catalogue
    }
    return tuple(found[key] for key in sorted(found))
