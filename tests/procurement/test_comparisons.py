"""What a newer notice changes, and how it is recognised."""

import pytest
from tests.builders_notices import (
    a_contract,
    a_lot,
    a_result,
    a_tender,
    a_tendering_party,
    an_eforms_notice,
    an_ocds_package,
    an_ocds_release,
    notice_id,
)

from samenspraak.procurement.decisions.comparisons import differences, relation
from samenspraak.procurement.decisions.openings import notice_key, notice_version
from samenspraak.procurement.reading import read
from samenspraak.procurement.schemas import AwardNotice, Difference, Relation


def notice_from(data: bytes) -> AwardNotice:
    (notice,) = read(data, "notice").notices
    return notice


def eforms(**changes) -> AwardNotice:
    return notice_from(an_eforms_notice(**changes))


def ocds(**changes) -> AwardNotice:
    return notice_from(an_ocds_package([an_ocds_release(**changes)]))


CHANGED = (
    "<efac:{element}><efbc:ChangedNoticeIdentifier>{key}</efbc:ChangedNoticeIdentifier>"
    "</efac:{element}>"
)


def test_a_new_version_shows_its_differences_field_by_field():
    after = eforms(
        version="02",
        titles='<cbc:Name languageID="NLD">Onderhoud groen en water</cbc:Name>',
        results=[
            a_result(),
            a_tender(amount="120000"),
            a_contract(),
            a_tendering_party(members=["ORG-0001"]),
        ],
        lots=[a_lot(), a_lot("LOT-0002", title="Perceel 2")],
    )
    found = {each.path: (each.before, each.after) for each in differences(eforms(), after)}

    assert found["/titles/nl"] == ("Onderhoud groen", "Onderhoud groen en water")
    assert found["/awards/CON-0001/value/amountMinor"] == (10_000_000, 12_000_000)
    assert found["/awards/CON-0001/parts/LOT-0001/value/amountMinor"] == (10_000_000, 12_000_000)
    members = "/awards/CON-0001/winner/members"
    assert found[f"{members}/ORG-0002/organisation/names/nl"] == ("Hoveniersbedrijf De Es", None)
    assert found[f"{members}/ORG-0001/organisation/names/nl"] == (None, "Gemeente Merwestede")
    assert found["/lots/LOT-0002/titles/nl"] == (None, "Perceel 2")
    assert "/version" not in found


def test_the_same_notice_in_another_order_differs_in_nothing():
    results = [a_tendering_party(), a_contract(), a_tender(), a_result()]
    lots = [a_lot("LOT-0002", title="Twee"), a_lot()]

    assert differences(eforms(lots=lots[::-1]), eforms(lots=lots, results=results)) == ()


def test_a_new_amount_is_one_difference():
    after = ocds(
        awards=[{**an_ocds_release()["awards"][0], "value": {"amount": 5, "currency": "EUR"}}]
    )

    assert differences(ocds(), after) == (
        Difference(path="/awards/A-1/parts/0/value/amountMinor", before=10_000_100, after=500),
        Difference(path="/awards/A-1/value/amountMinor", before=10_000_100, after=500),
    )


@pytest.mark.parametrize(
    ("known", "incoming", "expected"),
    [
        (eforms(), eforms(), Relation.SAME),
        (eforms(), eforms(version="02"), Relation.NEWER),
        (eforms(version="10"), eforms(version="9"), Relation.OLDER),
        (eforms(), eforms(key=notice_id(7)), Relation.SAME_PROCEDURE),
        (eforms(), eforms(key=notice_id(7), procedure=notice_id(8)), Relation.UNRELATED),
        (
            eforms(),
            eforms(
                key=notice_id(7),
                before_results=CHANGED.format(
                    element="ContractModification", key=f"{notice_id(0)}-01"
                ),
            ),
            Relation.MODIFIES,
        ),
        (
            eforms(publication="00215550-2024"),
            eforms(
                key=notice_id(7),
                before_results=CHANGED.format(element="ContractModification", key="215550-2024"),
            ),
            Relation.MODIFIES,
        ),
        (
            eforms(),
            eforms(
                key=notice_id(7),
                before_results=CHANGED.format(element="Changes", key=f"{notice_id(0)}-01"),
            ),
            Relation.NEWER,
        ),
        (
            eforms(
                key=notice_id(7),
                before_results=CHANGED.format(element="Changes", key=f"{notice_id(0)}-01"),
            ),
            eforms(),
            Relation.OLDER,
        ),
        (ocds(), ocds(), Relation.SAME),
        (ocds(), ocds(id="1-2", date="2026-10-01T00:00:00Z"), Relation.NEWER),
        # The same moment, written in another zone.
        (ocds(), ocds(date="2026-09-22T08:00:00Z"), Relation.SAME),
        (ocds(), ocds(ocid="ocds-000000-2"), Relation.UNRELATED),
        (ocds(), eforms(), Relation.UNRELATED),
    ],
)
def test_a_notice_imported_before_is_recognised(known, incoming, expected):
    assert relation(known, incoming) is expected


def test_what_makes_two_files_the_same_notice_is_its_id_or_its_process():
    assert (notice_key(eforms()), notice_version(eforms())) == (notice_id(0), "01")
    assert (notice_key(ocds()), notice_version(ocds())) == (
        "ocds-000000-1",
        "2026-09-22T10:00:00+02:00",
    )
