"""A bundle proves what it says or nothing: one changed byte anywhere, and it breaks."""

import ast
import io
import random
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from msgspec import structs
from tests.agreements.bundles import (
    a_bundle,
    a_key,
    a_name,
    a_revision,
    an_agreement,
    forged,
    part,
)

from samenspraak.agreements import verification
from samenspraak.agreements.archive import BUNDLE_LIMIT, pack, unpack
from samenspraak.agreements.documents import PartyPart, commitment_part
from samenspraak.agreements.verification import (
    BundleBroken,
    Outcome,
    read_trusted_keys,
    verify_bundle,
)
from samenspraak.canonical import canonical_bytes
from samenspraak.text import catalogue
from samenspraak.tokens import RECEIPT_TYPE, key_set, sign_detached


@pytest.fixture(scope="module")
def key():
    return a_key()


@pytest.fixture(scope="module")
def bundle(key):
    return a_bundle(key)


def _reason(data: bytes) -> str:
    report = verify_bundle(data)
    assert report.outcome is Outcome.BROKEN
    assert not report.is_consistent
    (line,) = report.lines
    for language in ("nl", "en"):
        assert len(report.in_words(language)) == 2
    return line.key.removeprefix("broken.")


def test_a_bundle_holds_together_and_says_that_its_issuer_was_not_checked(key, bundle):
    report = verify_bundle(bundle)
    assert report.is_consistent
    assert report.outcome is Outcome.ISSUER_NOT_CHECKED
    assert report.number == 1
    assert report.receipt_thumbprint == report.bundle_thumbprint == key.kid


def test_only_a_key_that_was_trusted_before_makes_the_issuer_known(key, bundle):
    assert verify_bundle(bundle, trusted={key.kid}).outcome is Outcome.KNOWN_ISSUER
    assert verify_bundle(bundle, trusted={a_key().kid}).outcome is Outcome.UNKNOWN_ISSUER
    assert verify_bundle(bundle, trusted=()).outcome is Outcome.UNKNOWN_ISSUER


def test_a_bundle_that_somebody_sealed_anew_is_consistent_and_of_another_issuer(key):
    made_by_another = a_bundle(a_key())
    assert verify_bundle(made_by_another).is_consistent
    assert verify_bundle(made_by_another, trusted={key.kid}).outcome is Outcome.UNKNOWN_ISSUER


def test_a_receipt_of_a_known_key_within_a_bundle_of_an_unknown_one_is_not_known(key):
    mixed = a_bundle(a_key(), receipt_key=key)
    assert verify_bundle(mixed).is_consistent
    assert verify_bundle(mixed, trusted={key.kid}).outcome is Outcome.UNKNOWN_ISSUER
    both = {
        verify_bundle(mixed).receipt_thumbprint or "",
        verify_bundle(mixed).bundle_thumbprint or "",
    }
    assert verify_bundle(mixed, trusted=both).outcome is Outcome.KNOWN_ISSUER


def test_the_findings_are_told_in_both_languages_with_names_and_thumbprints(key, bundle):
    report = verify_bundle(bundle, trusted={key.kid})
    for language in ("nl", "en"):
        told = "\n".join(report.in_words(language))
        for word in ("Hanneke van Doorn", "Gemeente Merwestede", "directeur", key.kid):
            assert word in told
    assert report.in_words("nl")[-1] == "Alles klopt, en de afzender is bekend."


def test_one_changed_byte_anywhere_in_a_bundle_breaks_it(bundle):
    """Every byte of the file, so every byte of every part, header and index."""
    for place in range(len(bundle)):
        changed = bytearray(bundle)
        changed[place] ^= 1 << (place % 8)
        assert not verify_bundle(bytes(changed)).is_consistent, place


def test_one_changed_byte_anywhere_in_a_part_breaks_a_bundle_that_was_packed_again(bundle):
    """As above for whoever also repairs the sums of the ZIP file, which anybody can."""
    parts = unpack(bundle)
    for name, data in parts.items():
        for place in range(len(data)):
            changed = bytearray(data)
            changed[place] ^= 1 << (place % 7)
            again = pack({**parts, name: bytes(changed)})
            assert not verify_bundle(again).is_consistent, (name, place)


def test_one_changed_byte_breaks_a_large_bundle_with_a_picture(key):
    places = random.Random(5)
    large = a_bundle(
        key,
        picture=places.randbytes(300_000),
        commitments=[
            commitment_part(number, a_revision(text="Tekst. " * 2_000)) for number in range(1, 30)
        ],
    )
    assert verify_bundle(large).is_consistent
    for _ in range(200):
        changed = bytearray(large)
        changed[places.randrange(len(large))] ^= places.randrange(1, 256)
        assert not verify_bundle(bytes(changed)).is_consistent


