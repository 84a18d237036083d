"""Bringing a list at the publisher to what is wanted: uploaded, made, looked at, set. Repeatable.

Before anything is sent it is written who is about to be uploaded and under which id, so that
whatever a crash leaves is found: an audience by its id or its name, an upload by being made anew.
Who agrees is looked at in the very transaction that writes that.
"""

from domain.activation import records as activation
from domain.actor import CONNECTOR
from domain.audience.keys import service as keys
from domain.audit import service as audit
from domain.campaigns import targeting
from domain.campaigns.lists import ending, records, rules, settling
from domain.campaigns.lists.asking import brief_of, taken_by_people
from domain.campaigns.lists.model import CustomerList, ListPublisher
from domain.campaigns.model import Barred, NotAccepted
from domain.campaigns.targets import records as targets
from domain.consents import records as ledgers
from domain.database import sql, transaction
from domain.database.turns import Turn
from domain.errors import Upstream
from domain.hub import Hub
from domain.jobs.model import GiveUp, Job, RetryLater
from domain.requests import records as requests
from domain.requests.kinds.campaign import CampaignBrief
from domain.requests.model import Request, RequestState
from domain.requests.rules import OVER

#: How long between two looks whether a campaign is live, or whether an audience is ready.
WAIT_SECONDS = 900.0

#: After how many failures people are asked besides; then it is tried every hour, until it is done.
PATIENCE, AGAIN_SECONDS = 10, 3_600.0


async def carry_out(hub: Hub, publisher: ListPublisher | None, job: Job) -> None:
    """Bring a list to what is wanted, or say why the hub cannot; the handler of `asking.KIND`."""
    request_id = job.details["request_id"]
    held = await records.get(request_id)
    if held is None or held.ended_at is not None:
        return
    try:
        if publisher is None:
            raise GiveUp("no ad account is connected; set GREENLIGHT_SPOTIFY_... and try again")
        await _bring(hub, publisher, held)
    except NotAccepted as refusal:
        await settling.leave_to_people(hub, request_id)
        said = "; ".join(refusal.problems)
        raise GiveUp(f"Spotify does not take this list: {said}") from refusal
    except (GiveUp, Barred):
        await settling.leave_to_people(hub, request_id)
        raise
    except Upstream as error:
        if job.attempt < PATIENCE:
            raise
        await settling.leave_to_people(hub, request_id)
        raise RetryLater(AGAIN_SECONDS, error.message) from error


async def _bring(hub: Hub, publisher: ListPublisher, held: CustomerList) -> None:
    request = await requests.get(held.request_id)
    campaign = await requests.get(held.campaign_id)
    if request is None or campaign is None:
        return
    over = request.state in OVER or campaign.state in OVER
    wanted = {} if over else await _members(hub, request.id)
    if not wanted and (over or held.audience_id is not None):
        await ending.end(hub, publisher, held, campaign, over=over)
    if over:
        return
    if not wanted:
        said = "no account on the list agrees to it and has a matching key"
        raise GiveUp(f"{said}; {rules.BRING_KEYS}")
    if held.audience_id is None and campaign.state is not RequestState.LIVE:
        raise RetryLater(WAIT_SECONDS, f"#{campaign.number} is not live yet")
    there = await _there(publisher, held)
    if there is None or held.trying is not None or set(wanted) != set(held.members):
        there = await _upload(hub, publisher, held, there)
    await _look(hub, publisher, held, there)
    await _set(hub, held, request, campaign, there)


async def _members(hub: Hub, request_id: str) -> dict[str, str]:
    listed = (await activation.of_requests([request_id]))[request_id]
    account_ids = sorted({one.account_id for one in listed})
    found = await keys.readable(hub, account_ids)
    return rules.members(listed, found, await ledgers.of_subjects(account_ids))


async def _there(publisher: ListPublisher, held: CustomerList) -> str | None:
    """Return the audience that is there, by its id or else by its name; None if there is none."""
    if held.audience_id is not None and await publisher.standing(held.audience_id) is not None:
        return held.audience_id
    return await publisher.found(rules.name(held.request_id))


async def _upload(hub: Hub, publisher: ListPublisher, held: CustomerList, there: str | None) -> str:
    """Upload the list as it has to be now, and make its audience if there is none; return its id.

    The turn is that of the ledger: nobody takes anything back between the look and the note.
    """
    place = await publisher.place(there)
    async with transaction():
        await sql.take_turns(Turn.CONSENTS)
        found = await _members(hub, held.request_id)
        await records.begin(held.request_id, there or place.audience_id, found)
    if not found:
        raise RetryLater(1.0, "the last one on the list took their consent back this very moment")
    await publisher.upload(place.address, sorted(found.values()))
    made = there or await publisher.create(place.audience_id, rules.name(held.request_id))
    async with transaction():
        now = hub.clock.now()
        await records.uploaded(held.request_id, made, found, now)
        details = {"audience": made, "accounts": len(found), "anew": there is not None}
        await audit.record(now, CONNECTOR, "audience.uploaded", held.request_id, details)
        await settling.settle(hub, held.request_id, rules.taken_off(now))
    return made


async def _look(hub: Hub, publisher: ListPublisher, held: CustomerList, there: str) -> None:
    """Write how an audience stands; come again while the publisher is at it."""
    found = await publisher.standing(there)
    if found is None:
        raise RetryLater(WAIT_SECONDS, "the audience is not there yet")
    async with transaction():
        await records.stands(held.request_id, found)
        hub.announce(held.request_id)
    if found.state in rules.UNDER_WAY:
        raise RetryLater(WAIT_SECONDS, f"Spotify says {found.state.upper()} of the audience")
    if found.state not in rules.USABLE:
        said = f"Spotify says {found.state.upper()} of the audience: it knows too few of the list"
        raise GiveUp(f"{said}; {rules.BRING_KEYS}")


async def _set(
    hub: Hub, held: CustomerList, request: Request, campaign: Request, there: str
) -> None:
    """Have the audience set for the campaign's ad sets, by the job that sets all targets."""
    brief = brief_of(request)
    if brief is None:
        return
    wanted = rules.reach(brief, CampaignBrief.model_validate(campaign.payload), there)
    async with transaction():
        now = await requests.get(request.id)
        if now is None or now.state in OVER or not wanted:
            return  # Taken back meanwhile, for which the list is looked at again.
        if not await taken_by_people(held):
            await records.leave_to_people(request.id, people=False)
        change = await targets.of_request(request.id)
        if change is None or change.wanted != wanted:
            await targets.want(request.id, campaign.id, wanted, hub.clock.now())
            await targeting.ask(hub, now, campaign.id, there)
