"""Having a list brought to what is wanted, whenever that changes: one job for all of it.

It is asked for as a targeting is handed over, taken back, or its campaign is over; as keys are
brought; and as soon as somebody has to come off.
"""

from domain.activation import records as listed
from domain.activation.model import Listed
from domain.activation.off import is_off
from domain.actor import CONNECTOR
from domain.campaigns.lists import records, rules
from domain.campaigns.lists.model import CustomerList
from domain.database import must_be_in_transaction, transaction
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.jobs.model import Job
from domain.placements import records as placements
from domain.requests import records as requests
from domain.requests.kinds.targeting import NAME, Means, TargetingBrief
from domain.requests.model import Request
from domain.requests.rules import OVER

#: The job that brings a list at the publisher to what is wanted.
KIND = "campaign.list"


async def went_out(hub: Hub, request: Request) -> None:
    """Have the list of a targeting uploaded, in the transaction that hands it over."""
    must_be_in_transaction()
    brief = brief_of(request)
    if brief is not None and brief.subject_id is not None:
        await records.want(request.id, brief.subject_id)
        await _ask(hub, request.id, str(request.version))


async def take_back(hub: Hub, request: Request) -> None:
    """Have the list of a targeting deleted, in the transaction that takes the targeting back."""
    must_be_in_transaction()
    if await records.get(request.id) is not None:
        await _ask(hub, request.id, str(request.version))


async def campaign_over(hub: Hub, job: Job) -> None:
    """Have all lists for a campaign deleted that is over; beside the job that retires it."""
    async with transaction():
        campaign = await requests.get(job.details["request_id"])
        if campaign is None or campaign.state not in OVER:
            return
        for one in await records.of_campaign(campaign.id):
            if one.ended_at is None:
                await _ask(hub, one.request_id, f"over:{campaign.version}")


async def keys_came(hub: Hub, job: Job) -> None:
    """Have the lists looked at that accounts are on whose keys were brought."""
    account_ids = job.details["account_ids"]
    async with transaction():
        held = await listed.of_accounts(account_ids)
        wanted = sorted({one.request_id for several in held.values() for one in several})
        for request_id, lists in (await records.of_requests(wanted)).items():
            if any(one.ended_at is None for one in lists):
                await _ask(hub, request_id, job.details["import_id"])


async def take_off(hub: Hub, request: Request, one: Listed) -> bool:
    """Have an account taken off a list at once, in the running transaction.

    False where people have the list, or may have it, and so have to take the account off as well.
    """
    held = await records.get(request.id)
    if held is None:
        return False
    people = await with_people(held)
    if held.ended_at is None:
        await _ask(hub, request.id, one.id)
    elif not people:
        await is_off(hub, CONNECTOR, one, rules.gone(held.ended_at))
    return not people


async def with_people(held: CustomerList) -> bool:
    """Whether people have a list, or may: they said so, or the hub could not upload it."""
    return held.by_people or await taken_by_people(held)


async def taken_by_people(held: CustomerList) -> bool:
    """Whether somebody of the team said that they took a list on."""
    handed = (await placements.hand_overs_of([held.request_id])).get(held.request_id)
    return handed is not None and handed.taken_by is not None


def brief_of(request: Request) -> TargetingBrief | None:
    """Return what a targeting asks for that has a list for ad sets; None of all others."""
    if request.kind != NAME:
        return None
    brief = TargetingBrief.model_validate(request.payload)
    return brief if brief.means is Means.AD_SET and brief.account_ids else None


async def _ask(hub: Hub, request_id: str, why: str) -> None:
    await jobs.ask(
        hub.wake,
        hub.clock.now(),
        key=f"{KIND}:{request_id}:{why}",
        kind=KIND,
        lane=f"{KIND}:{request_id}",
        details={"request_id": request_id},
    )
