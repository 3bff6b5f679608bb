"""What an eForms notice says, one trap at a time."""

from datetime import date
from pathlib import Path

import pytest
from tests.builders_notices import (
    a_contract,
    a_lot,
    a_result,
    a_tender,
    a_tendering_party,
    an_eforms_notice,
    an_organisation,
    many_eforms_notices,
)

import samenspraak
from samenspraak.procurement.decisions.openings import openings, openings_of, wholes
from samenspraak.procurement.decisions.refusals import (
    ContractNotice,
    NotAnAwardNotice,
    NotEforms,
    PriorInformationNotice,
    TedExport,
)
from samenspraak.procurement.reading import read
from samenspraak.procurement.schemas import (
    AwardNotice,
    Money,
    Outcome,
    Value,
    ValueState,
    text_in,
)

DEMO = Path(samenspraak.__file__).parent / "demo_data" / "gunning-waterwijk.xml"
WITHOUT_EXTENSION = (
    b"<ContractAwardNotice "
    b'xmlns="urn:oasis:names:specification:ubl:schema:xsd:ContractAwardNotice-2"/>'
)
BUYER = an_organisation("ORG-0001", "Gemeente Merwestede", number="00041701")


def notice_from(data: bytes) -> AwardNotice:
    (notice,) = read(data, "notice.xml").notices
    return notice


def known_value(minor: int, currency: str = "EUR") -> Value:
    return Value(state=ValueState.KNOWN, amount_minor=minor, currency=currency)


def contractors(count: int) -> list[str]:
    return [BUYER] + [
        an_organisation(f"ORG-{number:04d}", f"Aannemer {number}") for number in range(2, count + 2)
    ]


def test_the_demo_notice_holds_the_story():
    notice = notice_from(DEMO.read_bytes())
    first, second = openings(notice)

    assert text_in(second.titles, reader="en") == "Renovatie 214 woningen Waterwijk, perceel 2"
    assert second.value == known_value(486_000_000)
    assert second.reference == "2026-0417"
    assert second.cpv_main == "45453100"
    assert second.awarded_on == date(2026, 9, 22)
    assert notice.published_on == date(2026, 9, 28)
    assert second.period is not None
    assert (second.period.starts_on, second.period.ends_on) == (
        date(2026, 11, 2),
        date(2028, 7, 31),
    )
    assert second.social.objectives == ("opp",)
    assert "tussen 2 en 5 %" in second.social.performance_terms[0]["nl"]
    assert second.social.reserved_execution is False
    assert [buyer.names["nl"] for buyer in second.buyers] == ["Gemeente Merwestede"]
    (member,) = second.winner.members
    assert member.organisation.names == {"nl": "Van Doorn & Bakker Bouw"}
    assert first.winner.members[0].organisation.names["nl"] != "Van Doorn & Bakker Bouw"
    assert b"fictief" in DEMO.read_bytes().lower()


def test_thirty_notices_are_thirty_openings_with_keys_of_their_own():
    found = [
        opening
        for number, data in enumerate(many_eforms_notices(30))
        for opening in openings_of(read(data, f"{number}.xml"))
    ]

    assert len({opening.key for opening in found}) == 30
    assert found[6].value == known_value(10_000_750)


@pytest.mark.parametrize(
    ("number", "country", "scheme", "normal"),
    [
        ("00041711", "NLD", "NL-KVK", "00041711"),
        ("0004 1711", "NLD", "NL-KVK", "00041711"),
        ("00.041.711", "NLD", "NL-KVK", "00041711"),
        ("KVK 00041711", "NLD", "NL-KVK", "00041711"),
        ("NL-KVK-00041711", "BEL", "NL-KVK", "00041711"),
        ("00000003000417110000", "NLD", "NL-KVK", "00041711"),
        ("90004585", "EST", None, "90004585"),
        ("821 227 062", "NOR", None, "821227062"),
        ("0243.405.860", "BEL", None, "0243405860"),
        ("1234567", "NLD", None, "1234567"),
    ],
)
def test_a_register_number_is_normalised_and_its_spelling_kept(number, country, scheme, normal):
    buyer = an_organisation("ORG-0001", "Koper", number=number, country=country)
    notice = notice_from(an_eforms_notice(organisations=[buyer]))

    identifier = notice.buyers[0].identifier
    assert identifier is not None
    assert (identifier.scheme, identifier.id, identifier.original) == (scheme, normal, number)


