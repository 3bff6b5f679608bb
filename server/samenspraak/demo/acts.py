"""How each act of the script is done: with the product's own commands, as everybody does it.

An act may be done before, when a play was cut off. Its requests carry the same ids and contents
then, so the product answers without doing it twice. What has no such id is looked for first.
"""

from collections.abc import Awaitable, Callable, Sequence
from itertools import count
from typing import Any, Literal, cast
from uuid import UUID

from msgspec import structs

from samenspraak.agreements import commands as agreements
from samenspraak.agreements.schemas import OfferVersion, RequestSigning, SignVersion
from samenspraak.catalogue import queries as catalogue
from samenspraak.commitments import commands as commitments
from samenspraak.commitments.schemas import (
    AcceptPackage,
    AcceptRevision,
    AnswerQuestion,
    AskQuestion,
    CounterRevision,
    DeclineRevision,
    Named,
    OpenCommitmentDraft,
    PackagePart,
    ProposeCommitment,
    ProposePackage,
    Responsible,
)
from samenspraak.commitments.terms import Terms
from samenspraak.database import as_person, fetch, fetch_one
from samenspraak.demo import script
from samenspraak.demo.script import Round
from samenspraak.demo.stage import PASSWORD, Stage
from samenspraak.dialogue.commands import messages, threads
from samenspraak.dialogue.schemas import (
    HideMessage,
    PostMessage,
    ReadThread,
    StartThread,
    SubjectKind,
)
from samenspraak.identity import commands as identity
from samenspraak.identity.schemas import GrantMandate
from samenspraak.procurement import commands as procurement
from samenspraak.procurement.queries import preview_view
from samenspraak.procurement.schemas import OpenImported, Upload
from samenspraak.workspaces import commands as workspaces
from samenspraak.workspaces.queries import pinned_editions
from samenspraak.workspaces.schemas import (
    Agree,
    ChangeBasis,
    HandInPerspective,
    InvitePerson,
    JoinWorkspace,
    Participant,
    PinEdition,
    ReactToObligation,
    SetObligation,
    SetPurpose,
    StartPerspectives,
    WithdrawInvitation,
)


async def play(stage: Stage, number: int, act: script.AnyAct) -> None:
    """Do the n-th act of the script."""
    with stage.at(act.moment, f"act {number}"):
        await _ACTS[type(act)](stage, act, stage.made_id(f"move {number}"))


async def _register(stage: Stage, act: script.Register, _: UUID) -> None:
    if await stage.person_id(act.who) is not None:
        return
    person = stage.script.people[act.who]
    await identity.make_user(
        name=person.name,
        email=person.email,
        password=PASSWORD,
        organisation=person.organisation,
        title=person.title,
    )


async def _import(stage: Stage, act: script.Import, move_id: UUID) -> None:
    member = await stage.member(act.who)
    import_id = stage.made_id(f"import {act.file}")
    data = script.file_of_story(act.file, stage.calendar)
    await procurement.preview(member, import_id, [Upload(name=act.file, data=data)])
    view = await preview_view(member.person, import_id)
    keys = [opening.key for opening in view.openings if opening.reference in act.open]
    assert len(keys) == len(act.open), "the file holds the contracts of the story"
    request = OpenImported(
        id=move_id, import_id=import_id, organisation_id=member.organisation_id, keys=keys
    )
    with stage.at(act.moment, f"open {act.file}"):
        await workspaces.open_imported(member, request)


async def _invite(stage: Stage, act: script.Invite, _: UUID) -> None:
    """Invite somebody and let them accept.

    Between the two, a play may be cut off: the link is lost then, and so a new one is sent.
    """
    by = await stage.participant(act)
    guest = stage.script.people[act.guest]
    if guest.name in await stage.colleagues(by):
        return
    name = f"invitation {act.room} {act.guest}"
    for attempt in count():
        invitation_id = stage.made_id(f"{name} {attempt}")
        request = InvitePerson(
            id=invitation_id,
            email=guest.email,
            side=guest.side,
            roles=act.roles,
            title=guest.title,
            party_name=None if guest.side is by.side else guest.organisation,
        )
        with stage.at(act.moment, f"{name} {attempt}", in_secret=True):
            secret = await workspaces.invite(by, request)
        if secret is not None:
            break
        with stage.at(act.moment, f"{name} {attempt} withdrawn"):
            await workspaces.withdraw_invitation(
                by, invitation_id, WithdrawInvitation(id=stage.made_id(f"{name} {attempt} again"))
            )
    else:
        raise AssertionError("counting does not end")
    is_known = await stage.person_id(act.guest) is not None
    person = await stage.signed_in(act.guest) if is_known else None
    with stage.at(act.moment, f"{name} accepted"):
        await workspaces.join(
            secret,
            JoinWorkspace(
                id=stage.made_id(f"{name} accepted"),
                name=None if is_known else guest.name,
                password=None if is_known else PASSWORD,
            ),
            person,
        )


