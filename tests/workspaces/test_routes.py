"""Over HTTP: opening, inviting, joining, the purpose and the obligation, and who sees what."""

import base64
from uuid import uuid4

from tests.browser import Browser, move
from tests.builders import PASSWORD, People, Room, a_colleague
from tests.builders_notices import many_eforms_notices
from tests.conftest import Clock, SignIn


async def test_a_contract_by_hand_needs_three_fields(people: People, sign_in: SignIn):
    marieke = await sign_in(people.marieke)
    answer = await marieke.post(
        "/workspaces",
        move(
            organisationId=str(people.marieke.organisation_id),
            title="Onderhoud plantsoenen",
            otherParty="Groen & Co",
            valueCents=None,
        ),
    )
    assert answer.status_code == 201
    view = answer.json()
    assert view["contract"]["valueState"] == "unknown"
    assert view["contract"]["valueCents"] is None
    assert [party["hasJoined"] for party in view["parties"]] == [True, False]
    assert "Journal-Position" in answer.headers


async def test_asking_twice_opens_once(people: People, sign_in: SignIn):
    marieke = await sign_in(people.marieke)
    body = move(
        organisationId=str(people.marieke.organisation_id), title="Eenmaal", otherParty="Ander"
    )
    first = await marieke.post("/workspaces", body)
    again = await marieke.post("/workspaces", body)
    other = await marieke.post("/workspaces", body | {"title": "Anders"})
    assert first.json()["id"] == again.json()["id"] == body["id"]
    assert other.status_code == 409
    assert other.json()["type"] == "/problems/id-taken"


async def test_nobody_opens_for_an_organisation_that_is_not_theirs(people: People, sign_in: SignIn):
    bram = await sign_in(people.bram)
    answer = await bram.post(
        "/workspaces",
        move(organisationId=str(people.marieke.organisation_id), title="T", otherParty="A"),
    )
    assert answer.status_code == 404


async def test_all_faults_come_at_once_in_the_readers_language(people: People, sign_in: SignIn):
    marieke = await sign_in(people.marieke)
    answer = await marieke.post(
        "/workspaces",
        {"id": "x", "title": 3, "otherParty": None, "side": "coordinator", "extra": 1},
        headers={"accept-language": "en"},
    )
    assert answer.status_code == 400
    assert {fault["pointer"] for fault in answer.json()["errors"]} == {
        "/id",
        "/organisationId",
        "/title",
        "/otherParty",
        "/side",
        "/extra",
    }
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert answer.json()["title"] == "Some of this cannot be as it is"


async def test_missing_and_not_yours_are_the_same_answer(
    people: People, room: Room, sign_in: SignIn
):
    bram = await sign_in(people.bram)
    for path in ("", "/entries", "/invitations"):
        foreign = await bram.get(f"/workspaces/{room.id}{path}")
        missing = await bram.get(f"/workspaces/{uuid4()}{path}")
        assert (foreign.status_code, foreign.content) == (missing.status_code, missing.content)
        assert foreign.status_code == 404


async def test_the_link_is_shown_once_shows_without_accepting_and_works_once(
    people: People, sign_in: SignIn, browser: Browser
):
    marieke = await sign_in(people.marieke)
    opened = await marieke.post(
        "/workspaces",
        move(organisationId=str(people.marieke.organisation_id), title="Brug", otherParty="Bouwer"),
    )
    workspace = opened.json()["id"]
    body = move(
        email="Nieuw@Bouwer.example", side="contractor", roles=["negotiator"], title="directeur"
    )
    invited = await marieke.post(f"/workspaces/{workspace}/invitations", body)
    secret = invited.json()["link"].rpartition("/")[2]
    again = await marieke.post(f"/workspaces/{workspace}/invitations", body)
    assert again.json()["link"] is None
    listed = await marieke.get(f"/workspaces/{workspace}/invitations")
    assert secret not in listed.text

    for _ in range(2):
        page = await browser.get(f"/invitations/{secret}")
        assert page.json()["isOpen"]
        assert page.json()["contractTitle"] == "Brug"
    joined = await browser.post(
        f"/invitations/{secret}/acceptances", move(name="Nieuwe Bouwer", password=PASSWORD)
    )
    assert joined.status_code == 201, joined.text
    assert joined.json()["phase"] == "dialogue"
    assert joined.json()["ownSide"] == "contractor"
    assert (await browser.get("/me")).json()["email"] == "nieuw@bouwer.example"
    assert len((await browser.get("/workspaces")).json()["items"]) == 1

    bram = await sign_in(people.bram)
    used = await bram.post(f"/invitations/{secret}/acceptances", move())
    assert used.status_code in {403, 409}


