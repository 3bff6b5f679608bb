"""The same agreement always has the same bytes, and a receipt needs the word of two sides."""

import io
import unicodedata
import zipfile
from datetime import UTC, datetime, timedelta
from uuid import UUID

import msgspec
import pytest
from joserfc import jws as second
from joserfc.jwk import ECKey
from tests.agreements.bundles import (
    HANNEKE,
    ISSUED,
    KEY_FROM,
    MADE,
    NAMES,
    WORKSPACE,
    a_bundle,
    a_key,
    a_receipt,
    a_revision,
    a_signature,
    an_agreement,
)

from samenspraak.agreements.archive import pack, unpack
from samenspraak.agreements.documents import (
    AgreementDocument,
    ContractPart,
    NameEntry,
    PartyPart,
    ReceiptDocument,
    commitment_part,
    names_document,
)
from samenspraak.agreements.sealing import build_bundle, published_key, seal_receipt
from samenspraak.canonical import canonical_bytes, digest
from samenspraak.tokens import RECEIPT_TYPE, verify_detached


@pytest.fixture(scope="module")
def key():
    return a_key()


def test_the_same_contents_give_the_same_bytes_in_whatever_order_they_come():
    parties = list(an_agreement().parties)
    assert canonical_bytes(an_agreement(parties=parties[::-1])) == canonical_bytes(an_agreement())


def test_bytes_of_this_schema_never_change():
    """A signature is over these very bytes. If this fails, old agreements can be made no more."""
    assert digest(a_revision()) == (
        "a39431eb47d930e34f409a854537989286c717314904640f47707ced3e947968"
    )
    assert digest(canonical_bytes(an_agreement())) == (
        "5e6991a62c550b9f455bc5655da3b2c8ebd86c5553e2ca623d80435bb2d43244"
    )


def test_a_version_reads_back_as_the_bytes_it_was():
    data = canonical_bytes(an_agreement())
    assert canonical_bytes(msgspec.json.decode(data, type=AgreementDocument)) == data


def test_texts_are_stored_in_one_unicode_form_with_one_kind_of_line_end():
    typed = unicodedata.normalize("NFD", "coëfficiënt")
    made = an_agreement(
        contract=ContractPart(title=f" {typed} "), clauses=[("Eén", "a\r\nb\rc")], reason="  "
    )
    assert made.contract.title == "coëfficiënt"
    assert made.clauses[0].text == "a\nb\nc"
    assert made.reason is None


def test_the_first_version_says_in_its_bytes_that_nothing_went_before():
    assert b'"predecessor":null' in canonical_bytes(an_agreement())
    assert b'"predecessor":"' in canonical_bytes(an_agreement(predecessor="0" * 64, number=2))


def test_what_was_not_filled_in_is_not_in_the_bytes():
    data = canonical_bytes(
        an_agreement(commitments=[], signatories=[], obligation=None, purpose=None, clauses=[])
    )
    for member in (b"obligation", b"purpose", b"clauses", b"commitments", b"paper", b"signBy"):
        assert member not in data


def test_articles_are_numbered_and_commitments_sorted_by_the_number_people_see():
    other = msgspec.structs.replace(commitment_part(7, a_revision()), number=2)
    made = an_agreement(commitments=[other, commitment_part(1, a_revision())])
    assert [clause.number for clause in made.clauses] == [1, 2]
    assert [part.number for part in made.commitments] == [1, 2]
    assert [reference.edition for reference in made.catalogues] == ["utrecht-v3"]


def test_no_name_of_a_person_stands_in_what_is_signed_or_sealed(key):
    agreement = canonical_bytes(an_agreement())
    for entry in NAMES:
        assert entry.name.encode() not in agreement
        assert entry.name.encode() not in a_receipt(agreement, key).content


def test_changing_a_holder_without_a_new_version_changes_no_bytes_and_erasing_breaks_nothing():
    assert names_document(NAMES[:1]).names == (HANNEKE,)
    assert names_document([*NAMES, *NAMES]) == names_document(NAMES)


def test_a_name_that_is_not_the_one_of_its_slot_is_never_written_down():
    wrong = NameEntry(commitment=HANNEKE.commitment, salt=HANNEKE.salt, name="Iemand anders")
    with pytest.raises(AssertionError):
        names_document([wrong])


