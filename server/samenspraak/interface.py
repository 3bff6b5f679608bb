"""The HTTP interface as an OpenAPI document that people and programs can work from.

The framework knows paths and shapes. What it cannot know stands here: how one comes in, what is
refused and how that looks, which headers answers carry, and what a first request looks like. Its
descriptions are Dutch, as the API Design Rules of the Dutch government ask.
"""

import inspect
import json
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any, cast

import msgspec
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Contact, License, Server
from litestar.openapi.spec.server_variable import ServerVariable
from msgspec import Struct

from samenspraak import errors
from samenspraak.app import create_framework
from samenspraak.errors import Refusal
from samenspraak.gate import API, API_VERSION
from samenspraak.identity.access import CSRF_HEADER, SESSION_COOKIE
from samenspraak.problems import MEDIA_TYPE, Problem, problem
from samenspraak.settings import Settings

CONFIGURATION = OpenAPIConfig(
    title="Samenspraak",
    version=API_VERSION,
    summary="Sociaal rendement samen afspreken, ondertekenen en nakomen.",
    description="""\
De werkruimte waarin opdrachtgever en opdrachtnemer toezeggingen over social return maken, herzien en nakomen.

**Binnenkomen.** Een programma stuurt een token mee (`Authorization: Bearer …`), dat een mens onder \
de eigen naam maakt. Een token gaat niet akkoord, tekent niet, nodigt niemand uit en wijzigt geen \
rechten. Een browser krijgt bij `POST /sessions` een cookie; bij elke wijziging gaat de waarde van \
het cookie `__Host-samenspraak-csrf` mee in `X-CSRF-Token`.

**Zetten.** Elke wijziging is een POST die iets maakt. De aanroeper maakt het `id` (UUIDv4): \
hetzelfde nog eens sturen geeft het eerste antwoord, iets anders met hetzelfde `id` geeft 409 \
`id-taken`. `moves` in een antwoord noemt welke zetten deze persoon nu openstaan. Wie akkoord gaat \
of tekent, noemt nummer en digest van de tekst; is die intussen anders, dan volgt 409.

**Nee.** Elke weigering is een probleemdocument (RFC 9457) in de taal van `Accept-Language` (nl of \
en). `type` is `/problems/` met een vaste naam; toon `detail`, en lees er niets uit af. Bij 400 staan \
alle fouten tegelijk in `errors`.

**Bijblijven.** `Journal-Position` bij een antwoord zegt tot waar het nieuws is verwerkt. Het nieuws \
erna komt van `GET /workspaces/{workspace_id}/entries?after=…`, of vanzelf over het websocket \
`/workspaces/{workspace_id}/live?after=…`.

**Vorm.** JSON in UTF-8, camelCase. Bedragen zijn hele eurocenten, percentages en aantallen \
decimale teksten, tijdstippen UTC, dagen `JJJJ-MM-DD`. Een lijst komt in bladzijden: `items`, en in \
`next` waarmee de volgende te vragen is.""",
    contact=Contact(
        name="Samenspraak",
        email="api@samenspraak.example",
        url="https://samenspraak.example",
    ),
    license=License(name="EUPL-1.2", identifier="EUPL-1.2"),
    # Whoever serves it fills in its own address.
    servers=[
        Server(
            url="https://{host}" + API,
            variables={"host": ServerVariable(default="samenspraak.example")},
        )
    ],
    use_handler_docstrings=True,
    render_plugins=[JsonRenderPlugin()],
)

_TAGS = {
    "agreements": "Versies van de overeenkomst, handtekeningen en bewijs.",
    "catalogue": "Waardetabellen, en de woorden en lijsten van het vakgebied.",
    "commitments": "Toezeggingen: voorstellen, vragen, tegenvoorstellen, akkoord en afwijzing.",
    "dialogue": "Gesprekken, berichten en vastgelegde gesprekken.",
    "drafting": "Concepten waarin mensen samen schrijven, met beide kanten of met de eigen kant alleen.",
    "own-data": "Wat van uzelf bewaard wordt: alles opvragen, en uzelf laten vergeten.",
    "organisations": "Mensen en mandaten van de eigen organisatie.",
    "procurement": "Contracten inlezen uit aankondigingen en lijsten.",
    "search": "Zoeken in wat er gezegd, toegezegd en afgesproken is.",
    "sessions": "Inloggen, uitloggen, bevestigen wie u bent, en hoe u binnenkomt.",
    "tokens": "Toegang voor programma's.",
    "workspaces": "Werkruimten: openen, uitnodigen, doel, verplichting, deelnemers, perspectieven, afdelingen en bestanden.",
}