async def _mandate(stage: Stage, act: script.Mandate, move_id: UUID) -> None:
    member = await stage.member(act.who)
    person_id = await stage.person_id(act.holder)
    assert person_id is not None, "a mandate is for somebody who came in"
    await identity.grant_mandate(
        member,
        GrantMandate(id=move_id, person_id=person_id, role=act.role, up_to_cents=act.up_to_cents),
    )


async def _choose_table(stage: Stage, act: script.ChooseTable, move_id: UUID) -> None:
    participant = await stage.participant(act)
    request = PinEdition(
        id=move_id,
        edition_id=await catalogue.named(participant.person, act.catalogue),
        reason=act.reason,
    )
    await workspaces.pin_edition(participant, request)


async def _purpose(stage: Stage, act: script.Purpose, move_id: UUID) -> None:
    request = SetPurpose(id=move_id, text=act.text, parts=act.parts)
    await workspaces.set_purpose(await stage.participant(act), request)


async def _agree_purpose(stage: Stage, act: script.AgreePurpose, move_id: UUID) -> None:
    participant = await stage.participant(act)
    digest = await _wording(participant, "purpose", act.number)
    await workspaces.agree_purpose(participant, Agree(id=move_id, number=act.number, digest=digest))


async def _obligation(stage: Stage, act: script.Obligation, move_id: UUID) -> None:
    request = SetObligation(
        id=move_id,
        basis=act.basis,
        percent=act.percent,
        months=act.months,
        scope_rule=act.scope_rule,
        within_percent=act.within_percent,
        reason=act.reason,
        sheet=act.sheet,
    )
    await workspaces.set_obligation(await stage.participant(act), request)


async def _react_to_obligation(stage: Stage, act: script.ReactToObligation, move_id: UUID) -> None:
    participant = await stage.participant(act)
    digest = await _wording(participant, "obligation", act.number)
    request = ReactToObligation(id=move_id, number=act.number, digest=digest, text=act.text)
    await workspaces.react_to_obligation(participant, request)


async def _change_basis(stage: Stage, act: script.ChangeBasis, move_id: UUID) -> None:
    participant = await stage.participant(act)
    request = ChangeBasis(
        id=move_id,
        number=act.number,
        digest=await _wording(participant, "obligation", act.number),
        cause=act.cause,
        basis_cents=act.basis_cents,
        reason=act.reason,
    )
    await workspaces.change_basis(participant, request)


async def _agree_obligation(stage: Stage, act: script.AgreeObligation, move_id: UUID) -> None:
    participant = await stage.participant(act)
    digest = await _wording(participant, "obligation", act.number)
    await workspaces.agree_obligation(
        participant, Agree(id=move_id, number=act.number, digest=digest)
    )


async def _ask_perspectives(stage: Stage, act: script.AskPerspectives, move_id: UUID) -> None:
    await workspaces.start_perspectives(await stage.participant(act), StartPerspectives(id=move_id))


async def _hand_in(stage: Stage, act: script.HandIn, move_id: UUID) -> None:
    request = HandInPerspective(
        id=move_id, wants=act.wants, worries=act.worries, gives=act.gives, needs=act.needs
    )
    await workspaces.hand_in_perspective(await stage.participant(act), request)


async def _start(stage: Stage, act: script.Start, _: UUID) -> None:
    about: dict[str, Any] = {}
    if act.about is not None:
        about = {
            "subject_kind": SubjectKind.COMMITMENT,
            "subject_id": stage.made_id(f"commitment {act.about}"),
        }
    request = StartThread(
        id=stage.made_id(f"thread {act.thread}"),
        title=act.title,
        text=act.text,
        audience=act.audience,
        **about,
    )
    await threads.start(await stage.participant(act), request)


async def _post(stage: Stage, act: script.Post, move_id: UUID) -> None:
    message_id = move_id if act.message is None else stage.made_id(f"message {act.message}")
    request = PostMessage(id=message_id, text=act.text)
    thread_id = stage.made_id(f"thread {act.thread}")
    await threads.post(await stage.participant(act), thread_id, request)


