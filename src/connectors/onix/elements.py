"""Looking into elements: their fields by reference name, their text as plain text."""

from functools import lru_cache
from html import unescape
from html.parser import HTMLParser
from typing import Any, TypeAlias

from lxml import etree

from domain.text import cleared

#: An element of lxml, which has no types of its own.
Element: TypeAlias = Any

#: What ends a line of text.
_BLOCKS = frozenset({"p", "br", "li", "div", "ul", "ol", "dl", "dt", "dd", "tr", "table"})
_BLOCKS |= frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "blockquote"})

#: The most characters of what may be a code.
_CODE_MAX = 12

#: What is no text.
_MUTE = frozenset({"script", "style"})


def grouped(element: Element, names: dict[str, str]) -> dict[str, list[Element]]:
    """Return the children of an element by reference name, in order."""
    found: dict[str, list[Element]] = {}
    for child in element:
        name = names[child.tag]
        if name in found:
            found[name].append(child)
        else:
            found[name] = [child]
    return found


def leaves(element: Element, names: dict[str, str]) -> dict[str, str]:
    """Return the text of the children of an element by reference name; the first of each name."""
    found: dict[str, str] = {}
    for child in element:
        name = names[child.tag]
        if name not in found:
            found[name] = child.text or ""
    return found


def line(text: str | None) -> str:
    """Return a text as one clean line."""
    if not text:
        return ""
    return _code(text) if len(text) <= _CODE_MAX else _cleaned(text)


def first(found: dict[str, list[Element]], name: str) -> str:
    """Return the text of the first child of that name as one clean line."""
    there = found.get(name)
    if there is None:
        return ""
    text: str | None = there[0].text
    if not text:
        return ""
    return _code(text) if len(text) <= _CODE_MAX else _cleaned(text)


def _cleaned(text: str) -> str:
    if text.isascii() and text.isprintable():
        if "  " not in text and text[0] != " " and text[-1] != " ":
            return text  # As most are: long texts are not taken apart for nothing.
    else:
        text = cleared(text)
    return " ".join(text.split())


#: Codes are short and come again and again.
_code = lru_cache(maxsize=8_192)(_cleaned)


def plain(element: Element) -> str:
    """Return what an element says as plain text: XHTML within it, or HTML in its text, taken off.

    Paragraphs stand in lines of their own.
    """
    text = _within(element) if len(element) else element.text or ""
    if not len(element):
        if "<" in text:
            reader = _Reader()
            reader.feed(text)
            reader.close()
            text = "".join(reader.said)
        elif "&" in text:
            text = unescape(text)
    lines = text.splitlines()
    return line(text) if len(lines) == 1 else "\n".join(filter(None, map(line, lines)))


def _within(element: Element) -> str:
    said: list[str] = []
    muted = 0
    for event, one in etree.iterwalk(element, events=("start", "end")):
        name = str(one.tag).rpartition("}")[2].lower()
        muted += (name in _MUTE) * (1 if event == "start" else -1)
        if name in _BLOCKS:
            said.append("\n")
        text = one.text if event == "start" else one.tail if one is not element else None
        if text and not muted:
            said.append(" ".join(text.split("\n")))
    return "".join(said)


class _Reader(HTMLParser):
    """Takes the tags off HTML."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self._muted = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        """End a line, or begin what is no text."""
        del attrs
        self._muted += tag in _MUTE
        if tag in _BLOCKS:
            self.said.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """End a line, or what is no text."""
        self._muted -= tag in _MUTE and self._muted > 0
        if tag in _BLOCKS:
            self.said.append("\n")

    def handle_data(self, data: str) -> None:
        """Keep text."""
        if not self._muted:
            self.said.append(data)
