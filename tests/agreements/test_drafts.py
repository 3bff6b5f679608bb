"""A purpose and articles that are written together: begun, shown, proposed and offered."""

from typing import Any
from uuid import uuid4

import msgspec
import pytest
from tests.browser import Browser, move
from tests.builders import People, Room
from tests.builders_agreements import Desk, agree_commitment, agree_statements
from tests.builders_written import opened, write
from tests.conftest import SignIn

from samenspraak.canonical import canonical_bytes
from samenspraak.database import as_person, fetch
from samenspraak.identity.access import enter_organisation
from samenspraak.settings import Settings
from samenspraak.workspaces import commands as workspaces
from samenspraak.workspaces.access import enter
from samenspraak.workspaces.schemas import (
    ChangeRoles,
    OpenByHand,
    Participant,
    PurposePart,
    Role,
    SetPurpose,
)

CLAUSES = [
    {"title": "Volgen", "text": "Vier keer per jaar één overzicht.\n\n- op tijd\n- samen"},
    {"title": "Geschillen", "text": "Eerst praten.\n### Dan pas\nschrijven."},
]


async def entries(participant: Participant, journal_id: Any) -> list[tuple[str, dict[str, Any]]]:
    """Return what a journal holds of drafts and of what came of them, oldest first."""
    async with as_person(participant.person_id):
        rows = await fetch(
            "select kind, body from entry where journal_id = $1 and (kind like 'draft.%'"
            " or kind = 'purpose.set' or kind = 'version.offered') order by number",
            journal_id,
        )
    return [(row["kind"], msgspec.json.decode(row["body"])) for row in rows]


async def kinds(participant: Participant, journal_id: Any) -> list[str]:
    return [kind for kind, _ in await entries(participant, journal_id)]


async def purposes(room: Room) -> list[dict[str, Any]]:
    async with as_person(room.marieke.person_id):
        return await fetch("select * from purpose where workspace_id = $1 order by number", room.id)


async def seen(desk: Desk, view: dict[str, Any]) -> dict[str, Any]:
    answer = await desk.browser.get(address(desk, view))
    assert answer.status_code == 200, answer.text
    assert "journal-position" in answer.headers
    return answer.json()


def address(desk: Desk, view: dict[str, Any]) -> str:
    return f"{desk.path}/{view['draft']['kind']}-drafts/{view['draft']['id']}"


async def propose(desk: Desk, view: dict[str, Any], **members: Any) -> Any:
    """Propose what this view shows and return the whole answer."""
    body = move(**{"digest": view["draft"]["digest"], **members})
    return await desk.browser.post(f"{address(desk, view)}/proposals", body)


def slug(answer: Any) -> str:
    return answer.json()["type"].removeprefix("/problems/")


def faults(answer: Any) -> list[tuple[str, str]]:
    return [(fault["pointer"], fault["slug"]) for fault in answer.json()["errors"]]


# The purpose


async def test_a_purpose_is_begun_from_its_newest_wording_and_shows_what_would_change(
    room: Room, marieke: Desk, youssef: Desk, femke: Desk
):
    await agree_statements(room)
    begun = await opened(marieke.browser, room.id)
    assert begun["draft"]["fields"] == {"parts.A": "leerplekken in de bouw"}
    assert begun["draft"]["text"] == "Werk en leren voor mensen uit de buurt."
    assert begun["draft"]["baseNumber"] == begun["latest"]["number"] == 1
    assert begun["draft"]["subjectId"] == str(room.id)
    assert begun["latest"]["bySide"] == "buyer"
    assert begun["latest"]["agreedAt"] is not None
    assert [part["kind"] for part in begun["changes"]["parts"]] == ["same"]
    assert begun["changes"]["text"]["kind"] == "same"

    await write(
        room.youssef,
        begun["draft"]["id"],
        text="Werk voor de buurt.",
        fields={"parts.A": None, "parts.C": "één inkooppunt"},
    )
    view = await seen(femke, begun)
    assert view["changes"]["text"] == {
        "kind": "changed",
        "title": "Doel",
        "before": "Werk en leren voor mensen uit de buurt.",
        "after": "Werk voor de buurt.",
    }
    assert [
        (part["title"], part["kind"], part["before"], part["after"])
        for part in view["changes"]["parts"]
    ] == [
        ("A", "removed", "leerplekken in de bouw", None),
        ("C", "added", None, "één inkooppunt"),
    ]
    assert (view["moves"], view["draft"]["moves"]) == ([], ["write"])
    assert (await seen(youssef, begun))["moves"] == ["propose"]
    assert await kinds(room.marieke, room.journal_id) == ["purpose.set", "draft.opened"]


