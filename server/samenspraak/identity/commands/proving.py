"""Judging the password and the code with which somebody says it is them."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from uuid import UUID

from samenspraak import surroundings
from samenspraak.database import as_person, fetch_one
from samenspraak.errors import Fault
from samenspraak.identity import attempts, passwords
from samenspraak.identity.decisions import (
    WrongPassword,
    is_totp_code,
    same_code,
    step_of_code,
    wrong_second_factor,
)
from samenspraak.identity.schemas import ProofMethod, SignedIn
from samenspraak.settings import Settings


@asynccontextmanager
async def attempted(person: SignedIn, settings: Settings) -> AsyncGenerator[None]:
    """Count one attempt of whoever is signed in; what goes well forgets those before."""
    async with as_person(None):
        await attempts.begin("proof", person.person_id, limit=settings.sign_in_attempts)
    yield
    async with as_person(None):
        await attempts.forget("proof", person.person_id)


async def prove(
    person: SignedIn,
    password: str,
    code: str | None,
    settings: Settings,
    *,
    asks_code: bool = True,
) -> ProofMethod:
    """Take the password of whoever is signed in, and a code where a second factor is set."""
    async with attempted(person, settings):
        async with as_person(person.person_id):
            known = await fetch_one(
                "select password_hash, totp_since is not null as has_second_factor"
                " from credential where person_id = $1",
                person.person_id,
            )
        assert known is not None, "whoever is signed in has a credential"
        if not await passwords.matches(password, known["password_hash"]):
            raise WrongPassword([Fault(pointer="/password", slug=WrongPassword.slug)])
        if not asks_code or not known["has_second_factor"]:
            return ProofMethod.PASSWORD
        spelled = same_code(code or "")
        if not spelled:
            raise wrong_second_factor(is_missing=True)
        if not await fits_second_factor(person.person_id, spelled):
            raise wrong_second_factor()
    return ProofMethod.PASSWORD_AND_CODE


async def fits_second_factor(person_id: UUID, code: str) -> bool:
    """Tell whether a code is one of somebody's, and use it up."""
    if not is_totp_code(code):
        return await _use_recovery_code(person_id, code)
    async with as_person(person_id):
        return await check_second_factor(person_id, code)


async def check_second_factor(person_id: UUID, code: str) -> bool:
    """Do so for a code of the telephone, within the transaction that is open."""
    row = await fetch_one(
        "select totp_secret, totp_step from credential"
        " where person_id = $1 and totp_since is not null for update",
        person_id,
    )
    if row is None:
        return False
    step = step_of_code(
        code, secret=row["totp_secret"], at=surroundings.now(), used_step=row["totp_step"]
    )
    if step is None:
        return False
    used = await fetch_one(
        "update credential set totp_step = $2 where person_id = $1 returning id", person_id, step
    )
    return used is not None


async def _use_recovery_code(person_id: UUID, code: str) -> bool:
    async with as_person(person_id):
        kept = await fetch_one(
            "select salt from recovery_code where person_id = $1 limit 1", person_id
        )
    if kept is None:
        return False
    [tried] = await passwords.code_hashes([code], salt=kept["salt"])
    async with as_person(person_id):
        used = await fetch_one(
            "update recovery_code set used_at = $3"
            " where person_id = $1 and code_hash = $2 and used_at is null returning id",
            person_id,
            tried,
            surroundings.now(),
        )
    return used is not None
