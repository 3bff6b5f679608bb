"""Only one form of signature is believed, and a second library believes the same ones."""

import base64
import json
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from joserfc import jws as second
from joserfc.errors import JoseError
from joserfc.jwk import ECKey
from joserfc.registry import HeaderParameter

from samenspraak.canonical import canonical_bytes
from samenspraak.tokens import (
    BUNDLE_TYPE,
    RECEIPT_TYPE,
    KeysUnusable,
    TokenRefused,
    base64url,
    key_set,
    load_keys,
    load_or_make_keys,
    make_key,
    public_key,
    sign_detached,
    verify_detached,
)

SHARED = Path(
    os.environ.get("SAMENSPRAAK_SHARED", Path(__file__).resolve().parents[1].parent / "shared")
)
VECTORS = SHARED / "data" / "jws"
with_vectors = pytest.mark.skipif(
    not VECTORS.is_dir(), reason=f"the published JWS vectors are missing: {VECTORS}"
)

PAYLOAD = canonical_bytes({"schema": "samenspraak/receipt/1", "head": "0" * 64})
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("keys")


@pytest.fixture(scope="module")
def key(folder):
    return make_key(folder)


@pytest.fixture(scope="module")
def token(key):
    return sign_detached(PAYLOAD, key, RECEIPT_TYPE)


def test_what_was_signed_verifies_here_and_in_a_second_library(key, token):
    assert verify_detached(token, PAYLOAD, {key.kid: key.public}, RECEIPT_TYPE) == key.public
    assert _second_library_believes(token, PAYLOAD, key)


def test_both_kinds_of_signature_are_made_and_never_taken_for_each_other(key):
    keys = {key.kid: key.public}
    sealed = sign_detached(PAYLOAD, key, BUNDLE_TYPE)
    assert verify_detached(sealed, PAYLOAD, keys, BUNDLE_TYPE) == key.public
    with pytest.raises(TokenRefused):
        verify_detached(sealed, PAYLOAD, keys, RECEIPT_TYPE)


def test_a_token_of_the_second_library_is_believed(key):
    registry = second.JWSRegistry(
        header_registry={"typ": HeaderParameter("type", "str")}, algorithms=["ES256"]
    )
    other = ECKey.import_key(key.private)
    made = second.serialize_compact(
        {"alg": "ES256", "kid": key.kid, "typ": RECEIPT_TYPE}, PAYLOAD, other, registry=registry
    )
    header, _, signature = made.split(".")
    assert verify_detached(f"{header}..{signature}", PAYLOAD, {key.kid: key.public}, RECEIPT_TYPE)


def test_an_empty_and_a_large_payload_can_be_signed(key):
    for payload in (b"", b"\x00" * 1_000_000):
        made = sign_detached(payload, key, BUNDLE_TYPE)
        assert verify_detached(made, payload, {key.kid: key.public}, BUNDLE_TYPE)
        assert _second_library_believes(made, payload, key)


def test_every_changed_byte_of_the_payload_is_noticed_by_both(key, token):
    for place in range(len(PAYLOAD)):
        changed = bytearray(PAYLOAD)
        changed[place] ^= 1
        with pytest.raises(TokenRefused):
            verify_detached(token, bytes(changed), {key.kid: key.public}, RECEIPT_TYPE)
        assert not _second_library_believes(token, bytes(changed), key)


def test_every_changed_character_of_the_token_is_refused(key, token):
    for place in range(len(token)):
        for other in ("A", "z", "-", "=", ".", " "):
            if token[place] == other:
                continue
            changed = token[:place] + other + token[place + 1 :]
            with pytest.raises(TokenRefused):
                verify_detached(changed, PAYLOAD, {key.kid: key.public}, RECEIPT_TYPE)


