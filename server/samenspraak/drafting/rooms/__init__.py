"""Live drafts as this process holds them: a room for each, and what all of them share."""

from samenspraak.drafting.rooms.conversation import converse
from samenspraak.drafting.rooms.registry import Rooms
from samenspraak.drafting.rooms.rights import admitted

__all__ = ["Rooms", "admitted", "converse"]
