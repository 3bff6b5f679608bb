"""Letting go for good, which only the owner of the database can: a workspace, or a name."""

from samenspraak.letting_go.erasing import Erased, UnknownPerson, erase
from samenspraak.letting_go.purging import Purged, UnknownWorkspace, purge

__all__ = ["Erased", "Purged", "UnknownPerson", "UnknownWorkspace", "erase", "purge"]
