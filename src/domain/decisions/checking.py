"""What can be found out about a version before anybody is asked. Pure."""

from domain.decisions import cases
from domain.decisions.analysis import analyse
from domain.decisions.diff import changes
from domain.decisions.model import Check, Table


def check(table: Table, written: str, before: Table | None) -> Check:
    """Return what there is to know of `table`, with its cases as `written`.

    `before` is the version it was drafted from, None for a table that is new. Raises `Invalid`
    where the cases cannot be read.
    """
    read = cases.read(table, written)
    return Check(
        cases=len(read),
        failures=cases.failures(table, read),
        findings=analyse(table),
        changes=changes(before, table) if before else (),
    )
