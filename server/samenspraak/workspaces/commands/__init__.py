"""Open a room, let people in, say why and what is owed."""

from samenspraak.workspaces.commands.departments import (
    change_department,
    define_department,
    end_department,
    give_word,
    require_words,
)
from samenspraak.workspaces.commands.editions import (
    pin_edition,
)
from samenspraak.workspaces.commands.files import store_file
from samenspraak.workspaces.commands.invitations import (
    invite,
    join,
    secret_hash,
    withdraw_invitation,
)
from samenspraak.workspaces.commands.members import end_member
from samenspraak.workspaces.commands.obligations import (
    change_basis,
    react_to_obligation,
    set_obligation,
)
from samenspraak.workspaces.commands.opening import (
    NewContract,
    begin_execution,
    open_by_hand,
    open_imported,
    open_workspace,
)
from samenspraak.workspaces.commands.people import change_roles, remove_participant
from samenspraak.workspaces.commands.perspectives import (
    hand_in_perspective,
    open_perspectives,
    start_perspectives,
)
from samenspraak.workspaces.commands.wordings import (
    agree_obligation,
    agree_purpose,
    purpose_faults,
    set_purpose,
    set_purpose_in,
)

__all__ = [
    "NewContract",
    "agree_obligation",
    "agree_purpose",
    "begin_execution",
    "change_basis",
    "change_department",
    "change_roles",
    "define_department",
    "end_department",
    "end_member",
    "give_word",
    "hand_in_perspective",
    "invite",
    "join",
    "open_by_hand",
    "open_imported",
    "open_perspectives",
    "open_workspace",
    "pin_edition",
    "purpose_faults",
    "react_to_obligation",
    "remove_participant",
    "require_words",
    "secret_hash",
    "set_obligation",
    "set_purpose",
    "set_purpose_in",
    "start_perspectives",
    "store_file",
    "withdraw_invitation",
]
