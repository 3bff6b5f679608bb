"""What the guard refuses, warns about and lets through, and that it repeats nothing it found."""

import random
import unicodedata

import pytest

from samenspraak.errors import Invalid
from samenspraak.personal_data import (
    InvisibleText,
    PersonalData,
    Rule,
    guard,
    inspect,
    refuse_invisible,
)

# Well-known numbers for trying things out, and made ones; all pass the test of eleven.
BSN = "123456782"

LABELLED = [
    f"BSN {BSN}",
    f"bsn: {BSN}",
    f"BSN{BSN}",
    f"bsn_{BSN}.pdf",
    f"B.S.N. {BSN}",
    f"Burgerservicenummer = {BSN}.",
    f"burger-service-nummer {BSN}",
    f"burger service nummer van haar is {BSN}",
    f"sofinummer {BSN}",
    f"Sofi-nr {BSN}",
    f"{BSN} is het BSN van de kandidaat",
    f"({BSN}, BSN)",
    "BSN 123 456 782",
    "BSN 1234.56.782",
    "BSN 12-34-56-782",
    "BSN 1 2 3 4 5 6 7 8 2",
    "BSN: **123**456**782**",
    "BSN 123_456_782",
    "BSN:\n123456782",
    "BSN 12345678\u200b2",
    "BSN 123\u00ad456\u00ad782",
    "BSN 123\u2011456\u2011782",
    "BSN 123\u00a0456\u00a0782",
    "BSN 123456782".replace("123456782", "".join(chr(0xFF10 + int(d)) for d in BSN)),
    "BSN " + "".join(chr(0x0660 + int(d)) for d in BSN),
    "BSN " + "".join(chr(0x0966 + int(d)) for d in BSN),
    "BSN " + "".join(chr(0x1D7CE + int(d)) for d in BSN),
    "ＢＳＮ 123456782",
    "BSN ①②③④⑤⑥⑦⑧②",
    "BSN 1234&#53;6782",
    "BSN 123\\-456\\-782",
    "BSN 1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣2️⃣",
    "KvK 12345678, BSN 123456782",
    "BSN 123456782, geboren 01-02-1990",
    "Geboren 01-02-1990, BSN 123456782 12 uur",
    "BSN 10000008",
    "Her citizen service number is 123456782.",
]
BARE = [
    BSN,
    f"De kandidaat is {BSN}.",
    f"De leerling {BSN} begint maandag",
    f"In dit project begint {BSN} in maart",
    "123 456 782",
    "123.456.782",
    "123-456-782",
    "1234.56.782",
    "1 2 3 4 5 6 7 8 2",
    f"{BSN}.pdf",
    f"scan {BSN} (2).pdf",
    f"5 {BSN} 7",
    f"nummer {BSN}",
    f"Bedrag: € 500.\n{BSN} komt morgen",
    f"Wij kiezen dit contract. Nieuw is {BSN}.",
    "111222333",
]
ALLOWED = [
    f"KvK {BSN}",
    f"K.v.K. {BSN}",
    f"KvK-nummer: {BSN}",
    f"RSIN {BSN}",
    f"btw-nummer NL{BSN}B01",
    f"NL{BSN}B01",
    f"VAT number {BSN}",
    f"€ {BSN}",
    f"{BSN} euro",
    f"EUR {BSN}",
    f"{BSN},00",
    f"bedrag van {BSN}",
    f"factuurnummer {BSN}",
    f"Factuur {BSN}",
    f"invoice no. {BSN}",
    f"kenmerk {BSN}",
    f"Ons kenmerk: {BSN}",
    f"referentie {BSN}",
    f"ref. nr. {BSN}",
    f"order {BSN}",
    f"ordernummer {BSN}",
    f"dossier {BSN}",
    f"zaaknummer {BSN}",
    f"projectnummer {BSN}",
    f"project {BSN}",
    f"contractnummer: {BSN}",
    f"tel. {BSN}",
    f"telefoon {BSN}",
    f"rekeningnummer {BSN}",
    f"PRJ{BSN}",
    f"0,{BSN}",
    "12345678",
    "1234567820",
    "01-02-1990 5",
    "CPV 45453100-3",
    "45453100-7",
    "2026-12345",
    "Renovatie 214 woningen, € 4.860.000,00, 2 november 2026 t/m 31 juli 2028",
    "2 × 32/36 × 18/12 × 35.000 = € 93.333,33",
    "BSN noteren wij nooit.",
    "Bel 06 12345678 of 030 123 45 67.",
    "000000000",
    "Sofie heeft nummer 12345678 getrokken",
    "Artikel 2, lid 3: 4 % van € 5.200.000 exclusief btw",
    "2026/S 189-123456",
]