def test_nothing_can_be_put_before_within_or_behind_the_parts(bundle):
    parts = unpack(bundle)
    for changed in (
        b"",
        b"PK",
        b"\x00" + bundle,
        bundle + b"\x00",
        bundle[:-1],
        bundle[:40],
        bundle * 2,
        bundle[-22:],
        _zipped(parts, compression=zipfile.ZIP_DEFLATED),
        _zipped(parts, comment=b"hello"),
        _zipped(parts, extra=b"\x01\x00\x00\x00"),
        _zipped(dict(reversed(parts.items()))),
        _zipped(parts, day=(2026, 1, 1, 0, 0, 0)),
    ):
        assert _reason(changed) == "archive"


def test_a_plain_tool_that_writes_the_same_zip_is_not_told_apart(bundle):
    assert _zipped(unpack(bundle)) == bundle


def test_a_file_that_is_far_too_large_is_not_read():
    assert _reason(bytes(BUNDLE_LIMIT + 1)) == "archive"


@pytest.mark.parametrize(
    "name",
    [
        *("agreement", "keys", "names", "receipt", "signatures", "manifest"),
        *("receipt_jws", "manifest_jws"),
    ],
)
def test_a_missing_part_is_noticed(bundle, name):
    member = {"receipt_jws": "receipt.jws", "manifest_jws": "manifest.jws"}.get(
        name, f"{name}.json"
    )
    parts = unpack(bundle)
    del parts[member]
    assert _reason(pack(parts)) == "missing-part"


def test_a_foreign_part_is_noticed_even_when_it_is_sealed(key, bundle):
    assert _reason(forged(bundle, key, extra={})) == "foreign-part"
    assert _reason(pack({**unpack(bundle), "../evil": b""})) == "foreign-part"
    assert _reason(pack({**unpack(bundle), "a b": b""})) == "archive"


def test_a_part_that_the_manifest_does_not_name_is_noticed(bundle):
    assert _reason(pack({**unpack(bundle), "agreement.pdf": b"%PDF"})) == "manifest"


@pytest.mark.parametrize("name", ["agreement", "keys", "names", "receipt", "manifest"])
@pytest.mark.parametrize(
    "twist", [lambda d: d + b"\n", lambda d: b" " + d, lambda d: d.replace(b":", b": ", 1)]
)
def test_json_in_another_spelling_is_refused_though_it_says_the_same(key, bundle, name, twist):
    data = twist(unpack(bundle)[f"{name}.json"])
    assert _reason(forged(bundle, key, **{name: data})) in {"spelling", "another-version"}


@pytest.mark.parametrize("name", ["agreement", "keys", "names", "receipt", "manifest"])
@pytest.mark.parametrize(
    "data", [b"", b"\xff", b"[]", b"null", b"1", b"{", b"{}", b"[" * 900, b'{"a":1,"a":1}']
)
def test_a_part_that_is_something_else_is_refused(key, bundle, name, data):
    if name == "receipt":
        changed = forged(bundle, key, receipt=data, signatures=b"[]")
    else:
        changed = forged(bundle, key, **{name: data})
    assert _reason(changed) in {"spelling", "shape"}


@pytest.mark.parametrize("name", ["agreement", "receipt", "names", "manifest"])
def test_a_schema_that_is_not_known_is_named_as_such(key, bundle, name):
    document = part(unpack(bundle)[f"{name}.json"])
    changed = {**document, "schema": f"samenspraak/{name}/2"}
    assert _reason(forged(bundle, key, **{name: changed})) == "shape"


def test_the_signed_text_cannot_be_changed_by_the_holder_of_a_key_without_new_signatures(
    key, bundle
):
    agreement = part(unpack(bundle)["agreement.json"])
    agreement["obligation"]["amountCents"] = 1
    assert _reason(forged(bundle, key, agreement=agreement)) == "another-version"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"number": 2}, "another-version"),
        ({"workspaceId": "00000000-0000-0000-0000-000000000009"}, "another-version"),
        ({"versionDigest": "0" * 64}, "another-version"),
        ({"headDigest": "0" * 64}, "head"),
        ({"issuedAt": "2026-08-01T00:00:00Z"}, "key-window"),
        ({"issuedAt": "2026-10-24T00:00:00Z"}, "order"),
        ({"issuedAt": "2026-10-28T00:00:00"}, "shape"),
        ({"issuedAt": "2026-10-28T02:00:00+02:00"}, "shape"),
        ({"issuedAt": "2026-10-28T00:00:00+00:00"}, "shape"),
        ({"issuedAt": "2026-10-28T00:00:00.000Z"}, "shape"),
        ({"issuedAt": "2026-02-30T00:00:00Z"}, "shape"),
        ({"issuedAt": "0001-01-01T00:00:00Z"}, "shape"),
        ({"issuedAt": "9999-12-31T23:59:59Z"}, "shape"),
    ],
)
def test_a_receipt_that_says_something_else_is_refused(key, bundle, changes, reason):
    receipt = part(unpack(bundle)["receipt.json"])
    assert _reason(forged(bundle, key, receipt={**receipt, **changes})) == reason


