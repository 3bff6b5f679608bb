"""The demo story: one contract from its award to a second version of the agreement.

It is played through the product's own commands, each at the moment the story gives it, and so
everything in it was judged and journalled as anything else.
"""

from samenspraak.demo.playing import Account, accounts, judge_audience, play

__all__ = ["Account", "accounts", "judge_audience", "play"]
