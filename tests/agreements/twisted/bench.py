"""A bundle taken apart and put together again, sealed by the same key."""

from collections.abc import Callable
from typing import Any

from tests.agreements.bundles import part

from samenspraak.agreements.archive import pack, unpack
from samenspraak.canonical import canonical_bytes, digest
from samenspraak.tokens import BUNDLE_TYPE, RECEIPT_TYPE, SigningKey, sign_detached

Twist = tuple[str, bytes, str | None]
Change = Callable[[dict[str, Any]], object]


class Bench:
    """Takes a bundle apart and puts it together again, sealed by the same key."""

    def __init__(self, bundle: bytes, key: SigningKey) -> None:
        self.key = key
        self.parts = unpack(bundle)

    def with_part(self, name: str, data: bytes) -> bytes:
        """Put other bytes in a place and seal what lies around it."""
        changed = {**self.parts, name: data}
        if name == "manifest.json":
            return self._packed(changed)
        if name == "receipt.json":
            changed["receipt.jws"] = sign_detached(data, self.key, RECEIPT_TYPE).encode()
            signatures = _signatures_in(data)
            if signatures is not None:
                changed["signatures.json"] = canonical_bytes(signatures)
        return self._packed(self.listed(changed))

    def with_document(self, name: str, change: Change) -> bytes:
        """Change a document; a change returns the whole of it, or nothing when made in place."""
        document = part(self.parts[f"{name}.json"])
        changed = change(document)
        spelled = canonical_bytes(document if changed is None else changed)
        return self.with_part(f"{name}.json", spelled)

    def with_agreement(self, change: Change, *, also: Change | None = None) -> bytes:
        """Let everybody sign another agreement, and `also` change the receipt."""
        agreement = part(self.parts["agreement.json"])
        change(agreement)
        data = canonical_bytes(agreement)
        receipt = part(self.parts["receipt.json"])
        for told in (receipt, *receipt["signatures"]):
            told["versionDigest"] = digest(data)
        if also is not None:
            also(receipt)
        spelled = canonical_bytes(receipt)
        changed = {
            **self.parts,
            "agreement.json": data,
            "receipt.json": spelled,
            "receipt.jws": sign_detached(spelled, self.key, RECEIPT_TYPE).encode(),
            "signatures.json": canonical_bytes(receipt["signatures"]),
        }
        return self._packed(self.listed(changed, versionDigest=digest(data)))

    def listed(self, parts: dict[str, bytes], **changes: object) -> dict[str, bytes]:
        """Write the manifest anew."""
        manifest = part(self.parts["manifest.json"]) | changes
        manifest["parts"] = [
            {"digest": digest(data), "name": name, "sizeBytes": len(data)}
            for name, data in sorted(parts.items())
            if not name.startswith("manifest.")
        ]
        return {**parts, "manifest.json": canonical_bytes(manifest)}

    def without(self, *names: str) -> bytes:
        """Leave parts out."""
        left = {name: data for name, data in self.parts.items() if name not in names}
        return self._packed(self.listed(left))

    def with_parts(self, **parts: bytes) -> bytes:
        """Put parts in, or other ones; `copy_2` stands for `copy-2.pdf`."""
        names = {name: f"{name.replace('_', '-')}.pdf" for name in parts}
        more = {names[name]: data for name, data in parts.items()}
        return self._packed(self.listed({**self.parts, **more}))

    def with_seal(self, name: str, seal: bytes) -> bytes:
        """Put another seal on the receipt or the manifest."""
        changed = {**self.parts, f"{name}.jws": seal}
        if name == "manifest":
            return pack(changed)
        return self._packed(self.listed(changed))

    def _packed(self, parts: dict[str, bytes]) -> bytes:
        seal = sign_detached(parts["manifest.json"], self.key, BUNDLE_TYPE).encode()
        return pack({**parts, "manifest.jws": seal})


def _signatures_in(data: bytes) -> object:
    try:
        return part(data)["signatures"]
    except Exception:  # noqa: BLE001  # Bytes that are no receipt have no signatures to follow.
        return None


def with_(name: str, value: object) -> Change:
    """Put a value in a document."""
    return lambda told: told | {name: value}


def without(name: str) -> Change:
    """Leave a member out of a document."""
    return lambda told: left_out(told, name)


def left_out(told: dict[str, Any], name: str) -> dict[str, Any]:
    """Return an object without one of its members."""
    return {key: value for key, value in told.items() if key != name}
