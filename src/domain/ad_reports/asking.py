"""Asking for a campaign's figures: once a day for all that run, and by hand for one."""

from datetime import UTC

from domain.actor import Actor
from domain.ad_reports import records
from domain.campaigns import records as campaigns
from domain.campaigns.orders import PUBLISHER
from domain.database import transaction
from domain.errors import Invalid
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.jobs.model import Job
from domain.people.model import Act
from domain.people.rules import require
from domain.requests import reading
from domain.requests.model import Request
from domain.requests.rules import reach

#: Asked for every hour; from `HOUR` on, in UTC, when the day before is over everywhere, each
#: campaign is asked for once a day.
KIND, HOUR = "ad_reports.ask", 3

#: The job that fetches the figures of one campaign.
FETCH = "ad_reports.fetch"


async def ask_due(hub: Hub, _: Job) -> None:
    """Ask for today's figures of everything that runs or lately ran. For the job."""
    now = hub.clock.now().astimezone(UTC)
    if now.hour >= HOUR:
        for request_id in await records.due(PUBLISHER):
            await _ask(hub, request_id, f"{now:%Y-%m-%d}")


async def fetch_now(hub: Hub, actor: Actor, request_id: str) -> str:
    """Have a campaign's figures fetched now; return its id.

    `Missing` if the actor may not see it, `Forbidden` if not bring figures in, `Invalid` if it is
    no campaign that stands at the platform.
    """
    request, _ = await campaign_of(actor, request_id)
    async with transaction():
        await _ask(hub, request.id, f"{hub.clock.now().astimezone(UTC):%Y-%m-%dT%H:%M}")
    return request.id


async def campaign_of(actor: Actor, request_id: str) -> tuple[Request, str]:
    """Return a campaign that the actor may bring figures in of, and the platform's id of it.

    Raises as `fetch_now` does.
    """
    request = await reading.get(actor, request_id)
    require(actor, Act.CHANGE_METRICS, **reach(request))
    draft = await campaigns.get(request.id)
    if draft is None or "campaign" not in draft.outside:
        said = f"#{request.number} does not stand at Spotify, so nothing is reported of it."
        raise Invalid("nothing_reported", said, ("request_id",))
    return request, draft.outside["campaign"]


async def _ask(hub: Hub, request_id: str, when: str) -> None:
    """Ask for the fetching of an instant, unless it was asked for already."""
    await jobs.ask(
        hub.wake,
        hub.clock.now(),
        key=f"{FETCH}:{request_id}:{when}",
        kind=FETCH,
        lane=f"{FETCH}:{request_id}",
        details={"request_id": request_id, "day": when[:10]},
    )
