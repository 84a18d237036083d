"""Finding gaps, overlaps and rules that never count. Pure."""

from domain.decisions.model import Finding, Table


def analyse(table: Table) -> tuple[Finding, ...]:
    """Return what is wrong with `table` as it stands."""
    return ()