@pytest.mark.parametrize("text", LABELLED)
def test_a_labelled_number_is_refused_whatever_the_writer_says(text):
    assert [found.rule for found in inspect(text).refused] == [Rule.LABELLED_BSN]
    assert inspect(text, declared_not_bsn=True).refused


@pytest.mark.parametrize("text", BARE)
def test_a_bare_number_is_refused_unless_the_writer_says_it_is_no_bsn(text):
    assert [found.rule for found in inspect(text).refused] == [Rule.BARE_BSN]

    declared = inspect(text, declared_not_bsn=True)
    assert not declared.refused
    assert [found.rule for found in declared.declared] == [Rule.BARE_BSN]


@pytest.mark.parametrize("text", ALLOWED)
def test_a_number_with_another_name_goes_through(text):
    assert not inspect(text).refused


@pytest.mark.parametrize(
    "text", ["BSN 123456789", "bsn: 123 456 781", "sofinummer 12345678", "BSN 123456783 (Jan)"]
)
def test_a_labelled_near_miss_warns_because_it_is_likely_a_slip_of_the_pen(text):
    findings = inspect(text)
    assert not findings.refused
    assert Rule.LABELLED_NEAR_MISS in {found.rule for found in findings.warned}


def test_every_passing_number_is_found_in_every_dress():
    numbers = random.Random(8)
    dresses = ["{}", "BSN {}", "x {} y", "De kandidaat: {}."]
    for _ in range(300):
        digits = _a_bsn(numbers)
        for dress in dresses:
            for spelled in (digits, f"{digits[:4]}.{digits[4:6]}.{digits[6:]}"):
                assert inspect(dress.format(spelled)).refused, dress


def test_few_numbers_of_everyday_work_are_refused_by_mistake():
    numbers = random.Random(11)
    sentences = [
        "Offerte {:09d} van vorige week",
        "Ons kenmerk {:09d}",
        "€ {:,} exclusief btw".replace(",", "_"),
        "Perceel {:d} van het bestek",
        "Tussen {:d} en 5000 euro",
        "Levering op 12-03-2027, bon {:07d}",
        "Telefoon 06{:08d}",
        "Zaaknummer Z-{:09d}",
        "KvK {:08d}",
        "Bestelling {:09d} klopt",
    ]
    texts = [
        sentence.format(numbers.randrange(10**8)) for _ in range(200) for sentence in sentences
    ]
    wrong = sum(bool(inspect(text).refused) for text in texts)
    assert wrong <= len(texts) * 0.02


def test_a_position_leads_to_the_number_in_the_text_as_it_was_typed():
    assert inspect("é\u200b\u200bBSN 123456782").refused[0].position == 8
    assert inspect(f"abc {BSN}").refused[0].position == 5


def test_a_refusal_repeats_nothing_of_what_it_found():
    with pytest.raises(PersonalData) as refusal:
        guard({"/terms/text": f"BSN {BSN}"}, title=f"Voor {BSN}", fine="Niets aan de hand")

    faults = refusal.value.faults
    assert [(fault.pointer, fault.slug) for fault in faults] == [
        ("/terms/text", "personal-data/labelled-bsn"),
        ("/title", "personal-data/bare-bsn"),
    ]
    assert BSN not in repr(faults)
    assert BSN not in str(refusal.value)
    assert isinstance(refusal.value, Invalid)


