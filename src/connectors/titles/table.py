"""A CSV file of titles, row by row: the columns are ours, and any others are passed over."""

import csv
import re
from collections.abc import Iterator, Mapping
from io import TextIOWrapper
from typing import BinaryIO

from connectors.titles import values
from connectors.titles.trouble import Bad
from domain.catalog.works.model import (
    Contribution,
    Descriptive,
    Identifier,
    Language,
    Notice,
    Problem,
    Product,
    Publishing,
    Record,
    Related,
    SeriesPlace,
    Subject,
    TitlePart,
)
from domain.errors import Invalid

#: The columns; the first two have to be there.
COLUMNS = (
    *("reference", "title", "subtitle", "isbn", "form", "language", "work"),
    *("series", "series_number", "contributors", "subjects", "published", "status"),
    *("sold_in", "not_sold_in", "sold_worldwide"),
)
_NEEDED = frozenset(COLUMNS[:2])

#: The most characters of a cell, of the first row, and of a reference.
CELL_MAX, HEAD_MAX, REFERENCE_MAX = 100_000, 10_000, 200

#: How much of another first row is shown.
HEAD_SHOWN_MAX = 200

#: How workbooks begin, which are packed.
_PACKED = "PK\x03\x04"

#: What spreadsheets leave of a formula: itself, or that it failed.
_FORMULA = re.compile(r"=[A-Za-z][\w.]*\(.*\)|=?#(REF!|N/A|NAME\?|VALUE!|DIV/0!|NULL!|NUM!)")

#: What stands between cells: the one that the first row has most of. Spreadsheets differ in it.
_BETWEEN = (",", ";", "\t")

#: A code of list 27.
_SCHEME = re.compile(r"[0-9A-Z][0-9]")

_YES = frozenset({"yes", "true", "1"})
_NO = frozenset({"", "no", "false", "0"})

_CURE = "Correct the row and import the file again."


class Table:
    """A table that is being read. `done` is how many bytes were read so far, about."""

    def __init__(self, source: BinaryIO) -> None:
        """Read the first row; `Invalid` if this is no table of titles."""
        self._source = source
        self._text = TextIOWrapper(source, encoding="utf-8-sig", newline="")
        head, self._above = self._head()
        between = max(_BETWEEN, key=head.count)
        self._columns = [
            name.strip().casefold() for name in next(csv.reader([head], delimiter=between), [])
        ]
        if missing := sorted(_NEEDED - set(self._columns)):
            there = ", ".join(filter(None, self._columns))[:HEAD_SHOWN_MAX]
            raise _unread(f"its first row has no column {', '.join(missing)}, but {there}")
        if twice := sorted({one for one in self._columns if one and self._columns.count(one) > 1}):
            raise _unread(f"its first row has the column {twice[0]} twice")
        csv.field_size_limit(CELL_MAX)
        self._rows = csv.reader(self._text, delimiter=between, strict=True)

    @property
    def done(self) -> int:
        """How many bytes were read so far."""
        return self._source.tell()

    def __iter__(self) -> Iterator[Record | Problem]:
        """Yield each row as a record, or why it is none; where the table itself breaks, it ends."""
        position = 0
        while True:
            line = self._rows.line_num + self._above + 1  # Where this one begins.
            try:
                row = next(self._rows, None)
            except (csv.Error, UnicodeDecodeError) as error:
                said = "it is not UTF-8" if isinstance(error, UnicodeDecodeError) else str(error)
                yield Problem(line, None, f"the table breaks here: {said}", _CURE)
                return
            if row is None:
                return
            if any(cell.strip() for cell in row):
                position += 1
                yield self._read(row, line, position)

    def _head(self) -> tuple[str, int]:
        """Return the first row, and how many lines it and what is above it are."""
        try:
            head, above = self._text.readline(HEAD_MAX), 1
            if head.lower().startswith("sep="):  # Some programs say so what is between cells.
                head, above = self._text.readline(HEAD_MAX), 2
        except UnicodeDecodeError:
            raise _unread("it is not UTF-8") from None
        if not head.strip():
            raise _unread("it is empty" if not head else "its first row is empty")
        if head.startswith(_PACKED):
            raise _unread("it is a workbook, or packed")
        return head, above

    def _read(self, row: list[str], line: int, position: int) -> Record | Problem:
        said = {name: values.line(cell) for name, cell in zip(self._columns, row, strict=False)}
        reference = said["reference"]
        try:
            if len(row) > len(self._columns):
                raise Bad("it has more cells than the first row", _CURE)
            _no_formula(said)
            if not reference or len(reference) > REFERENCE_MAX:
                raise Bad(f"its reference is empty, or longer than {REFERENCE_MAX}", _CURE)
            product = _product(reference, said)
        except Bad as bad:
            return Problem(line, reference[:REFERENCE_MAX] or None, bad.reason, bad.cure)
        return Record(product, Notice.CONFIRMED, line, position)


