"""Who wrote, hid, resolved and confirmed, as everybody in the workspace knows them."""

from collections.abc import Iterable
from uuid import UUID

from samenspraak.database import fetch
from samenspraak.dialogue.schemas import AuthorView
from samenspraak.workspaces.schemas import Audience, Participant, Side


async def people(
    participant: Participant, person_ids: Iterable[UUID | None]
) -> dict[UUID | None, AuthorView]:
    """Return authors by person. A participant who left stays known by what they wrote."""
    rows = await fetch(
        "select id, person_id, side, name, title from participant"
        " where workspace_id = $1 and person_id = any($2::uuid[])",
        participant.workspace_id,
        list({person_id for person_id in person_ids if person_id is not None}),
    )
    return {
        row["person_id"]: AuthorView(
            participant_id=row["id"],
            side=Side(row["side"]),
            name=row["name"],
            title=row["title"],
        )
        for row in rows
    }


def audience(participant: Participant, journal_id: UUID) -> Audience:
    """Tell who reads what hangs on a journal of this participant."""
    return Audience.SHARED if journal_id == participant.shared_journal_id else Audience.OWN_SIDE