def test_two_buyers_may_share_a_register_number():
    organisations = [
        an_organisation("ORG-0001", "Gemeente Merwestede", number="00041701"),
        an_organisation("ORG-0003", "Grondbedrijf Merwestede", number="00041701"),
    ]
    notice = notice_from(
        an_eforms_notice(organisations=organisations, buyers=["ORG-0001", "ORG-0003"])
    )

    assert [buyer.names["nl"] for buyer in notice.buyers] == [
        "Gemeente Merwestede",
        "Grondbedrijf Merwestede",
    ]


def test_a_losing_tender_is_not_a_winner():
    results = [
        a_result(tenders=["TEN-0001", "TEN-0002"]),
        a_tender("TEN-0001"),
        a_tender("TEN-0002", party="TPA-0002", amount="90000"),
        a_contract(),
        a_tendering_party(),
        a_tendering_party("TPA-0002", members=["ORG-0003"]),
    ]
    notice = notice_from(an_eforms_notice(organisations=contractors(2), results=results))

    assert [award.winner.key for award in notice.awards] == ["TPA-0001"]
    assert notice.awards[0].value == known_value(10_000_000)


def test_a_consortium_is_one_winner_and_its_leader_is_flagged():
    results = [
        a_result(),
        a_tender(),
        a_contract(),
        a_tendering_party(
            members=["ORG-0002", "ORG-0003"], leader="ORG-0003", name="Combinatie De Dijk"
        ),
    ]
    (opening,) = openings(
        notice_from(an_eforms_notice(organisations=contractors(2), results=results))
    )

    assert opening.winner.name == "Combinatie De Dijk"
    assert [(each.organisation.key, each.leads) for each in opening.winner.members] == [
        ("ORG-0002", False),
        ("ORG-0003", True),
    ]


def test_a_silent_notice_does_not_say_who_leads():
    notice = notice_from(an_eforms_notice())

    assert [member.leads for member in notice.awards[0].winner.members] == [None]


def test_without_a_contract_the_tenders_of_a_direct_award_speak():
    results = [
        a_result(code=None, contracts=[], tenders=["TEN-0001"]),
        a_tender(),
        a_tendering_party(),
    ]
    notice = notice_from(an_eforms_notice(results=results, subtype="25", notice_type="veat"))

    assert [(award.contract_id, award.lot_ids) for award in notice.awards] == [
        (None, ("LOT-0001",))
    ]
    assert notice.why_nothing is None
    assert notice.awards[0].value == known_value(10_000_000)


def test_without_a_contract_only_the_first_ranked_tender_wins():
    results = [
        a_result(contracts=[], tenders=["TEN-0001", "TEN-0002"]),
        a_tender(rank="2"),
        a_tender("TEN-0002", party="TPA-0002", rank="1"),
        a_tendering_party(),
        a_tendering_party("TPA-0002", members=["ORG-0003"]),
    ]
    notice = notice_from(an_eforms_notice(organisations=contractors(2), results=results))

    assert [award.winner.key for award in notice.awards] == ["TPA-0002"]


def test_unranked_tenders_without_a_contract_are_remarked_on():
    results = [
        a_result(contracts=[], tenders=["TEN-0001", "TEN-0002"]),
        a_tender(),
        a_tender("TEN-0002", party="TPA-0002"),
        a_tendering_party(),
        a_tendering_party("TPA-0002", members=["ORG-0003"]),
    ]
    notice = notice_from(an_eforms_notice(organisations=contractors(2), results=results))

    assert len(notice.awards) == 2
    assert [remark.slug for remark in notice.remarks] == ["procurement/winners-without-contract"]


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        ("clos-nw", Outcome.CLOSED),
        ("open-nw", Outcome.STILL_OPEN),
        ("unpublished", Outcome.WITHHELD),
        ("selec-w", Outcome.UNNAMED),
    ],
)
def test_a_result_without_a_winner_says_why(code, outcome):
    tenders = ["TEN-0001"] if code.endswith("-nw") else []
    results = [
        a_result(code=code, contracts=[], tenders=tenders),
        a_tender(),
        a_tendering_party(),
    ]
    notice = notice_from(an_eforms_notice(results=results))

    assert openings(notice) == ()
    assert notice.why_nothing is outcome
    assert [(each.id, each.outcome) for each in notice.without_winner] == [("LOT-0001", outcome)]


