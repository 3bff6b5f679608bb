"""What is done with commitments, each move one unit of work."""

from samenspraak.commitments.commands.binding import bind
from samenspraak.commitments.commands.drafts import open_draft, propose_draft
from samenspraak.commitments.commands.holders import replace_holder
from samenspraak.commitments.commands.moves import (
    accept,
    answer,
    counter,
    decline,
    pause,
    propose,
    propose_anew,
    question,
    resume,
    withdraw,
)
from samenspraak.commitments.commands.packages import accept_package, propose_package
from samenspraak.commitments.commands.partners import answer_about_partner, ask_about_partner
from samenspraak.commitments.commands.sweeping import sweep

__all__ = [
    "accept",
    "accept_package",
    "answer",
    "answer_about_partner",
    "ask_about_partner",
    "bind",
    "counter",
    "decline",
    "open_draft",
    "pause",
    "propose",
    "propose_anew",
    "propose_draft",
    "propose_package",
    "question",
    "replace_holder",
    "resume",
    "sweep",
    "withdraw",
]
