"""What the command line does to bring in files of events, which are counted as they are read."""

import hashlib
import io
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from app.files.tables import any_rows_of, content_of
from connectors.megaphone import events
from domain.errors import Invalid
from domain.metrics.bringing import Given

#: Whose rows are known.
SOURCE = "megaphone"


class _Counting(io.RawIOBase):
    """A file that tells how much of it was read, and digests it on the way."""

    def __init__(self, source: BinaryIO, progress: Callable[[int], None]) -> None:
        self._source, self._progress, self._done = source, progress, 0
        self.digest = hashlib.sha256()

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401  Whatever holds bytes.
        """Read some of it."""
        piece = self._source.read(len(buffer))
        buffer[: len(piece)] = piece
        self.digest.update(piece)
        self._done += len(piece)
        self._progress(self._done)
        return len(piece)


def given_of(file: Path, source: str, known: Path | None, progress: Callable[[int], None]) -> Given:
    """Return the figures a file of events comes to; `progress` is told how many bytes are read.

    `known` names a table of what the source calls things, and of their ids here. `Invalid` if its
    day is not final, or its rows are not those of Megaphone.
    """
    _check_source(source)
    events.check_final(file)
    ids = _ids(known) if known else {}
    with file.open("rb") as opened:
        return _counted(opened, file.name, source, ids, progress)


def given_in(
    content: bytes, name: str, source: str, ids: Mapping[str, str], *, final: bool
) -> Given:
    """Return the figures that the `content` of a file of events comes to, as `given_of` does.

    `ids` are what things are called here by what the source calls them, `final` says that the
    source writes the file no more.
    """
    _check_source(source)
    events.check_named(name, final=final)
    return _counted(io.BytesIO(content), name, source, ids, lambda _: None)


def _check_source(source: str) -> None:
    if source != SOURCE:
        said = f"Events are known of `{SOURCE}` alone; of `{source[:40]}` bring in tables."
        raise Invalid("unknown_events", said)


def _counted(
    opened: BinaryIO,
    name: str,
    source: str,
    ids: Mapping[str, str],
    progress: Callable[[int], None],
) -> Given:
    reading = _Counting(opened, progress)
    found = events.counted(reading)
    return Given(source, name, reading.digest.hexdigest(), found.lines(ids), found.problems)


def _ids(file: Path) -> dict[str, str]:
    """Return what things are called here, by what the source calls them."""
    rows = any_rows_of(content_of(file))
    if len(rows.head) != 2:  # noqa: PLR2004  What it is called there, and here.
        said = "Give a table of two columns: what the source calls a thing, and its id here."
        raise Invalid("bad_ids", said)
    there, here = rows.head
    return {cells[there].strip(): cells[here].strip() for _, cells in rows if cells}
