"""The agreement on paper: a PDF with the signed text inside, made when somebody asks for it.

It is a picture of that text and never the truth, so it is not kept and nothing waits for it.
"""

from samenspraak.agreements.picture.press import NoPicture, Press
from samenspraak.agreements.picture.shapes import Bound, Sheet, Signatory, Standing

__all__ = ["Bound", "NoPicture", "Press", "Sheet", "Signatory", "Standing"]
