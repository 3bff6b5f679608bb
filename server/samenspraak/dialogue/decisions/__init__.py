"""What may happen to threads, messages and recorded talks, and what follows from it."""

from collections.abc import Callable
from typing import ParamSpec

from samenspraak.errors import Refusal

P = ParamSpec("P")


def is_open(judge: Callable[P, object], *values: P.args, **named: P.kwargs) -> bool:
    """Tell whether a decision would let something happen, for the moves a view lists."""
    try:
        judge(*values, **named)
    except Refusal:
        return False
    return True
