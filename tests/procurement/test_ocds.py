"""What releases and records say, valid or not."""

import json
from datetime import date
from typing import Any

import pytest
from tests.builders_notices import an_ocds_package, an_ocds_release, many_ocds_releases

from samenspraak.canonical import MalformedJson
from samenspraak.procurement.decisions.openings import openings, openings_of
from samenspraak.procurement.decisions.refusals import (
    LinkedReleasesOnly,
    NotOcds,
    TooManyNotices,
)
from samenspraak.procurement.reading import read
from samenspraak.procurement.schemas import AwardNotice, Outcome, ValueState


def notices_from(content: Any) -> tuple[AwardNotice, ...]:
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    return read(data, "release.json").notices


def notice_from(**changes: Any) -> AwardNotice:
    (notice,) = notices_from(an_ocds_package([an_ocds_release(**changes)]))
    return notice


def an_award(**changes: Any) -> dict[str, Any]:
    return {**an_ocds_release()["awards"][0], **changes}


RELEASE = an_ocds_release()
LINK = {"url": "https://data.example/release/1", "date": "2026-09-22T10:00:00Z", "tag": ["award"]}


@pytest.mark.parametrize(
    "content",
    [
        {"releases": [RELEASE]},
        {"records": [{"ocid": RELEASE["ocid"], "compiledRelease": RELEASE}]},
        {"records": [{"ocid": RELEASE["ocid"], "releases": [RELEASE]}]},
        {"records": [{"ocid": RELEASE["ocid"], "releases": [LINK], "compiledRelease": RELEASE}]},
        {"ocid": RELEASE["ocid"], "releases": [RELEASE]},
        {"ocid": RELEASE["ocid"], "compiledRelease": RELEASE},
        RELEASE,
        [RELEASE],
        [{"releases": [RELEASE]}],
    ],
)
def test_packages_records_and_releases_all_tell_the_same(content):
    (notice,) = notices_from(content)

    assert notice.ocid == "ocds-000000-1"
    assert [opening.value.amount_minor for opening in openings(notice)] == [10_000_100]


def test_thirty_processes_in_one_package_are_thirty_openings():
    reading = read(many_ocds_releases(30), "package.json")

    assert len({opening.key for opening in openings_of(reading)}) == 30


def test_releases_of_one_process_merge_by_date_whatever_their_order():
    later = an_ocds_release(
        id="1-2", date="2026-10-01T10:00:00Z", tag=["contract"], tender={"title": "Nieuwe titel"},
        buyer=None, parties=None,
        awards=[{"id": "A-1", "value": {"amount": 5, "currency": "EUR"}}],
        contracts=[{"id": "C-1", "awardID": "A-1", "dateSigned": "2026-09-30T00:00:00+02:00"}],
    )  # fmt: skip
    (notice,) = notices_from(an_ocds_package([later, RELEASE]))

    assert notice.notice_id == "1-2"
    assert notice.titles == {"nl": "Nieuwe titel"}
    (award,) = notice.awards
    assert (award.key, award.value.amount_minor) == ("C-1", 500)
    assert award.concluded_on == date(2026, 9, 30)
    assert award.winner.members[0].organisation.names == {"nl": "Aannemer 1 BV"}
    assert notice.buyers[0].names == {"nl": "Gemeente Merwestede"}


def test_an_empty_list_in_a_later_release_takes_nothing_away_and_null_does():
    for awards, count in (([], 1), (None, 0)):
        later = {**an_ocds_release(), "date": "2026-10-01T10:00:00Z", "awards": awards}
        (notice,) = notices_from({"releases": [RELEASE, later]})
        assert len(notice.awards) == count


def test_records_that_only_link_are_refused_and_nothing_is_fetched():
    with pytest.raises(LinkedReleasesOnly) as refused:
        notices_from({"records": [{"ocid": "ocds-000000-1", "releases": [LINK]}]})
    assert refused.value.facts == {"records": 1}