def test_a_notice_without_any_result_holds_no_award():
    assert notice_from(an_eforms_notice(results=[])).why_nothing is Outcome.NO_AWARD


def test_a_winner_whom_nobody_names_opens_nothing():
    notice = notice_from(an_eforms_notice(organisations=[BUYER]))

    assert openings(notice) == ()
    assert notice.why_nothing is Outcome.UNNAMED
    assert [remark.slug for remark in notice.remarks] == ["procurement/missing-organisation"]


def test_a_lot_that_does_not_exist_is_kept_as_it_was_named():
    results = [
        a_result("MISSING"),
        a_tender(lot="MISSING"),
        a_contract(),
        a_tendering_party(),
    ]
    notice = notice_from(an_eforms_notice(results=results))
    (opening,) = openings(notice)

    assert opening.lot_ids == ("MISSING",)
    assert opening.titles == {"nl": "Onderhoud groen"}
    assert [(remark.slug, remark.facts) for remark in notice.remarks] == [
        ("procurement/missing-lot", {"lot": "MISSING"})
    ]


def test_a_notice_without_lots_opens_all_the_same():
    (opening,) = openings(notice_from(an_eforms_notice(lots=[])))

    assert opening.titles == {"nl": "Onderhoud groen"}
    assert opening.period is None


def test_a_tender_for_a_group_of_lots_covers_its_lots():
    group = (
        "<cac:TenderingTerms><cac:LotDistribution><cac:LotsGroup>"
        '<cbc:LotsGroupID schemeName="LotsGroup">GLO-0001</cbc:LotsGroupID>'
        "<cac:ProcurementProjectLotReference><cbc:ID>LOT-0001</cbc:ID>"
        "</cac:ProcurementProjectLotReference><cac:ProcurementProjectLotReference>"
        "<cbc:ID>LOT-0002</cbc:ID></cac:ProcurementProjectLotReference>"
        "</cac:LotsGroup></cac:LotDistribution></cac:TenderingTerms>"
    )
    results = [
        a_result("LOT-0001"),
        a_result("LOT-0002"),
        a_tender(lot="GLO-0001", amount="250000"),
        a_contract(),
        a_tendering_party(),
    ]
    lots = [a_lot(), a_lot("LOT-0002", title="perceel 2"), a_lot("GLO-0001", title="samen")]
    for terms in (group, ""):
        notice = notice_from(an_eforms_notice(results=results, lots=lots, notice_terms=terms))
        (opening,) = openings(notice)
        assert opening.lot_ids == ("LOT-0001", "LOT-0002")
        assert opening.value == known_value(25_000_000)
        assert notice.without_winner == ()


def test_a_contract_with_several_winners_opens_one_room_for_each():
    results = [
        a_result(tenders=["TEN-0001", "TEN-0002"]),
        a_tender(),
        a_tender("TEN-0002", party="TPA-0002", amount="70000"),
        a_contract(tenders=["TEN-0001", "TEN-0002"]),
        a_tendering_party(),
        a_tendering_party("TPA-0002", members=["ORG-0003"]),
    ]
    notice = notice_from(an_eforms_notice(organisations=contractors(2), results=results))

    assert [(award.key, award.value.amount_minor) for award in notice.awards] == [
        ("CON-0001/TPA-0001", 10_000_000),
        ("CON-0001/TPA-0002", 7_000_000),
    ]


def test_a_frameworks_ceiling_is_no_winners_value():
    """Ten winners each showing the full 65 million would make 650 million of it."""
    keys = [f"{number:04d}" for number in range(1, 11)]
    results = [
        '<cbc:TotalAmount currencyID="EUR">65000000</cbc:TotalAmount>',
        a_result(tenders=[f"TEN-{k}" for k in keys], contracts=[f"CON-{k}" for k in keys]),
        *(a_tender(f"TEN-{k}", party=f"TPA-{k}", amount="65000000") for k in keys),
        *(a_contract(f"CON-{k}", tenders=[f"TEN-{k}"]) for k in keys),
        *(a_tendering_party(f"TPA-{k}", members=[f"ORG-{int(k) + 1:04d}"]) for k in keys),
    ]
    for framework in ("fa-wo-rc", "none"):
        notice = notice_from(
            an_eforms_notice(
                organisations=contractors(10), results=results, lots=[a_lot(framework=framework)]
            )
        )
        assert len(notice.awards) == 10
        for award in notice.awards:
            assert award.value == Value(
                state=ValueState.FRAMEWORK_TOTAL,
                ceiling=Money(amount_minor=6_500_000_000, currency="EUR"),
            )
    assert notice.total == known_value(6_500_000_000)


