"""Versions over HTTP as texts to read: one in full, and any two of a workspace side by side."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from msgspec import structs
from tests.builders import People, Room, a_room
from tests.builders_agreements import (
    Desk,
    accept,
    agree_commitment,
    agree_statements,
    propose_anew,
    proven,
    ready_to_sign,
    sign,
    the_version,
)
from tests.builders_commitments import some_terms

from samenspraak.agreements.queries import reading_view, readings
from samenspraak.commitments.terms import AmountValue
from samenspraak.settings import Settings

CLAUSES = [
    {"title": "Volgen", "text": "- elk *kwartaal*"},
    {"title": "Open", "text": "Voor de overige € 10 volgt een voorstel."},
]


def worth(cents: int) -> AmountValue:
    return AmountValue(amount_cents=cents, currency="EUR", basis="agreed")


async def read(desk: Desk, version: Any) -> dict[str, Any]:
    answer = await desk.browser.get(f"{desk.path}/versions/{version['line']['id']}/reading")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def compare(desk: Desk, before: Any, after: Any) -> Any:
    return await desk.browser.get(
        f"{desk.path}/version-comparisons", params={"before": str(before), "after": str(after)}
    )


def id_of(version: dict[str, Any]) -> str:
    return version["line"]["id"]


async def two_versions(
    room: Room, desk: Desk, settings: Settings
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Bring a first version in force, and offer a second that changes one thing of each kind."""
    await agree_statements(room)
    changing = await agree_commitment(room, title="Betaalde banen", value=worth(6_000_000))
    await agree_commitment(room, title="Energiecoaches", value=worth(1_200_000))
    first = (await desk.offer(clauses=CLAUSES)).json()
    for participant in (room.hanneke, room.tom):
        await sign(proven(participant), await stored(room, first), settings)
    await propose_anew(room, changing, some_terms(title="Betaalde banen", value=worth(7_000_000)))
    await accept(room.marieke, changing)
    await agree_commitment(room, title="Regionale leerlijn", value=worth(1_200_000))
    changed = [CLAUSES[0], {"title": "Open", "text": "Alles is ingevuld."}]
    answer = await desk.offer(clauses=changed, reason="uitbreiding", cause="adjustment")
    assert answer.status_code == 201, answer.text
    return first, answer.json()


async def stored(room: Room, version: dict[str, Any]) -> Any:
    return await the_version(room, UUID(id_of(version)))


async def test_a_version_reads_with_its_texts_laid_out_and_its_sums(room: Room, marieke: Desk):
    await agree_statements(room)
    await agree_commitment(room, title="Betaalde banen", value=worth(6_000_000), text="Met *helm*.")
    version = (await marieke.offer(clauses=CLAUSES)).json()

    reading = await read(marieke, version)

    assert (reading["number"], reading["digest"]) == (1, version["line"]["digest"])
    assert (reading["id"], reading["state"]) == (id_of(version), "offered")
    assert reading["title"] == "Overeenkomst social return, versie 1"
    assert reading["sums"] == version["sums"]
    assert reading["notices"] == []
    by_kind = {part["kind"]: part for part in reversed(reading["parts"])}
    assert by_kind["commitment"]["heading"] == "Betaalde banen"
    assert by_kind["commitment"]["amount"]["words"] == "zestigduizend euro"
    (text,) = by_kind["commitment"]["texts"]
    assert (text["source"], text["html"]) == ("Met *helm*.", "<p>Met <em>helm</em>.</p>\n")
    (text,) = by_kind["clause"]["texts"]
    assert "<li>elk <em>kwartaal</em></li>" in text["html"]
    people = [
        field["value"] for field in by_kind["commitment"]["fields"] if "responsible" in field["key"]
    ]
    assert [name.split(",")[0] for name in people] == ["Ilse Bakker", "Nadia Haddou"]


async def test_it_reads_in_the_language_of_whoever_reads(room: Room):
    version = await ready_to_sign(room)
    person = structs.replace(room.femke.person, language="en")

    reading = await reading_view(structs.replace(room.femke, person=person), version.id)

    assert reading.title == "Agreement on social return, version 1"
    assert {part.heading for part in reading.parts} >= {"Parties", "Obligation", "Signing"}


async def test_letters_of_another_alphabet_are_pointed_out(room: Room, marieke: Desk):
    await agree_statements(room)
    await agree_commitment(room, text="De οpdracht.")
    version = (await marieke.offer()).json()

    (notice,) = (await read(marieke, version))["notices"]

    assert notice["slug"] == "mixed-scripts"
    assert notice["part"].startswith("commitment/")
    assert "“οpdracht”" in notice["detail"]