_PARAMETERS = {
    "after": "Waar de lijst verdergaat: `next` van het vorige antwoord.",
    "audience": "Alleen berichten voor beide kanten (`shared`) of voor de eigen kant (`own_side`).",
    "before": "De versie die wordt vergeleken.",
    "collection": (
        "Welke woorden of lijst: `glossary`, `labour-market-regions`, `obligation-policies`, "
        "`participation-ladder` of `target-groups`."
    ),
    "commitment_id": "De toezegging.",
    "department_id": "De afdeling van de eigen kant.",
    "draft_id": "Het concept.",
    "edition_id": "De uitgave van een waardetabel.",
    "factor_id": "Het id waarmee de tweede stap is begonnen.",
    "fileId": "Het id dat het bestand krijgt; de aanroeper maakt het.",
    "file_id": "Het bestand.",
    "format": "In welke vorm: `csv` of `xlsx`.",
    "importId": "Het id dat het voorbeeld krijgt; de aanroeper maakt het.",
    "hold_id": "Het bewaarverbod.",
    "identity_id": "De koppeling met een andere organisatie.",
    "import_id": "Het voorbeeld.",
    "invitation_id": "De uitnodiging.",
    "kind": "Alleen dit soort; vaker genoemd zijn het er meer.",
    "limit": "Hoeveel er op een bladzijde komen, ten hoogste 100.",
    "mandate_id": "Het mandaat.",
    "message_id": "Het bericht.",
    "name": "De naam van het bestand, met de uitgang die bij de soort hoort.",
    "organisationId": "De organisatie waarvoor dit gebeurt.",
    "organisation_id": "De organisatie.",
    "package_id": "Het pakket.",
    "partner_id": "De partner.",
    "person_id": "De persoon.",
    "q": (
        'Wat u zoekt: woorden, "woorden naast elkaar" tussen aanhalingstekens, en -woorden die '
        "er niet in mogen staan."
    ),
    "retired": "Ook wat uit gebruik is genomen.",
    "secret": "Het geheim uit de link van de uitnodiging.",
    "since": "De ronde om mee te vergelijken; zonder is dat de nieuwste.",
    "session_id": "De sessie.",
    "subjectId": "Waarover het gaat, bijvoorbeeld het id van een toezegging.",
    "subjectKind": "Het soort onderwerp waarover het gaat.",
    "talk_id": "Het vastgelegde gesprek.",
    "thread_id": "Het gesprek.",
    "token_id": "Het token.",
    "unread": "Alleen wat nog niet gelezen is.",
    "version_id": "De versie.",
    "workspaceId": "Alleen in deze werkruimte.",
    "workspace_id": "De werkruimte.",
}
# The same word for another thing.
_OTHER_MEANINGS = {
    ("listEntries", "after"): (
        "Een positie: de waarde van `Journal-Position` of `position` in een antwoord."
    ),
    ("compareVersions", "after"): "De versie waarmee wordt vergeleken.",
    ("storeFile", "audience"): (
        "Voor beide kanten (`shared`) of voor de eigen kant alleen (`own_side`); voor goed."
    ),
    ("getPasswordReset", "secret"): "Het geheim uit de link in de brief.",
    ("usePasswordReset", "secret"): "Het geheim uit de link in de brief.",
}

