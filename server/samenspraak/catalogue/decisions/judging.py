"""What an edition says of each measure: what is computed from it, and what is only shown."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from samenspraak.canonical import pointer_to
from samenspraak.catalogue.schemas import (
    AppliesBy,
    CatalogueText,
    DiscussedView,
    MeasureText,
    MeasureView,
    NoteView,
    RegisterShareView,
    ShownRuleView,
    Window,
)
from samenspraak.catalogue.valuing import (
    ShownRule,
    is_addition,
    shown_rules,
    table_rules,
    why_to_be_discussed,
)

_KNOWN_IN_TABLE = frozenset(CatalogueText.__struct_fields__)
_KNOWN_IN_MEASURE = frozenset(MeasureText.__struct_fields__)
# Says of a shipped table where its rules were read; it is no rule itself.
_EXPLAINED = "rules_read_from"


def measure_views(text: CatalogueText, raw: dict[str, Any]) -> list[MeasureView]:
    """Work out each measure; `raw` is the same text with the members we do not know."""
    return [
        _measure_view(text, measure, given)
        for measure, given in zip(text.measures, raw["measures"], strict=True)
    ]


def shown_rule_views(rules: list[ShownRule]) -> list[ShownRuleView]:
    """Return rules that stand in words alone as people see them."""
    return [ShownRuleView(member=rule.place, text=rule.text) for rule in rules]


def notes_on(text: CatalogueText, raw: dict[str, Any], pointer: str) -> list[NoteView]:
    """Return everything that will be shown, and that nothing is computed from."""
    return [*_notes_on_table(text, raw, pointer), *_notes_on_measures(text, raw, pointer)]


def _measure_view(text: CatalogueText, measure: MeasureText, raw: dict[str, Any]) -> MeasureView:
    why = why_to_be_discussed(measure, text)
    return MeasureView(
        code=measure.code,
        name_nl=measure.name_nl,
        name_en=measure.name_en,
        kind=measure.kind,
        target_group=measure.target_group,
        unit=measure.unit,
        value_eur=_spelled(measure.value_eur),
        valuation=measure.valuation,
        is_addition=is_addition(measure),
        discussed=None if why is None else DiscussedView(slug=why.slug, facts=why.facts),
        window=_window(measure),
        full_time_hours_per_week=_spelled(measure.full_time_hours_per_week),
        full_time_hours_source=measure.full_time_hours_source,
        max_counting_months=_spelled(measure.max_counting_months),
        window_on=measure.window_on,
        min_hours_per_week=_spelled(measure.min_hours_per_week),
        requires=measure.requires or [],
        excludes=measure.excludes or [],
        pro_rata=measure.pro_rata,
        percentage=_spelled(measure.percentage),
        percentages=[
            RegisterShareView(register=share.register, percentage=_spelled(share.percentage) or "0")
            for share in measure.percentages or []
        ],
        maximum_eur=_spelled(measure.maximum_eur),
        rules=shown_rule_views(shown_rules(measure)),
        evidence=measure.evidence or [],
        confidence=measure.confidence,
        source=measure.source,
        other={name: value for name, value in raw.items() if name not in _KNOWN_IN_MEASURE},
    )


def _notes_on_table(text: CatalogueText, raw: dict[str, Any], pointer: str) -> Iterator[NoteView]:
    for name in raw:
        if name not in _KNOWN_IN_TABLE and name != _EXPLAINED:
            yield NoteView(pointer=pointer_to(pointer, name), slug="unknown-member")
    for rule in table_rules(text):
        yield NoteView(pointer=f"{pointer}/{rule.place}", slug="words-alone")
    if text.valid_from is None:
        yield NoteView(pointer=f"{pointer}/valid_from", slug="no-start")
    if text.applies_by is None:
        yield NoteView(pointer=f"{pointer}/applies_by", slug="no-rule")
    elif text.applies_by not in set(AppliesBy):
        yield NoteView(pointer=f"{pointer}/applies_by", slug="unknown-rule")


def _notes_on_measures(
    text: CatalogueText, raw: dict[str, Any], pointer: str
) -> Iterator[NoteView]:
    for at, (measure, given) in enumerate(zip(text.measures, raw["measures"], strict=True)):
        place = pointer_to(f"{pointer}/measures", at)
        facts: dict[str, str | int] = {"measure": measure.code}
        for name in given:
            if name not in _KNOWN_IN_MEASURE:
                yield NoteView(pointer=pointer_to(place, name), slug="unknown-member", facts=facts)
        why = why_to_be_discussed(measure, text)
        if why is not None:
            yield NoteView(pointer=place, slug=why.slug, facts={**facts, **why.facts})
        if shown_rules(measure):
            yield NoteView(pointer=f"{place}/conditions", slug="words-alone", facts=facts)


def _window(measure: MeasureText) -> Window:
    if measure.unlimited_counting:
        return Window.UNLIMITED
    return Window.NOT_PUBLISHED if measure.max_counting_months is None else Window.MONTHS


def _spelled(number: Decimal | None) -> str | None:
    """Spell a number in full: no exponents, and no noughts that the table did not mean."""
    if number is None:
        return None
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
