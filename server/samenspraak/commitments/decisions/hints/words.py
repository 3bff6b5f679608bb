"""The Dutch and English words by which a goal says how many, until when, or nothing yet.

All are in lower case. Both languages are looked for at once: people mix them, and a word that means
something else in the other language stands in a phrase here.
"""


def _phrases(text: str) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(line.split()) for line in text.strip().splitlines())


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Who speaks announces what may come of it, and promises nothing.
STRIVES = _phrases(
    """
    streven naar
    streeft naar
    streef naar
    streven ernaar
    streeft ernaar
    ernaar streven
    ernaar streeft
    naar streven
    streven
    streeft
    nastreven
    streven we
    streven wij
    beogen
    beoogt
    trachten
    tracht
    we proberen
    wij proberen
    proberen we
    proberen wij
    opdrachtnemer probeert
    opdrachtgever probeert
    bedrijf probeert
    we hopen
    wij hopen
    hopen we
    hopen wij
    opdrachtnemer hoopt
    opdrachtgever hoopt
    we willen
    wij willen
    willen we
    willen wij
    opdrachtnemer wil
    opdrachtgever wil
    we zouden graag
    wij zouden graag
    ons best
    zijn best
    haar best
    hun best
    ons uiterste best
    zetten ons in
    zet zich in
    zich inzetten
    zetten in op
    zet in op
    inzetten op
    spannen ons in
    spant zich in
    zich inspannen
    ambitie
    ambities
    voornemens
    van plan
    de intentie
    ons streven
    we verwachten
    wij verwachten
    verwachten we
    verwachten wij
    naar verwachting
    onderzoeken of
    onderzoekt of
    strive
    strives
    strive to
    strives to
    strive for
    strives for
    striving
    endeavour
    endeavours
    endeavor
    endeavors
    aspire
    aspires
    aspiring
    attempt to
    attempts to
    aim to
    aims to
    aim for
    aims for
    aiming to
    aiming for
    our aim
    seek to
    seeks to
    try to
    tries to
    trying to
    hope to
    hopes to
    we hope
    we expect
    explore whether
    explores whether
    intend to
    intends to
    we want to
    contractor wants to
    buyer wants to
    would like to
    our best
    its best
    best effort
    best efforts
    reasonable efforts
    our utmost
    ambition
    ambitions
    """
)

# Leaves open how much, how often or when, whatever number stands beside it.
HEDGES = _phrases(
    """
    waar mogelijk
    indien mogelijk
    wanneer mogelijk
    als het mogelijk is
    als het kan
    waar het kan
    waar dat kan
    waar nodig
    indien nodig
    zo nodig
    naar behoefte
    naar vermogen
    in principe
    in beginsel
    op termijn
    te zijner tijd
    op den duur
    binnenkort
    regelmatig
    regelmatige
    geregeld
    af en toe
    wellicht
    misschien
    hopelijk
    eventueel
    voldoende
    where possible
    if possible
    when possible
    whenever possible
    where feasible
    if feasible
    where appropriate
    as appropriate
    if appropriate
    as needed
    where needed
    in principle
    in due course
    over time
    at some point
    soon
    regularly
    from time to time
    sufficient
    sufficiently
    perhaps
    maybe
    hopefully
    """
)

# Means something else to everybody, until a number says how much.
SOFT = _words(
    """
    diverser diversere diverse divers diversiteit inclusiever inclusievere inclusief inclusieve
    duurzamer duurzamere duurzaam duurzame duurzaamheid socialer socialere sociaal groener groenere
    beter betere vaker sterker sterkere schoner schonere eerlijker eerlijkere gelijker
    eerlijk eerlijke goed goede optimaal optimale toegankelijker toegankelijkere bewuster bewustere breder bredere hoger hogere lager lagere
    gezonder gezondere leefbaarder leefbaardere betrokken maatschappelijk
    steunen steunt steun ondersteunen ondersteunt ondersteun bijdragen bijdraagt bijdrage
    stimuleren stimuleert bevorderen bevordert faciliteren faciliteert verbeteren verbetert
    verbetering versterken versterkt vergroten vergroot verhogen verhoogt verminderen vermindert
    verlagen verlaagt aandacht bewustwording
    veel weinig enkele sommige meerdere verschillende diverse
    diverse diversity inclusive inclusion sustainable sustainably sustainability greener fairer
    good fair optimal better stronger cleaner healthier broader higher lower equal accessible
    support supports supporting contribute contributes contribution stimulate stimulates promote
    promotes facilitate facilitates improve improves improving strengthen strengthens enhance
    enhances foster fosters increase increases reduce reduces encourage encourages
    many several some various few numerous awareness
    """
)
SOFT_PHRASES = _phrases(
    """
    een aantal
    tal van
    dragen bij
    draagt bij
    een bijdrage
    a number of
    a lot of
    plenty of
    """
)
# Says something of the word after it: "more diverse".
MORE = _words("meer minder more less fewer")