def test_two_winners_who_share_the_total_evenly_keep_their_values():
    results = [
        '<cbc:TotalAmount currencyID="EUR">200000</cbc:TotalAmount>',
        a_result(tenders=["TEN-0001", "TEN-0002"], contracts=["CON-0001", "CON-0002"]),
        a_tender(),
        a_tender("TEN-0002", party="TPA-0002"),
        a_contract(),
        a_contract("CON-0002", tenders=["TEN-0002"]),
        a_tendering_party(),
        a_tendering_party("TPA-0002", members=["ORG-0003"]),
    ]
    notice = notice_from(
        an_eforms_notice(
            organisations=contractors(2), results=results, lots=[a_lot(framework="fa-w-rc")]
        )
    )

    assert [award.value for award in notice.awards] == [known_value(10_000_000)] * 2


def test_values_missing_for_all_lots_stay_unknown_beside_a_known_total():
    keys = [f"{number:04d}" for number in range(1, 13)]
    results = [
        '<cbc:TotalAmount currencyID="EUR">2100000</cbc:TotalAmount>',
        *(a_result(f"LOT-{k}", tenders=[f"TEN-{k}"], contracts=[f"CON-{k}"]) for k in keys),
        *(a_tender(f"TEN-{k}", lot=f"LOT-{k}", amount=None) for k in keys),
        *(a_contract(f"CON-{k}", tenders=[f"TEN-{k}"]) for k in keys),
        a_tendering_party(),
    ]
    lots = [a_lot(f"LOT-{k}", title=f"Pakket {k}") for k in keys]
    notice = notice_from(an_eforms_notice(results=results, lots=lots))

    assert len(wholes(notice)) == 12
    assert {award.value.state for award in notice.awards} == {ValueState.UNKNOWN}
    assert {award.value.amount_minor for award in notice.awards} == {None}
    assert notice.total == known_value(210_000_000)
    assert openings(notice)[2].titles == {"nl": "Onderhoud groen: Pakket 0003"}


PRIVACY = (
    "<efac:FieldsPrivacy><efbc:FieldIdentifierCode listName='non-publication-identifier'>{code}"
    "</efbc:FieldIdentifierCode>{date}</efac:FieldsPrivacy>"
)
UNTIL = "<efbc:PublicationDate>2027-12-31Z</efbc:PublicationDate>"


@pytest.mark.parametrize("amount", ["95000", "-1", None])
@pytest.mark.parametrize(("until", "day"), [(UNTIL, date(2027, 12, 31)), ("", None)])
def test_a_withheld_value_is_a_state_of_its_own(amount, until, day):
    """Even when the amount is in the file, for it is not public yet."""
    privacy = PRIVACY.format(code="win-ten-val", date=until)
    results = [
        a_result(),
        a_tender(amount=amount, extra=privacy),
        a_contract(),
        a_tendering_party(),
    ]
    notice = notice_from(an_eforms_notice(results=results))

    assert notice.awards[0].value == Value(state=ValueState.WITHHELD, published_on=day)


def test_withholding_another_field_withholds_no_value():
    privacy = PRIVACY.format(code="ten-ran", date=UNTIL)
    results = [a_result(), a_tender(extra=privacy), a_contract(), a_tendering_party()]

    assert notice_from(an_eforms_notice(results=results)).awards[0].value == known_value(10_000_000)