async def test_what_is_proposed_is_what_typing_it_would_have_put(
    room: Room, marieke: Desk, youssef: Desk
):
    parts = {"B": "werk voor mensen uit de wijk ", "D": "een plek om te leren"}
    await workspaces.set_purpose(
        room.youssef,
        SetPurpose(
            id=uuid4(),
            text=" Werk en leren.\n",
            parts=[PurposePart(letter=letter, text=text) for letter, text in parts.items()],
        ),
    )
    begun = await opened(marieke.browser, room.id)
    await write(
        room.marieke,
        begun["draft"]["id"],
        text=" Werk en leren.\n",
        fields={"parts.A": "  ", **{f"parts.{letter}": text for letter, text in parts.items()}},
    )
    view = await seen(marieke, begun)
    assert view["faults"] == []

    answer = await propose(marieke, view)

    assert answer.status_code == 201, answer.text
    assert answer.json()["proposedPurpose"]["number"] == 2
    assert "agree-purpose" in (await youssef.browser.get(youssef.path)).json()["moves"]
    typed, drafted = await purposes(room)
    assert drafted["content"] == typed["content"]
    assert drafted["digest"] == typed["digest"]
    assert (drafted["by_side"], drafted["by_person"]) == ("buyer", room.marieke.person_id)
    proposed = await seen(youssef, begun)
    assert proposed["draft"]["proposedNumber"] == 2
    assert proposed["draft"]["moves"] == ["write"], "it stays, because a proposal was made of it"
    said = await entries(room.marieke, room.journal_id)
    assert [kind for kind, _ in said] == [
        "purpose.set",
        "draft.opened",
        "purpose.set",
        "draft.proposed",
    ]
    assert {**said[2][1], "side": "contractor", "number": 1} == said[0][1]
    assert said[3][1] == {
        "workspaceId": str(room.id),
        "draftId": begun["draft"]["id"],
        "draftKind": "purpose",
        "subjectId": str(room.id),
        "number": 2,
        "digest": drafted["digest"],
    }


async def test_proposing_the_same_twice_proposes_once(room: Room, marieke: Desk):
    begun = await opened(marieke.browser, room.id)
    await write(room.marieke, begun["draft"]["id"], text="Werk.")
    view = await seen(marieke, begun)
    body = move(digest=view["draft"]["digest"])
    path = f"{address(marieke, view)}/proposals"
    first = await marieke.browser.post(path, body)
    # The answer got lost, and meanwhile somebody wrote on.
    await write(room.youssef, begun["draft"]["id"], text="Werk en meer.")
    again = await marieke.browser.post(path, body)
    other = await marieke.browser.post(path, {**body, "declaredNotBsn": True})
    assert (first.status_code, again.status_code) == (201, 201)
    assert (other.status_code, slug(other)) == (409, "id-taken")
    assert len(await purposes(room)) == 1


async def test_one_side_writes_alone_and_the_other_learns_of_the_wording_only(
    room: Room, marieke: Desk, youssef: Desk, femke: Desk
):
    begun = await opened(marieke.browser, room.id, box="own_side")
    await write(room.tom, begun["draft"]["id"], text="Wat wij eigenlijk willen.")
    view = await seen(marieke, begun)
    for desk in (youssef, femke):
        for answer in (
            await desk.browser.get(address(desk, view)),
            await propose(desk, view),
        ):
            assert answer.status_code in {403, 404}
            assert "eigenlijk" not in answer.text
    assert await kinds(room.marieke, room.journal_id) == []

    assert (await propose(marieke, view)).status_code == 201

    assert await kinds(room.marieke, room.journal_id) == ["purpose.set"]
    assert await kinds(room.marieke, room.marieke.side_journal_id) == [
        "draft.opened",
        "draft.proposed",
    ]
    after = await seen(marieke, begun)
    assert after["draft"]["moves"] == ["write", "discard"], "what was put is a copy"
    assert (await youssef.browser.get(address(youssef, view))).status_code == 404