def test_what_was_declared_is_reported_so_that_the_fact_can_be_recorded():
    found = guard(declared_not_bsn=True, text=f"Nummer {BSN}", title="Een titel")
    assert list(found) == ["/text"]
    assert found["/text"].declared[0].rule is Rule.BARE_BSN


def test_a_long_text_of_digits_is_read_in_linear_steps():
    """A quadratic reader would need hours for this and the suite would never end."""
    for text in ("1 " * 100_000, "BSN " + "1 " * 100_000, "9" * 200_000, "&#" * 100_000):
        inspect(text)
    inspect("bsn é " + "123456789 " * 20_000)


HEALTH_BESIDE_PERSON = [
    "Mevrouw Jansen heeft epilepsie.",
    "De heer de Vries is al maanden ziek.",
    "J. Bakker heeft een burn-out.",
    "Fatima is zwanger en begint later.",
    "Ahmed heeft diabetes, dus liever geen nachtdienst.",
    "Kandidaat Pietersen heeft een depressie gehad.",
    "Mw. El Amrani zit met rugklachten thuis.",
    "Zij is geboren op 3 mei 1990 en heeft adhd.",
    "Hij woont aan de Dorpsstraat 12 en is verslaafd.",
    "Youssef kreeg vorige week de diagnose autisme.",
    "Leerling Sanne is slechthorend.",
    "Dhr. Smit gebruikt medicatie.",
    "Karin heeft Wajong vanwege haar beperking.",
    "J.P. de Boer zit in een rolstoel.",
    "Mr. Brown has a disability.",
    "Our trainee Emma was diagnosed with epilepsy.",
    "Hassan is ziekgemeld tot maart.",
    "Mevrouw van der Berg krijgt therapie.",
    "Bij 3512 JK woont de leerling met astma.",
    "Collega Willem had een hartinfarct.",
]
HEALTH_OF_NOBODY = [
    "Telt de begeleiding ook als er één leermeester ziek is?",
    "Vier plekken voor mensen met een arbeidsbeperking.",
    "Werk voor mensen met een beperking in Gemeente Merwestede.",
    "De werkplek is geschikt voor een rolstoel.",
    "Ziekteverzuim is lager dan vorig jaar.",
    "Mevrouw de Groot belt morgen.",
    "Youssef El Amrani is projectleider. Bij ziekte neemt een collega het over.",
    "Hanneke van Doorn tekent voor Van Doorn & Bakker Bouw.",
    "Doelgroep: Wajong en Participatiewet.",
    "Wij vragen niet naar een diagnose.",
    "Renovatie 214 woningen Waterwijk, perceel 2.",
    "De kandidaten met dyslexie krijgen de toets op papier.",
    "Marieke vraagt naar de planning.\nZiekmeldingen gaan naar de leermeester.",
    "Op 3 januari 2028 werken er nog 2 mensen.",
    "Het gebouw aan de Dorpsstraat 12 wordt gerenoveerd.",
    "Aangepast meubilair voor medewerkers met rugklachten.",
    "Ilse Bakker plant de start van de leerlijn.",
    "GGZ-instellingen kunnen kandidaten aanmelden.",
    "Iedereen die wil wennen aan werk is welkom.",
    "Postcode 3512 JK ligt in de wijk.",
]


def test_most_words_about_somebodys_health_warn_and_few_others_do():
    warned = [text for text in HEALTH_BESIDE_PERSON if inspect(text).warned]
    wrong = [text for text in HEALTH_OF_NOBODY if inspect(text).warned]
    assert len(warned) >= len(HEALTH_BESIDE_PERSON) * 0.75
    assert len(wrong) <= len(HEALTH_OF_NOBODY) * 0.10


def test_health_never_refuses():
    assert not any(inspect(text).refused for text in HEALTH_BESIDE_PERSON)


