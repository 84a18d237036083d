"""What is out by a name, so that its files may be given out."""

from datetime import datetime, timedelta

from domain import ids
from domain.database import sql
from domain.targets import records
from domain.targets.model import Published


async def out(request_id: str, name: str, now: datetime, *asset_ids: str) -> None:
    """Have a request stand as published by the hub under `name`, for a year, with these files."""
    await records.hand(
        Published(
            id=ids.new(ids.Prefix.PUBLICATION),
            request_id=request_id,
            target="feed",
            place="",
            name=name,
            revision=1,
            opens_at=now,
            ends_at=now + timedelta(days=365),
            handed_at=now,
            markets=("DE",),
        )
    )
    await sql.execute(
        "UPDATE requests SET state = 'published', payload = $1 WHERE id = $2",
        *({"files": list(asset_ids)}, request_id),
    )
