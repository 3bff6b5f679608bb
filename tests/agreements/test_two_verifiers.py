"""Two verifiers that share nothing come to the same outcome, for the same reason, in the same part."""

import json
import os
import random
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey
from tests.agreements.bundles import a_bundle, a_full_bundle, a_key, part
from tests.agreements.second_verifier import FRONTEND, NODE, answers, as_text, verdict
from tests.agreements.twisted import twisted
from tests.agreements.twisted.bench import Bench
from tests.agreements.twisted.spelling import DOCUMENTS

from samenspraak.agreements.archive import pack, unpack
from samenspraak.agreements.verification import BundleBroken, read_trusted_keys, verify_bundle
from samenspraak.canonical import canonical_bytes, digest
from samenspraak.text import catalogue
from samenspraak.tokens import BUNDLE_TYPE, RECEIPT_TYPE, key_set

pytestmark = pytest.mark.skipif(
    not NODE.is_file(), reason="THE SECOND VERIFIER DID NOT RUN: no Node in this environment"
)

CHANGES = 10_000
# As many again of the long form, which is run in pieces that fit in memory.
LONG_FORM = bool(os.environ.get("SAMENSPRAAK_ASSURE"))


@pytest.fixture(scope="module")
def key():
    return a_key()


@pytest.fixture(scope="module")
def bundle(key):
    return a_full_bundle(key)


@pytest.mark.parametrize("seed", [5, 6] if LONG_FORM else [5])
def test_each_of_ten_thousand_changed_bytes_is_found_by_both_in_the_same_part(bundle, seed):
    """Every region is hit equally often: heads and contents of all parts, the directory, the end."""
    chance = random.Random(seed)
    regions = list(_regions(bundle))
    changes: list[tuple[str, int, int]] = []
    for number in range(CHANGES):
        region, start, end = regions[number % len(regions)]
        place = chance.randrange(start, end)
        changes.append((region, place, bundle[place] ^ chance.randrange(1, 256)))
    first, *others = answers(
        [
            {"bundle": as_text(bundle)},
            *({"base": 0, "changes": [[place, byte]]} for _, place, byte in changes),
        ]
    )
    assert verdict(first) == ("issuer-not-checked", None, None)
    parts_named: Counter[str] = Counter()
    for (region, place, byte), other in zip(changes, others, strict=True):
        changed = bytearray(bundle)
        changed[place] = byte
        own = verify_bundle(bytes(changed))
        assert verdict(own) == verdict(other), (region, place, byte)
        assert own.outcome == "broken", (region, place, byte)
        assert own.part is not None
        parts_named[own.part] += 1
        kind, _, name = region.partition(" ")
        if kind == "contents":
            assert own.part == name, (region, place, byte)
        elif kind in {"directory", "end"}:
            assert own.part == "archive", (region, place, byte)
        else:
            assert own.part in {name, "archive"}, (region, place, byte)
    assert set(parts_named) == {"archive", *unpack(bundle)}


def test_a_changed_byte_in_a_file_that_was_packed_again_is_found_by_both(bundle):
    """As above for whoever also repairs the sums of the ZIP file, which anybody can."""
    chance = random.Random(7)
    parts = unpack(bundle)
    cases: list[bytes] = []
    for name, data in parts.items():
        for _ in range(60):
            changed = bytearray(data)
            changed[chance.randrange(len(data))] ^= chance.randrange(1, 256)
            cases.append(pack({**parts, name: bytes(changed)}))
    assert _both(cases).count(("issuer-not-checked", None, None)) == 0


def test_twisted_bundles_get_the_same_answer_of_both(bundle, key):
    cases = list(twisted(bundle, key))
    assert len(cases) >= 200
    assert len({name for name, _, _ in cases}) > 0.9 * len(cases)
    found = _both([data for _, data, _ in cases])
    wrong = [
        (name, reason, verdict_of_both)
        for (name, _, reason), verdict_of_both in zip(cases, found, strict=True)
        if verdict_of_both[1] != reason
    ]
    assert not wrong


