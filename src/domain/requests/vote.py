"""Voting on a stage, and taking the last vote back."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from domain import ids
from domain.actor import Actor
from domain.approvals import records as approvals
from domain.approvals import rules as approval_rules
from domain.approvals.model import Choice, Stage, StageState, Vote
from domain.calendars import records as calendars
from domain.conditions import rules as condition_rules
from domain.database import transaction
from domain.errors import Conflict, Forbidden, Missing
from domain.hub import Hub
from domain.jobs import records as jobs
from domain.people.model import Act
from domain.people.rules import require
from domain.requests import conditioned, ledger, rules
from domain.requests.booking import book
from domain.requests.ledger import Ledger
from domain.requests.model import Move, Request, RequestState
from domain.requests.seats import seat_for


async def vote(
    hub: Hub,
    actor: Actor,
    stage_id: str,
    choice: Choice,
    reason: str | None = None,
    *,
    seen_round: int | None = None,
    conditions: Sequence[str] = (),
) -> Request:
    """Say `choice` on a stage; `seen_round` is the round on the card that was clicked.

    A yes may have `conditions`, which the requester meets before anything goes live. Who stands in
    for a reviewer who is away fills that reviewer's seat.

    Raises `Forbidden` for those who wrote the request and those who are no reviewers of the
    stage, its brand and its markets, `Conflict` where it is decided, revised since, or voted on
    by the actor already.
    """
    said = approval_rules.clean_reason(choice, reason)
    asked = condition_rules.clean(choice, conditions)
    now = hub.clock.now()
    async with transaction():
        before = await ledger.load_of_stage(stage_id, actor)
        request, stage = before.request, before.stage(stage_id)
        instead_of = await _checked(actor, before, stage, seen_round, now)
        cast = replace(_vote(actor, stage, choice, said, now), instead_of_id=instead_of)
        await approvals.add_vote(cast)
        imposed = await conditioned.impose(cast, asked)
        before = replace(before, conditions=(*before.conditions, *imposed))
        decided = _decided(stage, (*before.votes, cast), now)
        stages = tuple(decided if s.id == stage.id else s for s in before.stages)
        after = await settle(
            hub,
            actor,
            before,
            stages,
            decided=decided,
            act="stage.voted",
            note=said if decided.state in rules.MOVE_OF_STAGE else request.note,
            details=_told(stage, cast, asked),
        )
    return after.request


async def require_voter(
    hub: Hub, actor: Actor, stage_id: str, *, seen_round: int | None = None
) -> None:
    """Raise as `vote` would if `actor` voted on a stage now, before they write down a reason."""
    found = await ledger.load_of_stage(stage_id, actor, locked=False)
    await _checked(actor, found, found.stage(stage_id), seen_round, hub.clock.now())


async def _checked(
    actor: Actor, before: Ledger, stage: Stage, seen_round: int | None, now: datetime
) -> str | None:
    """Return for whom the actor stands in, if for anybody; raises as `vote` does."""
    request = before.request
    require(actor, Act.VOTE, **rules.reach(request))
    if request.state is not RequestState.IN_REVIEW:
        raise Conflict(
            "not_in_review", f"This request is {request.state.replace('_', ' ')} already."
        )
    seat = await seat_for(actor, stage, request, before.authors, before.votes, now)
    instead_of = seat.instead_of if seat else None
    approval_rules.check_vote(
        stage,
        before.votes,
        voter_id=actor.user_id or "",
        voter_teams=actor.team_ids,
        authors=before.authors,
        seen_round=seen_round,
        team_name=stage.title,
        instead_of=instead_of,
    )
    return instead_of


async def settle(  # noqa: PLR0913  What was decided, by whom, and how it is told.
    hub: Hub,
    actor: Actor,
    before: Ledger,
    stages: tuple[Stage, ...],
    *,
    decided: Stage,
    act: str,
    note: str | None,
    details: dict[str, object],
) -> Ledger:
    """Write a stage that was just decided, open or hold the others, and ask for what follows.

    The last yes books what the request asks for; where the rules refuse that by now, the request
    goes back to the requester instead.
    """
    now = hub.clock.now()
    move = rules.MOVE_OF_STAGE.get(decided.state)
    others = approval_rules.hold(stages) if move else await _advanced(before.request, stages, now)
    if move is None and approval_rules.all_approved(others):
        move, note = Move.APPROVE, None
        if refusals := await book(now, before.request):
            move, note = Move.SEND_BACK, f"It was not booked: {' '.join(refusals)}"
            details = {**details, "refused": list(refusals)}
    after = await ledger.write(
        hub, actor, before, others, move=move, act=act, note=note, details=details
    )
    if after.request.state is RequestState.APPROVED and not condition_rules.unconfirmed(
        after.conditions
    ):
        await ledger.ask_effect(hub, after.request, now)
    if after.request.state is RequestState.REJECTED:
        await ledger.ask_retire(hub, after.request, now)
    if _hub_is_asked(after.stages) and not _hub_is_asked(before.stages):
        await ledger.ask_prepare(hub, after.request, now)
    return after


async def undo(hub: Hub, actor: Actor, request_id: str, *, vote_id: str | None = None) -> Request:
    """Take the actor's vote back, if it is the last one and its effect has not begun.

    `vote_id` is the vote that the actor saw as the last one. Raises `Missing` where there is no
    vote, `Forbidden` if it is somebody else's, `Conflict` if the last one is not `vote_id`, once
    the undo window has passed, or the effect is under way.
    """
    require(actor, Act.VOTE)
    now = hub.clock.now()
    async with transaction():
        before = await ledger.load(request_id, actor)
        last = _last_vote(before, actor, vote_id)
        if now > last.at + hub.undo_window:
            raise Conflict("too_late", "The time to take this vote back has passed.")
        request, stage = before.request, before.stage(last.stage_id)
        await _hold_back(before, now)
        await approvals.take_back(last.id, now)
        opened = replace(stage, state=StageState.OPEN, closed_at=None)
        stages = await _advanced(request, approval_rules.retreat(before.stages, opened), now)
        after = await ledger.write(
            hub,
            actor,
            before,
            stages,
            move=Move.UNDO,
            act="stage.vote_taken_back",
            note=None if stage.state in rules.MOVE_OF_STAGE else request.note,
            details={"stage": stage.key, "round": stage.round, "vote": last.id},
        )
        if _hub_is_asked(after.stages):
            # It was held while the request was out of review, perhaps as its job came by.
            await ledger.ask_prepare(hub, after.request, now)
    return after.request


async def _advanced(request: Request, stages: Sequence[Stage], now: datetime) -> list[Stage]:
    """Return the stages with those opened whose turn has come, due by the request's calendar."""
    if approval_rules.advance(stages, now) == [*stages]:
        return [*stages]
    calendar = await calendars.for_markets(request.markets)
    return approval_rules.advance(stages, now, calendar)


