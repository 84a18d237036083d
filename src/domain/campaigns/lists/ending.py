"""Taking a list away from the publisher: its ad sets first, then the audience itself."""

from domain.actor import CONNECTOR
from domain.audit import service as audit
from domain.campaigns import targeting
from domain.campaigns.lists import records, rules, settling
from domain.campaigns.lists.model import CustomerList, ListPublisher
from domain.campaigns.targets import records as targets
from domain.database import transaction
from domain.hub import Hub
from domain.jobs.model import RetryLater
from domain.requests.ledger import load
from domain.requests.model import Request
from domain.requests.rules import OVER

#: In how many seconds to look again whether ad sets are without it, and whether it is in use.
LOOK_SECONDS, IN_USE_SECONDS = 60.0, 3_600.0


async def end(
    hub: Hub, publisher: ListPublisher, held: CustomerList, campaign: Request, *, over: bool
) -> None:
    """Delete the audience of a list; `over` if none is wanted any more.

    What ad sets still have is waited for; ad sets of a campaign that is over reach nobody.
    """
    if await _still_set(hub, held) and campaign.state not in OVER:
        raise RetryLater(LOOK_SECONDS, "its ad sets still have the audience")
    known = held.audience_id or await publisher.found(rules.name(held.request_id))
    if known is not None and not await publisher.delete(known):
        await settling.leave_to_people(hub, held.request_id)
        raise RetryLater(IN_USE_SECONDS, "Spotify says that the audience is in use")
    async with transaction():
        now = hub.clock.now()
        await records.gone(held.request_id, now if over else None)
        if known is not None:
            details = {"audience": known, "accounts": len(held.there)}
            await audit.record(now, CONNECTOR, "audience.deleted", held.request_id, details)
        await settling.settle(hub, held.request_id, rules.gone(now))


async def _still_set(hub: Hub, held: CustomerList) -> bool:
    """Have the ad sets go without a list; say whether it is set for them still."""
    async with transaction():
        change = await targets.of_request(held.request_id)
        if change is not None and change.wanted:
            await targets.want_no_more(held.request_id)
            request = (await load(held.request_id)).request
            why = f"gone:{held.audience_id}"
            await targeting.ask(hub, request, held.campaign_id, why)
    return change is not None and bool(change.applied)
