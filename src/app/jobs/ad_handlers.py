"""Which job about ads is done by whom; what no ad account is connected for says so."""

from contextlib import suppress
from functools import partial

from domain.actor import Actor
from domain.ad_reports import asking, backfilling, fetching
from domain.ad_reports.model import AdReports
from domain.campaigns import pausing, rejected, removing, targeting
from domain.campaigns import polling as ads_polling
from domain.campaigns.edits import noticing
from domain.campaigns.edits.model import EditHistory
from domain.campaigns.halts import account
from domain.campaigns.halts import noticing as halts
from domain.campaigns.halts.barring import patient
from domain.campaigns.lists import asking as customer_lists
from domain.campaigns.lists import uploading
from domain.campaigns.lists.model import ListPublisher
from domain.campaigns.model import AdPublisher, Barred
from domain.campaigns.polling import RunningAds
from domain.campaigns.preparing import prepare
from domain.campaigns.publishing import publish
from domain.campaigns.watching import retire, watch
from domain.hub import Hub
from domain.jobs.model import GiveUp, Handler, Job


def ad_handlers(
    hub: Hub,
    bringer: Actor,
    ads: AdPublisher | None,
    running: RunningAds | None,
    reports: AdReports | None,
    history: EditHistory | None,
    lists: ListPublisher | None,
) -> dict[str, Handler]:
    """Return the handlers of everything about ads; see `app.jobs.handlers.handlers_for`.

    `bringer` is who brings figures in.
    """
    return {
        **_campaign_handlers(hub, ads),
        **_poll_handlers(hub, ads, running),
        **_report_handlers(hub, bringer, reports),
        **_edit_handlers(hub, ads, history),
        # Where no ad account is connected, people are asked to do it.
        customer_lists.KIND: partial(patient(uploading.carry_out), hub, lists),
    }


def _campaign_handlers(hub: Hub, ads: AdPublisher | None) -> dict[str, Handler]:
    steps = {
        "campaign.prepare": prepare,
        "campaign.publish": publish,
        "campaign.watch": watch,
        "campaign.retire": _retire,
        pausing.KIND: pausing.carry_out,
        targeting.KIND: targeting.carry_out,
        removing.KIND: removing.narrow,
    }
    if ads is None:
        return dict.fromkeys(steps, _unconnected)
    return {kind: partial(patient(step), hub, ads) for kind, step in steps.items()}


def _poll_handlers(
    hub: Hub, ads: AdPublisher | None, running: RunningAds | None
) -> dict[str, Handler]:
    if running is None:
        return {}

    async def poll(job: Job) -> None:
        if ads is None or await account.look(hub, ads, job):  # Else nobody can tell what runs.
            await ads_polling.poll(hub, running, job)

    return {ads_polling.POLL: poll}


def _report_handlers(hub: Hub, bringer: Actor, reports: AdReports | None) -> dict[str, Handler]:
    if reports is None:
        return {
            asking.KIND: _nothing,
            **dict.fromkeys((asking.FETCH, backfilling.KIND), _unconnected),
        }
    return {
        asking.KIND: partial(asking.ask_due, hub),
        asking.FETCH: partial(fetching.fetch, hub, bringer, reports),
        backfilling.KIND: partial(backfilling.carry_on, hub, bringer, reports),
    }


def _edit_handlers(
    hub: Hub, ads: AdPublisher | None, history: EditHistory | None
) -> dict[str, Handler]:
    if history is None:
        return {noticing.KIND: _nothing, noticing.LOOK: _unconnected}

    async def ask(job: Job) -> None:
        await noticing.ask_due(hub, job)
        if ads is not None:
            await account.look(hub, ads, job)

    async def look(job: Job) -> None:
        if ads is not None and not await halts.look(hub, ads, job):
            return  # It is told by then, and the next hour has a look of its own.
        with suppress(Barred):  # Let in, and not to see what was edited: that is told as well.
            await noticing.look(hub, history, job)
            if ads is not None:
                await rejected.look(hub, ads, job)

    return {noticing.KIND: ask, noticing.LOOK: look}


async def _retire(hub: Hub, ads: AdPublisher, job: Job) -> None:
    await retire(hub, ads, job)
    await customer_lists.campaign_over(hub, job)


async def _nothing(_: Job) -> None:
    """Ask nobody for figures where no ad account is connected."""


async def _unconnected(_: Job) -> None:
    raise GiveUp("no ad account is connected; set GREENLIGHT_SPOTIFY_... and try again")
