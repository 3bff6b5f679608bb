"""What may be asked and answered about a partner."""

from collections.abc import Collection, Mapping
from unicodedata import normalize
from uuid import UUID

from samenspraak.commitments.decisions.refusals import PartnerKnown, TooManyPartners
from samenspraak.commitments.schemas import PartnerQuestion, PartnerWords
from samenspraak.errors import Fault, Invalid

# As long as the name of a partner in terms.
NAME_LIMIT = 200
ANSWER_LIMIT = 4_000
# More than any contract has, and few enough for one page.
PARTNERS_LIMIT = 50


def plain_name(name: str) -> str:
    """Return a name on one line, in one Unicode form."""
    return normalize("NFC", " ".join(name.split()))


def name_key(name: str) -> str:
    """Return what two spellings of one partner's name have in common."""
    return normalize("NFC", plain_name(name).casefold())


def check_partner(name: str, known: Mapping[str, UUID]) -> None:
    """Refuse to ask twice about a partner, about nobody, or about more than a page can show."""
    if not plain_name(name):
        raise Invalid([Fault(pointer="/name", slug="required")])
    if len(name) > NAME_LIMIT:
        raise Invalid(
            [Fault(pointer="/name", slug="commitments/too-long", facts={"limit": NAME_LIMIT})]
        )
    if (key := name_key(name)) in known:
        raise PartnerKnown(partner_id=str(known[key]))
    if len(known) >= PARTNERS_LIMIT:
        raise TooManyPartners(limit=PARTNERS_LIMIT)


def check_answers_about(answers: Collection[PartnerWords]) -> None:
    """Refuse no answer at all, two to one question, and answers without words or beyond reading."""
    faults = [] if answers else [Fault(pointer="/answers", slug="required")]
    answered: set[PartnerQuestion] = set()
    for index, answer in enumerate(answers):
        pointer = f"/answers/{index}"
        if answer.question in answered:
            faults.append(Fault(pointer=f"{pointer}/question", slug="commitments/answered-twice"))
        answered.add(answer.question)
        if not answer.text.strip():
            faults.append(Fault(pointer=f"{pointer}/text", slug="required"))
        if len(answer.text) > ANSWER_LIMIT:
            facts: dict[str, str | int] = {"limit": ANSWER_LIMIT}
            faults.append(
                Fault(pointer=f"{pointer}/text", slug="commitments/too-long", facts=facts)
            )
    if faults:
        raise Invalid(faults)
