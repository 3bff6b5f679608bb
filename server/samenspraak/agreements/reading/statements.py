"""How the rest of an agreement reads: who, about what, why, how much, the articles, the signing."""

from collections import Counter
from itertools import chain

from samenspraak.agreements.documents import (
    AgreementDocument,
    Attachment,
    ChangePart,
    ClausePart,
    EndingPart,
    ObligationText,
    PaperPart,
    PartyPart,
    PurposeText,
    SheetLine,
)
from samenspraak.agreements.reading.shapes import (
    PartKind,
    ReadingField,
    ReadingPart,
    ReadingText,
)
from samenspraak.agreements.reading.words import Words, joined
from samenspraak.commitments.terms import CatalogueReference, RoleSlot


def parties_part(words: Words, parties: tuple[PartyPart, ...]) -> list[ReadingPart]:
    """Read who is bound."""
    if not parties:
        return []
    seen = Counter[str]()
    fields: list[ReadingField] = []
    for party in parties:
        seen[party.side] += 1
        fields += words.field(
            f"{party.side}/{seen[party.side]}", _party(words, party), label=f"party.{party.side}"
        )
    return [
        ReadingPart(
            key="parties",
            kind=PartKind.PARTIES,
            heading=words.say("part.parties"),
            fields=tuple(fields),
        )
    ]


def _party(words: Words, party: PartyPart) -> str:
    if party.identifier is None:
        return party.name
    return words.say(
        "party", name=party.name, scheme=party.identifier.scheme, id=party.identifier.id
    )


def contract_part(words: Words, document: AgreementDocument) -> ReadingPart:
    """Read which contract it is about."""
    contract = document.contract
    return ReadingPart(
        key="contract",
        kind=PartKind.CONTRACT,
        heading=words.say("part.contract"),
        fields=(
            *words.field("title", contract.title, label="contract.title"),
            *words.field("reference", contract.reference, label="contract.reference"),
            *_contract_value(words, contract.value_cents, contract.currency),
            *words.day("startsOn", contract.starts_on),
            *words.day("endsOn", contract.ends_on),
            *words.origin("origin", words.named("made", document.origin)),
            *words.origin("workspace", str(document.workspace_id)),
        ),
    )


def _contract_value(words: Words, cents: int | None, currency: str | None) -> list[ReadingField]:
    if cents is None or currency == "EUR":
        return [
            *words.cents("value", cents, label="contract.value"),
            *words.field("currency", currency, is_provenance=cents is not None),
        ]
    # In another currency, or in one that nobody named, it is no amount in euros.
    figures = words.amount(cents).text.replace("€", "").lstrip()
    return words.field("value", joined([currency, figures]), label="contract.value")


def change_part(words: Words, document: AgreementDocument) -> list[ReadingPart]:
    """Read why there is this version, and on which ground the contract may be changed so."""
    change = document.change
    fields = [
        *([] if change is None else _cause(words, change)),
        *words.field("reason", document.reason),
        *words.origin("predecessor", document.predecessor),
    ]
    # Where no ground is asked, its text is there and empty.
    said = None if change is None else change.ground_text or None
    texts = words.text("groundText", said, label="groundText")
    if not fields and not texts:
        return []
    return [
        ReadingPart(
            key="change",
            kind=PartKind.CHANGE,
            heading=words.say("part.change"),
            fields=tuple(fields),
            texts=tuple(texts),
        )
    ]


def _cause(words: Words, change: ChangePart) -> list[ReadingField]:
    answers = change.answers
    return [
        *words.field("cause", words.named("cause", change.cause)),
        *words.field("ground", change.ground and words.named("ground", change.ground)),
        *(
            []
            if answers is None
            else [
                *words.answer("answers.othersAdmitted", answers.others_admitted),
                *words.answer("answers.otherWinner", answers.other_winner),
                *words.answer("answers.balanceShifts", answers.balance_shifts),
                *words.answer("answers.scopeWidens", answers.scope_widens),
            ]
        ),
    ]