async def _hide(stage: Stage, act: script.Hide, move_id: UUID) -> None:
    request = HideMessage(id=move_id, edition=1, reason=act.reason)
    message_id = stage.made_id(f"message {act.message}")
    await messages.hide(await stage.participant(act), message_id, request)


async def _read(stage: Stage, act: script.Read, _: UUID) -> None:
    participant = await stage.participant(act)
    # The thread that somebody spoke in last comes last: with it the act is done.
    async with as_person(participant.person_id):
        rows = await fetch(
            "select t.id, max(m.number) as number from thread t"
            " join message m on m.thread_id = t.id"
            " where t.workspace_id = $1 and m.posted_at <= $2"
            " group by t.id order by max(m.posted_at)",
            participant.workspace_id,
            act.moment,
        )
    for row in rows:
        await threads.read(participant, row["id"], ReadThread(number=row["number"]))


async def _propose(stage: Stage, act: script.Propose, _: UUID) -> None:
    participant = await stage.participant(act)
    request = ProposeCommitment(
        id=stage.made_id(f"commitment {act.commitment}"),
        terms=await _terms(stage, participant, f"{act.commitment} ronde {act.round}"),
        responsible=await _responsible(stage, participant, act.responsible),
        origin=act.origin,
    )
    await commitments.propose(participant, request)


async def _counter(stage: Stage, act: script.Counter, move_id: UUID) -> None:
    participant = await stage.participant(act)
    named = await _named(stage, participant, act.commitment, act.round - 1)
    request = CounterRevision(
        id=move_id,
        terms=await _terms(stage, participant, f"{act.commitment} ronde {act.round}"),
        responsible=await _responsible(stage, participant, act.responsible),
        revision=named.revision,
        digest=named.digest,
    )
    await commitments.counter(participant, named.commitment_id, request)


async def _draft(stage: Stage, act: script.Draft, _: UUID) -> None:
    about = None if act.commitment is None else stage.made_id(f"commitment {act.commitment}")
    request = OpenCommitmentDraft(
        id=stage.made_id(f"draft {act.draft}"),
        box=act.box,
        commitment_id=about,
        title=act.title,
        text=act.text,
        condition=act.condition,
    )
    await commitments.open_draft(await stage.participant(act), request)


async def _question(stage: Stage, act: script.Question, move_id: UUID) -> None:
    participant = await stage.participant(act)
    named = await _named(stage, participant, act.commitment, act.round)
    request = AskQuestion(id=move_id, revision=named.revision, digest=named.digest, text=act.text)
    await commitments.question(participant, named.commitment_id, request)


async def _answer(stage: Stage, act: script.Answer, move_id: UUID) -> None:
    participant = await stage.participant(act)
    named = await _named(stage, participant, act.commitment, act.round)
    request = AnswerQuestion(
        id=move_id, revision=named.revision, digest=named.digest, text=act.text
    )
    await commitments.answer(participant, named.commitment_id, request)


async def _accept(stage: Stage, act: script.Accept, move_id: UUID) -> None:
    participant = await stage.participant(act)
    named = await _named(stage, participant, act.commitment, act.round)
    request = AcceptRevision(id=move_id, revision=named.revision, digest=named.digest)
    await commitments.accept(participant, named.commitment_id, request)


async def _decline(stage: Stage, act: script.Decline, move_id: UUID) -> None:
    participant = await stage.participant(act)
    named = await _named(stage, participant, act.commitment, act.round)
    request = DeclineRevision(
        id=move_id, revision=named.revision, digest=named.digest, reason=act.reason
    )
    await commitments.decline(participant, named.commitment_id, request)


async def _package(stage: Stage, act: script.Package, _: UUID) -> None:
    participant = await stage.participant(act)
    parts: list[PackagePart] = []
    for part in act.parts:
        before = (
            None
            if part.round == 1
            else await _named(stage, participant, part.commitment, part.round - 1)
        )
        parts.append(
            PackagePart(
                commitment_id=stage.made_id(f"commitment {part.commitment}"),
                terms=await _terms(stage, participant, part.terms),
                revision=None if before is None else before.revision,
                digest=None if before is None else before.digest,
                responsible=await _responsible(stage, participant, part.responsible),
            )
        )
    request = ProposePackage(id=stage.made_id(f"package {act.package}"), parts=parts)
    await commitments.propose_package(participant, request)