async def test_an_invitation_is_bound_to_its_address(people: People, room: Room, sign_in: SignIn):
    marieke = await sign_in(people.marieke)
    invited = await marieke.post(
        f"/workspaces/{room.id}/invitations",
        move(email="iemand@merwestede.example", side="buyer", roles=["reader"]),
    )
    secret = invited.json()["link"].rpartition("/")[2]
    bram = await sign_in(people.bram)
    answer = await bram.post(f"/invitations/{secret}/acceptances", move())
    assert answer.status_code == 403
    assert answer.json()["type"] == "/problems/workspaces/other-address"
    assert (await bram.get(f"/workspaces/{room.id}")).status_code == 404


async def test_an_expired_or_withdrawn_invitation_opens_nothing(
    people: People, room: Room, sign_in: SignIn, browser: Browser, clock: Clock
):
    marieke = await sign_in(people.marieke)
    secrets: list[str] = []
    ids: list[str] = []
    for name in ("een", "twee"):
        invited = await marieke.post(
            f"/workspaces/{room.id}/invitations",
            move(email=f"{name}@merwestede.example", side="buyer", roles=["reader"]),
        )
        ids.append(invited.json()["id"])
        secrets.append(invited.json()["link"].rpartition("/")[2])
    withdrawn = await marieke.post(
        f"/workspaces/{room.id}/invitations/{ids[0]}/withdrawals", move()
    )
    assert [view["id"] for view in withdrawn.json()] == [ids[1]]
    clock.move_on(days=15)
    for secret in secrets:
        answer = await browser.post(
            f"/invitations/{secret}/acceptances", move(name="Te Laat", password=PASSWORD)
        )
        assert answer.status_code == 409
        assert answer.json()["type"] == "/problems/workspaces/invitation-over"


async def test_the_other_side_is_invited_once_and_then_invites_its_own(
    people: People, room: Room, sign_in: SignIn
):
    marieke = await sign_in(people.marieke)
    youssef = await sign_in(people.youssef)
    across = await marieke.post(
        f"/workspaces/{room.id}/invitations",
        move(email="nog@iemand.example", side="contractor", roles=["negotiator"]),
    )
    assert across.status_code == 409
    own = await youssef.post(
        f"/workspaces/{room.id}/invitations",
        move(email="ilse@vandoorn.example", side="contractor", roles=["writer"]),
    )
    assert own.status_code == 201
    # Whom the other side invites is its own matter.
    assert "ilse@vandoorn" not in (await marieke.get(f"/workspaces/{room.id}/invitations")).text
    assert "person.invited" not in str(
        [
            entry
            for entry in (await marieke.get(f"/workspaces/{room.id}/entries")).json()["items"]
            if entry["body"].get("invitationId") == own.json()["id"]
        ]
    )


