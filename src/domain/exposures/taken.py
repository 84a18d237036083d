"""What takedowns took, by what they say themselves: where, and of which request."""

from datetime import datetime

from domain.database import sql
from domain.requests import records as requests
from domain.requests.kinds.takedown import KIND, TakedownBrief
from domain.requests.model import Request, RequestState
from domain.rights.live import records
from domain.rights.live.model import Exposure
from domain.rights.model import Subject, SubjectKind


async def takedowns_of(request: Request, since: datetime) -> list[TakedownBrief]:
    """Return the takedowns of what a request brought about that were acknowledged, oldest first.

    Only those asked for from `since` on.
    """
    rows = await sql.fetch(
        "SELECT * FROM requests WHERE kind = $1 AND state = $2 AND brand_id = $3"
        " AND created_at >= $4 ORDER BY id",
        KIND.name,
        RequestState.LIVE,
        request.brand_id,
        since,
    )
    briefs = [TakedownBrief.model_validate(requests.from_row(row).payload) for row in rows]
    return [one for one in briefs if one.subject_id == request.id]


async def meant_by(brief: TakedownBrief) -> list[Exposure]:
    """Return what is live that a takedown names: of its request, or that track, or at its address.

    All of it is its brand's.
    """
    found = []
    if brief.subject_id:
        found += await records.live_of_request(brief.subject_id)
    if brief.isrc:
        track = Subject(SubjectKind.RECORDING, brief.isrc)
        found = [one for one in found if one.shown.subject == track]
    if brief.address:
        found += await records.live_at_address(brief.brand_id, brief.address)
    return [one for one in found if one.brand_id == brief.brand_id]
