"""Real and official files are read exactly, or refused by their cause.

They stand in a folder beside the repository and are not copied into it. The truths below were
written down from the files themselves.
"""

import json
import os
from datetime import date
from pathlib import Path

import pytest

from samenspraak.procurement.decisions.openings import openings, openings_of, wholes
from samenspraak.procurement.decisions.refusals import ContractNotice
from samenspraak.procurement.reading import read
from samenspraak.procurement.schemas import (
    AwardNotice,
    Outcome,
    Reading,
    Source,
    Value,
    ValueState,
    text_in,
)

SHARED = Path(os.environ.get("SAMENSPRAAK_SHARED", Path(__file__).parents[3] / "shared"))
REAL = SHARED / "data" / "real"

pytestmark = pytest.mark.skipif(
    not REAL.is_dir(),
    reason=f"REAL FILES NOT READ: there is no {REAL}; set SAMENSPRAAK_SHARED to where they are",
)


def reading_of(name: str) -> Reading:
    kind = "eforms" if name.endswith(".xml") else "ocds"
    return read((REAL / kind / name).read_bytes(), name)


def notice_of(name: str) -> AwardNotice:
    (notice,) = reading_of(name).notices
    return notice


def money(minor: int, currency: str) -> Value:
    return Value(state=ValueState.KNOWN, amount_minor=minor, currency=currency)


def names_of(notice: AwardNotice) -> list[tuple[str, tuple[str, ...], list[str]]]:
    return [
        (
            award.key,
            award.lot_ids,
            [
                text_in(member.organisation.names, reader="en") or "?"
                for member in award.winner.members
            ],
        )
        for award in notice.awards
    ]


def test_every_file_is_read_or_refused_by_a_cause_this_page_names():
    """A file added to the folder needs a truth of its own here."""
    assert {path.name for path in REAL.glob("*/*") if path.suffix in {".xml", ".json"}} == {
        "doffin-2024-103933_NOR_5winners_NOK.xml",
        "doffin-2024-110489_NOR_veat_USwinner_NOK.xml",
        "sdk-example-can-social_24.xml",
        "sdk-example-can_24_UKRI.xml",
        "sdk-example-can_24_minimal.xml",
        "sdk-example-cn-social_24.xml",
        "ted-00000372-2025_EST_1lot.xml",
        "ted-00215550-2024_POL_6lots_PLN.xml",
        "ted-00522031-2023_ENG_EUinst_1lot.xml",
        "ted-00537513-2025_POL_notawarded.xml",
        "ted-00612681-2024_NLD_BEL_contractnotice_25lots.xml",
        "FICTIONAL-official-ocds-213czf-06-implementation.json",
        "co-colombia-compra-eficiente-2021-03-03_100releases.json",
        "mx-cdmx-sefin-release-package_milestones.json",
        "mx-compranet-record-package-993235.json",
        "py-dncp-contract-246807.json",
        "ua-prozorro-record_cyrillic.json",
        "uk-contracts-finder-2022-10-22_first30.json",
    }


@pytest.mark.parametrize(
    "name",
    ["sdk-example-cn-social_24.xml", "ted-00612681-2024_NLD_BEL_contractnotice_25lots.xml"],
)
def test_a_contract_notice_is_refused_by_name(name: str):
    with pytest.raises(ContractNotice):
        reading_of(name)


