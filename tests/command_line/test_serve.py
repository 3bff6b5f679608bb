"""Starting and stopping the product."""

import os
import signal

import httpx
import pytest
from tests.embedded.conftest import eventually

from samenspraak.embedded import EmbeddedPostgres


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_until_told_to_stop_and_leaves_nothing_running(server, data_folder, number):
    one = server()
    assert httpx.get(f"{one.address}/v1/openapi.json").json()["openapi"].startswith("3.")
    assert EmbeddedPostgres(data_folder).status().pid is not None

    assert one.end(number) == 0

    assert EmbeddedPostgres(data_folder).status().pid is None


def test_answers_do_not_say_what_serves_them(server):
    headers = httpx.get(f"{server().address}/v1/openapi.json").headers
    assert "server" not in headers


def test_two_processes_share_one_database_and_the_last_one_stops_it(server, data_folder):
    first, second = server(), server()

    assert first.end(signal.SIGTERM) == 0

    assert httpx.get(f"{second.address}/v1/openapi.json").status_code == 200
    assert second.end(signal.SIGTERM) == 0
    assert EmbeddedPostgres(data_folder).status().pid is None


def test_a_port_in_use_is_told_before_anything_is_started(server, samenspraak, tmp_path):
    port = server().port

    said = samenspraak("serve", "--port", port, SAMENSPRAAK_DATA=str(tmp_path / "other"))

    assert said.returncode == 3
    assert said.stderr == (
        f"Port {port} is taken by another program. Stop that program, or choose another port: "
        f"make run port={port + 1}\n"
    )
    assert not said.stdout
    assert not (tmp_path / "other").exists()


def test_it_speaks_the_language_of_the_terminal(server, samenspraak):
    said = samenspraak("serve", "--port", server().port, LANG="nl_NL.UTF-8")
    assert said.stderr.startswith("Poort ")


def test_a_login_that_row_level_security_does_not_hold_back_is_refused(cluster, samenspraak):
    said = samenspraak("serve", "--port", 0, DATABASE_URL=cluster.administrator)
    assert said.returncode == 3
    assert "The role postgres in DATABASE_URL is superuser" in said.stderr


def test_an_owner_of_tables_is_refused_and_so_is_an_empty_database(cluster, template, samenspraak):
    owner = cluster.addresses(template).owner
    said = samenspraak("serve", "--port", 0, DATABASE_URL=owner)
    assert said.returncode == 3
    assert "owns tables" in said.stderr

    said = samenspraak("serve", "--port", 0, DATABASE_URL=cluster.server)
    assert said.returncode == 3
    assert said.stderr == "The database is still empty. First run: samenspraak migrate\n"


def test_a_database_that_is_not_there_is_one_sentence(samenspraak):
    nowhere = "postgresql://somebody:word@/nothing?host=/nowhere"
    said = samenspraak("serve", "--port", 0, DATABASE_URL=nowhere)
    assert said.returncode == 3
    assert said.stderr.startswith("The database cannot be reached: ")
    assert "Traceback" not in said.stderr


def test_plain_http_on_another_name_is_refused(samenspraak):
    origin = "http://samenspraak.example"
    said = samenspraak("serve", "--port", 0, SAMENSPRAAK_ORIGINS=origin)
    assert said.returncode == 3
    assert f"On {origin} a browser does not keep the sign-in" in said.stderr


def test_it_goes_on_after_postgresql_was_killed(server, data_folder, samenspraak):
    """What was acknowledged survives is judged elsewhere; here, that it comes back at all."""
    one = server()
    before = EmbeddedPostgres(data_folder).status().pid
    assert before
    os.kill(before, signal.SIGKILL)

    assert eventually(lambda: EmbeddedPostgres(data_folder).status().pid not in {None, before})
    assert samenspraak("audit").returncode == 0
    assert one.end(signal.SIGTERM) == 0
