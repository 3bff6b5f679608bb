"""What a reader sees of what terms are worth, and of what they would do to the whole."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from msgspec import structs

from samenspraak.catalogue.schemas import CatalogueText
from samenspraak.catalogue.valuing import (
    Hint,
    Line,
    Part,
    ShownRule,
    Valuation,
    in_cents,
    measure_in,
    spelled,
)
from samenspraak.commitments.decisions import Table, Worth, held_agreement
from samenspraak.commitments.queries.rows import histories, terms_of
from samenspraak.commitments.queries.totals import Figures, totals
from samenspraak.commitments.queries.worth import tables_of, worth_in
from samenspraak.commitments.schemas import (
    EffectView,
    EquivalentView,
    FactorView,
    SumHintView,
    SumLineView,
    SumRuleView,
    TryTerms,
    ValuationView,
    WorkspaceTotals,
)
from samenspraak.commitments.terms import AmountValue, Terms, normalised, validate
from samenspraak.database import reading_as
from samenspraak.errors import Fault
from samenspraak.problems import problem, said
from samenspraak.text import Language, sentence
from samenspraak.workspaces.queries import agreed_obligation
from samenspraak.workspaces.schemas import ObligationView, Participant


async def try_terms(participant: Participant, request: TryTerms) -> ValuationView:
    """Work out what terms would be worth and do to the whole; nothing is written down."""
    terms = normalised(request.terms)
    async with reading_as(participant.person_id):
        tables = await tables_of(participant.workspace_id, [terms])
        worth = worth_in(terms, tables)
        return await valuation_view(
            participant,
            worth,
            tables,
            commitment_id=request.commitment_id,
            faults=[*validate(worth.terms), *worth.faults],
        )


async def valuation_view(
    participant: Participant,
    worth: Worth,
    tables: Mapping[str, Table],
    *,
    commitment_id: UUID | None,
    faults: list[Fault],
) -> ValuationView:
    """Return what terms are worth, beside what is agreed; inside a transaction."""
    language = participant.person.language
    counting = worth.terms.counting
    table = None if counting is None else tables.get(counting.edition)
    text = None if table is None else table.text
    valuation = worth.valuation or Valuation(amount_cents=None, spent_cents=worth.terms.spent_cents)
    return ValuationView(
        amount_cents=valuation.amount_cents,
        agreed_cents=_agreed_otherwise(worth),
        is_agreed=valuation.is_agreed,
        is_to_be_discussed=valuation.is_to_be_discussed,
        lines=[_line(line, text, language) for line in valuation.lines],
        spent_cents=valuation.spent_cents,
        missing=list(valuation.missing),
        equivalents=[
            EquivalentView(quantity=each.quantity, months=each.months) for each in worth.equivalents
        ],
        rules=[_rule(rule) for rule in valuation.shown_rules],
        hints=[_hint(hint, language) for hint in valuation.hints],
        faults=problem("invalid", 400, language, faults=tuple(faults)).errors,
        effect=effect_of(
            worth.terms,
            agreed=await _agreed_terms(participant.workspace_id),
            replaces=commitment_id,
            obligation=await agreed_obligation(participant.workspace_id),
        ),
    )


def effect_of(
    terms: Terms,
    *,
    agreed: Mapping[UUID, Terms],
    replaces: UUID | None,
    obligation: ObligationView | None,
) -> EffectView:
    """Return what agreeing to terms would make of the whole, in the place of what they replace."""
    now = _sum(agreed.values())
    # Only amounts matter here, and what somebody tries may have a quantity that is no number.
    amounts = structs.replace(terms, quantity=None)
    then = _sum([*(each for key, each in agreed.items() if key != replaces), amounts])
    owed = None if obligation is None else obligation.amount_cents
    within = None if obligation is None else obligation.within_cents
    return EffectView(
        agreed_cents=now.counting.agreed_cents,
        within_cents=now.within.agreed_cents,
        obligation_cents=owed,
        with_this_cents=then.counting.agreed_cents,
        missing_cents=None if owed is None else max(0, owed - then.counting.agreed_cents),
        missing_within_cents=None if within is None else max(0, within - then.within.agreed_cents),
    )


def _sum(terms: Iterable[Terms]) -> WorkspaceTotals:
    return totals(Figures(agreed=each) for each in terms)


async def _agreed_terms(workspace_id: UUID) -> dict[UUID, Terms]:
    """Return what both sides said yes to last of each commitment, as long as that holds."""
    held = {
        key: agreed.revision_id
        for key, each in (await histories(workspace_id)).items()
        if (agreed := held_agreement(each.negotiations, each.bounds)) is not None
    }
    texts = await terms_of(held.values())
    return {key: texts[revision_id] for key, revision_id in held.items()}


def _agreed_otherwise(worth: Worth) -> int | None:
    """Return an amount that the parties agreed as such, which may be another than the table's."""
    stated = worth.terms.value
    if worth.is_filled or not isinstance(stated, AmountValue):
        return None
    return stated.amount_cents


def _line(line: Line, text: CatalogueText | None, language: Language) -> SumLineView:
    row = None if text is None or line.measure is None else measure_in(text, line.measure)
    name = None if row is None else row.name_nl
    if row is not None and language == "en":
        name = row.name_en or row.name_nl
    return SumLineView(
        measure=line.measure,
        measure_name=name,
        text=line.text[language],
        factors=[_factor(part) for part in line.parts],
        amount_cents=line.amount_cents,
        is_agreed=line.is_agreed,
        most_cents=None if line.most is None else in_cents(line.most),
    )


def _factor(part: Part) -> FactorView:
    return FactorView(
        name=part.name,
        number=spelled(part.number),
        of=None if part.of is None else spelled(part.of),
        unit=part.unit,
        is_worded=part.is_worded,
    )


def _rule(rule: ShownRule) -> SumRuleView:
    return SumRuleView(place=rule.place, measure=rule.measure, text=rule.text)


def _hint(hint: Hint, language: Language) -> SumHintView:
    return SumHintView(
        slug=hint.slug,
        facts=hint.facts,
        detail=sentence(language, f"hint.catalogue/{hint.slug}", **said(hint.facts, language)),
    )
