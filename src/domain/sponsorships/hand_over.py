"""Handing an approved sponsorship over to the show's team, who take it on; taking it back."""

import hashlib

from domain.actor import CONNECTOR, Actor
from domain.audit import service as audit
from domain.database import transaction
from domain.errors import Conflict, Forbidden, Missing
from domain.hub import Hub
from domain.jobs.model import Job
from domain.people.model import Act
from domain.people.rules import require
from domain.placements import records as placements
from domain.placements.model import PlacementState, Sheet
from domain.requests import ledger, outcomes, reading
from domain.requests.kinds.sponsorship import SponsorshipBrief, asked
from domain.requests.last_look import objections
from domain.requests.looking import look
from domain.requests.model import Move, Request, RequestState
from domain.requests.rules import OVER
from domain.sponsorships import rules
from domain.sponsorships.collect import deliveries_of
from domain.sponsorships.model import Delivery, DeliveryState

#: Who places what is handed over by a sheet.
PUBLISHER = "show-team"


async def hand_over(hub: Hub, job: Job) -> None:
    """Hand the sheet of a request to the show's team, if what was approved still holds."""
    request_id, version = job.details["request_id"], job.details["version"]
    request = await outcomes.approved_as(request_id, version)
    if request is None:
        return
    found = await deliveries_of(request)
    problems = [*await objections(hub, request), *await _file_problems(hub, found)]
    sheet = await _sheet(hub, request, found)
    async with transaction():
        held = (await ledger.load(request_id)).request
        if held.state is not RequestState.APPROVED or held.version != version:
            return  # Somebody was quicker, and asked for whatever follows from that.
        if problems or sheet is None:
            await _send_back(hub, request, problems or ["the show has no team"])
            return
        now = hub.clock.now()
        await placements.put_sheet(sheet)
        await placements.put(request.id, PUBLISHER, request.id, PlacementState.HANDED_OVER, now)
        details = {"team": sheet.team_id, "sheet": dict(sheet.content)}
        await outcomes.move(hub, request.id, Move.PUBLISH, "request.handed_over", details=details)


async def acknowledge(hub: Hub, actor: Actor, request_id: str) -> Request:
    """Take the sheet of a request on, as somebody of the show's team.

    Raises `Missing` where there is none, `Forbidden` for others, `Conflict` if it was taken on or
    withdrawn.
    """
    require(actor, Act.TAKE_ON)
    request = await reading.get(actor, request_id)
    async with transaction():
        before = await ledger.load(request.id)
        sheet = (await placements.sheets_of([request.id])).get(request.id)
        if sheet is None:
            raise Missing("no_sheet", "Nothing of this request was handed over yet.")
        if sheet.team_id not in actor.team_ids:
            raise Forbidden("not_the_shows_team", "The show's own team takes placements on.")
        if before.request.state in OVER:
            raise Conflict("withdrawn", "This was withdrawn; nothing of it is to be placed.")
        now = hub.clock.now()
        if not await placements.take_on(request.id, actor.user_id or "", now):
            raise Conflict("taken_on_already", "A colleague has taken this on already.")
        await placements.put(request.id, PUBLISHER, request.id, PlacementState.TAKEN_ON, now)
        after = await ledger.write(
            hub,
            actor,
            before,
            before.stages,
            move=Move.GO_LIVE,
            act="placement.taken_on",
            details={"team": sheet.team_id},
        )
    return after.request


async def take_back(hub: Hub, job: Job) -> None:
    """Take the placement of a request that is over back from the show's team, and tell them.

    Its place on the show is free as soon as the request is over; see `placements.bookings_on`.
    """
    request_id, version = job.details["request_id"], job.details["version"]
    now = hub.clock.now()
    async with transaction():
        request = (await ledger.load(request_id)).request
        sheet = (await placements.sheets_of([request_id])).get(request_id)
        if sheet is None or request.state not in OVER or request.version != version:
            return  # Nothing was handed over, or it is not over after all.
        await placements.put(request_id, PUBLISHER, request_id, PlacementState.WITHDRAWN, now)
        details = {"team": sheet.team_id, "taken_on": sheet.taken_by is not None}
        await audit.record(now, CONNECTOR, "placement.withdrawn", request_id, details)
        await ledger.follow(hub, request, now, unchanged=True)


async def _sheet(hub: Hub, request: Request, found: tuple[Delivery, ...]) -> Sheet | None:
    now = hub.clock.now()
    brief = SponsorshipBrief.model_validate(request.payload)
    scene = await look(asked(brief), request.id, now)
    if scene.show.team_id is None:
        return None
    content = rules.sheet(request, brief, scene, found)
    return Sheet(request.id, request.revision, scene.show.team_id, content, now)


async def _file_problems(hub: Hub, found: tuple[Delivery, ...]) -> list[str]:
    """Return which files are not those that were approved."""
    problems = []
    for delivery in found:
        asset = delivery.asset
        if asset is None or delivery.state is not DeliveryState.IN:
            problems.append(f"`{delivery.wanted.name}` is not in")
            continue
        try:
            content = await hub.files.load(asset.id)
        except Missing:
            problems.append(f"the file of `{delivery.wanted.name}` is lost")
            continue
        if hashlib.sha256(content).hexdigest() != asset.sha256:
            problems.append(f"the file of `{delivery.wanted.name}` is not what was approved")
    return problems


async def _send_back(hub: Hub, request: Request, problems: list[str]) -> None:
    await outcomes.move(
        hub,
        request.id,
        Move.SEND_BACK,
        "request.not_handed_over",
        note=f"It was not handed over: {'; '.join(problems)}.",
        details={"problems": problems},
    )
