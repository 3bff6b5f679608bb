"""A house that older code made, brought to the newest shape: what was agreed in it still stands.

`kept/m0007/` holds the rows, the key and two bundles as the code of the seventh migration left them:
a room in which two versions were signed and one was sent back, a deal on paper, and a room in which a
version was taken back and the next has one of its two signatures. The people in it are made up.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
import httpx
import pytest
from tests.agreements.second_verifier import answers, as_text, verdict
from tests.browser import CSRF_COOKIE, SESSION_COOKIE, move
from tests.builders import PASSWORD
from tests.migrations.conftest import begin, finished
from tests.postgres import TestCluster
from tests.servers import ServerProcess, free_ports, ready, start_server

from samenspraak.agreements.archive import unpack
from samenspraak.agreements.auditing import audit_agreements
from samenspraak.agreements.verification import Outcome, verify_bundle
from samenspraak.embedded import Addresses
from samenspraak.journal.audit import audit

KEPT = Path(__file__).parent / "kept" / "m0007"
TOLD = json.loads((KEPT / "told.json").read_text())
(KEY,) = [path.stem for path in (KEPT / "keys").glob("*.pem")]
PATIENCE_SECONDS = 120


class OldHouse:
    """The house after the upgrade, with a server of today in front of it."""

    def __init__(self, addresses: Addresses, folder: Path, server: ServerProcess) -> None:
        self.addresses = addresses
        self.keys_folder = folder / "keys"
        self._server = server
        self._http = httpx.AsyncClient(base_url=f"{server.origin}/v1", timeout=PATIENCE_SECONDS)
        self._sessions: dict[str, httpx.Cookies] = {}

    async def get(self, who: str, path: str) -> httpx.Response:
        """Ask something as one of its people."""
        answer = await self._http.get(path, headers=await self._headers(who))
        assert answer.status_code == 200, answer.text
        return answer

    async def post(self, who: str, path: str, **members: Any) -> dict[str, Any]:
        """Make a move as one of its people."""
        answer = await self._http.post(path, json=move(**members), headers=await self._headers(who))
        assert answer.status_code in {200, 201}, answer.text
        return answer.json()

    async def see(self, who: str, room: str, version: str) -> dict[str, Any]:
        """Return one version in full."""
        path = f"/workspaces/{TOLD[room]}/versions/{version}"
        return (await self.get(who, path)).json()

    async def sign(self, who: str, room: str, version: str) -> dict[str, Any]:
        """Sign a version as it stands."""
        line = (await self.see(who, room, version))["line"]
        path = f"/workspaces/{TOLD[room]}/versions/{version}"
        named = {"number": line["number"], "digest": line["digest"]}
        shown = await self.post(who, f"{path}/signing-requests", **named)
        return await self.post(who, f"{path}/signatures", requestId=shown["id"], **named)

    async def bundle(self, who: str, room: str, version: str) -> bytes:
        """Take a bundle away."""
        path = f"/workspaces/{TOLD[room]}/versions/{version}/bundle"
        return (await self.get(who, path)).content

    async def close(self) -> None:
        """Leave."""
        await self._http.aclose()

    async def _headers(self, who: str) -> dict[str, str]:
        origin = {"origin": self._server.origin, "sec-fetch-site": "same-origin"}
        if who not in self._sessions:
            # As they signed in before the upgrade, with the password of then.
            answer = await self._http.post(
                "/sessions",
                json={"email": TOLD["emails"][who], "password": PASSWORD},
                headers=origin,
            )
            assert answer.status_code == 201, answer.text
            self._sessions[who] = answer.cookies
            self._http.cookies.clear()
        cookies = self._sessions[who]
        carried = "; ".join(f"{name}={cookies[name]}" for name in (SESSION_COOKIE, CSRF_COOKIE))
        return {**origin, "cookie": carried, "x-csrf-token": cookies[CSRF_COOKIE]}


@pytest.fixture(scope="module")
async def old_house(cluster: TestCluster, tmp_path_factory: Any) -> AsyncIterator[OldHouse]:
    name = f"upgraded_{uuid4().hex}"
    addresses = cluster.create_database(name)
    folder = tmp_path_factory.mktemp(name)
    copied(folder / "keys")
    until(addresses, "m0007_one_mouth")
    await fill(addresses)
    assert finished(begin("migrate", addresses))[0] == 0
    (port,) = free_ports(1)
    server = await ready(start_server(addresses, port, [port], folder))
    house = OldHouse(addresses, folder, server)
    try:
        yield house
    finally:
        await house.close()
        server.kill()
        cluster.drop_database(name)


def copied(folder: Path) -> None:
    """Put the key where the house looks for it; a checkout does not keep who may read a file."""
    shutil.copytree(KEPT / "keys", folder)
    folder.chmod(0o700)
    for path in folder.iterdir():
        path.chmod(0o600)


def until(addresses: Addresses, name: str) -> None:
    """Bring an empty database to the shape of then."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.migrations.until", name],
        cwd=Path(__file__).parents[2],
        env={**os.environ, "DATABASE_OWNER_URL": addresses.owner},
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr


