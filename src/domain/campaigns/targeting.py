"""Setting the targets of a live campaign at the publisher, and those before again. Safe to repeat.

The job brings the ad sets to what all targetings of the campaign want together, so it is the same
whether one was approved or withdrawn, how often it runs, and in which order. Before it, what is
live has to be what was ordered: what others edited there is neither overwritten nor taken for
approved.
"""

from dataclasses import replace

from domain.actor import CONNECTOR
from domain.audit import service as audit
from domain.campaigns import records as campaigns
from domain.campaigns import watching
from domain.campaigns.model import AdPublisher, Edited, NotAccepted
from domain.campaigns.orders import order_of
from domain.campaigns.targets import records, rules
from domain.campaigns.targets.model import Change
from domain.database import must_be_in_transaction, transaction
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.jobs.model import GiveUp, Job, RetryLater
from domain.placements import acknowledging
from domain.requests import ledger, outcomes
from domain.requests import records as requests
from domain.requests.kinds.campaign import CampaignBrief
from domain.requests.kinds.targeting import NAME, Means, TargetingBrief
from domain.requests.ledger import Ledger
from domain.requests.model import Move, Request, RequestState
from domain.requests.rules import OVER

#: The job that brings a campaign's targets to what is wanted.
KIND = "campaign.targets"

#: How long between two looks whether a campaign is live by now.
WAIT_SECONDS = 900.0


async def went_out(hub: Hub, request: Request) -> None:
    """Have a targeting's targets set for its campaign, in the transaction that hands it over.

    One that says them in words only, or is a journey, is for the team that was handed it.
    """
    must_be_in_transaction()
    brief = _brief(request)
    if brief is None or brief.ad_targets is None or brief.subject_id is None:
        return
    campaign = await requests.get(brief.subject_id)
    if campaign is None:
        return
    running = CampaignBrief.model_validate(campaign.payload).markets
    targets = rules.of_markets(brief.ad_targets, brief.markets, running)
    if targets:
        await records.want(request.id, campaign.id, targets, hub.clock.now())
        await ask(hub, request, campaign.id)


async def take_back(hub: Hub, request: Request) -> None:
    """Have the targets before set again, in the transaction that takes a targeting back."""
    must_be_in_transaction()
    campaign_id = await records.want_no_more(request.id)
    if campaign_id is not None:
        await ask(hub, request, campaign_id)


async def carry_out(hub: Hub, publisher: AdPublisher, job: Job) -> None:
    """Bring a campaign's targets to what is wanted; the handler of `KIND`."""
    asked = await records.of_request(job.details["request_id"])
    if asked is None:
        return
    changes = await records.of_campaign(asked.campaign_id)
    campaign = await requests.get(asked.campaign_id)
    draft = await campaigns.get(asked.campaign_id)
    if campaign is None or campaign.state in OVER:
        return  # Nothing of it runs, and whoever was handed the targeting knows.
    if draft is None or campaign.state is not RequestState.LIVE:
        raise RetryLater(WAIT_SECONDS, f"#{campaign.number} is not live yet")
    before = await order_of(campaign)
    after = replace(before, targets=rules.wanted(changes))
    begun = [replace(before, targets=one) for one in await records.begun_of(campaign.id)]
    if after.targets != before.targets:
        await records.begin(asked.request_id, after.targets)
    try:
        await publisher.retarget(before, after, draft.outside, begun)
    except Edited as edit:
        # What stands in a job's way is recorded, and the record keeps no names.
        said = "; ".join(edit.recorded) or "what changed is not said"
        raise GiveUp(f"#{campaign.number} is not what was approved at Spotify: {said}") from edit
    except NotAccepted as refusal:
        await records.ended(campaign.id)  # What is refused leaves no draft.
        said = "; ".join(refusal.problems)
        raise GiveUp(f"Spotify does not take these targets: {said}") from refusal
    await records.ended(campaign.id)
    await _write(hub, asked, changes)


async def ask(hub: Hub, request: Request, campaign_id: str, why: str = "") -> None:
    """Have a campaign's targets brought to what is wanted, once for a version, and for a `why`."""
    await jobs.ask(
        hub.wake,
        hub.clock.now(),
        key=f"{KIND}:{request.id}:{request.version}" + (f":{why}" if why else ""),
        kind=KIND,
        # Beside nothing else that is done to the campaign at the publisher.
        lane=f"effect:{campaign_id}",
        details={"request_id": request.id},
    )


async def _write(hub: Hub, asked: Change, changes: list[Change]) -> None:
    """Write what is set by now, and have the targetings live that were waiting for that."""
    async with transaction():
        campaign = await ledger.load(asked.campaign_id)
        fresh = [one for one in changes if one.wanted != one.applied]
        if not fresh:
            return
        await records.set_as_wanted(fresh)
        await _tell_campaign(hub, campaign, changes)
        for one in fresh:
            if one.wanted:
                await _take_on(hub, one)


async def _tell_campaign(hub: Hub, campaign: Ledger, changes: list[Change]) -> None:
    before, after = rules.applied(changes), rules.wanted(changes)
    details = {
        "targets_before": {market: one.model_dump(mode="json") for market, one in before.items()},
        "targets_after": {market: one.model_dump(mode="json") for market, one in after.items()},
    }
    markets = sorted(m for m in {*before, *after} if before.get(m) != after.get(m))
    note = f"Other targets are set at Spotify for {', '.join(markets)}."
    told = await ledger.write(
        hub,
        CONNECTOR,
        campaign,
        campaign.stages,
        move=None,
        act="campaign.targets_set",
        note=note,
        details=details,
    )
    await watching.ask_watch(hub, told.request)


async def _take_on(hub: Hub, change: Change) -> None:
    """Have a targeting live whose targets are set: no person need say so."""
    now, markets = hub.clock.now(), sorted(change.wanted)
    receipt = f"The hub set these targets at Spotify for {', '.join(markets)}."
    await audit.record(
        now, CONNECTOR, "targeting.set", change.request_id, {"campaign": change.campaign_id}
    )
    request = (await ledger.load(change.request_id)).request
    if request.state is not RequestState.PUBLISHED:
        return
    handed = await acknowledging.by_hub(request.id, receipt, now)
    if handed is None:
        return  # Somebody of the team was quicker.
    details = {"team": handed.team_id, "receipt": receipt}
    await outcomes.move(hub, request.id, Move.GO_LIVE, "placement.taken_on", details=details)


def _brief(request: Request) -> TargetingBrief | None:
    if request.kind != NAME:
        return None
    brief = TargetingBrief.model_validate(request.payload)
    return brief if brief.means is Means.AD_SET else None
