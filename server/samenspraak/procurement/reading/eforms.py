"""Contract award notices of eForms (UBL 2.3 with the European extension), all SDK versions."""

import re
from typing import Final
from xml.etree.ElementTree import Element

from samenspraak.procurement.decisions.refusals import (
    ContractNotice,
    NotAnAwardNotice,
    NotEforms,
    PriorInformationNotice,
    TedExport,
)
from samenspraak.procurement.reading.eforms_book import privacy_of
from samenspraak.procurement.reading.eforms_lots import (
    additional_cpv,
    framework_maximum,
    long_texts_of,
    lots_of,
    main_cpv,
    money_at,
    period_of,
    places_of,
    texts_of,
)
from samenspraak.procurement.reading.eforms_results import Results, read_results
from samenspraak.procurement.reading.plain import (
    UNPUBLISHED,
    day,
    identifier_of,
    language_code,
    one_line,
    with_language,
)
from samenspraak.procurement.reading.xml import (
    at_most,
    every,
    first,
    local_name,
    parse,
    text_at,
    texts_at,
)
from samenspraak.procurement.schemas import (
    AwardNotice,
    Identifier,
    Modification,
    Organisation,
    Outcome,
    SocialTerms,
    Source,
    Texts,
    Value,
    ValueState,
)

_EXTENSION: Final = "ext:UBLExtensions/ext:UBLExtension/ext:ExtensionContent/efext:EformsExtension"
_AWARD_NAMESPACE: Final = "urn:oasis:names:specification:ubl:schema:xsd:ContractAwardNotice-"
# What people write where a register number is asked and they have none.
_NO_NUMBER: Final = {
    "-",
    "n/a",
    "na",
    "none",
    "not available",
    "onbekend",
    "unknown",
    "nvt",
    "n.v.t.",
}
# Purchasing bodies buy for some hundreds of others at once; every opening repeats them all.
BUYERS_LIMIT: Final = 1_000

# `notice uuid - version`, as one notice names another.
_NOTICE_AND_VERSION: Final = re.compile(
    r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:-(\d{1,4}))?", re.IGNORECASE
)


def read_eforms(data: bytes) -> AwardNotice:
    """Read an award notice; anything else is refused by its name."""
    root = parse(data)
    _refuse_other_documents(root)
    extensions = every(root, _EXTENSION)
    if not extensions:
        raise NotEforms
    language = language_code(text_at(root, "cbc:NoticeLanguageCode"))
    organisations = _organisations(extensions, language)
    lots = lots_of(root, language)
    total, ceiling = _notice_values(root, extensions)
    results = read_results(
        extensions,
        organisations=organisations,
        lots=lots,
        language=language,
        total=total,
        ceiling=ceiling,
    )
    project = first(root, "cac:ProcurementProject")
    publication = next(iter(_in_any(extensions, "efac:Publication")), None)
    return AwardNotice(
        source=Source.EFORMS,
        notice_id=one_line(
            text_at(root, "cbc:ID[@schemeName='notice-id']") or text_at(root, "cbc:ID"), 200
        ),
        version=one_line(text_at(root, "cbc:VersionID"), 20),
        publication_number=one_line(text_at(publication, "efbc:NoticePublicationID"), 60),
        procedure_id=one_line(text_at(root, "cbc:ContractFolderID"), 200),
        ocid=None,
        customization_id=one_line(text_at(root, "cbc:CustomizationID"), 200),
        subtype=one_line(_first_text(extensions, "efac:NoticeSubType/cbc:SubTypeCode"), 20),
        language=language,
        titles=texts_of(project, "cbc:Name", language),
        reference=_reference(text_at(project, "cbc:ID")),
        issued_on=day(text_at(root, "cbc:IssueDate")),
        published_on=day(text_at(publication, "efbc:PublicationDate")),
        buyers=_buyers(root, organisations),
        lots=lots,
        awards=results.awards,
        without_winner=results.without_winner,
        total=total,
        framework_maximum=ceiling,
        cpv_main=main_cpv(project),
        cpv_additional=additional_cpv(project),
        period=period_of(project),
        places=places_of(project, language),
        social=SocialTerms(),
        modification=_modification(root, extensions, results, language),
        corrects=one_line(
            _first_text(extensions, "efac:Changes/efbc:ChangedNoticeIdentifier"), 200
        ),
        why_nothing=_why_nothing(results),
        remarks=results.remarks,
    )


def _refuse_other_documents(root: Element) -> None:
    name = local_name(root)
    if name == "ContractAwardNotice" and root.tag.startswith("{" + _AWARD_NAMESPACE):
        return
    if name == "ContractNotice":
        raise ContractNotice
    if name == "PriorInformationNotice":
        raise PriorInformationNotice
    if name in {"TED_EXPORT", "TED_ESENDERS"}:
        raise TedExport
    raise NotAnAwardNotice(root=one_line(name, 60) or "?")


def _in_any(extensions: list[Element], path: str) -> list[Element]:
    return [found for extension in extensions for found in every(extension, path)]


def _first_text(extensions: list[Element], path: str) -> str | None:
    return next((text for extension in extensions if (text := text_at(extension, path))), None)