def test_five_norwegian_winners_share_one_lot_and_none_has_a_value_of_its_own():
    notice = notice_of("doffin-2024-103933_NOR_5winners_NOK.xml")

    assert notice.source is Source.EFORMS
    assert notice.customization_id is not None
    assert notice.customization_id.endswith("urn:fdc:anskaffelser.no:2023:eforms:eu")
    assert notice.notice_id == "9a4b7099-142a-412a-af35-3e8feaf15ec7"
    assert notice.procedure_id == "e8322133-3323-44b7-98ba-323f22fb0299"
    assert (notice.version, notice.subtype, notice.language) == ("01", "33", "no")
    assert notice.titles == {"no": "Tiltak 2 Omsorgstjenester", "en": "Measure 2 Welfare Services"}
    assert notice.issued_on == date(2024, 3, 14)
    (buyer,) = notice.buyers
    assert buyer.names["no"] == "Moss kommune"
    assert buyer.identifier is not None
    assert buyer.identifier.id == "920817521"
    assert names_of(notice) == [
        ("CON-0001", ("LOT-0000",), ["Aberia Omsorg AS"]),
        ("CON-0002", ("LOT-0000",), ["Omsorgspartner AS"]),
        ("CON-0003", ("LOT-0000",), ["Otrera AS"]),
        ("CON-0004", ("LOT-0000",), ["Stendi AS"]),
        ("CON-0005", ("LOT-0000",), ["Viken Bo og Omsorg AS"]),
    ]
    assert {award.value.state for award in notice.awards} == {ValueState.UNKNOWN}
    assert [award.contract_reference for award in notice.awards] == [
        f"23/1830{number}" for number in range(5)
    ]
    identifiers = [award.winner.members[0].organisation.identifier for award in notice.awards]
    assert [each.id for each in identifiers if each] == [
        "950990449", "984710313", "997204646", "985194653", "923661069",
    ]  # fmt: skip
    assert notice.total == money(8_000_000_000, "NOK")
    assert notice.lots[0].cpv_main == "85000000"
    assert notice.lots[0].period is not None
    assert (notice.lots[0].period.duration, notice.lots[0].period.unit) == ("2", "year")
    assert notice.without_winner == ()


def test_thirteen_tenders_of_a_direct_award_are_one_winner():
    """Only one of the tenders stands in the contract, and that one names no value."""
    notice = notice_of("doffin-2024-110489_NOR_veat_USwinner_NOK.xml")

    assert names_of(notice) == [("CON-0001", ("LOT-0000",), ["Elbit Systems of America"])]
    (award,) = notice.awards
    assert award.value.state is ValueState.UNKNOWN
    assert award.winner.members[0].organisation.identifier is None
    assert award.contract_reference == "Framework Agreement - 4600004102 Night Vision Systems"
    assert notice.subtype == "25"
    assert notice.buyers[0].names["en"] == "Forsvaret v/Forsvarets logistikkorganisasjon"
    assert notice.buyers[0].identifier is not None
    assert notice.buyers[0].identifier.id == "988517860"
    assert notice.total.state is ValueState.UNKNOWN


def test_an_official_example_that_contradicts_itself_follows_the_result_of_the_lot():
    """Its only contract stands in the result of lot 2, and names the tender of lot 1."""
    notice = notice_of("sdk-example-can-social_24.xml")

    assert names_of(notice) == [("CON-0001", ("LOT-0002",), ["Kapa"])]
    assert notice.awards[0].value == money(10_000_000, "EUR")
    assert [(each.id, each.outcome, each.reason) for each in notice.without_winner] == [
        ("LOT-0001", Outcome.CLOSED, "all-rej"),
        ("LOT-0003", Outcome.STILL_OPEN, None),
    ]
    assert [remark.slug for remark in notice.remarks] == ["procurement/contract-contradicts-result"]
    assert notice.total == money(12_345_678, "EUR")
    assert [buyer.names["en"] for buyer in notice.buyers] == ["ZenithNova Innovations Ltd."]
    assert [lot.cpv_main for lot in notice.lots] == ["75210000", "75210000", "18000000"]


def test_pounds_stay_pounds():
    notice = notice_of("sdk-example-can_24_UKRI.xml")

    assert names_of(notice) == [("CON-0001", ("LOT-0000",), ["Ramboll UK Ltd"])]
    assert notice.awards[0].value == money(6_000_000_000, "GBP")
    assert notice.awards[0].concluded_on == date(2020, 4, 9)
    assert notice.awards[0].awarded_on is None
    assert notice.buyers[0].names == {"en": "UK Research and Innovation"}
    assert notice.total == money(6_000_000_000, "GBP")


