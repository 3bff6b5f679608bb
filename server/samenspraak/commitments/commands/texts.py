"""How terms become a frozen text: filled in by the server, judged, and stored once."""

import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import Struct, structs

from samenspraak import surroundings
from samenspraak.canonical import canonical_bytes, digest
from samenspraak.commitments.decisions import (
    REVISIONS_LIMIT,
    TooManyRounds,
    check_terms,
    ends_of,
)
from samenspraak.commitments.queries import (
    Holder,
    holders_in,
    scope_rule,
    tables_of,
    worth_in,
)
from samenspraak.commitments.schemas import Clock, Ends, Put, Responsible
from samenspraak.commitments.terms import (
    Deadline,
    RoleSlot,
    Terms,
    name_commitment,
    normalised,
    revision_document,
    signing_side,
    texts,
)
from samenspraak.database import execute, fetch
from samenspraak.deadlines import in_words
from samenspraak.errors import Fault, Invalid
from samenspraak.journal.commands import Work
from samenspraak.personal_data import guard, refuse_invisible
from samenspraak.workspaces.schemas import Participant

NAME_LIMIT = 200
# A handful on each side; more is a department, and that has a name of its own.
RESPONSIBLE_LIMIT = 20


class Writing(Struct, frozen=True, kw_only=True):
    """Terms somebody writings to put, where they stand in the request, and what came before them.

    `previous` is the stored revision they answer or change; None for something new.
    """

    pointer: str
    terms: Terms
    responsible: list[Responsible] | None
    previous: Mapping[str, Any] | None


class Filled(Struct, frozen=True, kw_only=True):
    """Terms as they will be frozen, with who fills their role slots.

    `is_worked_out` says that the value in them is the server's own, from the table.
    """

    terms: Terms
    holders: list[Holder]
    ends: Ends | None
    is_worked_out: bool


async def fill(
    participant: Participant,
    writings: Sequence[Writing],
    *,
    clock: Clock,
    declared_not_bsn: bool,
    at: datetime,
) -> tuple[list[Filled], bool]:
    """Fill in what is the server's, and refuse what cannot be put, with the faults of every text.

    The second answer tells whether the writer had to say that a number is no citizen's number.
    """
    ends = ends_of(clock, at)
    # A day that only reminds ends nothing, so the text says nothing of it.
    deadline = (
        Deadline(at=ends.until_at, text=in_words(ends.last_day))
        if ends is not None and ends.lapses
        else None
    )
    holders = await _holders(participant.workspace_id, writings)
    terms = [normalised(writing.terms) for writing in writings]
    tables = await tables_of(participant.workspace_id, terms)
    worths = [worth_in(each, tables) for each in terms]
    filled = [
        Filled(
            terms=normalised(
                structs.replace(
                    worth.terms,
                    responsible=tuple(
                        RoleSlot(
                            side=signing_side(holder.side),
                            role=holder.role,
                            commitment=holder.commitment,
                        )
                        for holder in own
                    ),
                    offer_ends=deadline,
                )
            ),
            holders=own,
            ends=ends,
            is_worked_out=worth.is_filled,
        )
        for worth, own in zip(worths, holders, strict=True)
    ]
    found = guard(_written(writings, filled), declared_not_bsn=declared_not_bsn)
    check_terms(
        {
            f"{writing.pointer}/terms": each.terms
            for writing, each in zip(writings, filled, strict=True)
        },
        await scope_rule(participant.workspace_id),
        [
            structs.replace(fault, pointer=f"{writing.pointer}/terms{fault.pointer}")
            for writing, worth in zip(writings, worths, strict=True)
            for fault in worth.faults
        ],
    )
    return filled, any(findings.declared for findings in found.values())


async def put(
    work: Work,
    participant: Participant,
    filled: Filled,
    *,
    commitment_id: UUID,
    revision_id: UUID,
    number: int,
    origin: str = "proposal",
    predecessor: str | None = None,
    package_id: UUID | None = None,
) -> Put:
    """Freeze a text and store its bytes; from here on nobody can change them."""
    if number > REVISIONS_LIMIT:
        raise TooManyRounds(limit=REVISIONS_LIMIT)
    content = canonical_bytes(
        revision_document(
            filled.terms,
            commitment_id=commitment_id,
            revision=number,
            by=signing_side(participant.side.value),
            origin="bid" if origin == "bid" else "samenspraak",
            predecessor=predecessor,
        )
    )
    made = Put(
        revision_id=revision_id,
        revision=number,
        digest=digest(content),
        by=participant.side,
        at=work.at,
        until_at=None if filled.ends is None else filled.ends.until_at,
        until_lapses=filled.ends is not None and filled.ends.lapses,
        remind_at=None if filled.ends is None else filled.ends.remind_at,
        package_id=package_id,
    )
    await execute(
        """
        insert into revision (id, journal_id, commitment_id, number, by_side, by_person, put_at,
                              content, digest, names)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        """,
        revision_id,
        participant.shared_journal_id,
        commitment_id,
        number,
        participant.side.value,
        participant.person_id,
        work.at,
        content.decode(),
        made.digest,
        canonical_bytes(filled.holders).decode(),
    )
    return made


