"""Writing who is off a list, by what the hub did there; asking people where it could not."""

from domain.activation import asking as by_case
from domain.activation import records as listed
from domain.activation.off import is_off
from domain.actor import CONNECTOR
from domain.audit import service as audit
from domain.campaigns.lists import records, rules
from domain.campaigns.lists.asking import with_people
from domain.database import must_be_in_transaction, transaction
from domain.hub import Hub
from domain.requests import records as requests


async def settle(hub: Hub, request_id: str, receipt: str) -> None:
    """Write of those who had to come off and are off that it is so; in a transaction.

    Where people may have the list as well, they say so themselves.
    """
    must_be_in_transaction()
    held = await records.get(request_id)
    if held is None or await with_people(held):
        return
    now = hub.clock.now()
    everyone = (await listed.of_requests([request_id]))[request_id]
    for one in rules.off(everyone, held.there):
        await is_off(hub, CONNECTOR, one, receipt)
        told = {"request": request_id, "receipt": receipt}
        await audit.record(now, CONNECTOR, "consent.taken_off", one.account_id, told)
    hub.announce(request_id)


async def leave_to_people(hub: Hub, request_id: str) -> None:
    """Ask people to take those off a list who have to come off, since the hub cannot; once."""
    async with transaction():
        request = await requests.get(request_id)
        if request is None or not await records.leave_to_people(request_id, people=True):
            return
        for one in (await listed.of_requests([request_id]))[request_id]:
            if one.asked_at is not None and one.removed_at is None:
                await by_case.people(hub, request, one)
        hub.announce(request_id)
