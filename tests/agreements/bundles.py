"""The demo deal as documents, and bundles of it: right ones, and ones forged with our own key."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric import ec

from samenspraak.agreements.archive import pack, unpack
from samenspraak.agreements.documents import (
    RECEIPT_SCHEMA,
    AgreementDocument,
    Cause,
    ChangePart,
    ContractPart,
    EndingPart,
    Ground,
    HolderEntry,
    Identifier,
    NameEntry,
    ObligationText,
    PartyPart,
    PurposeItem,
    PurposeText,
    ReceiptDocument,
    SignatureStatement,
    SigningRule,
    agreement_document,
    commitment_part,
)
from samenspraak.agreements.sealing import (
    MANIFEST,
    MANIFEST_SEAL,
    RECEIPT,
    RECEIPT_SEAL,
    CopyFile,
    SealedReceipt,
    build_bundle,
    published_key,
    seal_receipt,
)
from samenspraak.canonical import canonical_bytes, digest, strict_json
from samenspraak.commitments.terms import (
    AmountValue,
    CatalogueReference,
    Deadline,
    Goal,
    Kind,
    Period,
    RoleSlot,
    Scope,
    SigningSide,
    Terms,
    name_commitment,
    revision_document,
)
from samenspraak.tokens import (
    BUNDLE_TYPE,
    RECEIPT_TYPE,
    SigningKey,
    _public_half,
    sign_detached,
)

WORKSPACE = UUID(int=417)
SIGNED_FIRST = datetime(2026, 10, 23, 8, 14, tzinfo=UTC)
SIGNED_LAST = datetime(2026, 10, 27, 12, 2, tzinfo=UTC)
ISSUED = SIGNED_LAST + timedelta(seconds=1)
MADE = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
KEY_FROM = datetime(2026, 9, 1, tzinfo=UTC)


def a_key() -> SigningKey:
    private = ec.generate_private_key(ec.SECP256R1())
    return SigningKey(public=_public_half(private), private=private)


def a_name(name: str) -> NameEntry:
    salt = digest(f"salt of {name}".encode())
    return NameEntry(commitment=name_commitment(salt=salt, name=name), salt=salt, name=name)


HANNEKE, TOM = a_name("Hanneke van Doorn"), a_name("Tom Verhoeven")
ILSE, MARIEKE = a_name("Ilse Bakker"), a_name("Marieke de Groot")
NAMES = (HANNEKE, TOM, ILSE, MARIEKE)


def a_slot(side: SigningSide, role: str, holder: NameEntry) -> RoleSlot:
    return RoleSlot(side=side, role=role, commitment=holder.commitment)


def apprenticeships(**changes: object) -> Terms:
    """T1 of the demo story, in its third round."""
    given: dict[str, object] = {
        "title": "Leerwerkplekken timmeren",
        "text": "Twee leerlingen halen hun diploma **bij ons**.",
        "kind": Kind.LEARNING,
        "target_group": "mbo bbl niveau 2–4",
        "scope": Scope.WITHIN_CONTRACT,
        "counts_towards_obligation": True,
        "quantity": "2",
        "unit": "plekken",
        "period": Period(
            starts_on=date(2027, 2, 1),
            ends_on=date(2028, 7, 31),
            months="18",
            hours_per_week="32",
        ),
        "value": AmountValue(
            amount_cents=9_333_333,
            currency="EUR",
            basis="catalogue",
            measure="BBL_2_4",
            catalogue=CatalogueReference(catalogue="utrecht", edition="utrecht-v3"),
        ),
        "result_goal": Goal(text="Twee diploma's", number="2", by=date(2028, 7, 31)),
        "effort_goal": Goal(text="Vier uur begeleiding", number="4", unit="uur per week"),
        "evidence": "leerovereenkomst gezien, urenoverzicht",
        "responsible": (
            a_slot("contractor", "HR", ILSE),
            a_slot("buyer", "contractmanager", MARIEKE),
        ),
        "purpose_parts": ("A",),
    }
    return Terms(**{**given, **changes})  # type: ignore[arg-type]


def a_revision(**changes: object) -> bytes:
    return canonical_bytes(
        revision_document(
            apprenticeships(**changes), commitment_id=UUID(int=1), revision=3, by="contractor"
        )
    )


def an_agreement(**changes: object) -> AgreementDocument:
    given: dict[str, object] = {
        "workspace_id": WORKSPACE,
        "number": 1,
        "predecessor": None,
        "parties": [
            PartyPart(side="contractor", name="Van Doorn & Bakker Bouw"),
            PartyPart(
                side="buyer",
                name="Gemeente Merwestede",
                identifier=Identifier(scheme="NL-KVK", id="00000000"),
            ),
        ],
        "contract": ContractPart(
            title="Renovatie 214 woningen Waterwijk, perceel 2",
            reference="2026-0417",
            value_cents=486_000_000,
            currency="EUR",
        ),
        "purpose": PurposeText(
            text="Wij renoveren de Waterwijk samen met de mensen die er wonen.",
            parts=(PurposeItem(letter="A", text="Vakmensen opleiden"),),
        ),
        "obligation": ObligationText(
            amount_cents=19_440_000,
            currency="EUR",
            basis="opdrachtsom excl. btw",
            percent="4",
            reason="Er zit veel handwerk in en het werk duurt 21 maanden.",
        ),
        "clauses": [("Waarom", "Het doel, in drie delen."), ("Privacy", "Geen gegevens.")],
        "commitments": [commitment_part(1, a_revision())],
        "signatories": [
            a_slot("buyer", "teamleider inkoop", TOM),
            a_slot("contractor", "directeur", HANNEKE),
        ],
    }
    return agreement_document(**{**given, **changes})  # type: ignore[arg-type]


def a_signature(side: SigningSide, version_digest: str, **changes: object) -> SignatureStatement:
    is_buyer = side == "buyer"
    given: dict[str, object] = {
        "schema": "samenspraak/signature/1",
        "version_digest": version_digest,
        "side": side,
        "role": "teamleider inkoop" if is_buyer else "directeur",
        "mandate_cents": 25_000_000 if is_buyer else None,
        "method": "password",
        "signed_at": SIGNED_LAST if is_buyer else SIGNED_FIRST,
        "statement": "Ik teken versie 1 en bind daarmee mijn organisatie.",
        "entry_digest": digest(f"entry of the {side}".encode()),
        "signatory": (TOM if is_buyer else HANNEKE).commitment,
    }
    return SignatureStatement(**{**given, **changes})  # type: ignore[arg-type]


def a_receipt(agreement: bytes, key: SigningKey) -> SealedReceipt:
    return seal_receipt(
        [a_signature("contractor", digest(agreement)), a_signature("buyer", digest(agreement))],
        workspace_id=WORKSPACE,
        number=1,
        issued_at=ISSUED,
        key=key,
    )


def a_bundle(
    key: SigningKey,
    *,
    receipt_key: SigningKey | None = None,
    picture: bytes | None = None,
    **changes: object,
) -> bytes:
    sealed_with = receipt_key or key
    agreement = canonical_bytes(an_agreement(**changes))
    return build_bundle(
        agreement=agreement,
        names=NAMES,
        receipt=a_receipt(agreement, sealed_with),
        keys=[
            published_key(each.public, valid_from=KEY_FROM)
            for each in {key.kid: key, sealed_with.kid: sealed_with}.values()
        ],
        key=key,
        made_at=MADE,
        picture=picture,
    )


def forged(bundle: bytes, key: SigningKey, **parts: object) -> bytes:
    """Change parts of a bundle and seal everything again, as only the holder of the key can.

    A part is named without its ending; given as bytes it is taken as it is, otherwise as JSON.
    None takes a part out. Where the receipt changed, its seal and the signatures follow.
    """
    changed = unpack(bundle)
    for name, value in parts.items():
        member = {"receipt_jws": RECEIPT_SEAL, "manifest_jws": MANIFEST_SEAL}.get(
            name, f"{name}.json"
        )
        if value is None:
            del changed[member]
        else:
            changed[member] = value if isinstance(value, bytes) else canonical_bytes(value)
    if "receipt" in parts and "receipt_jws" not in parts:
        changed[RECEIPT_SEAL] = sign_detached(changed[RECEIPT], key, RECEIPT_TYPE).encode()
        if "signatures" not in parts:
            told = part(changed[RECEIPT])
            changed["signatures.json"] = canonical_bytes(told["signatures"])
    if "manifest" not in parts:
        manifest = part(changed[MANIFEST])
        manifest["parts"] = [
            {"name": name, "digest": digest(data), "sizeBytes": len(data)}
            for name, data in sorted(changed.items())
            if name not in {MANIFEST, MANIFEST_SEAL}
        ]
        changed[MANIFEST] = canonical_bytes(manifest)
    if "manifest_jws" not in parts:
        changed[MANIFEST_SEAL] = sign_detached(changed[MANIFEST], key, BUNDLE_TYPE).encode()
    return pack(changed)


def part(data: bytes) -> dict:
    value = strict_json(data)
    assert isinstance(value, dict)
    return value


def a_full_bundle(key: SigningKey, **changes: object) -> bytes:
    """A bundle with everything in it that may be in one.

    Two of the contractor sign, a commitment ends with reasons of both, somebody took over a role,
    a copy was signed elsewhere and the picture is along. What changes is the agreement.
    """
    given: dict[str, object] = {
        "number": 2,
        "predecessor": digest(b"version 1"),
        "signing": [SigningRule(side="contractor", needed=2)],
        "sign_by": Deadline(at=datetime(2026, 11, 1, 23, tzinfo=UTC), text="zondag 1 november"),
        "change": ChangePart(cause=Cause.REDUCTION, ground=Ground.REVIEW_CLAUSE, ground_text="8"),
        "endings": [
            EndingPart(
                commitment_id=UUID(int=2),
                number=2,
                title="Proefplaatsing",
                digest=digest(b"revision"),
                ends_on=date(2026, 12, 31),
                reason="De plek is er niet meer.",
            )
        ],
    }
    agreement = canonical_bytes(an_agreement(**{**given, **changes}))
    version = digest(agreement)
    signatures = [
        a_signature("contractor", version, signer=digest(b"hanneke"), proven_at=SIGNED_FIRST),
        a_signature(
            "contractor",
            version,
            signer=digest(b"ilse"),
            signatory=ILSE.commitment,
            admission="shown_link",
            entry_digest=digest(b"entry of ilse"),
            signed_at=SIGNED_FIRST + timedelta(microseconds=1),
        ),
        a_signature("buyer", version, signer=digest(b"tom"), reason="Akkoord, zo is het."),
    ]
    receipt = canonical_bytes(
        ReceiptDocument(
            schema=RECEIPT_SCHEMA,
            workspace_id=WORKSPACE,
            number=2,
            version_digest=version,
            signatures=tuple(signatures),
            head_digest=signatures[-1].entry_digest,
            issued_at=ISSUED,
        )
    )
    return build_bundle(
        agreement=agreement,
        names=NAMES,
        receipt=SealedReceipt(
            content=receipt, seal=sign_detached(receipt, key, RECEIPT_TYPE), kid=key.kid
        ),
        keys=[published_key(key.public, valid_from=KEY_FROM)],
        key=key,
        made_at=MADE,
        picture=b"%PDF-1.7 the picture",
        holders=[a_holder(ILSE, a_name("Sanne Mulder")), a_holder(MARIEKE, None)],
        copies=[
            CopyFile(
                name="getekend.pdf",
                media_type="application/pdf",
                side="buyer",
                added_at=MADE - timedelta(days=1),
                content=b"%PDF-1.7 signed elsewhere",
            )
        ],
    )


def a_holder(slot: NameEntry, holder: NameEntry | None) -> HolderEntry:
    """That somebody took over a role; without a name where the person was erased since."""
    return HolderEntry(
        slot=slot.commitment,
        commitment=(holder or a_name("Gewist")).commitment,
        since=MADE - timedelta(days=2),
        salt=holder.salt if holder else None,
        name=holder.name if holder else None,
    )
