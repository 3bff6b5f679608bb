"""Seals and keys that prove nothing."""

import json
from collections.abc import Iterator
from typing import Any

from tests.agreements.bundles import a_key, part
from tests.agreements.twisted.bench import Bench, Twist, with_
from tests.test_tokens import _signed, _signed_header

from samenspraak.canonical import canonical_bytes
from samenspraak.tokens import BUNDLE_TYPE, RECEIPT_TYPE, base64url, sign_detached

SEALS = {"manifest": BUNDLE_TYPE, "receipt": RECEIPT_TYPE}


def sealed(bench: Bench) -> Iterator[Twist]:
    """Seals that other libraries have believed, and some that none should."""
    key = bench.key
    for name, typ in SEALS.items():
        payload = bench.parts[f"{name}.json"]
        token = bench.parts[f"{name}.jws"].decode()
        head, _, signature = token.partition("..")
        right = {"alg": "ES256", "kid": key.kid, "typ": typ}
        other_typ = BUNDLE_TYPE if typ == RECEIPT_TYPE else RECEIPT_TYPE
        headers: dict[str, dict[str, object]] = {
            "alg none": {"alg": "none"},
            "alg HS256": {"alg": "HS256"},
            "alg ES384": {"alg": "ES384"},
            "alg missing": {"alg": ...},
            "kid missing": {"kid": ...},
            "kid unknown": {"kid": "A" * 43},
            "typ missing": {"typ": ...},
            "typ of the other": {"typ": other_typ},
            "typ JWT": {"typ": "JWT"},
            "an own jwk": {"jwk": key.public.as_jwk()},
            "crit unknown": {"crit": ["x"], "x": 1},
            "crit empty": {"crit": []},
            "b64 false": {"b64": False, "crit": ["b64"]},
            "jku": {"jku": "https://example.com/keys"},
            "x5u": {"x5u": "https://example.com/cert"},
            "zip": {"zip": "DEF"},
        }
        seals: dict[str, bytes] = {
            what: _signed(
                {at: value for at, value in {**right, **more}.items() if value is not ...},
                payload,
                key.private,
            ).encode()
            for what, more in headers.items()
        }
        unsigned = base64url(canonical_bytes({**right, "alg": "none"}))
        doubled = b'{"alg":"none",' + canonical_bytes(right)[1:]
        seals |= {
            "unsigned": f"{unsigned}..".encode(),
            "empty": b"",
            "dots": b"..",
            "attached": f"{head}.{base64url(payload)}.{signature}".encode(),
            "a line end": f"{token}\n".encode(),
            "padding": f"{token}==".encode(),
            "other last bits": (token[:-1] + _neighbour(token[-1])).encode(),
            "no ASCII": b"\xff" + token.encode(),
            "too long": (token + "A" * 1_000).encode(),
            "of another text": sign_detached(payload + b" ", key, typ).encode(),
            "of another key": sign_detached(payload, a_key(), typ).encode(),
            "of another key under this name": _signed(right, payload, a_key().private).encode(),
            "noughts": f"{head}..{base64url(bytes(64))}".encode(),
            "all ones": f"{head}..{base64url(bytes([255]) * 64)}".encode(),
            "short": f"{head}..{base64url(bytes(63))}".encode(),
            "blanks in the header": _signed_header(
                json.dumps(right).encode(), payload, key.private
            ).encode(),
            "a doubled name": _signed_header(doubled, payload, key.private).encode(),
            "swapped": bench.parts[f"{'receipt' if name == 'manifest' else 'manifest'}.jws"],
        }
        for what, seal in seals.items():
            yield f"seal of {name}: {what}", bench.with_seal(name, seal), "seal"


def _neighbour(letter: str) -> str:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    return letters[letters.index(letter) ^ 1]


def windows(bench: Bench) -> Iterator[Twist]:
    """Keys that did not serve then, or are not what they are called."""
    cases: list[tuple[dict[str, object], str | None]] = [
        ({"validFrom": "2026-11-01T00:00:00Z"}, "key-window"),
        ({"validTo": "2026-11-01T00:00:00Z"}, "key-window"),
        ({"validTo": "2026-11-21T09:00:00Z"}, "key-window"),
        ({"validTo": "2026-11-21T09:00:00.000001Z"}, None),
        ({"validFrom": "2026-10-27T12:02:01Z"}, None),
        ({"validFrom": "2026-10-27T12:02:01.000001Z"}, "key-window"),
        ({"validTo": None}, "shape"),
        ({"x": "A" * 43}, "keys"),
        ({"x": bench.key.public.y}, "keys"),
        ({"x": bench.key.public.x + "="}, "keys"),
        ({"y": "é" * 43}, "keys"),
        ({"x": ""}, "keys"),
        ({"kid": "A" * 43}, "keys"),
        ({"kid": ""}, "keys"),
        ({"kty": "RSA"}, "shape"),
        ({"crv": "P-384"}, "shape"),
        ({"alg": "HS256"}, "shape"),
        ({"use": "enc"}, "shape"),
        ({"d": "AAAA"}, "shape"),
    ]
    for changes, reason in cases:

        def change(told: dict[str, Any], changes: dict[str, object] = changes) -> None:
            told["keys"][0] |= changes

        yield f"key {changes}", bench.with_document("keys", change), reason
    (one,) = part(bench.parts["keys.json"])["keys"]
    other = {**one, **a_key().public.as_jwk()}
    both = sorted([one, other], key=lambda each: each["kid"])
    for what, keys, reason in (
        ("a key too many", both, "keys"),
        ("keys in another order", both[::-1], "keys"),
        ("a key twice", [one, one], "keys"),
        ("no key", [], "seal"),
        ("another key", [other], "seal"),
    ):
        yield what, bench.with_document("keys", with_("keys", keys)), reason