def _twisted(key, token) -> dict[str, object]:
    """Tokens that other libraries have believed, and some that none should."""
    head, _, signature = token.partition("..")
    right = {"alg": "ES256", "kid": key.kid, "typ": RECEIPT_TYPE}
    whole = f"{head}.{base64url(PAYLOAD)}.{signature}"
    der = key.private.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    pem = key.private.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    raw = base64.urlsafe_b64decode(signature + "==")

    def headed(**changes: object) -> str:
        header = {name: value for name, value in {**right, **changes}.items() if value is not ...}
        return _signed(header, PAYLOAD, key.private)

    def spelled(header: bytes) -> str:
        return _signed_header(header, PAYLOAD, key.private)

    hmac_header = base64url(canonical_bytes({**right, "alg": "HS256"}))
    hmac_input = f"{hmac_header}.{base64url(PAYLOAD)}".encode()
    return {
        "nothing": "",
        "only dots": "..",
        "one part": head,
        "two parts": f"{head}.{signature}",
        "four parts": f"{head}...{signature}",
        "the payload attached": whole,
        "another payload attached": f"{head}.{base64url(b'other')}.{signature}",
        "no signature": f"{head}..",
        "no header": f"..{signature}",
        "blanks around": f" {token} ",
        "a line end behind": f"{token}\n",
        "padding": f"{token}==",
        "standard base64": _in_standard_base64(token),
        "the last bits changed": token[:-1] + _with_other_last_bits(token[-1]),
        "too long": token + "A" * 2_000,
        "far too long": "A" * 1_000_000,
        "letters of another script": token.replace("e", "е"),
        "a lone surrogate": token + "\ud800",
        "the signature of zeros": f"{head}..{base64url(bytes(64))}",
        "r and s of the curve's order": f"{head}..{base64url(ORDER.to_bytes(32, 'big') * 2)}",
        "r beyond the order": f"{head}..{base64url(bytes([255]) * 32 + raw[32:])}",
        "a short signature": f"{head}..{base64url(raw[:63])}",
        "a long signature": f"{head}..{base64url(raw + bytes(1))}",
        "a DER signature": f"{head}..{base64url(_der(PAYLOAD, head, key.private))}",
        "halves swapped": f"{head}..{base64url(raw[32:] + raw[:32])}",
        "no algorithm": headed(alg=...),
        "alg none": headed(alg="none"),
        "alg none, unsigned": f"{base64url(canonical_bytes({**right, 'alg': 'none'}))}..",
        "alg NoNe": headed(alg="NoNe"),
        "alg HS256": headed(alg="HS256"),
        "HMAC with the DER key": f"{hmac_header}..{base64url(_hmac(der, hmac_input))}",
        "HMAC with the PEM key": f"{hmac_header}..{base64url(_hmac(pem, hmac_input))}",
        "HMAC with the coordinates": f"{hmac_header}..{base64url(_hmac(der[-64:], hmac_input))}",
        "HMAC with an empty key": f"{hmac_header}..{base64url(_hmac(b'', hmac_input))}",
        "alg ES384": headed(alg="ES384"),
        "alg RS256": headed(alg="RS256"),
        "alg es256": headed(alg="es256"),
        "alg a list": headed(alg=["ES256"]),
        "alg null": headed(alg=None),
        "no kid": headed(kid=...),
        "an unknown kid": headed(kid="A" * 43),
        "kid a number": headed(kid=7),
        "kid a path": headed(kid="../../etc/passwd"),
        "no typ": headed(typ=...),
        "another typ": headed(typ=BUNDLE_TYPE),
        "typ JWT": headed(typ="JWT"),
        "typ in capitals": headed(typ=RECEIPT_TYPE.upper()),
        "crit": headed(crit=["exp"]),
        "crit that is along": headed(crit=["exp"], exp=4_102_444_800),
        "an empty crit": headed(crit=[]),
        "b64 false": headed(b64=False, crit=["b64"]),
        "b64 true": headed(b64=True),
        "jku": headed(jku="https://example.com/keys"),
        "an own jwk": headed(jwk=key.public.as_jwk()),
        "x5u": headed(x5u="https://example.com/cert"),
        "x5c": headed(x5c=["MIIB"]),
        "zip": headed(zip="DEF"),
        "cty": headed(cty="json"),
        "a doubled alg": spelled(
            b'{"alg":"none","alg":"ES256","kid":"%s","typ":"%s"}'
            % (key.kid.encode(), RECEIPT_TYPE.encode())
        ),
        "a doubled kid": spelled(b'{"kid":"x",' + canonical_bytes(right)[1:]),
        "the same alg twice": spelled(b'{"alg":"ES256",' + canonical_bytes(right)[1:]),
        "blanks in the header": spelled(json.dumps(right).encode()),
        "members in another order": spelled(
            json.dumps(dict(reversed(right.items())), separators=(",", ":")).encode()
        ),
        "an escaped letter in the header": spelled(
            canonical_bytes(right).replace(b"ES256", b"\\u0045S256")
        ),
        "a byte order mark": spelled(b"\xef\xbb\xbf" + canonical_bytes(right)),
        "a header that is a list": spelled(b"[1]"),
        "a header that is a number": spelled(b"1"),
        "a header that is no JSON": spelled(b"{"),
        "a header that is not UTF-8": spelled(b"\xff\xfe"),
        "a header nested deep": spelled(b"[" * 400),
        "a header with 1e400": spelled(b'{"alg":1e400}'),
        "a header with NaN": spelled(b'{"alg":NaN}'),
        "another key under this kid": _signed(right, PAYLOAD, _a_private_key()),
        "a P-384 signature": f"{head}..{base64url(_raw(ec.SECP384R1(), head))}",
        "signed over the payload alone": f"{head}..{base64url(_raw_over(PAYLOAD, key.private))}",
    }


