"""That somebody said a number is no citizen's number is recorded, wherever they could say it.

What they said is checked by nobody, so the journal holds that they did; never the number.
"""

import ast
from pathlib import Path

import pytest
from tests.browser import Browser, move
from tests.builders import People, Room
from tests.builders_agreements import proven, ready_to_sign, sign
from tests.builders_commitments import named, terms_json
from tests.conftest import SignIn

from samenspraak.database import as_person, fetch
from samenspraak.settings import Settings

REASON = "Het gaat om 123456782, dat is ons nummer van de werkorder niet."
SERVER = Path(__file__).parents[2] / "server/samenspraak"
# Here nothing is recorded by this call: what it is told of is recorded elsewhere.
NOT_ITSELF = {
    # A draft is live: what is proposed from it is judged, and recorded, when it is proposed.
    ("commitments/commands/drafts.py", "open_draft"),
    # The grounds of departing from a bid, recorded with each departure.
    ("commitments/commands/departures.py", "judged"),
    # No way to declare anything.
    ("workspaces/commands/opening.py", "open_by_hand"),
    ("workspaces/commands/invitations.py", "invite"),
    ("workspaces/commands/departments.py", "_check_name"),
    ("files/decisions.py", "judge_name"),
    ("procurement/commands.py", "preview"),
}


async def recorded(room: Room, kind: str) -> list[str]:
    async with as_person(room.marieke.person_id):
        rows = await fetch(
            "select body from entry where journal_id = $1 and kind = $2 order by number",
            room.journal_id,
            kind,
        )
    return [row["body"] for row in rows]


@pytest.fixture
async def marieke(people: People, sign_in: SignIn) -> Browser:
    return await sign_in(people.marieke)


def test_no_command_throws_away_what_the_guard_found():
    """A call of the guard whose answer nobody takes forgets what was declared."""
    thrown = set()
    for path in SERVER.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for function in ast.walk(tree):
            if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            for node in ast.walk(function):
                if (
                    isinstance(node, ast.Expr)
                    and isinstance(node.value, ast.Call)
                    and isinstance(node.value.func, ast.Name)
                    and node.value.func.id == "guard"
                ):
                    thrown.add((str(path.relative_to(SERVER)), function.name))
    assert thrown - NOT_ITSELF == set()


async def test_a_version_that_is_sent_back_or_taken_back_says_so(
    room: Room, people: People, marieke: Browser, sign_in: SignIn
):
    tom = await sign_in(people.tom)
    version = await ready_to_sign(room)
    base = f"/workspaces/{room.id}/versions/{version.id}"
    text = {"number": version.number, "digest": version.digest}
    back = {"reason": REASON, "declaredNotBsn": True, **text}
    assert (await tom.post(f"{base}/returns", move(**back))).status_code == 201
    [body] = await recorded(room, "version.sent-back")
    assert '"declaredNotBsn":true' in body
    assert "123456782" not in body


async def test_a_signature_with_a_reason_says_so(room: Room, settings: Settings, people: People):
    version = await ready_to_sign(room)
    await sign(proven(room.hanneke), version, settings)
    [body] = await recorded(room, "version.signed")
    assert '"declaredNotBsn":false' in body


async def test_a_refusal_of_a_proposal_says_so(
    room: Room, people: People, marieke: Browser, sign_in: SignIn
):
    youssef = await sign_in(people.youssef)
    for verb, kind, browser in (
        ("declines", "commitment.declined", marieke),
        ("withdrawals", "commitment.withdrawn", youssef),
    ):
        base = f"/workspaces/{room.id}/commitments"
        put = (await youssef.post(base, move(terms=terms_json()))).json()
        answer = await browser.post(
            f"{base}/{put['id']}/{verb}",
            move(**named(put), reason=REASON, declaredNotBsn=True),
        )
        assert answer.status_code == 201, answer.text
        [body] = await recorded(room, kind)
        assert '"declaredNotBsn":true' in body


async def test_a_hold_says_so(room: Room, marieke: Browser):
    base = f"/workspaces/{room.id}/dispute-holds"
    hold = move(reason=REASON, declaredNotBsn=True)
    assert (await marieke.post(base, hold)).status_code == 201
    lifted = move(reason="De zaak is klaar.")
    assert (await marieke.post(f"{base}/{hold['id']}/liftings", lifted)).status_code == 201
    [placed] = await recorded(room, "dispute-hold.placed")
    [ended] = await recorded(room, "dispute-hold.lifted")
    assert '"declaredNotBsn":true' in placed
    assert '"declaredNotBsn":false' in ended
