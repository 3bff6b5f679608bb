"""Shutting an account and opening it again, and people who only come in by way of others."""

import json

PASSWORD = "een lange zin die niemand raadt"
WHO = "inkoop@zuiderveen.example"
ADD = ("user", "add", WHO, "--name", "Noor de Wit", "--organisation", "Gemeente Zuiderveen")


def test_an_account_is_shut_and_opened_again(samenspraak):
    samenspraak("migrate")
    assert samenspraak(*ADD, typed=f"{PASSWORD}\n").returncode == 0
    assert samenspraak("token", "add", WHO, "--name", "rapport").returncode == 0

    shut = samenspraak("user", "disable", WHO)
    again = samenspraak("user", "disable", WHO)
    listed = samenspraak("user", "list").stdout
    opened = samenspraak("user", "enable", WHO)
    twice = samenspraak("user", "enable", WHO)
    nobody = samenspraak("user", "disable", "niemand@nergens.example")

    assert [one.returncode for one in (shut, again, opened, twice, nobody)] == [0, 1, 0, 1, 1]
    assert shut.stdout == f"{WHO} can no longer log in; all sessions and tokens have ended.\n"
    assert "shut" in listed
    assert "shut" not in samenspraak("user", "list").stdout
    assert "Traceback" not in again.stderr + twice.stderr + nobody.stderr
    # The entry that a program ended stands in a chain that is whole.
    assert samenspraak("audit").returncode == 0


def test_somebody_may_have_no_password_at_all(samenspraak):
    samenspraak("migrate")
    elsewhere = "alleen@elders.example"

    added = samenspraak(
        "user", "add", elsewhere, "--no-password",
        "--name", "Alleen Elders", "--organisation", "Gemeente Elders",
    )  # fmt: skip

    assert added.returncode == 0, added.stderr
    assert elsewhere in samenspraak("user", "list").stdout
    given = samenspraak("user", "password", elsewhere, typed=f"{PASSWORD}\n")
    assert given.returncode == 0


def test_serving_does_not_start_with_secrets_that_others_can_read(samenspraak, tmp_path):
    samenspraak("migrate")
    path = tmp_path / "openid.json"
    path.write_text(json.dumps([]))
    path.chmod(0o644)

    said = samenspraak("serve", "--port", "0", SAMENSPRAAK_OPENID=str(path))

    assert said.returncode == 3
    assert "0600" in said.stderr