async def test_nobody_proposes_what_they_did_not_see(room: Room, marieke: Desk, youssef: Desk):
    begun = await opened(marieke.browser, room.id)
    await write(room.marieke, begun["draft"]["id"], text="Werk.")
    view = await seen(marieke, begun)
    await write(room.youssef, begun["draft"]["id"], text="Werk en leren.")

    answer = await propose(marieke, view)

    assert (answer.status_code, slug(answer)) == (409, "drafting/changed-meanwhile")
    now = await seen(marieke, begun)
    assert answer.json()["facts"] == {"digest": now["draft"]["digest"]}
    assert await purposes(room) == []
    assert (await propose(marieke, now)).status_code == 201

    await youssef.browser.post(f"{youssef.path}/drafts/{begun['draft']['id']}/discards", move())
    assert (await propose(marieke, now)).status_code == 201, "it could not be put away any more"


async def test_a_draft_that_was_put_away_proposes_nothing(room: Room, marieke: Desk):
    begun = await opened(marieke.browser, room.id)
    await write(room.marieke, begun["draft"]["id"], text="Werk.")
    view = await seen(marieke, begun)
    gone = await marieke.browser.post(
        f"{marieke.path}/drafts/{begun['draft']['id']}/discards", move()
    )
    assert gone.status_code == 201

    answer = await propose(marieke, view)

    assert (answer.status_code, slug(answer)) == (409, "drafting/discarded")
    assert (await seen(marieke, begun))["moves"] == []


@pytest.mark.parametrize(
    ("text", "fields", "expected"),
    [
        ("  ", {}, [("/text", "required")]),
        ("x" * 5_001, {}, [("/text", "too-long")]),
        ("Werk\u200b.", {}, [("/text", "text/invisible-character")]),
        (
            "",
            {"parts.B": "x" * 5_001, "parts.L": "goed\u202e", "parts.A": "goed"},
            [
                ("/text", "required"),
                ("/fields/parts.B", "too-long"),
                ("/fields/parts.L", "text/invisible-character"),
            ],
        ),
        ("Werk.", {"parts.C": 3}, [("/fields/parts.C", "value")]),
    ],
)
async def test_what_keeps_it_from_being_proposed_is_shown_and_refused_at_its_field(
    room: Room, marieke: Desk, text: str, fields: Any, expected: list[tuple[str, str]]
):
    begun = await opened(marieke.browser, room.id)
    await write(room.marieke, begun["draft"]["id"], text=text, fields=fields)
    view = await seen(marieke, begun)
    assert [(fault["pointer"], fault["slug"]) for fault in view["faults"]] == expected
    assert all(fault["detail"] for fault in view["faults"])

    answer = await propose(marieke, view)

    assert answer.status_code == 400
    assert faults(answer) == expected
    assert await purposes(room) == []
    assert await kinds(room.marieke, room.journal_id) == ["draft.opened"]


async def test_a_citizens_number_is_found_while_writing_and_refused_when_proposing(
    room: Room, marieke: Desk
):
    begun = await opened(marieke.browser, room.id)
    await write(
        room.marieke,
        begun["draft"]["id"],
        text="Werk.",
        fields={"parts.B": "111222333 hoort hierbij"},
    )
    view = await seen(marieke, begun)
    assert view["faults"] == []
    assert [(found["pointer"], found["isRefused"]) for found in view["draft"]["findings"]] == [
        ("/fields/parts.B", True)
    ]

    refused = await propose(marieke, view)
    assert (refused.status_code, slug(refused)) == (400, "personal-data/refused")
    assert faults(refused) == [("/fields/parts.B", "personal-data/bare-bsn")]
    assert "111222333" not in refused.text

    assert (await propose(marieke, view, declaredNotBsn=True)).status_code == 201
    said = await entries(room.marieke, room.journal_id)
    assert [body["declaredNotBsn"] for kind, body in said if kind == "purpose.set"] == [True]


