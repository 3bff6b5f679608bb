"""Makes one request of every operation that could be meant, about things of one room."""

from functools import cache
from typing import Any
from uuid import uuid4

from tests.authorisation.world import PDF, Ids
from tests.builders import PASSWORD
from tests.secrecy.bodies import body_of

from samenspraak.contract import openapi_document

# A member of a body or a query that names something, and what of a room it means.
NAMED = {
    "organisationId": "organisation_id",
    "workspaceId": "workspace_id",
    "participantId": "participant_id",
    "participantIds": "participant_id",
    "personId": "person_id",
    "departmentId": "speaking_department",
    "editionId": "edition_id",
    "commitmentId": "agreed_id",
    "fileId": "file_id",
    "draftId": "purpose_draft",
    "importId": "import_id",
    "subjectId": "workspace_id",
    "aboutId": "purpose_draft",
    "before": "version_id",
    "after": "version_id",
}
# What a body says beside what is needed, so that it is refused for nothing but who asks.
SAYS: dict[str, dict[str, Any]] = {
    "invite": {"email": "iemand@voorbeeld.example", "side": "{side}", "roles": ["{plain_role}"]},
    "invite/the other side": {"side": "{other_side}", "roles": ["negotiator"]},
    "invite/a signatory": {"roles": ["signatory"]},
    "changeRoles/a signatory": {"roles": ["signatory"]},
    "changeRoles": {"roles": ["writer"]},
    "makeToken": {"name": "koppeling"},
    "giveWord": {"about": "draft", "word": "yes"},
    "recordTalk": {"heldOn": "2026-10-12", "lines": ["Wij beginnen."], "attendees": "Wij"},
    "startThread": {"text": "Waar beginnen wij?", "files": []},
    "postMessage": {"files": []},
    "defineDepartment": {"before": ["proposal"]},
    "changeDepartment": {"before": ["proposal"]},
    "proposePackage": {"parts": [], "drafts": []},
    "acceptPackage": {"revisions": []},
    "recordPaper": {"agreedOn": "2026-01-02"},
    "importCatalogues": {"copiedFrom": None},
    "openImported": {"keys": ["1"]},
    "chooseLanguage": {"language": "nl"},
}
DRAFT_OF = {
    "getDraft": "purpose_draft",
    "discardDraft": "clauses_draft",
    "getCommitmentDraft": "commitment_draft",
    "proposeDraft": "commitment_draft",
    "getPurposeDraft": "purpose_draft",
    "proposePurpose": "purpose_draft",
    "getClausesDraft": "clauses_draft",
}


@cache
def interface() -> dict[str, Any]:
    """The published interface, which says what there is to ask."""
    return openapi_document()


@cache
def operations() -> dict[str, tuple[str, str, dict[str, Any]]]:
    """Every operation with its method and its path."""
    return {
        operation["operationId"]: (method.upper(), path, operation)
        for path, methods in interface()["paths"].items()
        for method, operation in methods.items()
    }


def request_of(name: str, ids: Ids) -> tuple[str, str, dict[str, Any]]:
    """Return method, path and the rest of a request about these things.

    A name may go on after the operation: the same move, with something else in it.
    """
    line, name = name, name.partition("/")[0]
    method, path, operation = operations()[name]
    params: dict[str, str] = {}
    for parameter in operation["parameters"]:
        if parameter["in"] == "path":
            value = _meant(name, parameter["name"], ids)
            path = path.replace(f"{{{parameter['name']}}}", value)
        elif parameter["in"] == "query" and (
            parameter.get("required") or parameter["name"] == "workspaceId"
        ):
            params[parameter["name"]] = _asked(name, parameter["name"], ids)
    more: dict[str, Any] = {"params": params} if params else {}
    content = operation.get("requestBody", {}).get("content", {})
    if "application/json" in content:
        body = body_of(content["application/json"]["schema"], str(uuid4()), interface())
        says = SAYS.get(name, {}) | SAYS.get(line, {})
        more["json"] = _with_ids(body, ids) | _passwords(body) | _filled(says, ids)
    elif "multipart/form-data" in content:
        more["files"] = {"files": ("lijst.csv", "titel;opdrachtnemer\nWeg;Bouwer\n", "text/csv")}
    elif content:
        more |= {"content": PDF, "headers": {"content-type": "application/pdf"}}
    return method, path, more


def _meant(name: str, parameter: str, ids: Ids) -> str:
    if parameter == "draft_id":
        return ids.get(DRAFT_OF[name], str(uuid4()))
    if parameter == "collection":
        return "glossary"
    # Replacing who holds a place, and what follows on it, is about what was agreed.
    if parameter == "commitment_id" and name in {"replaceHolder", "proposeAnew"}:
        return ids.get("agreed_id", str(uuid4()))
    return ids.get(parameter, str(uuid4()))


def _asked(name: str, parameter: str, ids: Ids) -> str:
    match parameter:
        case "q":
            return "werk"
        case "name":
            return "plan.pdf"
        case "fileId" if name == "storeFile":
            return str(uuid4())
        case _:
            return ids.get(NAMED[parameter], str(uuid4()))


def _with_ids(body: dict[str, Any], ids: Ids) -> dict[str, Any]:
    named = {
        key: ids.get(NAMED[key], str(uuid4()))
        for key, value in body.items()
        if key in NAMED and isinstance(value, str)
    }
    several = {
        key: [ids.get(NAMED[key], str(uuid4()))]
        for key, value in body.items()
        if key in NAMED and isinstance(value, list)
    }
    return body | named | several


def _filled(says: dict[str, Any], ids: Ids) -> dict[str, Any]:
    """Put words that depend on who asks in their places."""
    return {
        key: [each.format_map(ids) for each in value]
        if isinstance(value, list) and all(isinstance(each, str) for each in value)
        else value.format_map(ids)
        if isinstance(value, str)
        else value
        for key, value in says.items()
    }


def _passwords(body: dict[str, Any]) -> dict[str, Any]:
    return {"password": PASSWORD} if "password" in body else {}