async def fill(addresses: Addresses) -> None:
    """Put the rows of then in."""
    connection = await asyncpg.connect(addresses.owner)
    try:
        await connection.execute((KEPT / "data.sql").read_text())
    finally:
        await connection.close()


async def assert_sound(house: OldHouse) -> None:
    """Recompute every chain, and hold every row against it."""
    owner = house.addresses.owner
    assert (await audit(owner)).findings == ()
    report = await audit_agreements(owner, keys_folder=house.keys_folder)
    assert (report.misfits, report.workspaces) == ((), 3)


@pytest.mark.parametrize("name", ["bundle-1.zip", "bundle-3.zip"])
def test_bundles_that_were_taken_away_then_hold_now_for_both_verifiers(name: str):
    data = (KEPT / name).read_bytes()

    report = verify_bundle(data, trusted={KEY})
    (second,) = answers([{"bundle": as_text(data), "trusted": [KEY]}])

    assert report.outcome is Outcome.KNOWN_ISSUER
    assert verdict(report) == verdict(second)


async def test_nothing_in_the_house_looks_changed_after_the_upgrade(old_house: OldHouse):
    await assert_sound(old_house)


@pytest.mark.parametrize(("version", "name"), [("first", "bundle-1"), ("second", "bundle-3")])
async def test_old_versions_give_a_bundle_with_the_same_proof_as_then(
    old_house: OldHouse, version: str, name: str
):
    made = await old_house.bundle("tom", "room", TOLD[version])

    assert verify_bundle(made, trusted={KEY}).outcome is Outcome.KNOWN_ISSUER
    (second,) = answers([{"bundle": as_text(made), "trusted": [KEY]}])
    assert second["outcome"] == "known-issuer"
    then = unpack((KEPT / f"{name}.zip").read_bytes())
    now = unpack(made)
    for part in ("agreement.json", "receipt.json", "receipt.jws", "signatures.json", "names.json"):
        assert now[part] == then[part], part


async def test_old_versions_show_what_they_showed(old_house: OldHouse):
    first = await old_house.see("marieke", "room", TOLD["first"])
    sent_back = await old_house.see("hanneke", "room", TOLD["sentBack"])
    second = await old_house.see("youssef", "room", TOLD["second"])
    paper = await old_house.see("tom", "outside", TOLD["paper"])
    taken_back = await old_house.see("youssef", "halfway", TOLD["takenBack"])

    assert [each["line"]["state"] for each in (first, sent_back, second, paper, taken_back)] == [
        *("superseded", "sent_back", "in_force", "in_force", "withdrawn")
    ]
    assert second["line"]["reason"] == "Een leerplek erbij."
    assert len(second["signatures"]) == 2
    for room, version in (("room", "first"), ("room", "second"), ("outside", "paper")):
        path = f"/workspaces/{TOLD[room]}/versions/{TOLD[version]}/reading"
        reading = (await old_house.get("tom", path)).json()
        assert reading


async def test_a_version_that_was_half_signed_is_signed_to_its_end_and_a_next_one_follows(
    old_house: OldHouse,
):
    """The first signature was given before the upgrade, with what a statement said then."""
    whole = await old_house.sign("tom", "halfway", TOLD["waiting"])
    assert whole["line"]["state"] == "in_force"
    data = await old_house.bundle("hanneke", "halfway", TOLD["waiting"])
    assert verify_bundle(data, trusted={KEY}).outcome is Outcome.KNOWN_ISSUER

    offered = await old_house.post(
        "marieke",
        f"/workspaces/{TOLD['halfway']}/versions",
        cause="other",
        reason="Wij spreken elkaar vaker.",
        clauses=[{"title": "Overleg", "text": "Wij overleggen elke maand."}],
    )
    next_id = offered["line"]["id"]
    await old_house.sign("hanneke", "halfway", next_id)
    signed = await old_house.sign("tom", "halfway", next_id)

    assert signed["line"]["state"] == "in_force"
    data = await old_house.bundle("tom", "halfway", next_id)
    assert verify_bundle(data, trusted={KEY}).outcome is Outcome.KNOWN_ISSUER
    await assert_sound(old_house)
