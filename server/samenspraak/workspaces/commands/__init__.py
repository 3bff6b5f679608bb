"""Open a room, let people in, say why and what is owed."""

from samenspraak.workspaces.commands.invitations import (
    invite,
    join,
    secret_hash,
    withdraw_invitation,
)
from samenspraak.workspaces.commands.opening import (
    NewContract,
    begin_execution,
    open_by_hand,
    open_imported,
    open_workspace,
)
from samenspraak.workspaces.commands.people import change_roles, remove_participant
from samenspraak.workspaces.commands.wordings import (
    agree_obligation,
    agree_purpose,
    purpose_faults,
    set_obligation,
    set_purpose,
    set_purpose_in,
)

__all__ = [
    "NewContract",
    "agree_obligation",
    "agree_purpose",
    "begin_execution",
    "change_roles",
    "invite",
    "join",
    "open_by_hand",
    "open_imported",
    "open_workspace",
    "purpose_faults",
    "remove_participant",
    "secret_hash",
    "set_obligation",
    "set_purpose",
    "set_purpose_in",
    "withdraw_invitation",
]
