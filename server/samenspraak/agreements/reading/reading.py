"""The reading of a version: made of its bytes and the names beside them, and of nothing else."""

import msgspec

from samenspraak.agreements.documents import AgreementDocument, NamesDocument
from samenspraak.agreements.reading import statements
from samenspraak.agreements.reading.commitments import commitment_part
from samenspraak.agreements.reading.notices import notices_in
from samenspraak.agreements.reading.shapes import Reading
from samenspraak.agreements.reading.words import Words
from samenspraak.text import Language


def read_agreement(
    content: bytes | AgreementDocument,
    digest: str,
    language: Language,
    names: NamesDocument | None,
) -> Reading:
    """Read a version in the language of a reader; what people wrote stays as they wrote it.

    Every member of the document comes back in some part, so that nobody signs what was not shown.
    """
    document = (
        content
        if isinstance(content, AgreementDocument)
        else msgspec.json.decode(content, type=AgreementDocument)
    )
    words = Words.of(language, names)
    parts = (
        *statements.parties_part(words, document.parties),
        statements.contract_part(words, document),
        *statements.paper_part(words, document.paper),
        *statements.change_part(words, document),
        *statements.purpose_part(words, document.purpose),
        *statements.obligation_part(words, document.obligation),
        *(commitment_part(words, part) for part in document.commitments),
        *statements.ending_parts(words, document),
        *statements.clause_parts(words, document.clauses),
        *statements.values_parts(words, document.catalogues),
        *statements.attachment_parts(words, document.attachments),
        *statements.signing_part(words, document),
    )
    return Reading(
        number=document.number,
        title=words.say("title", number=document.number),
        digest=digest,
        parts=parts,
        notices=notices_in(parts, document.parties, words),
    )
