"""Refusals as problem documents (RFC 9457), in the reader's language."""

from collections.abc import Mapping

import msgspec
from msgspec import Struct

from samenspraak.amounts import in_euros
from samenspraak.errors import Fault, Refusal
from samenspraak.text import Language, has_sentence, preferred_language, sentence

MEDIA_TYPE = "application/problem+json"


class FaultView(Struct, frozen=True, kw_only=True, rename="camel"):
    """One thing to mend: where it stands and what to do, in words."""

    pointer: str
    slug: str
    detail: str


class Problem(Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A refusal for people and programs: screens show `detail` and branch on the slug in `type`.

    `facts` are the numbers and ids the sentence speaks of, such as the current revision.
    """

    type: str
    title: str
    status: int
    detail: str
    errors: list[FaultView] = []
    facts: dict[str, str | int | None] = {}


def problem_of(refusal: Refusal, accept_language: str | None) -> tuple[Problem, dict[str, str]]:
    """Return the problem document of a refusal, and the headers its answer carries."""
    language = preferred_language(accept_language)
    headers = {
        "Content-Type": MEDIA_TYPE,
        "Content-Language": language,
    }
    if refusal.status == 401:
        # The way in for programs (RFC 9110 asks for one); browsers keep silent at this scheme.
        headers["WWW-Authenticate"] = "Bearer"
    if "retry_after" in refusal.facts:
        headers["Retry-After"] = str(refusal.facts["retry_after"])
    return (
        problem(
            refusal.slug,
            refusal.status,
            language,
            facts=refusal.facts,
            faults=refusal.faults,
        ),
        headers,
    )


def problem(
    slug: str,
    status: int,
    language: Language,
    *,
    facts: dict[str, str | int | None] | None = None,
    faults: tuple[Fault, ...] = (),
) -> Problem:
    """Put the sentences of one slug together."""
    known = facts or {}
    return Problem(
        type=f"/problems/{slug}",
        title=sentence(language, f"problem.{slug}.title", **known),
        status=status,
        detail=sentence(language, f"problem.{slug}.detail", **known),
        errors=[_fault_view(fault, language) for fault in faults],
        facts={_camel(name): value for name, value in known.items()},
    )


def encoded(document: Problem) -> bytes:
    """Return the bytes of a problem document."""
    return msgspec.json.encode(document)


def _fault_view(fault: Fault, language: Language) -> FaultView:
    # A refusal that became a fault (one of several in a package) has its own sentence.
    key = f"fault.{fault.slug}"
    if not has_sentence(key):
        key = f"problem.{fault.slug}.detail"
    return FaultView(
        pointer=fault.pointer,
        slug=fault.slug,
        detail=sentence(language, key, **said(fault.facts, language)),
    )


def said(facts: Mapping[str, str | int], language: Language) -> dict[str, str | int]:
    """Return facts as a sentence says them: amounts (`most_cents`) in euros, as people read them."""
    return {
        name: in_euros(fact, language=language)
        if name.endswith("_cents") and isinstance(fact, int)
        else fact
        for name, fact in facts.items()
    }


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.title() for word in rest)
