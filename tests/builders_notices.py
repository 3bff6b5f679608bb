"""Small award notices that are faithful to the schemas and about nobody: fictitious throughout."""

import json
import uuid
from collections.abc import Iterable
from typing import Any
from xml.sax.saxutils import escape

NAMESPACES = (
    'xmlns="urn:oasis:names:specification:ubl:schema:xsd:{root}-2"'
    ' xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"'
    ' xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"'
    ' xmlns:efac="http://data.europa.eu/p27/eforms-ubl-extension-aggregate-components/1"'
    ' xmlns:efbc="http://data.europa.eu/p27/eforms-ubl-extension-basic-components/1"'
    ' xmlns:efext="http://data.europa.eu/p27/eforms-ubl-extensions/1"'
    ' xmlns:ext="urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2"'
)


def notice_id(number: int) -> str:
    """Return the same id for the same number, so that a second upload is recognised."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"https://samenspraak.example/notices/{number}"))


def an_organisation(
    key: str, name: str, *, number: str | None = None, country: str = "NLD", extra: str = ""
) -> str:
    company = (
        f"<cac:PartyLegalEntity><cbc:CompanyID>{number}</cbc:CompanyID></cac:PartyLegalEntity>"
    )
    return (
        f"<efac:Organization>{extra}<efac:Company>"
        f'<cac:PartyIdentification><cbc:ID schemeName="organization">{key}</cbc:ID>'
        "</cac:PartyIdentification>"
        f'<cac:PartyName><cbc:Name languageID="NLD">{escape(name)}</cbc:Name></cac:PartyName>'
        "<cac:PostalAddress><cbc:CityName>Merwestede</cbc:CityName><cac:Country>"
        f'<cbc:IdentificationCode listName="country">{country}</cbc:IdentificationCode>'
        "</cac:Country></cac:PostalAddress>"
        f"{company if number else ''}</efac:Company></efac:Organization>"
    )


def a_tender(
    key: str = "TEN-0001",
    *,
    party: str = "TPA-0001",
    lot: str = "LOT-0001",
    amount: str | None = "100000",
    currency: str = "EUR",
    rank: str | None = None,
    extra: str = "",
) -> str:
    total = (
        f'<cac:LegalMonetaryTotal><cbc:PayableAmount currencyID="{currency}">{amount}'
        "</cbc:PayableAmount></cac:LegalMonetaryTotal>"
    )
    scheme = "LotsGroup" if lot.startswith("GLO") else "Lot"
    return (
        f'<efac:LotTender>{extra}<cbc:ID schemeName="tender">{key}</cbc:ID>'
        f"{f'<cbc:RankCode>{rank}</cbc:RankCode>' if rank else ''}{total if amount else ''}"
        f'<efac:TenderingParty><cbc:ID schemeName="tendering-party">{party}</cbc:ID>'
        f'</efac:TenderingParty><efac:TenderLot><cbc:ID schemeName="{scheme}">{lot}</cbc:ID>'
        "</efac:TenderLot></efac:LotTender>"
    )


def a_contract(
    key: str = "CON-0001", *, tenders: Iterable[str] = ("TEN-0001",), reference: str = "2026-0001"
) -> str:
    named = "".join(
        f'<efac:LotTender><cbc:ID schemeName="tender">{tender}</cbc:ID></efac:LotTender>'
        for tender in tenders
    )
    return (
        f'<efac:SettledContract><cbc:ID schemeName="contract">{key}</cbc:ID>'
        "<cbc:AwardDate>2026-09-22+02:00</cbc:AwardDate><cbc:IssueDate>2026-09-24Z</cbc:IssueDate>"
        f"<efac:ContractReference><cbc:ID>{reference}</cbc:ID></efac:ContractReference>"
        f"{named}</efac:SettledContract>"
    )


def a_result(
    lot: str = "LOT-0001",
    *,
    code: str | None = "selec-w",
    tenders: Iterable[str] = ("TEN-0001",),
    contracts: Iterable[str] = ("CON-0001",),
    extra: str = "",
) -> str:
    status = (
        f'<cbc:TenderResultCode listName="winner-selection-status">{code}</cbc:TenderResultCode>'
    )
    return (
        f'<efac:LotResult>{extra}<cbc:ID schemeName="result">RES-{lot}</cbc:ID>'
        f"{status if code else ''}"
        + "".join(
            f'<efac:LotTender><cbc:ID schemeName="tender">{each}</cbc:ID></efac:LotTender>'
            for each in tenders
        )
        + "".join(
            f'<efac:SettledContract><cbc:ID schemeName="contract">{each}</cbc:ID>'
            "</efac:SettledContract>"
            for each in contracts
        )
        + f'<efac:TenderLot><cbc:ID schemeName="Lot">{lot}</cbc:ID></efac:TenderLot>'
        "</efac:LotResult>"
    )


def a_tendering_party(
    key: str = "TPA-0001",
    *,
    members: Iterable[str] = ("ORG-0002",),
    leader: str | None = None,
    name: str | None = None,
) -> str:
    tenderers = "".join(
        f'<efac:Tenderer><cbc:ID schemeName="organization">{member}</cbc:ID>'
        + (
            ""
            if leader is None
            else f"<efbc:GroupLeadIndicator>{str(member == leader).lower()}"
            "</efbc:GroupLeadIndicator>"
        )
        + "</efac:Tenderer>"
        for member in members
    )
    return (
        f'<efac:TenderingParty><cbc:ID schemeName="tendering-party">{key}</cbc:ID>'
        f"{f'<cbc:Name>{escape(name)}</cbc:Name>' if name else ''}{tenderers}</efac:TenderingParty>"
    )


def a_lot(
    key: str = "LOT-0001",
    *,
    title: str = "Onderhoud groen, perceel 1",
    framework: str = "none",
    project: str = "",
    terms: str = "",
) -> str:
    scheme = "LotsGroup" if key.startswith("GLO") else "Lot"
    return (
        f'<cac:ProcurementProjectLot><cbc:ID schemeName="{scheme}">{key}</cbc:ID>'
        f"<cac:TenderingTerms>{terms}</cac:TenderingTerms><cac:TenderingProcess>"
        '<cac:ContractingSystem><cbc:ContractingSystemTypeCode listName="framework-agreement">'
        f"{framework}</cbc:ContractingSystemTypeCode></cac:ContractingSystem>"
        "</cac:TenderingProcess><cac:ProcurementProject>"
        f'<cbc:Name languageID="NLD">{escape(title)}</cbc:Name>{project}'
        '<cac:MainCommodityClassification><cbc:ItemClassificationCode listName="cpv">77310000'
        "</cbc:ItemClassificationCode></cac:MainCommodityClassification><cac:PlannedPeriod>"
        "<cbc:StartDate>2026-11-02+01:00</cbc:StartDate><cbc:EndDate>2028-07-31Z</cbc:EndDate>"
        "</cac:PlannedPeriod></cac:ProcurementProject></cac:ProcurementProjectLot>"
    )


def an_eforms_notice(
    *,
    root: str = "ContractAwardNotice",
    key: str | None = None,
    version: str = "01",
    customization: str = "eforms-sdk-1.13",
    subtype: str = "29",
    notice_type: str = "can-standard",
    language: str = "NLD",
    titles: str = '<cbc:Name languageID="NLD">Onderhoud groen</cbc:Name>',
    organisations: Iterable[str] = (
        an_organisation("ORG-0001", "Gemeente Merwestede", number="00041701"),
        an_organisation("ORG-0002", "Hoveniersbedrijf De Es", number="00041711"),
    ),
    buyers: Iterable[str] = ("ORG-0001",),
    results: Iterable[str] = (a_result(), a_tender(), a_contract(), a_tendering_party()),
    lots: Iterable[str] = (a_lot(),),
    before_results: str = "",
    notice_terms: str = "",
    procedure: str = "6d0a9c1e-7b42-4f58-8a1d-3e5b7c90a000",
    publication: str | None = None,
) -> bytes:
    """Return an eForms notice; the parts are XML, so that a test can bend any of them."""
    number = (
        '<efac:Publication><efbc:NoticePublicationID schemeName="ojs-notice-id">'
        f"{publication}</efbc:NoticePublicationID></efac:Publication>"
    )
    parties = "".join(
        "<cac:ContractingParty><cac:Party><cac:PartyIdentification>"
        f'<cbc:ID schemeName="organization">{buyer}</cbc:ID>'
        "</cac:PartyIdentification></cac:Party></cac:ContractingParty>"
        for buyer in buyers
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><{root} {NAMESPACES.format(root=root)}>'
        "<ext:UBLExtensions><ext:UBLExtension><ext:ExtensionContent><efext:EformsExtension>"
        f"{before_results}<efac:NoticeResult>{''.join(results)}</efac:NoticeResult>"
        f'<efac:NoticeSubType><cbc:SubTypeCode listName="notice-subtype">{subtype}'
        "</cbc:SubTypeCode></efac:NoticeSubType>"
        f"<efac:Organizations>{''.join(organisations)}</efac:Organizations>"
        f"{number if publication else ''}"
        "</efext:EformsExtension></ext:ExtensionContent></ext:UBLExtension></ext:UBLExtensions>"
        f"<cbc:CustomizationID>{customization}</cbc:CustomizationID>"
        f'<cbc:ID schemeName="notice-id">{key or notice_id(0)}</cbc:ID>'
        f"<cbc:ContractFolderID>{procedure}</cbc:ContractFolderID>"
        "<cbc:IssueDate>2026-09-25+02:00</cbc:IssueDate>"
        f"<cbc:VersionID>{version}</cbc:VersionID>"
        f'<cbc:NoticeTypeCode listName="result">{notice_type}</cbc:NoticeTypeCode>'
        f"<cbc:NoticeLanguageCode>{language}</cbc:NoticeLanguageCode>{parties}{notice_terms}"
        f"<cac:ProcurementProject>{titles}</cac:ProcurementProject>{''.join(lots)}"
        f"</{root}>"
    ).encode()


def many_eforms_notices(count: int) -> list[bytes]:
    """Return as many different notices: own ids, procedures, titles, contractors and values."""
    return [
        an_eforms_notice(
            key=notice_id(number),
            procedure=notice_id(1_000_000 + number),
            publication=f"{number:08d}-2026",
            titles=f'<cbc:Name languageID="NLD">Onderhoud wijk {number}</cbc:Name>',
            lots=[a_lot(title=f"Onderhoud wijk {number}")],
            organisations=[
                an_organisation("ORG-0001", "Gemeente Merwestede", number="00041701"),
                an_organisation("ORG-0002", f"Aannemer {number} BV", number=f"{number:08d}"),
            ],
            results=[
                a_result(),
                a_tender(amount=f"{100_000 + number}.50"),
                a_contract(reference=f"2026-{number:04d}"),
                a_tendering_party(),
            ],
        )
        for number in range(1, count + 1)
    ]


def an_ocds_release(number: int = 1, **changes: Any) -> dict[str, Any]:
    """Return one release with one award; a change of None takes a member out."""
    release: dict[str, Any] = {
        "ocid": f"ocds-000000-{number}",
        "id": f"{number}-1",
        "date": "2026-09-22T10:00:00+02:00",
        "tag": ["award"],
        "initiationType": "tender",
        "language": "nl",
        "parties": [
            {
                "id": "NL-KVK-00041701",
                "name": "Gemeente Merwestede",
                "roles": ["buyer"],
                "identifier": {"scheme": "NL-KVK", "id": "00041701"},
            },
            {
                "id": f"NL-KVK-{number:08d}",
                "name": f"Aannemer {number} BV",
                "roles": ["supplier"],
                "identifier": {"scheme": "NL-KVK", "id": f"{number:08d}"},
            },
        ],
        "buyer": {"id": "NL-KVK-00041701", "name": "Gemeente Merwestede"},
        "tender": {"id": f"T-{number}", "title": f"Onderhoud wijk {number}"},
        "awards": [
            {
                "id": f"A-{number}",
                "status": "active",
                "date": "2026-09-22T00:00:00+02:00",
                "value": {"amount": 100_000 + number, "currency": "EUR"},
                "suppliers": [{"id": f"NL-KVK-{number:08d}", "name": f"Aannemer {number} BV"}],
            }
        ],
    }
    release.update(changes)
    return {key: value for key, value in release.items() if value is not None}


def an_ocds_package(releases: Iterable[dict[str, Any]], **members: Any) -> bytes:
    package = {"uri": "https://samenspraak.example/package.json", "version": "1.1"}
    return json.dumps({**package, "releases": list(releases), **members}).encode()


def many_ocds_releases(count: int) -> bytes:
    """Return one release package with as many different processes."""
    return an_ocds_package(an_ocds_release(number) for number in range(1, count + 1))
