"""Looking which campaigns run, whoever made them run, and keeping what is live in step."""

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Protocol

import structlog

from domain.campaigns.orders import PUBLISHER, shown_of
from domain.exposures import polling
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.jobs.model import Job
from domain.placements import records as placements
from domain.removals import campaign_records as removals
from domain.requests import records as requests
from domain.requests.model import RequestState
from domain.rights.live.model import Shown

#: Asked for every so often where an ad account is connected.
POLL = "campaigns.poll"

log = structlog.get_logger()


class RunningAds(Protocol):
    """A place that runs ads, and says which."""

    async def running(self) -> Collection[str]:
        """Return the publisher's ids of all campaigns that run; raises rather than miss one."""
        ...


class AdsNow:
    """What of the hub's campaigns is heard now, as `domain.exposures.polling.LiveNow` has it.

    Campaigns that nobody asked the hub for are left out: it does not know whose files they play.
    So are those that were published a moment ago, which `campaigns.watching` looks after.
    """

    publisher = PUBLISHER
    within = ""

    def __init__(self, ads: RunningAds) -> None:
        self._ads = ads

    async def shown(self) -> Sequence[Shown]:
        """Return each file of the campaigns that run."""
        running = sorted(await self._ads.running())
        owners = await placements.requests_at(PUBLISHER, running)
        known = await requests.get_many(sorted(set(owners.values())))
        gone = await removals.gone_from(sorted(known))
        return [
            one
            for campaign, request_id in owners.items()
            if known[request_id].state is not RequestState.PUBLISHED
            for one in shown_of(known[request_id], campaign, gone[request_id])
        ]


async def poll(hub: Hub, ads: RunningAds, job: Job) -> None:
    """Look which campaigns run, and write what that changes of what is live. For the job."""
    found = await polling.poll(hub, AdsNow(ads))
    if found.found or found.ended:
        log.info("polled", key=job.key, found=len(found.found), ended=len(found.ended))


async def ask(hub: Hub, every: timedelta) -> None:
    """Ask for the look of this span of time, unless it was asked for already."""
    now = hub.clock.now()
    span = int(now.timestamp() // every.total_seconds())
    key = f"{POLL}:{int(every.total_seconds())}:{span}"
    await jobs.ask(hub.wake, now, key=key, kind=POLL, lane=POLL, details={})
