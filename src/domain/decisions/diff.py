"""What differs between two versions of a table, row by row. Pure."""

from domain.decisions.model import RowChange, Table


def changes(before: Table, after: Table) -> tuple[RowChange, ...]:
    """Return every row that is not in both as it is."""
    return ()
