"""What is done with versions, each move one unit of work."""

from samenspraak.agreements.commands.drafting import (
    open_clauses_draft,
    open_purpose_draft,
    propose_purpose,
)
from samenspraak.agreements.commands.offering import offer, send_back, withdraw
from samenspraak.agreements.commands.paper import confirm_paper, record_paper, store_file
from samenspraak.agreements.commands.signing import sign

__all__ = [
    "confirm_paper",
    "offer",
    "open_clauses_draft",
    "open_purpose_draft",
    "propose_purpose",
    "record_paper",
    "send_back",
    "sign",
    "store_file",
    "withdraw",
]
