"""What the things are called that charts are about."""

from collections.abc import Mapping

from domain.catalog import records as catalog
from domain.metrics import subjects
from domain.metrics.model import SubjectKind

#: The table and column that hold what a thing is called.
_TITLES: Mapping[SubjectKind, tuple[str, str]] = {
    SubjectKind.CAMPAIGN: ("requests", "title"),
    SubjectKind.SHOW: ("shows", "title"),
    SubjectKind.EPISODE: ("episodes", "title"),
    SubjectKind.TITLE: ("titles", "name"),
    SubjectKind.ASSET: ("assets", "name"),
}


async def name_of(ref: str) -> str:
    """Return what a thing is called; `Missing` if there is none. Sight was asked for before."""
    known = await subjects.one(ref)
    table, column = _TITLES[known.kind]
    row = await catalog.row_of(table, known.id)
    return str(row[column]) if row else ref