def test_a_linked_record_among_others_opens_nothing_and_says_why():
    records = [
        {"ocid": "ocds-000000-1", "compiledRelease": RELEASE},
        {"ocid": "ocds-000000-2", "releases": [LINK]},
    ]
    notices = notices_from({"records": records})

    assert [(each.ocid, each.why_nothing) for each in notices] == [
        ("ocds-000000-1", None),
        ("ocds-000000-2", Outcome.LINKED_ONLY),
    ]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"awards": None}, Outcome.NO_AWARD),
        ({"awards": []}, Outcome.NO_AWARD),
        ({"awards": [an_award(suppliers=[])]}, Outcome.NO_SUPPLIER),
        ({"awards": [an_award(suppliers=[{"id": "x"}])]}, Outcome.NO_SUPPLIER),
        ({"awards": [an_award(status="pending")]}, Outcome.PENDING),
        ({"awards": [an_award(status="cancelled")]}, Outcome.CANCELLED),
        ({"awards": [an_award(status="unsuccessful", suppliers=[])]}, Outcome.UNSUCCESSFUL),
        ({"awards": None, "tender": {"status": "cancelled"}}, Outcome.CANCELLED),
        ({"awards": None, "tender": {"status": "unsuccessful"}}, Outcome.UNSUCCESSFUL),
        ({"contracts": [{"id": "C", "awardID": "A-1", "status": "cancelled"}]}, Outcome.CANCELLED),
        ({"contracts": [{"id": "C", "awardID": "A-1", "status": "pending"}]}, None),
        ({"contracts": [{"id": "C", "awardID": "A-1", "status": "terminated"}]}, None),
        ({"awards": [an_award(status=None)]}, None),
        ({"awards": [an_award(status="gegund")]}, None),
    ],
)
def test_what_ended_opens_nothing_and_says_why(changes, why):
    notice = notice_from(**changes)

    assert notice.why_nothing is why
    assert bool(openings(notice)) is (why is None)


def test_a_cancelled_award_does_not_hide_an_active_one():
    awards = [an_award(status="cancelled"), an_award(id="A-2")]
    notice = notice_from(awards=awards)

    assert [award.key for award in notice.awards] == ["A-2"]
    assert [each.id for each in notice.without_winner] == ["A-1"]
    assert notice.why_nothing is None


def test_a_contract_without_an_award_names_its_own_suppliers():
    contract = {"id": 7, "suppliers": [{"name": "Bakker"}], "value": {"amount": "12.5",
                "currency": "EUR"}}  # fmt: skip
    notice = notice_from(awards=None, contracts=[contract])

    assert [(award.key, award.value.amount_minor) for award in notice.awards] == [("7", 1_250)]


def test_suppliers_of_one_award_act_together():
    suppliers = [{"id": "1", "name": "Een"}, {"id": "2", "name": "Twee"}]
    (opening,) = openings(notice_from(awards=[an_award(suppliers=suppliers)]))

    assert [member.organisation.names for member in opening.winner.members] == [
        {"nl": "Een"},
        {"nl": "Twee"},
    ]


def test_suppliers_of_one_framework_are_winners_beside_each_other():
    """And the award's value is the framework's, not each supplier's."""
    suppliers = [{"id": "1", "name": "Een"}, {"id": "2", "name": "Twee"}]
    notice = notice_from(
        awards=[an_award(suppliers=suppliers)],
        tender={"title": "Raam", "techniques": {"hasFrameworkAgreement": True}},
    )

    assert [opening.winner.key for opening in openings(notice)] == ["1", "2"]
    assert {award.value.state for award in notice.awards} == {ValueState.FRAMEWORK_TOTAL}


def test_an_id_may_be_a_number_in_one_place_and_a_text_in_another():
    parties = [{"id": 5, "name": "Bouwer", "identifier": {"scheme": "NL-KVK", "id": "00041711"}}]
    awards = [an_award(suppliers=[{"id": "5"}])]
    (opening,) = openings(notice_from(parties=parties, awards=awards))

    identifier = opening.winner.members[0].organisation.identifier
    assert identifier is not None
    assert (identifier.scheme, identifier.id) == ("NL-KVK", "00041711")


def test_parties_that_share_an_id_are_told_apart_by_name():
    parties = [
        {"id": "", "name": "Gemeente A", "roles": ["buyer"]},
        {"id": "", "name": "Gemeente B", "roles": ["buyer"]},
    ]
    notice = notice_from(parties=parties, buyer={"id": "", "name": "Gemeente B"})

    assert [buyer.names["nl"] for buyer in notice.buyers] == ["Gemeente A", "Gemeente B"]


@pytest.mark.parametrize(
    ("value", "minor"),
    [
        ({"amount": 12.34, "currency": "EUR"}, 1_234),
        ({"amount": "12.34", "currency": "EUR"}, 1_234),
        ({"amount": 500, "currency": "JPY"}, 500),
        ({"amount": {"$numberLong": "15890000000"}, "currency": "COP"}, 1_589_000_000_000),
        ({"amount": 0, "currency": "EUR"}, None),
        ({"amount": 12}, None),
        ({"amount": 12, "currency": "euro"}, None),
        ({"amount": 12, "currency": ["EUR"]}, None),
        ({"amount": True, "currency": "EUR"}, None),
        ({"amount": None, "currency": "EUR"}, None),
        ({"amount": [1], "currency": "EUR"}, None),
        ({"amount": "veel", "currency": "EUR"}, None),
        ([], None),
        ("12", None),
        (None, None),
    ],
)
def test_an_amount_of_the_wrong_type_is_unknown(value, minor):
    (award,) = notice_from(awards=[an_award(value=value)]).awards

    assert award.value.amount_minor == minor