def _organisations(extensions: list[Element], language: str) -> dict[str, Organisation]:
    """Return all organisations by their name inside the notice; the first of a name counts."""
    found: dict[str, Organisation] = {}
    desks: dict[str, Organisation] = {}
    for element in _in_any(extensions, "efac:Organizations/efac:Organization"):
        company = first(element, "efac:Company")
        key = one_line(text_at(company, "cac:PartyIdentification/cbc:ID"), 60)
        if company is None or key is None or key in found:
            continue
        country = text_at(company, "cac:PostalAddress/cac:Country/cbc:IdentificationCode")
        person = text_at(element, "efbc:NaturalPersonIndicator")
        found[key] = Organisation(
            key=key,
            names=_names(company, language),
            identifier=_company_number(company, country),
            city=one_line(text_at(company, "cac:PostalAddress/cbc:CityName"), 200),
            country=one_line(country, 60),
            is_natural_person=None if person is None else person == "true",
        )
        # A buyer may be named by its desk, which speaks for the organisation.
        for desk in texts_at(element, "efac:TouchPoint/cac:PartyIdentification/cbc:ID"):
            desks.setdefault(desk, found[key])
    return desks | found


def _names(company: Element, language: str) -> Texts:
    names: Texts = {}
    for element in every(company, "cac:PartyName/cbc:Name"):
        text = one_line(element.text)
        if text is not None and text.lower() != UNPUBLISHED:
            code = (
                language_code(element.get("languageID")) if element.get("languageID") else language
            )
            with_language(names, code, text)
    return names


def _company_number(company: Element, country: str | None) -> Identifier | None:
    numbers = [
        number
        for text in texts_at(company, "cac:PartyLegalEntity/cbc:CompanyID")
        if text.lower() not in _NO_NUMBER and (number := identifier_of(text, country=country))
    ]
    # An organisation may give several numbers; one whose register is certain says most.
    return next((number for number in numbers if number.scheme), numbers[0] if numbers else None)


def _buyers(root: Element, organisations: dict[str, Organisation]) -> tuple[Organisation, ...]:
    """Return the buyers in the order of the notice; two may well share one register number."""
    buyers: dict[str, Organisation] = {}
    path = "cac:ContractingParty/cac:Party/cac:PartyIdentification/cbc:ID"
    for key in at_most(BUYERS_LIMIT, texts_at(root, path)):
        if key in organisations:
            buyers.setdefault(organisations[key].key, organisations[key])
    return tuple(buyers.values())


def _notice_values(root: Element, extensions: list[Element]) -> tuple[Value, Value]:
    """Return what all contracts of the notice are worth, and the maximum of its frameworks."""
    result = next(iter(_in_any(extensions, "efac:NoticeResult")), None)
    total = money_at(result, "cbc:TotalAmount", privacy_of(result, "not-val"))
    ceiling = money_at(
        result, "efbc:OverallMaximumFrameworkContractsAmount", privacy_of(result, "not-max-val")
    )
    if ceiling.state is ValueState.UNKNOWN:
        ceiling = framework_maximum(first(root, "cac:ProcurementProject"))
    return total, ceiling


def _reference(text: str | None) -> str | None:
    return None if text is None or text.lower() == UNPUBLISHED else one_line(text, 200)


def _modification(
    root: Element, extensions: list[Element], results: Results, language: str
) -> Modification | None:
    """Read which notice and contracts a modification notice (subtypes 38 to 40) changes."""
    changes = _in_any(extensions, "efac:ContractModification")
    is_named_so = text_at(root, "cbc:NoticeTypeCode") == "can-modif"
    if not changes and not is_named_so:
        return None
    change = changes[0] if changes else None
    earlier = one_line(text_at(change, "efbc:ChangedNoticeIdentifier"), 200)
    found = _NOTICE_AND_VERSION.fullmatch(earlier or "")
    sections = [
        section
        for element in changes
        for text in texts_at(
            element, "efac:Change/efac:ChangedSection/efbc:ChangedSectionIdentifier"
        )
        + texts_at(element, "efac:Change/efbc:ChangedSectionIdentifier")
        if (section := one_line(text, 60))
    ]
    named = [award for award in results.awards if award.contract_id in sections]
    return Modification(
        notice_id=found.group(1) if found else earlier,
        notice_version=found.group(2) if found else None,
        sections=tuple(dict.fromkeys(sections)),
        contract_keys=tuple(award.key for award in named or results.awards),
        reason=one_line(text_at(change, "efac:ChangeReason/cbc:ReasonCode"), 60),
        descriptions=tuple(
            texts
            for element in changes
            for part in every(element, "efac:Change")
            if (texts := long_texts_of(part, "efbc:ChangeDescription", language))
        ),
    )


def _why_nothing(results: Results) -> Outcome | None:
    """Name the weightiest reason that nobody can be invited."""
    if any(
        member.organisation.names for award in results.awards for member in award.winner.members
    ):
        return None
    outcomes = {each.outcome for each in results.without_winner}
    order = (Outcome.UNNAMED, Outcome.WITHHELD, Outcome.STILL_OPEN, Outcome.CLOSED)
    if results.awards:
        return Outcome.UNNAMED
    return next((outcome for outcome in order if outcome in outcomes), Outcome.NO_AWARD)