async def _accept_package(stage: Stage, act: script.AcceptPackage, move_id: UUID) -> None:
    participant = await stage.participant(act)
    request = AcceptPackage(id=move_id, revisions=await _all_named(stage, participant, act.parts))
    package_id = stage.made_id(f"package {act.package}")
    await commitments.accept_package(participant, package_id, request)


async def _offer(stage: Stage, act: script.Offer, _: UUID) -> None:
    request = OfferVersion(
        id=stage.made_id(f"version {act.version}"),
        clauses=act.clauses,
        cause=act.cause,
        ground=act.ground,
        ground_text=act.ground_text,
        reason=act.reason,
        sign_by_on=act.sign_by_on,
    )
    await agreements.offer(await stage.participant(act), request)


async def _sign(stage: Stage, act: script.Sign, move_id: UUID) -> None:
    participant = await stage.participant(act)
    version_id = stage.made_id(f"version {act.version}")
    async with as_person(participant.person_id):
        row = await fetch_one("select digest from version where id = $1", version_id)
    assert row is not None, "the story offers a version before anybody signs it"
    digest: str = row["digest"]
    shown = await agreements.request_signing(
        participant,
        version_id,
        RequestSigning(
            id=stage.made_id(f"request of {move_id}"), number=act.version, digest=digest
        ),
        settings=stage.settings,
    )
    request = SignVersion(id=move_id, request_id=shown.id, number=act.version, digest=digest)
    await agreements.sign(participant, version_id, request, settings=stage.settings)


async def _terms(stage: Stage, participant: Participant, name: str) -> Terms:
    """Return terms that name the edition of their table that was chosen for the contract."""
    terms = stage.script.terms[name]
    if terms.counting is None:
        return terms
    async with as_person(participant.person_id):
        chosen = await pinned_editions(participant.workspace_id)
    edition = next(each for each in chosen if each.catalogue == terms.counting.edition)
    return structs.replace(terms, counting=structs.replace(terms.counting, edition=edition.digest))


async def _wording(
    participant: Participant, kind: Literal["purpose", "obligation"], number: int
) -> str:
    async with as_person(participant.person_id):
        row = await fetch_one(
            f'select digest from "{kind}" where workspace_id = $1 and number = $2',  # noqa: S608  # one of two names
            participant.workspace_id,
            number,
        )
    assert row is not None, "the story words a thing before anybody agrees to it"
    return row["digest"]


async def _named(stage: Stage, participant: Participant, commitment: str, number: int) -> Named:
    """Name a text as who answers it saw it."""
    commitment_id = stage.made_id(f"commitment {commitment}")
    async with as_person(participant.person_id):
        row = await fetch_one(
            "select digest from revision where commitment_id = $1 and number = $2",
            commitment_id,
            number,
        )
    assert row is not None, "the story puts a text before anybody answers it"
    return Named(commitment_id=commitment_id, revision=number, digest=row["digest"])


async def _all_named(stage: Stage, participant: Participant, parts: Sequence[Round]) -> list[Named]:
    return [await _named(stage, participant, part.commitment, part.round) for part in parts]


async def _responsible(
    stage: Stage, participant: Participant, who: list[str] | None
) -> list[Responsible] | None:
    if who is None:
        return None
    colleagues = await stage.colleagues(participant)
    people = [stage.script.people[name] for name in who]
    return [
        Responsible(
            side=cast("Literal['buyer', 'contractor']", person.side.value),
            participant_id=colleagues[person.name],
        )
        for person in people
    ]


_ACTS: dict[type[script.Act], Callable[[Stage, Any, UUID], Awaitable[None]]] = {
    script.Register: _register,
    script.Import: _import,
    script.Invite: _invite,
    script.Mandate: _mandate,
    script.ChooseTable: _choose_table,
    script.Purpose: _purpose,
    script.AgreePurpose: _agree_purpose,
    script.Obligation: _obligation,
    script.ReactToObligation: _react_to_obligation,
    script.ChangeBasis: _change_basis,
    script.AgreeObligation: _agree_obligation,
    script.AskPerspectives: _ask_perspectives,
    script.HandIn: _hand_in,
    script.Start: _start,
    script.Post: _post,
    script.Hide: _hide,
    script.Read: _read,
    script.Propose: _propose,
    script.Counter: _counter,
    script.Draft: _draft,
    script.Question: _question,
    script.Answer: _answer,
    script.Accept: _accept,
    script.Decline: _decline,
    script.Package: _package,
    script.AcceptPackage: _accept_package,
    script.Offer: _offer,
    script.Sign: _sign,
}
