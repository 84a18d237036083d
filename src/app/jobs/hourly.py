"""What is asked for as time goes by, whoever asks: every hour, and at spans that are set."""

import asyncio
from datetime import UTC, timedelta

import structlog

from bot.desks import digests as digesting
from bot.installing import rotating
from domain import retiring
from domain.ad_reports import asking
from domain.audience import routing as leads
from domain.audit import archiving
from domain.campaigns import polling as ads_polling
from domain.campaigns.edits import noticing
from domain.campaigns.reviews import reviewing
from domain.eligibility import missing as unjudged
from domain.errors import HubError
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.metrics import breaking_off
from domain.metrics import keeping as metrics
from domain.orchestration import service as orchestration
from domain.podcasts import polling as feeds
from domain.reminding import missing
from domain.rights import watching
from domain.shown import asking as shown
from domain.subscriptions import sending as hooks
from domain.thresholds import judging
from domain.thresholds import reminding as alert_reminding
from domain.title_house import pulling

#: What is asked for every hour.
HOURLY = (
    "audit.anchor",
    "receipts.forget",
    rotating.KIND,
    digesting.ASK,
    missing.KIND,
    watching.MISSING,
    unjudged.KIND,
    feeds.MISSING,
    leads.MISSING,
    metrics.AHEAD,
    breaking_off.KIND,
    judging.KIND,
    asking.KIND,
    alert_reminding.KIND,
    reviewing.KIND,
    noticing.KIND,
    hooks.LOOK,
    shown.MISSING,
)

#: What is asked for once a day, from an hour of it on, in UTC: whoever sleeps then does it later.
NIGHTLY = {
    metrics.KIND: metrics.HOUR,
    archiving.KIND: archiving.HOUR,
    retiring.KIND: retiring.HOUR,
}

#: What is asked for every hour beside that where a workflow service is connected.
MIRRORING = (orchestration.POLL, orchestration.CHECK)

#: How often it is looked whether an hour has begun, in seconds.
HOURLY_LOOK_SECONDS = 900

log = structlog.get_logger()


async def hourly(hub: Hub, *, titles: bool = False) -> None:
    """Ask for what is done every hour; the hour in the key makes it once, whoever asks.

    `titles` says that there is a title house, which is read every night.
    """
    while True:
        try:
            await ask_hourly(hub)
            if titles:
                await pulling.ask_nightly(hub)
        except HubError as trouble:
            log.warning("hourly_late", reason=trouble.message)
        except Exception:
            log.exception("hourly_fault")
        await asyncio.sleep(HOURLY_LOOK_SECONDS)


async def regularly(hub: Hub, every: timedelta) -> None:
    """Ask for a look at which ads run, once in every such span of time, whoever asks."""
    while True:
        try:
            await ads_polling.ask(hub, every)
        except HubError as trouble:
            log.warning("poll_late", reason=trouble.message)
        await asyncio.sleep(every.total_seconds())


async def ask_hourly(hub: Hub) -> None:
    """Ask for the housekeeping of this hour and of this day, unless it was asked for already."""
    now = hub.clock.now().astimezone(UTC)
    hourly = (*HOURLY, *(MIRRORING if hub.workflow_service else ()))
    keys = {kind: f"{kind}:{now:%Y-%m-%dT%H}" for kind in hourly}
    keys |= {kind: f"{kind}:{now:%Y-%m-%d}" for kind, hour in NIGHTLY.items() if now.hour >= hour}
    for kind, key in keys.items():
        await jobs.ask(hub.wake, now, key=key, kind=kind, lane=kind, details={})
