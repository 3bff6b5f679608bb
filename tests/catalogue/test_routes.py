"""Over HTTP: reading tables, bringing them in, taking them out of use, and who sees what."""

import json
from uuid import uuid4

import pytest
from tests.browser import move
from tests.builders import Person, a_colleague, a_person
from tests.catalogue.tables import FOREIGN, a_measure, a_table
from tests.conftest import SignIn

from samenspraak.canonical import canonical_bytes, digest
from samenspraak.catalogue.commands import EDITIONS_LIMIT
from samenspraak.catalogue.queries import named
from samenspraak.database import as_person, execute, fetch
from samenspraak.errors import NotFound
from samenspraak.identity.schemas import EndMember
from samenspraak.settings import Settings
from samenspraak.workspaces import commands as workspaces


@pytest.fixture
async def administrator(app) -> Person:
    """Somebody who administers an organisation of their own."""
    return await a_person("Nora Administrateur", organisation="Gemeente Noordstad")


def bringing(person: Person, content: object, **members: object) -> dict[str, object]:
    return move(organisationId=str(person.organisation_id), content=content, **members)


async def all_lines(browser, **parameters) -> list[dict]:
    items, after = [], None
    while True:
        asked = {"limit": 4, **parameters, **({"after": after} if after else {})}
        page = (await browser.get("/catalogues", params=asked)).json()
        items += page["items"]
        after = page["next"]
        if after is None:
            return items


async def test_whoever_is_signed_in_reads_the_tables_that_come_with_the_product(
    people, sign_in: SignIn, browser
):
    bram = await sign_in(people.bram)
    lines = {line["catalogue"]: line for line in await all_lines(bram) if line["isSeed"]}
    assert len(lines) == 6
    line = lines["utrecht-v3"]
    assert (line["publisher"], line["measures"], line["organisationId"]) == (
        "Gemeente Utrecht",
        16,
        None,
    )
    assert (line["sourceYear"], line["validFrom"], line["moves"]) == (
        "undated, after 2021",
        None,
        [],
    )
    assert line["confidence"].startswith("high for amounts")
    assert lines["leiden-2023"]["appliesBy"] == "published"

    view = (await bram.get(f"/catalogues/{line['id']}")).json()
    measures = {measure["code"]: measure for measure in view["measures"]}
    assert measures["BBL_2_4"]["valueEur"] == "35000"
    assert measures["BBL_2_4"]["window"] == "not_published"
    assert measures["SOCIAL_PURCHASE"]["valueEur"] is None
    assert measures["SOCIAL_PURCHASE"]["discussed"]["slug"] == "negotiated"
    assert view["text"]["id"] == "utrecht-v3"

    for path in ("/catalogues", f"/catalogues/{line['id']}", "/reference-data/glossary"):
        assert (await browser.get(path)).status_code == 401


async def test_a_table_nobody_heard_of_comes_in_and_goes_out_the_same(
    administrator: Person, sign_in: SignIn
):
    nora = await sign_in(administrator)
    body = bringing(administrator, [FOREIGN, a_table()])
    answer = await nora.post("/catalogues", body)
    assert answer.status_code == 201, answer.text
    first, second = answer.json()["items"]
    assert first["id"] == body["id"]
    assert (first["catalogue"], first["moves"]) == ("Waardetabel Noordstad 2027", ["retire"])
    assert first["digest"] == digest(canonical_bytes(FOREIGN))

    file = await nora.get(f"/catalogues/{first['id']}/file")
    assert file.headers["content-type"] == "application/json"
    assert 'filename="Waardetabel-Noordstad-2027.json"' in file.headers["content-disposition"]
    assert file.json() == [FOREIGN]
    assert list(file.json()[0])[:3] == ["id", "measures", "publisher"]

    again = await nora.post("/catalogues", body)
    assert again.json() == answer.json()
    other = await nora.post("/catalogues", body | {"content": a_table()})
    assert (other.status_code, other.json()["type"]) == (409, "/problems/id-taken")
    twice = await nora.post("/catalogues", bringing(administrator, a_table()))
    assert (twice.status_code, twice.json()["type"]) == (409, "/problems/catalogue/already-added")

    async with as_person(administrator.id):
        entries = await fetch(
            "select kind, body from entry where journal_id = $1 and kind like 'catalogue.%'"
            " order by number",
            administrator.organisation_journal_id,
        )
    assert [entry["kind"] for entry in entries] == ["catalogue.added"] * 2
    assert json.loads(entries[1]["body"])["editionId"] == second["id"]
    assert "Noordstad" not in str(entries)


