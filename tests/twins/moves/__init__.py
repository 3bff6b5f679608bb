"""Every move the twins can make: those only some people may know of, and those all do.

A private move says to which circle it belongs: the people of one side, an organisation, one person,
or another contract. What it is about is named by the step that made it, so that it comes to nothing
in the world where that step was left out.
"""

# Each puts its moves in the list.
from tests.twins.moves import bargaining as bargaining
from tests.twins.moves import drafts as drafts
from tests.twins.moves import files as files
from tests.twins.moves import oneself as oneself
from tests.twins.moves import organisations as organisations
from tests.twins.moves import taking_part as taking_part
from tests.twins.moves import talking as talking
from tests.twins.moves.making import MOVES as MOVES
from tests.twins.moves.making import ids_made as ids_made
