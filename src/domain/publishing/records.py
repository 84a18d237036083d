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
    over = sorted(OVER)
    row = await sql.fetch_one(
        "SELECT * FROM requests WHERE kind = $1 AND brand_id = $2 AND payload->>'episode_id' = $3"
        f" AND state NOT IN ({sql.placeholders(4, len(over))}) ORDER BY id DESC LIMIT 1",
        *(episode_release.KIND.name, brand_id, episode_id, *over),
    )
    return requests.from_row(row) if row else None


async def said_last(request: Request) -> Mapping[str, Judgement]:
    """Return what the rules said last of each market of the present revision."""
    kept = (await decisions.of_requests([request.id]))[request.id]
    return rules.latest(kept, request.revision)