async def test_what_is_exported_can_be_brought_in_again(administrator: Person, sign_in: SignIn):
    nora = await sign_in(administrator)
    for line in [line for line in await all_lines(nora) if line["isSeed"]]:
        file = await nora.get(f"/catalogues/{line['id']}/file")
        body = bringing(administrator, file.json(), copiedFrom=line["id"])
        [copy] = (await nora.post("/catalogues", body)).json()["items"]
        assert (copy["digest"], copy["copiedFrom"]) == (line["digest"], line["id"])
        assert copy["isSeed"] is False


async def test_everything_that_is_wrong_comes_at_once(administrator: Person, sign_in: SignIn):
    nora = await sign_in(administrator)
    wrong = a_table(a_measure(), a_measure(value_eur=-3), valid_from="vorig jaar")
    answer = await nora.post("/catalogues", bringing(administrator, [wrong, a_table()]))
    assert answer.status_code == 400
    assert {fault["pointer"] for fault in answer.json()["errors"]} == {
        "/content/0/valid_from",
        "/content/0/measures/1/code",
        "/content/0/measures/1/value_eur",
    }
    assert all(fault["detail"] for fault in answer.json()["errors"])
    assert [line for line in await all_lines(nora) if not line["isSeed"]] == []


async def test_a_citizens_number_stays_out_of_a_table(administrator: Person, sign_in: SignIn):
    nora = await sign_in(administrator)
    hidden = a_table(a_measure(own={"wie": "bsn 123456782"}))
    answer = await nora.post("/catalogues", bringing(administrator, hidden))
    assert answer.json()["type"] == "/problems/personal-data/refused"
    assert "123456782" not in answer.text
    named = a_table(**{"123456782": 1})
    bare = await nora.post("/catalogues", bringing(administrator, named))
    assert bare.json()["type"] == "/problems/personal-data/refused"
    said = bringing(administrator, named, declaredNotBsn=True)
    assert (await nora.post("/catalogues", said)).status_code == 201


async def test_only_an_administrator_brings_tables_in(administrator: Person, sign_in: SignIn):
    colleague = await a_colleague(administrator, "Karel Collega")
    karel = await sign_in(colleague)
    answer = await karel.post("/catalogues", bringing(administrator, a_table()))
    assert answer.status_code == 403
    assert (await karel.get("/catalogues")).json()["moves"] == []


async def test_a_table_of_an_organisation_is_for_its_own_people(
    administrator: Person, people, sign_in: SignIn
):
    nora, bram = await sign_in(administrator), await sign_in(people.bram)
    colleague = await sign_in(await a_colleague(administrator, "Karel Collega"))
    [line] = (await nora.post("/catalogues", bringing(administrator, FOREIGN))).json()["items"]
    assert line["id"] in {each["id"] for each in await all_lines(colleague)}
    assert (await colleague.get(f"/catalogues/{line['id']}")).json()["line"]["moves"] == []

    assert line["id"] not in {each["id"] for each in await all_lines(bram, retired=True)}
    for path in ("", "/file"):
        foreign = await bram.get(f"/catalogues/{line['id']}{path}")
        missing = await bram.get(f"/catalogues/{uuid4()}{path}")
        assert (foreign.status_code, foreign.content) == (missing.status_code, missing.content)
        assert foreign.status_code == 404
    taken = await bram.post(f"/catalogues/{line['id']}/retirements", move())
    assert taken.status_code == 404
    copied = await bram.post("/catalogues", bringing(people.bram, a_table(), copiedFrom=line["id"]))
    assert copied.json()["errors"][0]["pointer"] == "/copiedFrom"


async def test_nobody_brings_tables_into_an_organisation_that_is_not_theirs(
    administrator: Person, people, sign_in: SignIn
):
    bram = await sign_in(people.bram)
    assert (await bram.post("/catalogues", bringing(administrator, FOREIGN))).status_code == 404


async def test_what_is_out_of_use_stays_readable_and_makes_room_for_itself(
    administrator: Person, sign_in: SignIn
):
    nora = await sign_in(administrator)
    [line] = (await nora.post("/catalogues", bringing(administrator, FOREIGN))).json()["items"]
    path = f"/catalogues/{line['id']}"
    colleague = await sign_in(await a_colleague(administrator, "Karel Collega"))
    assert (await colleague.post(f"{path}/retirements", move())).status_code == 403

    body = move()
    retired = await nora.post(f"{path}/retirements", body)
    assert retired.status_code == 201
    assert retired.json()["line"]["retiredAt"]
    assert retired.json()["line"]["moves"] == []
    assert (await nora.post(f"{path}/retirements", body)).json() == retired.json()
    again = await nora.post(f"{path}/retirements", move())
    assert again.json()["type"] == "/problems/catalogue/already-retired"

    assert line["id"] not in {each["id"] for each in await all_lines(nora)}
    assert line["id"] in {each["id"] for each in await all_lines(nora, retired=True)}
    assert (await nora.get(path)).json()["text"] == FOREIGN
    anew = await nora.post("/catalogues", bringing(administrator, FOREIGN))
    assert anew.status_code == 201


