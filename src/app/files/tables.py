"""Tables as offices keep them: read whatever separates their cells."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from domain.cells import meant
from domain.errors import Invalid

#: The largest table that is read, in bytes.
SIZE_MAX = 20_000_000

#: The most columns of a table. Ours: what each holds is looked at beside all others.
COLUMNS_MAX = 500

#: What stands between the cells of the tables that offices keep.
SEPARATORS = (",", ";", "\t", "|")


def rows_of(content: bytes, known: Iterable[str], needed: frozenset[str]) -> "Rows":
    """Return the lines of a table, read by the columns its first line names.

    `Invalid` for a file that is not UTF-8, is too large, or has not the columns.
    """
    text = text_of(content)
    heads = _heads(text)
    names = frozenset(known)
    separator = max(SEPARATORS, key=lambda one: len(names.intersection(heads[one])))
    _check_head(heads[separator], names, needed)
    return Rows(text, separator, heads[separator])


def any_rows_of(content: bytes) -> "Rows":
    """Return the lines of a table whose columns nobody knows beforehand; see its `head`."""
    text = text_of(content)
    heads = _heads(text)
    separator = max(SEPARATORS, key=lambda one: len(heads[one]))
    _check_head(heads[separator], frozenset(heads[separator]), frozenset())
    return Rows(text, separator, heads[separator])


def content_of(file: Path) -> bytes:
    """Return what is in a file, up to a byte more than a table may have: `text_of` tells that."""
    with file.open("rb") as source:
        return source.read(SIZE_MAX + 1)


def text_of(content: bytes) -> str:
    """Return a table's text; `Invalid` for a file that is not UTF-8, or is too large."""
    if len(content) > SIZE_MAX:
        said = f"The table is larger than {SIZE_MAX // 1_000_000} MB; take it in in pieces."
        raise Invalid("too_large", said)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        said = f"Line {line} is not UTF-8. Save the table as “CSV UTF-8” and try again."
        raise Invalid("bad_encoding", said) from None
    if "\0" in text:
        said = "This is no text in UTF-8. Save the table as “CSV UTF-8” and try again."
        raise Invalid("bad_encoding", said)
    return text


def _heads(text: str) -> dict[str, list[str]]:
    first = text.split("\n", 1)[0].rstrip("\r")
    return {one: _head(first, one) for one in SEPARATORS}


def _head(line: str, separator: str) -> list[str]:
    try:
        cells = next(csv.reader([line], delimiter=separator), [])
    except csv.Error as error:
        said = f"The first line cannot be read ({error}). It names the columns; export it again."
        raise Invalid("bad_table", said) from None
    return [cell.strip().lower() for cell in cells]


def check_width(head: Sequence[str]) -> None:
    """Raise `Invalid` for more columns than a table has that anybody reads."""
    if len(head) > COLUMNS_MAX:
        said = f"There are {len(head):,} columns, and {COLUMNS_MAX} are read; leave some out."
        raise Invalid("too_many_columns", said)


def _check_head(head: list[str], known: frozenset[str], needed: frozenset[str]) -> None:
    check_width(head)
    columns = ", ".join(sorted(known))
    for said, names in (
        ("lacks", sorted(needed - set(head))),
        ("has, and nobody knows,", sorted(set(head) - known)),
        ("names twice", sorted({name for name in head if head.count(name) > 1})),
    ):
        if names:
            text = f"The first line {said} `{'`, `'.join(names)}`. Columns are: {columns}."
            raise Invalid("bad_columns", text)


class Rows:
    """The lines of a table below its first, each with its number."""

    def __init__(self, text: str, separator: str, head: list[str]) -> None:
        self._text = text
        self._separator = separator
        self._head = head

    @property
    def head(self) -> list[str]:
        """The names of its columns, in small letters."""
        return self._head

    def __iter__(self) -> Iterator[tuple[int, Mapping[str, str] | None]]:
        """Yield number and cells by column; None for a line with more or fewer cells.

        `Invalid` where quotes are not closed: nobody knows where the next line begins.
        """
        reader = csv.reader(
            io.StringIO(self._text, newline=""), delimiter=self._separator, strict=True
        )
        number = 1
        try:
            for cells in reader:
                if number > 1 and any(cell.strip() for cell in cells):
                    fits = len(cells) == len(self._head)
                    plain = [meant(cell) for cell in cells]
                    yield number, dict(zip(self._head, plain, strict=True)) if fits else None
                number = reader.line_num + 1
        except csv.Error as error:
            said = f"Line {number} cannot be read ({error}). Close its quotes and try again."
            raise Invalid("bad_table", said) from error