async def test_there_is_one_open_draft_of_the_purpose_in_each_box(
    room: Room, marieke: Desk, youssef: Desk
):
    joint = await opened(marieke.browser, room.id)
    refused = await youssef.browser.post(f"{youssef.path}/purpose-drafts", move(box="joint"))
    assert (refused.status_code, slug(refused)) == (409, "drafting/already-open")
    assert refused.json()["facts"] == {"draftId": joint["draft"]["id"]}
    ours = await opened(marieke.browser, room.id, box="own_side")
    theirs = await opened(youssef.browser, room.id, box="own_side")
    await opened(marieke.browser, room.id, "clauses")
    assert len({joint["draft"]["id"], ours["draft"]["id"], theirs["draft"]["id"]}) == 3


async def test_a_draft_of_another_kind_is_not_there(room: Room, marieke: Desk):
    purpose = await opened(marieke.browser, room.id)
    clauses = await opened(marieke.browser, room.id, "clauses")
    for kind, view in (("clauses", purpose), ("purpose", clauses)):
        path = f"{marieke.path}/{kind}-drafts/{view['draft']['id']}"
        assert (await marieke.browser.get(path)).status_code == 404
    answer = await marieke.browser.post(
        f"{marieke.path}/purpose-drafts/{clauses['draft']['id']}/proposals",
        move(digest=clauses["draft"]["digest"]),
    )
    assert answer.status_code == 404


async def test_only_negotiators_of_a_party_propose_and_readers_do_not_even_begin(
    room: Room,
    marieke: Desk,
    tom: Desk,
    hanneke: Desk,
    femke: Desk,
    people: People,
    settings: Settings,
):
    begun = await opened(femke.browser, room.id)
    await write(room.femke, begun["draft"]["id"], text="Werk.")
    await write(room.tom, begun["draft"]["id"], text="Werk.")
    for desk in (tom, hanneke, femke):
        view = await seen(desk, begun)
        assert (view["moves"], view["draft"]["moves"]) == ([], ["write"])
        assert (await propose(desk, view)).status_code == 403

    await workspaces.change_roles(
        await enter(await people.marieke.signed_in(settings), room.id),
        ChangeRoles(id=uuid4(), participant_id=room.tom.id, roles=[Role.READER]),
    )
    assert (await seen(tom, begun))["draft"]["moves"] == []
    for kind in ("purpose", "clauses"):
        for box in ("joint", "own_side"):
            answer = await tom.browser.post(f"{tom.path}/{kind}-drafts", move(box=box))
            assert answer.status_code == 403


async def test_a_program_proposes_in_somebodys_name(room: Room, marieke: Desk, browser: Browser):
    begun = await opened(marieke.browser, room.id)
    await write(room.marieke, begun["draft"]["id"], text="Werk.")
    made = (await marieke.browser.post("/tokens", move(name="schrijfhulp"))).json()
    program = Desk(room.id, browser)
    browser.http.headers["authorization"] = f"Bearer {made['secret']}"
    view = await seen(program, begun)
    assert view["moves"] == ["propose"]
    assert (await propose(program, view)).status_code == 201


async def test_nothing_is_put_to_a_side_that_is_not_there_yet(
    people: People, settings: Settings, sign_in: SignIn
):
    member = await enter_organisation(
        await people.marieke.signed_in(settings), people.marieke.organisation_id
    )
    workspace_id = uuid4()
    await workspaces.open_by_hand(
        member,
        OpenByHand(
            id=workspace_id,
            organisation_id=people.marieke.organisation_id,
            title="Groen",
            other_party="Groen & Co",
        ),
    )
    marieke = await enter(member.person, workspace_id)
    desk = Desk(workspace_id, await sign_in(people.marieke))
    begun = await opened(desk.browser, workspace_id, box="own_side")
    await write(marieke, begun["draft"]["id"], text="Werk.")

    answer = await propose(desk, await seen(desk, begun))

    assert (answer.status_code, slug(answer)) == (409, "workspaces/nobody-across")
    assert await kinds(marieke, marieke.side_journal_id) == ["draft.opened"]


# The articles


async def offered(desk: Desk, **members: Any) -> dict[str, Any]:
    answer = await desk.offer(**members)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def withdraw(desk: Desk, version: dict[str, Any]) -> None:
    answer = await desk.ask("withdrawals", version, reason="nog niet")
    assert answer.status_code == 201, answer.text


def named(view: dict[str, Any]) -> dict[str, Any]:
    return {"id": view["draft"]["id"], "digest": view["draft"]["digest"]}