def test_the_minimal_example_has_one_winner_below_the_total():
    notice = notice_of("sdk-example-can_24_minimal.xml")

    assert names_of(notice) == [("CON-0001", ("LOT-0000",), ["Espaces Verts Lemire"])]
    assert notice.awards[0].value == money(9_541_400, "EUR")
    assert notice.total == money(39_069_784, "EUR")
    winner = notice.awards[0].winner.members[0].organisation.identifier
    assert winner is not None
    assert (winner.scheme, winner.id, winner.original) == (None, "326912557", "326 912 557")
    assert [lot.titles for lot in notice.lots] == [{"fr": "Agence centre"}]
    assert notice.language == "fr"


def test_an_estonian_notice_is_read_to_the_cent():
    notice = notice_of("ted-00000372-2025_EST_1lot.xml")

    assert notice.publication_number == "00000372-2025"
    assert notice.published_on == date(2025, 1, 2)
    assert notice.issued_on == date(2024, 12, 30)
    assert notice.titles == {"et": "Lootemonitor"}
    assert notice.buyers[0].names == {"et": "Sihtasutus Viljandi Haigla"}
    assert names_of(notice) == [("CON-0001", ("LOT-0000",), ["Medivar OÜ"])]
    (award,) = notice.awards
    assert award.value == money(2_318_500, "EUR")
    assert award.concluded_on == date(2024, 12, 30)
    assert award.contract_reference == "HM 2024-63"
    # An Estonian number of eight digits is not in the Dutch register.
    assert award.winner.members[0].organisation.identifier is not None
    assert award.winner.members[0].organisation.identifier.scheme is None


def test_one_polish_contract_covers_six_lots_with_a_value_each():
    notice = notice_of("ted-00215550-2024_POL_6lots_PLN.xml")

    lots = tuple(f"LOT-000{number}" for number in range(1, 7))
    assert names_of(notice) == [("CON-0001", lots, ["Astrazeneca Kft."])]
    (award,) = notice.awards
    assert [(part.lot_id, part.value) for part in award.parts] == [
        ("LOT-0001", money(579_720, "PLN")),
        ("LOT-0002", money(214_444_398, "PLN")),
        ("LOT-0003", money(416_592_800, "PLN")),
        ("LOT-0004", money(499_345_600, "PLN")),
        ("LOT-0005", money(17_244_780, "PLN")),
        ("LOT-0006", money(306_134_250, "PLN")),
    ]
    assert award.value == notice.total == money(1_454_341_548, "PLN")
    assert (award.awarded_on, award.concluded_on) == (date(2024, 1, 18), date(2024, 1, 30))
    assert len(notice.cpv_additional) == 43
    assert [opening.part_of is None for opening in openings(notice)] == [True] + [False] * 6
    (whole,) = wholes(notice)
    assert whole.lot_ids == lots
    assert whole.value == award.value


def test_a_notice_in_24_languages_is_read_in_the_readers_own():
    """The framework's maximum of 660,000 is what all calls on it may cost, not what Templab gets."""
    notice = notice_of("ted-00522031-2023_ENG_EUinst_1lot.xml")

    assert len(notice.titles) == 24
    assert text_in(notice.titles, reader="nl") == "Vriezers met ultra-lage temperaturen"
    assert text_in(notice.titles, reader="bg", notice="en") == notice.titles["bg"]
    assert text_in(notice.titles, reader="uk", notice="en") == "Ultra-low Temperature Freezers"
    assert text_in(notice.buyers[0].names, reader="nl") == (
        "Gemeenschappelijk Centrum voor onderzoek"
    )
    assert names_of(notice) == [("CON-0001", ("LOT-0000",), ["Templab Luxembourg sàrl"])]
    (award,) = notice.awards
    assert award.value.state is ValueState.UNKNOWN
    assert (award.awarded_on, award.concluded_on) == (date(2023, 7, 18), date(2023, 8, 8))
    assert notice.lots[0].is_framework
    assert notice.total == notice.framework_maximum == money(66_000_000, "EUR")
    assert notice.lots[0].period is not None
    assert notice.lots[0].period.starts_on == date(2023, 8, 8)


