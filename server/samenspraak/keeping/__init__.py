"""Keeping a copy of the whole house, and putting it back: backup and restore."""

from samenspraak.keeping.backing_up import back_up
from samenspraak.keeping.container import Damaged, Manifest, NotABackup, manifest_in
from samenspraak.keeping.restoring import NewerShape, NotEmpty, OtherHead, let_go_again, restore

__all__ = [
    "Damaged",
    "Manifest",
    "NewerShape",
    "NotABackup",
    "NotEmpty",
    "OtherHead",
    "back_up",
    "let_go_again",
    "manifest_in",
    "restore",
]
