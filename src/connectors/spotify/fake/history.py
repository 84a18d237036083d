"""The fake's change history: filtered, sorted, and no longer than Spotify remembers."""

from datetime import datetime, timedelta

from starlette.requests import Request

from connectors.spotify.fake.asked import BadInputError
from connectors.spotify.fake.state import Account, Thing

#: How far back it goes; what is asked for beyond is not refused. Source: Ads API v3.
REMEMBERED = timedelta(days=180)


def changes(account: Account, request: Request, now: datetime) -> list[Thing]:
    """Return the rows that were asked for, the newest first unless asked otherwise."""
    query = request.query_params
    first = max(_instant(query.get("created_gte"), now - REMEMBERED), now - REMEMBERED)
    last = _instant(query.get("created_lte"), now)
    wanted = set(query.getlist("entity_ids"))
    found = [
        row
        for row in account.history
        if (not wanted or row["entity_id"] in wanted)
        and first <= datetime.fromisoformat(row["timestamp"]) <= last
    ]
    return found[::-1] if query.get("sort_direction") == "ASC" else found


def _instant(given: str | None, usual: datetime) -> datetime:
    try:
        return datetime.fromisoformat(given) if given else usual
    except ValueError as error:
        raise BadInputError("created_gte and created_lte are instants") from error