def purpose_part(words: Words, purpose: PurposeText | None) -> list[ReadingPart]:
    """Read why the parties do this together."""
    if purpose is None:
        return []
    texts = [
        *words.text("text", purpose.text),
        *(
            ReadingText(key=f"part/{item.letter}", label=item.letter, source=item.text)
            for item in purpose.parts
        ),
    ]
    return [
        ReadingPart(
            key="purpose",
            kind=PartKind.PURPOSE,
            heading=words.say("part.purpose"),
            texts=tuple(texts),
            is_counted=True,
        )
    ]


def obligation_part(words: Words, obligation: ObligationText | None) -> list[ReadingPart]:
    """Read what is owed, with its sum, its weighing and what both sides said about it."""
    if obligation is None:
        return []
    amount = obligation.amount_cents
    change = obligation.change
    return [
        ReadingPart(
            key="obligation",
            kind=PartKind.OBLIGATION,
            heading=words.say("part.obligation"),
            fields=(
                *words.cents("amount", amount, label="obligation.amount"),
                *words.field("percent", _percent(words, obligation.percent)),
                *words.field("basis", obligation.basis),
                *words.cents("basisCents", obligation.basis_cents),
                *words.field(
                    "scopeRule",
                    obligation.scope_rule and words.named("scope-rule", obligation.scope_rule),
                ),
                *words.field("withinPercent", _percent(words, obligation.within_percent)),
                *words.cents("withinCents", obligation.within_cents),
                *_sheet(words, "sheet", obligation.sheet),
                *_sheet(words, "weighing", obligation.weighing),
                *words.field("basisChange", change and words.named("basis-change", change.cause)),
                *words.field("currency", obligation.currency, is_provenance=True),
            ),
            texts=(
                *words.text("reason", obligation.reason, label="obligation.reason"),
                *words.text("basisReason", obligation.basis_reason, label="basisReason"),
                *words.text("changeReason", change and change.reason, label="changeReason"),
                *chain.from_iterable(
                    words.text(
                        f"reaction/{said.side}/{place}", said.text, label=f"reaction.{said.side}"
                    )
                    for place, said in enumerate(obligation.reactions, start=1)
                ),
            ),
            amount=None if amount is None else words.amount(amount),
            is_counted=True,
        )
    ]


def _percent(words: Words, percent: str | None) -> str | None:
    return None if percent is None else words.say("percent", percent=words.number(percent))


def _sheet(words: Words, key: str, lines: tuple[SheetLine, ...]) -> list[ReadingField]:
    found: list[ReadingField] = []
    for place, line in enumerate(lines, start=1):
        amount = None if line.amount_cents is None else words.amount(line.amount_cents)
        reckoned = joined([line.sum, None if amount is None else amount.text], " = ")
        found += words.field(
            f"{key}/{place}",
            joined([line.text, reckoned], ": "),
            label=key,
            number=place,
            amount=amount,
        )
    return found


def clause_parts(words: Words, clauses: tuple[ClausePart, ...]) -> list[ReadingPart]:
    """Read the articles. Titles find them again in another version, wherever they stand there."""
    seen = Counter[str]()
    found: list[ReadingPart] = []
    for clause in clauses:
        seen[clause.title] += 1
        found.append(
            ReadingPart(
                key=_again(f"clause/{clause.title}", seen[clause.title]),
                kind=PartKind.CLAUSE,
                heading=clause.title,
                number=clause.number,
                texts=tuple(words.text("text", clause.text)),
                is_counted=True,
            )
        )
    return found


def values_parts(words: Words, catalogues: tuple[CatalogueReference, ...]) -> list[ReadingPart]:
    """Read which tables the values were taken from."""
    seen = Counter[str]()
    found: list[ReadingPart] = []
    for catalogue in catalogues:
        seen[catalogue.catalogue] += 1
        found.append(
            ReadingPart(
                key=_again(f"values/{catalogue.catalogue}", seen[catalogue.catalogue]),
                kind=PartKind.VALUES,
                heading=words.say("part.values", catalogue=catalogue.catalogue),
                fields=(
                    *words.field("edition", words.edition(catalogue.edition)),
                    *words.field("reason", catalogue.reason, label="catalogueReason"),
                    *words.field("digest", catalogue.digest, label="catalogueDigest"),
                ),
            )
        )
    return found


