"""Setting, removing and checking a second factor, and the codes for when it is lost."""

from uuid import UUID

from samenspraak import surroundings
from samenspraak.database import as_person, execute, fetch_one
from samenspraak.errors import NotFound, require
from samenspraak.identity import passwords
from samenspraak.identity.commands.organisations import organisation_journals, tell_organisations
from samenspraak.identity.commands.proving import attempted, check_second_factor, prove
from samenspraak.identity.commands.sessions import end_other_sessions
from samenspraak.identity.decisions import (
    RECOVERY_BYTES,
    RECOVERY_CODES,
    TOTP_SECRET_BYTES,
    NoSecondFactor,
    NotForPrograms,
    SecondFactorThere,
    recovery_code,
    same_code,
    totp_secret,
    wrong_second_factor,
)
from samenspraak.identity.policy import may_manage_account
from samenspraak.identity.schemas import (
    ConfirmSecondFactor,
    MakeRecoveryCodes,
    RecoveryCodesMade,
    RemoveSecondFactor,
    SecondFactorRemoved,
    SecondFactorSet,
    SetSecondFactor,
    SignedIn,
)
from samenspraak.journal.commands import Work, unit_of_work
from samenspraak.settings import Settings

SALT_BYTES = 16


async def set_second_factor(person: SignedIn, request: SetSecondFactor, settings: Settings) -> str:
    """Begin with a second factor and return its secret; it counts once a first code was right.

    Asking anew replaces what was not confirmed; asking the same again gives the same secret.
    """
    require(may_manage_account(person), NotForPrograms)
    await prove(person, request.password, None, settings, asks_code=False)
    secret = totp_secret(surroundings.random_bytes(TOTP_SECRET_BYTES))
    async with as_person(person.person_id):
        row = await fetch_one(
            "update credential set totp_id = $2,"
            " totp_secret = case when totp_id = $2 then totp_secret else $3 end"
            " where person_id = $1 and totp_since is null returning totp_secret",
            person.person_id,
            request.id,
            secret,
        )
    if row is None:
        raise SecondFactorThere
    return row["totp_secret"]


async def confirm_second_factor(
    person: SignedIn, factor_id: UUID, request: ConfirmSecondFactor, settings: Settings
) -> list[str]:
    """Ask for codes from now on, and return those for when the telephone is lost.

    Sessions that began without a code end: whoever knows the password alone is out.
    """
    require(may_manage_account(person), NotForPrograms)
    journals = await organisation_journals(person.person_id)
    async with attempted(person, settings):
        # Looked for once before the codes are made, which takes a processor a good while.
        async with as_person(person.person_id):
            await _require_waiting(person, factor_id)
        made = await _recovery_codes()
        async with unit_of_work(person.person_id, *journals) as work:
            await _require_waiting(person, factor_id)
            await execute(
                "update credential set totp_since = $2 where person_id = $1",
                person.person_id,
                work.at,
            )
            if not await check_second_factor(person.person_id, same_code(request.code)):
                raise wrong_second_factor(is_missing=not request.code.strip())
            await _keep_recovery_codes(work, made)
            tell_organisations(work, journals, SecondFactorSet(person_id=person.person_id))
            await end_other_sessions(person)
    return made.codes


async def _require_waiting(person: SignedIn, factor_id: UUID) -> None:
    row = await fetch_one(
        "select totp_since from credential where person_id = $1 and totp_id = $2 for update",
        person.person_id,
        factor_id,
    )
    if row is None:
        raise NotFound
    if row["totp_since"] is not None:
        raise SecondFactorThere


async def remove_second_factor(
    person: SignedIn, request: RemoveSecondFactor, settings: Settings
) -> None:
    """Sign in with the password alone again, proving oneself once more with both."""
    require(may_manage_account(person), NotForPrograms)
    await _require_second_factor(person)
    await prove(person, request.password, request.code, settings)
    journals = await organisation_journals(person.person_id)
    async with unit_of_work(person.person_id, *journals) as work:
        row = await fetch_one(
            "update credential set totp_id = null, totp_secret = null, totp_since = null,"
            " totp_step = null where person_id = $1 and totp_since is not null returning id",
            person.person_id,
        )
        if row is None:
            raise NoSecondFactor
        await execute("delete from recovery_code where person_id = $1", person.person_id)
        tell_organisations(work, journals, SecondFactorRemoved(person_id=person.person_id))
        await end_other_sessions(person)


async def make_recovery_codes(
    person: SignedIn, request: MakeRecoveryCodes, settings: Settings
) -> list[str]:
    """Make new codes for when the telephone is lost; the old ones work no longer."""
    require(may_manage_account(person), NotForPrograms)
    await _require_second_factor(person)
    await prove(person, request.password, request.code, settings)
    made = await _recovery_codes()
    journals = await organisation_journals(person.person_id)
    async with unit_of_work(person.person_id, *journals) as work:
        await execute("delete from recovery_code where person_id = $1", person.person_id)
        await _keep_recovery_codes(work, made)
        tell_organisations(work, journals, RecoveryCodesMade(person_id=person.person_id))
    return made.codes


class _NewCodes:
    """Codes nobody has seen yet, with what is kept of them."""

    def __init__(self, codes: list[str], salt: str, hashes: list[str]) -> None:
        self.codes = codes
        self.salt = salt
        self.hashes = hashes


async def _recovery_codes() -> _NewCodes:
    codes: list[str] = []
    while len(codes) < RECOVERY_CODES:
        code = recovery_code(surroundings.random_bytes(RECOVERY_BYTES))
        if code not in codes:
            codes.append(code)
    salt = surroundings.random_bytes(SALT_BYTES).hex()
    hashes = await passwords.code_hashes([same_code(code) for code in codes], salt=salt)
    return _NewCodes(codes, salt, hashes)


async def _keep_recovery_codes(work: Work, made: _NewCodes) -> None:
    for kept in made.hashes:
        await execute(
            "insert into recovery_code (id, person_id, salt, code_hash, made_at)"
            " values ($1, $2, $3, $4, $5)",
            surroundings.new_id(),
            work.person_id,
            made.salt,
            kept,
            work.at,
        )


async def _require_second_factor(person: SignedIn) -> None:
    async with as_person(person.person_id):
        row = await fetch_one(
            "select totp_since from credential where person_id = $1", person.person_id
        )
    if row is None or row["totp_since"] is None:
        raise NoSecondFactor
