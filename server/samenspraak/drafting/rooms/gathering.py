"""Those who have one draft open: who they are to each other, and telling them all something."""

import asyncio
from uuid import UUID

from pycrdt import merge_updates

from samenspraak.drafting import protocol
from samenspraak.drafting.presence import Presence
from samenspraak.drafting.rooms.peer import Peer, Relay
from samenspraak.drafting.rooms.replica import Replica

# Presence goes round ten times a second at most.
PRESENCE_SECONDS = 0.1
# The plain client gives up after half a minute without a message; a ping of the socket is none.
ECHO_SECONDS = 15.0


class Gathering:
    """The connections of one room."""

    def __init__(self, replica: Replica) -> None:
        self.peers: dict[Peer, None] = {}
        self._replica = replica
        # The last to come in, in whose name a draft that was left is read again.
        self._last_person: UUID | None = None
        self._presence = Presence()
        self._presence_timer: asyncio.TimerHandle | None = None
        self._presence_sent = 0.0
        loop = asyncio.get_running_loop()
        self._echo_timer = loop.call_later(ECHO_SECONDS, self._echo)

    @property
    def has_told(self) -> bool:
        """Tell whether anybody here asked for our own kinds of messages."""
        return any(peer.is_told for peer in self.peers)

    def join(self, peer: Peer) -> None:
        """Let a connection in."""
        self.peers[peer] = None
        self._last_person = peer.participant.person_id
        self._presence.join(peer, peer.user)

    def part(self, peer: Peer) -> None:
        """Let a connection go; the others are told at once."""
        self.peers.pop(peer, None)
        self._presence.leave(peer)
        self._send_presence()

    def reader(self) -> UUID | None:
        """Return in whose name to read: another each time, so that one who lost the right stops nobody.

        When nobody is here, it is the last who was.
        """
        peer = next(iter(self.peers), None)
        if peer is None:
            return self._last_person
        del self.peers[peer]
        self.peers[peer] = None
        return peer.participant.person_id

    def appear(self, peer: Peer, update: bytes) -> None:
        """Show where somebody is; their newest word counts."""
        self._presence.take(peer, update)
        self._presence_due()

    def is_of_another(self, client: int, peer: Peer) -> bool:
        """Tell whether somebody else was here under a client id before."""
        return self._presence.is_of_another(client, peer.participant.id)

    def change(self, peer: Peer) -> None:
        """Show somebody as they are now."""
        self._presence.change(peer, peer.user)
        self._presence_due()

    def everyone(self) -> bytes | None:
        """Return who is here, as a frame."""
        return self._presence.everyone()

    def relay(self, updates: list[bytes], *, besides: Peer | None = None) -> None:
        """Show what was stored, as one frame for all."""
        update = updates[0] if len(updates) == 1 else merge_updates(*updates)
        relay = Relay(update, protocol.update(update))
        for peer in self.peers:
            if peer is not besides:
                peer.put(relay)

    def tell(self, frame: bytes) -> None:
        """Tell something to all who asked for it."""
        for peer in self.peers:
            if peer.is_told:
                peer.put(frame)

    def close(self, code: int) -> None:
        """Send everybody away."""
        for peer in list(self.peers):
            peer.leave(code)
        self._echo_timer.cancel()
        if self._presence_timer is not None:
            self._presence_timer.cancel()

    def _presence_due(self) -> None:
        if self._presence_timer is None:
            loop = asyncio.get_running_loop()
            at = max(loop.time(), self._presence_sent + PRESENCE_SECONDS)
            self._presence_timer = loop.call_at(at, self._send_presence)

    def _send_presence(self) -> None:
        if self._presence_timer is not None:
            self._presence_timer.cancel()
            self._presence_timer = None
        self._presence_sent = asyncio.get_running_loop().time()
        frame = self._presence.changes()
        if frame is not None:
            for peer in self.peers:
                peer.put(frame)

    def _echo(self) -> None:
        self._echo_timer = asyncio.get_running_loop().call_later(ECHO_SECONDS, self._echo)
        vector: bytes | None = None
        for peer in self.peers:
            frame = self._presence.echo(peer)
            if frame is None:
                # Once for all: of a draft that many wrote in it takes a while.
                vector = self._replica.vector() if vector is None else vector
                peer.question(vector)
            else:
                peer.put(frame)
