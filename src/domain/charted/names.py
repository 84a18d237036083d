"""What the things are called that charts are about."""

from collections.abc import Mapping

from domain.catalog import records as catalog
from domain.catalog.works import records as works
from domain.catalog.works import rules
from domain.metrics import subjects
from domain.metrics.model import SubjectKind

#: The table and column that hold what a thing is called; a title's name is in its record.
_TITLES: Mapping[SubjectKind, tuple[str, str]] = {
    SubjectKind.CAMPAIGN: ("requests", "title"),
    SubjectKind.SHOW: ("shows", "title"),
    SubjectKind.EPISODE: ("episodes", "title"),
    SubjectKind.ASSET: ("assets", "name"),
}


async def name_of(ref: str) -> str:
    """Return what a thing is called; `Missing` if there is none. Sight was asked for before."""
    known = await subjects.one(ref)
    if known.kind is SubjectKind.TITLE:
        found = await works.titles_by_id([known.id])
        return rules.name_of(found[known.id].product)[0]
    table, column = _TITLES[known.kind]
    row = await catalog.row_of(table, known.id)
    return str(row[column]) if row else ref
