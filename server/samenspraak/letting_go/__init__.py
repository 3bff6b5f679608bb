"""Letting go for good, which only the owner of the database can: a workspace, or a name."""

from samenspraak.letting_go.erasing import Erased, UnknownPerson, erase, erase_again
from samenspraak.letting_go.purging import Purged, UnknownWorkspace, purge, purge_again
from samenspraak.letting_go.records import FILE, LetGo, NotNoted, RecordBroken, note, noted

__all__ = [
    "FILE",
    "Erased",
    "LetGo",
    "NotNoted",
    "Purged",
    "RecordBroken",
    "UnknownPerson",
    "UnknownWorkspace",
    "erase",
    "erase_again",
    "note",
    "noted",
    "purge",
    "purge_again",
]
