"""Documents in other bytes, of other shapes, and at moments that are none."""

import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from tests.agreements.bundles import part
from tests.agreements.twisted.bench import Bench, Change, Twist, with_, without

from samenspraak.canonical import canonical_bytes

DOCUMENTS = ("agreement", "copies", "holders", "keys", "manifest", "names", "receipt")


def spelled(bench: Bench) -> Iterator[Twist]:
    """JSON that says the same in other bytes, or that two readers would understand differently."""
    for name in DOCUMENTS:
        right = bench.parts[f"{name}.json"]
        first = right.index(b'"') + 1
        for what, data in {
            "a line end behind": right + b"\n",
            "a blank before": b" " + right,
            "a blank inside": right.replace(b":", b": ", 1),
            "another escape": right[:first] + b"\\u00%02x" % right[first] + right[first + 1 :],
            "another order": json.dumps(
                dict(reversed(part(right).items())), separators=(",", ":"), ensure_ascii=False
            ).encode(),
            "a doubled name": b'{"a":1,' + right[1:-1] + b',"a":1}',
            "a byte order mark": b"\xef\xbb\xbf" + right,
            "no end": right[:-1],
            "more behind": right + b"{}",
            "nothing": b"",
            "half a character": right[:-1] + b',"zz":"\\ud800"}',
            "half a character as it is": right[:-1] + b',"zz":"\xed\xa0\x80"}',
            "no text at all": right[:-1] + b',"zz":"\xff"}',
            "nought": right[:-1] + b',"zz":"\\u0000"}',
            "no number": right[:-1] + b',"zz":NaN}',
            "endless": right[:-1] + b',"zz":1e400}',
            "beyond whole numbers": right[:-1] + b',"zz":9007199254740993}',
            "a number with a nought": right[:-1] + b',"zz":1.0}',
            "minus nought": right[:-1] + b',"zz":-0}',
            "very deep": right[:-1] + b',"zz":' + b"[" * 40 + b"]" * 40 + b"}",
            "apostrophes": b"{'a':1}",
        }.items():
            if data != right:
                yield f"{name}: {what}", bench.with_part(f"{name}.json", data), "spelling"
    signatures = bench.parts["signatures.json"]
    for what, data in {
        "a line end": signatures + b"\n",
        "nothing": b"",
        "an empty list": b"[]",
        "another order": canonical_bytes(json.loads(signatures)[::-1]),
    }.items():
        yield f"signatures: {what}", bench.with_part("signatures.json", data), "signatures"


def shaped(bench: Bench) -> Iterator[Twist]:
    """JSON in its one spelling, which no schema of ours allows."""
    for name in DOCUMENTS:
        document = part(bench.parts[f"{name}.json"])
        listed = next((key for key in document if isinstance(document[key], list)), None)
        changes: dict[str, Change] = {
            "a list": lambda _: [],
            "a text": lambda _: "x",
            "empty": lambda _: {},
            "a member more": lambda told: told | {"extra": True},
            "a large number": lambda told: told | {"extra": 1e21},
        }
        for key in document:
            changes[f"without {key}"] = without(key)
            changes[f"{key} a number with a part"] = with_(key, 0.5)
            changes[f"{key} true"] = with_(key, value=True)
        if "schema" in document:
            changes["another schema"] = with_("schema", f"samenspraak/{name}/2")
        if listed is not None:
            changes[f"{listed} of texts"] = with_(listed, ["x"])
            changes[f"{listed} in an object"] = with_(listed, {"0": "x"})
        optional = {"agreement": {"signing", "endings", "change", "signBy", "commitments"}}
        for what, change in changes.items():
            key = what.removeprefix("without ")
            may_go = what.startswith("without") and key in (
                optional.get(name, set())
                | {"clauses", "obligation", "purpose", "signatories"}
                | {"catalogues"}
            )
            if not may_go:
                yield f"{name}: {what}", bench.with_document(name, change), "shape"
    for what, change in {
        "an id in capitals": with_("workspaceId", str(UUID(int=0xABC << 100)).upper()),
        "an id without hyphens": with_("workspaceId", UUID(int=417).hex),
        "a reason that is nothing": with_("reason", None),
        "no articles, said so": with_("clauses", []),
        "a predecessor left out": without("predecessor"),
        "a side of no one": with_("parties", [{"name": "x", "side": "coordinator"}]),
    }.items():
        yield f"agreement: {what}", bench.with_document("agreement", change), "shape"

    def deadline(**changes: object) -> Change:
        return lambda told: told["signBy"].update(changes)

    yield "no zone", bench.with_agreement(lambda told: told["signBy"].pop("zone")), "shape"
    yield "another zone", bench.with_agreement(deadline(zone="Europe/Paris")), "shape"
    for day in ("2026-02-30", "2026-2-3", "20260203", "2026-02-03T00:00:00Z", "0000-01-01"):

        def ends(told: dict[str, Any], day: str = day) -> None:
            told["endings"][0]["endsOn"] = day

        yield f"ends on {day}", bench.with_agreement(ends), "shape"
    for kind in ("", "to_be_discussed", "share"):

        def counted(told: dict[str, Any], kind: str = kind) -> None:
            told["commitments"][0]["document"]["terms"]["value"]["kind"] = kind

        yield f"a value of kind {kind}", bench.with_agreement(counted), "shape"


def told_at_other_moments(bench: Bench) -> Iterator[Twist]:
    """Moments in other forms, or that are none."""
    for form in (
        "2026-10-28T00:00:00",
        "2026-10-28T02:00:00+02:00",
        "2026-10-28T00:00:00+00:00",
        "2026-10-28T00:00:00.000Z",
        "2026-10-28T00:00:00.5Z",
        "2026-10-28T00:00:00.000000Z",
        "2026-10-28t00:00:00z",
        "2026-10-28 00:00:00Z",
        "2026-10-28T00:00Z",
        "2026-10-28T24:00:00Z",
        "2026-10-28T23:59:60Z",
        "2026-02-29T00:00:00Z",
        "1969-12-31T23:59:59Z",
        "9001-01-01T00:00:00Z",
        "+002026-10-28T00:00:00Z",
        "",
    ):
        yield f"issued at {form}", bench.with_document("receipt", with_("issuedAt", form)), "shape"
        yield f"made at {form}", bench.with_document("manifest", with_("madeAt", form)), "shape"
    fraction = "2026-10-28T00:00:00.100000Z"
    yield "a tenth", bench.with_document("receipt", with_("issuedAt", fraction)), None
