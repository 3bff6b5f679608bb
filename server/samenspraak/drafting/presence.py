"""Who is in a room and where they are, as y-protocols tells it, but with names that are true.

In y-protocols every client may speak for every other. Here a connection speaks for one client id,
the first it names, and who stands behind that id is said by us.
"""

from collections.abc import Hashable
from uuid import UUID

import msgspec
from msgspec import Raw, Struct

from samenspraak.drafting import protocol
from samenspraak.drafting.protocol import State

# A name, a field and two places in the text; more than this is somebody storing things.
STATE_BYTES = 2 * 1024
# Who left is remembered so that they come back with a clock the others believe. A meeting with a
# bad network makes some dozens.
DEPARTED_LIMIT = 1_000
# Each move takes one; a clock near what JavaScript counts exactly is there to silence somebody.
_LAST_CLOCK = 2**31 - 1
_GONE = b"null"


class User(Struct, frozen=True, kw_only=True, rename="camel"):
    """The person behind a connection, as the others see them."""

    participant_id: UUID
    name: str
    side: str
    may_write: bool


class _Places(Struct, frozen=True):
    """Where a client says it is; whatever else it says is dropped."""

    cursor: Raw = Raw(_GONE)
    field: str | None = None


class _Shown(Struct, frozen=True):
    user: User
    cursor: Raw
    field: str | None


class _Present(Struct):
    """One connection. Its client counts its own moves (`heard`), we count what we `told` of it."""

    user: User
    client: int | None = None
    heard: int = 0
    told: int = 0
    places: _Places | None = None
    # The clock and places last written in a frame, which the client takes over and sends back.
    sent: tuple[int, _Places | None] = (-1, None)