@pytest.mark.parametrize("seed", range(20 if LONG_FORM else 1))
def test_documents_changed_at_random_and_sealed_anew_get_the_same_answer_of_both(bundle, key, seed):
    """Nobody thought of these: values of other kinds, other members, more and fewer of them."""
    chance = random.Random(seed)
    bench = Bench(bundle, key)
    cases: list[bytes] = []
    for _ in range(100):
        for name in DOCUMENTS:
            document = part(bench.parts[f"{name}.json"])
            for _ in range(chance.choice([1, 1, 2])):
                _change_at_random(document, chance)
            cases.append(
                bench.with_agreement(lambda told, now=document: (told.clear(), told.update(now)))
                if name == "agreement"
                else bench.with_document(name, lambda _, now=document: now)
            )
    assert len({reason for _, reason, _ in _both(cases)}) > 8


def test_every_reason_to_break_is_met_by_some_twisted_bundle(bundle, key):
    """Otherwise the two could differ where nobody looks."""
    named = _reasons()
    met = {reason for _, _, reason in twisted(bundle, key) if reason is not None}
    assert named - met == {"archive-part", "trusted-keys"}


def test_every_reason_is_told_to_who_writes_a_third_verifier_and_on_the_page():
    page = (FRONTEND.parent / "docs/checking.md").read_text(encoding="utf-8")
    told = set(re.findall(r"`([a-z-]+)`", page))
    assert _reasons() - told == {"archive-part", "trusted-keys"}
    for language in ("nl", "en"):
        sentences = json.loads((FRONTEND / f"verifier/{language}.json").read_text(encoding="utf-8"))
        assert _reasons() - {"trusted-keys"} == {
            key.removeprefix("found.broken.") for key in sentences if key.startswith("found.broken")
        }


def test_a_bundle_sealed_by_another_is_consistent_until_somebody_says_whom_to_trust(key):
    other = a_key()
    bundles = [a_full_bundle(other), a_bundle(other), a_bundle(other, receipt_key=key)]
    for trusted, outcome in (
        (None, "issuer-not-checked"),
        ({key.kid}, "unknown-issuer"),
        (set[str](), "unknown-issuer"),
        ({key.kid, other.kid}, "known-issuer"),
    ):
        told = {"trusted": sorted(trusted)} if trusted is not None else {}
        second = answers({"bundle": as_text(data), **told} for data in bundles)
        for data, report in zip(bundles, second, strict=True):
            assert verdict(verify_bundle(data, trusted=trusted)) == (outcome, None, None)
            assert verdict(report) == (outcome, None, None)


@pytest.mark.parametrize(
    ("name", "thumbprint", "count"),
    [
        ("one-a-side", "F-zzgq-z44nORos4jd59UgWQhDpjCt_wb3lT3DCkIlo", 11),
        ("with-everything", "dJY90z-uaft8jHQXIcZbJYkqeo7X_X-tK6T2ukr7FnY", 18),
    ],
)
def test_a_bundle_of_long_ago_holds_for_good(name, thumbprint, count):
    """Bundles as they were once downloaded; whoever has one has to be able to rely on it."""
    kept = (Path(__file__).parent / f"kept/{name}.zip").read_bytes()

    report = verify_bundle(kept, trusted={thumbprint})

    assert report.outcome == "known-issuer"
    assert len(report.lines) >= count
    assert _both([kept]) == [("issuer-not-checked", None, None)]


def test_keys_to_trust_are_read_alike(key):
    jwk = key.public.as_jwk()
    lists = [
        b"",
        b" \n",
        b"\xff",
        b"{",
        b"{}",
        b'{"keys":[]}',
        b'{"keys":7}',
        b"[]",
        b"too-short",
        b"A" * 43,
        b" " + b"A" * 43 + b"\r\n" + b"B" * 43,
        b"A" * 44,
        canonical_bytes(jwk),
        b"\n " + canonical_bytes(key_set([key.public, a_key().public])),
        canonical_bytes({"keys": [jwk, {**jwk, "kid": "A" * 43}]}),
        canonical_bytes({**jwk, "d": "AAAA"}),
        canonical_bytes({**jwk, "use": "enc"}),
        canonical_bytes({"crv": "P-256", "kty": "EC", "x": jwk["x"], "y": jwk["y"]}),
        unpack(a_bundle(key))["keys.json"],
    ]
    for data, second in zip(lists, answers({"keys": as_text(one)} for one in lists), strict=True):
        try:
            own = sorted(read_trusted_keys(data))
        except BundleBroken:
            own = None
        assert own == second, data


