"""The lots of an eForms notice: what is bought, when, where, and what is asked in social terms."""

from collections.abc import Callable
from datetime import date
from typing import Final
from xml.etree.ElementTree import Element

from samenspraak.procurement.reading.plain import (
    CPV_LIMIT,
    UNPUBLISHED,
    amount_of,
    cpv_code,
    day,
    language_code,
    one_line,
    paragraphs,
    with_language,
)
from samenspraak.procurement.reading.xml import (
    PARTS_LIMIT,
    at_most,
    every,
    first,
    text_at,
    texts_at,
)
from samenspraak.procurement.schemas import (
    UNKNOWN_VALUE,
    Lot,
    Period,
    Place,
    SocialTerms,
    Strategic,
    Texts,
    Value,
    ValueState,
)

_FRAMEWORK_CODES: Final = {"fa-mix", "fa-w-rc", "fa-wo-rc"}
_NO_CODES: Final = {"none", UNPUBLISHED, ""}
_IN_EXTENSION: Final = (
    "ext:UBLExtensions/ext:UBLExtension/ext:ExtensionContent/efext:EformsExtension"
)
_PRIVATE: Final = Value(state=ValueState.WITHHELD)


def lots_of(root: Element, language: str) -> tuple[Lot, ...]:
    """Return lots and groups of lots; parts (of a prior notice) are something else."""
    members = _group_members(root)
    lots: dict[str, Lot] = {}
    for element in at_most(PARTS_LIMIT, every(root, "cac:ProcurementProjectLot")):
        identifier = first(element, "cbc:ID")
        key = one_line(None if identifier is None else identifier.text, 60)
        if identifier is None or key is None or key in lots:
            continue
        kind = identifier.get("schemeName") or ("LotsGroup" if key.startswith("GLO-") else "Lot")
        if kind in {"Lot", "LotsGroup"}:
            lots[key] = _lot(element, key, language, members.get(key, ()))
    for key in members.keys() - lots.keys():
        lots[key] = Lot(id=key, titles={}, members=members[key])
    return tuple(lots.values())


def _lot(element: Element, key: str, language: str, members: tuple[str, ...]) -> Lot:
    project = first(element, "cac:ProcurementProject")
    system = "cac:TenderingProcess/cac:ContractingSystem/cbc:ContractingSystemTypeCode"
    return Lot(
        id=key,
        titles=texts_of(project, "cbc:Name", language),
        internal_id=one_line(text_at(project, "cbc:ID"), 200),
        members=members,
        cpv_main=main_cpv(project),
        cpv_additional=additional_cpv(project),
        period=period_of(project),
        places=places_of(project, language),
        social=_social(element, language),
        is_framework=not _FRAMEWORK_CODES.isdisjoint(texts_at(element, system)),
        estimate=money_at(
            project, "cac:RequestedTenderTotal/cbc:EstimatedOverallContractAmount", None
        ),
        framework_maximum=framework_maximum(project),
    )


def _group_members(root: Element) -> dict[str, tuple[str, ...]]:
    groups: dict[str, dict[str, None]] = {}
    for group in every(root, "cac:TenderingTerms/cac:LotDistribution/cac:LotsGroup"):
        key = one_line(text_at(group, "cbc:LotsGroupID"), 60)
        lots = texts_at(group, "cac:ProcurementProjectLotReference/cbc:ID")
        if key is not None:
            groups.setdefault(key, {}).update((lot[:60], None) for lot in lots)
    return {key: tuple(lots) for key, lots in groups.items()}


def texts_of(element: Element | None, path: str, language: str) -> Texts:
    """Return one title per language; those withheld for now are left out."""
    return _texts(element, path, language, one_line)


def long_texts_of(element: Element | None, path: str, language: str) -> Texts:
    """Return one description per language, with its line breaks."""
    return _texts(element, path, language, paragraphs)


def _texts(
    element: Element | None, path: str, language: str, kept: Callable[[str | None], str | None]
) -> Texts:
    texts: Texts = {}
    for found in every(element, path):
        text = kept(found.text)
        if text is not None and text.lower() != UNPUBLISHED:
            attribute = found.get("languageID")
            with_language(texts, language_code(attribute) if attribute else language, text)
    return texts


def main_cpv(project: Element | None) -> str | None:
    """Return the main CPV code of the whole or of a lot."""
    codes = texts_at(project, "cac:MainCommodityClassification/cbc:ItemClassificationCode")
    return next((code for text in codes if (code := cpv_code(text))), None)


def additional_cpv(project: Element | None) -> tuple[str, ...]:
    """Return the additional CPV codes, each once."""
    texts = texts_at(project, "cac:AdditionalCommodityClassification/cbc:ItemClassificationCode")
    return tuple(dict.fromkeys(code for text in texts if (code := cpv_code(text))))[:CPV_LIMIT]


