"""How far asking for a campaign's figures is, and what its back-fills came to."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.actor import Actor
from domain.ad_reports import records
from domain.ad_reports.model import Backfill, Standing
from domain.errors import Missing
from domain.people.model import Act
from domain.people.rules import require
from domain.requests import reading as requests

#: How many back-fills are shown.
BACKFILLS_MAX = 10


@dataclass(frozen=True, slots=True)
class Reported:
    """How far asking is, and the last back-fills, the newest first."""

    standing: Standing
    backfills: Sequence[Backfill]


async def reported(actor: Actor, request_id: str) -> Reported:
    """Return how far it is; `Missing` if the actor may not see the request."""
    require(actor, Act.SEE_METRICS)
    request = await requests.get(actor, request_id)
    found = await records.backfills_of(request.id, BACKFILLS_MAX)
    return Reported(await records.standing(request.id), found)


async def backfill(actor: Actor, backfill_id: str) -> Backfill:
    """Return a back-fill; `Missing` if the actor may not see its request, or there is none."""
    require(actor, Act.SEE_METRICS)
    found = await records.backfill(backfill_id)
    if found is None:
        raise Missing("no_such_backfill", f"There is no back-fill `{backfill_id[:40]}`.")
    await requests.get(actor, found.request_id)
    return found