async def ready(room: Room) -> None:
    await agree_statements(room)
    await agree_commitment(room)


async def test_articles_are_begun_from_those_of_the_newest_version(
    room: Room, marieke: Desk, youssef: Desk
):
    await ready(room)
    version = await offered(marieke, clauses=CLAUSES)

    begun = await opened(youssef.browser, room.id, "clauses")

    assert begun["draft"]["text"].startswith("### Volgen\n\nVier keer")
    assert begun["clauses"] == CLAUSES
    assert begun["faults"] == []
    assert begun["latest"] == {
        "number": 1,
        "digest": version["line"]["digest"],
        "state": "offered",
    }
    assert [change["kind"] for change in begun["changes"]] == ["same", "same"]
    assert begun["draft"]["baseNumber"] == 1
    assert begun["moves"] == [], "a version is up for signing"

    await withdraw(marieke, version)
    text = begun["draft"]["text"].replace("Eerst praten.", "Eerst bellen.")
    await write(room.youssef, begun["draft"]["id"], text=f"{text}\n\n### Slot\n\nTot ziens.")
    view = await seen(marieke, begun)
    assert view["latest"]["state"] == "withdrawn"
    assert view["moves"] == ["offer"]
    assert [(change["title"], change["kind"]) for change in view["changes"]] == [
        ("Volgen", "same"),
        ("Geschillen", "changed"),
        ("Slot", "added"),
    ]


async def test_an_agreement_as_long_as_can_be_is_not_begun_as_a_draft_nobody_could_show(
    room: Room, marieke: Desk
):
    await ready(room)
    clauses = [{"title": f"Artikel {at}", "text": "x" * 20_000} for at in range(10)]
    await offered(marieke, clauses=clauses)
    answer = await marieke.browser.post(f"{marieke.path}/clauses-drafts", move(box="joint"))
    assert (answer.status_code, slug(answer)) == (413, "markup/too-long")
    assert (await marieke.browser.get(f"{marieke.path}/drafts")).json()["items"] == []


async def test_what_is_offered_from_a_draft_is_byte_for_byte_what_typing_it_gives(
    room: Room, marieke: Desk, youssef: Desk
):
    await ready(room)
    clauses = [
        *CLAUSES,
        {"title": "Cafe\u0301", "text": " Met  blanco's \t\n\n\\### en zo\nmeer "},
    ]
    typed = await offered(marieke, clauses=clauses, reason="eerste versie")
    await withdraw(marieke, typed)
    begun = await opened(youssef.browser, room.id, "clauses")

    drafted = await offered(youssef, clausesDraft=named(begun), reason="eerste versie")

    before, after = (msgspec.json.decode(each["content"]) for each in (typed, drafted))
    assert (before["number"], after["number"]) == (1, 2)
    assert canonical_bytes({**after, "number": 1}) == typed["content"].encode()
    assert after["clauses"] == before["clauses"]
    view = await seen(marieke, begun)
    assert view["draft"]["proposedNumber"] == 2
    said = await entries(room.marieke, room.journal_id)
    assert [kind for kind, _ in said][-2:] == ["version.offered", "draft.proposed"]
    assert said[-1][1] == {
        "workspaceId": str(room.id),
        "draftId": begun["draft"]["id"],
        "draftKind": "clauses",
        "subjectId": str(room.id),
        "number": 2,
        "digest": drafted["line"]["digest"],
    }


async def test_typed_anew_in_a_draft_they_are_the_same_bytes_too(room: Room, marieke: Desk):
    await ready(room)
    begun = await opened(marieke.browser, room.id, "clauses")
    await write(
        room.marieke,
        begun["draft"]["id"],
        text="###  Volgen \r\nVier keer.\r\n\r\n### Slot\n\n\nTot \\### ziens.\n\\### Dag\n",
    )
    drafted = await offered(marieke, clausesDraft=named(await seen(marieke, begun)))
    await withdraw(marieke, drafted)
    typed = await offered(
        marieke,
        clauses=[
            {"title": "Volgen", "text": "Vier keer."},
            {"title": "Slot", "text": "Tot \\### ziens.\n### Dag"},
        ],
    )
    document = msgspec.json.decode(drafted["content"])
    assert canonical_bytes({**document, "number": 2}) == typed["content"].encode()


