"""Reading a message record by record, in the memory of one record.

Nothing outside the file is looked at, no entity is resolved. What is wrong with one record sets
that record aside; what is wrong with the XML ends the reading there, and what came before stays.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, BinaryIO

from lxml import etree

from connectors.onix import prolog
from connectors.onix.dates import instant
from connectors.onix.elements import Element, fields, leaves
from connectors.onix.product import TESTS, notice_of, product, reference_of
from connectors.onix.tags import Names
from connectors.onix.trouble import Bad
from domain.catalog.works.model import Problem, Record
from domain.errors import Invalid

#: The most bytes of one record.
RECORD_MAX = 16 * 1024 * 1024

#: The most characters of a sender's name.
SENDER_MAX = 200

#: How many bytes are looked at to tell whether a message was closed, and what closes it.
_TAIL, _CLOSED = 256, b"onixmessage>"

_ROOT, _HEADER, _PRODUCT = "ONIXMessage", "Header", "Product"
_WANTED = ("ONIXMessage", "ONIXmessage", "Header", "header", "Product", "product")

_CONTROLS = frozenset({etree.ErrorTypes.ERR_INVALID_CHAR, etree.ErrorTypes.ERR_INVALID_CHARREF})


class Message:
    """A message that is being read: who sent it when, then its records, once.

    `tests` counts the records that are for tests only, which nobody is to keep.
    """

    def __init__(self, source: BinaryIO) -> None:
        """Read up to the first record; `Invalid` if this is no message that can be read."""
        self._source = _Measured(source)
        self._typed = prolog.judge(self._source.head)
        self._names = Names()
        self._events: Any = self._open()
        self._end: Problem | None = None
        self.sender = ""
        self.sent_at: datetime | None = None
        self.tests = 0
        self._begin()

    @property
    def done(self) -> int:
        """How many bytes were read so far."""
        return self._source.done

    def __iter__(self) -> Iterator[Record | Problem]:
        """Yield every record, or why it is none."""
        position = 0
        while (element := self._next()) is not None:
            position += 1
            found = self._record(element, position)
            self._free(element)
            if found is not None:
                yield found
        if self._end is not None:
            yield self._end

    def _open(self) -> Any:  # noqa: ANN401  lxml's iterator.
        return etree.iterparse(
            self._source,
            events=("start", "end"),
            tag=[f"{{*}}{name}" for name in _WANTED],
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )

    def _begin(self) -> None:
        """Read root and header, up to the start of the first record."""
        try:
            event, root = next(self._events, (None, None))
            if root is None or self._names[root.tag] != _ROOT:
                raise _refused(1, "this is no ONIX message", "Give a file of ONIX 3.0 or 3.1.")
            self._root: Element = root
            release = root.get("release") or ""
            if release[:3] not in {"3.0", "3.1"}:
                said = f"the message is of release `{release[:10]}`" if release else "no release"
                raise _refused(root.sourceline, said, "Have the sender write ONIX 3.0 or 3.1.")
            for event, element in self._events:
                name = self._names[element.tag]
                if name == _PRODUCT:
                    return
                if name == _HEADER and event == "end":
                    self._read_header(element)
        except etree.XMLSyntaxError as error:
            problem = self._broken(error)
            raise _refused(problem.line, problem.reason, problem.cure) from error
        except _TooLong as error:
            said = f"no record begins within {RECORD_MAX:,} bytes"
            raise _refused(1, said, "Give a file of ONIX 3.0 or 3.1.") from error

    def _read_header(self, element: Element) -> None:
        said, within = fields(element, self._names)
        self.sent_at = instant(said.get("SentDateTime", ""))
        for one in within.get("Sender", ()):
            told, numbers = fields(one, self._names)
            self.sender = told.get("SenderName", "")[:SENDER_MAX]
            for number in numbers.get("SenderIdentifier", ()):
                value = leaves(number, self._names).get("IDValue", "")
                self.sender = self.sender or value[:SENDER_MAX]
        self._free(element)

    def _next(self) -> Element | None:
        """Return the next record's element; None at the end, or where the XML ends."""
        if self._end is not None:
            return None
        try:
            for event, element in self._events:
                if event == "end" and self._names[element.tag] == _PRODUCT:
                    parent = element.getparent()
                    if parent is not None and parent.getparent() is None:
                        return element
        except etree.XMLSyntaxError as error:
            self._end = self._broken(error)
        except _TooLong:
            self._end = Problem(
                0,
                None,
                f"a record before byte {self.done:,} does not end within {RECORD_MAX:,} bytes",
                "Have the sender split the record, or look for a tag that is never closed.",
            )
        return None

    def _record(self, element: Element, position: int) -> Record | Problem | None:
        place, reference = int(element.sourceline or 0), None
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
            return Record(value, notice, place, position)
        except Bad as bad:
            return Problem(place, reference, bad.reason, bad.cure)

    def _free(self, element: Element) -> None:
        """Forget an element that was read, and everything before it."""
        element.clear(keep_tail=False)
        parent = element.getparent()
        while element.getprevious() is not None:
            del parent[0]
        self._source.mark()

    def _broken(self, error: Any) -> Problem:  # noqa: ANN401  lxml's error.
        """Return what ended the reading; the first thing that went wrong, not what came of it."""
        fatal = [one for one in self._events.error_log if one.level_name == "FATAL"]
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
            reason = f"this is no XML ({said[:120]})"
            cure = "Have the sender correct it; what came before this line is in."
        return Problem(int(place), None, reason, cure)


class _TooLong(Exception):
    """A record does not end."""


class _Measured:
    """A source whose bytes are counted: all of them, and those since the last record."""

    def __init__(self, source: BinaryIO) -> None:
        self.head = source.read(prolog.PROLOG_MAX)
        self.done, self.cut_off = 0, False
        self._tail = b""
        self._source, self._pending, self._since = source, prolog.unspaced(self.head), 0

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes; raises `_TooLong` when a record has too many."""
        if self._pending:
            found, self._pending = self._pending[:size], self._pending[size:]
        else:
            found = self._source.read(size)
        self.done += len(found)
        self._since += len(found)
        if found:
            self._tail = found[-_TAIL:] if len(found) >= _TAIL else (self._tail + found)[-_TAIL:]
        else:
            self.cut_off = _CLOSED not in self._tail.replace(b"\0", b"").lower()
        if self._since > RECORD_MAX:
            raise _TooLong
        return found

    def mark(self) -> None:
        """Begin to count a record."""
        self._since = 0


def _refused(place: int, reason: str, cure: str) -> Invalid:
    return Invalid("bad_onix", f"Line {place}: {reason}. {cure}", ("file",))
