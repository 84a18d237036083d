"""The bytes of a message: counted, looked at from their end, and given back."""

from typing import BinaryIO

from connectors.onix import prolog

#: The most bytes of one record.
RECORD_MAX = 16 * 1024 * 1024

#: How many bytes are looked at to tell whether a message was closed, and what closes it.
_TAIL, _CLOSED = 256, b"onixmessage>"


class TooLong(Exception):
    """A record does not end."""


class Source:
    """A file whose bytes are counted: all of them, and those since the last record.

    `done` is how many were read so far, `cut_off` whether the file ended before the message did,
    `record_max` how many one record may have.
    """

    def __init__(self, file: BinaryIO) -> None:
        """Read the first bytes, the `head`; they are read again as the first of all."""
        self.head = file.read(prolog.PROLOG_MAX)
        self.done, self.cut_off, self.record_max = 0, False, RECORD_MAX
        self._file, self._pending, self._since = file, prolog.unspaced(self.head), 0
        self._tail = b""
        self._heard: bytearray | None = bytearray()

    def take(self, size: int) -> bytes:
        """Return the next bytes, at most so many."""
        if self._pending:
            found, self._pending = self._pending[:size], self._pending[size:]
        else:
            found = self._file.read(size)
        self.done += len(found)
        if found:
            self._tail = found[-_TAIL:] if len(found) >= _TAIL else (self._tail + found)[-_TAIL:]
        else:
            self.cut_off = _CLOSED not in self._tail.replace(b"\0", b"").lower()
        return found

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes, as a parser asks; raises `TooLong` when a record has too many."""
        found = self.take(size)
        if self._heard is not None:
            self._heard += found
        self._since += len(found)
        if self._since > self.record_max:
            raise TooLong
        return found

    def mark(self) -> None:
        """Begin to count a record."""
        self._since = 0

    def back(self, given: bytes) -> None:
        """Take bytes back, to be read next."""
        self._pending = given + self._pending
        self.done, self.cut_off = self.done - len(given), False
        self.mark()

    def heard(self) -> bytes:
        """Return all that was read until now; from now on nothing of it is kept."""
        heard, self._heard = bytes(self._heard or b""), None
        return heard
