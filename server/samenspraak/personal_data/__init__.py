"""The guard on what people write: no citizen's number, and nothing readers cannot see.

What it finds it never repeats: a finding says which rule and where, so that nothing that was
refused ends in a log, an answer or the journal.
"""

from collections.abc import Mapping

from msgspec import Struct

from samenspraak.errors import Fault, Invalid
from samenspraak.personal_data.bodies import BareNumbers, bare_numbers_in, numbers_in_body
from samenspraak.personal_data.health import health_beside_person
from samenspraak.personal_data.invisible import invisible_in
from samenspraak.personal_data.numbers import Plain, Rule, numbers_in


class Finding(Struct, frozen=True, kw_only=True):
    """Which rule was met, and at which character of the text (the first is 1)."""

    rule: Rule
    position: int


class Findings(Struct, frozen=True, kw_only=True):
    """What stands in one text: refused, said by the writer to be no BSN, or worth a warning."""

    refused: tuple[Finding, ...] = ()
    declared: tuple[Finding, ...] = ()
    warned: tuple[Finding, ...] = ()


class PersonalData(Invalid):
    """The text holds a citizen's number, which Samenspraak never keeps."""

    slug = "personal-data/refused"


class InvisibleText(Invalid):
    """The text holds characters that readers cannot see, so they could not know what they agree."""

    slug = "text/invisible"


def inspect(text: str, *, declared_not_bsn: bool = False) -> Findings:
    """Look for citizens' numbers, and for health terms beside a sign of who it is about.

    One in eleven numbers of nine digits passes the test of a BSN, so for one without any label
    the writer may say that it is something else. A labelled one is refused whatever is said.
    """
    plain = Plain(text)
    refused: list[Finding] = []
    declared: list[Finding] = []
    warned: list[Finding] = []
    for rule, start in numbers_in(plain.text):
        finding = Finding(rule=rule, position=plain.places[start] + 1)
        if rule is Rule.LABELLED_BSN:
            refused.append(finding)
        elif rule is Rule.BARE_BSN:
            (declared if declared_not_bsn else refused).append(finding)
        else:
            warned.append(finding)
    warned += [
        Finding(rule=Rule.HEALTH_BESIDE_PERSON, position=start + 1)
        for start in health_beside_person(text)
    ]
    return Findings(refused=tuple(refused), declared=tuple(declared), warned=tuple(warned))


def guard(
    texts: Mapping[str, str] | None = None, /, *, declared_not_bsn: bool = False, **named: str
) -> dict[str, Findings]:
    """Refuse texts and file names with a citizen's number; return what else was found, by pointer.

    Positional texts go by their JSON pointers, named ones by the name of their member.
    """
    findings = {
        pointer: inspect(text, declared_not_bsn=declared_not_bsn)
        for pointer, text in _by_pointer(texts, named).items()
    }
    faults = [
        Fault(
            pointer=pointer,
            slug=f"personal-data/{finding.rule}",
            facts={"position": finding.position},
        )
        for pointer, found in findings.items()
        for finding in found.refused
    ]
    if faults:
        raise PersonalData(faults)
    return {pointer: found for pointer, found in findings.items() if found.declared or found.warned}


def is_declared(found: Mapping[str, Findings]) -> bool:
    """Tell whether a number was said to be no citizen's number: a fact to record."""
    return any(findings.declared for findings in found.values())


def guard_request(shape: object, body: object) -> None:
    """Refuse a request that holds a citizen's number, in whatever member of its body."""
    _refuse(numbers_in_body(body, bare=bare_numbers_in(shape, body)))


def guard_document(document: object) -> None:
    """Refuse a document of others in which somebody's citizen's number stands, called one.

    One without that name is let through: such documents are full of numbers of organisations.
    """
    _refuse(numbers_in_body(document, bare=BareNumbers.ALLOWED))


def _refuse(faults: list[Fault]) -> None:
    if faults:
        raise PersonalData(faults)


def refuse_invisible(texts: Mapping[str, str] | None = None, /, **named: str) -> None:
    """Refuse text to be agreed that holds what a reader cannot see.

    Positional texts go by their JSON pointers, named ones by the name of their member.
    """
    faults = invisible_faults(_by_pointer(texts, named))
    if faults:
        raise InvisibleText(faults)


def invisible_faults(texts: Mapping[str, str]) -> list[Fault]:
    """Return, by pointer, the first unseen character and the first pile of marks of each text."""
    return [fault for pointer, text in texts.items() for fault in invisible_in(pointer, text)]


def _by_pointer(texts: Mapping[str, str] | None, named: Mapping[str, str]) -> dict[str, str]:
    return {**(texts or {}), **{f"/{name}": text for name, text in named.items()}}