async def test_offering_the_same_twice_offers_once(room: Room, marieke: Desk):
    await ready(room)
    begun = await opened(marieke.browser, room.id, "clauses")
    await write(room.marieke, begun["draft"]["id"], text="### A\na")
    body = move(clausesDraft=named(await seen(marieke, begun)))
    first = await marieke.browser.post(f"{marieke.path}/versions", body)
    await write(room.youssef, begun["draft"]["id"], text="### A\nb")
    again = await marieke.browser.post(f"{marieke.path}/versions", body)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json()["content"] == again.json()["content"]
    assert len((await marieke.all())["items"]) == 1


async def test_articles_of_one_side_are_offered_without_a_trace_of_their_draft(
    room: Room, marieke: Desk, youssef: Desk
):
    await ready(room)
    begun = await opened(marieke.browser, room.id, "clauses", "own_side")
    await write(room.marieke, begun["draft"]["id"], text="### A\na")
    view = await seen(marieke, begun)
    before = await kinds(room.marieke, room.journal_id)

    theirs = await youssef.offer(clausesDraft=named(view))
    missing = await youssef.offer(clausesDraft={**named(view), "id": str(uuid4())})
    assert faults(theirs) == faults(missing) == [("/clausesDraft/id", "agreements/unknown-draft")]
    assert theirs.status_code == missing.status_code == 400

    await offered(marieke, clausesDraft=named(view))
    assert await kinds(room.marieke, room.journal_id) == [*before, "version.offered"]
    assert await kinds(room.marieke, room.marieke.side_journal_id) == [
        "draft.opened",
        "draft.proposed",
    ]


async def test_articles_are_refused_when_they_changed_or_cannot_be(
    room: Room, marieke: Desk, youssef: Desk
):
    await ready(room)
    begun = await opened(marieke.browser, room.id, "clauses")
    draft_id = begun["draft"]["id"]
    purpose = await opened(marieke.browser, room.id)
    await write(room.marieke, draft_id, text="Vooraf\n### A\na")
    view = await seen(marieke, begun)
    assert [(fault["pointer"], fault["slug"]) for fault in view["faults"]] == [
        ("/text", "agreements/line-before-articles")
    ]
    assert "1" in view["faults"][0]["detail"]

    for body, expected in (
        (
            {"clausesDraft": named(view)},
            [("/clausesDraft", "agreements/line-before-articles")],
        ),
        (
            {"clausesDraft": named(view), "clauses": CLAUSES},
            [("/clausesDraft", "agreements/clauses-twice")],
        ),
        (
            {"clausesDraft": named(purpose)},
            [("/clausesDraft/id", "agreements/unknown-draft")],
        ),
    ):
        answer = await marieke.offer(**body)
        assert (answer.status_code, faults(answer)) == (400, expected)

    await write(room.youssef, draft_id, text="### A\nzijn BSN is 111222333")
    answer = await marieke.offer(clausesDraft=named(view))
    assert (answer.status_code, slug(answer)) == (409, "drafting/changed-meanwhile")

    view = await seen(marieke, begun)
    answer = await marieke.offer(clausesDraft=named(view), declaredNotBsn=True)
    assert (answer.status_code, slug(answer)) == (400, "personal-data/refused")
    assert faults(answer) == [("/clausesDraft/0/text", "personal-data/labelled-bsn")]

    gone = await youssef.browser.post(f"{youssef.path}/drafts/{draft_id}/discards", move())
    assert gone.status_code == 201
    answer = await marieke.offer(clausesDraft=named(view))
    assert (answer.status_code, slug(answer)) == (409, "drafting/discarded")
    assert (await marieke.all())["items"] == []


async def test_a_refused_offer_leaves_the_draft_as_it_was(room: Room, marieke: Desk):
    """Nothing is agreed yet, so nothing can be offered; the draft is not marked as if it were."""
    begun = await opened(marieke.browser, room.id, "clauses")
    await write(room.marieke, begun["draft"]["id"], text="### A\na")
    view = await seen(marieke, begun)

    answer = await marieke.offer(clausesDraft=named(view))

    assert (answer.status_code, slug(answer)) == (400, "agreements/not-ready")
    assert (await seen(marieke, begun))["draft"] == view["draft"]
    assert await kinds(room.marieke, room.journal_id) == ["draft.opened"]
