"""`samenspraak catalogue`: a table checked, brought in, listed and written out."""

import json

import pytest
from tests.catalogue.tables import FOREIGN, a_measure, a_table

PASSWORD = "een lange zin die niemand raadt"
WHO = "waarden@noordstad.example"


@pytest.fixture(scope="module")
def ready(samenspraak):
    """A database with somebody who administers an organisation."""
    assert samenspraak("migrate").returncode == 0
    add = ("user", "add", WHO, "--name", "Noor de Wit", "--organisation", "Gemeente Noordstad")
    assert samenspraak(*add, typed=f"{PASSWORD}\n").returncode == 0


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "tabel.json"
    path.write_text(json.dumps(FOREIGN), encoding="utf-8")
    return path


def test_a_check_needs_no_database_and_names_what_is_only_shown(samenspraak, file):
    done = samenspraak("catalogue", "check", file, DATABASE_URL="postgresql://nowhere.invalid/x")
    assert done.returncode == 0, done.stderr
    assert "Waardetabel Noordstad 2027: rows 4" in done.stdout
    for pointer in ("/kleur", "/measures/0/buurtbonus", "/measures/1", "/measures/3/conditions"):
        assert f"  {pointer}: " in done.stdout


def test_a_check_names_every_fault_with_its_place(samenspraak, tmp_path):
    path = tmp_path / "fout.json"
    wrong = a_table(a_measure(), a_measure(value_eur=-1), valid_from="ooit")
    path.write_text(json.dumps([a_table(), wrong]), encoding="utf-8")
    done = samenspraak("catalogue", "check", path, LANG="nl_NL.UTF-8")
    assert done.returncode == 1
    for pointer in ("/1/valid_from", "/1/measures/1/code", "/1/measures/1/value_eur"):
        assert f"- {pointer}: " in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b'{"id": 1e400}',
        b'{"id": "a", "id": "b"}',
        b"[" * 100_000,
        b'"' + b"x" * 1_000_001 + b'"',
    ],
)
def test_whatever_a_file_holds_it_gets_a_sentence(samenspraak, tmp_path, content: bytes):
    path = tmp_path / "raar.json"
    path.write_bytes(content)
    done = samenspraak("catalogue", "check", path)
    assert done.returncode == 1
    assert done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.usefixtures("ready")
def test_a_table_goes_in_and_comes_out_the_same(samenspraak, file, tmp_path):
    bring = ("catalogue", "import", file, "--organisation", "Gemeente Noordstad", "--as", WHO)
    done = samenspraak(*bring)
    assert done.returncode == 0, done.stderr
    edition = done.stdout.strip().rpartition(" ")[2]
    assert samenspraak(*bring).returncode == 1

    listed = samenspraak("catalogue", "list", "--as", WHO).stdout
    assert edition in listed
    assert "utrecht-v3" in listed
    assert edition not in samenspraak("catalogue", "list").stdout

    out = tmp_path / "uit.json"
    written = samenspraak("catalogue", "export", edition, "--as", WHO, "--output", out)
    assert written.returncode == 0, written.stderr
    assert json.loads(out.read_text("utf-8")) == [FOREIGN]
    assert samenspraak("catalogue", "export", edition).returncode == 1


@pytest.mark.usefixtures("ready")
def test_what_comes_with_the_product_is_there_at_once(samenspraak, tmp_path):
    done = samenspraak("catalogue", "export", "utrecht-v3")
    [table] = json.loads(done.stdout)
    assert len(table["measures"]) == 16
    copy = tmp_path / "utrecht.json"
    copy.write_text(done.stdout, encoding="utf-8")
    assert samenspraak("catalogue", "check", copy).returncode == 0


@pytest.mark.usefixtures("ready")
@pytest.mark.parametrize(
    ("organisation", "email", "code"),
    [("Gemeente Elders", WHO, 2), ("Gemeente Noordstad", "niemand@elders.example", 2)],
)
def test_it_is_done_for_somebody_in_their_own_organisation(
    samenspraak, file, organisation: str, email: str, code: int
):
    done = samenspraak("catalogue", "import", file, "--organisation", organisation, "--as", email)
    assert done.returncode == code
    assert "Traceback" not in done.stderr
