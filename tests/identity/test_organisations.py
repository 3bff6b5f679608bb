"""What an organisation shows of its people, and what its administrators say about it."""

from base64 import urlsafe_b64encode

import pytest
from tests.browser import move
from tests.builders import a_colleague, a_person
from tests.identity.telling import journal_of

from samenspraak.database import as_person, fetch_one


async def test_members_come_in_pages_that_miss_nobody(sign_in):
    somebody = await a_person("Anna Adema")
    for name in ("Bea Boer", "Bea Boer", "Cor Claus", "Daan Dekker"):
        await a_colleague(somebody, name)
    browser = await sign_in(somebody)
    members = f"/organisations/{somebody.organisation_id}/members"

    names, after = [], None
    while True:
        query = {"limit": "2"} | ({"after": after} if after else {})
        page = (await browser.get(members, params=query)).json()
        names += [one["name"] for one in page["items"]]
        after = page["next"]
        if after is None:
            break

    assert names == ["Anna Adema", "Bea Boer", "Bea Boer", "Cor Claus", "Daan Dekker"]


@pytest.mark.parametrize(
    "query",
    [
        {"after": "geen plek"},
        {"after": "W10"},
        # PostgreSQL has no place for the character in this name.
        {
            "after": urlsafe_b64encode(
                b'["\\u0000","00000000-0000-0000-0000-000000000000"]'
            ).decode()
        },
        {"limit": "0"},
        {"limit": "101"},
    ],
)
async def test_a_page_that_cannot_be_is_refused(people, sign_in, query):
    browser = await sign_in(people.marieke)

    answer = await browser.get("/tokens", params=query)

    assert answer.status_code == 400


async def test_an_organisation_begins_with_its_first_person_as_administrator(people):
    somebody = await a_person(organisation="Buurtkracht Waterwijk")

    assert await journal_of(somebody) == ["organisation.founded"]
    async with as_person(somebody.id):
        row = await fetch_one(
            "select is_administrator from membership where person_id = $1", somebody.id
        )
    assert row == {"is_administrator": True}


async def test_an_administrator_says_above_which_amount_is_weighed(sign_in):
    administrator = await a_person("Marieke de Groot")
    colleague = await a_colleague(administrator, "Tom Verhoeven")
    at = f"/organisations/{administrator.organisation_id}/settings"
    marieke, tom = await sign_in(administrator), await sign_in(colleague)
    view = (await marieke.get(at)).json()
    assert view == {
        "sheetAboveCents": None,
        "mandateOn": "total",
        "retentionYears": None,
        "changedAt": None,
        "moves": ["change-settings"],
    }

    for above in (25_000_000, 0):
        answer = await marieke.post(at, move(sheetAboveCents=above))
        assert answer.status_code == 201, answer.text
        assert answer.json()["sheetAboveCents"] == above

    seen = (await tom.get(at)).json()
    assert (seen["sheetAboveCents"], seen["moves"]) == (0, [])
    assert (await tom.post(at, move(sheetAboveCents=None))).status_code == 403
    too_little = await marieke.post(at, move(sheetAboveCents=-1))
    assert [fault["slug"] for fault in too_little.json()["errors"]] == ["identity/setting-amount"]
    assert (await marieke.post(at, move(sheetAboveCents=None))).json()["sheetAboveCents"] is None
    assert (await journal_of(administrator))[-3:] == ["organisation.settings-changed"] * 3
    outsider = await sign_in(await a_person("Bram Kuiper"))
    assert (await outsider.get(at)).status_code == 404
    assert (await outsider.post(at, move(sheetAboveCents=1))).status_code == 404


async def test_an_administrator_says_how_long_things_are_kept(sign_in):
    administrator = await a_person("Marieke de Groot")
    at = f"/organisations/{administrator.organisation_id}/settings"
    marieke = await sign_in(administrator)
    answer = await marieke.post(at, move(sheetAboveCents=None, retentionYears=10))
    assert answer.json()["retentionYears"] == 10
    kept = await marieke.post(at, move(sheetAboveCents=200))
    assert kept.json()["retentionYears"] == 10
    for years in (2, 101):
        refused = await marieke.post(at, move(sheetAboveCents=-1, retentionYears=years))
        assert [fault["pointer"] for fault in refused.json()["errors"]] == [
            "/sheetAboveCents",
            "/retentionYears",
        ]


async def test_an_administrator_says_what_a_mandate_reaches_to(sign_in):
    administrator = await a_person("Marieke de Groot")
    at = f"/organisations/{administrator.organisation_id}/settings"
    marieke = await sign_in(administrator)

    answer = await marieke.post(at, move(sheetAboveCents=100, mandateOn="change"))

    assert (answer.json()["mandateOn"], answer.json()["sheetAboveCents"]) == ("change", 100)
    # Whoever changes something else leaves this as it is.
    kept = await marieke.post(at, move(sheetAboveCents=200))
    assert (kept.json()["mandateOn"], kept.json()["sheetAboveCents"]) == ("change", 200)
    back = await marieke.post(at, move(sheetAboveCents=200, mandateOn="total"))
    assert back.json()["mandateOn"] == "total"
    assert (await marieke.post(at, move(sheetAboveCents=1, mandateOn="never"))).status_code == 400
