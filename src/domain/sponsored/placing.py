"""What the last yes to a sponsorship brings: a sheet for the show's team, or a campaign at Spotify.

Inventory that is bought at Spotify becomes a campaign of its own, which is drafted there, validated
and approved as any other, and goes out by its own last yes alone.
"""

from collections.abc import Sequence

from domain.catalog.model import AssetKind
from domain.database import transaction
from domain.errors import Busy, HubError, Invalid, Upstream
from domain.exposures.enforcing import RULE
from domain.handovers import service as handovers
from domain.hub import Hub
from domain.jobs.model import Job
from domain.packages import looking
from domain.packages.looking import Looked
from domain.placements import records as placements
from domain.placements.model import PlacementState
from domain.publishing import gate
from domain.requests import ledger, outcomes, revise, submit
from domain.requests.kinds import campaign
from domain.requests.kinds.sponsorship import SponsorshipBrief, asked
from domain.requests.looking import look
from domain.requests.model import Move, Request, RequestState
from domain.requests.rules import OVER
from domain.requests.submit import Considered
from domain.sponsored import ads, records
from domain.targets.connected import Targets

#: Who a sponsorship is placed by where it became a campaign of the hub's.
RECEIVER = "ads-campaign"


async def place(hub: Hub, targets: Targets, job: Job) -> None:
    """Hand a sponsorship over, or ask for its campaign, if what was approved still holds."""
    request = await outcomes.approved_as(job.details["request_id"], job.details["version"])
    if request is None:
        return
    if not _brief(request).at_spotify:
        await handovers.hand_over(hub, targets, job)
        return
    looked = await looking.look(hub, request, job)
    if looked is None:
        return  # It went back to people, who know why.
    considered, problems = await _considered(hub, request, looked)
    async with transaction():
        held = (await ledger.load(request.id)).request
        if held.state is not RequestState.APPROVED or held.version != request.version:
            return  # Somebody was quicker, and asked for whatever follows from that.
        if considered is None or looked.opened is None:
            await looking.send_back(hub, request, problems)
            return
        await gate.keep(hub, looked.opened)
        await _asked(hub, request, considered)


async def take_back(hub: Hub, targets: Targets, job: Job) -> None:
    """Take back what was made of a sponsorship that is over: its sheet, or its campaign."""
    await handovers.take_back(hub, targets, job)
    async with transaction():
        request = (await ledger.load(job.details["request_id"])).request
        campaign_id = await records.campaign_of(request.id)
        if campaign_id is None or request.state not in OVER:
            return
        if request.version != job.details["version"]:
            return
        await end(hub, request, (await ledger.load(campaign_id)).request)


async def end(hub: Hub, request: Request, made: Request) -> None:
    """Withdraw what a sponsorship that is over became, unless that is over too."""
    if made.state not in OVER:
        why = f"The sponsorship #{request.number} it was asked for by is {request.state}."
        await revise.withdraw(hub, RULE, made.id, why)


async def _considered(
    hub: Hub, request: Request, looked: Looked
) -> tuple[Considered | None, Sequence[str]]:
    """Return the campaign as it may be asked for, or why it may not."""
    spot = next((one.asset for one in looked.found if one.wanted.kind is AssetKind.AUDIO), None)
    if looked.problems or spot is None:
        return None, looked.problems or ("its spot is not there",)
    brief = _brief(request)
    scene = await look(asked(brief), request.id, hub.clock.now())
    given = ads.campaign(request, brief, spot.id, scene.sponsor.category)
    try:
        wrote = (await ledger.look(request.id)).authors
        return await submit.consider(hub, RULE, campaign.KIND.name, given, wrote=wrote), ()
    except (Upstream, Busy):
        raise  # To be tried again.
    except HubError as error:
        others = error.others if isinstance(error, Invalid) else ()
        return None, [one.message.rstrip(".") for one in (error, *others)]


async def _asked(hub: Hub, request: Request, considered: Considered) -> None:
    made = await submit.keep(hub, RULE, considered, requester_id=request.requester_id)
    now = hub.clock.now()
    await records.add(request.id, request.revision, made.id, now)
    await placements.put(request.id, RECEIVER, made.id, PlacementState.HANDED_OVER, now)
    await outcomes.move(
        hub,
        request.id,
        Move.PUBLISH,
        "request.asked_as_campaign",
        note=f"Campaign #{made.number} was asked for. It goes out once that is approved.",
        details={"campaign": made.id, "number": made.number},
    )


def _brief(request: Request) -> SponsorshipBrief:
    return SponsorshipBrief.model_validate(request.payload)
