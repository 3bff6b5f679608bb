"""What a provider says of somebody is believed only when every rule holds, each on its own."""

import base64
import json
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from samenspraak.identity.decisions import (
    ProofElsewhereTooOld,
    ProviderUntrue,
    is_provider_address,
    judge_id_token,
    key_named_by,
    require_proven_since,
)
from samenspraak.settings import Provider

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
SECONDS = int(NOON.timestamp())
PROVIDER = Provider(
    id="merwestede",
    name="Gemeente Merwestede",
    issuer="https://login.merwestede.example/realm",
    client_id="samenspraak",
    client_secret="geheim",
)
RSA = rsa.generate_private_key(65537, 2048)
CURVE = ec.generate_private_key(ec.SECP256R1())
OTHER = ec.generate_private_key(ec.SECP256R1())
CLAIMS = {
    "iss": PROVIDER.issuer,
    "sub": "248289761001",
    "aud": "samenspraak",
    "nonce": "n-0S6_WzA2Mj",
    "iat": SECONDS - 5,
    "exp": SECONDS + 300,
    "auth_time": SECONDS - 60,
    "email": "tom@merwestede.example",
    "email_verified": True,
}


def base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def jwk(key, kid, **more):
    """Write the public half of a key down by hand: libraries refuse the weak ones."""
    numbers = key.public_key().public_numbers()
    if isinstance(key, rsa.RSAPrivateKey):
        size = (numbers.n.bit_length() + 7) // 8
        spelled = {
            "kty": "RSA",
            "n": base64url(numbers.n.to_bytes(size, "big")),
            "e": base64url(numbers.e.to_bytes(3, "big").lstrip(b"\0")),
        }
    else:
        spelled = {
            "kty": "EC",
            "crv": "P-256",
            "x": base64url(numbers.x.to_bytes(32, "big")),
            "y": base64url(numbers.y.to_bytes(32, "big")),
        }
    return {**spelled, "kid": kid, "use": "sig", **more}


KEYS = [jwk(RSA, "rsa"), jwk(CURVE, "curve")]


def signed(claims=None, *, header=None, key=CURVE, text=None, **more):
    """Sign by hand, so that everything can be wrong."""
    head = header or {"alg": "ES256", "kid": "curve", "typ": "JWT"}
    body = text or json.dumps({**CLAIMS, **(claims or {}), **more})
    signing = f"{base64url(json.dumps(head).encode())}.{base64url(body.encode())}"
    if isinstance(key, rsa.RSAPrivateKey):
        signature = key.sign(signing.encode(), padding.PKCS1v15(), hashes.SHA256())
    else:
        from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

        r, s = decode_dss_signature(key.sign(signing.encode(), ec.ECDSA(hashes.SHA256())))
        signature = r.to_bytes(32, "big") + s.to_bytes(32, "big")
    return f"{signing}.{base64url(signature)}"


def judged(token, *, keys=None, at=NOON, nonce="n-0S6_WzA2Mj"):
    return judge_id_token(
        token, provider=PROVIDER, keys=KEYS if keys is None else keys, nonce=nonce, at=at
    )


@pytest.mark.parametrize(
    ("key", "header"),
    [
        (CURVE, {"alg": "ES256", "kid": "curve"}),
        (CURVE, {"alg": "ES256", "kid": "curve", "typ": "JWT"}),
        (CURVE, {"alg": "ES256"}),
        (RSA, {"alg": "RS256", "kid": "rsa"}),
    ],
)
def test_a_token_that_is_right_says_who_somebody_is(key, header):
    token = signed(header=header, key=key)

    claims = judged(token)

    assert (claims.issuer, claims.subject) == (PROVIDER.issuer, "248289761001")
    assert claims.proven_at == NOON - timedelta(minutes=1)
    assert claims.verified_email == "tom@merwestede.example"
    assert key_named_by(token) == header.get("kid")
    if "kid" in header:
        # Another library agrees.
        known = KeySet.import_key_set({"keys": KEYS})
        assert jws.deserialize_compact(token, known, algorithms=[header["alg"]]).payload


