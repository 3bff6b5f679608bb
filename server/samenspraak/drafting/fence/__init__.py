"""Judges every update before the CRDT library gets it, and refuses what no draft of ours can hold.

The library believes the lengths it reads: eight bytes can make it allocate hundreds of megabytes
while it holds the interpreter. It also keeps whatever is well-formed for ever, and hands it on to
every browser. So an update is judged here first, by its form alone (`read`) and then against what
the draft holds (`Outline`). A draft is one map of scalars and one text; there is nothing else to
allow.
"""

from samenspraak.drafting.fence.lies import Lie
from samenspraak.drafting.fence.outline import HEAVY_STEPS, Outline
from samenspraak.drafting.fence.reading import Reading, Shape, read, read_state

__all__ = ["HEAVY_STEPS", "Lie", "Outline", "Reading", "Shape", "read", "read_state"]
