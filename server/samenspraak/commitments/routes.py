"""Which request means which move on a commitment."""

from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from samenspraak.commitments import commands, queries
from samenspraak.commitments.queries import FileFormat
from samenspraak.commitments.schemas import (
    AcceptPackage,
    AcceptRevision,
    AnswerAboutPartner,
    AnswerQuestion,
    AskAboutPartner,
    AskQuestion,
    CommitmentDraftView,
    CommitmentsView,
    CommitmentView,
    CounterRevision,
    DeclineRevision,
    OpenCommitmentDraft,
    PartnersView,
    PauseClock,
    ProposeAnew,
    ProposeCommitment,
    ProposeDraft,
    ProposePackage,
    ReplaceHolder,
    ResumeClock,
    TryTerms,
    ValuationView,
    WithdrawRevision,
)
from samenspraak.workspaces.schemas import Participant

TAGS = ["commitments"]
WORKSPACE = "/workspaces/{workspace_id:uuid}"
COMMITMENTS = "/workspaces/{workspace_id:uuid}/commitments"
COMMITMENT = COMMITMENTS + "/{commitment_id:uuid}"
DRAFTS = "/workspaces/{workspace_id:uuid}/commitment-drafts"
DRAFT = DRAFTS + "/{draft_id:uuid}"
PACKAGES = "/workspaces/{workspace_id:uuid}/packages"

PARTNERS = "/workspaces/{workspace_id:uuid}/partners"


async def _answer(
    participant: Participant, commitment_id: UUID, *, status: int = 201
) -> Response[CommitmentView]:
    view, reached = await queries.commitment_view(participant, commitment_id)
    return Response(view, status_code=status, headers={"Journal-Position": reached})


async def _answer_all(participant: Participant, *, status: int = 201) -> Response[CommitmentsView]:
    view, reached = await queries.commitments_view(participant)
    return Response(view, status_code=status, headers={"Journal-Position": reached})


@get(COMMITMENTS, operation_id="listCommitments", summary="Alle toezeggingen", tags=TAGS)
async def list_commitments(
    participant: NamedDependency[Participant],
) -> Response[CommitmentsView]:
    """Return every commitment of the workspace, by number, and what they come to.

    There are at most 200, so they come in one answer.
    """
    return await _answer_all(participant, status=200)


@post(COMMITMENTS, operation_id="propose", summary="Stel een toezegging voor", tags=TAGS)
async def propose(
    participant: NamedDependency[Participant], data: JSONBody[ProposeCommitment]
) -> Response[CommitmentView]:
    """Put something new to the other side."""
    await commands.propose(participant, data)
    return await _answer(participant, data.id)


@get(COMMITMENT, operation_id="getCommitment", summary="Een toezegging", tags=TAGS)
async def get_commitment(
    participant: NamedDependency[Participant], commitment_id: FromPath[UUID]
) -> Response[CommitmentView]:
    """Return one commitment with all its rounds and the moves open to the reader."""
    return await _answer(participant, commitment_id, status=200)


@post(
    COMMITMENT + "/proposals",
    operation_id="proposeAnew",
    summary="Stel een wijziging voor",
    tags=TAGS,
)
async def propose_anew(
    participant: NamedDependency[Participant],
    commitment_id: FromPath[UUID],
    data: JSONBody[ProposeAnew],
) -> Response[CommitmentView]:
    """Put a change of what is agreed to the other side; what was agreed holds meanwhile."""
    await commands.propose_anew(participant, commitment_id, data)
    return await _answer(participant, commitment_id)


@post(COMMITMENT + "/counters", operation_id="counter", summary="Doe een tegenvoorstel", tags=TAGS)
async def counter(
    participant: NamedDependency[Participant],
    commitment_id: FromPath[UUID],
    data: JSONBody[CounterRevision],
) -> Response[CommitmentView]:
    """Put other terms in the place of those on the table."""
    await commands.counter(participant, commitment_id, data)
    return await _answer(participant, commitment_id)


@post(COMMITMENT + "/questions", operation_id="question", summary="Stel een vraag", tags=TAGS)
async def question(
    participant: NamedDependency[Participant],
    commitment_id: FromPath[UUID],
    data: JSONBody[AskQuestion],
) -> Response[CommitmentView]:
    """Ask the proposer something; the turn goes back without a new text."""
    await commands.question(participant, commitment_id, data)
    return await _answer(participant, commitment_id)


