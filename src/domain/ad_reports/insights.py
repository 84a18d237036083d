"""Looking at a campaign's lifetime by country, age and the like, once at the end of each day.

What is withheld is so for the day and asked for again by the next one, until two weeks after the
flight; what is told of no campaign like it is never asked for again.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from domain.ad_reports import insight_records as records
from domain.ad_reports.model import AdReports, Looked, NeverToldError, Parts, Snapshot
from domain.ad_reports.pacing import paced
from domain.ad_reports.rules import INSIGHTS_AFTER_DAYS
from domain.errors import Upstream
from domain.hub import Hub
from domain.insights import Insight
from domain.metrics.rules import day_number


@dataclass(frozen=True, slots=True)
class Flight:
    """A campaign, the platform's id of it, and its first and last day in UTC."""

    request_id: str
    campaign: str
    begins: date
    ends: date


async def looked(
    hub: Hub, reports: AdReports, flight: Flight, yesterday: date
) -> tuple[Sequence[Looked], Upstream | None]:
    """Return how `yesterday` and the day before it ended, and what was refused of it, if any was.

    Of what is refused or away nothing is known, and of all else it is.
    """
    if not flight.begins <= yesterday <= flight.ends + timedelta(days=INSIGHTS_AFTER_DAYS):
        return (), None
    found: list[Looked] = []
    refused: Upstream | None = None
    never = await records.never_told(flight.request_id)
    for insight in dict.fromkeys((Insight.COUNTRY, *hub.insights)):
        if insight in never:
            continue
        try:
            found.append(await _look(hub, reports, flight, insight, yesterday))
        except NeverToldError:
            await records.keep_never(flight.request_id, insight, hub.clock.now())
        except Upstream as error:
            refused = error  # It keeps no other figures from coming in.
    return found, refused


async def _look(
    hub: Hub, reports: AdReports, flight: Flight, insight: Insight, yesterday: date
) -> Looked:
    day = day_number(yesterday)
    before = await records.snapshot(flight.request_id, insight, day - 1)
    taken = await records.snapshot(flight.request_id, insight, day)
    if taken is None:
        told = await paced(hub, _asked(reports, flight.campaign, insight))
        known = before.known if before else {}
        gone = {part: value for part, value in known.items() if part not in (told or {})}
        taken = Snapshot(day, told, gone)
        await records.keep_snapshot(flight.request_id, insight, taken, hub.clock.now())
    if before is None and yesterday == flight.begins:
        before = Snapshot(day - 1, {})
    return Looked(insight, taken, before)


def _asked(
    reports: AdReports, campaign: str, insight: Insight
) -> Callable[[], Awaitable[Parts | None]]:
    return lambda: reports.insight(campaign, insight)