def test_a_notice_without_a_winner_opens_nothing_and_says_why():
    notice = notice_of("ted-00537513-2025_POL_notawarded.xml")

    assert notice.awards == ()
    assert openings(notice) == ()
    assert notice.why_nothing is Outcome.CLOSED
    assert [(each.id, each.reason) for each in notice.without_winner] == [("LOT-0001", "no-rece")]
    assert [buyer.names for buyer in notice.buyers] == [{"pl": "Lotnicza Akademia Wojskowa"}]
    assert notice.total.state is ValueState.UNKNOWN


def test_the_official_ocds_example_is_read_from_its_implementation_release():
    notice = notice_of("FICTIONAL-official-ocds-213czf-06-implementation.json")

    assert notice.ocid == "ocds-213czf-000-00001"
    assert names_of(notice) == [
        ("ocds-213czf-000-00001-contract-01", (), ["AnyCorp Cycle Provision"])
    ]
    (award,) = notice.awards
    assert award.value == money(1_100_000_000, "GBP")
    winner = award.winner.members[0].organisation.identifier
    assert winner is not None
    assert (winner.scheme, winner.id, winner.original) == ("GB-COH", "11111111", "11111111.0")
    assert (award.awarded_on, award.concluded_on) == (date(2010, 5, 10), date(2010, 6, 10))
    assert award.period is not None
    assert (award.period.starts_on, award.period.ends_on) == (date(2010, 7, 1), date(2011, 6, 30))
    assert (notice.cpv_main, notice.cpv_additional) == ("45233130", ("45233162",))
    assert [buyer.names for buyer in notice.buyers] == [{"en": "London Borough of Barnet"}]


def test_a_hundred_colombian_releases_are_a_hundred_notices():
    """Compared with the file read by a second, plainer reader."""
    name = "co-colombia-compra-eficiente-2021-03-03_100releases.json"
    notices = reading_of(name).notices
    releases = json.loads((REAL / "ocds" / name).read_bytes())["releases"]

    assert len(notices) == 100
    for notice, release in zip(notices, releases, strict=True):
        (given,) = release["awards"]
        buyer = next(each for each in release["parties"] if "buyer" in each["roles"])
        assert notice.ocid == release["ocid"]
        assert [each.names["es"] for each in notice.buyers] == [" ".join(buyer["name"].split())]
        assert notice.language == "es"
        if given["status"] == "cancelled":
            assert notice.why_nothing is Outcome.CANCELLED
            assert notice.awards == ()
            continue
        (award,) = notice.awards
        amount = given["value"]["amount"]
        if isinstance(amount, dict):
            amount = int(amount["$numberLong"])
        assert award.value == money(amount * 100, "COP")
        assert [member.organisation.names["es"] for member in award.winner.members] == [
            " ".join(given["suppliers"][0]["name"].split())
        ]
    cancelled = [notice.ocid for notice in notices if notice.why_nothing]
    assert cancelled == [f"ocds-k50g02-{number}" for number in (58123, 58193, 58349, 58378)]
    ended = [notice for notice in notices if notice.remarks]
    assert len(ended) == 11
    assert {remark.slug for notice in ended for remark in notice.remarks} == {
        "procurement/contract-ended"
    }
    first = notices[0]
    assert first.buyers[0].names["es"] == "VALLE DEL CAUCA - TULUA - CONTRALORIA"
    assert first.buyers[0].identifier is None
    assert first.awards[0].value == money(399_981_500, "COP")


