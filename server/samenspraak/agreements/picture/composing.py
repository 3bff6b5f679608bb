"""What a picture says, as data for the typesetter: every word in Dutch, every amount in figures."""

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from samenspraak.agreements.picture.pieces import Cutter
from samenspraak.agreements.picture.shapes import Sheet, Signatory
from samenspraak.agreements.reading.shapes import PartKind, ReadingField, ReadingPart
from samenspraak.agreements.schemas.states import Origin, VersionState
from samenspraak.amounts import in_euros
from samenspraak.deadlines import in_words, last_day, moment_in_words
from samenspraak.text import has_sentence, sentence

# Of the digest, at the foot of each page: enough to tell two versions apart at a glance.
DIGEST_AT_FOOT = 16
# Kinds of which there may be many; they stand together under one heading.
GROUPED = {PartKind.CLAUSE, PartKind.COMMITMENT, PartKind.ENDING, PartKind.ATTACHMENT}
NUMBERED = {PartKind.CLAUSE, PartKind.COMMITMENT}
# Of the widest letters: what fits on a line of large type, in half a page, in a third of it.
LONGEST_IN_HEADING = 18
LONGEST_IN_HALF = 14
LONGEST_IN_THIRD = 11
# A digest in full: where a text comes from is set so small that one fits on a line.
LONGEST_IN_PROVENANCE = 70
MOODS = {
    VersionState.OFFERED: "waiting",
    VersionState.IN_FORCE: "binding",
}
_WORDS = (
    *("about", "agreed", "amount", "attached", "checking", "digest", "field", "kind", "made"),
    *("moment", "notices", "of", "page", "party", "picture", "signatory", "signatures"),
)


def composed(sheet: Sheet) -> dict[str, Any]:
    """Return everything the typesetter sets."""
    cut = Cutter()
    reading = sheet.reading
    parts = [part for kind, run in groupby(reading.parts, _kind) for part in _run(kind, run, cut)]
    data: dict[str, Any] = {
        "words": {name: _say(name) for name in _WORDS},
        "heading": cut.said(sheet.title, LONGEST_IN_HEADING),
        "running": Cutter().said(_short(sheet.title)),
        "sides": _sides(sheet, cut),
        "standing": _standing(sheet, cut),
        "parts": parts,
        "signatures": [_signature(each, sheet, cut) for each in sheet.signatories],
        "signing": _signing(sheet),
        "digest": reading.digest,
        "checks": [_say(f"check.{n}", digest=reading.digest) for n in (1, 2, 3)],
        "notices": [cut.said(notice.detail) for notice in reading.notices],
    }
    if cut.strange:
        data["notices"].append(_say("strange", count=cut.strange))
    return data | _about_itself(sheet)


def _about_itself(sheet: Sheet) -> dict[str, Any]:
    """Say what the file is, on the page and for programs: no person is named here."""
    number, digest = sheet.reading.number, sheet.reading.digest
    at = changed_at(sheet)
    cut = Cutter()
    plain = "".join(char for char in sheet.title if char.isprintable())
    return {
        "title": _say("title", number=number, title=plain),
        "authors": [
            "".join(char for char in party.name if char.isprintable()) for party in sheet.parties
        ],
        "description": _say("description", number=number, digest=digest),
        "keywords": [digest],
        "date": {
            "year": at.year,
            "month": at.month,
            "day": at.day,
            "hour": at.hour,
            "minute": at.minute,
            "second": at.second,
        },
        "subtitle": _say(
            "subtitle", number=number, moment=moment_in_words(sheet.standing.offered_at)
        ),
        "foot": cut.said(_say("foot", number=number, digest=digest[:DIGEST_AT_FOOT])),
    }


def changed_at(sheet: Sheet) -> datetime:
    """Return when something last happened to the version, which is what dates its picture."""
    standing = sheet.standing
    moments = (
        *(standing.offered_at, standing.in_force_at, standing.closed_at),
        *(each.signed_at for each in sheet.signatories),
    )
    return max(moment for moment in moments if moment is not None).astimezone(UTC)


def _kind(part: ReadingPart) -> PartKind:
    return part.kind


def _run(kind: PartKind, run: Any, cut: Cutter) -> list[dict[str, Any]]:
    """Set parts of one kind that follow each other, under one heading where there may be many."""
    parts: Sequence[ReadingPart] = list(run)
    if kind not in GROUPED:
        return [_part(part, cut, level=1, group=None) for part in parts]
    # One attachment under a heading of the same word would say it twice.
    return [
        _part(part, cut, level=2, group=_say(f"group.{kind}") if at == 0 else None)
        for at, part in enumerate(parts)
    ]


