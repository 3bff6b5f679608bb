"""`kill -9` while both sides sign and sweeps go round: never half a deal, and nothing is left due.

The last signature brings a version in force, binds its texts and seals the receipt in one unit. What
time alone does is written by a sweep; whatever a crash kept it from is still due in the next round.
"""

import asyncio
import contextlib
import os
import random
import secrets
from collections import Counter
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx
import msgspec
import pytest
from tests.crash.deals import OpenDeal
from tests.crash.ground import PATIENCE_SECONDS, SERVERS, Ground, a_ground
from tests.crash.people import ANSWER_SECONDS, PAUSE_SECONDS, headers
from tests.embedded.conftest import eventually

from samenspraak.journal.audit import audit

pytestmark = pytest.mark.crash

SEED = int(os.environ.get("SAMENSPRAAK_SEED") or secrets.randbelow(2**32))
# Every kill meets some deals that are being signed, and some that are being written off.
DEALS = 6
KILLS = max(2, int(os.environ.get("SAMENSPRAAK_ASSURE") or 24) // 4)
# As soon after each other as they can be, so that kills meet rounds.
SWEEP_SECONDS = "1"


@pytest.fixture(scope="module")
def ground() -> Iterator[Ground]:
    with a_ground({"SAMENSPRAAK_SWEEP_SECONDS": SWEEP_SECONDS}) as ground:
        yield ground


async def test_a_kill_never_leaves_half_a_deal_and_the_next_sweep_does_what_was_due(
    ground: Ground,
):
    dice = random.Random(SEED)
    built = await ground.built("tests.crash.deals", str(DEALS))
    deals = msgspec.json.decode(built, type=list[OpenDeal])
    await ground.serve_all()
    told: dict[tuple[UUID, str], int] = {}

    async with asyncio.TaskGroup() as group:
        signing = [
            group.create_task(sign(ground, deal, name, told, random.Random(dice.random())))
            for deal in deals
            for name in deal.sessions
        ]
        for number in range(KILLS):
            await asyncio.sleep(dice.uniform(0.05, 0.8))
            if dice.random() < 0.5:
                ground.servers[ground.ports[number % SERVERS]].kill()
            else:
                await asyncio.to_thread(ground.kill_postgresql, dice)
            assert await asyncio.to_thread(eventually, ground.answers)
            await ground.serve_all()
        await asyncio.wait_for(asyncio.gather(*signing), PATIENCE_SECONDS)

    because = f"SAMENSPRAAK_SEED={SEED}"
    async with ground.owner() as owner:
        for _ in range(int(PATIENCE_SECONDS / PAUSE_SECONDS)):
            if not await owner.fetchval("select count(*) from version where state = 'offered'"):
                break
            await asyncio.sleep(PAUSE_SECONDS)
        for deal in deals:
            await judge(owner, deal, told, because)
    assert ground.mistakes() == "", because
    assert (await audit(ground.addresses.owner)).findings == (), because


async def judge(
    owner: asyncpg.Connection, deal: OpenDeal, told: dict[tuple[UUID, str], int], because: str
) -> None:
    """Hold one deal against what its signatories were told."""
    rows = await owner.fetch(
        "select e.kind, e.body from entry e join workspace w on w.journal_id = e.journal_id"
        " where w.id = $1 and e.kind ~ '^(version|agreement)[.]'",
        deal.workspace_id,
    )
    kinds = Counter(row["kind"] for row in rows)
    found = await owner.fetchrow(
        "select state, (select count(*) from signature s where s.version_id = v.id) as signatures,"
        " (select count(*) from receipt r where r.version_id = v.id) as receipts,"
        " (select count(*) from binding b where b.version_id = v.id) as bindings"
        " from version v where id = $1",
        deal.version_id,
    )
    assert found is not None
    answers = {told[deal.version_id, name] for name in deal.sessions}
    if deal.is_overdue:
        # No late signature came through, whenever the sweep came by.
        assert tuple(found) == ("lapsed", 0, 0, 0), because
        assert kinds == {"version.offered": 1, "version.lapsed": 1}, because
        assert answers == {409}, because
    else:
        assert tuple(found) == ("in_force", 2, 1, 1), because
        expected = {"version.offered": 1, "version.signed": 2, "agreement.concluded": 1}
        assert kinds == expected, because
        assert answers == {201}, because


async def sign(
    ground: Ground,
    deal: OpenDeal,
    name: str,
    told: dict[tuple[UUID, str], int],
    dice: random.Random,
) -> None:
    """Ask to sign, and sign, each with one id until there is an answer."""
    named = {"number": deal.number, "digest": deal.digest}
    async with httpx.AsyncClient(timeout=ANSWER_SECONDS) as http:
        await asyncio.sleep(dice.uniform(0, 2))
        shown = await answered(http, ground, deal, name, "signing-requests", named)
        members: dict[str, Any] = {**named, "requestId": str(uuid4())}
        if shown.status_code == 201:
            members["requestId"] = shown.json()["id"]
        last = await answered(http, ground, deal, name, "signatures", members)
    told[deal.version_id, name] = last.status_code


async def answered(
    http: httpx.AsyncClient,
    ground: Ground,
    deal: OpenDeal,
    name: str,
    noun: str,
    members: dict[str, Any],
) -> httpx.Response:
    body = {"id": str(uuid4()), **members}
    path = f"/v1/workspaces/{deal.workspace_id}/versions/{deal.version_id}/{noun}"
    while True:
        for origin in ground.origins:
            with contextlib.suppress(httpx.TransportError):
                answer = await http.post(
                    origin + path, json=body, headers=headers(deal.sessions[name], origin)
                )
                if answer.status_code < 500:
                    return answer
                assert answer.status_code == 503, answer.text
        await asyncio.sleep(PAUSE_SECONDS)
