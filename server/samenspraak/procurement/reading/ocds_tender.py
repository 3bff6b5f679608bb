"""What an OCDS release says of the tender: buyers, lots, CPV, places and social terms."""

import re
from typing import Final

from samenspraak.procurement.reading.ocds_json import (
    Json,
    id_of,
    identifier_at,
    long_text_at,
    name_at,
    object_at,
    objects_at,
    period_at,
    strings_at,
    texts_at,
    value_at,
)
from samenspraak.procurement.reading.plain import CPV_LIMIT, cpv_code, one_line
from samenspraak.procurement.schemas import (
    Lot,
    Organisation,
    Place,
    SocialTerms,
    Strategic,
    Texts,
)

# Goals of the sustainability extension, as the eForms codes that say the same.
_GOALS: Final = {
    "social.disadvantagedEmploymentOpportunities": "opp",
    "social.accessibility": "acc-all",
    "social.genderEquality": "gen-eq",
    "social.ethnicEquality": "et-eq",
    "social.humanRightsInSupplyChains": "hum-right",
    "social.laborRightsPromotion": "work-cond",
}
# Where the work is done is shown as a short list; nobody reads the fifty-first place.
PLACES_LIMIT: Final = 50

_LOT_PLACES: Final = ("deliveryAddresses", "deliveryLocations")


class Parties:
    """The parties of one release, found by id and name, by id, or by name alone.

    Several parties may share an id, an empty one too; the name then tells them apart.
    """

    def __init__(self, release: Json) -> None:
        self.all = objects_at(release, "parties")
        self._by_both: dict[tuple[str | None, str | None], Json] = {}
        self._by_id: dict[str | None, Json] = {}
        self._by_name: dict[str | None, Json] = {}
        for party in self.all:
            key, name = id_of(party.get("id")), name_at(party, "name")
            self._by_both.setdefault((key, name), party)
            self._by_id.setdefault(key, party)
            self._by_name.setdefault(name, party)

    def named(self, reference: Json) -> Json:
        """Return the full party that a reference names, or an empty one."""
        key, name = id_of(reference.get("id")), name_at(reference, "name")
        found = self._by_both.get((key, name)) if key and name else None
        found = found or (self._by_id.get(key) if key else None)
        return found or (self._by_name.get(name) if name else None) or {}

    def with_role(self, role: str) -> list[Json]:
        """Return the parties that have a role."""
        return [party for party in self.all if role in strings_at(party, "roles")]


def organisation_of(reference: Json, parties: Parties, language: str) -> Organisation | None:
    """Return an organisation by its reference, or None when nobody says its name."""
    party = parties.named(reference)
    name = name_at(reference, "name") or name_at(party, "name")
    name = name or name_at(object_at(party or reference, "identifier"), "legalName")
    key = id_of(reference.get("id")) or id_of(party.get("id"))
    if name is None and key is None:
        return None
    address = object_at(party, "address") or object_at(reference, "address")
    names: Texts = {} if name is None else {language: name}
    return Organisation(
        key=(key or name or "")[:300],
        names=names,
        identifier=identifier_at(party) or identifier_at(reference),
        city=name_at(address, "locality"),
        country=name_at(address, "countryName"),
    )


def organisations_of(
    references: list[Json], parties: Parties, language: str
) -> tuple[Organisation, ...]:
    """Return the organisations that have a name, each once; a shared id does not make them one."""
    found = (organisation_of(each, parties, language) for each in references)
    named = {(each.key, *each.names.values()): each for each in found if each and each.names}
    return tuple(named.values())


def buyers_of(release: Json, language: str) -> tuple[Organisation, ...]:
    """Return the buyers: those with that role, the named buyer, or else who procures.

    The procuring entity comes last because some publishers write a civil servant's name there.
    """
    parties = Parties(release)
    references = parties.with_role("buyer")
    buyer = object_at(release, "buyer")
    named = parties.named(buyer)
    if buyer and not any(party is named for party in references):
        references = [buyer, *references]
    if not references:
        entity = object_at(release, "tender", "procuringEntity")
        references = parties.with_role("procuringEntity") or ([entity] if entity else [])
    return organisations_of(references, parties, language)


