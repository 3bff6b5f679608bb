"""The demo story from the command line, as `make run` and `make demo` start it."""

from concurrent.futures import ThreadPoolExecutor

import httpx


def test_of_two_that_start_together_one_plays_and_both_tell_who_one_can_be(server, samenspraak):
    with ThreadPoolExecutor() as together:
        plays = list(together.map(samenspraak, ["demo", "demo"]))

    for play in plays:
        assert play.returncode == 0, play.stderr
        assert "marieke@merwestede.example" in play.stdout
        assert "Everybody knows the password" in play.stdout
    found = ["The demo story was there already." in play.stdout for play in plays]
    assert sorted(found) == [False, True]

    one = server("--demo")
    assert "tom@merwestede.example" in "".join(one.said)
    answer = httpx.post(
        f"{one.address}/v1/sessions",
        headers={"origin": one.address},
        json={"email": "tom@merwestede.example", "password": "alleen-voor-de-demo"},
    )
    assert answer.status_code == 201, answer.text


def test_the_demo_is_not_served_to_other_machines(samenspraak):
    said = samenspraak("serve", "--demo", "--host", "0.0.0.0", "--port", 0)

    assert said.returncode == 3
    assert said.stderr.startswith("The demo story has a password that everybody knows")