async def test_two_versions_stand_side_by_side_with_the_counts_first(
    room: Room, marieke: Desk, settings: Settings
):
    first, second = await two_versions(room, marieke, settings)

    answer = await compare(marieke, id_of(first), id_of(second))

    assert answer.status_code == 200, answer.text
    found = answer.json()
    assert [found[count] for count in ("added", "changed", "removed", "same")] == [1, 2, 0, 4]
    assert found["before"] == {
        "id": id_of(first),
        "number": 1,
        "state": "in_force",
        "digest": first["line"]["digest"],
        "offeredAt": first["line"]["offeredAt"],
    }
    assert (found["after"]["number"], found["after"]["state"]) == (2, "offered")
    assert found["sumsAfter"]["agreedCents"] - found["sumsBefore"]["agreedCents"] == 2_200_000
    changes = {part["heading"]: part for part in found["parts"] if part["isCounted"]}
    jobs = changes["Betaalde banen"]
    assert (jobs["beforeCents"], jobs["afterCents"]) == (6_000_000, 7_000_000)
    (value,) = [field for field in jobs["fields"] if field["key"] == "value"]
    assert value["difference"] == {
        "cents": 1_000_000,
        "text": "+ € 10.000,00",
        "words": "tienduizend euro",
    }
    (text,) = changes["Open"]["texts"]
    assert text["before"] == "Voor de overige € 10 volgt een voorstel."
    assert text["afterHtml"] == "<p>Alles is ingevuld.</p>\n"
    assert changes["Regionale leerlijn"]["change"] == "added"
    assert changes["Energiecoaches"]["change"] == changes["Volgen"]["change"] == "same"


async def test_they_can_be_compared_the_other_way_round(
    room: Room, marieke: Desk, settings: Settings
):
    first, second = await two_versions(room, marieke, settings)

    found = (await compare(marieke, id_of(second), id_of(first))).json()

    assert [found[count] for count in ("added", "changed", "removed", "same")] == [0, 2, 1, 4]
    assert (found["before"]["number"], found["after"]["number"]) == (2, 1)


async def test_the_list_counts_what_each_version_changes(
    room: Room, marieke: Desk, settings: Settings
):
    first, second = await two_versions(room, marieke, settings)
    counted = {"sinceId": id_of(first), "sinceNumber": 1, "added": 1, "changed": 2, "removed": 0}

    lines = (await marieke.all())["items"]

    assert [(line["number"], line["changes"]) for line in lines] == [(2, counted), (1, None)]
    assert second["line"]["changes"] == counted
    assert [line["cause"] for line in lines] == ["adjustment", "first"]


async def test_versions_that_bind_nobody_any_more_can_be_compared_too(
    room: Room, marieke: Desk, youssef: Desk
):
    await agree_statements(room)
    await agree_commitment(room)
    versions = []
    for reason in ("Eerste keer.", "Tweede keer."):
        version = (await marieke.offer(reason=reason)).json()
        line = version["line"]
        answer = await youssef.ask(
            "returns", version, number=line["number"], digest=line["digest"], reason="Nog niet."
        )
        assert answer.status_code == 201, answer.text
        versions.append(version)

    found = (await compare(youssef, *map(id_of, versions))).json()

    assert [found[count] for count in ("added", "changed", "removed")] == [0, 0, 0]
    assert {found["before"]["state"], found["after"]["state"]} == {"sent_back"}
    (change,) = [part for part in found["parts"] if part["key"] == "change"]
    assert ("Eerste keer.", "Tweede keer.") in [
        (field["before"], field["after"]) for field in change["fields"]
    ]


async def test_a_version_is_not_compared_with_itself(room: Room, marieke: Desk):
    version = await ready_to_sign(room)

    answer = await compare(marieke, version.id, version.id)

    assert answer.status_code == 400
    (fault,) = answer.json()["errors"]
    assert (fault["pointer"], fault["detail"]) == ("/after", "Kies twee verschillende versies.")


async def test_an_unknown_version_is_not_there(room: Room, marieke: Desk):
    version = await ready_to_sign(room)

    for before, after in ((version.id, uuid4()), (uuid4(), version.id)):
        assert (await compare(marieke, before, after)).status_code == 404
    assert (await compare(marieke, "geen-id", version.id)).status_code == 400
    answer = await marieke.browser.get(f"{marieke.path}/versions/{uuid4()}/reading")
    assert answer.status_code == 404


async def test_a_version_of_another_workspace_is_not_there(
    room: Room, people: People, marieke: Desk, settings: Settings
):
    version = await ready_to_sign(room)
    other = await a_room(people, settings)
    elsewhere = await ready_to_sign(other)

    assert (await compare(marieke, version.id, elsewhere.id)).status_code == 404
    answer = await marieke.browser.get(f"{marieke.path}/versions/{elsewhere.id}/reading")
    assert answer.status_code == 404


async def test_everybody_in_the_workspace_reads_the_same(
    room: Room, marieke: Desk, youssef: Desk, femke: Desk
):
    version = await ready_to_sign(room)
    seen = [
        (await desk.browser.get(f"{desk.path}/versions/{version.id}/reading")).json()
        for desk in (marieke, youssef, femke)
    ]

    assert seen[0] == seen[1] == seen[2]


async def test_two_texts_are_put_side_by_side_once(
    room: Room, marieke: Desk, settings: Settings, monkeypatch: pytest.MonkeyPatch
):
    """A list is asked for at every change; what it counts never changes."""
    monkeypatch.setattr(readings, "_remembered", type(readings._remembered)())
    monkeypatch.setattr(readings, "REMEMBERED_LIMIT", 1)
    first, second = await two_versions(room, marieke, settings)
    await marieke.all()

    assert [*readings._remembered] == [(first["line"]["digest"], second["line"]["digest"])]
