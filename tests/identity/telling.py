"""What the journals of organisations tell."""

from samenspraak.database import as_person, fetch


async def journal_of(person):
    """The kinds of facts in the journal of somebody's organisation, oldest first."""
    async with as_person(person.id):
        rows = await fetch(
            "select kind, body from entry where journal_id = $1 order by number",
            person.organisation_journal_id,
        )
    return [row["kind"] for row in rows]