def test_wrong_types_everywhere_are_absent_and_not_fatal():
    for wrong in (None, True, 1, 1.5, "x", [], [1, "x", None], {}, {"x": [1]}):
        for member in (*RELEASE, "contracts", "planning"):
            notices_from({"releases": [{**RELEASE, member: wrong}]})
        for member in ("id", "title", "lots", "items", "value", "status", "contractPeriod",
                       "techniques", "sustainability", "contractTerms"):  # fmt: skip
            notices_from({"releases": [{**RELEASE, "tender": {member: wrong}}]})
        for member in (*RELEASE["awards"][0], "items", "relatedLots", "contractPeriod"):
            notices_from({"releases": [{**RELEASE, "awards": [an_award(**{member: wrong})]}]})


def test_lots_and_social_goals_are_read():
    tender = {
        "title": "Onderhoud",
        "lots": [
            {
                "id": "1",
                "title": "Perceel 1",
                "title_en": "Lot 1",
                "contractPeriod": {"startDate": "2026-11-02T00:00:00+01:00"},
                "sustainability": [
                    {
                        "goal": "social.disadvantagedEmploymentOpportunities",
                        "strategies": ["contractPerformanceConditions"],
                        "description": "Vijf procent",
                    }
                ],
                "contractTerms": {
                    "performanceTerms": "Tussen 2 en 5 %",
                    "reservedExecution": False,
                },
            },
            {"id": "2", "title": "Perceel 2"},
        ],
    }
    notice = notice_from(tender=tender, awards=[an_award(relatedLots=["1"])])
    (opening,) = openings(notice)

    assert opening.lot_ids == ("1",)
    assert opening.titles == {"nl": "Onderhoud: Perceel 1", "en": "Lot 1"}
    assert opening.social.objectives == ("opp",)
    assert opening.social.performance_terms == ({"nl": "Tussen 2 en 5 %"},)
    assert opening.social.reserved_execution is False
    assert opening.period is not None
    assert opening.period.starts_on == date(2026, 11, 2)


def test_the_ocid_is_kept_as_it_was_found():
    assert notice_from(ocid="OCDS-Vreemd 12").ocid == "OCDS-Vreemd 12"


@pytest.mark.parametrize(
    "releases",
    [
        [{**RELEASE, "awards": [an_award(), an_award(), an_award(id="A-1~2")]}],
        [{key: value for key, value in RELEASE.items() if key != "ocid"}, RELEASE],
        [{"awards": RELEASE["awards"], "tag": []}, {"awards": RELEASE["awards"], "tag": []}],
    ],
)
def test_openings_have_keys_of_their_own_even_where_the_source_has_not(releases):
    found = openings_of(read(an_ocds_package(releases), "x"))

    assert len(found) > 1
    assert len({opening.key for opening in found}) == len(found)


@pytest.mark.parametrize(
    "content", [{}, [], {"releases": "x"}, {"kind": "iets"}, [1, 2], {"results": []}]
)
def test_other_json_is_refused(content):
    with pytest.raises(NotOcds):
        notices_from(content)


def test_an_empty_package_holds_nothing():
    assert notices_from({"releases": []}) == ()


def test_a_package_of_more_than_a_thousand_processes_is_refused():
    releases = [{"ocid": str(number), "tag": ["award"]} for number in range(1_001)]
    with pytest.raises(TooManyNotices):
        notices_from({"releases": releases})


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ('{"releases": [], "releases": []}', "json/doubled-key"),
        ('{"releases": [{"ocid": NaN}]}', "json/not-a-number"),
        ('{"releases": [{"ocid": Infinity}]}', "json/not-a-number"),
        ('{"releases": [{"ocid": "\\ud800"}]}', "json/lone-surrogate"),
        ('{"releases": [{"ocid": "a\\u0000b"}]}', "json/null-character"),
        ('{"releases": [{"ocid": "a"', "json/syntax"),
        ("[" * 65 + "]" * 65, "json/too-deep"),
        ("[" * 100_000, "json/too-deep"),
        ('{"a":' * 100_000, "json/too-deep"),
    ],
)
def test_json_that_two_readers_could_read_differently_is_refused(text, slug):
    with pytest.raises(MalformedJson) as refused:
        notices_from(text.encode())
    assert refused.value.faults[0].slug == slug


def test_json_in_another_encoding_is_refused():
    with pytest.raises(MalformedJson):
        notices_from('{"releases": ["é"]}'.encode("latin-1"))


def test_a_byte_order_mark_is_passed_over():
    assert len(notices_from(b"\xef\xbb\xbf" + many_ocds_releases(2))) == 2
