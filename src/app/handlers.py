"""Which job is done by whom."""

from collections.abc import Awaitable, Callable
from functools import partial

from domain.audit import service as audit
from domain.campaigns import service as campaigns
from domain.campaigns.model import AdPublisher
from domain.hub import Hub
from domain.jobs.model import GiveUp, Handlers, Job
from domain.receipts import service as receipts

#: What is asked for every hour.
HOURLY = ("audit.anchor", "receipts.forget")

Handler = Callable[[Job], Awaitable[None]]


def handlers_for(hub: Hub, *, ads: AdPublisher | None, chat: Handler | None) -> Handlers:
    """Return the handlers of this hub; what it is not connected to says so when it is asked."""

    async def anchor(_: Job) -> None:
        await audit.anchor(hub.clock.now(), hub.secrets)

    async def forget(_: Job) -> None:
        await receipts.forget_old(hub.clock.now())

    return {
        "audit.anchor": anchor,
        "receipts.forget": forget,
        "cards.show": chat or _silent,
        **_campaign_handlers(hub, ads),
    }


def _campaign_handlers(hub: Hub, ads: AdPublisher | None) -> dict[str, Handler]:
    steps = {
        "campaign.prepare": campaigns.prepare,
        "campaign.publish": campaigns.publish,
        "campaign.watch": campaigns.watch,
    }
    if ads is None:
        return dict.fromkeys(steps, _unconnected)
    return {kind: partial(step, hub, ads) for kind, step in steps.items()}


async def _silent(_: Job) -> None:
    """A hub without a chat shows its cards nowhere."""


async def _unconnected(_: Job) -> None:
    raise GiveUp("no ad account is connected; set GREENLIGHT_SPOTIFY_... and try again")
