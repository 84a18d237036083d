"""What those a stage was carried up to can do about it: take a seat over, or give it to another.

Such a seat counts as ever: it is filled once, by one person, and nobody fills two of a stage.
Whose it was may vote in it still, until it is filled.
"""

from dataclasses import dataclass
from datetime import datetime

from domain.absences import records as absences
from domain.absences import rules as absence_rules
from domain.absences.model import About
from domain.actor import Actor
from domain.approvals import handed_records
from domain.approvals import rules as approval_rules
from domain.approvals.model import LEADS, Stage, StageState
from domain.audit import service as audit
from domain.database import transaction
from domain.errors import Conflict, Forbidden, Invalid
from domain.hub import Hub
from domain.people import records as people
from domain.people.leading import leads
from domain.people.model import Act
from domain.people.rules import require
from domain.requests import ledger, rules, seats
from domain.requests.ledger import Ledger
from domain.requests.model import Request, RequestState
from domain.requests.seats import Seat


@dataclass(frozen=True, slots=True)
class Offer:
    """What of a stage can be handed on: the ids of whose seats, and of who may be given one."""

    stage: Stage
    request: Request
    member_ids: tuple[str, ...]
    holder_ids: tuple[str, ...]


async def above(before: Ledger, stage: Stage, level: int) -> list[str]:
    """Return who is told on a level: leads, or the team above, or else managers of the brand."""
    team_id = stage.team_id or ""
    if level == LEADS:
        found = await leads(team_id)
    else:
        team = next((one for one in await people.teams() if one.id == team_id), None)
        higher = team.escalation_id if team else None
        found = await people.members(higher) if higher else await seats.managers_of(before.request)
    return [user_id for user_id in found if user_id not in before.authors]


async def take_over(
    hub: Hub,
    actor: Actor,
    stage_id: str,
    *,
    member_id: str | None = None,
    seen_round: int | None = None,
) -> Request:
    """Give a seat of a stage to the actor, to whom it was carried up; then they may vote in it.

    `member_id` is whose seat; if left out, one that nobody fills, else the first that waits.

    Raises `Forbidden` for those it was not carried up to, those who wrote the request, and those
    who may not vote on its brand and markets; `Conflict` where they have a seat already, no seat
    is left, or the stage is decided or revised since.
    """
    return await hand(
        hub, actor, stage_id, actor.user_id or "", member_id=member_id, seen_round=seen_round
    )


async def hand(
    hub: Hub,
    actor: Actor,
    stage_id: str,
    holder_id: str,
    *,
    member_id: str | None = None,
    seen_round: int | None = None,
) -> Request:
    """Give a seat of a stage that was carried up to another reviewer, who is asked instead.

    Raises as `take_over` does; `Invalid` where `holder_id` may not vote on it, or is away.
    """
    now = hub.clock.now()
    async with transaction():
        before = await ledger.load_of_stage(stage_id, actor)
        stage = before.stage(stage_id)
        await _require(actor, before, stage, seen_round)
        held = await seats.seats_of(stage, before.request, before.authors, now)
        await _check_holder(actor, before, stage, held, holder_id)
        await _check_there(actor, before.request, holder_id, now)
        seat = seats.to_hand(held, stage, before.votes, member_id)
        if seat is None:
            said = f"Nobody's seat in `{stage.title}` is left to be filled; look at the votes."
            raise Conflict("no_seat_left", said)
        by = actor.user_id or ""
        await handed_records.hand(stage, seat.member_id, holder_id, by, now)
        details = {
            "stage": stage.key,
            "round": stage.round,
            "instead_of": seat.member_id,
            "to": [holder_id],
        }
        await audit.record(now, actor, "stage.seat_handed", before.request.id, details)
        await ledger.follow(hub, before.request, now, unchanged=True)
    return before.request


async def offer(hub: Hub, actor: Actor, stage_id: str, *, seen_round: int | None = None) -> Offer:
    """Return what the actor may hand on, and to whom; raises as `take_over` does."""
    found = await ledger.load_of_stage(stage_id, actor, locked=False)
    stage = found.stage(stage_id)
    await _require(actor, found, stage, seen_round)
    now = hub.clock.now()
    held = await seats.seats_of(stage, found.request, found.authors, now)
    left = [one.member_id for one in held if seats.to_hand([one], stage, found.votes)]
    taken = {one.holder_id for one in held} | {one.member_id for one in held} | found.authors
    spoken = {vote.voter_id for vote in approval_rules.counting(stage, found.votes)}
    able = await seats.able_to_review(found.request) - taken - spoken
    able -= await _away(found.request, now) - {actor.user_id}
    return Offer(stage, found.request, tuple(left), tuple(sorted(able)))


async def _require(actor: Actor, before: Ledger, stage: Stage, seen_round: int | None) -> None:
    require(actor, Act.HAND_SEAT, **rules.reach(before.request))
    if actor.user_id in before.authors:
        said = "Who asked for something or revised it does not choose who approves it."
        raise Forbidden("own_request", said)
    if seen_round is not None and seen_round != stage.round:
        said = "This was revised since you were told of it; look at the newest card."
        raise Conflict("out_of_date", said)
    if stage.state is not StageState.OPEN or before.request.state is not RequestState.IN_REVIEW:
        said = f"`{stage.title}` waits for nobody any more; there is nothing to take over."
        raise Conflict("stage_closed", said)
    for level in range(LEADS, stage.escalated + 1):
        if actor.user_id in await above(before, stage, level):
            return
    raise Forbidden(
        "not_above",
        f"Only those whom `{stage.title}` was carried up to may give its seats to others; until"
        " then its reviewers decide, and who stands in for them.",
    )


async def _check_holder(
    actor: Actor, before: Ledger, stage: Stage, held: list[Seat], holder_id: str
) -> None:
    own = holder_id == actor.user_id
    if holder_id in before.authors:
        said = "Nobody approves their own request or revision; choose somebody else."
        raise Forbidden("own_request", said)
    if own:
        require(actor, Act.VOTE, **rules.reach(before.request))
    if holder_id not in await seats.able_to_review(before.request):
        said = "This person may not vote on this brand and these markets; choose a reviewer."
        raise Invalid("not_a_reviewer", said, ("to_user_id",))
    voted = {vote.voter_id for vote in approval_rules.counting(stage, before.votes)}
    if holder_id in voted | {one.holder_id for one in held} | {one.member_id for one in held}:
        said = (
            f"You have a seat in `{stage.title}` already, and one person counts once; vote in it."
            if own
            else f"They have a seat in `{stage.title}` already, and one person counts once; choose"
            " somebody else."
        )
        raise Conflict("seated_already", said)


async def _check_there(actor: Actor, request: Request, holder_id: str, now: datetime) -> None:
    """Raise `Invalid` if a seat would be left with somebody away; who takes one over is there."""
    if holder_id != actor.user_id and holder_id in await _away(request, now):
        said = "They are away, and nobody stands in for them in this seat; choose somebody else."
        raise Invalid("holder_away", said, ("to_user_id",))


async def _away(request: Request, now: datetime) -> frozenset[str]:
    """Return who is away now for requests of this kind and brand."""
    about = About(request.kind, request.brand_id)
    found = absence_rules.by_person(await absences.in_force(now))
    return frozenset(
        user_id for user_id, theirs in found.items() if absence_rules.covering(theirs, about, now)
    )
