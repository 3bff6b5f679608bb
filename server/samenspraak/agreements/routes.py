"""Which request means which command, for versions, signatures, paper and proof."""

from typing import Annotated, Any
from urllib.parse import quote
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from litestar.response import Stream

from samenspraak.agreements import commands, queries
from samenspraak.agreements.documents import KeysDocument
from samenspraak.agreements.schemas import (
    ClausesDraftView,
    ConfirmPaper,
    OfferVersion,
    OpenClausesDraft,
    OpenPurposeDraft,
    ProposePurposeDraft,
    PurposeDraftView,
    ReceiptView,
    RecordPaper,
    SendBackVersion,
    SignVersion,
    VersionsView,
    VersionView,
    WithdrawVersion,
)
from samenspraak.files.schemas import FileView
from samenspraak.settings import Settings
from samenspraak.workspaces.queries import workspace_view
from samenspraak.workspaces.schemas import Participant, WorkspaceView

TAGS = ["agreements"]
WORKSPACE = "/workspaces/{workspace_id:uuid}"
VERSIONS = WORKSPACE + "/versions"
VERSION = VERSIONS + "/{version_id:uuid}"
PURPOSE_DRAFTS = WORKSPACE + "/purpose-drafts"
PURPOSE_DRAFT = PURPOSE_DRAFTS + "/{draft_id:uuid}"
CLAUSES_DRAFTS = WORKSPACE + "/clauses-drafts"
CLAUSES_DRAFT = CLAUSES_DRAFTS + "/{draft_id:uuid}"

Asking = Request[Any, Any, Any]


async def _answer(
    request: Asking, participant: Participant, version_id: UUID, *, status: int = 201
) -> Response[VersionView]:
    view, reached = await queries.version_view(participant, version_id, _settings(request))
    return Response(view, status_code=status, headers={"Journal-Position": reached})


@get(VERSIONS, operation_id="listVersions", summary="Alle versies", tags=TAGS)
async def list_versions(participant: NamedDependency[Participant]) -> Response[VersionsView]:
    """Return all versions, the newest first, and what is missing before the next one."""
    view, reached = await queries.versions_view(participant)
    return Response(view, headers={"Journal-Position": reached})


@post(VERSIONS, operation_id="offer", summary="Bied een versie aan", tags=TAGS)
async def offer(
    request: Asking, participant: NamedDependency[Participant], data: JSONBody[OfferVersion]
) -> Response[VersionView]:
    """Put what is agreed into a version and up for signing."""
    await commands.offer(participant, data)
    return await _answer(request, participant, data.id)


@get(VERSION, operation_id="getVersion", summary="Een versie", tags=TAGS)
async def get_version(
    request: Asking,
    participant: NamedDependency[Participant],
    version_id: FromPath[UUID],
) -> Response[VersionView]:
    """Return the very document that is signed, who signed it and what it changes."""
    return await _answer(request, participant, version_id, status=200)


@post(VERSION + "/signatures", operation_id="sign", summary="Onderteken een versie", tags=TAGS)
async def sign(
    request: Asking,
    participant: NamedDependency[Participant],
    version_id: FromPath[UUID],
    data: JSONBody[SignVersion],
) -> Response[VersionView]:
    """Sign exactly this version; the second side's signature brings it in force."""
    await commands.sign(participant, version_id, data, settings=_settings(request))
    return await _answer(request, participant, version_id)


@post(VERSION + "/returns", operation_id="sendBack", summary="Stuur een versie terug", tags=TAGS)
async def send_back(
    request: Asking,
    participant: NamedDependency[Participant],
    version_id: FromPath[UUID],
    data: JSONBody[SendBackVersion],
) -> Response[VersionView]:
    """Say why exactly this version is not to be signed."""
    await commands.send_back(participant, version_id, data)
    return await _answer(request, participant, version_id)


@post(
    VERSION + "/withdrawals",
    operation_id="withdrawVersion",
    summary="Trek een versie in",
    tags=TAGS,
)
async def withdraw(
    request: Asking,
    participant: NamedDependency[Participant],
    version_id: FromPath[UUID],
    data: JSONBody[WithdrawVersion],
) -> Response[VersionView]:
    """Take the own side's version back."""
    await commands.withdraw(participant, version_id, data)
    return await _answer(request, participant, version_id)


@post(
    WORKSPACE + "/paper-versions",
    operation_id="recordPaper",
    summary="Leg een afspraak van buiten vast",
    tags=TAGS,
)
async def record_paper(
    request: Asking, participant: NamedDependency[Participant], data: JSONBody[RecordPaper]
) -> Response[VersionView]:
    """Bring in a deal that was made on paper, as version 0; it counts once both sides confirm."""
    await commands.record_paper(participant, data)
    return await _answer(request, participant, data.id)


@post(
    VERSION + "/confirmations",
    operation_id="confirmPaper",
    summary="Bevestig een afspraak van buiten",
    tags=TAGS,
)
async def confirm_paper(
    request: Asking,
    participant: NamedDependency[Participant],
    version_id: FromPath[UUID],
    data: JSONBody[ConfirmPaper],
) -> Response[VersionView]:
    """Stand behind a deal on paper for the own side."""
    await commands.confirm_paper(participant, version_id, data)
    return await _answer(request, participant, version_id)


@get(VERSION + "/receipt", operation_id="getReceipt", summary="De ontvangstbevestiging", tags=TAGS)
async def get_receipt(
    participant: NamedDependency[Participant], version_id: FromPath[UUID]
) -> ReceiptView:
    """Return the sealed proof that both sides signed this version."""
    return await queries.receipt_view(participant, version_id)


