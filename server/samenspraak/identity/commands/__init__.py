"""Letting people in and out, and the rights they hold for their organisation."""

from samenspraak.identity.commands.organisations import (
    Organisation,
    add_member,
    change_settings,
    found_organisation,
    grant_mandate,
    revoke_mandate,
)
from samenspraak.identity.commands.people import (
    make_token_for,
    make_user,
    register,
    replace_password,
)
from samenspraak.identity.commands.sessions import (
    change_password,
    choose_language,
    prove_again,
    sign_in,
    sign_out,
    sign_out_everywhere,
    start_session,
)
from samenspraak.identity.commands.tokens import make_token, revoke_token

__all__ = [
    "Organisation",
    "add_member",
    "change_password",
    "change_settings",
    "choose_language",
    "found_organisation",
    "grant_mandate",
    "make_token",
    "make_token_for",
    "make_user",
    "prove_again",
    "register",
    "replace_password",
    "revoke_mandate",
    "revoke_token",
    "sign_in",
    "sign_out",
    "sign_out_everywhere",
    "start_session",
]
