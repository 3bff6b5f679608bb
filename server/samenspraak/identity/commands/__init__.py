"""Letting people in and out, and the rights they hold for their organisation."""

from samenspraak.identity.commands.elsewhere import (
    RETURN_ADDRESS,
    VISIT_SECONDS,
    CameBack,
    Onward,
    Visit,
    come_back,
    remove_identity,
    visit_provider,
)
from samenspraak.identity.commands.members import (
    end_administrator,
    end_membership,
    make_administrator,
    require_may_manage,
    still_administrator,
)
from samenspraak.identity.commands.organisations import (
    Organisation,
    add_member,
    change_settings,
    found_organisation,
    grant_mandate,
    organisation_journals,
    revoke_mandate,
)
from samenspraak.identity.commands.people import (
    disable_account,
    enable_account,
    make_token_for,
    make_user,
    register,
    replace_password,
)
from samenspraak.identity.commands.resets import (
    ask_reset,
    reset_of,
    use_reset,
)
from samenspraak.identity.commands.second_factors import (
    confirm_second_factor,
    make_recovery_codes,
    remove_second_factor,
    set_second_factor,
)
from samenspraak.identity.commands.sessions import (
    change_password,
    choose_language,
    end_session,
    prove_again,
    sign_in,
    sign_out,
    sign_out_everywhere,
    start_session,
)
from samenspraak.identity.commands.tokens import (
    make_token,
    revoke_token,
)

__all__ = [
    "RETURN_ADDRESS",
    "VISIT_SECONDS",
    "CameBack",
    "Onward",
    "Organisation",
    "Visit",
    "add_member",
    "ask_reset",
    "change_password",
    "change_settings",
    "choose_language",
    "come_back",
    "confirm_second_factor",
    "disable_account",
    "enable_account",
    "end_administrator",
    "end_membership",
    "end_session",
    "found_organisation",
    "grant_mandate",
    "make_administrator",
    "make_recovery_codes",
    "make_token",
    "make_token_for",
    "make_user",
    "organisation_journals",
    "prove_again",
    "register",
    "remove_identity",
    "remove_second_factor",
    "replace_password",
    "require_may_manage",
    "reset_of",
    "revoke_mandate",
    "revoke_token",
    "set_second_factor",
    "sign_in",
    "sign_out",
    "sign_out_everywhere",
    "start_session",
    "still_administrator",
    "use_reset",
    "visit_provider",
]