@get(
    VERSION + "/bundle",
    operation_id="getBundle",
    summary="Alles wat een versie bewijst, in één bestand",
    tags=TAGS,
)
async def get_bundle(
    request: Asking,
    participant: NamedDependency[Participant],
    version_id: FromPath[UUID],
) -> Response[bytes]:
    """Return a ZIP file that can be checked without this server."""
    number, data = await queries.bundle(participant, version_id, _settings(request))
    return Response(
        data,
        media_type="application/zip",
        headers=_download(f"overeenkomst-versie-{number}.zip"),
    )


@post(WORKSPACE + "/files", operation_id="storeFile", summary="Stuur een bestand", tags=TAGS)
async def store_file(
    request: Asking,
    participant: NamedDependency[Participant],
    file_id: Annotated[UUID, QueryParameter(name="fileId")],
    name: FromQuery[str],
) -> Response[FileView]:
    """Keep a document or picture that both sides then see; the body is the file itself.

    `Content-Type` says what it is: pdf, png, jpeg, docx, odt or xlsx.
    """
    view = await commands.store_file(
        participant,
        file_id,
        request.stream(),
        name=name,
        media_type=request.headers.get("content-type", ""),
        settings=_settings(request),
    )
    return Response(view, status_code=201)


@get(
    WORKSPACE + "/files/{file_id:uuid}",
    operation_id="getFile",
    summary="Een bestand",
    tags=TAGS,
)
async def get_file(participant: NamedDependency[Participant], file_id: FromPath[UUID]) -> Stream:
    """Return a file to be saved. Nothing in it runs from our address."""
    view, content = await queries.file_of(participant, file_id)
    return Stream(
        content,
        media_type=view.media_type,
        headers={
            **_download(view.name),
            "Content-Length": str(view.size_bytes),
            "Content-Security-Policy": "sandbox; default-src 'none'",
        },
    )


@get(
    "/signing-keys",
    operation_id="listSigningKeys",
    summary="De sleutels waarmee wij verzegelen",
    tags=TAGS,
)
async def list_signing_keys() -> KeysDocument:
    """Return every public key that ever sealed a receipt, with its window; anybody may ask."""
    return await queries.public_keys()


@get("/.well-known/jwks.json", include_in_schema=False)
async def well_known_keys() -> KeysDocument:
    """Return the same keys where programs look for them."""
    return await queries.public_keys()


@post(
    PURPOSE_DRAFTS,
    operation_id="openPurposeDraft",
    summary="Begin een concept van het doel",
    tags=TAGS,
)
async def open_purpose_draft(
    participant: NamedDependency[Participant], data: JSONBody[OpenPurposeDraft]
) -> Response[PurposeDraftView]:
    """Begin to write why, from the newest wording: with both sides, or with one's own alone."""
    await commands.open_purpose_draft(participant, data)
    view, reached = await queries.purpose_draft_view(participant, data.id)
    return Response(view, status_code=201, headers={"Journal-Position": reached})


@get(
    PURPOSE_DRAFT,
    operation_id="getPurposeDraft",
    summary="Een concept van het doel",
    tags=TAGS,
)
async def get_purpose_draft(
    participant: NamedDependency[Participant], draft_id: FromPath[UUID]
) -> Response[PurposeDraftView]:
    """Return what stands in it, what is wrong with it, and what it would change."""
    view, reached = await queries.purpose_draft_view(participant, draft_id)
    return Response(view, headers={"Journal-Position": reached})


@post(
    PURPOSE_DRAFT + "/proposals",
    operation_id="proposePurpose",
    summary="Stel voor wat in een concept van het doel staat",
    tags=TAGS,
)
async def propose_purpose(
    participant: NamedDependency[Participant],
    draft_id: FromPath[UUID],
    data: JSONBody[ProposePurposeDraft],
) -> Response[WorkspaceView]:
    """Put exactly what was seen in a draft to the other side, as a wording of why."""
    await commands.propose_purpose(participant, draft_id, data)
    view, reached = await workspace_view(participant)
    return Response(view, status_code=201, headers={"Journal-Position": reached})


@post(
    CLAUSES_DRAFTS,
    operation_id="openClausesDraft",
    summary="Begin een concept van de artikelen",
    tags=TAGS,
)
async def open_clauses_draft(
    participant: NamedDependency[Participant], data: JSONBody[OpenClausesDraft]
) -> Response[ClausesDraftView]:
    """Begin to write articles, from those of the newest version."""
    await commands.open_clauses_draft(participant, data)
    view, reached = await queries.clauses_draft_view(participant, data.id)
    return Response(view, status_code=201, headers={"Journal-Position": reached})


@get(
    CLAUSES_DRAFT,
    operation_id="getClausesDraft",
    summary="Een concept van de artikelen",
    tags=TAGS,
)
async def get_clauses_draft(
    participant: NamedDependency[Participant], draft_id: FromPath[UUID]
) -> Response[ClausesDraftView]:
    """Return the articles as they would be offered, what is wrong with them, and what changes."""
    view, reached = await queries.clauses_draft_view(participant, draft_id)
    return Response(view, headers={"Journal-Position": reached})


def _settings(request: Asking) -> Settings:
    return request.app.state.settings


def _download(name: str) -> dict[str, str]:
    return {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}"}


ROUTES = [
    list_versions,
    offer,
    get_version,
    sign,
    send_back,
    withdraw,
    record_paper,
    confirm_paper,
    get_receipt,
    get_bundle,
    store_file,
    get_file,
    list_signing_keys,
    open_purpose_draft,
    get_purpose_draft,
    propose_purpose,
    open_clauses_draft,
    get_clauses_draft,
]
# Outside the API, and for everybody.
PUBLIC = [well_known_keys]
