"""Noticing that the publisher rejects other targets of a live campaign which it had said yes to.

The targets before are set again, and whoever asked for the others is told. What is rejected while
its review is under way is `watching`'s.
"""

from collections.abc import Sequence

from domain.campaigns import records as campaigns
from domain.campaigns import targeting
from domain.campaigns.model import AdPublisher, Refusal
from domain.campaigns.targets import records
from domain.campaigns.targets.model import Change
from domain.database import transaction
from domain.hub import Hub
from domain.jobs.model import Job
from domain.requests import ledger, outcomes
from domain.requests import records as requests
from domain.requests.model import RequestState

_SAID = (
    "Spotify rejected the ads after it had said yes to these targets: {why}. The targets before are"
    " set again; ask for others, or withdraw this."
)


async def look(hub: Hub, publisher: AdPublisher, job: Job) -> None:
    """Look whether what was set last is rejected by now, and take that back. For the job."""
    campaign = await requests.get(job.details["request_id"])
    draft = await campaigns.get(job.details["request_id"])
    if campaign is None or draft is None or campaign.state is not RequestState.LIVE:
        return
    if await _latest(campaign.id) is None:
        return
    refusals = (await publisher.verdict(draft.outside)).refusals
    if not refusals:
        return
    async with transaction():
        held = (await ledger.load(campaign.id)).request
        latest = await _latest(campaign.id)
        if held.version != campaign.version or latest is None:
            return
        request = (await ledger.load(latest.request_id)).request
        await targeting.take_back(hub, request)
        said = _SAID.format(why=_why(refusals))
        await outcomes.tell(hub, request.id, "targeting.rejected", said, job.key)


async def _latest(campaign_id: str) -> Change | None:
    """Return the targeting that was set last and is wanted still, if all that is wanted is set."""
    changes = [one for one in await records.of_campaign(campaign_id) if one.wanted or one.applied]
    if any(one.wanted != one.applied for one in changes):
        return None
    return changes[-1] if changes else None


def _why(refusals: Sequence[Refusal]) -> str:
    return "; ".join(one.reason.rstrip(".") for one in refusals)
