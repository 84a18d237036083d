"""Reading a message record by record, as a parser tells where each begins and ends.

It goes on where the pieces of a message do not: in encodings whose bytes are not read as they
stand, where the XML ends, and behind it. It says what is wrong there, and in which line.
"""

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from connectors.onix.elements import Element
from connectors.onix.pieces import SAFELY
from connectors.onix.source import Source, TooLong
from connectors.onix.tags import PRODUCT, Names
from domain.catalog.works.model import Problem

_WANTED = ("ONIXMessage", "ONIXmessage", "Header", "header", "Product", "product")

_CONTROLS = frozenset({etree.ErrorTypes.ERR_INVALID_CHAR, etree.ErrorTypes.ERR_INVALID_CHARREF})

#: A line of which a parser tells within what it says; the message's own start is in its place.
_LINE = re.compile(r"(?<!ONIX[Mm]essage )\bline (\d+)")


class Careful:
    """What is next in a source, with `line` lines before it; `end` is why nothing comes after."""

    def __init__(self, source: Source, names: Names, line: int = 0) -> None:
        """Begin where the source is: with the start of the message."""
        self._source, self._names, self._line = source, names, line
        self.end: Problem | None = None
        self.events: Any = etree.iterparse(
            self, events=("start", "end"), tag=[f"{{*}}{name}" for name in _WANTED], **SAFELY
        )

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes, as the parser asks; none once it broke off.

        At an entity that nobody declared it does and does not say so: it would begin anew.
        """
        return b"" if self._fatal() else self._source.read(size)

    def __iter__(self) -> Iterator[tuple[Element, int]]:
        """Yield every record's element and its line, up to the end, or to where the XML ends."""
        try:
            for event, element in self.events:
                if event == "end" and self._names[element.tag] == PRODUCT:
                    parent = element.getparent()
                    if parent is not None and parent.getparent() is None:
                        yield element, self._line + int(element.sourceline or 0)
                        self.free(element)
        except etree.XMLSyntaxError as error:
            self.end = self.broken(error)
        except TooLong:
            self.end = Problem(
                0,
                None,
                f"a record before byte {self._source.done:,} does not end"
                f" within {self._source.record_max:,} bytes",
                "Have the sender split the record, or look for a tag that is never closed.",
            )

    def free(self, element: Element) -> None:
        """Forget an element that was read, and everything before it."""
        element.clear(keep_tail=False)
        parent = element.getparent()
        while element.getprevious() is not None:
            del parent[0]
        self._source.mark()

    def broken(self, error: Any) -> Problem:  # noqa: ANN401  lxml's error.
        """Return what ended the reading; the first thing that went wrong, not what came of it."""
        fatal = self._fatal()
        code, place, said = error.code, error.lineno or 0, str(error.msg).rpartition(", line")[0]
        if fatal:
            code, place, said = fatal[0].type, fatal[0].line, fatal[0].message.strip()
        if code == etree.ErrorTypes.ERR_INVALID_ENCODING:
            reason = "the bytes here are not of the encoding that line 1 names"
            cure = "They may be Windows-1252: have the sender write UTF-8, or name it in line 1."
        elif code in _CONTROLS:
            reason = "a control character stands here, and XML takes none"
            cure = "Have the sender take it out; what came before this line is in."
        elif code == etree.ErrorTypes.ERR_UNDECLARED_ENTITY:
            reason = "an entity is used that XML does not know"
            cure = "Have the sender write the character itself; what came before this line is in."
        elif self._source.cut_off:
            reason = "the file ends in the middle; it was cut off"
            cure = "Have it sent again, whole; what came before this line is in."
        else:
            said = _LINE.sub(lambda found: f"line {self._line + int(found[1])}", said)
            reason = f"this is no XML ({said[:120]})"
            cure = "Have the sender correct it; what came before this line is in."
        return Problem(self._line + int(place), None, reason, cure)

    def _fatal(self) -> list[Any]:
        return [one for one in self.events.error_log if one.level_name == "FATAL"]
