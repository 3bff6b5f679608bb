"""XML from strangers: no entities, no document types, no network, and a limit to everything."""

from typing import Final, TypeVar
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from samenspraak.procurement.decisions.refusals import (
    MalformedXml,
    NoticeTooLarge,
    WrongEncoding,
    XmlTooDeep,
    XmlWithDtd,
)

# eForms nest some twenty levels; a hundred thousand would exhaust whatever walks them.
DEPTH_LIMIT: Final = 100
# The largest published notices have some 200,000 elements; each costs memory beyond its bytes.
ELEMENTS_LIMIT: Final = 400_000

# The longest notices award some 2,500 lots. Each winner may hold all lots of a group, so the work
# grows with the product, and a made-up notice must not make us do it for hours.
PARTS_LIMIT: Final = 3_000

NAMESPACES: Final = {
    "cac": "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2",
    "cbc": "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2",
    "ext": "urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2",
    "efac": "http://data.europa.eu/p27/eforms-ubl-extension-aggregate-components/1",
    "efbc": "http://data.europa.eu/p27/eforms-ubl-extension-basic-components/1",
    "efext": "http://data.europa.eu/p27/eforms-ubl-extensions/1",
}


_T = TypeVar("_T")


def parse(data: bytes) -> Element:
    """Return the outermost element, or refuse."""
    parser = DefusedXMLParser(
        target=_LimitedBuilder(), forbid_dtd=True, forbid_entities=True, forbid_external=True
    )
    try:
        parser.feed(data)
        return parser.close()
    except DefusedXmlException as error:
        raise XmlWithDtd from error
    except ParseError as error:
        line, column = error.position
        raise MalformedXml(line=line, column=column + 1) from error
    except (ValueError, LookupError) as error:  # An encoding that does not exist or does not fit.
        raise WrongEncoding from error


def local_name(element: Element) -> str:
    """Return an element's name without its namespace."""
    return element.tag.rpartition("}")[2]


def first(element: Element | None, path: str) -> Element | None:
    """Find one element below another; nothing below nothing."""
    return None if element is None else element.find(path, NAMESPACES)


def every(element: Element | None, path: str) -> list[Element]:
    """Find all elements below another; none below nothing."""
    return [] if element is None else element.findall(path, NAMESPACES)


def text_at(element: Element | None, path: str) -> str | None:
    """Return the text of one element below another, trimmed; None when empty or absent."""
    found = first(element, path)
    return ((found.text or "").strip() or None) if found is not None else None


def texts_at(element: Element | None, path: str) -> list[str]:
    """Return all texts below an element, trimmed, without empty ones."""
    return [text for found in every(element, path) if (text := (found.text or "").strip())]


def at_most(limit: int, found: list[_T]) -> list[_T]:
    """Return what was found, or refuse the notice when there is more of it than notices have."""
    if len(found) > limit:
        raise NoticeTooLarge(limit=limit)
    return found


class _LimitedBuilder(TreeBuilder):
    """Builds the tree until it is deeper or larger than any notice."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = 0
        self._elements = 0

    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        self._depth += 1
        self._elements += 1
        if self._depth > DEPTH_LIMIT or self._elements > ELEMENTS_LIMIT:
            raise XmlTooDeep(depth=DEPTH_LIMIT, elements=ELEMENTS_LIMIT)
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> Element:
        self._depth -= 1
        return super().end(tag)
