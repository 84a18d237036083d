"""XML, read safely, and looked at without its namespaces: DMN 1.1 to 1.5 read alike."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from domain.decisions.dmn.errors import BrokenModel, Place, UnreadableFile
from domain.decisions.dmn.limits import FILE_BYTES_MAX, XML_DEPTH_MAX

#: What draws a model; nothing in it decides.
_DRAWING = {"DMNDI", "extensionElements"}


def parse(xml: bytes) -> Element:
    """Return the root of a file; an `UnreadableFile` if it is no XML, too large or unsafe.

    Document types are refused, and with them entities and references outside.
    """
    if len(xml) > FILE_BYTES_MAX:
        raise UnreadableFile(Place(), "", f"Keep the file below {FILE_BYTES_MAX:,} bytes.")
    try:
        root: Element = fromstring(xml, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise UnreadableFile(Place(), str(error), "Save it as plain XML, without DTD.") from error
    level = [root]
    for _ in range(XML_DEPTH_MAX):
        level = [child for element in level for child in element]
        if not level:
            return root
    raise UnreadableFile(Place(), "", f"Nest elements at most {XML_DEPTH_MAX} deep.")


def check_ids(root: Element) -> None:
    """Refuse two elements with one id: a reference to it would mean either."""
    seen: set[str] = set()
    waiting = [root]
    while waiting:
        element = waiting.pop()
        found = element.get("id")
        if found is not None and found in seen:
            raise BrokenModel(Place(), found, "Two elements have this id; make them differ.")
        if found is not None:
            seen.add(found)
        waiting.extend(child for child in element if name(child) not in _DRAWING)


def name(element: Element) -> str:
    """Return the name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def children(element: Element, *names: str) -> Iterator[Element]:
    """Yield the children that bear one of the names."""
    return (child for child in element if name(child) in names)


def child(element: Element, *names: str) -> Element | None:
    """Return the first child that bears one of the names."""
    return next(children(element, *names), None)


def text(element: Element | None) -> str:
    """Return what stands in an element, or in the `text` within it, without space around."""
    if element is None:
        return ""
    inner = child(element, "text")
    return ((element if inner is None else inner).text or "").strip()


def words(element: Element, kind: str) -> str:
    """Return what a child that only explains says, on one line; empty if there is none."""
    return " ".join(text(child(element, kind)).split())


def label(element: Element) -> str:
    """Return the name that an element gives itself, spaces made single."""
    return " ".join(element.get("name", "").split())


def is_feel(language: str | None) -> bool:
    """Whether an expression language is FEEL, or left to be."""
    return language is None or "feel" in language.lower()