def test_a_withheld_total_is_not_zero():
    privacy = PRIVACY.format(code="not-val", date=UNTIL)
    results = [
        privacy + '<cbc:TotalAmount currencyID="unpublished">-1</cbc:TotalAmount>',
        a_result(), a_tender(), a_contract(), a_tendering_party(),
    ]  # fmt: skip
    notice = notice_from(an_eforms_notice(results=results))

    assert notice.total == Value(state=ValueState.WITHHELD, published_on=date(2027, 12, 31))


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [
        ("1234.56", "EUR", 123_456),
        ("1234.565", "EUR", 123_457),
        ("1234", "JPY", 1_234),
        ("1234.567", "KWD", 1_234_567),
        ("14543415.48", "PLN", 1_454_341_548),
        ("0", "EUR", None),
        ("0.00", "EUR", None),
        ("-1", "EUR", None),
        ("unpublished", "EUR", None),
        ("1E+99", "EUR", None),
        ("1E+999999999", "EUR", None),
        ("NaN", "EUR", None),
        ("Infinity", "EUR", None),
        ("1,234.56", "EUR", None),
        ("99999999999999999999", "EUR", None),
        ("12", "EURO", None),
        ("12", "", None),
        ("", "EUR", None),
    ],
)
def test_amounts_are_exact_or_unknown_and_never_zero(amount, currency, minor):
    results = [
        a_result(),
        a_tender(amount=amount or " ", currency=currency),
        a_contract(),
        a_tendering_party(),
    ]
    value = notice_from(an_eforms_notice(results=results)).awards[0].value

    assert value.amount_minor == minor
    assert value.state is (ValueState.UNKNOWN if minor is None else ValueState.KNOWN)


def test_a_sum_over_two_currencies_is_unknown():
    results = [
        a_result("LOT-0001"),
        a_result("LOT-0002", tenders=["TEN-0002"]),
        a_tender(),
        a_tender("TEN-0002", lot="LOT-0002", currency="SEK"),
        a_contract(tenders=["TEN-0001", "TEN-0002"]),
        a_tendering_party(),
    ]
    notice = notice_from(an_eforms_notice(results=results, lots=[a_lot(), a_lot("LOT-0002")]))
    (award,) = notice.awards

    assert award.value.state is ValueState.UNKNOWN
    assert [part.value.currency for part in award.parts] == ["EUR", "SEK"]


def test_a_masked_date_is_no_date():
    data = an_eforms_notice().replace(b"2026-09-22+02:00", b"1970-01-01Z")

    assert notice_from(data).awards[0].awarded_on is None


def test_social_terms_are_read_per_lot():
    project = (
        "<cac:ProcurementAdditionalType>"
        '<cbc:ProcurementTypeCode listName="strategic-procurement">soc-obj</cbc:ProcurementTypeCode>'
        '<cbc:ProcurementType languageID="NLD">Kansen voor mensen.</cbc:ProcurementType>'
        "</cac:ProcurementAdditionalType><cac:ProcurementAdditionalType>"
        '<cbc:ProcurementTypeCode listName="social-objective">opp</cbc:ProcurementTypeCode>'
        "</cac:ProcurementAdditionalType><cac:ProcurementAdditionalType>"
        '<cbc:ProcurementTypeCode listName="accessibility">n-inc</cbc:ProcurementTypeCode>'
        "</cac:ProcurementAdditionalType>"
    )
    terms = (
        "<cac:TendererQualificationRequest><cac:SpecificTendererRequirement>"
        '<cbc:TendererRequirementTypeCode listName="reserved-procurement">res-ws'
        "</cbc:TendererRequirementTypeCode></cac:SpecificTendererRequirement>"
        "</cac:TendererQualificationRequest><cac:ContractExecutionRequirement>"
        '<cbc:ExecutionRequirementCode listName="reserved-execution">yes'
        "</cbc:ExecutionRequirementCode></cac:ContractExecutionRequirement>"
        "<cac:ContractExecutionRequirement>"
        '<cbc:ExecutionRequirementCode listName="conditions">performance'
        '</cbc:ExecutionRequirementCode><cbc:Description languageID="NLD">Social return 5 %'
        "</cbc:Description></cac:ContractExecutionRequirement>"
    )
    (opening,) = openings(notice_from(an_eforms_notice(lots=[a_lot(project=project, terms=terms)])))

    social = opening.social
    assert [(each.code, each.texts) for each in social.strategic] == [
        ("soc-obj", {"nl": "Kansen voor mensen."})
    ]
    assert social.objectives == ("opp",)
    assert social.performance_terms == ({"nl": "Social return 5 %"},)
    assert social.reserved_execution is True
    assert social.reserved_participation == ("res-ws",)


