"""Reading which release an episode comes out by, and what the rules said of a revision last."""

from collections.abc import Mapping

from domain.database import sql
from domain.decisions import records as decisions
from domain.decisions.model import Judgement
from domain.publishing import rules
from domain.requests import records as requests
from domain.requests.kinds import episode_release
from domain.requests.model import Request
from domain.requests.rules import OVER


async def release_of(brand_id: str, episode_id: str) -> Request | None:
    """Return the newest request for the release of an episode that something may come of."""
    rows = await sql.fetch(
        "SELECT * FROM requests WHERE kind = $1 AND brand_id = $2 ORDER BY id DESC",
        episode_release.KIND.name,
        brand_id,
    )
    found = (requests.from_row(row) for row in rows)
    return next(
        (
            one
            for one in found
            if one.payload.get("episode_id") == episode_id and one.state not in OVER
        ),
        None,
    )


async def said_last(request: Request) -> Mapping[str, Judgement]:
    """Return what the rules said last of each market of the present revision."""
    kept = (await decisions.of_requests([request.id]))[request.id]
    return rules.latest(kept, request.revision)
