"""Over HTTP: what files become, which are left out and why, and that nothing is opened by looking."""

from uuid import UUID, uuid4

import pytest
from tests.browser import Browser, move
from tests.builders import People, Person, a_colleague, a_person, invited
from tests.builders_notices import (
    an_eforms_notice,
    an_ocds_package,
    an_ocds_release,
    many_eforms_notices,
)
from tests.conftest import SignIn

from samenspraak.database import as_person, fetch_one
from samenspraak.settings import Settings
from samenspraak.workspaces.access import enter
from samenspraak.workspaces.commands import remove_participant
from samenspraak.workspaces.schemas import RemoveParticipant, Role, Side


async def looked_at(browser: Browser, person: Person, *files: tuple[str, bytes], **headers: str):
    return await browser.send(
        "POST",
        "/imports",
        params={"organisationId": str(person.organisation_id), "importId": str(uuid4())},
        files=[("files", (name, data, "application/octet-stream")) for name, data in files],
        headers=headers,
    )


async def test_looking_opens_nothing(people: People, sign_in: SignIn):
    bram = await sign_in(people.bram)
    before = len((await bram.get("/workspaces?limit=100")).json()["items"])
    preview = await looked_at(bram, people.bram, ("a.xml", many_eforms_notices(1)[0]))
    assert preview.status_code == 201
    assert len(preview.json()["openings"]) == 1
    assert len((await bram.get("/workspaces?limit=100")).json()["items"]) == before
    again = await bram.get(f"/imports/{preview.json()['id']}")
    assert again.json() == preview.json()


