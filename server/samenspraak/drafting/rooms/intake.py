"""What comes in from one connection at a time: added to the document, or answered why not."""

import asyncio
import time
from collections.abc import Callable

from msgspec import Struct

from samenspraak.drafting import protocol
from samenspraak.drafting.fence import Lie, Reading
from samenspraak.drafting.rooms.peer import Peer
from samenspraak.drafting.rooms.replica import Dangling, Foreign, Replica, TooMuch, Writing
from samenspraak.text import sentence
from samenspraak.workspaces.sockets import BAD_FRAME

# An honest client hangs loose now and then; one that does so all the time is broken.
DANGLING_LIMIT = 20
DANGLING_SECONDS = 60.0
# A program writes under one client id, and may bring what a few visits left unsent.
NEW_CLIENTS_LIMIT = 32
# Whoever was refused is asked what they have once they pause, not at each key.
ASK_AGAIN_SECONDS = 2.0


class Inbound(Struct, frozen=True, kw_only=True):
    """An update as it came in, with what its bytes say."""

    peer: Peer
    update: bytes = b""
    # None when it was not even read.
    reading: Reading | None = None
    # It answers our question what somebody has, so nothing of theirs hangs loose after it.
    is_answer: bool = False
    is_tried: bool = False
    refused: str = ""


class Intake:
    """Judges what people bring to one document."""

    def __init__(self, replica: Replica, is_of_another: Callable[[int, Peer], bool]) -> None:
        self._replica = replica
        # Tells whether somebody else shows under a client id, who may not have written yet.
        self._is_of_another = is_of_another
        self._asking_again: dict[Peer, asyncio.TimerHandle] = {}

    def close(self) -> None:
        """Ask nobody any more."""
        for timer in self._asking_again.values():
            timer.cancel()
        self._asking_again.clear()

    def forget(self, peer: Peer) -> None:
        """Ask somebody no more who left."""
        timer = self._asking_again.pop(peer, None)
        if timer is not None:
            timer.cancel()

    def add(self, inbound: Inbound, writing: Writing) -> bool:
        """Add one update to the document, or say what stands in its way; False when it hangs loose."""
        peer, reading = inbound.peer, inbound.reading
        if inbound.is_answer:
            peer.is_questioned = False
        if reading is None:
            self._refuse(peer, inbound.refused)
            return True
        if reading.is_empty or peer.gone.done():
            return True
        if not peer.may_write:
            if not self._replica.knows(reading):
                self._refuse(peer, "drafting/read-only")
            return True
        known = self._replica.clients
        new = [client for client in reading.writes if client not in known]
        if len(new) > NEW_CLIENTS_LIMIT:
            peer.leave(BAD_FRAME, "clients")
            return True
        if any(self._is_of_another(client, peer) for client in new):
            peer.leave(BAD_FRAME, "client")
            return True
        began = time.perf_counter()
        try:
            return self._try(inbound.update, reading, writing, peer, is_tried=inbound.is_tried)
        finally:
            peer.charge(began)

    def _try(
        self, update: bytes, reading: Reading, writing: Writing, peer: Peer, *, is_tried: bool
    ) -> bool:
        try:
            writing.add(update, reading, is_tried=is_tried)
            peer.is_refused = False
        except Dangling:
            self._ask_for_more(peer)
            return False
        except TooMuch as refusal:
            self._refuse(peer, refusal.slug)
        except Foreign:
            peer.leave(BAD_FRAME, "client")
        except Lie as lie:
            peer.leave(BAD_FRAME, lie.reason)
        except ValueError:
            # The library's own opinion; it left the document as it was.
            peer.leave(BAD_FRAME, "update")
        return True

    def _refuse(self, peer: Peer, slug: str) -> None:
        """Say that something was not stored, and why."""
        peer.is_refused = True
        if peer.is_told:
            detail = sentence(peer.participant.person.language, f"not-stored.{slug}")
            peer.put(protocol.notice({"kind": "not-stored", "slug": slug, "detail": detail}))

    def _ask_for_more(self, peer: Peer) -> None:
        """Ask what somebody has, for their update builds on something that is not here."""
        loop = asyncio.get_running_loop()
        if peer.is_refused:
            # What was refused is what it builds on: no offence, and no use to ask at each key.
            if peer not in self._asking_again:
                timer = loop.call_later(ASK_AGAIN_SECONDS, self._ask_again, peer)
                self._asking_again[peer] = timer
            return
        if peer.is_questioned:
            # Whatever they write before they answer hangs on what the answer brings.
            return
        now = loop.time()
        peer.dangling.append(now)
        while peer.dangling[0] < now - DANGLING_SECONDS:
            peer.dangling.popleft()
        if len(peer.dangling) > DANGLING_LIMIT:
            peer.leave(BAD_FRAME, "dangling")
            return
        peer.question(self._replica.vector())

    def _ask_again(self, peer: Peer) -> None:
        self._asking_again.pop(peer, None)
        peer.question(self._replica.vector())
