"""Reading a message in pieces of whole records, which are parsed beside Python.

lxml lets go of the interpreter while it parses bytes that are all there, and not while it tells of
every element. So the message is cut where a record seems to end, and every piece stands in the
message's own start and end while another thread parses it. What parses so was cut rightly: a
piece that ends in a comment, in CDATA or within a record is no XML. Such a piece, and what follows
it, is given back for `careful`, as is what stands after the last record.
"""

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from lxml import etree

from connectors.onix.elements import Element
from connectors.onix.source import Source

#: How many bytes a piece has, but for a record that is longer, and how many are parsed ahead.
PIECE, AHEAD = 1024 * 1024, 2

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

    def __iter__(self) -> Iterator[Element]:
        """Yield the root of every piece, with all that stands in it."""
        parser = etree.XMLParser(**SAFELY)
        ahead: deque[tuple[bytes, Future[Element]]] = deque()
        worker = ThreadPoolExecutor(1, "onix")
        try:
            while True:
                while len(ahead) <= AHEAD and (piece := self._piece()):
                    whole = b"".join((self._frame.start, piece, self._frame.end))
                    ahead.append((piece, worker.submit(etree.fromstring, whole, parser)))
                if not ahead:
                    break
                yield ahead[0][1].result()
                self.line += ahead.popleft()[0].count(b"\n")
        except etree.XMLSyntaxError:
            pass  # It is read again with care, which says what is wrong and where.
        finally:
            worker.shutdown(cancel_futures=True)
        left = b"".join(piece for piece, _ in ahead) + self._rest
        self._source.back(self._frame.start + left)

    def _piece(self) -> bytes:
        """Return the next bytes in which records end, up to where the last does; b"" if none."""
        end, most = -1, self._source.record_max
        while end < 0 and len(self._rest) <= most and (more := self._source.take(PIECE)):
            self._rest += more
            end = self._rest.rfind(self._frame.record_end)
        if end < 0:
            return b""
        end += len(self._frame.record_end)
        piece, self._rest = self._rest[:end], self._rest[end:]
        return piece
