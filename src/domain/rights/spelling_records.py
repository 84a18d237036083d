"""What names languages or channels, in the letters that it was kept in."""

from domain.catalog.model import Show
from domain.catalog.records import show
from domain.database import sql
from domain.rights.live.model import Exposure, Shown
from domain.rights.live.records import exposure
from domain.rights.model import Grant
from domain.rights.records import grant


async def shows(after: str, limit: int) -> list[Show]:
    """Return shows, by id, from after one on."""
    query = "SELECT * FROM shows WHERE id > $1 ORDER BY id LIMIT $2"
    return [show(row) for row in await sql.fetch(query, after, limit)]


async def grants(after: str, limit: int) -> list[Grant]:
    """Return grants that name languages or channels, by id, from after one on."""
    rows = await sql.fetch(
        "SELECT * FROM rights_grants WHERE id > $1 AND (languages <> '[]' OR channels <> '[]')"
        " ORDER BY id LIMIT $2",
        *(after, limit),
    )
    return [grant(row) for row in rows]


async def live(after: str, limit: int) -> list[Exposure]:
    """Return what is live, by id, from after one on."""
    query = "SELECT * FROM exposures WHERE live_to IS NULL AND id > $1 ORDER BY id LIMIT $2"
    return [exposure(row) for row in await sql.fetch(query, after, limit)]


async def write_show(show_id: str, language: str) -> None:
    """Write the language of a show in other letters."""
    await sql.execute("UPDATE shows SET language = $1 WHERE id = $2", language, show_id)


async def write_exposure(exposure_id: str, shown: Shown) -> None:
    """Write the channel and language of an exposure in other letters."""
    await sql.execute(
        "UPDATE exposures SET channel = $1, language = $2 WHERE id = $3",
        *(shown.channel, shown.language, exposure_id),
    )
