"""Letting somebody who forgot their password choose another, by a link that goes to their address."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from samenspraak import surroundings
from samenspraak.database import as_person, fetch_one
from samenspraak.errors import Invalid
from samenspraak.identity import passwords
from samenspraak.identity.attempts import is_remembered, ration
from samenspraak.identity.commands.organisations import (
    organisation_journals,
    organisation_names,
)
from samenspraak.identity.commands.sessions import (
    SECRET_BYTES,
    end_all_sessions,
    put_password,
)
from samenspraak.identity.commands.tokens import revoke_all_tokens
from samenspraak.identity.decisions import (
    NoResetByMail,
    ResetOver,
    password_faults,
    refuse_faults,
    secret_hash,
    secret_text,
)
from samenspraak.identity.letters import write_letter
from samenspraak.identity.schemas import AskPasswordReset, Language, UsePasswordReset
from samenspraak.identity.spelling import email_faults, email_of
from samenspraak.journal.commands import unit_of_work
from samenspraak.settings import Settings

# Who asked is at the screen; a link that lies in a letterbox for longer only helps somebody else.
RESET_LASTS = timedelta(hours=1)
# A lost letter or two, not a way to fill a stranger's letterbox in our name.
ONE_ADDRESS_A_DAY = 5
ONE_NETWORK_AN_HOUR = 50
_NOBODY = "nobody@invalid"


async def ask_reset(
    request: AskPasswordReset, *, network: str, language: Language, settings: Settings
) -> None:
    """Send a link to choose another password, if somebody with a password has this address.

    Whether that is so cannot be told from the answer, nor from what is done for it: the same
    statements run, of which those for nobody write nothing.
    """
    if not settings.mail_url:
        raise NoResetByMail
    email = email_of(request.email)
    # What is no address is nobody's, so saying so tells nothing.
    if faults := email_faults(email):
        raise Invalid(faults)
    at = surroundings.now()
    secret = secret_text(surroundings.random_bytes(SECRET_BYTES))
    async with as_person(None):
        await ration("reset from", network, limit=ONE_NETWORK_AN_HOUR, seconds=3600)
        # As at sign-in: what strangers ask for does not count where somebody signed in before, or
        # whoever knows an address could keep its owner from ever getting a link.
        is_at_home = await is_remembered("signed in from", email, network)
        whose = (email, network) if is_at_home else (email,)
        await ration("reset of", *whose, limit=ONE_ADDRESS_A_DAY, seconds=24 * 3600)
        known = await fetch_one("select * from credential_of($1)", email)
    # Who only comes in by a provider has no password to forget, and gets none behind its back.
    is_known = known is not None and not known["is_disabled"] and known["password_hash"] is not None
    person_id: UUID = known["person_id"] if known is not None else surroundings.new_id()
    async with as_person(person_id):
        speaks = await fetch_one("select language from person where id = $1", person_id)
        made = await fetch_one(
            "insert into password_reset (id, person_id, secret_hash, made_at, expires_at)"
            " select $1::uuid, $2::uuid, $3, $4::timestamptz, $5::timestamptz"
            " where $6::boolean on conflict (id) do nothing"
            " returning id, set_config('synchronous_commit', 'off', true)",
            request.id,
            person_id,
            secret_hash(secret),
            at,
            at + RESET_LASTS,
            is_known,
        )
        await write_letter(
            "password-reset",
            recipient=email if made is not None else _NOBODY,
            language=language if speaks is None else speaks["language"],
            is_sent=made is not None,
            link=f"{settings.origins[0]}/wachtwoord/{secret}",
            minutes=str(int(RESET_LASTS.total_seconds() // 60)),
        )


async def reset_of(secret: str) -> datetime:
    """Return until when a link holds, or refuse. Looking uses nothing up."""
    row = await _reset(secret)
    expires_at: datetime = row["expires_at"]
    return expires_at


async def use_reset(secret: str, request: UsePasswordReset) -> None:
    """Take another password from who holds the link, once, and end all sessions.

    Somebody else may have known the old one and made a token, so programs need a new one too. It
    signs nobody in: where a second factor is set, it is still asked for.
    """
    row = await _reset(secret)
    person_id: UUID = row["person_id"]
    refuse_faults(
        password_faults(
            request.password,
            name=row["name"],
            email=row["email"],
            organisations=await organisation_names(person_id),
        )
    )
    password_hash = await passwords.hashed(request.password)
    journals = await organisation_journals(person_id)
    async with unit_of_work(person_id, *journals) as work:
        used = await fetch_one(
            "update password_reset set used_at = $2 where id = $1 and used_at is null"
            " and expires_at > $2 returning id",
            row["id"],
            work.at,
        )
        if used is None:
            raise ResetOver
        await put_password(work, journals, password_hash, by="letter")
        await revoke_all_tokens(work, journals)
        await end_all_sessions(person_id)


async def _reset(secret: str) -> dict[str, Any]:
    async with as_person(None):
        row = await fetch_one("select * from password_reset_by($1)", secret_hash(secret))
    if (
        row is None
        or row["used_at"] is not None
        or row["is_disabled"]
        or row["expires_at"] <= surroundings.now()
    ):
        raise ResetOver
    return row