def test_a_receipt_is_sealed_over_its_bytes_and_points_at_the_last_signature(key):
    agreement = canonical_bytes(an_agreement())
    receipt = a_receipt(agreement, key)
    told = msgspec.json.decode(receipt.content, type=ReceiptDocument)
    assert [signature.side for signature in told.signatures] == ["contractor", "buyer"]
    assert told.head_digest == told.signatures[-1].entry_digest
    assert told.version_digest == digest(agreement)
    assert verify_detached(receipt.seal, receipt.content, {key.kid: key.public}, RECEIPT_TYPE)
    assert second.deserialize_compact(
        receipt.seal.encode(),
        ECKey.import_key(key.public.as_jwk()),
        algorithms=["ES256"],
        payload=receipt.content,
    )


@pytest.mark.parametrize(
    ("sides", "changes"),
    [
        (("buyer", "buyer"), {}),
        (("buyer", "contractor"), {"version_digest": "f" * 64}),
        (("buyer", "contractor"), {"signed_at": ISSUED + timedelta(seconds=1)}),
    ],
)
def test_a_receipt_is_never_sealed_without_two_sides_on_one_version_in_time(key, sides, changes):
    first, last = sides
    signatures = [a_signature(first, "e" * 64), a_signature(last, "e" * 64)]
    signatures[1] = msgspec.structs.replace(signatures[1], **changes)
    with pytest.raises(AssertionError):
        seal_receipt(signatures, workspace_id=WORKSPACE, number=1, issued_at=ISSUED, key=key)


def test_a_bundle_is_never_built_for_another_version_or_without_its_keys(key):
    agreement = canonical_bytes(an_agreement())
    known = [published_key(key.public, valid_from=KEY_FROM)]
    for changed_agreement, keys in ((agreement + b" ", known), (agreement, [])):
        with pytest.raises(AssertionError):
            build_bundle(
                agreement=changed_agreement,
                names=NAMES,
                receipt=a_receipt(agreement, key),
                keys=keys,
                key=key,
                made_at=MADE,
            )


def test_a_bundle_is_an_ordinary_zip_file_with_fixed_times(key):
    with zipfile.ZipFile(io.BytesIO(a_bundle(key, picture=b"%PDF"))) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [
            "agreement.json",
            "agreement.pdf",
            "keys.json",
            "manifest.json",
            "manifest.jws",
            "names.json",
            "receipt.json",
            "receipt.jws",
            "signatures.json",
        ]
        for each in archive.infolist():
            assert each.date_time == (1980, 1, 1, 0, 0, 0)
            assert each.compress_type == zipfile.ZIP_STORED
            assert each.external_attr >> 16 == 0o100644


def test_only_the_keys_that_sealed_something_go_along(key):
    agreement = canonical_bytes(an_agreement())
    others = [published_key(a_key().public, valid_from=KEY_FROM) for _ in range(3)]
    made = build_bundle(
        agreement=agreement,
        names=NAMES,
        receipt=a_receipt(agreement, key),
        keys=[*others, published_key(key.public, valid_from=KEY_FROM)],
        key=key,
        made_at=MADE,
    )
    keys = msgspec.json.decode(unpack(made)["keys.json"])["keys"]
    assert [each["kid"] for each in keys] == [key.kid]


def test_packing_and_unpacking_gives_the_same_file_and_the_same_parts():
    for parts in ({}, {"a": b""}, {"b.json": b"{}", "a.jws": bytes(300)}):
        assert unpack(pack(parts)) == parts
        assert pack(unpack(pack(parts))) == pack(parts)


def test_ids_and_moments_are_spelled_in_one_way():
    made = an_agreement(workspace_id=UUID("ABCDEF00-0000-4000-8000-000000000000"))
    assert b'"abcdef00-0000-4000-8000-000000000000"' in canonical_bytes(made)
    signature = a_signature("buyer", "0" * 64, signed_at=datetime(2026, 10, 23, tzinfo=UTC))
    assert b'"2026-10-23T00:00:00Z"' in canonical_bytes(signature)


def test_a_party_of_each_side_and_several_on_one_side_can_be_bound():
    made = an_agreement(
        parties=[
            PartyPart(side="contractor", name="B"),
            PartyPart(side="buyer", name="C"),
            PartyPart(side="contractor", name="A"),
        ]
    )
    assert [(party.side, party.name) for party in made.parties] == [
        ("buyer", "C"),
        ("contractor", "A"),
        ("contractor", "B"),
    ]
