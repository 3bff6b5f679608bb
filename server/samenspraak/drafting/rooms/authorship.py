"""Who last changed which field, as those who look at it are told."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

import msgspec

from samenspraak.drafting import protocol
from samenspraak.drafting.rooms.store import Author, Loaded, Touch
from samenspraak.workspaces.schemas import Participant


class Authorship:
    """The touches of one draft, and the people behind them."""

    def __init__(self, loaded: Loaded) -> None:
        self._touches = dict(loaded.touches)
        self._people = dict(loaded.authors)

    @property
    def known(self) -> Iterable[UUID]:
        """Return whose names are known."""
        return self._people.keys()

    def meet(self, people: Mapping[UUID, Author]) -> None:
        """Learn who people are."""
        self._people.update(people)

    def meet_here(self, participant: Participant) -> None:
        """Learn who somebody is who is present."""
        self._people[participant.person_id] = Author(
            participant_id=participant.id, name=participant.name, side=participant.side
        )

    def touch(self, fields: Iterable[str], person_id: UUID, at: datetime) -> None:
        """Note that somebody changed fields."""
        for field in fields:
            self._touches[field] = Touch(person_id=person_id, at=at)

    def notice(self, fields: Iterable[str] | None = None) -> bytes:
        """Write a notice about some fields, or about all of them, in the order of their names.

        The order in which they happen to come tells nothing, so it is not left to chance either.
        """
        told: dict[str, object] = {}
        for field in sorted(self._touches if fields is None else fields):
            touch = self._touches[field]
            person = self._people.get(touch.person_id)
            if person is not None and person.participant_id is not None:
                told[field] = {
                    "by": person.participant_id,
                    "name": person.name,
                    "side": person.side,
                    "at": touch.at,
                }
        return protocol.notice(msgspec.to_builtins({"kind": "fields", "fields": told}))
