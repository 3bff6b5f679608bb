"""Where one is signed in, and signing out there."""

from uuid import uuid4

from tests.browser import move
from tests.builders import a_person


async def listed(browser):
    return (await browser.get("/sessions")).json()["items"]


async def test_one_sees_where_one_is_signed_in_the_last_one_seen_first(sign_in, clock):
    clock.stop()
    somebody = await a_person()
    there = await sign_in(somebody)
    clock.move_on(minutes=5)
    here = await sign_in(somebody)

    current, other = await listed(here)

    assert (current["isCurrent"], other["isCurrent"]) == (True, False)
    assert current["seenAt"] > other["seenAt"]
    assert current["method"] == "password"
    clock.move_on(minutes=5)
    assert [one["isCurrent"] for one in await listed(there)] == [True, False]
    assert here.session not in str(current)


async def test_one_device_is_signed_out_from_another(sign_in):
    somebody = await a_person()
    here, there = await sign_in(somebody), await sign_in(somebody)
    [other] = [one for one in await listed(here) if not one["isCurrent"]]

    ended = await here.post(f"/sessions/{other['id']}/endings", move())
    again = await here.post(f"/sessions/{other['id']}/endings", move())

    assert ended.status_code == 201
    assert [one["isCurrent"] for one in ended.json()["items"]] == [True]
    assert again.status_code == 404
    assert (await there.get("/me")).status_code == 401
    assert (await here.get("/me")).status_code == 200


async def test_sessions_of_others_are_not_there(sign_in, people):
    somebody = await a_person()
    browser, other = await sign_in(somebody), await sign_in(people.bram)
    [own] = await listed(browser)

    for session in (own["id"], str(uuid4())):
        assert (await other.post(f"/sessions/{session}/endings", move())).status_code == 404
    assert own["id"] not in str(await listed(other))
    assert (await browser.get("/me")).status_code == 200


async def test_sessions_that_are_over_are_not_listed(sign_in, clock):
    clock.stop()
    somebody = await a_person()
    await sign_in(somebody)
    clock.move_on(minutes=31)
    browser = await sign_in(somebody)

    assert [one["isCurrent"] for one in await listed(browser)] == [True]