def ending_parts(words: Words, document: AgreementDocument) -> list[ReadingPart]:
    """Read what ends early, and why: the whole agreement, or commitments by themselves."""
    found: list[ReadingPart] = []
    if document.ending is not None:
        found.append(
            ReadingPart(
                key="ending",
                kind=PartKind.ENDING,
                heading=words.say("part.ending"),
                fields=tuple(words.day("endsOn", document.ending.ends_on, label="lastDay")),
                texts=tuple(words.text("reason", document.ending.reason, label="endingReason")),
            )
        )
    return [*found, *(_ending(words, each) for each in document.endings)]


def _ending(words: Words, ending: EndingPart) -> ReadingPart:
    return ReadingPart(
        key=f"ending/{ending.commitment_id}",
        kind=PartKind.ENDING,
        heading=words.say("part.ending-of", number=ending.number, title=ending.title),
        number=ending.number,
        fields=(
            *words.day("endsOn", ending.ends_on, label="lastDay"),
            *words.origin("digest", ending.digest),
            *words.origin("id", str(ending.commitment_id)),
        ),
        texts=tuple(words.text("reason", ending.reason, label="endingReason")),
    )


def paper_part(words: Words, paper: PaperPart | None) -> list[ReadingPart]:
    """Read what the parties say was agreed on paper."""
    if paper is None:
        return []
    return [
        ReadingPart(
            key="paper",
            kind=PartKind.PAPER,
            heading=words.say("part.paper"),
            fields=(
                *words.day("agreedOn", paper.agreed_on),
                *words.cents("value", paper.value_cents, label="paper.value"),
                *words.cents("obligation", paper.obligation_cents, label="obligation.amount"),
            ),
            texts=tuple(words.text("summary", paper.summary, label="summary")),
            amount=None if paper.value_cents is None else words.amount(paper.value_cents),
        )
    ]


def attachment_parts(words: Words, attachments: tuple[Attachment, ...]) -> list[ReadingPart]:
    """Read which files belong to it; the digest says exactly which bytes."""
    seen = Counter[str]()
    found: list[ReadingPart] = []
    for attachment in attachments:
        seen[attachment.name] += 1
        found.append(
            ReadingPart(
                key=_again(f"attachment/{attachment.name}", seen[attachment.name]),
                kind=PartKind.ATTACHMENT,
                heading=words.say("part.attachment", name=attachment.name),
                fields=(
                    *words.field("mediaType", attachment.media_type),
                    *words.field(
                        "size",
                        words.say("bytes", number=words.number(str(attachment.size_bytes))),
                    ),
                    *words.field("digest", attachment.digest),
                    *words.origin("id", str(attachment.file_id)),
                ),
            )
        )
    return found


def signing_part(words: Words, document: AgreementDocument) -> list[ReadingPart]:
    """Read who is to sign, how many of each side, and until when."""
    fields = [
        *chain.from_iterable(
            _signatory(words, place, slot)
            for place, slot in enumerate(document.signatories, start=1)
        ),
        *chain.from_iterable(
            words.field(f"needed/{rule.side}", str(rule.needed), label=f"needed.{rule.side}")
            for rule in document.signing
        ),
        *words.deadline("signBy", document.sign_by),
    ]
    if not fields:
        return []
    slots = joined((slot.commitment for slot in document.signatories), ", ")
    return [
        ReadingPart(
            key="signing",
            kind=PartKind.SIGNING,
            heading=words.say("part.signing"),
            fields=(*fields, *words.origin("slots", slots)),
        )
    ]


def _signatory(words: Words, place: int, slot: RoleSlot) -> list[ReadingField]:
    return words.field(
        f"signatory/{slot.side}/{place}", words.holder(slot), label=f"signatory.{slot.side}"
    )


def _again(key: str, time: int) -> str:
    return key if time == 1 else f"{key}/{time}"