def test_two_releases_of_one_mexican_process_become_its_latest_state():
    notice = notice_of("mx-cdmx-sefin-release-package_milestones.json")

    assert notice.ocid == "OCDS-87SD3T-AD-SF-DRM-063-2015"
    assert notice.notice_id == "02"
    assert notice.titles == {"es": "ARRENDAMIENTO DE BIENES INFORMÁTICOS"}
    assert names_of(notice) == [("1", (), ["COMUNIC@RTE & CONSULTING SA DE C"])]
    assert notice.awards[0].value == money(131_126_400, "MXN")
    winner = notice.awards[0].winner.members[0].organisation.identifier
    assert winner is not None
    assert (winner.scheme, winner.id) == (None, "C&C021030KX2")
    assert [buyer.names["es"] for buyer in notice.buyers] == ["SECRETARÍA DE FINANZAS"]


def test_a_mexican_record_holds_two_contracts_of_one_supplier():
    """The buyer is the institute, not the department that procured."""
    notice = notice_of("mx-compranet-record-package-993235.json")

    supplier = "GLOBAL ASSURANCE BROKERS, AGENTE DE SEGUROS Y DE FIANZAS SA DE C"
    assert names_of(notice) == [("991324", (), [supplier]), ("1322806", (), [supplier])]
    assert [award.value for award in notice.awards] == [
        money(18_965_400, "MXN"),
        money(3_793_071, "MXN"),
    ]
    assert [award.concluded_on for award in notice.awards] == [date(2016, 1, 29), None]
    assert [buyer.names["es"] for buyer in notice.buyers] == [
        "Instituto Nacional de Antropología e Historia"
    ]
    # Both contracts have ended, which is worth a remark and no reason to refuse.
    assert [remark.slug for remark in notice.remarks] == ["procurement/contract-ended"]
    assert len({opening.key for opening in openings(notice)}) == 2


def test_a_paraguayan_contract_without_award_or_buyer_is_read_in_whole_guaranies():
    notice = notice_of("py-dncp-contract-246807.json")

    assert names_of(notice) == [("246807-11-setiembre-srl-4", (), ["11 DE SETIEMBRE SRL"])]
    assert notice.awards[0].value == money(17_875_000, "PYG")
    assert notice.awards[0].concluded_on == date(2013, 4, 5)
    assert notice.buyers == ()
    assert notice.titles == {"es": "ADQUSICION DE GUANTES Y OTROS INSUMOS MEDICOS"}


def test_a_ukrainian_record_without_an_award_opens_nothing():
    notice = notice_of("ua-prozorro-record_cyrillic.json")

    assert notice.why_nothing is Outcome.NO_AWARD
    assert openings(notice) == ()
    assert notice.ocid == "ocds-be6bcu-UA-2019-02-25-000920-c"
    assert notice.language == "uk"
    assert notice.titles["uk"].startswith("33140000-3 Медичні матеріали")
    (buyer,) = notice.buyers
    assert buyer.names == {"uk": "Криворізька міська лікарня №5"}
    assert buyer.identifier is not None
    assert (buyer.identifier.scheme, buyer.identifier.id) == ("UA-EDR", "01987037")


def test_thirty_british_releases_are_25_processes_of_which_one_was_awarded():
    """Five processes come by twice; each is one row of the preview, in its latest state."""
    name = "uk-contracts-finder-2022-10-22_first30.json"
    reading = reading_of(name)
    releases = json.loads((REAL / "ocds" / name).read_bytes())["releases"]

    assert len(releases) == 30
    assert {notice.ocid for notice in reading.notices} == {each["ocid"] for each in releases}
    assert len(reading.notices) == 25
    assert [notice.why_nothing for notice in reading.notices] == [None] + [Outcome.NO_AWARD] * 24
    awarded = reading.notices[0]
    assert awarded.titles == {"en": "Defra Noise Modelling Service - Call-Off Contract 4"}
    assert [buyer.names["en"] for buyer in awarded.buyers] == ["Defra Network eTendering Portal"]
    (opening,) = openings_of(reading)
    assert opening.value == money(5_350_000, "GBP")
    assert opening.winner.members[0].organisation.names == {"en": "Noise Consultants Ltd"}
    assert opening.period is not None
    assert (opening.period.starts_on, opening.period.ends_on) == (
        date(2022, 10, 10),
        date(2023, 3, 31),
    )
    assert opening.awarded_on == date(2022, 10, 19)
