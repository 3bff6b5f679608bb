"""The demo story from the command line, as `make run` and `make demo` start it."""

import httpx


def test_the_demo_tells_who_one_can_be_and_is_served_on_the_own_machine(server, samenspraak):
    first = samenspraak("demo")
    assert first.returncode == 0, first.stderr
    assert "marieke@merwestede.example" in first.stdout
    assert "Everybody knows the password" in first.stdout

    second = samenspraak("demo")
    assert second.returncode == 0
    assert "The demo story was there already." in second.stdout

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
