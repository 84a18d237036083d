"""Taking a campaign down by ourselves where a takedown or a retirement asks for it.

As a whole it is withdrawn, by which `campaigns.watching` pauses it at once, archives it, and looks.
In some places only, its parts there are switched off; where they are not told apart by country,
all of it goes.
"""

from collections.abc import Sequence

from domain import ids
from domain.actor import CONNECTOR, Actor
from domain.audit import service as audit
from domain.campaigns import records
from domain.campaigns.model import AdPublisher, Barred, NotAccepted
from domain.campaigns.orders import PUBLISHER
from domain.database import must_be_in_transaction, sql, transaction
from domain.database.turns import Turn
from domain.exposures import service as exposures
from domain.exposures.enforcing import RULE
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.jobs.model import GiveUp, Job
from domain.removals import campaign_records, rules, seeing
from domain.removals.model import How, Removal
from domain.requests import ledger, outcomes, revise
from domain.requests.kinds.campaign import CampaignBrief
from domain.requests.model import Request
from domain.requests.rules import OVER
from domain.rights.live import records as live

#: The job that has a campaign run no more in some places.
KIND = "campaign.narrow"

#: What people do where the hub cannot.
_BY_HAND = "{why}. Have it taken down there by hand, and say that it is gone."


async def ask(hub: Hub, request: Request, campaign: Request, places: frozenset[str]) -> None:
    """Have a campaign run no more in `places`, since `request` says so; in the transaction.

    What is over goes anyway.
    """
    must_be_in_transaction()
    how = await meant(campaign, places)
    if how is None:
        return
    now = hub.clock.now()
    value = Removal(
        id=ids.new(ids.Prefix.REMOVAL),
        request_id=request.id,
        subject_id=campaign.id,
        publication_id=None,
        target=PUBLISHER,
        how=how,
        places=tuple(sorted(places)),
        isrc="",
        asked_at=now,
    )
    if not await campaign_records.add(value):
        return
    details = {"target": PUBLISHER, "how": how, "subject": campaign.id}
    await audit.record(now, CONNECTOR, "takedown.carried_out", request.id, details)
    if how is How.WHOLE:
        await _withdraw(hub, request, campaign.id)
    else:
        await _ask_narrow(hub, value)


async def meant(campaign: Request, places: frozenset[str]) -> How | None:
    """Return how much of a campaign goes to have it off in `places`; None if nothing."""
    if campaign.state in OVER:
        return None
    markets = frozenset(CampaignBrief.model_validate(campaign.payload).markets)
    gone = (await campaign_records.gone_from([campaign.id]))[campaign.id]
    return rules.how(stands=markets - gone, places=places, narrows=True, other_tracks=False)


async def narrow(hub: Hub, publisher: AdPublisher, job: Job) -> None:
    """Switch a campaign off where it was asked for, and write by what that was seen. For the job.

    A campaign whose parts cannot be told apart goes as a whole.
    """
    campaign_id = job.details["request_id"]
    found = await _waiting(campaign_id, job.details["removal_id"])
    if found is None:
        return
    draft = await records.get(campaign_id)
    try:
        seen = await publisher.narrow(draft.outside if draft else {}, found.places)
    except NotAccepted as refusal:
        said = f"Spotify does not switch it off: {'; '.join(refusal.problems)}"
        await not_gone(hub, campaign_id, said, job)
        raise GiveUp(said) from refusal
    except Barred as no:
        await not_gone(hub, campaign_id, f"Spotify does not switch it off: {no}", job)
        raise
    async with transaction():
        await sql.take_turns(Turn.RIGHTS)  # Before any row, as all do who write what is live.
        campaign = (await ledger.load(campaign_id)).request
        if campaign.state in OVER or await _waiting(campaign_id, found.id) is None:
            return  # Withdrawn meanwhile: that it is gone as a whole is written there.
        if seen is None:
            asked = (await ledger.load(found.request_id)).request
            await _withdraw(hub, asked, campaign_id)
            return
        for one in await live.live_of_request(campaign_id):
            await exposures.keep_without(hub, CONNECTOR, one, found.places, hub.clock.now())
        await seeing.campaign_narrowed(hub, found, seen)
        await _tell(hub, campaign_id, found, seen)


async def not_gone(hub: Hub, campaign_id: str, said: str, job: Job) -> None:
    """Say once on whatever waits for a campaign to be gone why it is not, for its team."""
    for one in await campaign_records.of_campaign(campaign_id):
        if one.gone_at is None:
            await campaign_records.stuck(one.id, hub.clock.now())
            known = _BY_HAND.format(why=said)
            if (await ledger.load(one.request_id)).request.trouble != known:
                await outcomes.tell(hub, one.request_id, "takedown.not_gone", known, job.key)


async def said_gone(hub: Hub, actor: Actor, one: Removal, evidence: Sequence[str]) -> None:
    """Write that a campaign runs no more where it was asked for, by the word of `actor`.

    In the running transaction, which has the turn of rights.
    """
    now, campaign = hub.clock.now(), (await ledger.load(one.subject_id)).request
    details = {"target": one.target, "places": list(one.places), "evidence": list(evidence)}
    await audit.record(now, actor, "campaign.said_gone", campaign.id, details)
    if one.how is How.WHOLE:
        await exposures.follow(hub, campaign, [], live=False)
        await seeing.campaign_gone(hub, campaign.id, evidence, said_by=actor.user_id)
    else:
        for live_there in await live.live_of_request(campaign.id):
            await exposures.keep_without(hub, CONNECTOR, live_there, one.places, now)
        await seeing.campaign_narrowed(hub, one, evidence, said_by=actor.user_id)
    await ledger.follow(hub, campaign, now, unchanged=True)


async def _ask_narrow(hub: Hub, value: Removal) -> None:
    await jobs.ask(
        hub.wake,
        hub.clock.now(),
        key=f"{KIND}:{value.id}",
        kind=KIND,
        # Beside nothing else that is done to the campaign at the publisher.
        lane=f"effect:{value.subject_id}",
        details={"request_id": value.subject_id, "removal_id": value.id},
    )


async def _withdraw(hub: Hub, request: Request, campaign_id: str) -> None:
    reason = f"#{request.number} {request.title}: this has to go."
    await revise.withdraw(hub, RULE, campaign_id, reason)


async def _waiting(campaign_id: str, removal_id: str) -> Removal | None:
    several = await campaign_records.of_campaign(campaign_id)
    return next((one for one in several if one.id == removal_id and one.gone_at is None), None)


async def _tell(hub: Hub, campaign_id: str, one: Removal, seen: Sequence[str]) -> None:
    """Say on the campaign where it runs no more."""
    campaign = await ledger.load(campaign_id)
    asked = (await ledger.load(one.request_id)).request
    where = ", ".join(place for place in one.places if place in campaign.request.markets)
    await ledger.write(
        hub,
        CONNECTOR,
        campaign,
        campaign.stages,
        move=None,
        act="campaign.narrowed",
        note=f"It was switched off in {where}: #{asked.number} takes it down there.",
        details={"places": list(one.places), "evidence": list(seen), "by": asked.id},
    )
