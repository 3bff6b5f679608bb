"""When each key sealed, and where its private half is: folder and table held against each other."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from samenspraak.canonical import MalformedJson, canonical_bytes, strict_json
from samenspraak.tokens import (
    KeysUnusable,
    PublicKey,
    SigningKey,
    TokenRefused,
    give_to_owner,
    load_keys,
    public_key,
    take_in_use,
)

WINDOWS = "select id, jwk, valid_from, valid_to from signing_key order by valid_from, id"
# Below the folder: private halves that seal no more, or the public ones of those destroyed.
RETIRED = "retired"
# As far as the clocks of two machines may be apart right after a rotation; a clock that is further
# off seals nothing, because nobody could tell when that was.
CLOCKS_APART = timedelta(seconds=60)


class KeyRow(Struct, frozen=True, kw_only=True):
    """A key as the table has it."""

    id: str
    jwk: str
    valid_from: datetime
    valid_to: datetime | None

    @property
    def public(self) -> PublicKey:
        """Return the key itself."""
        return public_key(strict_json(self.jwk))


class KeyPlace(StrEnum):
    """Where the private half of a key is, seen from this machine."""

    FOLDER = "folder"
    RETIRED = "retired"
    DESTROYED = "destroyed"
    ELSEWHERE = "elsewhere"


class Unfit(KeysUnusable):
    """Folder and table do not go together; the fact `reason` says how."""


def rows_in(rows: Sequence[Mapping[str, Any]]) -> list[KeyRow]:
    """Read rows of the table."""
    return [msgspec.convert(dict(row), KeyRow) for row in rows]


def keys_in(folder: Path, windows: Sequence[KeyRow]) -> dict[str, SigningKey]:
    """Read the keys of the folder, all of which the table must know.

    A rotation that was cut short between table and folder is finished here: the key that the table
    has opened lies ready under its waiting name.
    """
    for row in windows:
        if row.valid_to is None:
            take_in_use(folder, row.id)
    keys = load_keys(folder)
    if not set(keys) <= {row.id for row in windows}:
        raise Unfit(reason="key-unknown")
    return keys


def chosen(
    windows: Sequence[KeyRow], keys: Mapping[str, SigningKey], at: datetime
) -> tuple[KeyRow, datetime]:
    """Choose the key to seal with, and the moment to seal at: never before the key is open."""
    latest = next((row for row in reversed(windows) if row.valid_to is None), None)
    if latest is None:
        raise Unfit(reason="no-open-key")
    if latest.id not in keys:
        raise Unfit(reason="key-missing")
    if latest.valid_from - at > CLOCKS_APART:
        raise Unfit(reason="clock-behind")
    return latest, max(at, latest.valid_from)


def reason_of(error: KeysUnusable) -> str:
    """Return in one word why nothing can be sealed."""
    return str(error.facts.get("reason", "folder-unusable"))


def places_of(folder: Path, windows: Sequence[KeyRow]) -> dict[str, KeyPlace]:
    """Tell of each key of the table where its private half is."""
    known = known_keys(folder)
    return {row.id: known.get(row.id, KeyPlace.ELSEWHERE) for row in windows}


def known_keys(folder: Path) -> dict[str, KeyPlace]:
    """Return every key that ever was in this folder; those of a broken folder are none."""
    found: dict[str, KeyPlace] = {}
    retired = folder / RETIRED
    for path in sorted(retired.glob("*.jwk")):
        try:
            found[public_key(strict_json(path.read_bytes())).kid] = KeyPlace.DESTROYED
        except (TokenRefused, MalformedJson, OSError):
            continue
    for place, where in ((KeyPlace.RETIRED, retired), (KeyPlace.FOLDER, folder)):
        try:
            found |= dict.fromkeys(load_keys(where), place)
        except KeysUnusable:
            continue
    return found


def put_away(folder: Path, key: SigningKey, *, destroy: bool) -> None:
    """Take the private half out of use; what stays tells that the key was ours."""
    retired = folder / RETIRED
    retired.mkdir(mode=0o700, exist_ok=True)
    give_to_owner(folder, retired)
    path = folder / f"{key.kid}.pem"
    if destroy:
        told = retired / f"{key.kid}.jwk"
        told.write_bytes(canonical_bytes(key.public.as_jwk()))
        give_to_owner(folder, told)
        path.unlink()
    else:
        path.rename(retired / path.name)