async def test_what_comes_with_the_product_is_nobodys_to_retire(
    administrator: Person, sign_in: SignIn
):
    nora = await sign_in(administrator)
    [seed, *_] = [line for line in await all_lines(nora) if line["isSeed"]]
    assert (await nora.post(f"/catalogues/{seed['id']}/retirements", move())).status_code == 403


@pytest.mark.parametrize("after", ["x", "AAAA", "bm8gdXVpZCBoZXJlIGF0IGFsbCwgYnV0IGxvbmcgZW5vdWdo"])
async def test_a_mark_that_is_not_ours_is_refused(people, sign_in: SignIn, after: str):
    bram = await sign_in(people.bram)
    assert (await bram.get("/catalogues", params={"after": after})).status_code == 400


async def test_words_of_the_field_are_there(people, sign_in: SignIn):
    bram = await sign_in(people.bram)
    ladder = (await bram.get("/reference-data/participation-ladder")).json()
    assert [level["level"] for level in ladder["content"]["levels"]] == [1, 2, 3, 4, 5, 6]
    assert ladder["confidence"][0] == "high"
    assert (await bram.get("/reference-data/rules")).status_code == 404


@pytest.mark.parametrize(
    "content",
    [
        b'{"value_eur": 1e400}',
        b'{"value_eur": NaN}',
        b'{"a": 1, "a": 2}',
        b"[" * 40 + b"]" * 40,
        b'{"a": "\\u0000"}',
        b'{"a": "\\ud800"}',
        b'{"a": 123456789012345678901234567890}',
    ],
)
async def test_what_readers_would_not_read_alike_never_gets_that_far(
    administrator: Person, sign_in: SignIn, content: bytes
):
    nora = await sign_in(administrator)
    head = json.dumps(bringing(administrator, 0))[:-2].encode()
    answer = await nora.send(
        "POST",
        "/catalogues",
        content=head + content + b"}",
        headers={"content-type": "application/json"},
    )
    assert answer.status_code == 400
    assert answer.json()["type"] == "/problems/json/malformed"


async def test_that_an_id_is_taken_says_nothing_of_which_table_took_it(
    administrator: Person, people, sign_in: SignIn
):
    """Else whoever guesses an id could try which table another organisation works with."""
    nora, bram = await sign_in(administrator), await sign_in(people.bram)
    body = bringing(administrator, [a_table(), FOREIGN])
    [_, line] = (await nora.post("/catalogues", body)).json()["items"]

    answer = await bram.post("/catalogues", bringing(people.bram, FOREIGN) | {"id": line["id"]})

    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/id-taken")


async def test_how_many_tables_others_have_leaves_no_less_room_for_ones_own(
    administrator: Person, people, sign_in: SignIn
):
    nora, bram = await sign_in(administrator), await sign_in(people.bram)
    async with as_person(administrator.id):
        await execute(
            "insert into edition (id, journal_id, organisation_id, catalogue, content, digest,"
            " added_at, added_by) select gen_random_uuid(), $1, $2, 'vol', '{}', 'vol ' || at,"
            " now(), $3 from generate_series(1, $4) at",
            administrator.organisation_journal_id,
            administrator.organisation_id,
            administrator.id,
            EDITIONS_LIMIT,
        )

    full = await nora.post("/catalogues", bringing(administrator, FOREIGN))
    own = await bram.post("/catalogues", bringing(people.bram, a_table(id=f"eigen {uuid4()}")))

    assert full.json()["type"] == "/problems/catalogue/too-many-editions"
    assert own.status_code == 201, own.text


async def test_a_name_means_a_table_of_ones_own_organisation_or_one_that_is_everybodys(
    administrator: Person, people, sign_in: SignIn, settings: Settings
):
    nora, colleague = await sign_in(administrator), await a_colleague(administrator, "Karel")
    [line] = (await nora.post("/catalogues", bringing(administrator, FOREIGN))).json()["items"]
    karel, bram = await colleague.signed_in(settings), await people.bram.signed_in(settings)

    assert str(await named(karel, FOREIGN["id"])) == line["id"]
    assert await named(karel, "utrecht-v3") == await named(bram, "utrecht-v3")
    with pytest.raises(NotFound):
        await named(bram, FOREIGN["id"])
    member = await administrator.member(settings)
    await workspaces.end_member(member, colleague.id, EndMember(id=uuid4()), settings)
    with pytest.raises(NotFound):
        await named(karel, FOREIGN["id"])
