"""What an effort is worth by a table: exact, line by line, and rounded once.

Pure: texts of tables and numbers go in, a sum comes out. What a table has in words alone is shown
beside the sum and never computed; what it leaves open is "in overleg", which is never nought.
"""

from samenspraak.catalogue.valuing.alternatives import Equivalent, equivalents
from samenspraak.catalogue.valuing.numbers import in_cents, spelled
from samenspraak.catalogue.valuing.rules import (
    is_addition,
    measure_in,
    shown_rules,
    table_rules,
    why_to_be_discussed,
)
from samenspraak.catalogue.valuing.shapes import (
    AdditionCounted,
    Counted,
    Hint,
    Line,
    OwnFactor,
    Part,
    ShownRule,
    SumFault,
    Valuation,
)
from samenspraak.catalogue.valuing.working import climbed, value

__all__ = [
    "AdditionCounted",
    "Counted",
    "Equivalent",
    "Hint",
    "Line",
    "OwnFactor",
    "Part",
    "ShownRule",
    "SumFault",
    "Valuation",
    "climbed",
    "equivalents",
    "in_cents",
    "is_addition",
    "measure_in",
    "shown_rules",
    "spelled",
    "table_rules",
    "value",
    "why_to_be_discussed",
]