class Presence:
    """Everybody in one room. Keeps only the latest of each, so telling late never tells old.

    Others believe a state only when its clock is above the last they saw of that client, even if
    they saw it before the connection broke. So a client's first word here gets a clock of our own,
    one above; the client sees it and counts on from there.
    """

    def __init__(self) -> None:
        self._present: dict[Hashable, _Present] = {}
        self._bound: dict[int, Hashable] = {}
        self._departed: dict[int, int] = {}
        # Who used a client id here first. It is theirs, also while their connection is broken.
        self._owners: dict[int, UUID] = {}
        # Client ids of whom the next frame tells, in the order in which they changed.
        self._changed: dict[int, None] = {}

    def join(self, connection: Hashable, user: User) -> None:
        """Let somebody in; they show once their client says where they are."""
        self._present[connection] = _Present(user)

    def change(self, connection: Hashable, user: User) -> None:
        """Tell that a person's name or rights are other than they were."""
        present = self._present[connection]
        if present.user == user:
            return
        present.user = user
        if present.client is not None:
            present.told += 1
            self._changed[present.client] = None

    def take(self, connection: Hashable, update: bytes) -> None:
        """Keep what a connection says of itself, and pass over what it says of others.

        y-websocket sends on what it heard of others, so naming them is no offence. Raises
        `protocol.Malformed`.
        """
        present = self._present[connection]
        for state in protocol.parse_awareness(update):
            if state.clock > _LAST_CLOCK or len(state.state) > STATE_BYTES:
                continue
            is_first = present.client is None and self._binds(connection, present, state)
            if state.client == present.client:
                self._keep(present, state, is_first=is_first)

    def leave(self, connection: Hashable) -> None:
        """Tell at once that somebody is gone."""
        present = self._present.pop(connection, None)
        if present is None or present.client is None:
            return
        del self._bound[present.client]
        self._departed.pop(present.client, None)
        self._departed[present.client] = present.told + 1
        self._changed[present.client] = None
        if len(self._departed) > DEPARTED_LIMIT:
            oldest = next(iter(self._departed))
            del self._departed[oldest]
            del self._owners[oldest]
            self._changed.pop(oldest, None)

    def is_of_another(self, client: int, participant_id: UUID) -> bool:
        """Tell whether somebody else used a client id here first.

        Everybody here sees it at once, so without this anybody could write under it before its owner
        does, who would then be sent away.
        """
        return self._owners.get(client, participant_id) != participant_id

    def changes(self) -> bytes | None:
        """Write one frame of all that changed since the last, or None when nothing did."""
        states = [self._state(client) for client in self._changed]
        self._changed.clear()
        return _frame(states)

    def everyone(self) -> bytes | None:
        """Write one frame of all who are here, for somebody who joins or asks."""
        bound = self._bound.items()
        return _frame(
            [
                self._state(client)
                for client, connection in bound
                if self._present[connection].places is not None
            ]
        )

    def echo(self, connection: Hashable) -> bytes | None:
        """Write a connection's own state: y-websocket hangs up when it hears nothing for 30 s."""
        client = self._present[connection].client
        return None if client is None else _frame([self._state(client)])

    def _binds(self, connection: Hashable, present: _Present, state: State) -> bool:
        """Bind a connection to the first client id it names, if that is nobody else's."""
        owner = present.user.participant_id
        if state.state == _GONE or self.is_of_another(state.client, owner):
            return False
        self._owners[state.client] = owner
        holder = self._bound.get(state.client)
        if holder is not None:
            before = self._present[holder]
            # The same person on a new connection, while we have not noticed the old one break.
            before.client = None
            present.told = before.told
        present.client = state.client
        present.told = max(present.told, self._departed.pop(state.client, 0))
        self._bound[state.client] = connection
        return True

    def _keep(self, present: _Present, state: State, *, is_first: bool) -> None:
        assert present.client is not None, "only its own client's state is kept"
        if state.state == _GONE:
            places = None
        else:
            try:
                places = _PLACES.decode(state.state)
            except (msgspec.DecodeError, RecursionError):
                return
        if is_first:
            present.told = max(present.told, state.clock) + 1
        elif state.clock < present.heard or (state.clock == present.heard and places is not None):
            return
        elif (state.clock, places) == present.sent or (
            state.clock <= present.told and places == present.places
        ):
            # It took over what we told of it, and says so. Telling that would go round for ever,
            # and it is older than what we heard since.
            present.heard = state.clock
            return
        else:
            present.told = max(present.told + 1, state.clock)
        present.heard = state.clock
        present.places = places
        self._changed[present.client] = None

    def _state(self, client: int) -> State:
        connection = self._bound.get(client)
        if connection is None:
            return State(client, self._departed[client], _GONE)
        present = self._present[connection]
        places = present.places
        if places is not None and not present.user.may_write:
            # Who only reads has no cursor to show and holds no field.
            places = _Places()
        present.sent = (present.told, places)
        if places is None:
            return State(client, present.told, _GONE)
        shown = _Shown(present.user, places.cursor, places.field)
        return State(client, present.told, _ENCODER.encode(shown))


class Allowance:
    """So many a second, with some at once: says how long to wait, and loses nothing."""

    def __init__(self, rate: float, burst: float) -> None:
        self._rate = rate
        self._burst = burst
        self._left = burst
        self._at: float | None = None

    def take(self, at: float, count: float = 1) -> float:
        """Take some, and return the seconds to wait before reading on."""
        self._fill(at)
        self._left -= count
        return max(0.0, -self._left / self._rate)

    def ready_in(self, at: float) -> float:
        """Return the seconds until one may be taken without waiting; takes nothing."""
        self._fill(at)
        return max(0.0, (1 - self._left) / self._rate)

    def _fill(self, at: float) -> None:
        if self._at is not None and at > self._at:
            self._left = min(self._burst, self._left + (at - self._at) * self._rate)
        self._at = at


_PLACES = msgspec.json.Decoder(_Places)
_ENCODER = msgspec.json.Encoder()


def _frame(states: list[State]) -> bytes | None:
    return protocol.awareness(protocol.write_awareness(states)) if states else None
