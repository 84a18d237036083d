"""Tables that spreadsheets open: written so that nothing in them is calculated."""

import csv
import io
from collections.abc import Iterable, Mapping

#: What a spreadsheet would take for the start of a formula. Source: OWASP, CSV injection.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet calculates, and `meant` reads back."""
    return f"'{cell}" if cell.lstrip("'").startswith(_FORMULA) else cell


def meant(cell: str) -> str:
    """Return what a cell said before `harmless`."""
    marked = cell.startswith("'") and cell.lstrip("'").startswith(_FORMULA)
    return cell[1:] if marked else cell


def table(head: Iterable[str], rows: Iterable[Mapping[str, str]]) -> str:
    """Return a table with these columns, none of whose cells a spreadsheet calculates."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    names = list(head)
    writer.writerow(names)
    writer.writerows([harmless(row[name]) for name in names] for row in rows)
    return out.getvalue()