def test_every_verification_is_repeated_by_two_libraries_that_know_nothing_of_ours(bundle, key):
    """npm's jose with canonicalize, and joserfc; what holds for us holds for these too."""
    cases = [bundle, a_bundle(key), a_bundle(a_key(), receipt_key=key)]
    cases += [data for _, data, reason in twisted(bundle, key) if reason in {None, "seal"}]
    opinions = answers(({"bundle": as_text(data)} for data in cases), script="third.ts")
    held = 0
    for data, third in zip(cases, opinions, strict=True):
        if verify_bundle(data).is_consistent:
            held += 1
            assert third == {"isConsistent": True, "spelled": True}
            assert _joserfc_agrees(data)
    # Libraries take headers that are not ours, each others; so nothing is asked the other way.
    assert 3 < held < len(cases)


def _reasons() -> set[str]:
    named = [key for key in catalogue("en") if key.startswith("verify.broken.")]
    return {key.removeprefix("verify.broken.") for key in named}


def _both(bundles: list[bytes]) -> list[tuple[str, str | None, str | None]]:
    """Ask both verifiers, and see that they agree in everything they tell."""
    second = answers({"bundle": as_text(data)} for data in bundles)
    found: list[tuple[str, str | None, str | None]] = []
    for data, report in zip(bundles, second, strict=True):
        own = verify_bundle(data)
        assert verdict(own) == verdict(report), (own.reason, own.part, report)
        assert msgspec.to_builtins(own.lines) == tuple(report["lines"]) or (
            list(msgspec.to_builtins(own.lines)) == report["lines"]
        )
        assert own.receipt_thumbprint == report.get("receiptThumbprint")
        found.append(verdict(own))
    return found


STRANGE: list[Any] = [
    *(None, True, False, 0, 1, 2, -1, 10, 1.5, 1e21, 2**53 - 1, "", "x", "0" * 64, "2026-10-27"),
    *("2026-10-27T12:02:00Z", "2026-10-23T08:14:00.000001Z", "2026-10-27T12:02:00+00:00"),
    *("00000000-0000-0000-0000-0000000001a1", "buyer", "contractor", "amount", "EUR", "A" * 43),
    *([], {}, [None], ["x"], {"kind": "amount"}, "é", "e\u0301", "😀", "\ufb33", "\u202e"),
]


def _change_at_random(document: dict[str, Any], chance: random.Random) -> None:
    """Change one place somewhere in a document, or what stands beside it."""
    places = list(_places(document))
    if not places:
        return
    holder, key = chance.choice(places)
    match chance.randrange(5):
        case 0:
            del holder[key]
        case 1 if isinstance(holder, dict):
            holder[chance.choice(["extra", "schema", "reason", "__proto__", "constructor"])] = 1
        case 2 if isinstance(holder, list):
            holder.insert(0, holder[key])
        case 3:
            other, elsewhere = chance.choice(places)
            if elsewhere in other if isinstance(other, dict) else elsewhere < len(other):
                holder[key] = json.loads(json.dumps(other[elsewhere]))
        case _:
            holder[key] = chance.choice(STRANGE)


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(value, dict | list):
        for key in list(value) if isinstance(value, dict) else range(len(value)):
            yield value, key
            yield from _places(value[key])


def _regions(bundle: bytes) -> Iterator[tuple[str, int, int]]:
    """Return what lies where in a bundle."""
    place = 0
    parts = unpack(bundle)
    for name, data in parts.items():
        start = place + 30 + len(name)
        yield f"head {name}", place, start
        if data:
            yield f"contents {name}", start, start + len(data)
        place = start + len(data)
    yield "directory", place, len(bundle) - 22
    yield "end", len(bundle) - 22, len(bundle)


def _joserfc_agrees(bundle: bytes) -> bool:
    parts = unpack(bundle)
    keys: list[dict[str, Any]] = part(parts["keys.json"])["keys"]
    for name, typ in (("manifest", BUNDLE_TYPE), ("receipt", RECEIPT_TYPE)):
        try:
            token = parts[f"{name}.jws"]
            header = jws.extract_compact(token).headers()
            (jwk,) = [each for each in keys if each["kid"] == header.get("kid")]
            public = {member: jwk[member] for member in ("kty", "crv", "x", "y")}
            jws.deserialize_compact(
                token,
                ECKey.import_key(public),
                algorithms=["ES256"],
                payload=parts[f"{name}.json"],
            )
        except (JoseError, ValueError, TypeError):
            return False
        if header.get("typ") != typ:
            return False
    listed = {each["name"]: each["digest"] for each in part(parts["manifest.json"])["parts"]}
    return listed == {
        name: digest(data) for name, data in parts.items() if not name.startswith("manifest.")
    }