@pytest.mark.parametrize(
    "more",
    [
        {"iss": "https://login.merwestede.example"},
        {"iss": "https://login.merwestede.example/realm/"},
        {"iss": None},
        {"aud": "iemand-anders"},
        {"aud": ["iemand-anders"]},
        {"aud": ["samenspraak", "iemand-anders"]},
        {"aud": ["samenspraak", "iemand-anders"], "azp": "iemand-anders"},
        {"aud": []},
        {"aud": None},
        {"azp": "iemand-anders"},
        {"nonce": "n-0S6_WzA2Mk"},
        {"nonce": None},
        {"nonce": ""},
        {"sub": ""},
        {"sub": None},
        {"sub": 248289761001},
        {"sub": "x" * 256},
        {"sub": "søren"},
        {"exp": SECONDS - 61},
        {"exp": None},
        {"exp": str(SECONDS + 300)},
        {"exp": SECONDS + 300.5},
        {"exp": True},
        {"exp": 10**15},
        {"iat": SECONDS + 61},
        {"iat": None},
        {"iat": -1},
        {"auth_time": SECONDS + 61},
        {"auth_time": "gisteren"},
    ],
)
def test_a_claim_that_is_not_right_makes_it_untrue(more):
    with pytest.raises(ProviderUntrue):
        judged(signed(more))


@pytest.mark.parametrize(
    ("more", "email"),
    [
        ({"email_verified": False}, None),
        ({"email_verified": "true"}, None),
        ({"email_verified": 1}, None),
        ({"email_verified": None}, None),
        ({"email": None}, None),
        ({"email": ["tom@merwestede.example"]}, None),
        ({}, "tom@merwestede.example"),
    ],
)
def test_an_address_counts_only_when_the_provider_made_sure_of_it(more, email):
    assert judged(signed(more)).verified_email == email


@pytest.mark.parametrize(
    "more", [{"aud": ["samenspraak"]}, {"azp": "samenspraak"}, {"iat": SECONDS + 59}]
)
def test_what_the_standard_leaves_open_is_taken(more):
    assert judged(signed(more)).subject == "248289761001"


def test_a_token_for_several_is_for_us_when_we_asked_for_it():
    several = {"aud": ["iemand-anders", "samenspraak"], "azp": "samenspraak"}

    assert judged(signed(several)).subject == "248289761001"


@pytest.mark.parametrize(
    "header",
    [
        {"alg": "none", "kid": "curve"},
        {"alg": "HS256", "kid": "curve"},
        {"alg": "PS256", "kid": "rsa"},
        {"alg": "ES384", "kid": "curve"},
        {"alg": "es256", "kid": "curve"},
        {"alg": ["ES256"], "kid": "curve"},
        {"kid": "curve"},
        {"alg": "ES256", "kid": "curve", "crit": ["exp"]},
        {"alg": "ES256", "kid": "curve", "b64": False},
        {"alg": "ES256", "kid": "curve", "jku": "https://evil.example/jwks"},
        {"alg": "ES256", "kid": "curve", "jwk": jwk(CURVE, "curve")},
        {"alg": "ES256", "kid": "curve", "x5u": "https://evil.example/x"},
        {"alg": "ES256", "kid": "curve", "zip": "DEF"},
        {"alg": "ES256", "kid": "curve", "typ": "at+jwt"},
        {"alg": "ES256", "kid": 1},
        {"alg": "ES256", "kid": "unknown"},
        {"alg": "ES256", "kid": "rsa"},
        {"alg": "RS256", "kid": "curve"},
    ],
)
def test_a_header_decides_nothing_and_says_nothing_else(header):
    with pytest.raises(ProviderUntrue):
        judged(signed(header=header))


def test_a_public_key_is_no_shared_secret():
    """The oldest trick: sign with what everybody knows, and say that it was a password."""
    import hashlib
    import hmac

    pem = CURVE.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    head = base64url(json.dumps({"alg": "HS256", "kid": "curve"}).encode())
    signing = f"{head}.{base64url(json.dumps(CLAIMS).encode())}"
    signature = hmac.digest(pem, signing.encode(), hashlib.sha256)

    with pytest.raises(ProviderUntrue):
        judged(f"{signing}.{base64url(signature)}")


def test_somebody_elses_signature_is_none():
    with pytest.raises(ProviderUntrue):
        judged(signed(key=OTHER))
    with pytest.raises(JoseError):
        jws.deserialize_compact(
            signed(key=OTHER), KeySet.import_key_set({"keys": KEYS}), algorithms=["ES256"]
        )


