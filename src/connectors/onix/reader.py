"""Reading a message record by record, in the memory of some pieces of it.

Nothing outside the file is looked at, no entity is resolved. What is wrong with one record sets
that record aside; what is wrong with the XML ends the reading there, and what came before stays.
"""

from collections.abc import Generator, Iterator
from contextlib import closing
from datetime import datetime
from typing import BinaryIO

from lxml import etree

from connectors.onix import prolog
from connectors.onix.careful import Careful
from connectors.onix.dates import instant
from connectors.onix.elements import Element, fields, leaves
from connectors.onix.pieces import Frame, Pieces
from connectors.onix.product import TESTS, notice_of, product, reference_of
from connectors.onix.source import Source, TooLong
from connectors.onix.tags import HEADER, MESSAGE, PRODUCT, Names
from connectors.onix.trouble import Bad
from domain.catalog.works.model import Problem, Record
from domain.errors import Invalid

#: The most characters of a sender's name.
SENDER_MAX = 200


class Message:
    """A message that is being read: who sent it when, then its records, once.

    `tests` counts the records that are for tests only, which nobody is to keep.
    """

    def __init__(self, source: BinaryIO) -> None:
        """Read up to the first record; `Invalid` if this is no message that can be read."""
        self._source = Source(source)
        self._typed = prolog.judge(self._source.head)
        self._names = Names()
        self._careful = Careful(self._source, self._names)
        self.sender = ""
        self.sent_at: datetime | None = None
        self.tests = 0
        self._frame = self._framed(self._begun())

    @property
    def done(self) -> int:
        """How many bytes were read so far."""
        return self._source.done

    def __iter__(self) -> Iterator[Record | Problem]:
        """Yield every record, or why it is none."""
        position = 0
        with closing(self._elements()) as elements:
            for element, line in elements:
                position += 1
                found = self._record(element, line, position)
                if found is not None:
                    yield found
        if self._careful.end is not None:
            yield self._careful.end

    def _elements(self) -> Generator[tuple[Element, int], None, None]:
        """Yield the element of every record and its line."""
        if self._frame is not None:
            pieces = Pieces(self._source, self._frame)
            for root in pieces:
                for element in root:
                    if self._names[element.tag] == PRODUCT:
                        yield element, pieces.line + int(element.sourceline or 0)
            self._careful = Careful(self._source, self._names, pieces.line)
        yield from self._careful

    def _begun(self) -> Element | None:
        """Read root and header, up to the start of the first record, and return that."""
        try:
            event, root = next(self._careful.events, (None, None))
            if root is None or self._names[root.tag] != MESSAGE:
                raise self._other()
            release = root.get("release") or ""
            if release[:3] not in {"3.0", "3.1"}:
                said = f"the message is of release `{release[:10]}`" if release else "no release"
                raise _refused(root.sourceline, said, "Have the sender write ONIX 3.0 or 3.1.")
            for event, element in self._careful.events:
                name = self._names[element.tag]
                if name == PRODUCT:
                    return element
                if name == HEADER and event == "end":
                    self._read_header(element)
        except etree.XMLSyntaxError as error:
            problem = self._careful.broken(error)
            raise _refused(problem.line, problem.reason, problem.cure) from error
        except TooLong as error:
            said = f"no record begins within {self._source.record_max:,} bytes"
            raise _refused(1, said, "Give a file of ONIX 3.0 or 3.1.") from error
        return None

    def _other(self) -> Invalid:
        """Return that this is no message, with what it is if its bytes tell."""
        start, said = prolog.start(self._source.head), "this is no ONIX message"
        if start is not None:
            said += f": its first element is `{start['name'].decode('utf-8', 'replace')[:40]}`"
        return _refused(1, said, "Give a file of ONIX 3.0 or 3.1.")

    def _framed(self, record: Element | None) -> Frame | None:
        """Return what stands around records, and begin anew after the start of the message.

        None if there is none, or if the start is not known from its bytes.
        """
        heard, start = self._source.heard(), prolog.start(self._source.head)
        if record is None or start is None:
            return None
        self._source.back(heard[start.end() :])
        name = record.tag.rpartition("}")[2]
        named = f"{record.prefix}:{name}" if record.prefix else name
        end = b"</%b>" % start["name"]
        return Frame(heard[: start.end()], end, f"</{named}>".encode())

    def _read_header(self, element: Element) -> None:
        said, within = fields(element, self._names)
        self.sent_at = instant(said.get("SentDateTime", ""))
        for one in within.get("Sender", ()):
            told, numbers = fields(one, self._names)
            self.sender = told.get("SenderName", "")[:SENDER_MAX]
            for number in numbers.get("SenderIdentifier", ()):
                value = leaves(number, self._names).get("IDValue", "")
                self.sender = self.sender or value[:SENDER_MAX]
        self._careful.free(element)

    def _record(self, element: Element, line: int, position: int) -> Record | Problem | None:
        reference = None
        try:
            said, within = fields(element, self._names)
            reference = reference_of(said)
            if said.get("NotificationType") in TESTS:
                self.tests += 1
                return None
            if self._typed and (unknown := next(element.iter(etree.Entity), None)) is not None:
                why = f"it uses the entity `{unknown.text[:40]}`, and entities are not looked up"
                raise Bad(why, "Have the sender write the character itself.")
            notice = notice_of(said)
            value = product(reference, notice, within, self._names)
            return Record(value, notice, line, position)
        except Bad as bad:
            return Problem(line, reference, bad.reason, bad.cure)


def _refused(place: int, reason: str, cure: str) -> Invalid:
    return Invalid("bad_onix", f"Line {place}: {reason}. {cure}", ("file",))