@post(COMMITMENT + "/answers", operation_id="answer", summary="Beantwoord de vraag", tags=TAGS)
async def answer(
    participant: NamedDependency[Participant],
    commitment_id: FromPath[UUID],
    data: JSONBody[AnswerQuestion],
) -> Response[CommitmentView]:
    """Answer the question; the text lies with the other side again."""
    await commands.answer(participant, commitment_id, data)
    return await _answer(participant, commitment_id)


@post(COMMITMENT + "/acceptances", operation_id="accept", summary="Ga akkoord", tags=TAGS)
async def accept(
    participant: NamedDependency[Participant],
    commitment_id: FromPath[UUID],
    data: JSONBody[AcceptRevision],
) -> Response[CommitmentView]:
    """Say yes to exactly the text that is named by number and digest.

    A newer text gives 409 with its number and digest in the facts.
    """
    await commands.accept(participant, commitment_id, data)
    return await _answer(participant, commitment_id)


@post(COMMITMENT + "/declines", operation_id="decline", summary="Wijs af", tags=TAGS)
async def decline(
    participant: NamedDependency[Participant],
    commitment_id: FromPath[UUID],
    data: JSONBody[DeclineRevision],
) -> Response[CommitmentView]:
    """Say no, with the reason."""
    await commands.decline(participant, commitment_id, data)
    return await _answer(participant, commitment_id)


@post(COMMITMENT + "/withdrawals", operation_id="withdraw", summary="Trek in", tags=TAGS)
async def withdraw(
    participant: NamedDependency[Participant],
    commitment_id: FromPath[UUID],
    data: JSONBody[WithdrawRevision],
) -> Response[CommitmentView]:
    """Take the own proposal off the table."""
    await commands.withdraw(participant, commitment_id, data)
    return await _answer(participant, commitment_id)


@post(COMMITMENT + "/pauses", operation_id="pause", summary="Zet de klok stil", tags=TAGS)
async def pause(
    participant: NamedDependency[Participant],
    commitment_id: FromPath[UUID],
    data: JSONBody[PauseClock],
) -> Response[CommitmentView]:
    """Let the clock of an offer stand still, with a reason that both sides see.

    Whoever set the clock can, and a coordinator. Of a package all clocks stand still. Meanwhile
    people talk, ask, answer and withdraw, and nobody decides.
    """
    await commands.pause(participant, commitment_id, data)
    return await _answer(participant, commitment_id)


@post(
    COMMITMENT + "/resumptions", operation_id="resume", summary="Laat de klok weer lopen", tags=TAGS
)
async def resume(
    participant: NamedDependency[Participant],
    commitment_id: FromPath[UUID],
    data: JSONBody[ResumeClock],
) -> Response[CommitmentView]:
    """Let the clock run on: the time it stood still comes on top, and a day begun counts whole."""
    await commands.resume(participant, commitment_id, data)
    return await _answer(participant, commitment_id)


@post(
    DRAFTS,
    operation_id="openCommitmentDraft",
    summary="Begin een concept van een toezegging",
    tags=TAGS,
)
async def open_draft(
    participant: NamedDependency[Participant], data: JSONBody[OpenCommitmentDraft]
) -> Response[CommitmentDraftView]:
    """Begin to write a commitment, with the other side (`joint`) or on one's own side alone.

    A joint draft of something new gives the commitment its number; nobody is bound by it. There is
    one open draft of a commitment in each box: another gives 409 with its id in the facts.
    """
    await commands.open_draft(participant, data)
    view, reached = await queries.commitment_draft_view(participant, data.id)
    return Response(view, status_code=201, headers={"Journal-Position": reached})


@get(
    DRAFT,
    operation_id="getCommitmentDraft",
    summary="Een concept van een toezegging",
    tags=TAGS,
)
async def get_draft(
    participant: NamedDependency[Participant],
    draft_id: FromPath[UUID],
    since: FromQuery[int | None] = None,
) -> Response[CommitmentDraftView]:
    """Return a draft, what a proposal of it would put, and what changed since a round."""
    view, reached = await queries.commitment_draft_view(participant, draft_id, since)
    return Response(view, headers={"Journal-Position": reached})


@post(
    DRAFT + "/proposals",
    operation_id="proposeDraft",
    summary="Stel voor wat in het concept staat",
    tags=TAGS,
)
async def propose_draft(
    participant: NamedDependency[Participant],
    draft_id: FromPath[UUID],
    data: JSONBody[ProposeDraft],
) -> Response[CommitmentView]:
    """Put what stands in a draft to the other side, exactly as the person saw it.

    The server freezes what stands in it under the content's digest; another content gives 409. Of
    a first proposal that was written on one side, `id` becomes the commitment's.
    """
    commitment_id = await commands.propose_draft(participant, draft_id, data)
    return await _answer(participant, commitment_id)