@pytest.mark.parametrize(
    ("place", "changes", "reason"),
    [
        (0, {"side": "buyer"}, "sides"),
        (1, {"side": "contractor"}, "sides"),
        (0, {"side": "coordinator"}, "shape"),
        (0, {"versionDigest": "0" * 64}, "another-version"),
        (1, {"versionDigest": "0" * 64}, "another-version"),
        (0, {"signedAt": "2026-10-28T00:00:00Z"}, "order"),
        (0, {"signedAt": "2026-10-23T00:00:00"}, "shape"),
        (1, {"entryDigest": "0" * 64}, "head"),
    ],
)
def test_signatures_that_do_not_make_a_deal_are_refused(key, bundle, place, changes, reason):
    receipt = part(unpack(bundle)["receipt.json"])
    receipt["signatures"][place] |= changes
    assert _reason(forged(bundle, key, receipt=receipt)) == reason


def test_one_signature_or_three_are_refused(key, bundle):
    receipt = part(unpack(bundle)["receipt.json"])
    first, last = receipt["signatures"]
    for signatures, reason in (
        ([], "sides"),
        ([last], "sides"),
        ([first, first, last], "same-signer"),
    ):
        changed = {**receipt, "signatures": signatures}
        assert _reason(forged(bundle, key, receipt=changed)) == reason


def test_other_signatures_beside_the_receipt_are_refused(key, bundle):
    signatures = part(unpack(bundle)["receipt.json"])["signatures"]
    signatures[0]["role"] = "directeur-generaal"
    assert _reason(forged(bundle, key, signatures=signatures)) == "signatures"


def test_a_seal_of_one_kind_never_serves_for_the_other(key, bundle):
    parts = unpack(bundle)
    seal = sign_detached(parts["manifest.json"], key, RECEIPT_TYPE).encode()
    assert _reason(forged(bundle, key, manifest_jws=seal)) == "seal"
    assert _reason(forged(bundle, key, receipt_jws=parts["manifest.jws"])) == "seal"
    assert _reason(forged(bundle, key, receipt_jws=b"\xff")) == "seal"
    assert _reason(forged(bundle, key, receipt_jws=parts["receipt.jws"] + b"\n")) == "seal"


def test_a_seal_of_a_key_that_is_not_along_is_refused(bundle):
    assert _reason(forged(bundle, a_key())) == "seal"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"validFrom": "2026-11-01T00:00:00Z"}, "key-window"),
        ({"validTo": "2026-11-01T00:00:00Z"}, "key-window"),
        ({"validTo": "2026-10-01T00:00:00Z"}, "key-window"),
        ({"validFrom": "2026-09-01T00:00:00"}, "shape"),
        ({"validTo": None}, "shape"),
        ({"x": "A" * 43}, "keys"),
        ({"kid": "A" * 43}, "keys"),
        ({"kty": "RSA"}, "shape"),
        ({"d": "AAAA"}, "shape"),
    ],
)
def test_a_key_outside_its_window_or_not_what_it_says_is_refused(key, bundle, changes, reason):
    keys = part(unpack(bundle)["keys.json"])
    keys["keys"][0] |= changes
    assert _reason(forged(bundle, key, keys=keys)) == reason


def test_a_window_may_end_after_both_seals(key, bundle):
    keys = part(unpack(bundle)["keys.json"])
    keys["keys"][0]["validTo"] = "2027-01-01T00:00:00Z"
    assert verify_bundle(forged(bundle, key, keys=keys)).is_consistent


def test_a_key_that_sealed_nothing_or_stands_twice_is_refused(key, bundle):
    keys = part(unpack(bundle)["keys.json"])
    other = {**keys["keys"][0], **a_key().public.as_jwk()}
    both = sorted([*keys["keys"], other], key=lambda each: each["kid"])
    assert _reason(forged(bundle, key, keys={"keys": both})) == "keys"
    assert _reason(forged(bundle, key, keys={"keys": keys["keys"] * 2})) == "keys"


def test_an_agreed_text_must_be_the_one_of_its_digest(key):
    """Here the signatures are over the changed text: the digest both said yes to gives it away."""
    right = commitment_part(1, a_revision())
    other = commitment_part(1, a_revision(quantity="1"))
    for twisted in (
        structs.replace(right, document=other.document),
        structs.replace(right, digest=other.digest),
        structs.replace(right, revision=2),
        structs.replace(right, commitment_id=an_agreement().workspace_id),
    ):
        assert _reason(a_bundle(key, commitments=[twisted])) == "revision"