def _hub_is_asked(stages: Sequence[Stage]) -> bool:
    """Whether a stage is open that the hub closes by itself."""
    return any(stage.automatic and stage.state is StageState.OPEN for stage in stages)


def _vote(actor: Actor, stage: Stage, choice: Choice, reason: str | None, now: datetime) -> Vote:
    return Vote(
        id=ids.new(ids.Prefix.VOTE),
        stage_id=stage.id,
        request_id=stage.request_id,
        round=stage.round,
        voter_id=actor.user_id or "",
        choice=choice,
        reason=reason,
        at=now,
        taken_back_at=None,
    )


def _told(stage: Stage, cast: Vote, conditions: Sequence[str]) -> dict[str, object]:
    """Return what the record keeps of a vote."""
    return {
        "stage": stage.key,
        "round": stage.round,
        "choice": cast.choice,
        "reason": cast.reason,
        "vote": cast.id,
        **({"instead_of": cast.instead_of_id} if cast.instead_of_id else {}),
        **({"conditions": list(conditions)} if conditions else {}),
    }


def _decided(stage: Stage, votes: tuple[Vote, ...], now: datetime) -> Stage:
    state = approval_rules.settled(stage, votes)
    closed_at = now if approval_rules.closed(state) else None
    return replace(stage, state=state, closed_at=closed_at)


def _last_vote(before: Ledger, actor: Actor, seen: str | None) -> Vote:
    last = rules.vote_to_undo(before.request, before.stages, before.votes)
    if last is None:
        raise Missing("no_vote", "There is no vote to take back.")
    if seen is not None and last.id != seen:
        said = "This is not the last vote any more, and only the last is taken back."
        raise Conflict("out_of_date", said, ("vote_id",))
    if last.voter_id != actor.user_id:
        raise Forbidden("not_your_vote", "Only the last vote can be taken back, by who gave it.")
    return last


async def _hold_back(before: Ledger, now: datetime) -> None:
    """Stop what was to follow from the last vote; `Conflict` if that has begun."""
    request = before.request
    held = condition_rules.unconfirmed(before.conditions)
    if (
        request.state is RequestState.APPROVED
        and not held
        and not await jobs.cancel(ledger.effect_key(request), now)
    ):
        raise Conflict("too_late", "Its publishing has begun; withdraw the request to stop it.")
    if request.state is RequestState.REJECTED and not await jobs.cancel(
        ledger.retire_key(request), now
    ):
        raise Conflict("too_late", "What was prepared is being taken away; submit it anew.")
