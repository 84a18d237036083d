"""Who is told of alerts: a team, in the place that its routes name for the brand and markets.

A threshold may name the team; all others are told to the one that is called `performance`.
"""

from collections.abc import Collection, Iterable, Mapping

from domain.people import records as people
from domain.people.model import Team
from domain.requests import records as requests
from domain.routes import records as routes
from domain.routes.model import Place
from domain.routes.rules import place_of
from domain.thresholds import records
from domain.thresholds.model import Alert, Threshold

#: What the team is called that is told where a threshold names none.
TEAM = "performance"

#: The team that is told of an alert, None where there is none; and where, None if nowhere.
Told = tuple[Team | None, Place | None]


async def told(alerts: Collection[Alert]) -> dict[str, Told]:
    """Return who is told of alerts, and where, by the alert's id."""
    said = await thresholds_of(alerts)
    keys = {one.id: _key(said.get(one.threshold_id or "")) for one in alerts}
    teams = await people.teams_by_key(sorted(set(keys.values())))
    every, markets = await routes.routes(), await markets_of(alerts)
    found: dict[str, Told] = {}
    for one in alerts:
        team = teams.get(keys[one.id])
        place = (
            place_of(team, every, kind=None, brand_id=one.brand_id, markets=markets.get(one.id, ()))
            if team
            else None
        )
        found[one.id] = team, place
    return found


async def thresholds_of(alerts: Iterable[Alert]) -> dict[str, Threshold]:
    """Return the thresholds of alerts, as they are now, by id."""
    return await records.get_many({one.threshold_id for one in alerts if one.threshold_id})


def _key(threshold: Threshold | None) -> str:
    return (threshold.terms.team if threshold else None) or TEAM


async def markets_of(alerts: Iterable[Alert]) -> Mapping[str, tuple[str, ...]]:
    """Return the markets of what alerts are about, by the alert's id; campaigns alone have any."""
    about = {one.id: one.subject_id for one in alerts if one.subject_id}
    asked = await requests.get_many(sorted(set(about.values())))
    return {key: tuple(asked[ref].markets) for key, ref in about.items() if ref in asked}