VISIBLE = [
    "Gewone tekst, met één trema: coëfficiënt.\nEn een tweede regel.\tMet een tab.",
    "€ 1.250,00 – 4 % × 3 ½ “citaat” …",
    "👩‍💻 en 🏳️‍🌈 en ❤️ en 👨‍👩‍👧 en 👍🏽",
    "می‌خواهم",  # Persian needs the non-joiner.
    "क्‍ष",  # Devanagari needs the joiner.
    "Việt Nam, Ελλάδα, Україна, 中文, עברית, العربية",
    "🫨",  # Newer than the Unicode that Python knows, in the blocks kept for pictures.
]
INVISIBLE = {
    "zero width space": "be\u200bdrag",
    "byte order mark": "be\ufeffdrag",
    "soft hyphen": "be\u00addrag",
    "joiner between Latin letters": "be\u200ddrag",
    "non-joiner between Latin letters": "be\u200cdrag",
    "joiner at the start": "\u200dbedrag",
    "joiner at the end": "bedrag\u200d",
    "right-to-left override": "\u202e0001",
    "left-to-right embedding": "\u202aa",
    "isolate": "\u2066a",
    "right-to-left mark": "\u200fa",
    "tag character": "🏴\U000e0067",
    "carriage return": "a\rb",
    "null": "a\x00b",
    "escape": "a\x1bb",
    "delete": "a\x7fb",
    "next line": "a\x85b",
    "line separator": "a\u2028b",
    "lone surrogate": "a\ud800b",
    "private use": "a\ue000b",
    "unassigned": "a\u0378b",
    "noncharacter": "a\ufffeb",
    "Hangul filler": "\u3164",
    "braille blank": "\u2800",
    "word joiner": "a\u2060b",
    "invisible times": "2\u20623",
}


@pytest.mark.parametrize("text", VISIBLE)
def test_text_that_people_can_read_is_taken(text):
    refuse_invisible(text=text)


@pytest.mark.parametrize("text", INVISIBLE.values(), ids=INVISIBLE)
def test_text_with_a_character_nobody_sees_is_refused(text):
    with pytest.raises(InvisibleText) as refusal:
        refuse_invisible({"/title": text})

    (fault,) = refusal.value.faults
    assert (fault.pointer, fault.slug) == ("/title", "text/invisible-character")
    unseen = text[int(fault.facts["position"]) - 1]
    assert fault.facts["code"] == f"U+{ord(unseen):04X}"


def test_four_marks_on_a_letter_are_writing_and_five_are_a_pile():
    refuse_invisible(text="a" + "\u0301" * 4)
    with pytest.raises(InvisibleText) as refusal:
        refuse_invisible(text="a" + "\u0301" * 5)
    assert refusal.value.faults[0].slug == "text/piled-marks"


def test_every_control_and_format_character_is_refused_between_letters():
    # Of the private use planes the first block speaks for all.
    for code in [*range(0xE010), *range(0xF8F0, 0xF0010)]:
        character = chr(code)
        if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co"} and character not in "\n\t":
            with pytest.raises(InvisibleText):
                refuse_invisible(text=f"a{character}b")


def _a_bsn(numbers: random.Random) -> str:
    while True:
        digits = [numbers.randrange(10) for _ in range(9)]
        weighed = sum((9 - place) * digit for place, digit in enumerate(digits[:8])) - digits[8]
        # Runs that read as a round amount are taken for one.
        if any(digits) and weighed % 11 == 0 and digits[6:] != [0, 0, 0]:
            return "".join(map(str, digits))


@pytest.mark.parametrize(
    "text", ["\ufe0f", "\ufe0f\ufe0e", "ja \U000e0100", "a\ufe0f\ufe0f", "\u180b"]
)
def test_a_sign_that_only_changes_another_is_unseen_without_it(text: str):
    with pytest.raises(InvisibleText) as refusal:
        refuse_invisible(text=text)
    assert refusal.value.faults[0].slug == "text/invisible-character"
