"""What the own side's departments give their word about before a text is put."""

from samenspraak.commitments.terms import AmountValue, Terms
from samenspraak.drafting.schemas import DraftState
from samenspraak.workspaces.schemas import About, Spoken


def spoken_of(draft: DraftState | None, terms: Terms) -> Spoken:
    """Name the draft that a text comes from, with what it is worth or costs, whichever is more.

    Who writes terms without a draft gives nobody anything to read beforehand.
    """
    value = terms.value
    return Spoken(
        about=About.DRAFT,
        id=None if draft is None else draft.id,
        digest="" if draft is None else draft.digest,
        value_cents=(
            max(value.amount_cents, terms.spent_cents or 0)
            if isinstance(value, AmountValue)
            else None
        ),
    )
