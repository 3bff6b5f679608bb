"""The keys that seal receipts: in a folder outside the database, their public halves in a table.

Folder and table are read at every use. Signing is rare, and so no process can go on with a key that
was taken away, or miss one that was added. One key is open at a time; a lock that sealing shares and
a rotation has alone keeps every seal inside the window of its key.
"""

from samenspraak.agreements.keys.rotating import (
    KeyState,
    Rotation,
    judge_keys,
    prepare_rotation,
    rotate,
    states_of_keys,
)
from samenspraak.agreements.keys.sealing import (
    KEYS_LOCK,
    Sealing,
    held_for_sealing,
    prepare_keys,
    sealing_key,
    sealing_now,
    windows_of_keys,
)
from samenspraak.agreements.keys.watching import WATCH_SECONDS, KeyWatch
from samenspraak.agreements.keys.windows import (
    CLOCKS_APART,
    KeyPlace,
    KeyRow,
    Unfit,
    known_keys,
    reason_of,
)

__all__ = [
    "CLOCKS_APART",
    "KEYS_LOCK",
    "WATCH_SECONDS",
    "KeyPlace",
    "KeyRow",
    "KeyState",
    "KeyWatch",
    "Rotation",
    "Sealing",
    "Unfit",
    "held_for_sealing",
    "judge_keys",
    "known_keys",
    "prepare_keys",
    "prepare_rotation",
    "reason_of",
    "rotate",
    "sealing_key",
    "sealing_now",
    "states_of_keys",
    "windows_of_keys",
]