def _no_formula(said: Mapping[str, str]) -> None:
    for name in COLUMNS:
        cell = said.get(name, "")
        if _FORMULA.fullmatch(cell):
            cure = "Save the table with values in the place of formulas, and import it again."
            raise Bad(f"`{cell[:20]}` in {name} is a formula, or what is left of one", cure)


def _product(reference: str, said: Mapping[str, str]) -> Product:
    digits = values.isbn(said.get("isbn"))
    work = said.get("work")
    return Product(
        reference,
        values.known_as(reference, digits, "csv"),
        digits,
        descriptive=_descriptive(said),
        publishing=Publishing(
            status=said.get("status", "")[:2] or None,
            dates=values.published(said.get("published")),
            sales=values.sales(
                said.get("sold_in", "").split(),
                said.get("not_sold_in", "").split(),
                _yes("sold_worldwide", said.get("sold_worldwide", "")),
            ),
        ),
        related=Related((Identifier("01", work[:200], "csv"),) if work else ()),
    )


def _descriptive(said: Mapping[str, str]) -> Descriptive:
    title = values.named(said.get("title"), "title")
    if not title:
        raise Bad("it has no title", _CURE)
    series = values.named(said.get("series"), "series")
    number = said.get("series_number", "")[: values.NUMBER_MAX] or None
    language = said.get("language", "")
    if language and not (len(language) == 3 and language.isascii() and language.isalpha()):  # noqa: PLR2004  ISO 639-2.
        raise Bad(f"`{language[:20]}` is no language", "Give three letters of ISO 639-2, as eng.")
    listed = filter(None, (one.strip() for one in said.get("contributors", "").split(";")))
    return Descriptive(
        form=said.get("form", "")[:2].upper(),
        form_details=(),
        parts=(
            TitlePart("01", title, None, values.named(said.get("subtitle"), "subtitle") or None),
        ),
        series=(SeriesPlace(series, "10", number=number),) if series else (),
        contributors=tuple(_contribution(one, place) for place, one in enumerate(listed, 1)),
        languages=(Language("01", language.lower()),) if language else (),
        subjects=_subjects(said.get("subjects", "")),
    )


def _subjects(said: str) -> tuple[Subject, ...]:
    """Return subjects written with their scheme in front: `93 FBA Modern fiction`."""
    found = []
    for one in filter(None, (each.strip() for each in said.split(";"))):
        scheme, _, rest = one.partition(" ")
        code, _, heading = rest.strip().partition(" ")
        if not (_SCHEME.fullmatch(scheme) and code):
            cure = "Write each with a scheme of list 27 in front, as `93 FBA Modern fiction`."
            raise Bad(f"`{one[:40]}` is no subject with a scheme", cure)
        found.append(Subject(scheme, code[:40], values.named(heading, "subject", 200)))
    return tuple(found)


def _contribution(said: str, place: int) -> Contribution:
    """Return somebody written with their role in front: `A01 Maj`."""
    role, _, name = said.partition(" ")
    coded = len(role) == 3 and role[0].isalpha() and role[1:].isdigit()  # noqa: PLR2004  A code of list 17.
    if not coded or not name.strip():
        cure = "Write each with a code of list 17 in front, as `A01 Maj; E07 Per`."
        raise Bad(f"`{said[:40]}` is no contributor with a role", cure)
    return Contribution(place, (role.upper(),), values.named(name, "name", values.NAME_MAX))


def _yes(name: str, said: str) -> bool:
    if said.casefold() not in _YES | _NO:
        raise Bad(f"`{said[:20]}` in {name} is neither yes nor no", _CURE)
    return said.casefold() in _YES


def _unread(reason: str) -> Invalid:
    return Invalid(
        "no_table",
        f"This is no table of titles: {reason}. Save it as CSV, UTF-8, with the columns"
        f" {', '.join(COLUMNS)}; the first two are needed.",
    )