_DUTCH_UNITS = ("een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen")
_DUTCH_TENS = (
    "twintig",
    "dertig",
    "veertig",
    "vijftig",
    "zestig",
    "zeventig",
    "tachtig",
    "negentig",
)
_NUMBERS = _words(
    """
    één twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien achttien negentien twintig
    dertig veertig vijftig zestig zeventig tachtig negentig honderd tweehonderd driehonderd
    vierhonderd vijfhonderd duizend driekwart
    one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty
    thirty forty fifty sixty seventy eighty ninety hundred thousand dozen ½ ¼ ¾
    """
)
# Written as one word: vijfentwintig, tweeëntwintig.
NUMBERS = _NUMBERS | {
    unit + ("ën" if unit[-1] == "e" else "en") + ten for unit in _DUTCH_UNITS for ten in _DUTCH_TENS
}
PARTS = _phrases(
    """
    de helft
    een kwart van
    een derde van
    twee derde
    half of
    half the
    a quarter of
    a third of
    two thirds
    three quarters
    """
)
# "alle onderaannemers": as many as there are, which anybody can count.
ALL = _words("alle all")
# What makes a number word something else: "in acht nemen", "ten minste", "no one", "one another".
NOT_AFTER = {
    "acht": _words("in"),
    "one": _words("no any every each this that the another which"),
}
NOT_BEFORE = {
    "ten": _words(
        """
        minste hoogste opzichte behoeve einde eind slotte gunste laatste aanzien gevolge koste
        dienste goede onrechte eerste tweede derde behoeven tijde aanval westen oosten noorden
        zuiden bate deel zeerste dele volle
        """
    ),
    "one": _words("of another day side hand thing"),
}

# Comes before a number that names instead of counts: "niveau 2", "level 2", "artikel 14".
LABELS = _words(
    """
    artikel art lid perceel fase niveau trede stap versie ronde bijlage hoofdstuk paragraaf punt
    doel deel nummer nr no groep klasse week top sdg iso nen pso kwartaal blok kavel scope categorie
    article section lot phase level step version round annex appendix chapter goal part number
    group class quarter category tier grade
    """
)
CURRENCIES = _words("€ $ £ eur euro euro's euros")
PERCENT = _words("% procent percent procentpunt")

MONTHS = _words(
    """
    januari februari maart april mei juni juli augustus september oktober november december
    january february march may june july august october
    jan feb mrt mar apr jun jul aug sep sept okt oct nov dec
    """
)
# Verbs as well: "5 may be hired". They name a month beside a year or after one of these.
UNSURE_MONTHS = _words("may march")
BEFORE_DAYS = _words(
    """
    by before on until till from since after end in mid late early year summer autumn spring winter
    op vóór voor tot per vanaf eind begin medio van jaar zomer najaar voorjaar winter kwartaal
    q1 q2 q3 q4 tijdens gedurende during
    """
)

TIME = _words(
    """
    dag dagen week weken maand maanden kwartaal kwartalen jaar jaren uur uren minuut minuten
    werkdag werkdagen
    day days week weeks month months quarter quarters year years hour hours minute minutes
    """
)
# Comes behind a number that looks like a year and is none.
NO_YEARS = (
    TIME
    | CURRENCIES
    | PERCENT
    | _words("mensen personen plekken plaatsen banen leerlingen people persons places jobs")
)
# Before so much time: until when, seen from a day that is not named.
WITHIN = _words("binnen within in over komende next coming")
# Before so much time that has passed, or that has to pass: no promise of how many.
PASSED = _words("na after afgelopen laatste last past")
# Behind so much time: the day that it is counted from.
COUNTED_FROM = _words("na vanaf after from of")
# The same without a word before it: "6 maanden na de oplevering".
LATER = _words("na after")
# "mensen van 50 jaar", "jonger dan 27 jaar", "aged 50 years".
AGES = _words("van dan boven onder vanaf aged age than above below over")
OLD = _words("oud ouder jong jonger old older young younger")

MOVING = _phrases(
    """
    dit jaar
    dit kwartaal
    deze maand
    deze week
    dit najaar
    dit voorjaar
    deze zomer
    volgend jaar
    volgend kwartaal
    volgende maand
    volgende week
    komend jaar
    komend kwartaal
    komende maand
    komende jaren
    eind dit jaar
    eind volgend jaar
    binnen een jaar
    binnen een maand
    binnen een week
    binnen een kwartaal
    over een jaar
    this year
    this quarter
    this month
    this week
    this summer
    this autumn
    this spring
    this winter
    next year
    next quarter
    next month
    next week
    coming year
    coming years
    by the end of this year
    by the end of next year
    within a year
    within one year
    within a month
    within a week
    """
)

# "elke twee weken", "per maand", "every site meeting".
EACH = _words("elke elk iedere ieder per every each")
RHYTHMS = _words(
    """
    dagelijks dagelijkse wekelijks wekelijkse tweewekelijks tweewekelijkse maandelijks maandelijkse
    jaarlijks jaarlijkse daily weekly biweekly fortnightly monthly quarterly yearly annually
    """
)
# Things that come back by themselves.
RECURRING = (
    "dag",
    "week",
    "weken",
    "maand",
    "maanden",
    "kwartaal",
    "jaar",
    "vergadering",
    "overleg",
    "bijeenkomst",
    "ochtend",
    "middag",
    "avond",
    "maandag",
    "day",
    "weeks",
    "month",
    "months",
    "quarter",
    "year",
    "meeting",
    "morning",
    "evening",
    "fortnight",
)

# Say nothing of what a number counts.
STOP = _words(
    """
    van de het een der den in op en of per voor door met bij naar tot te er ons onze hun is zijn
    wordt worden om aan uit die dat deze dit ook nog keer meer minder extra ten minste minimaal
    maximaal ongeveer circa vóór na binnen
    of the a an in on and or by for to at with from is are be our their this that these those also
    more less least most about approximately before after within
    """
)