def lots_of(tender: Json, language: str) -> tuple[Lot, ...]:
    """Return the lots of the lots extension."""
    lots: dict[str, Lot] = {}
    whole = is_framework(tender)
    items: dict[str | None, list[Json]] = {}
    for item in objects_at(tender, "items"):
        items.setdefault(id_of(item.get("relatedLot")), []).append(item)
    for each in objects_at(tender, "lots"):
        key = id_of(each.get("id"))
        if key is None or key in lots:
            continue
        main, additional = _cpv(items.get(key, []))
        techniques = object_at(each, "techniques")
        lots[key] = Lot(
            id=key,
            titles=texts_at(each, "title", language),
            cpv_main=main,
            cpv_additional=additional,
            period=period_at(each, "contractPeriod"),
            places=places_of(each, language),
            social=social_of(each, language),
            is_framework=whole or is_framework(each),
            estimate=value_at(each, "value"),
            framework_maximum=value_at(object_at(techniques, "frameworkAgreement"), "value"),
        )
    return tuple(lots.values())


def cpv_of(release: Json) -> tuple[str | None, tuple[str, ...]]:
    """Return the CPV codes of the tender, or else of its items, awards and contracts."""
    tender = object_at(release, "tender")
    items = [tender, *objects_at(tender, "items")]
    for holder in (*objects_at(release, "awards"), *objects_at(release, "contracts")):
        items += objects_at(holder, "items")
    return _cpv(items)


def _cpv(holders: list[Json]) -> tuple[str | None, tuple[str, ...]]:
    mains = [object_at(holder, "classification") for holder in holders]
    others = [each for h in holders for each in objects_at(h, "additionalClassifications")]
    codes = list(dict.fromkeys(code for each in (*mains, *others) if (code := _code(each))))
    return (codes[0], tuple(codes[1 : CPV_LIMIT + 1])) if codes else (None, ())


def _code(classification: Json) -> str | None:
    scheme = classification.get("scheme")
    if not isinstance(scheme, str) or not scheme.upper().startswith("CPV"):
        return None
    return cpv_code(id_of(classification.get("id")))


def places_of(holder: Json, language: str) -> tuple[Place, ...]:
    """Return where a tender or lot is delivered."""
    places: list[Place] = []
    items = [holder, *objects_at(holder, "items")]
    for address in (a for item in items for a in _addresses(item)):
        text = name_at(address, "description") or name_at(address, "region")
        place = Place(
            texts={language: text} if text else {},
            city=name_at(address, "locality"),
            country=name_at(address, "countryName"),
        )
        if place != Place(texts={}) and place not in places:
            places.append(place)
        if len(places) == PLACES_LIMIT:
            break
    return tuple(places)


def _addresses(item: Json) -> list[Json]:
    several = [address for key in _LOT_PLACES for address in objects_at(item, key)]
    one = object_at(item, "deliveryAddress")
    return [*several, one] if one else several


def social_of(holder: Json, language: str) -> SocialTerms:
    """Read the sustainability and contract terms extensions, of a tender or of a lot."""
    strategic: list[Strategic] = []
    objectives: list[str] = []
    for each in objects_at(holder, "sustainability"):
        goal = name_at(each, "goal")
        text = long_text_at(each, "description")
        if goal is None:
            continue
        if goal.startswith("social"):
            objectives.append(_GOALS.get(goal, "other"))
            strategic.append(Strategic(code="soc-obj", texts={language: text} if text else {}))
    terms = object_at(holder, "contractTerms")
    performance = long_text_at(terms, "performanceTerms")
    reserved = terms.get("reservedExecution")
    return SocialTerms(
        strategic=tuple(strategic),
        objectives=tuple(dict.fromkeys(objectives)),
        performance_terms=({language: performance},) if performance else (),
        reserved_execution=reserved if isinstance(reserved, bool) else None,
        reserved_participation=_reserved(holder),
    )


def _reserved(holder: Json) -> tuple[str, ...]:
    codes = strings_at(object_at(holder, "otherRequirements"), "reservedParticipation")
    kept = (re.sub(r"[^\w-]", "", one_line(code, 60) or "") for code in codes)
    return tuple(dict.fromkeys(code for code in kept if code))


def is_framework(tender: Json) -> bool:
    """Tell whether the whole tender is for a framework agreement."""
    return object_at(tender, "techniques").get("hasFrameworkAgreement") is True
