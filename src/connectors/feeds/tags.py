"""The names that feeds are written in. A namespace is an exact string: one sign off is another."""

from collections.abc import Callable, Sequence
from typing import Any

from lxml import etree

from domain.errors import Invalid

ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
SPOTIFY = "{http://www.spotify.com/ns/rss}"
PODCAST = "{https://podcastindex.org/namespace/1.0}"
MEDIA = "{http://search.yahoo.com/mrss/}"
CHAPTERS = "{http://podlove.org/simple-chapters}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
ATOM = "{http://www.w3.org/2005/Atom}"
TERMS = "{http://purl.org/dc/terms/}"

#: Declared once, at the root, by the prefixes that every generator uses.
DECLARED = {
    prefix: name.strip("{}")
    for prefix, name in {
        "itunes": ITUNES,
        "spotify": SPOTIFY,
        "podcast": PODCAST,
        "media": MEDIA,
        "psc": CHAPTERS,
        "content": CONTENT,
        "atom": ATOM,
        "dcterms": TERMS,
    }.items()
}

#: An element of lxml, which has no types.
Element = Any


def _root() -> Element:
    return etree.Element("rss", nsmap=DECLARED, version="2.0")


def _bytes(element: Element) -> bytes:
    written: bytes = etree.tostring(element, encoding="UTF-8", xml_declaration=False)
    return written


#: What everything stands in.
CLOSING = b"</rss>"
OPENING = _bytes(_root())[: -len(b"/>")] + b">"


def put(parent: Element, tag: str, text: str | None = None, /, **attributes: str) -> Element:
    """Add an element and return it; an attribute without a value is left out."""
    said = {name: value for name, value in attributes.items() if value}
    element = etree.SubElement(parent, tag, said)
    element.text = text
    return element


def allow(parent: Element, countries: Sequence[str]) -> None:
    """Say in which countries alone something may be played; nothing if in all."""
    if countries:
        codes = " ".join(countries).lower()
        put(parent, f"{MEDIA}restriction", codes, type="country", relationship="allow")


def fragment(where: str, fill: Callable[[Element], None]) -> bytes:
    """Return what `fill` puts below the root, without it, so that it can stand below any.

    Raises `Invalid` for a character that XML has no way to write.
    """
    root = _root()
    try:
        fill(root)
    except ValueError as error:
        said = f"{where} holds a character that XML cannot carry; take it out."
        raise Invalid("control_character", said) from error
    return _bytes(root)[len(OPENING) : -len(CLOSING)]
