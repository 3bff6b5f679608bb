"""Receipts and agreements that contradict themselves or each other."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from tests.agreements.bundles import part
from tests.agreements.twisted.bench import Bench, Twist, left_out, with_

from samenspraak.canonical import canonical_bytes


def signed_otherwise(bench: Bench) -> Iterator[Twist]:
    """Receipts that do not say that both sides bound themselves to this version."""
    first, second, buyer = part(bench.parts["receipt.json"])["signatures"]
    lists: list[tuple[str, list[dict[str, Any]], str | None]] = [
        ("nobody", [], "sides"),
        ("the buyer alone", [buyer], "sides"),
        ("the contractor alone", [first, second], "sides"),
        ("one of two", [first, buyer], "sides"),
        ("the first twice", [first, {**first, "signedAt": second["signedAt"]}, buyer], "same-signer"),
        ("one for both sides", [first, {**second, "signer": buyer["signer"]}, buyer], "same-signer"),
        ("not told apart", [first, left_out(second, "signer"), buyer], "same-signer"),
        ("nobody told apart", [left_out(each, "signer") for each in (first, second, buyer)], "same-signer"),
        ("the buyer untold", [first, second, left_out(buyer, "signer")], None),
        ("sides swapped", [{**first, "side": "buyer"}, {**second, "side": "buyer"}, {**buyer, "side": "contractor"}], "sides"),
        ("a buyer more", [first, second, {**buyer, "signer": "0" * 64}, buyer], None),
        ("another order", [second, first, buyer], "order"),
        ("the last before", [buyer, first, second], "order"),
        ("under another version", [first, {**second, "versionDigest": "0" * 64}, buyer], "another-version"),
        ("proven after", [{**first, "provenAt": second["signedAt"]}, second, buyer], "order"),
        ("proven at that moment", [{**first, "provenAt": first["signedAt"]}, second, buyer], None),
        ("without a reason", [first, second, left_out(buyer, "reason")], "reasons"),
        ("with an empty reason", [first, second, {**buyer, "reason": ""}], "reasons"),
        ("with one of two reasons", [{**first, "reason": "Ja"}, second, left_out(buyer, "reason")], "reasons"),
        ("with the reasons of the contractor", [{**first, "reason": "Ja"}, {**second, "reason": "Ja"}, left_out(buyer, "reason")], None),
        ("another entry last", [first, second, {**buyer, "entryDigest": "0" * 64}], "head"),
        ("a request", [{**first, "requestId": str(UUID(int=5))}, second, buyer], None),
        ("a request of another form", [{**first, "requestId": UUID(int=5).hex}, second, buyer], "shape"),
        ("no mandate said", [left_out(first, "mandateCents"), second, buyer], "shape"),
        ("a mandate in words", [{**first, "mandateCents": "25"}, second, buyer], "shape"),
    ]  # fmt: skip
    for what, signatures, reason in lists:
        changed = bench.with_document("receipt", with_("signatures", signatures))
        yield f"signed by {what}", changed, reason
    for name, value, reason in (
        ("number", 3, "another-version"),
        ("workspaceId", str(UUID(int=9)), "another-version"),
        ("versionDigest", "0" * 64, "another-version"),
        ("headDigest", "0" * 64, "head"),
        ("issuedAt", "2026-10-27T12:02:00Z", None),
        ("issuedAt", "2026-10-27T12:01:59.999999Z", "order"),
        ("issuedAt", "2026-08-01T00:00:00Z", "key-window"),
    ):
        yield f"receipt {name}", bench.with_document("receipt", with_(name, value)), reason
        if not name.endswith(("At", "headDigest")):
            changed = bench.with_document("manifest", with_(name, value))
            yield f"manifest {name}", changed, reason
    yield (
        "a role changed beside the receipt",
        bench.with_part(
            "signatures.json",
            canonical_bytes([{**first, "role": "burgemeester"}, second, buyer]),
        ),
        "signatures",
    )


def agreed_otherwise(bench: Bench) -> Iterator[Twist]:
    """Agreements that everybody signed, and which contradict themselves or the signatures."""
    agreement = part(bench.parts["agreement.json"])
    (commitment,) = agreement["commitments"]
    (ending,) = agreement["endings"]
    document = commitment["document"]
    two = [{"needed": 2, "side": "contractor"}]
    cases: list[tuple[str, dict[str, object], str | None]] = [
        ("one needed", {"signing": [{"needed": 1, "side": "contractor"}]}, "signing"),
        ("none needed", {"signing": [{"needed": 0, "side": "contractor"}]}, "signing"),
        ("minus one needed", {"signing": [{"needed": -1, "side": "contractor"}]}, "signing"),
        ("ten needed", {"signing": [{"needed": 10, "side": "contractor"}]}, "signing"),
        ("a side twice", {"signing": two * 2}, "signing"),
        ("three needed", {"signing": [{"needed": 3, "side": "contractor"}]}, "sides"),
        ("two of the buyer", {"signing": [{"needed": 2, "side": "buyer"}]}, "sides"),
        ("half a person", {"signing": [{"needed": 1.5, "side": "buyer"}]}, "shape"),
        ("nobody said", {"signing": []}, "shape"),
        ("no rule", {"signing": ...}, None),
        ("signed too late", {"signBy": {**agreement["signBy"], "at": "2026-10-27T12:02:00Z"}}, "late"),
        ("signed just in time", {"signBy": {**agreement["signBy"], "at": "2026-10-27T12:02:00.000001Z"}}, None),
        ("another text", {"commitments": [{**commitment, "document": {**document, "revision": 4}}]}, "revision"),
        ("another digest", {"commitments": [{**commitment, "digest": "0" * 64}]}, "revision"),
        ("a digest in capitals", {"commitments": [{**commitment, "digest": commitment["digest"].upper()}]}, "revision"),
        ("another revision", {"commitments": [{**commitment, "revision": 2}]}, "revision"),
        ("another commitment", {"commitments": [{**commitment, "commitmentId": str(UUID(int=8))}]}, "revision"),
        ("ends and goes on", {"endings": [{**ending, "commitmentId": commitment["commitmentId"]}]}, "endings"),
        ("ends twice", {"endings": [ending, ending]}, "endings"),
        ("ends without a digest", {"endings": [{**ending, "digest": ""}]}, "endings"),
        ("all ends and goes on", {"ending": {"endsOn": "2026-12-31", "reason": "x"}}, "endings"),
        ("all ends", {"ending": {"endsOn": "2026-12-31", "reason": "x"}, "commitments": ..., "catalogues": ...}, "names"),
        ("nothing ends", {"endings": ...}, None),
        ("no cause", {"change": ...}, None),
        ("an unknown cause", {"change": {"cause": "mood"}}, "shape"),
        ("an unknown ground", {"change": {"cause": "other", "ground": "2.163h"}}, "shape"),
        ("answers", {"change": {"cause": "other", "answers": dict.fromkeys(("balanceShifts", "otherWinner", "othersAdmitted", "scopeWidens"), False)}}, None),
        ("a name of no role", {"signatories": ...}, None),
    ]  # fmt: skip
    for what, changes, reason in cases:

        def change(told: dict[str, Any], changes: dict[str, object] = changes) -> None:
            for name, value in changes.items():
                told.pop(name, None)
                if value is not ...:
                    told[name] = value

        yield f"agreed: {what}", bench.with_agreement(change), reason
