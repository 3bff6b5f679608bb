"""The guard stands before every text that a request can carry, tomorrow's too.

Which texts there are is read from the published interface. A citizen's number that is called one is
refused in each; a bare one in each that is free text. What is left out stands here with the reason.
"""

import re
from typing import Any
from uuid import uuid4

from tests.browser import Browser
from tests.builders import People, Room
from tests.conftest import SignIn
from tests.personal_data.members import Member, body_with, members, parameters

from samenspraak.personal_data.bodies import NAMED_OTHERWISE, SECRET

LABELLED = "De kandidaat heeft BSN 123456782."
BARE = "Het gaat om 123456782 hier."

# What people prove themselves with is kept as a hash only, or not at all.
SECRET_MEMBERS = {
    "password": "a password",
    "newPassword": "a password",
    "code": "the digits of an authenticator, or a code for when it is lost",
}
# Texts in the address of a change, and why they need no guard of the body.
REVIEWED_PARAMETERS = {
    ("storeFile", "name"): "the name of a file, which the guard on file names judges",
    ("joinWorkspace", "secret"): "the secret of a link, looked up by its hash",
    ("usePasswordReset", "secret"): "the secret of a link, looked up by its hash",
}
# By the end of their names: not written by people, so there is nothing to declare. Whatever does not
# look like one of these is refused by its own rule, or names something that is not there.
NO_FREE_TEXT = {
    "digest": "64 hexadecimal digits",
    "commitment": "64 hexadecimal digits, made by the server",
    "slot": "64 hexadecimal digits, made by the server",
    "number": "a decimal number",
    "of": "a decimal number",
    "quantity": "a decimal number",
    "percent": "a decimal number",
    "withinPercent": "a decimal number",
    "labourShare": "a decimal number",
    "labourShareBelow": "a decimal number",
    "months": "a decimal number",
    "weeks": "a decimal number",
    "hours": "a decimal number",
    "hoursPerWeek": "a decimal number",
    "fullTimeHours": "a decimal number",
    "letter": "one letter",
    "currency": "three letters",
    "email": "an address, judged as one",
    "reference": "called a reference by its place",
}
# They work out what would be, and store nothing; or for minutes where a browser comes back to.
KEEPS_NOTHING = {"signIn", "requestProvider", "tryObligation", "tryTerms"}


def is_free_text(member: Member) -> bool:
    return member.name.rsplit("/", 1)[-1] not in {*NO_FREE_TEXT, *SECRET}


def test_what_is_left_out_is_secret_or_says_of_itself_what_it_is():
    names = {member.name.rsplit("/", 1)[-1] for member in members()}
    assert set(SECRET_MEMBERS) == SECRET
    assert set(NO_FREE_TEXT) <= names, "the list names what is gone"
    assert names >= NAMED_OTHERWISE
    assert set(NO_FREE_TEXT) >= NAMED_OTHERWISE


def test_every_text_in_the_address_of_a_change_was_looked_at():
    assert set(parameters()) == set(REVIEWED_PARAMETERS)


async def test_a_labelled_number_is_refused_in_every_text_of_every_request(
    people: People, room: Room, sign_in: SignIn
):
    marieke = await sign_in(people.marieke)
    let_through = []
    for member in members():
        if _last(member) in SECRET:
            continue
        slugs = await _slugs(marieke, member, room, people, LABELLED)
        if "personal-data/labelled-bsn" not in slugs:
            let_through.append(f"{member}: {sorted(slugs)}")
    assert not let_through, "\n".join(let_through)


async def test_a_bare_number_is_refused_in_every_text_that_people_write_and_that_is_kept(
    people: People, room: Room, sign_in: SignIn
):
    marieke = await sign_in(people.marieke)
    let_through = []
    for member in members():
        if not is_free_text(member) or member.operation in KEEPS_NOTHING:
            continue
        slugs = await _slugs(marieke, member, room, people, BARE)
        wanted = "bare-bsn" if member.can_be_declared else "looks-like-bsn"
        if f"personal-data/{wanted}" not in slugs:
            let_through.append(f"{member}: {sorted(slugs)}")
    assert not let_through, "\n".join(let_through)


def _last(member: Member) -> str:
    return member.name.rsplit("/", 1)[-1]


async def _slugs(
    browser: Browser,
    member: Member,
    room: Room,
    people: People,
    text: str,
    usual: dict[str, Any] | None = None,
) -> set[str]:
    """Send the text there, and return what was said against it."""
    path = member.path.replace("{workspace_id}", str(room.id))
    path = path.replace("{organisation_id}", str(people.marieke.organisation_id))
    path = re.sub(r"{\w+}", lambda _: str(uuid4()), path)
    answer = await browser.post(path, body_with(member, text, usual or {}))
    if answer.status_code != 400:
        return {str(answer.status_code)}
    assert text not in answer.text
    return {
        fault["slug"] for fault in answer.json()["errors"] if fault["pointer"] == member.pointer
    }