def _part(part: ReadingPart, cut: Cutter, *, level: int, group: str | None) -> dict[str, Any]:
    before = cut.strange
    is_numbered = part.kind in NUMBERED and part.number is not None
    made: dict[str, Any] = {
        "group": group,
        "level": level,
        "label": _say(f"number.{part.kind}", number=part.number) if is_numbered else None,
        "heading": cut.said(part.heading, LONGEST_IN_HEADING),
        "amount": None if part.amount is None else cut.said(part.amount.text),
        "is_ruled": part.kind is PartKind.COMMITMENT,
        "fields": [_field(field, cut) for field in part.fields if not field.is_provenance],
        "texts": [
            {
                "label": None if text.label is None else cut.said(text.label),
                "is_short": text.label is not None and len(text.label) <= 2,
                "pieces": cut.blocks(text.source, below=level),
            }
            for text in part.texts
        ],
    }
    made["provenance"] = [
        [cut.said(field.label), cut.said(field.value, LONGEST_IN_PROVENANCE)]
        for field in part.fields
        if field.is_provenance
    ]
    strange = cut.strange - before
    made["note"] = _say("strange", count=strange) if strange else None
    return made


def _field(field: ReadingField, cut: Cutter) -> dict[str, Any]:
    value, amount = field.value, None
    if field.amount is not None:
        amount = {"text": cut.said(field.amount.text), "words": cut.said(field.amount.words)}
        # The figures stand in a column of their own; just before it they would only be noise.
        value = value.removesuffix(field.amount.text).rstrip(" =:")
    return {
        "label": cut.said(field.label, LONGEST_IN_HALF),
        "value": cut.said(value, LONGEST_IN_HEADING) if value else None,
        "amount": amount,
    }


def _sides(sheet: Sheet, cut: Cutter) -> list[dict[str, Any]]:
    return [
        {
            "side": side,
            "word": _say(f"side.{side}"),
            "names": [
                cut.said(party.name, LONGEST_IN_HALF)
                for party in sheet.parties
                if party.side == side
            ],
        }
        for side in ("buyer", "contractor")
    ]


def _standing(sheet: Sheet, cut: Cutter) -> dict[str, Any]:
    standing = sheet.standing
    state = standing.state
    key = f"state.{state}"
    is_paper = standing.origin is Origin.OUTSIDE
    if state is VersionState.OFFERED:
        signed = sum(each.signed_at is not None for each in sheet.signatories)
        key += ".paper" if is_paper else ".partly" if signed else ""
    lines: list[str] = []
    if state is VersionState.OFFERED and standing.sign_by_at is not None:
        lines.append(_say("sign-by", until=in_words(last_day(standing.sign_by_at))))
    if standing.in_force_at is not None:
        lines.append(_say("in-force", moment=moment_in_words(standing.in_force_at)))
    if state is VersionState.LAPSED and standing.sign_by_at is not None:
        lines.append(_say("lapsed", until=in_words(last_day(standing.sign_by_at))))
    elif standing.closed_at is not None:
        lines.append(_say("closed", moment=moment_in_words(standing.closed_at)))
    if standing.closed_reason:
        lines.append(_say("closed-reason", reason=standing.closed_reason))
    lines.append(_say(f"state.{state}.means"))
    if is_paper:
        lines.append(_say("paper"))
    return {
        "mood": MOODS.get(state, "over"),
        "mark": _say(key),
        "lines": [cut.said(line) for line in lines],
    }


def _signature(each: Signatory, sheet: Sheet, cut: Cutter) -> dict[str, Any]:
    is_paper = sheet.standing.origin is Origin.OUTSIDE
    party = ", ".join(party.name for party in sheet.parties if party.side == each.side)
    made: dict[str, Any] = {
        "side": each.side,
        "word": _say(f"side.{each.side}"),
        "party": cut.said(party, LONGEST_IN_THIRD),
    }
    if each.signed_at is None:
        is_open = sheet.standing.state is VersionState.OFFERED
        said = _say(f"unsigned.{'open' if is_open else 'never'}{'.paper' if is_paper else ''}")
        return made | {"name": said, "more": [], "moment": _say("unsigned.moment"), "how": []}
    more = [each.role] if each.role else []
    if each.mandate_cents is not None:
        more.append(_say("mandate", amount=in_euros(each.mandate_cents)))
    if each.reason:
        more.append(_say("signed-reason", reason=each.reason))
    how = [_method(each.method, each.proven_at)] if each.method else []
    return made | {
        "name": cut.said(each.name, LONGEST_IN_THIRD) if each.name else _say("nameless"),
        "more": [cut.said(line, LONGEST_IN_THIRD) for line in more],
        "moment": moment_in_words(each.signed_at),
        "how": [cut.said(line, LONGEST_IN_THIRD) for line in how],
    }


def _method(method: str, proven_at: datetime | None) -> str:
    """Say how a signatory proved who they are; a way that we have no words for stays as it is."""
    if not has_sentence(f"picture.method.{method}"):
        return method
    if proven_at is None:
        return _say(f"method.{method}")
    return _say(f"method.{method}.at", moment=moment_in_words(proven_at))


def _signing(sheet: Sheet) -> list[str]:
    """Say what the signatures are worth, in honest words."""
    if sheet.standing.origin is Origin.OUTSIDE:
        return [_say("signing.paper")]
    lines = [_say("signing")]
    if sheet.standing.has_receipt:
        lines.append(_say("signing.receipt"))
    return lines


def _short(title: str) -> str:
    return title if len(title) <= 60 else title[:59].rstrip() + "…"


def _say(key: str, **facts: object) -> str:
    return sentence("nl", f"picture.{key}", **facts)
