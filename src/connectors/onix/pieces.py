"""Reading a message in pieces of whole records, each of which is parsed in one go.

lxml is quicker with bytes that are all there than where it tells of every element. So the message
is cut where a record seems to end, and every piece stands in the message's own start and end while
it is parsed. What parses so was cut rightly: a piece that ends in a comment, in CDATA or within a
record is no XML. Such a piece, and what follows it, is given back for `careful`, as is what stands
after the last record.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from connectors.onix.elements import Element
from connectors.onix.source import Source

#: How many bytes a piece has, but for a record that is longer: what processors keep near them.
PIECE = 64 * 1024

#: Put after the last record of a piece: the parser, which counts lines, says on which one it is.
_LAST = b"<Last/>"

#: What a parser of records is told: nothing outside the file is looked at, nothing grows.
SAFELY = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}


@dataclass(frozen=True)
class Frame:
    """What stands around records: the start of the message, its end, and the end of a record."""

    start: bytes
    end: bytes
    record_end: bytes


class Pieces:
    """The pieces of a message, for as long as there are any.

    `line` is how many lines stand before the piece that was given last; when there are no more,
    before what is next in the source, which begins with the message's start again.
    """

    def __init__(self, source: Source, frame: Frame) -> None:
        """Begin where the source is: after the message's start."""
        self.line = 0
        self._source, self._frame, self._rest = source, frame, b""
        self._end = _LAST + frame.end

    def __iter__(self) -> Iterator[Element]:
        """Yield the root of every piece, with all that stands in it."""
        parser, piece = etree.XMLParser(**SAFELY), b""
        started = self._frame.start.count(b"\n")
        try:
            while piece := self._piece():
                root = etree.fromstring(piece, parser)
                yield root
                self.line += root[-1].sourceline - 1 - started
        except etree.XMLSyntaxError:
            pass  # It is read again with care, which says what is wrong and where.
        start, end = len(self._frame.start), len(self._end)
        self._source.back(b"".join((self._frame.start, piece[start:-end], self._rest)))

    def _piece(self) -> bytes:
        """Return the next bytes up to where a record ends, framed; b"" if none does."""
        wanted, most = self._frame.record_end, self._source.record_max
        while len(self._rest) <= most and (more := self._source.take(PIECE)):
            end = more.rfind(wanted)
            if end < 0:  # Nor may it stand across what was read before and this.
                self._rest, more = b"", self._rest + more
                end = more.rfind(wanted)
            if end >= 0:
                end += len(wanted)
                whole = (self._frame.start, self._rest, memoryview(more)[:end], self._end)
                self._rest = more[end:]
                return b"".join(whole)
            self._rest = more
        return b""