def test_at_least_sixty_twisted_tokens_are_refused_and_nothing_else_escapes(key, token):
    twisted = _twisted(key, token)
    assert len(twisted) >= 60
    for name, twist in twisted.items():
        assert twist != token, name
        with pytest.raises(TokenRefused):
            verify_detached(str(twist), PAYLOAD, {key.kid: key.public}, RECEIPT_TYPE)


def test_the_second_library_never_refuses_what_is_believed_here(key, token):
    """The other way round it may: it allows headers that are not ours."""
    for twist in [token, *map(str, _twisted(key, token).values())]:
        try:
            verify_detached(twist, PAYLOAD, {key.kid: key.public}, RECEIPT_TYPE)
        except TokenRefused:
            continue
        assert _second_library_believes(twist, PAYLOAD, key)


@with_vectors
def test_no_published_token_is_believed_because_none_is_of_our_one_form(key):
    """Neither as it stands, nor with its payload taken out, nor with its own key at hand."""
    met = 0
    for path in sorted(VECTORS.glob("*.json")):
        vector = json.loads(path.read_text(encoding="utf-8"))
        for jwk in _objects_in(vector):
            if "kty" in jwk:
                met += 1
                with pytest.raises(TokenRefused):
                    public_key(jwk)
        payload = vector.get("input", {}).get("payload", "").encode()
        for told in _texts_in(vector):
            head, *middle, signature = told.split(".") if "." in told else ("", "")
            if not head.startswith("eyJ"):
                continue
            for token in (told, f"{head}..{signature}", ".".join([head, *middle, ""])):
                met += 1
                for typ in (RECEIPT_TYPE, BUNDLE_TYPE):
                    with pytest.raises(TokenRefused):
                        verify_detached(token, payload, {key.kid: key.public}, typ)
    assert met > 10


def test_a_mirrored_signature_is_another_text_for_the_same_yes(key, token):
    """ECDSA allows (r, s) and (r, n - s): so no signature's text may ever serve as an identity."""
    head, _, signature = token.partition("..")
    raw = base64.urlsafe_b64decode(signature + "==")
    mirrored = raw[:32] + (ORDER - int.from_bytes(raw[32:], "big")).to_bytes(32, "big")
    other = f"{head}..{base64url(mirrored)}"
    assert other != token
    assert verify_detached(other, PAYLOAD, {key.kid: key.public}, RECEIPT_TYPE)
    assert _second_library_believes(other, PAYLOAD, key)


def test_a_key_is_named_by_its_thumbprint_as_the_second_library_makes_it(key):
    assert ECKey.import_key(key.public.as_jwk()).thumbprint() == key.kid


def test_a_key_set_reads_back_and_says_nothing_private(key):
    (jwk,) = key_set([key.public])["keys"]
    assert public_key(jwk) == key.public
    assert set(jwk) == {"alg", "crv", "kid", "kty", "use", "x", "y"}


@pytest.mark.parametrize(
    "change",
    [
        {"kty": "RSA"},
        {"crv": "P-384"},
        {"crv": "secp256k1"},
        {"alg": "HS256"},
        {"use": "enc"},
        {"d": "AAAA"},
        {"x": 7},
        {"y": None},
        {"x": "AAAA"},
        {"x": "A" * 43},
        {"y": "=" * 43},
        {"kid": "A" * 43},
    ],
)
def test_a_key_that_is_not_what_it_says_is_refused(key, change):
    with pytest.raises(TokenRefused):
        public_key({**key.public.as_jwk(), **change})