@pytest.mark.parametrize(
    "keys",
    [
        [],
        [jwk(OTHER, "curve")],
        [jwk(CURVE, "curve", use="enc")],
        [jwk(CURVE, "curve", alg="ES384")],
        [jwk(CURVE, "curve", crv="P-384")],
        [jwk(CURVE, "curve", x="AA")],
        [jwk(CURVE, "curve", x=jwk(OTHER, "x")["x"])],
        [jwk(CURVE, "curve"), jwk(CURVE, "curve")],
        [{"kty": "oct", "kid": "curve", "k": "c2VjcmV0"}],
        [{"kty": "EC", "kid": "curve", "crv": "P-256"}],
    ],
)
def test_a_key_that_is_not_right_opens_nothing(keys):
    with pytest.raises(ProviderUntrue):
        judged(signed(), keys=keys)


def test_a_short_key_or_an_odd_exponent_is_refused():
    for weak in (rsa.generate_private_key(65537, 1024), rsa.generate_private_key(3, 2048)):
        token = signed(header={"alg": "RS256", "kid": "rsa"}, key=weak)
        with pytest.raises(ProviderUntrue):
            judged(token, keys=[jwk(weak, "rsa")])


@pytest.mark.parametrize(
    "change",
    [
        lambda token: token + "A",
        lambda token: token + "=",
        lambda token: token[:-2],
        lambda token: token.replace(".", "..", 1),
        lambda token: token.rpartition(".")[0] + ".",
        lambda token: token.rpartition(".")[0],
        lambda token: " " + token,
        lambda token: token + "\n",
        lambda token: "",
        lambda token: "a.b.c",
        lambda token: token + "A" * 20_000,
    ],
)
def test_a_token_that_is_spelled_otherwise_is_none(change):
    with pytest.raises(ProviderUntrue):
        judged(change(signed()))


def test_no_change_of_one_sign_is_overlooked():
    token = signed()
    for place in range(0, len(token), 7):
        other = "A" if token[place] != "A" else "B"
        with pytest.raises(ProviderUntrue):
            judged(token[:place] + other + token[place + 1 :])


def test_a_claim_that_stands_twice_is_refused():
    """Two readers could read two people."""
    body = json.dumps(CLAIMS)
    doubled = body[:-1] + ', "sub": "iemand-anders"}'

    with pytest.raises(ProviderUntrue):
        judged(signed(text=doubled))


@pytest.mark.parametrize("text", ["[]", '"x"', "null", "{", '{"exp": 1e400}', "\ufeff{}"])
def test_what_is_no_object_says_nothing(text):
    with pytest.raises(ProviderUntrue):
        judged(signed(text=text))


def test_a_proof_is_of_after_it_was_asked_for_give_or_take_a_minute():
    claims = judged(signed({"auth_time": SECONDS - 60}))

    assert require_proven_since(claims, since=NOON, at=NOON) == NOON - timedelta(minutes=1)
    with pytest.raises(ProofElsewhereTooOld):
        require_proven_since(claims, since=NOON + timedelta(seconds=1), at=NOON)
    ahead = judged(signed({"auth_time": SECONDS + 30}))
    # A clock over there that runs ahead makes no proof that lasts longer.
    assert require_proven_since(ahead, since=NOON, at=NOON) == NOON
    with pytest.raises(ProofElsewhereTooOld):
        require_proven_since(judged(signed({"auth_time": None})), since=NOON, at=NOON)


@pytest.mark.parametrize(
    ("address", "is_own"),
    [
        ("https://login.merwestede.example/token", True),
        ("https://login.merwestede.example:443/token", False),
        ("http://login.merwestede.example/token", False),
        ("https://login.merwestede.example.evil.example/token", False),
        ("https://evil.example/https://login.merwestede.example/", False),
        ("https://evil@login.merwestede.example/token", False),
        ("https://login.merwestede.example@evil.example/", False),
        ("https://login.merwestede.example/token#x", False),
        ("https://login.merwestede.example/to ken", False),
        ("https://login.merwestede.example\\.evil.example/", False),
        ("//login.merwestede.example/token", False),
        ("https://[::1", False),
        ("https://login.merwestede.example:x/", False),
        ("file:///etc/passwd", False),
        (None, False),
        (["https://login.merwestede.example/token"], False),
    ],
)
def test_nothing_but_the_providers_own_addresses_is_asked(address, is_own):
    assert is_provider_address(address, PROVIDER) is is_own
