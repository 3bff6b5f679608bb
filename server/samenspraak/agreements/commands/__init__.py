"""What is done with versions, each move one unit of work."""

from samenspraak.agreements.commands.drafting import (
    open_clauses_draft,
    open_purpose_draft,
    propose_purpose,
)
from samenspraak.agreements.commands.keeping import (
    add_signed_copy,
    lift_hold,
    place_hold,
)
from samenspraak.agreements.commands.offering import offer, send_back, withdraw
from samenspraak.agreements.commands.paper import confirm_paper, record_paper
from samenspraak.agreements.commands.signing import request_signing, set_signing_rule, sign
from samenspraak.agreements.commands.sweeping import sweep

__all__ = [
    "add_signed_copy",
    "confirm_paper",
    "lift_hold",
    "offer",
    "open_clauses_draft",
    "open_purpose_draft",
    "place_hold",
    "propose_purpose",
    "record_paper",
    "request_signing",
    "send_back",
    "set_signing_rule",
    "sign",
    "sweep",
    "withdraw",
]
