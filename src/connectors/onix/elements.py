"""Looking into elements: their fields by reference name, their text as plain text."""

from collections.abc import Callable
from html import unescape
from html.parser import HTMLParser
from typing import Any, TypeAlias, TypeVar

from lxml import etree
from lxml.etree import tostring

from connectors.onix.tags import WITHIN, Names
from domain.text import cleared

#: An element of lxml, which has no types of its own.
Element: TypeAlias = Any

Value = TypeVar("Value")

#: What ends a line of text.
_BLOCKS = frozenset({"p", "br", "li", "div", "ul", "ol", "dl", "dt", "dd", "tr", "table"})
_BLOCKS |= frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "blockquote"})

#: The most characters of what may be a code, and the most of them that are kept.
_CODE_MAX, _CODES_MAX = 12, 8_192

#: What is no text.
_MUTE = frozenset({"script", "style"})


def fields(element: Element, names: Names) -> tuple[dict[str, str], dict[str, list[Element]]]:
    """Return what an element says and what stands within it, by reference name.

    Plain fields are clean lines, the first of each name; what is looked into (`tags.WITHIN`) are
    elements, all of each name in order.
    """
    said: dict[str, str] = {}
    within: dict[str, list[Element]] = {}
    for child in element:
        name = names[child.tag]
        if name in WITHIN:
            if name in within:
                within[name].append(child)
            else:
                within[name] = [child]
        elif name not in said:
            said[name] = LINES[child.text]
    return said, within


def leaves(element: Element, names: Names) -> dict[str, str]:
    """Return the children of an element as clean lines by reference name; the first of each."""
    said: dict[str, str] = {}
    for child in element:
        name = names[child.tag]
        if name not in said:
            said[name] = LINES[child.text]
    return said


class Seen(dict[str, Value]):
    """Composites as they were written, and what each says: so many, if they are no longer.

    Titles have most of them in common: languages, subjects, sales rights, people of editions. To
    write one anew takes lxml less time than to look into it.
    """

    def __init__(self, read: Callable[[Element, Names], Value], most: int, long: int) -> None:
        """Take what `read` reads; what it raises is raised each time."""
        super().__init__()
        self._read, self._most, self._long = read, most, long

    def of(self, element: Element, names: Names) -> Value:
        """Return what an element says."""
        written = tostring(element, encoding="unicode", with_tail=False)
        if written in self:
            return self[written]
        found = self._read(element, names)
        if len(written) <= self._long:
            if len(self) >= self._most:
                self.clear()
            self[written] = found
        return found


class _Lines(dict[str | None, str]):
    """Texts as clean lines. Codes are kept: they are short and come again and again."""

    def __missing__(self, text: str | None) -> str:
        """Clean a text that was not met before."""
        if not text:
            return ""
        clean = _cleaned(text)
        if len(text) <= _CODE_MAX:
            if len(self) >= _CODES_MAX:
                self.clear()
            self[text] = clean
        return clean


def _cleaned(text: str) -> str:
    return _spaced(text) if _simple(text) else " ".join(cleared(text).split())


def _simple(text: str) -> bool:
    """Say whether a text is one line that has nothing to clear."""
    return text.isascii() and text.isprintable()


def _spaced(text: str) -> str:
    """Return a simple text with one space between words; most are so and not taken apart."""
    text = text.strip(" ")
    return " ".join(text.split()) if "  " in text else text


#: What is said, as one clean line each; "" for what says nothing.
LINES = _Lines()


def plain(element: Element) -> str:
    """Return what an element says as plain text: XHTML within it, or HTML in its text, taken off.

    Paragraphs stand in lines of their own.
    """
    text = _within(element) if len(element) else _unmarked(element.text or "")
    if _simple(text):
        return _spaced(text)
    return "\n".join(filter(None, [LINES[line] for line in text.splitlines()]))


def _unmarked(text: str) -> str:
    if "<" in text:
        reader = _Reader()
        reader.feed(text)
        reader.close()
        return "".join(reader.said)
    return unescape(text) if "&" in text else text


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