@pytest.mark.parametrize("jwk", [None, [], "key", 7, {}])
def test_what_is_no_key_at_all_is_refused(jwk):
    with pytest.raises(TokenRefused):
        public_key(jwk)


def test_the_first_start_makes_one_key_that_only_its_owner_can_read(tmp_path):
    folder = tmp_path / "new" / "keys"
    made = load_or_make_keys(folder)
    (path,) = folder.iterdir()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_bytes().startswith(b"-----BEGIN PRIVATE KEY-----")
    assert path.stem in made
    assert list(load_or_make_keys(folder)) == list(made)


def test_an_older_key_stays_readable_beside_a_new_one(tmp_path):
    (first,) = load_or_make_keys(tmp_path)
    second_key = make_key(tmp_path)
    assert set(load_keys(tmp_path)) == {first, second_key.kid}


def test_missing_and_broken_keys_stop_signing_with_one_kind_of_refusal(tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    key = make_key(elsewhere)
    good = elsewhere / f"{key.kid}.pem"
    pem = good.read_bytes()
    rsa_pem = rsa.generate_private_key(65537, 2048).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    p384 = ec.generate_private_key(ec.SECP384R1()).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    locked = key.private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(b"secret"),
    )
    der = key.private.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    good.unlink()
    with pytest.raises(KeysUnusable):
        load_keys(tmp_path)
    with pytest.raises(KeysUnusable):
        load_keys(tmp_path / "missing")
    for name, content in {
        "empty": b"",
        "cut": pem[:120],
        "rsa": rsa_pem,
        "p384": p384,
        "locked": locked,
        "der": der,
        "large": pem + b"\n" * 10_000,
        key.kid[::-1]: pem,
    }.items():
        path = tmp_path / f"{name}.pem"
        path.write_bytes(content)
        path.chmod(0o600)
        with pytest.raises(KeysUnusable):
            load_keys(tmp_path)
        path.unlink()


def test_a_key_that_others_can_read_is_not_used(tmp_path):
    key = make_key(tmp_path)
    (tmp_path / f"{key.kid}.pem").chmod(0o640)
    with pytest.raises(KeysUnusable):
        load_keys(tmp_path)


def test_a_key_never_shows_itself_in_a_log(key):
    assert repr(key) == f"SigningKey({key.kid})"


def _second_library_believes(token: str, payload: bytes, key) -> bool:
    try:
        second.deserialize_compact(
            token.encode("utf-8", "surrogatepass"),
            ECKey.import_key(key.public.as_jwk()),
            algorithms=["ES256"],
            payload=payload,
        )
    except (JoseError, ValueError, TypeError):
        return False
    return True


def _objects_in(value: object) -> Iterator[dict]:
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for member in value:
            yield from _objects_in(member)


def _texts_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for member in value.values() if isinstance(value, dict) else value:
            yield from _texts_in(member)


def _a_private_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def _signed(header: object, payload: bytes, private) -> str:
    return _signed_header(canonical_bytes(header), payload, private)


def _signed_header(header: bytes, payload: bytes, private) -> str:
    head = base64url(header)
    signature = _raw_over(f"{head}.{base64url(payload)}".encode(), private)
    return f"{head}..{base64url(signature)}"


def _raw_over(data: bytes, private) -> bytes:
    r, s = decode_dss_signature(private.sign(data, ec.ECDSA(hashes.SHA256())))
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def _raw(curve: ec.EllipticCurve, head: str) -> bytes:
    data = f"{head}.{base64url(PAYLOAD)}".encode()
    r, s = decode_dss_signature(
        ec.generate_private_key(curve).sign(data, ec.ECDSA(hashes.SHA384()))
    )
    return r.to_bytes(48, "big") + s.to_bytes(48, "big")


def _der(payload: bytes, head: str, private) -> bytes:
    return private.sign(f"{head}.{base64url(payload)}".encode(), ec.ECDSA(hashes.SHA256()))


def _hmac(secret: bytes, data: bytes) -> bytes:
    import hmac

    return hmac.new(secret, data, "sha256").digest()


def _in_standard_base64(token: str) -> str:
    other = token.replace("-", "+").replace("_", "/")
    return other if other != token else token + "+"


def _with_other_last_bits(character: str) -> str:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    return letters[letters.index(character) ^ 1]
