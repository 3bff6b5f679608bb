"""Everything has an end: the column of a workspace, and the rounds about one commitment."""

from uuid import uuid4

from tests.browser import move
from tests.builders_commitments import Table, terms_json

from samenspraak.commitments.decisions import COMMITMENTS_LIMIT, PACKAGE_LIMIT, REVISIONS_LIMIT


async def test_a_workspace_holds_as_many_commitments_as_one_page_shows(contractor: Table):
    for _ in range(COMMITMENTS_LIMIT // PACKAGE_LIMIT):
        parts = [
            {"commitmentId": str(uuid4()), "terms": terms_json()} for _ in range(PACKAGE_LIMIT)
        ]
        put = await contractor.browser.post(f"{contractor.path}/packages", move(parts=parts))
        assert put.status_code == 201, put.text

    answer = await contractor.browser.post(
        f"{contractor.path}/commitments", move(terms=terms_json())
    )

    assert (answer.status_code, answer.json()["type"]) == (
        409,
        "/problems/commitments/too-many-commitments",
    )
    assert len((await contractor.all())["items"]) == COMMITMENTS_LIMIT


async def test_after_a_hundred_rounds_people_should_talk(buyer: Table, contractor: Table):
    seen = await contractor.propose()
    for number in range(2, REVISIONS_LIMIT + 1):
        side = buyer if number % 2 == 0 else contractor
        seen = await side.move("counters", seen, terms=terms_json(quantity=str(number)))

    answer = await contractor.ask("counters", seen, terms=terms_json())

    assert (answer.status_code, answer.json()["type"]) == (
        409,
        "/problems/commitments/too-many-rounds",
    )