def test_a_modification_names_the_notice_and_the_contract_it_changes():
    change = (
        "<efac:ContractModification><efbc:ChangedNoticeIdentifier>"
        "11111111-2222-3333-4444-555555555555-02</efbc:ChangedNoticeIdentifier><efac:Change>"
        "<efac:ChangedSection><efbc:ChangedSectionIdentifier>CON-0001"
        "</efbc:ChangedSectionIdentifier></efac:ChangedSection>"
        '<efbc:ChangeDescription languageID="NLD">Meer woningen</efbc:ChangeDescription>'
        "</efac:Change><efac:ChangeReason>"
        '<cbc:ReasonCode listName="modification-justification">add-wss</cbc:ReasonCode>'
        "</efac:ChangeReason></efac:ContractModification>"
    )
    notice = notice_from(
        an_eforms_notice(before_results=change, subtype="38", notice_type="can-modif")
    )

    assert notice.modification is not None
    assert notice.modification.notice_id == "11111111-2222-3333-4444-555555555555"
    assert notice.modification.notice_version == "02"
    assert notice.modification.sections == ("CON-0001",)
    assert notice.modification.contract_keys == ("CON-0001",)
    assert notice.modification.reason == "add-wss"
    assert notice.modification.descriptions == ({"nl": "Meer woningen"},)


def test_a_modification_may_name_a_publication_number():
    change = (
        "<efac:ContractModification><efbc:ChangedNoticeIdentifier>342558-2018"
        "</efbc:ChangedNoticeIdentifier></efac:ContractModification>"
    )
    notice = notice_from(an_eforms_notice(before_results=change, subtype="39"))

    assert notice.modification is not None
    assert (notice.modification.notice_id, notice.modification.notice_version) == (
        "342558-2018",
        None,
    )


@pytest.mark.parametrize("customization", ["eforms-sdk-1.3", "eforms-de-1.1", "iets anders", ""])
def test_no_customization_is_a_reason_to_refuse(customization):
    assert openings(notice_from(an_eforms_notice(customization=customization)))


def test_titles_follow_the_reader_then_the_notice_then_dutch_then_english():
    titles = {"bg": "а", "fr": "b", "en": "c", "nl": "d"}

    assert text_in(titles, reader="fr", notice="bg") == "b"
    assert text_in(titles, reader="de", notice="bg") == "а"
    assert text_in(titles, reader="de", notice="pl") == "d"
    assert text_in({"bg": "а", "en": "c"}, reader="de", notice="pl") == "c"
    assert text_in({"bg": "а", "fr": "b"}, reader="de", notice="pl") == "а"
    assert text_in({}, reader="nl") is None


def test_many_scripts_survive():
    titles = "".join(
        f'<cbc:Name languageID="{code}">{text}</cbc:Name>'
        for code, text in (("BUL", "Ремонт"), ("ELL", "Ανακαίνιση"), ("NLD", "Renovatië 🏗"))
    )

    assert notice_from(an_eforms_notice(titles=titles)).titles == {
        "bg": "Ремонт",
        "el": "Ανακαίνιση",
        "nl": "Renovatië 🏗",
    }


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (an_eforms_notice(root="ContractNotice"), ContractNotice),
        (an_eforms_notice(root="PriorInformationNotice"), PriorInformationNotice),
        (b'<TED_EXPORT xmlns="http://publications.europa.eu/TED_schema/Export"/>', TedExport),
        (b"<TED_EXPORT/>", TedExport),
        (b'<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"/>',
         NotAnAwardNotice),
        (b"<ContractAwardNotice/>", NotAnAwardNotice),
        (WITHOUT_EXTENSION, NotEforms),
    ],
)  # fmt: skip
def test_other_documents_are_refused_by_name(data, refusal):
    with pytest.raises(refusal):
        read(data, "notice.xml")


def test_the_kind_of_a_file_shows_from_its_contents_and_not_from_its_name():
    assert read(an_eforms_notice(), "../lijst.csv").file_name == "lijst.csv"
    assert read(an_eforms_notice(), "C:\\map\\lijst.json").notices
    assert read(b"\xef\xbb\xbf \n" + an_eforms_notice().partition(b"?>")[2], "x").notices
    assert read(an_eforms_notice().decode().replace("UTF-8", "UTF-16").encode("utf-16"), "").notices