async def test_why_and_what_is_owed_are_agreed_by_both(people: People, room: Room, sign_in: SignIn):
    marieke = await sign_in(people.marieke)
    youssef = await sign_in(people.youssef)
    set_by_buyer = await marieke.post(
        f"/workspaces/{room.id}/purposes",
        move(text="Wie wil leren, krijgt een kans.", parts=[{"letter": "A", "text": "leren"}]),
    )
    proposed = set_by_buyer.json()["proposedPurpose"]
    assert set_by_buyer.json()["purpose"] is None
    own = await marieke.post(
        f"/workspaces/{room.id}/purpose-agreements",
        move(number=proposed["number"], digest=proposed["digest"]),
    )
    assert own.json()["type"] == "/problems/workspaces/own-wording"
    seen = (await youssef.get(f"/workspaces/{room.id}")).json()
    assert "agree-purpose" in seen["moves"]
    stale = await youssef.post(
        f"/workspaces/{room.id}/purpose-agreements",
        move(number=proposed["number"], digest="0" * 64),
    )
    assert stale.status_code == 409
    assert stale.json()["facts"] == {"currentNumber": 1}
    agreed = await youssef.post(
        f"/workspaces/{room.id}/purpose-agreements",
        move(number=proposed["number"], digest=proposed["digest"]),
    )
    assert agreed.status_code == 201
    assert agreed.json()["purpose"]["text"] == "Wie wil leren, krijgt een kans."
    assert agreed.json()["proposedPurpose"] is None

    owed = await marieke.post(
        f"/workspaces/{room.id}/obligations",
        move(amountCents=19_440_000, basis="opdrachtsom", reason="veel handwerk", percent="4"),
    )
    proposed = owed.json()["proposedObligation"]
    await youssef.post(
        f"/workspaces/{room.id}/obligation-agreements",
        move(number=proposed["number"], digest=proposed["digest"]),
    )
    listed = (await youssef.get("/workspaces")).json()["items"]
    line = next(item for item in listed if item["id"] == str(room.id))
    assert line["obligationCents"] == 19_440_000


async def test_a_coordinator_words_nothing(people: People, room: Room, sign_in: SignIn):
    femke = await sign_in(people.femke)
    answer = await femke.post(f"/workspaces/{room.id}/purposes", move(text="Mijn doel"))
    assert answer.status_code == 403
    assert (await femke.get(f"/workspaces/{room.id}")).json()["moves"] == ["invite-colleague"]


async def test_who_leaves_sees_nothing_any_more(people: People, room: Room, sign_in: SignIn):
    marieke = await sign_in(people.marieke)
    tom = await sign_in(people.tom)
    assert (await tom.get(f"/workspaces/{room.id}")).status_code == 200
    gone = await marieke.post(
        f"/workspaces/{room.id}/removals", move(participantId=str(room.tom.id))
    )
    assert gone.status_code == 204
    assert (await tom.get(f"/workspaces/{room.id}")).status_code == 404
    assert (await tom.get(f"/workspaces/{room.id}/entries")).status_code == 404
    last = await marieke.post(
        f"/workspaces/{room.id}/removals", move(participantId=str(room.marieke.id))
    )
    assert last.json()["type"] == "/problems/workspaces/last-negotiator"


async def test_nobody_removes_or_changes_people_of_the_other_side(
    people: People, room: Room, sign_in: SignIn
):
    youssef = await sign_in(people.youssef)
    for path, more in (("removals", {}), ("role-changes", {"roles": ["reader"]})):
        answer = await youssef.post(
            f"/workspaces/{room.id}/{path}", move(participantId=str(room.tom.id), **more)
        )
        assert answer.status_code == 403


async def test_thirty_notices_open_with_one_upload_and_one_move(people: People, sign_in: SignIn):
    marieke = await sign_in(people.marieke)
    organisation = str(people.marieke.organisation_id)
    files = [
        ("files", (f"{at}.xml", data, "application/xml"))
        for at, data in enumerate(many_eforms_notices(30))
    ]
    import_id = str(uuid4())
    preview = await marieke.send(
        "POST",
        "/imports",
        params={"organisationId": organisation, "importId": import_id},
        files=files,
    )
    assert preview.status_code == 201, preview.text
    chosen = [row["key"] for row in preview.json()["openings"] if row["isChosen"]]
    assert len(chosen) == 30
    body = move(importId=import_id, organisationId=organisation, keys=chosen)
    opened = await marieke.post("/import-openings", body)
    assert len(set(opened.json()["workspaceIds"])) == 30
    again = await marieke.post("/import-openings", body)
    assert set(again.json()["workspaceIds"]) == set(opened.json()["workspaceIds"])

    # The same files again are recognised, and not chosen a second time.
    second = await marieke.send(
        "POST",
        "/imports",
        params={"organisationId": organisation, "importId": str(uuid4())},
        files=files[:3],
    )
    assert {row["relation"] for row in second.json()["openings"]} == {"same"}
    assert not any(row["isChosen"] for row in second.json()["openings"])

    # Another organisation cannot learn that they were imported here.
    bram = await sign_in(people.bram)
    other = await bram.send(
        "POST",
        "/imports",
        params={
            "organisationId": str(people.bram.organisation_id),
            "importId": str(uuid4()),
        },
        files=files[:3],
    )
    assert {row["relation"] for row in other.json()["openings"]} == {"unrelated"}
    assert (await bram.get(f"/imports/{import_id}")).status_code == 404


