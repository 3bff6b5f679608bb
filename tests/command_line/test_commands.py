"""The other commands, one after the other on one database."""

import pytest

PASSWORD = "een lange zin die niemand raadt"


def test_help_teaches_every_command(samenspraak):
    said = samenspraak("--help").stdout
    for name in (
        "serve",
        "migrate",
        "demo",
        "import",
        "verify",
        "audit",
        "catalogue",
        "keys",
        "user",
        "token",
    ):
        assert f"  {name} " in said
        assert len(samenspraak(name, "--help").stdout) > 100


def test_help_speaks_dutch_too(samenspraak):
    assert "Start de server" in samenspraak("serve", "--help", LANG="nl_NL.UTF-8").stdout


@pytest.mark.parametrize("words", [("dance",), ("serve", "--port", "x"), ("import",)])
def test_calling_it_wrongly_ends_with_2(samenspraak, words):
    assert samenspraak(*words).returncode == 2


def test_migrating_twice_changes_nothing_the_second_time(samenspraak):
    first, second = samenspraak("migrate"), samenspraak("migrate")
    assert first.returncode == second.returncode == 0
    assert second.stdout == "The database was up to date already.\n"


def test_commands_for_the_owner_say_that_they_need_the_owner(samenspraak, cluster):
    said = samenspraak("migrate", DATABASE_URL=cluster.server)
    assert said.returncode == 3
    assert "DATABASE_OWNER_URL" in said.stderr


def test_a_user_a_token_and_an_import(samenspraak, tmp_path):
    samenspraak("migrate")
    who = "inkoop@waterwijk.example"
    add = ("user", "add", who, "--name", "Noor de Wit", "--organisation", "Gemeente Waterwijk")

    refused = samenspraak(*add, typed="kort\n")
    assert refused.returncode == 1
    assert "Traceback" not in refused.stderr
    assert samenspraak(*add, typed=f"{PASSWORD}\n").returncode == 0
    assert samenspraak(*add, typed=f"{PASSWORD}\n").returncode == 1

    listed = samenspraak("user", "list").stdout
    assert who in listed
    assert "Gemeente Waterwijk" in listed

    made = samenspraak("token", "add", who, "--name", "nachtelijke import")
    assert made.returncode == 0
    token = made.stdout.strip()
    assert "\n" not in token

    contracts = tmp_path / "contracten.csv"
    contracts.write_text("titel;opdrachtnemer;waarde\nGroenonderhoud;Wout Groen BV;250000\n")
    brought = samenspraak("import", contracts, SAMENSPRAAK_TOKEN=token)
    assert brought.returncode == 0, brought.stderr
    assert "Groenonderhoud" in brought.stdout
    assert "/importeren/" in brought.stdout

    stranger = samenspraak("import", contracts, SAMENSPRAAK_TOKEN="nobody's")
    assert stranger.returncode == 1

    changed = samenspraak("user", "password", who, typed="een andere lange zin hier\n")
    assert changed.returncode == 0

    audited = samenspraak("audit")
    assert audited.returncode == 0
    assert "All is well" in audited.stdout


def test_what_is_no_bundle_is_refused_with_its_reason(samenspraak, tmp_path):
    file = tmp_path / "overeenkomst.zip"
    file.write_bytes(b"PK\x03\x04 and then nothing of ours")

    said = samenspraak("verify", file)

    assert said.returncode == 1
    assert said.stdout.splitlines()[-1] == "This file proves nothing."
    assert samenspraak("verify", file, "--thumbprint", "short").returncode == 2
    assert samenspraak("verify", tmp_path / "nothing.zip").returncode == 2
