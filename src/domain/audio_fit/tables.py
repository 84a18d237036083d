"""A whole ranking as a table, for people and systems without our pages."""

from domain.actor import Actor
from domain.audio_fit import activity, reading, sheet
from domain.audio_fit.model import Asked, Ranking
from domain.cells import table
from domain.hub import Hub

#: For how many things names and activity are looked up at once.
_BATCH = 500


async def table_of(actor: Actor, ranking: Ranking) -> str:
    """Return a ranking as CSV that no spreadsheet calculates; columns are `sheet.COLUMNS`."""
    lines = []
    for start in range(0, len(ranking.fits), _BATCH):
        some = ranking.fits[start : start + _BATCH]
        things = [one.thing_id for one in some]
        names = await reading.names_of(ranking.scope.asked.by, things)
        done = await activity.around(actor, ranking, things)
        lines += [
            sheet.cells_of(ranking, one, names[one.thing_id], done[one.thing_id]) for one in some
        ]
    return table(sheet.COLUMNS, lines)


async def export(hub: Hub, actor: Actor, asked: Asked) -> str:
    """Return the ranking that is asked for as CSV; raises as `reading.ranking` does."""
    return await table_of(actor, await reading.ranking(hub, actor, asked))
