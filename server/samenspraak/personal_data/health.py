"""Noticing a sentence that tells about the health of somebody who can be recognised."""

import re
from collections.abc import Iterator
from itertools import pairwise

_HEALTH = re.compile(
    r"\b(?:ziek(?:te\w*|gemeld|melding|tewet|enhuis\w*)?|\w+ziekte|\w+klachten|\w*syndroom|depressi\w*|depressed|burn-?out|autis\w*|adhd|pdd-?nos|"
    r"\w*kanker|cancer|\w*tumor|leukemie|chemo\w*|bestraling|diabet\w*|suikerziekte|insuline|insulin|"
    r"epilep\w*|astma|asthma|copd|reuma\w*|artrose|artritis|arthritis|fibromyalgie|psycho\w*|"
    r"psychisch\w*|psychiat\w*|schizofre\w*|schizophre\w*|bipola\w*|manisch|borderline|\w*stoornis(?:sen)?|"
    r"\w*fobie|paniekaanval\w*|trauma\w*|posttrauma\w*|ptss|ptsd|verslaa\w*|\w*verslaving\w*|addict\w*|"
    r"alcohol(?:i\w*|probleem)|zwanger\w*|pregnan\w*|miskraam|\w*gehandicapt\w*|handicap\w*|disabled|disability|"
    r"beperking\w*|(?:lichamelijk|verstandelijk|visueel) beperkt|arbeidsongeschikt\w*|afgekeurd|wajong\w*|"
    r"hart(?:aanval|infarct|klachten|afwijking|falen|patiënt|ritmestoornis\w*)|\w*infarct|beroerte|stroke|"
    r"bloeddruk|hiv|aids|hepatitis|tuberculose|medicijn\w*|\w*medicatie|medication|antidepressiva|"
    r"diagnos\w*|gediagnosticeerd|rugpijn|whiplash|hernia|operatie|geopereerd|"
    r"surgery|prothese|stoma|gehoorapparaat|rollator|revalid\w*|therapie|therapy|therapeut|"
    r"ggz|dementie|dementia|alzheimer|parkinson|(?-i:MS|TIA)|multiple scleros(?:e|is)|anxiety|herstellende|asperger|tourette|"
    r"doof|deaf|blind|kleurenblind|slechtziend\w*|slechthorend\w*|staar|rolstoel|wheelchair|"
    r"dyslex\w*|dyscalculie|laaggeletterd\w*|migraine|\w*letsel|overspannen|obesitas|\w*apneu|\w*dialyse|"
    r"sikkelcel\w*|crohn|eczeem|allergi\w*|suïcid\w*|long ?covid|chronisch\w*|illness|sick)\b",
    re.IGNORECASE,
)
_FIRST_NAMES = (
    "Aaliyah Abdel Abdul Abdullah Achmed Adam Agnes Ahmed Aisha Alex Ali Alicia Amber Amina Amir Amira "
    "Andre Angela Anil Anita Anja Anna Anne Annemarie Anouk Anton Arie Arjan Astrid Ayoub Ayse Bart "
    "Bas Ben Berend Bilal Bob Boris Bram Brahim Carla Carlos Caroline Cees Chantal Charlotte Chris "
    "Christina Daan Danielle David Dennis Dewi Diana Dirk Driss Edwin Eline Elif Ellen Els Emma "
    "Emre Erik Esther Eva Fadma Fatih Fatima Fatma Femke Femi Ferry Floor Frank Frans Fred Frits "
    "Gerard Gert Ginger Grace Hakim Halima Hamid Hanneke Hans Hassan Hatice Heleen Hendrik Henk "
    "Herman Hicham Hugo Ibrahim Ilse Ingrid Irene Iris Isa Ismail Jaap Jack Jacob Jamal Jamila Jan "
    "Janneke Jasper Jeroen Jesse Jessica Joanna Johan Johanna John Joke Jolanda Joost Jordy Joris "
    "Jose Joyce Judith Julia Julian Karel Karim Karin Kees Kelly Kevin Khadija Khalid Kim Klaas "
    "Koen Kyra Lars Laila Latifa Laura Leila Leo Leon Lieke Lies Linda Lisa Loes Lotte Lucas Luuk "
    "Maarten Maaike Malika Manon Marc Marco Maria Marian Marieke Marijke Marion Mark Marloes Martijn "
    "Martin Mary Mehmet Melissa Menno Merel Michael Michel Michiel Mike Milan Miriam Mo Mohamed "
    "Mohammed Monique Moniek Mustafa Nadia Naima Najat Nancy Naomi Natasja Nick Nicole Niels Nina "
    "Noah Noor Nora Olga Omar Oscar Osman Patricia Patrick Paul Paula Petra Petronella Piet Pieter "
    "Priya Rachid Ramon Rashida Rania Ria Rick Rik Rinus Rob Robert Robin Roel Rosa Roy Ruben Ruud "
    "Saida Salma Samir Samira Sander Sandra Sanne Sara Sarah Selma Sem Sharon Silvia Simon Sjaak "
    "Sofie Sonja Soraya Stefan Steven Stijn Sven Sylvia Tamara Tanja Tess Theo Thijs Thomas Tim "
    "Tineke Tom Tony Truus Vera Vincent Willem Wilma Wim Wouter Yara Yasmin Yasmina Youssef Yusuf "
    "Yvonne Zahra Zeynep Zoe "
    "Adriaan Albert Bastiaan Bert Bianca Casper Carolien Cindy Claudia Coen Daniel Daphne Denise "
    "Desiree Diederik Dylan Eduard Elise Elly Eric Evelien Fleur Floris Freek Geert Gerda Gerrit Gijs "
    "Guus Hanna Harm Hein Helena Hilde Ineke Inge Ivo Jacqueline Janna Jelle Jelmer Jenny Jochem Joey "
    "Jolien Jonas Jorrit Joop Jurgen Kamal Kirsten Lennart Leendert Machteld Marcel Margriet Marijn "
    "Martine Mathijs Maurits Mieke Mirjam Murat Nathalie Nynke Olaf Pauline Philip Quinten Rebecca "
    "Remco Renate Renske Rianne Richard Rita Romy Ronald Rutger Sabine Silke Sjoerd Stephan Susan "
    "Suzan Suzanne Tessa Teun Tijn Tjeerd Trudy Twan Wendy Wessel Wietske Yasin Yusra Zakaria"
)
# Who it is about: a form of address, initials, a first name, a birth date or an address.
_PERSON = re.compile(
    r"\b(?:[Dd]e heer|[Mm]evrouw|[Mm]eneer|[Mm]ijnheer|[Dd]hr\.?|[Mm]w\.?|[Mm]evr\.?|Mrs?\.?|Ms\.?)"
    r"\s+(?:[a-z]+\s+){0,3}[A-ZÀ-Þ]"
    r"|\b(?:[A-ZÀ-Þ]\.\s?){1,4}(?:(?:van|de|den|der|el|ten|ter|te|op|'t)\s+){0,3}[A-ZÀ-Þ][a-zà-ÿ]+"
    r"|\b(?:" + "|".join(_FIRST_NAMES.split()) + r")\b"
    r"|\b(?:[Kk]andida(?:at|te)|[Ll]eerling|[Mm]edewerk(?:er|ster)|[Dd]eelne(?:mer|emster)|[Cc]ollega|"
    r"[Cc]li[eë]nt|[Ss]tagiair|[Cc]andidate|[Ee]mployee|[Tt]rainee)e?\s+[A-ZÀ-ÞŞĞİŁŠŽČ][^\W\d_]+\b"
    r"|\b(?:[Gg]eboren|[Gg]eboortedatum|[Gg]eb\.|[Bb]orn|[Dd]ate of birth)\b"
    r"|\b(?:heet|genaamd|named)\s+[A-ZÀ-Þ]"
    r"|\b[A-ZÀ-Þ][a-zà-ÿ]*(?:straat|laan|weg|plein|hof|dijk|kade|gracht|singel|plantsoen)\s+\d{1,5}\b"
    r"|\b[1-9]\d{3}\s?[A-Z]{2}\b(?!\s*\d)"
)
# A full stop ends a sentence only before a capital, and not after an initial or a title.
_STOP = re.compile(
    r"(?<!\b[A-ZÀ-Þ])(?<!\b[Mm]w)(?<!\b[Dd]hr)(?<!\b[Mm]evr)(?<!\b[Gg]eb)(?<!\bMr)(?<!\bMs)(?<!\bMrs)"
    r"[.!?]+[\"')\]]*\s+(?=[A-ZÀ-Þ\"'(*])|\n"
)


def health_beside_person(text: str) -> Iterator[int]:
    """Give the start of each sentence that names a health term beside a sign of a person."""
    stops = [0, *(stop.end() for stop in _STOP.finditer(text)), len(text)]
    for start, end in pairwise(stops):
        if _HEALTH.search(text, start, end) and _PERSON.search(text, start, end):
            yield start
