"""How far asking for a campaign's figures is, and what its back-fills came to."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.actor import Actor
from domain.ad_reports import insight_records, records
from domain.ad_reports.apart import names
from domain.ad_reports.model import Backfill, InsightStanding, InsightState, Snapshot, Standing
from domain.errors import Missing
from domain.insights import Insight
from domain.metrics.rules import day_of
from domain.people.model import Act
from domain.people.rules import require
from domain.requests import reading as requests

#: How many back-fills are shown.
BACKFILLS_MAX = 10


@dataclass(frozen=True, slots=True)
class Reported:
    """How far asking is, what is told by part, and the last back-fills, the newest first."""

    standing: Standing
    insights: Sequence[InsightStanding]
    backfills: Sequence[Backfill]


async def reported(actor: Actor, request_id: str) -> Reported:
    """Return how far it is; `Missing` if the actor may not see the request."""
    require(actor, Act.SEE_METRICS)
    request = await requests.get(actor, request_id)
    found = await records.backfills_of(request.id, BACKFILLS_MAX)
    return Reported(await records.standing(request.id), await _insights(request.id), found)


async def _insights(request_id: str) -> list[InsightStanding]:
    """Return what is told by what, of all that was asked for, in the order of their names."""
    never = await insight_records.never_told(request_id)
    looks = await insight_records.last_looks(request_id)
    return [
        InsightStanding(one, InsightState.NEVER, None, ())
        if one in never
        else _standing(one, looks[one])
        for one in sorted({*never, *looks})
    ]


def _standing(insight: Insight, look: Snapshot) -> InsightStanding:
    day = day_of(look.day)
    if look.parts is None:
        return InsightStanding(insight, InsightState.WITHHELD, day, ())
    return InsightStanding(insight, InsightState.TOLD, day, names(insight, look.parts))


async def backfill(actor: Actor, backfill_id: str) -> Backfill:
    """Return a back-fill; `Missing` if the actor may not see its request, or there is none."""
    require(actor, Act.SEE_METRICS)
    found = await records.backfill(backfill_id)
    if found is None:
        raise Missing("no_such_backfill", f"There is no back-fill `{backfill_id[:40]}`.")
    await requests.get(actor, found.request_id)
    return found