@post(
    WORKSPACE + "/valuations",
    operation_id="tryTerms",
    summary="Reken uit wat een toezegging waard is",
    tags=TAGS,
)
async def try_terms(
    participant: NamedDependency[Participant], data: JSONBody[TryTerms]
) -> ValuationView:
    """Work out what terms would be worth before anybody is asked to agree to them.

    Nothing is stored, and nobody learns that it was asked.
    """
    return await queries.try_terms(participant, data)


@get(
    COMMITMENTS + "/file",
    operation_id="getCommitmentsFile",
    summary="Toezeggingen als bestand",
    tags=TAGS,
)
async def get_commitments_file(
    participant: NamedDependency[Participant],
    file_format: Annotated[FileFormat, QueryParameter(name="format")] = "csv",
) -> Response[bytes]:
    """Return the commitments as a table: the same for both sides, and without own-side drafts."""
    found = await queries.commitments_file(participant, file_format)
    name = quote(found.name, safe="")
    return Response(
        found.content,
        media_type=found.media_type,
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}"},
    )


@post(PACKAGES, operation_id="proposePackage", summary="Stel een pakket voor", tags=TAGS)
async def propose_package(
    participant: NamedDependency[Participant], data: JSONBody[ProposePackage]
) -> Response[CommitmentsView]:
    """Put several commitments as one: new ones, changes of what is agreed, and counters."""
    await commands.propose_package(participant, data)
    return await _answer_all(participant)


@post(
    PACKAGES + "/{package_id:uuid}/acceptances",
    operation_id="acceptPackage",
    summary="Ga akkoord met een pakket",
    tags=TAGS,
)
async def accept_package(
    participant: NamedDependency[Participant],
    package_id: FromPath[UUID],
    data: JSONBody[AcceptPackage],
) -> Response[CommitmentsView]:
    """Say yes to every text of a package at once, each named by number and digest."""
    await commands.accept_package(participant, package_id, data)
    return await _answer_all(participant)


async def _partners(participant: Participant, *, status: int = 201) -> Response[PartnersView]:
    view, reached = await queries.partners_view(participant)
    return Response(view, status_code=status, headers={"Journal-Position": reached})


@get(
    PARTNERS, operation_id="listPartners", summary="Partners en wat over hen gevraagd is", tags=TAGS
)
async def list_partners(participant: NamedDependency[Participant]) -> Response[PartnersView]:
    """Return the partners that were asked about with the answers, and those only named."""
    return await _partners(participant, status=200)


@post(
    COMMITMENT + "/holders",
    operation_id="replaceHolder",
    summary="Noem een ander die verantwoordelijk is",
    tags=TAGS,
)
async def replace_holder(
    participant: NamedDependency[Participant],
    commitment_id: FromPath[UUID],
    data: JSONBody[ReplaceHolder],
) -> Response[CommitmentView]:
    """Name somebody else of the own side for a place in what is agreed; no new version is needed."""
    await commands.replace_holder(participant, commitment_id, data)
    return await _answer(participant, commitment_id)


@post(PARTNERS, operation_id="askAboutPartner", summary="Stel vragen over een partner", tags=TAGS)
async def ask_about_partner(
    participant: NamedDependency[Participant], data: JSONBody[AskAboutPartner]
) -> Response[PartnersView]:
    """Ask the five questions about a partner, once for all commitments it takes part in.

    A partner that was asked about before gives 409 with its id in the facts.
    """
    await commands.ask_about_partner(participant, data)
    return await _partners(participant)


@post(
    PARTNERS + "/{partner_id:uuid}/answers",
    operation_id="answerAboutPartner",
    summary="Beantwoord vragen over een partner",
    tags=TAGS,
)
async def answer_about_partner(
    participant: NamedDependency[Participant],
    partner_id: FromPath[UUID],
    data: JSONBody[AnswerAboutPartner],
) -> Response[PartnersView]:
    """Answer one or more of the five; who answered, and what was said before, stays to be read."""
    await commands.answer_about_partner(participant, partner_id, data)
    return await _partners(participant)


ROUTES = [
    list_commitments,
    propose,
    get_commitment,
    propose_anew,
    counter,
    question,
    answer,
    accept,
    decline,
    withdraw,
    pause,
    resume,
    open_draft,
    get_draft,
    propose_draft,
    try_terms,
    get_commitments_file,
    propose_package,
    accept_package,
    replace_holder,
    list_partners,
    ask_about_partner,
    answer_about_partner,
]