def period_of(project: Element | None) -> Period | None:
    """Return the planned period: dates, a duration, or both."""
    planned = first(project, "cac:PlannedPeriod")
    measure = first(planned, "cbc:DurationMeasure")
    starts_on = day(text_at(planned, "cbc:StartDate"))
    ends_on = day(text_at(planned, "cbc:EndDate"))
    duration = one_line(None if measure is None else measure.text, 20)
    if starts_on is None and ends_on is None and duration is None:
        return None
    unit = None if measure is None else one_line(measure.get("unitCode"), 20)
    return Period(
        starts_on=starts_on, ends_on=ends_on, duration=duration, unit=unit.lower() if unit else None
    )


def places_of(project: Element | None, language: str) -> tuple[Place, ...]:
    """Return where the work is done; a lot may name several places."""
    places: list[Place] = []
    for location in every(project, "cac:RealizedLocation"):
        place = Place(
            texts=long_texts_of(location, "cbc:Description", language),
            nuts=tuple(texts_at(location, "cac:Address/cbc:CountrySubentityCode")[:20]),
            city=one_line(text_at(location, "cac:Address/cbc:CityName"), 200),
            country=one_line(
                text_at(location, "cac:Address/cac:Country/cbc:IdentificationCode"), 60
            ),
        )
        if place != Place(texts={}):
            places.append(place)
    return tuple(places)


def money_at(element: Element | None, path: str, withheld: Value | None) -> Value:
    """Read an amount; `withheld` is what stands there instead when the buyer keeps it back.

    Keeping back wins over an amount that is in the file all the same: a notice as it was sent
    holds what the published one masks.
    """
    if withheld is not None:
        return withheld
    found = first(element, path)
    if found is None:
        return UNKNOWN_VALUE
    if (found.get("currencyID") or "").lower() == UNPUBLISHED:
        return _PRIVATE
    return amount_of(found.text, found.get("currencyID"))


def framework_maximum(project: Element | None) -> Value:
    """Return the framework's maximum (BT-271), which stands in an extension of its own."""
    return money_at(
        project, f"cac:RequestedTenderTotal/{_IN_EXTENSION}/efbc:FrameworkMaximumAmount", None
    )


def withheld_until(published_on: date | None) -> Value:
    """Return the state of a value that becomes public later, or who knows when."""
    return Value(state=ValueState.WITHHELD, published_on=published_on)


def _social(lot: Element, language: str) -> SocialTerms:
    """Read BT-06 with BT-777, BT-775, BT-70, BT-736 and BT-71."""
    strategic: list[Strategic] = []
    objectives: list[str] = []
    for element in every(lot, "cac:ProcurementProject/cac:ProcurementAdditionalType"):
        codes = every(element, "cbc:ProcurementTypeCode")
        for kind, code in ((found.get("listName"), (found.text or "").strip()) for found in codes):
            if code in _NO_CODES:
                continue
            if kind == "strategic-procurement":
                texts = long_texts_of(element, "cbc:ProcurementType", language)
                strategic.append(Strategic(code=code[:60], texts=texts))
            elif kind == "social-objective":
                objectives.append(code[:60])
    terms, reserved = _execution(lot, language)
    return SocialTerms(
        strategic=tuple(strategic),
        objectives=tuple(dict.fromkeys(objectives)),
        performance_terms=terms,
        reserved_execution=reserved,
        reserved_participation=_reserved_participation(lot),
    )


def _execution(lot: Element, language: str) -> tuple[tuple[Texts, ...], bool | None]:
    terms: list[Texts] = []
    reserved: bool | None = None
    for element in every(lot, "cac:TenderingTerms/cac:ContractExecutionRequirement"):
        code = first(element, "cbc:ExecutionRequirementCode")
        kind = None if code is None else code.get("listName")
        answer = "" if code is None else (code.text or "").strip()
        if kind == "reserved-execution":
            reserved = {"yes": True, "no": False}.get(answer, reserved)
        elif kind == "conditions" and (
            texts := long_texts_of(element, "cbc:Description", language)
        ):
            terms.append(texts)
    return tuple(terms), reserved


def _reserved_participation(lot: Element) -> tuple[str, ...]:
    path = (
        "cac:TenderingTerms/cac:TendererQualificationRequest/cac:SpecificTendererRequirement"
        "/cbc:TendererRequirementTypeCode"
    )
    return tuple(
        dict.fromkeys(
            code[:60]
            for found in every(lot, path)
            if found.get("listName") == "reserved-procurement"
            and (code := (found.text or "").strip()) not in _NO_CODES
        )
    )