_DONE = {
    "200": "Gelukt.",
    "201": "Gedaan; zo staat het nu.",
    "204": "Gedaan; er is niets meer te tonen.",
}
_REFUSED: dict[type[Refusal], str] = {
    errors.Invalid: "Wat gestuurd is kan zo niet; alle fouten staan erin.",
    errors.Unauthenticated: "Wij weten niet wie u bent.",
    errors.Forbidden: "U mag dit zien, maar niet doen.",
    errors.NotFound: "Het is er niet, of niet voor u.",
    errors.Conflict: "Het staat er anders voor dan u dacht, of het `id` is al gebruikt.",
    errors.TooLarge: "Het is te groot.",
    errors.Unsupported: "Deze soort nemen wij niet aan.",
    errors.TooMany: "Te vaak; `Retry-After` zegt wanneer het weer kan.",
    errors.Busy: "Nu even niet; `Retry-After` zegt wanneer het weer kan. Er is niets gewijzigd.",
    errors.Full: "Er is geen plaats meer. Er is niets bewaard.",
}

# Open to whoever asks; the secret in the path or the password in the body is what counts.
# They read on from a position, which may be of another history.
_FROM_POSITION = frozenset({"listEntries"})
_PUBLIC = {
    "signIn",
    "listIdentityProviders",
    "requestProvider",
    "askPasswordReset",
    "getPasswordReset",
    "usePasswordReset",
    "getInvitation",
    "joinWorkspace",
    "listSigningKeys",
}
# Views that were read together with the head of their journals.
_POSITIONED = {
    "ClausesDraftView",
    "CommitmentView",
    "CommitmentsView",
    "DepartmentsView",
    "DraftView",
    "DraftsView",
    "EditionsView",
    "MessagesView",
    "PerspectivesView",
    "PurposeDraftView",
    "VersionView",
    "VersionsView",
    "WorkspaceView",
}
_BINARY: dict[str, Any] = {}
_PART: dict[str, Any] = {"type": "string", "contentMediaType": "application/octet-stream"}
_FILE_KINDS = (
    "application/pdf",
    "image/png",
    "image/jpeg",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.oasis.opendocument.text",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
)

_BODIES: dict[str, dict[str, Any]] = {
    "previewImport": {
        "required": True,
        "description": (
            "Een of meer bestanden: aankondigingen van gegunde opdrachten (eForms-XML), "
            "OCDS-pakketten (JSON), of lijsten van lopende contracten (CSV, XLSX)."
        ),
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["files"],
                    "properties": {"files": {"type": "array", "minItems": 1, "items": _PART}},
                }
            }
        },
    },
    "storeFile": {
        "required": True,
        "description": "Het bestand zelf; `Content-Type` zegt wat het is.",
        "content": {kind: {"schema": _BINARY} for kind in _FILE_KINDS},
    },
}
_DOWNLOADS: dict[str, dict[str, Any]] = {
    "exportOwnData": {"application/zip": {"schema": _BINARY}},
    "getBundle": {"application/zip": {"schema": _BINARY}},
    "getCatalogueFile": {"application/json": {"schema": _BINARY}},
    "getCommitmentsFile": {
        "text/csv": {"schema": _BINARY},
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": {"schema": _BINARY},
    },
    "getFile": {kind: {"schema": _BINARY} for kind in _FILE_KINDS},
    "getPicture": {"application/pdf": {"schema": _BINARY}},
}

# Where shapes that cross a border are kept. Others may share a name with one of them, and which of
# those are loaded differs from program to program.
_CROSSING = {"schemas", "terms", "documents", "problems"}

