"""The two versions of the story can be had on paper, in their own words and to the cent."""

import pypdfium2

from samenspraak.agreements.picture import Press
from samenspraak.agreements.queries.picture import picture


async def test_both_versions_can_be_had_on_paper(house):
    youssef, press = await house.enter("youssef"), Press()
    said = {}
    for version in (1, 2):
        number, data = await picture(youssef, house.version(version), press)
        pages = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(data)]
        said[number] = " ".join(" ".join(pages).split())

    assert "Nog niet door iedereen ondertekend" not in said[1]
    assert "Geldt vanaf dinsdag 27 oktober 2026, 13.02 uur." in said[1]
    assert "€ 194.400,00" in said[1]
    assert "Nog niet door iedereen ondertekend" in said[2]
    assert "€ 208.000,00" in said[2]
    for name in ("Hanneke van Doorn", "Tom Verhoeven"):
        assert name in said[1]
    assert "Regionale leerlijn Bouw" in said[2]