async def _holders(workspace_id: UUID, writings: Sequence[Writing]) -> list[list[Holder]]:
    """Find who fills the slots of each text; left out, those of the text before."""
    named = [person for writing in writings for person in writing.responsible or []]
    rows = await fetch(
        "select id, side, name from participant"
        " where workspace_id = $1 and id = any($2) and left_at is null",
        workspace_id,
        [person.participant_id for person in named if person.participant_id is not None],
    )
    people = {row["id"]: row for row in rows}
    faults: list[Fault] = []
    found: list[list[Holder]] = []
    written: dict[str, str] = {}
    for writing in writings:
        before = [] if writing.previous is None else holders_in(writing.previous)
        if writing.responsible is None:
            found.append(before)
            continue
        place = f"{writing.pointer}/responsible"
        if len(writing.responsible) > RESPONSIBLE_LIMIT:
            facts: dict[str, str | int] = {"limit": RESPONSIBLE_LIMIT}
            faults.append(Fault(pointer=place, slug="commitments/too-many", facts=facts))
        own: list[Holder] = []
        for index, person in enumerate(writing.responsible[:RESPONSIBLE_LIMIT]):
            pointer = f"{place}/{index}"
            known = people.get(person.participant_id) if person.participant_id else None
            name = _one_line(person.name) if known is None else known["name"]
            written |= {f"{pointer}/name": name, f"{pointer}/role": person.role}
            faults += _faults(person, known, name, pointer)
            own.append(_holder(person, name, before))
        found.append(own)
    if faults:
        raise Invalid(faults)
    refuse_invisible(written)
    return found


def _faults(
    person: Responsible, known: Mapping[str, Any] | None, name: str, pointer: str
) -> list[Fault]:
    faults: list[Fault] = []
    if person.participant_id is not None and (known is None or known["side"] != person.side):
        faults.append(
            Fault(pointer=f"{pointer}/participantId", slug="commitments/not-of-that-side")
        )
    elif not name:
        faults.append(Fault(pointer=f"{pointer}/name", slug="required"))
    for member, text in (("name", name), ("role", person.role)):
        if len(text) > NAME_LIMIT:
            facts: dict[str, str | int] = {"limit": NAME_LIMIT}
            faults.append(
                Fault(pointer=f"{pointer}/{member}", slug="commitments/too-long", facts=facts)
            )
    if not person.role.strip():
        faults.append(Fault(pointer=f"{pointer}/role", slug="required"))
    return faults


def _holder(person: Responsible, name: str, before: Sequence[Holder]) -> Holder:
    """Tie a name to a slot, with the salt of the text before when nobody changed.

    A new salt would make the bytes, and so the text, look changed where nothing was.
    """
    role = _one_line(person.role)
    for holder in before:
        if (holder.side, holder.role, holder.name) == (person.side, role, name):
            return structs.replace(holder, participant_id=person.participant_id)
    salt = surroundings.random_bytes(32).hex()
    return Holder(
        side=person.side,
        role=role,
        name=name,
        salt=salt,
        commitment=name_commitment(salt=salt, name=name),
        participant_id=person.participant_id,
    )


def _one_line(text: str) -> str:
    return unicodedata.normalize("NFC", " ".join(text.split()))


def _written(writings: Sequence[Writing], filled: Sequence[Filled]) -> dict[str, str]:
    """Gather everything that people wrote, by where it stands in the request."""
    found: dict[str, str] = {}
    for writing, each in zip(writings, filled, strict=True):
        terms = structs.replace(each.terms, responsible=(), offer_ends=None)
        if each.is_worked_out:
            # The sum is ours, and a large amount in it would look like a citizen's number.
            terms = structs.replace(terms, value=None)
        found |= {f"{writing.pointer}/terms{place}": text for place, text in texts(terms).items()}
        if writing.responsible is not None:
            for index, holder in enumerate(each.holders):
                found[f"{writing.pointer}/responsible/{index}/name"] = holder.name
                found[f"{writing.pointer}/responsible/{index}/role"] = holder.role
    return found
