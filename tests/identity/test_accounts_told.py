"""What becomes of an account stands in the journals of those one works for, without a secret."""

import json
from typing import Any
from uuid import uuid4

from tests.browser import move
from tests.builders import PASSWORD, Person, a_person
from tests.conftest import SignIn
from tests.identity.test_second_factor import with_second_factor

from samenspraak.database import as_person, fetch
from samenspraak.identity import commands

ANOTHER = "vijf heel andere losse woorden"


async def told_of(person: Person) -> list[tuple[str, dict[str, str]]]:
    """Return what an organisation was told since it began, oldest first."""
    rows = await entries_of(person)
    founding = {"organisation.founded", "person.joined"}
    return [(row["kind"], json.loads(row["body"])) for row in rows if row["kind"] not in founding]


async def entries_of(person: Person) -> list[dict[str, Any]]:
    async with as_person(person.id):
        return await fetch(
            "select kind, actor, body from entry where journal_id = $1 order by number",
            person.organisation_journal_id,
        )


async def test_what_a_member_does_to_the_own_account_is_told(sign_in: SignIn, clock):
    somebody = await a_person()
    whom = {"personId": str(somebody.id)}
    browser = await sign_in(somebody)
    changed = await browser.post(
        "/password-changes", {"password": PASSWORD, "newPassword": ANOTHER}
    )
    assert changed.status_code == 201, changed.text
    assert await told_of(somebody) == [("password.changed", {**whom, "by": "member"})]


async def test_new_codes_for_a_lost_telephone_are_told_and_not_which(sign_in: SignIn, clock):
    somebody = await a_person()
    browser = await sign_in(somebody)
    telephone, _ = await with_second_factor(browser, clock)
    made = await browser.post("/recovery-codes", {"password": PASSWORD, "code": telephone.code()})
    assert made.status_code == 201, made.text
    whom = {"personId": str(somebody.id)}
    assert await told_of(somebody) == [("second-factor.set", whom), ("recovery-codes.made", whom)]


async def test_what_the_owner_of_the_house_does_to_an_account_is_told(
    sign_in: SignIn, at_the_command_line: None
):
    somebody, other = [await a_person(organisation=str(uuid4())) for _ in range(2)]
    browser = await sign_in(somebody)
    made = await browser.post("/tokens", move(name="koppeling", days=30))
    assert made.status_code == 201, made.text
    token = {"personId": str(somebody.id), "tokenId": made.json()["id"]}

    await commands.replace_password(email=somebody.email, password=ANOTHER)
    await commands.disable_account(somebody.email)
    await commands.enable_account(somebody.email)

    whom = {"personId": str(somebody.id)}
    assert await told_of(somebody) == [
        ("token.made", token),
        ("password.changed", {**whom, "by": "operator"}),
        # Whoever knew the old password may have made it.
        ("token.revoked", token),
        ("account.disabled", whom),
        ("account.enabled", whom),
    ]
    assert await told_of(other) == []
    # They did none of it but the first.
    assert [row["actor"] for row in (await entries_of(somebody))[-5:]] == [
        somebody.id,
        *[None] * 4,
    ]