@pytest.mark.parametrize(
    ("data", "status", "slug"),
    [
        (b"", 400, "procurement/empty-file"),
        (b"%PDF-1.7 ...", 415, "procurement/other-document"),
        (b"<html></html>", 415, "procurement/other-document"),
        (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', 400, None),
        (b"<a><b></a>", 400, None),
        (b'{"releases": [}', 400, None),
        (b"\x00\x01\x02", 400, None),
        (b"<TED_EXPORT/>", 400, "procurement/ted-export"),
    ],
)
async def test_a_single_file_that_cannot_be_read_is_refused_by_its_cause(
    people: People, sign_in: SignIn, data: bytes, status: int, slug: str | None
):
    bram = await sign_in(people.bram)
    for language in ("nl", "en"):
        answer = await looked_at(
            bram, people.bram, ("bestand", data), **{"accept-language": language}
        )
        assert answer.status_code == status, answer.text
        assert answer.headers["content-type"].startswith("application/problem+json")
        if slug is not None:
            assert answer.json()["type"] == f"/problems/{slug}"


async def test_one_broken_file_does_not_stop_the_others(people: People, sign_in: SignIn):
    bram = await sign_in(people.bram)
    good = many_eforms_notices(2)
    answer = await looked_at(
        bram, people.bram, ("een.xml", good[0]), ("stuk.xml", b"<a><b></a>"), ("twee.xml", good[1])
    )
    view = answer.json()
    assert len(view["openings"]) == 2
    assert [left["fileName"] for left in view["leftOut"]] == ["stuk.xml"]
    assert view["leftOut"][0]["reasons"]
    assert len({row["key"] for row in view["openings"]}) == 2


async def test_a_list_of_running_contracts_becomes_rows(people: People, sign_in: SignIn):
    bram = await sign_in(people.bram)
    rows = (
        "Titel;Kenmerk;Opdrachtnemer;KvK;Waarde;Start;Eind\n"
        "Onderhoud wegen;2026-1;Wegenbouw Noord;01234567;€ 1.250.000,00;2-11-2026;31-12-2027\n"
        "Zonder opdrachtnemer;2026-2;;;100;;\n"
        "Groenbestek;;Groen & Co;;onbekend;;\n"
    )
    view = (await looked_at(bram, people.bram, ("lijst.csv", rows.encode()))).json()
    assert [(row["title"], row["valueMinor"]) for row in view["openings"]] == [
        ("Onderhoud wegen", 125_000_000),
        ("Groenbestek", None),
    ]
    assert view["openings"][0]["startsOn"] == "2026-11-02"
    assert len(view["leftOut"]) == 1
    opened = await bram.post(
        "/import-openings",
        move(
            importId=view["id"],
            organisationId=str(people.bram.organisation_id),
            keys=[row["key"] for row in view["openings"]],
        ),
    )
    assert len(opened.json()["workspaceIds"]) == 2


async def test_only_ones_own_preview_and_known_rows_open(people: People, sign_in: SignIn):
    bram = await sign_in(people.bram)
    marieke = await sign_in(people.marieke)
    view = (await looked_at(bram, people.bram, ("a.xml", many_eforms_notices(1)[0]))).json()
    keys = [view["openings"][0]["key"]]
    stolen = await marieke.post(
        "/import-openings",
        move(importId=view["id"], organisationId=str(people.marieke.organisation_id), keys=keys),
    )
    assert stolen.status_code == 404
    for wrong in ([], ["x"], [*keys, "x"]):
        answer = await bram.post(
            "/import-openings",
            move(importId=view["id"], organisationId=str(people.bram.organisation_id), keys=wrong),
        )
        assert answer.status_code == 400


async def test_nobody_looks_for_an_organisation_that_is_not_theirs(people: People, sign_in: SignIn):
    bram = await sign_in(people.bram)
    answer = await looked_at(bram, people.marieke, ("a.xml", many_eforms_notices(1)[0]))
    assert answer.status_code == 404


async def test_an_upload_of_another_form_is_refused(people: People, sign_in: SignIn):
    bram = await sign_in(people.bram)
    where = {"organisationId": str(people.bram.organisation_id), "importId": str(uuid4())}
    as_json = await bram.send("POST", "/imports", params=where, json={"files": []})
    assert as_json.status_code == 415
    elsewhere = await bram.send(
        "POST", "/imports", params=where, files=[("other", ("a.xml", b"<a/>", "text/xml"))]
    )
    assert elsewhere.status_code == 400
    nothing = await bram.send("POST", "/imports", params=where, data={"files": "tekst"})
    assert nothing.status_code in {400, 415}


def test_the_builder_makes_a_notice_that_differs_by_number():
    assert an_eforms_notice() == an_eforms_notice()


async def test_a_newer_version_shows_the_difference_and_brings_the_contract_up_to_date(
    people: People, sign_in: SignIn
):
    bram = await sign_in(people.bram)
    organisation = str(people.bram.organisation_id)
    number = 7_001
    first = many_eforms_notices(number)[-1]
    view = (await looked_at(bram, people.bram, ("een.xml", first))).json()
    row = view["openings"][0]
    opened = await bram.post(
        "/import-openings",
        move(importId=view["id"], organisationId=organisation, keys=[row["key"]]),
    )
    workspace = opened.json()["workspaceIds"][0]

    newer = first.replace(b"<cbc:VersionID>01<", b"<cbc:VersionID>02<").replace(
        row["title"].encode(), (row["title"] + " (gewijzigd)").encode()
    )
    assert newer != first
    again = (await looked_at(bram, people.bram, ("twee.xml", newer))).json()["openings"][0]
    assert again["relation"] == "newer"
    assert again["isUpdate"]
    assert again["isChosen"]
    assert any("itle" in difference["path"] for difference in again["differences"])
    preview = (await looked_at(bram, people.bram, ("twee.xml", newer))).json()
    body = move(
        importId=preview["id"], organisationId=organisation, keys=[preview["openings"][0]["key"]]
    )
    for _ in range(2):
        changed = await bram.post("/import-openings", body)
        assert changed.json()["workspaceIds"] == [workspace]
    room = await bram.get(f"/workspaces/{workspace}")
    assert room.json()["contract"]["title"].endswith("(gewijzigd)")
    entries = (await bram.get(f"/workspaces/{workspace}/entries")).json()["items"]
    assert [entry["kind"] for entry in entries].count("contract.updated") == 1

    third = (await looked_at(bram, people.bram, ("een.xml", first))).json()["openings"][0]
    assert third["relation"] in {"older", "same"}
    assert not third["isChosen"]


async def test_a_newer_version_changes_ones_own_contract_where_others_have_one_of_it_too(
    database: None, sign_in: SignIn
):
    first = many_eforms_notices(7_002)[-1]
    newer = first.replace(b"<cbc:VersionID>01<", b"<cbc:VersionID>02<")
    here: list[tuple[Person, Browser, str]] = []
    # Contracts are looked for in the order of their ids: one of two is before the other.
    for _ in range(2):
        person = await a_person(organisation=str(uuid4()))
        browser = await sign_in(person)
        view = (await looked_at(browser, person, ("een.xml", first))).json()
        organisation, key = str(person.organisation_id), view["openings"][0]["key"]
        opened = await browser.post(
            "/import-openings", move(importId=view["id"], organisationId=organisation, keys=[key])
        )
        here.append((person, browser, opened.json()["workspaceIds"][0]))
    for person, browser, workspace in here:
        again = (await looked_at(browser, person, ("twee.xml", newer))).json()
        assert again["openings"][0]["isUpdate"]
        organisation, key = str(person.organisation_id), again["openings"][0]["key"]
        changed = await browser.post(
            "/import-openings", move(importId=again["id"], organisationId=organisation, keys=[key])
        )
        assert changed.json()["workspaceIds"] == [workspace], changed.text


async def test_a_small_file_does_not_become_an_endless_preview(people: People, sign_in: SignIn):
    """Every opening comes from the same notice, which is kept once and not for each of them."""
    lots, words = 200, "x" * 800
    release = an_ocds_release(1)
    release["tender"]["lots"] = [{"id": f"L{at}", "title": words} for at in range(lots)]
    (award,) = release["awards"]
    release["awards"] = [
        award | {"id": f"A{at}", "title": words, "relatedLots": [f"L{at}"]} for at in range(lots)
    ]
    bram = await sign_in(people.bram)
    preview = await looked_at(bram, people.bram, ("een.json", an_ocds_package([release])))
    assert preview.status_code == 201
    assert len(preview.json()["openings"]) == lots
    assert len(preview.content) < 1_000_000
    async with as_person(people.bram.id):
        row = await fetch_one(
            "select length(content) as size from import_preview where id = $1",
            UUID(preview.json()["id"]),
        )
    assert row is not None
    assert row["size"] < 2_000_000


async def test_a_file_that_repeats_itself_without_end_is_refused(people: People, sign_in: SignIn):
    """Terms of all lots stand in each contract over all lots: a square of what was sent."""
    lots, contracts = 150, 150
    release = an_ocds_release(1)
    names = [f"L{at}" for at in range(lots)]
    release["parties"][0]["roles"] = ["buyer", "supplier"]
    release["parties"] += [
        {"id": f"P{at}", "name": f"{at}" + "x" * 900, "roles": ["supplier"]} for at in range(lots)
    ]
    release["tender"]["lots"] = [{"id": name, "title": name} for name in names]
    (award,) = release["awards"]
    suppliers = [{"id": f"P{at}"} for at in range(lots)]
    release["awards"] = [
        award | {"id": f"A{at}", "relatedLots": names, "suppliers": suppliers}
        for at in range(contracts)
    ]
    bram = await sign_in(people.bram)
    answer = await looked_at(bram, people.bram, ("een.json", an_ocds_package([release])))
    assert answer.status_code == 413
    assert answer.json()["type"] == "/problems/too-large"


async def test_who_left_a_room_brings_its_contract_up_to_date_no_more(
    app: object, settings: Settings, sign_in: SignIn
):
    """Not even with a preview from when they took part, nor because a colleague still does."""
    bernt = await a_person("Bernt Bouwmeester", organisation="Gemeente Zuidstad")
    karin = await a_colleague(bernt, "Karin Collega")
    his, hers = await sign_in(bernt), await sign_in(karin)
    organisation = str(bernt.organisation_id)
    first = many_eforms_notices(7_002)[-1]
    row = (view := (await looked_at(his, bernt, ("een.xml", first))).json())["openings"][0]
    opened = await his.post(
        "/import-openings",
        move(importId=view["id"], organisationId=organisation, keys=[row["key"]]),
    )
    [workspace_id] = opened.json()["workspaceIds"]
    opener = await enter(await bernt.signed_in(settings), UUID(workspace_id))
    in_room = await invited(opener, karin, Side.BUYER, [Role.NEGOTIATOR], settings, "inkoper")
    newer = first.replace(b"<cbc:VersionID>01<", b"<cbc:VersionID>02<").replace(
        row["title"].encode(), (row["title"] + " (gewijzigd)").encode()
    )
    preview = (await looked_at(hers, karin, ("twee.xml", newer))).json()
    assert preview["openings"][0]["isUpdate"]
    await remove_participant(opener, RemoveParticipant(id=uuid4(), participant_id=in_room.id))

    refused = await hers.post(
        "/import-openings",
        move(
            importId=preview["id"],
            organisationId=organisation,
            keys=[preview["openings"][0]["key"]],
        ),
    )

    assert refused.status_code == 403, refused.text
    room = (await his.get(f"/workspaces/{workspace_id}")).json()
    assert room["contract"]["title"] == row["title"]