_DIGEST = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
_ID = "6f1c2a34-5b6d-4e7f-8a90-b1c2d3e4f506"
_TERMS = {
    "title": "Twee leerwerkplekken timmeren",
    "quantity": "2",
    "unit": "plekken",
    "period": {"startsOn": "2027-03-01", "months": "12"},
}
# One small body for each way of working; the rest differs by a field.
EXAMPLES: dict[str, dict[str, Any]] = {
    "SignIn": {"email": "marieke@merwestede.example", "password": "vier losse woorden samen"},
    "OpenByHand": {
        "id": _ID,
        "organisationId": "0d9f0f5e-2a51-4f0e-9c7c-3f6f4c1b2a10",
        "title": "Renovatie 48 woningen Waterwijk",
        "otherParty": "Van Doorn & Bakker Bouw",
    },
    "ImportCatalogues": {
        "id": _ID,
        "organisationId": "0d9f0f5e-2a51-4f0e-9c7c-3f6f4c1b2a10",
        "content": {
            "id": "noordstad-2027",
            "publisher": "Gemeente Noordstad",
            "measures": [
                {
                    "code": "BBL",
                    "name_nl": "Leerwerkplek mbo",
                    "unit": "fte-year",
                    "value_eur": 35000,
                    "valuation": "fixed",
                }
            ],
        },
    },
    "PinEdition": {
        "id": _ID,
        "editionId": "b7e0a2b4-6c1d-4e55-9a0e-7a6b1d2c3f40",
        "reason": "Bijlage 4 van de leidraad",
    },
    "StartThread": {"id": _ID, "title": "Leerwerkplekken", "text": "Wat past bij uw ploeg?"},
    "ProposeCommitment": {"id": _ID, "terms": _TERMS},
    "AcceptRevision": {"id": _ID, "revision": 3, "digest": _DIGEST},
    "CounterRevision": {
        "id": _ID,
        "revision": 3,
        "digest": _DIGEST,
        "terms": {**_TERMS, "quantity": "3"},
    },
    "SignVersion": {"id": _ID, "requestId": _ID, "number": 1, "digest": _DIGEST},
    "Problem": msgspec.to_builtins(
        problem("commitments/stale-revision", 409, "nl", facts={"current_revision": 4})
    ),
}


def openapi_document() -> dict[str, Any]:
    """Return the HTTP interface as OpenAPI 3.1, with paths below the server's address."""
    framework = create_framework(Settings(), openapi=CONFIGURATION)
    document: dict[str, Any] = framework.openapi_schema.to_schema()
    document["paths"] = {
        path.removeprefix(API): {
            method: _operation(method, operation) for method, operation in operations.items()
        }
        for path, operations in document["paths"].items()
        if path.startswith(API + "/")
    }
    document["components"] = _components(document.get("components", {}).get("schemas", {}))
    document["tags"] = [
        {"name": name, "description": _TAGS[name]} for name in sorted(_tags(document))
    ]
    # Copies what the library shares between places, and turns its own kinds of text into plain ones.
    return json.loads(json.dumps(document, default=str))


def _operation(method: str, operation: dict[str, Any]) -> dict[str, Any]:
    name: str = operation["operationId"]
    is_change = method != "get"
    operation["parameters"] = [
        {
            "name": given["name"],
            "in": given["in"],
            "description": (
                _OTHER_MEANINGS.get((name, given["name"])) or _PARAMETERS[given["name"]]
            ),
            "required": given["required"],
            "schema": given["schema"],
        }
        for given in operation.get("parameters", [])
    ]
    if name in _BODIES:
        operation["requestBody"] = _BODIES[name]
    operation["security"] = _security(name, is_change=is_change)
    operation["responses"] = {
        **{
            status: _done(name, status, answer)
            for status, answer in operation["responses"].items()
            if status.startswith("2")
        },
        **{
            str(kind.status): {"$ref": f"#/components/responses/{kind.__name__}"}
            for kind in _refusals(operation, is_change=is_change)
        },
    }
    return operation


def _security(name: str, *, is_change: bool) -> list[dict[str, list[str]]]:
    if name in _PUBLIC:
        return []
    by_cookie: dict[str, list[str]] = {"session": []}
    if is_change:
        by_cookie["csrf"] = []
    return [by_cookie, {"token": []}]


def _done(name: str, status: str, answer: dict[str, Any]) -> dict[str, Any]:
    content: dict[str, Any] = _DOWNLOADS.get(name) or answer.get("content") or {}
    headers = ["API-Version"]
    shape: str = content.get("application/json", {}).get("schema", {}).get("$ref", "")
    if shape.rpartition("/")[2] in _POSITIONED:
        headers.append("Journal-Position")
    described: dict[str, Any] = {
        "description": _DONE[status],
        "headers": {header: {"$ref": f"#/components/headers/{header}"} for header in headers},
    }
    if content:
        described["content"] = content
    return described


