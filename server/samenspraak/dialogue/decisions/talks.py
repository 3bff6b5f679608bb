"""What may happen to a talk that was held aloud."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from msgspec import Struct

from samenspraak.canonical import canonical_bytes, digest
from samenspraak.deadlines import ZONE
from samenspraak.dialogue.decisions.texts import refuse_faults, text_faults
from samenspraak.dialogue.schemas import RecordTalk, TalkConfirmed, TalkRecorded
from samenspraak.errors import Conflict, Fault
from samenspraak.workspaces.schemas import Side

ATTENDEES_LIMIT = 1_000
# A talk that agreed on more is a plan, and each line should fit a proposal's title and text.
LINES_LIMIT = 50
LINE_LIMIT = 2_000


class TalkIsConfirmed(Conflict):
    """The talk was confirmed before."""

    slug = "dialogue/talk-confirmed"


class OtherLines(Conflict):
    """The lines that were read are not the ones that stand there."""

    slug = "dialogue/other-lines"


class Talk(Struct, frozen=True, kw_only=True):
    """A recorded talk as far as deciding goes."""

    id: UUID
    workspace_id: UUID
    journal_id: UUID
    recorded_by_side: Side
    digest: str
    is_confirmed: bool


def record(talk: Talk, *, lines: int, declared: bool) -> TalkRecorded:
    """Say that a side wrote down a talk."""
    return TalkRecorded(
        workspace_id=talk.workspace_id,
        talk_id=talk.id,
        lines=lines,
        side=talk.recorded_by_side,
        digest=talk.digest,
        declared_not_bsn=declared,
    )


def confirm(talk: Talk, *, seen_digest: str, side: Side) -> TalkConfirmed:
    """Let another side stand behind exactly these lines."""
    judge_confirmation(talk)
    if seen_digest != talk.digest:
        raise OtherLines
    return TalkConfirmed(
        workspace_id=talk.workspace_id, talk_id=talk.id, side=side, digest=talk.digest
    )


def judge_confirmation(talk: Talk) -> None:
    """Refuse to confirm twice: the first confirmation is the one that counts."""
    if talk.is_confirmed:
        raise TalkIsConfirmed


def talk_digest(*, salt: str, held_on: date, attendees: str, lines: Sequence[str]) -> str:
    """Return the digest a confirmation names."""
    return digest(canonical_bytes([salt, held_on.isoformat(), attendees, list(lines)]))


def check_talk(request: RecordTalk, *, at: datetime) -> None:
    """Refuse a record without a line, of a day that is not over here, or beyond its limits."""
    faults = text_faults({"/attendees": (request.attendees, ATTENDEES_LIMIT)})
    # The day a talk was held is a day where the people were.
    if request.held_on > at.astimezone(ZONE).date():
        faults.append(Fault(pointer="/heldOn", slug="dialogue/held-in-future"))
    if not request.lines:
        faults.append(Fault(pointer="/lines", slug="required"))
    elif len(request.lines) > LINES_LIMIT:
        faults.append(Fault(pointer="/lines", slug="too-many", facts={"limit": LINES_LIMIT}))
    else:
        faults += text_faults(
            {f"/lines/{index}": (line, LINE_LIMIT) for index, line in enumerate(request.lines)}
        )
    refuse_faults(faults)