@pytest.mark.parametrize(
    "twist",
    [
        lambda names: [{**names[0], "name": "Iemand anders"}, *names[1:]],
        lambda names: [{**names[0], "salt": "0" * 64}, *names[1:]],
        lambda names: [{**names[0], "salt": names[0]["salt"].upper()}, *names[1:]],
        lambda names: [
            {**names[0], "salt": names[0]["salt"][:-1], "name": "x" + names[0]["name"]},
            *names[1:],
        ],
        lambda names: names[::-1],
        lambda names: [names[0], *names],
    ],
)
def test_a_name_that_no_slot_was_made_of_is_refused(key, bundle, twist):
    document = part(unpack(bundle)["names.json"])
    changed = {**document, "names": twist(document["names"])}
    assert _reason(forged(bundle, key, names=changed)) == "names"


def test_a_name_of_nobody_in_the_deal_is_refused(key, bundle):
    document = part(unpack(bundle)["names.json"])
    names = sorted(
        [*document["names"], part(canonical_bytes(a_name("Een vreemde")))],
        key=lambda entry: entry["commitment"],
    )
    assert _reason(forged(bundle, key, names={**document, "names": names})) == "names"


def test_erased_names_break_nothing_and_are_told(key, bundle):
    document = part(unpack(bundle)["names.json"])
    report = verify_bundle(forged(bundle, key, names={**document, "names": []}))
    assert report.is_consistent
    told = "\n".join(report.in_words("nl"))
    assert "Hanneke" not in told
    assert "Van 4 rollen staat de naam niet meer in dit bestand." in told


def test_the_picture_is_only_a_picture(key):
    report = verify_bundle(a_bundle(key, picture=b"%PDF-1.7"))
    assert report.is_consistent
    assert "picture" in {line.key for line in report.lines}


def test_a_report_never_speaks_to_the_terminal(key):
    nasty = a_bundle(
        key,
        parties=[
            PartyPart(side="buyer", name="\x1b[31mrood {number} \u202e"),
            PartyPart(side="contractor", name="%s {0}"),
        ],
    )
    for line in verify_bundle(nasty).in_words("nl"):
        assert line.isprintable()


def test_every_reason_to_break_has_a_sentence_in_both_languages():
    reasons = {
        str(node.args[0].value)
        for module in Path(verification.__file__).parent.glob("*.py")
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "BundleBroken"
        and isinstance(node.args[0], ast.Constant)
    }
    assert len(reasons) > 15
    for language in ("nl", "en"):
        told = {
            key.removeprefix("verify.broken.")
            for key in catalogue(language)
            if key.startswith("verify.broken.")
        }
        assert told == {*reasons, "archive-part"}


@pytest.mark.parametrize(
    ("data", "count"),
    [
        (b"A" * 43, 1),
        (b"A" * 43 + b"\n" + b"B" * 43 + b"\n", 2),
    ],
)
def test_thumbprints_can_be_trusted_by_the_line(data, count):
    assert len(read_trusted_keys(data)) == count


def test_a_key_or_a_key_list_can_be_trusted(key, bundle):
    for trusted in (
        canonical_bytes(key.public.as_jwk()),
        canonical_bytes(key_set([key.public])),
        unpack(bundle)["keys.json"],
    ):
        assert read_trusted_keys(trusted) == {key.kid}


@pytest.mark.parametrize(
    "data",
    [b"", b"\xff", b"{}", b"{", b'{"keys":[]}', b'{"keys":7}', b"too-short", b"A" * 44, b"/" * 43],
)
def test_what_is_no_list_of_keys_is_not_trusted(data):
    with pytest.raises(BundleBroken):
        read_trusted_keys(data)


def test_checking_needs_no_network_and_no_database():
    """The verifier runs on a machine that has neither, perhaps years from now."""
    loaded = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, samenspraak.agreements.verification; print(*sys.modules)",
        ],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split()
    for forbidden in ("asyncpg", "piccolo", "litestar", "httpx", "uvicorn", "asyncio"):
        assert forbidden not in loaded


def _zipped(
    parts: dict[str, bytes],
    *,
    compression: int = zipfile.ZIP_STORED,
    comment: bytes = b"",
    extra: bytes = b"",
    day: tuple[int, int, int, int, int, int] = (1980, 1, 1, 0, 0, 0),
) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.comment = comment
        for name, data in parts.items():
            info = zipfile.ZipInfo(name, date_time=day)
            info.compress_type = compression
            info.external_attr = 0o100644 << 16
            info.extra = extra
            archive.writestr(info, data)
    return target.getvalue()