def _refusals(operation: dict[str, Any], *, is_change: bool) -> Iterator[type[Refusal]]:
    """Yield the kinds of no this operation may give, by status."""
    has_body = "requestBody" in operation
    is_secured = bool(operation["security"])
    if operation["parameters"] or has_body:
        yield errors.Invalid
    if is_secured or operation["operationId"] == "signIn":
        yield errors.Unauthenticated
    if is_secured or is_change:
        yield errors.Forbidden
    if operation["parameters"] or has_body:
        yield errors.NotFound
    if has_body or operation["operationId"] in _FROM_POSITION:
        yield errors.Conflict
    if has_body:
        yield from (errors.TooLarge, errors.Unsupported)
    yield from (errors.TooMany, errors.Busy)
    if has_body:
        yield errors.Full


def _components(schemas: dict[str, Any]) -> dict[str, Any]:
    _, ours = msgspec.json.schema_components([Problem], ref_template="#/components/schemas/{name}")
    schemas = {**schemas, **ours}
    docstrings = _docstrings()
    for name, schema in schemas.items():
        if name in docstrings:
            schema["description"] = docstrings[name]
        if name in EXAMPLES:
            schema["examples"] = [EXAMPLES[name]]
    return {
        "schemas": dict(sorted(schemas.items())),
        "responses": {kind.__name__: _refused(kind, said) for kind, said in _REFUSED.items()},
        "headers": {
            "API-Version": {
                "description": "De volledige versie van de API.",
                "schema": {"type": "string", "examples": [API_VERSION]},
            },
            "Journal-Position": {
                "description": "Tot waar het nieuws in dit antwoord is verwerkt.",
                "schema": {"type": "string"},
            },
            "Retry-After": {
                "description": "Na hoeveel seconden het weer kan.",
                "schema": {"type": "integer"},
            },
            "WWW-Authenticate": {
                "description": "Hoe een programma binnenkomt.",
                "schema": {"type": "string", "examples": ["Bearer"]},
            },
        },
        "securitySchemes": {
            "session": {
                "type": "apiKey",
                "in": "cookie",
                "name": SESSION_COOKIE,
                "description": "Het cookie van een browser, gezet door `POST /sessions`.",
            },
            "csrf": {
                "type": "apiKey",
                "in": "header",
                "name": CSRF_HEADER.title().replace("Csrf", "CSRF"),
                "description": "De waarde van het cookie `__Host-samenspraak-csrf`.",
            },
            "token": {
                "type": "http",
                "scheme": "bearer",
                "description": (
                    "Een token voor een programma. Het gaat niet akkoord, tekent niet, nodigt "
                    "niemand uit en wijzigt geen rechten."
                ),
            },
        },
    }


def _refused(kind: type[Refusal], said: str) -> dict[str, Any]:
    headers = ["API-Version"]
    if kind is errors.Unauthenticated:
        headers.append("WWW-Authenticate")
    if kind in {errors.TooMany, errors.Busy}:
        headers.append("Retry-After")
    return {
        "description": f"{HTTPStatus(kind.status).phrase}. {said}",
        "headers": {header: {"$ref": f"#/components/headers/{header}"} for header in headers},
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }


def _docstrings() -> dict[str, str]:
    """Return what each shape is for, by its name; where two share one, neither is told."""
    told: dict[str, set[str]] = {}
    for shape in _below(Struct):
        # What a shape inherits speaks of another shape.
        words = cast("str | None", shape.__dict__.get("__doc__"))
        if words and _CROSSING & set(shape.__module__.split(".")):
            told.setdefault(shape.__name__, set()).add(inspect.cleandoc(words))
    return {name: next(iter(words)) for name, words in told.items() if len(words) == 1}


def _below(shape: type[Struct]) -> Iterator[type[Struct]]:
    for each in shape.__subclasses__():
        yield each
        yield from _below(each)


def _tags(document: dict[str, Any]) -> set[str]:
    return {
        tag
        for operations in document["paths"].values()
        for operation in operations.values()
        for tag in operation["tags"]
    }