async def test_pages_of_contracts_follow_each_other_without_gap(people: People, sign_in: SignIn):
    bram = await sign_in(people.bram)
    for at in range(5):
        await bram.post(
            "/workspaces",
            move(
                organisationId=str(people.bram.organisation_id),
                title=f"Contract {at}",
                otherParty="Ander",
            ),
        )
    whole = (await bram.get("/workspaces?limit=100")).json()["items"]
    paged: list[str] = []
    after = None
    while True:
        query = "?limit=2" + (f"&after={after}" if after else "")
        page = (await bram.get(f"/workspaces{query}")).json()
        paged += [item["id"] for item in page["items"]]
        after = page["next"]
        if after is None:
            break
    assert paged == [item["id"] for item in whole]
    for wrong in ("limit=0", "limit=101", "limit=x", "after=x"):
        assert (await bram.get(f"/workspaces?{wrong}")).status_code == 400


async def test_the_same_id_about_something_else_is_another_request(
    people: People, room: Room, sign_in: SignIn
):
    marieke = await sign_in(people.marieke)
    ids: list[str] = []
    for name in ("een", "twee"):
        invited = await marieke.post(
            f"/workspaces/{room.id}/invitations",
            move(email=f"{name}@merwestede.example", side="buyer", roles=["reader"]),
        )
        ids.append(invited.json()["id"])
    body = move()
    first = await marieke.post(f"/workspaces/{room.id}/invitations/{ids[0]}/withdrawals", body)
    assert first.status_code == 201
    again = await marieke.post(f"/workspaces/{room.id}/invitations/{ids[0]}/withdrawals", body)
    assert again.status_code == 201
    other = await marieke.post(f"/workspaces/{room.id}/invitations/{ids[1]}/withdrawals", body)
    assert other.json()["type"] == "/problems/id-taken"


async def test_an_id_that_is_a_workspaces_of_somebody_else_is_taken(
    people: People, sign_in: SignIn
):
    """Imported contracts get ids from us, under which nobody asked anything before."""
    marieke = await sign_in(people.marieke)
    organisation = str(people.marieke.organisation_id)
    import_id = str(uuid4())
    (data,) = many_eforms_notices(1)
    preview = await marieke.send(
        "POST",
        "/imports",
        params={"organisationId": organisation, "importId": import_id},
        files=[("files", ("een.xml", data, "application/xml"))],
    )
    keys = [row["key"] for row in preview.json()["openings"]]
    opened = await marieke.post(
        "/import-openings", move(importId=import_id, organisationId=organisation, keys=keys)
    )
    (taken,) = opened.json()["workspaceIds"]

    bram = await sign_in(people.bram)
    answer = await bram.post(
        "/workspaces",
        {
            "id": taken,
            "organisationId": str(people.bram.organisation_id),
            "title": "Van mij",
            "otherParty": "Ander",
        },
    )
    assert answer.status_code == 409
    assert answer.json()["type"] == "/problems/id-taken"
    assert (await bram.get(f"/workspaces/{taken}")).status_code == 404


async def test_a_coordinator_never_becomes_who_binds_or_lets_parties_in(
    people: People, room: Room, sign_in: SignIn
):
    femke = await sign_in(people.femke)
    marieke = await sign_in(people.marieke)
    for role in ("negotiator", "approver", "signatory"):
        roles = ["coordinator", role]
        changed = await femke.post(
            f"/workspaces/{room.id}/role-changes",
            move(participantId=str(room.femke.id), roles=roles),
        )
        assert changed.status_code in {400, 403}
        for by in (femke, marieke):
            invited = await by.post(
                f"/workspaces/{room.id}/invitations",
                move(email="nog@regio.example", side="coordinator", roles=roles),
            )
            assert invited.status_code == 400
    same = await femke.post(
        f"/workspaces/{room.id}/role-changes",
        move(participantId=str(room.femke.id), roles=["coordinator", "writer"]),
    )
    assert same.status_code == 201, same.text


