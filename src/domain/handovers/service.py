"""Handing an approved request over to a team, who acknowledges it; taking it back.

A request that was handed over waits until somebody of the team says that they have it, or the
target does where the hub publishes by itself (`domain.targets`).
"""

from collections.abc import Sequence

from domain import text as texts
from domain.activation import listing
from domain.activation.journeys import going
from domain.actor import CONNECTOR, Actor
from domain.audit import service as audit
from domain.campaigns import targeting
from domain.campaigns.lists import asking as customer_lists
from domain.database import transaction
from domain.deliverables.model import Delivery
from domain.errors import Conflict, Invalid
from domain.handovers import instructing
from domain.handovers.receiving import SHOW_TEAM, require_team
from domain.hub import Hub
from domain.jobs.model import Job
from domain.packages import looking
from domain.packages.packaging import package
from domain.packages.packing import recorded
from domain.people.model import Act
from domain.people.rules import require
from domain.placements import records as placements
from domain.placements.acknowledging import RECEIPT_MAX
from domain.placements.model import HandOver, PlacementState
from domain.publishing import gate
from domain.publishing.gate import Opened
from domain.requests import ledger, outcomes, reading
from domain.requests.kinds import kind_named, receiving
from domain.requests.model import Move, Request, RequestState
from domain.requests.rules import OVER
from domain.takedowns import carrying
from domain.targets import choosing, handing, removing
from domain.targets.connected import Targets

#: Why what no team receives goes back: the team its kind names was never made.
_NOBODY = "there is no team to take it on: have an administrator make one, then send this again"


async def hand_over(hub: Hub, targets: Targets, job: Job) -> None:
    """Hand a request over to its receiver, if what was approved still holds.

    Where the hub can publish it by itself, it is asked to; the receiver has it all the same.
    """
    request_id, version = job.details["request_id"], job.details["version"]
    request = await outcomes.approved_as(request_id, version)
    if request is None:
        return
    looked = await looking.look(hub, request, job)
    if looked is None:
        return  # It went back to people, who know why.
    opened = looked.opened
    chosen = await choosing.chosen(hub, targets, opened.request) if opened else None
    told = await instructing.told(targets, opened.request, chosen) if opened else None
    made = await _made(hub, opened, looked.found, told) if opened else None
    async with transaction():
        held = (await ledger.load(request_id)).request
        if held.state is not RequestState.APPROVED or held.version != version:
            return  # Somebody was quicker, and asked for whatever follows from that.
        if made is None or opened is None:
            problems = looked.problems or (_NOBODY,)
            await looking.send_back(hub, request, problems)
            return
        now = hub.clock.now()
        await placements.hand_over(made)
        await placements.put(request.id, made.receiver, request.id, PlacementState.HANDED_OVER, now)
        await gate.keep(hub, opened)
        await listing.went_out(hub, request, made.receiver)
        await going.went_out(hub, request)
        await handing.went_out(hub, targets, request.id, chosen)
        await carrying.went_out(hub, targets, request)
        await targeting.went_out(hub, request)
        await customer_lists.went_out(hub, request)
        details = {"team": made.team_id, "sheet": recorded(made.content)}
        note, act = " ".join(opened.closed) or None, "request.handed_over"
        await outcomes.move(hub, request.id, Move.PUBLISH, act, note=note, details=details)


async def acknowledge(hub: Hub, actor: Actor, request_id: str, receipt: str = "") -> Request:
    """Take what was handed over on, as somebody of the receiving team.

    `receipt` is what they have to say of it, such as where it went; only a placement sheet needs
    none. Raises `Missing` where nothing was handed over, `Forbidden` for others, `Conflict` if it
    was taken on or withdrawn.
    """
    require(actor, Act.TAKE_ON)
    said = _clean(receipt)
    request = await reading.get(actor, request_id)
    async with transaction():
        before = await ledger.load(request.id)
        found = (await placements.hand_overs_of([request.id])).get(request.id)
        handed = require_team(actor, found)
        _require_said(handed, said)
        if before.request.state in OVER:
            raise Conflict("withdrawn", "This was withdrawn; nothing of it is to be placed.")
        now = hub.clock.now()
        if not await placements.acknowledge(request.id, actor.user_id or "", said, now):
            raise Conflict("taken_on_already", "A colleague has taken this on already.")
        await handing.done_by_people(request.id, now)
        state = PlacementState.TAKEN_ON
        await placements.put(request.id, handed.receiver, request.id, state, now)
        details = {"team": handed.team_id, **({"receipt": said} if said else {})}
        after = await ledger.write(
            hub,
            actor,
            before,
            before.stages,
            move=Move.GO_LIVE,
            act="placement.taken_on",
            details=details,
        )
    return after.request


async def take_back(hub: Hub, targets: Targets, job: Job) -> None:
    """Take what was handed over of a request that is over back from its receiver, and tell them.

    A place on a show is free as soon as the request is over; see `placements.bookings_on`.
    """
    request_id, version = job.details["request_id"], job.details["version"]
    now = hub.clock.now()
    async with transaction():
        request = (await ledger.load(request_id)).request
        handed = (await placements.hand_overs_of([request_id])).get(request_id)
        if handed is None or request.state not in OVER or request.version != version:
            return  # Nothing was handed over, or it is not over after all.
        if handed.taken_back_at is not None:
            return  # A worker did it, and died before it could say so.
        await placements.take_back(request_id, now)
        state = PlacementState.WITHDRAWN
        await placements.put(request_id, handed.receiver, request_id, state, now)
        await going.stop(hub, request)
        await removing.ask(hub, targets, request.id, "what it was published for is over")
        await targeting.take_back(hub, request)
        await customer_lists.take_back(hub, request)
        details = {"team": handed.team_id, "taken_on": handed.taken_at is not None}
        await audit.record(now, CONNECTOR, "placement.withdrawn", request_id, details)
        await ledger.follow(hub, request, now, unchanged=True)


async def _made(
    hub: Hub, opened: Opened, found: tuple[Delivery, ...], told: Sequence[str] | None
) -> HandOver | None:
    """Return what to hand over, with what the team is `told` to do; None where there is none."""
    request = opened.request
    kind = kind_named(request.kind)
    team = await receiving.team_of(kind, kind.payload.model_validate(request.payload))
    if team is None or kind.hands_over is None:
        return None
    content = await package(hub, request, found, opened.closed, told)
    now = hub.clock.now()
    receiver = kind.hands_over.receiver
    return HandOver(request.id, request.revision, team, content, now, receiver=receiver)


def _require_said(handed: HandOver, receipt: str) -> None:
    if handed.receiver != SHOW_TEAM and not receipt:
        raise Invalid(
            "receipt_missing", "Say what became of it, such as where it stands.", ("receipt",)
        )


def _clean(receipt: str) -> str:
    said = receipt.strip()
    if len(said) > RECEIPT_MAX:
        raise Invalid(
            "receipt_too_long",
            f"A receipt has at most {RECEIPT_MAX} characters; this has {len(said)}.",
            ("receipt",),
        )
    texts.require_honest(said, ("receipt",))
    return said
