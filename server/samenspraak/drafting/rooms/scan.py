"""Tells those who write what may be personal data, once they pause.

A draft cannot refuse a key that is pressed; a proposal of it can, and this says so in time.
"""

import asyncio
from collections.abc import Callable, Collection

import msgspec

from samenspraak.drafting import protocol
from samenspraak.drafting.queries import findings_in
from samenspraak.drafting.rooms.peer import Peer
from samenspraak.drafting.schemas import Content, FindingView
from samenspraak.text import Language

# A pause in typing; and how long somebody who never pauses may go on untold.
QUIET_SECONDS = 1.5
LONGEST_SECONDS = 5.0


class Scan:
    """The last findings in one draft by language, and when to look again."""

    def __init__(self, due: Callable[[], None]) -> None:
        # Called when it is time to look; the room then calls `look` with what is stored.
        self._due = due
        self._timer: asyncio.TimerHandle | None = None
        self._since = self._last = 0.0
        self._task: asyncio.Task[None] | None = None
        self._again: Content | None = None
        self._told: dict[Peer, list[FindingView]] = {}

    def stir(self) -> None:
        """Note that something was written."""
        loop = asyncio.get_running_loop()
        self._last = loop.time()
        if self._timer is None:
            self._since = self._last
            self._timer = loop.call_at(self._last + QUIET_SECONDS, self._ring)

    def look(self, content: Content, peers: Collection[Peer]) -> None:
        """Look through a content aside, and tell each peer when their list changed."""
        if self._task is not None and not self._task.done():
            self._again = content
            return
        self._task = asyncio.create_task(self._look(content, peers))

    def close(self) -> None:
        """Stop looking."""
        if self._timer is not None:
            self._timer.cancel()
        if self._task is not None:
            self._task.cancel()

    def forget(self, peer: Peer) -> None:
        """Forget what somebody who left was told."""
        self._told.pop(peer, None)

    def _ring(self) -> None:
        loop = asyncio.get_running_loop()
        at = min(self._last + QUIET_SECONDS, self._since + LONGEST_SECONDS)
        if at > loop.time():
            # Somebody wrote on meanwhile.
            self._timer = loop.call_at(at, self._ring)
            return
        self._timer = None
        self._due()

    async def _look(self, content: Content, peers: Collection[Peer]) -> None:
        current: Content | None = content
        while current is not None:
            self._again = None
            languages: set[Language] = {
                peer.participant.person.language for peer in peers if peer.is_told
            }
            for language in languages:
                found = await asyncio.to_thread(findings_in, current, language)
                for peer in list(peers):
                    if peer.is_told and peer.participant.person.language == language:
                        self._tell(peer, found)
            current = self._again

    def _tell(self, peer: Peer, found: list[FindingView]) -> None:
        if found == self._told.get(peer, []):
            return
        self._told[peer] = found
        notice = {"kind": "personal-data", "findings": msgspec.to_builtins(found)}
        peer.put(protocol.notice(notice))
