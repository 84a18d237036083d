"""What was done around titles in a window: shown beside a fit, and no part of it."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from domain.actor import Actor
from domain.audio_fit.model import Activity, Ranking, Scope
from domain.database import sql
from domain.launches.model import Milestone
from domain.requests import reading as requests
from domain.requests.model import Request, RequestState

#: What was not refused and not taken back.
_COUNTED = frozenset({RequestState.APPROVED, RequestState.PUBLISHED, RequestState.LIVE})

#: The titles a promotion names, as each engine takes a list apart.
_NAMED = {
    True: "json_each(r.payload -> 'title_ids') named",
    False: "jsonb_array_elements_text(r.payload -> 'title_ids') named",
}

#: Campaigns that the launch of a work asked for, promotions that name titles, and releases made
#: from one, with their titles. A day more on both ends, for instants are compared by the day they
#: are written with.
_REQUESTS = (
    "SELECT t.id AS title_id, r.id FROM launch_briefs b JOIN launches n ON n.id = b.launch_id"
    " JOIN titles t ON t.work_id = n.work_id JOIN requests r ON r.id = b.request_id"
    " WHERE r.kind = 'campaign' AND r.payload ->> 'starts_at' < {last}"
    " AND r.payload ->> 'ends_at' > {first} AND t.id IN ({titles})"
    " UNION SELECT named.value, r.id FROM requests r CROSS JOIN {named}"
    " WHERE r.kind = 'promotion' AND r.payload ->> 'appears_on' BETWEEN {first} AND {last}"
    " AND named.value IN ({titles})"
    " UNION SELECT r.payload ->> 'title_id', r.id FROM requests r WHERE r.kind = 'episode_release'"
    " AND r.payload ->> 'releases_on' BETWEEN {first} AND {last}"
    " AND r.payload ->> 'title_id' IN ({titles})"
)

_MILESTONES = (
    "SELECT t.id AS title_id, n.brand_id, n.milestones, n.cancelled_at FROM titles t"
    " JOIN launches n ON n.work_id = t.work_id WHERE t.id IN ({titles})"
)


async def around(actor: Actor, ranking: Ranking, things: Sequence[str]) -> Mapping[str, Activity]:
    """Return what was done around each of `things` in the window of a ranking, by id.

    Requests count if the actor may see them, and they are of the ranking's brands and market.
    """
    titles = sorted({one for thing in things for one in ranking.titles[thing]})
    first, last = ranking.first, ranking.complete_to
    if not titles or first is None or last is None:
        return {thing: Activity() for thing in things}
    marks = sql.placeholders(3, len(titles))
    days = {"first": "$1", "last": "$2", "titles": marks, "named": _NAMED[sql.sole()]}
    edges = str(first - timedelta(days=1)), str(last + timedelta(days=2))
    launched = _MILESTONES.format(titles=sql.placeholders(1, len(titles)))
    asked, planned = await sql.fetch_all(
        (_REQUESTS.format(**days), (*edges, *titles)), (launched, titles)
    )
    seen = await requests.seen(actor, sorted({row["id"] for row in asked}))
    counted = {key: one for key, one in seen.items() if _counts(ranking.scope, one, first, last)}
    return {
        thing: _activity(
            [counted[row["id"]] for row in asked if row["title_id"] in of and row["id"] in counted],
            [row for row in planned if row["title_id"] in of and _ours(ranking.scope, row)],
            (first, last),
        )
        for thing in things
        for of in [set(ranking.titles[thing])]
    }


def _activity(
    found: Sequence[Request], planned: Sequence[sql.Row], window: tuple[date, date]
) -> Activity:
    """Count what is there, each once, though it be of several titles."""
    ids: dict[str, set[str]] = {"campaign": set(), "promotion": set(), "episode_release": set()}
    for one in found:
        ids[one.kind].add(one.id)
    days = {
        (milestone, day)
        for row in planned
        for milestone, day in _fell(row)
        if window[0] <= day <= window[1]
    }
    return Activity(
        len(ids["campaign"]),
        len(ids["promotion"]),
        len(ids["episode_release"]),
        sorted(days, key=lambda one: (one[1], one[0])),
    )


def _fell(row: sql.Row) -> list[tuple[Milestone, date]]:
    """Return the milestones of a launch, until it was cancelled."""
    cancelled = sql.instant_or_none(row["cancelled_at"])
    days = [
        (Milestone(name), date.fromisoformat(day))
        for name, day in sql.document(row["milestones"]).items()
    ]
    return [one for one in days if cancelled is None or one[1] < cancelled.date()]


def _counts(scope: Scope, request: Request, first: date, last: date) -> bool:
    if request.state not in _COUNTED:
        return False
    if scope.brands is not None and request.brand_id not in scope.brands:
        return False
    if scope.asked.market is not None and scope.asked.market not in request.markets:
        return False
    begins, ends = _days(request.kind, request.payload)
    return begins <= last and first <= ends


def _days(kind: str, payload: Mapping[str, Any]) -> tuple[date, date]:
    """Return from when to when a request is about, in UTC."""
    if kind == "campaign":
        begins, ends = (
            datetime.fromisoformat(payload[name]).astimezone(UTC).date()
            for name in ("starts_at", "ends_at")
        )
        return begins, ends
    day = date.fromisoformat(payload["appears_on" if kind == "promotion" else "releases_on"])
    return day, day


def _ours(scope: Scope, row: sql.Row) -> bool:
    return scope.brands is None or row["brand_id"] in scope.brands
