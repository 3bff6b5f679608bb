"""Sheets for pictures: a small agreement, and whatever a test wants to be different about it."""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

from samenspraak.agreements.picture import Bound, Sheet, Signatory, Standing
from samenspraak.agreements.reading import (
    Notice,
    PartKind,
    Reading,
    ReadingAmount,
    ReadingField,
    ReadingPart,
    ReadingText,
)
from samenspraak.agreements.schemas import Origin, VersionState

OFFERED_AT = datetime(2026, 10, 21, 8, tzinfo=UTC)
CONTENT = '{"schema":"samenspraak/agreement/1","title":"Waterwijk €"}'
HANNEKE = Signatory(
    side="contractor",
    name="Hanneke van Doorn",
    role="directeur",
    signed_at=OFFERED_AT + timedelta(days=2),
    method="password",
)
TOM = Signatory(
    side="buyer",
    name="Tom Verhoeven",
    role="teamleider inkoop",
    mandate_cents=25_000_000,
    signed_at=OFFERED_AT + timedelta(days=6),
    method="password",
    proven_at=OFFERED_AT + timedelta(days=6, minutes=-1),
    reason="Het werk is klaar.",
)


def a_field(key: str, value: str, cents: int | None = None, **members: Any) -> ReadingField:
    amount = None
    if cents is not None:
        amount = ReadingAmount(cents=cents, text=value, words=f"{value} in woorden")
    return ReadingField(key=key, label=f"Het {key}", value=value, amount=amount, **members)


def a_text(source: str, label: str | None = None) -> ReadingText:
    return ReadingText(key="text", label=label, source=source)


def a_part(kind: PartKind, heading: str, **members: Any) -> ReadingPart:
    return ReadingPart(key=heading, kind=kind, heading=heading, **members)


def some_parts() -> tuple[ReadingPart, ...]:
    return (
        a_part(
            PartKind.PARTIES,
            "Partijen",
            fields=(a_field("wie", "Gemeente Merwestede (NL-KVK 12345678)"),),
        ),
        a_part(PartKind.PURPOSE, "Waarom", texts=(a_text("Samen."), a_text("Leren", "A"))),
        a_part(
            PartKind.OBLIGATION,
            "Verplichting",
            fields=(
                a_field("bedrag", "€ 194.400,00", 19_440_000),
                a_field("munt", "EUR", is_provenance=True),
            ),
            texts=(a_text("# Reden\n\n#### Dieper\n\nOmdat *het* kan.", "Reden"),),
            amount=ReadingAmount(cents=19_440_000, text="€ 194.400,00", words="veel"),
        ),
        a_part(
            PartKind.COMMITMENT,
            "Leerwerkplekken timmeren",
            number=1,
            fields=(
                a_field("soort", "leren"),
                a_field("digest", "0123456789abcdef" * 4, is_provenance=True),
            ),
            texts=(a_text("Twee leerlingen.\n\n- vier uur\n- **elke** week\n\n> graag", "Tekst"),),
            amount=ReadingAmount(cents=9_333_333, text="€ 93.333,33", words="minder"),
        ),
        a_part(
            PartKind.CLAUSE,
            "Volgen",
            number=1,
            texts=(
                a_text(
                    "Zie [de tabel](https://a.example/b).\n\n"
                    "| Stap | Som |\n|---|---|\n| Basis | 38 |\n\n```\ncode\n```"
                ),
            ),
        ),
        a_part(PartKind.ENDING, "Einde van toezegging 4", number=4, texts=(a_text("Te duur."),)),
        a_part(PartKind.ATTACHMENT, "Bijlage leidraad.pdf"),
    )


def a_sheet(
    *parts: ReadingPart,
    state: VersionState = VersionState.OFFERED,
    signatories: tuple[Signatory, ...] = (Signatory(side="buyer"), HANNEKE),
    **members: Any,
) -> Sheet:
    standing = {
        "state": state,
        "origin": Origin.SAMENSPRAAK,
        "offered_at": OFFERED_AT,
        "sign_by_at": OFFERED_AT + timedelta(days=28),
    }
    return Sheet(
        content=CONTENT,
        title=members.pop("title", "Renovatie Waterwijk"),
        reading=Reading(
            number=2,
            title="Overeenkomst, versie 2",
            digest=hashlib.sha256(CONTENT.encode()).hexdigest(),
            parts=parts or some_parts(),
            notices=(Notice(slug="mixed", part="x", detail="Let op dit woord."),),
        ),
        parties=(
            Bound(side="buyer", name="Gemeente Merwestede"),
            Bound(side="contractor", name="Van Doorn & Bakker"),
        ),
        standing=Standing(**standing | members),
        signatories=signatories,
    )