async def test_a_negotiator_does_not_send_away_who_signs_for_the_side(
    people: People, room: Room, sign_in: SignIn
):
    marieke = await sign_in(people.marieke)
    nadia = await a_colleague(people.marieke, "Nadia Haddou")
    invited = await marieke.post(
        f"/workspaces/{room.id}/invitations",
        move(email=nadia.email, side="buyer", roles=["negotiator"]),
    )
    secret = invited.json()["link"].rpartition("/")[2]
    browser = await sign_in(nadia)
    assert (await browser.post(f"/invitations/{secret}/acceptances", move())).status_code == 201
    for colleague in (room.tom, room.marieke):
        answer = await browser.post(
            f"/workspaces/{room.id}/removals", move(participantId=str(colleague.id))
        )
        assert answer.status_code == 403


async def test_who_left_can_be_invited_again_and_comes_back(
    people: People, room: Room, sign_in: SignIn
):
    marieke = await sign_in(people.marieke)
    tom = await sign_in(people.tom)
    await marieke.post(f"/workspaces/{room.id}/removals", move(participantId=str(room.tom.id)))
    invited = await marieke.post(
        f"/workspaces/{room.id}/invitations",
        move(email=people.tom.email, side="buyer", roles=["reader"], title="adviseur"),
    )
    secret = invited.json()["link"].rpartition("/")[2]
    joined = await tom.post(f"/invitations/{secret}/acceptances", move())
    assert joined.status_code == 201, joined.text
    (himself,) = (p for p in joined.json()["participants"] if p["id"] == str(room.tom.id))
    assert (himself["roles"], himself["title"], himself["hasLeft"]) == (
        ["reader"],
        "adviseur",
        False,
    )


async def test_whoever_is_sent_away_left_no_link_behind(
    people: People, room: Room, sign_in: SignIn
):
    marieke = await sign_in(people.marieke)
    nadia = await a_colleague(people.marieke, "Nadia Haddou")
    invited = await marieke.post(
        f"/workspaces/{room.id}/invitations",
        move(email=nadia.email, side="buyer", roles=["negotiator"]),
    )
    secret = invited.json()["link"].rpartition("/")[2]
    browser = await sign_in(nadia)
    joined = await browser.post(f"/invitations/{secret}/acceptances", move())
    way_back = await browser.post(
        f"/workspaces/{room.id}/invitations",
        move(email="nadia.prive@elders.example", side="buyer", roles=["negotiator"]),
    )
    await marieke.post(
        f"/workspaces/{room.id}/removals",
        move(participantId=joined.json()["ownParticipantId"]),
    )
    assert (await marieke.get(f"/workspaces/{room.id}/invitations")).json() == []
    page = await browser.get(f"/invitations/{way_back.json()['link'].rpartition('/')[2]}")
    assert not page.json()["isOpen"]


async def test_nobodys_letterbox_is_filled_with_invitations(
    people: People, room: Room, sign_in: SignIn, clock: Clock
):
    marieke = await sign_in(people.marieke)

    async def invited(email: str) -> int:
        answer = await marieke.post(
            f"/workspaces/{room.id}/invitations",
            move(email=email, side="buyer", roles=["reader"]),
        )
        return answer.status_code

    assert [await invited("vreemde@elders.example") for _ in range(6)] == [201] * 5 + [429]
    assert await invited("Vreemde@Elders.example ") == 429
    assert await invited("collega@merwestede.example") == 201
    clock.move_on(days=1)
    marieke = await sign_in(people.marieke)
    assert await invited("vreemde@elders.example") == 201


async def test_a_place_in_a_list_that_was_made_up_is_refused(people: People, sign_in: SignIn):
    marieke = await sign_in(people.marieke)
    for at in ("0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "2026-01-01T00:00:00"):
        mark = base64.urlsafe_b64encode(f"{at}/{uuid4()}".encode()).decode()
        answer = await marieke.get("/workspaces", params={"after": mark})
        assert answer.status_code == 400
