"""Pausing a live campaign because somebody says so, and having it run again. Safe to repeat.

What people ask for is kept and done by a job; the last word counts. What somebody else did at the
publisher stays: a pause touches nothing but the state, and what was edited there does not run
again, for nobody here approved it.
"""

from dataclasses import replace

from domain import text as texts
from domain.actor import CONNECTOR, Actor
from domain.campaigns import records
from domain.campaigns.model import AdPublisher, Draft, Edited, NotAccepted, Pause
from domain.campaigns.orders import order_of, place
from domain.database import sql, transaction
from domain.database.turns import Turn
from domain.errors import Conflict, Invalid
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.jobs.model import GiveUp, Job
from domain.people.model import Act
from domain.people.rules import require
from domain.placements.model import PlacementState
from domain.requests import ledger, rules
from domain.requests import records as requests
from domain.requests.ledger import Ledger
from domain.requests.model import Request, RequestState
from domain.requests.revise import REASON_LENGTH_MAX

#: What does at the publisher what people asked for.
KIND = "campaign.pause"


async def pause(hub: Hub, actor: Actor, request_id: str, reason: str) -> Request:
    """Have a live campaign paused, for whoever may withdraw it; return its request.

    Raises `Invalid` without a reason, `Missing`, `Forbidden`, and `Conflict` for what is not live
    or is paused already.
    """
    text = reason.strip()
    if not 0 < len(text) <= REASON_LENGTH_MAX:
        said = f"Say why, in 1 to {REASON_LENGTH_MAX} characters."
        raise Invalid("reason_missing", said, ("reason",))
    texts.require_honest(text, ("reason",))
    return await _ask(hub, actor, request_id, text, paused=True)


async def resume(hub: Hub, actor: Actor, request_id: str) -> Request:
    """Have a campaign run again that was paused so; for the same people, who raise the same."""
    return await _ask(hub, actor, request_id, "", paused=False)


async def require_pausable(actor: Actor, request: Request) -> None:
    """Raise what `pause` would of who asks and what for, before they are asked why."""
    require(actor, Act.WITHDRAW_REQUEST)
    rules.require_owner(actor, Act.WITHDRAW_REQUEST, request)
    _require_other(request, await records.pause_of(request.id), paused=True)


async def _ask(hub: Hub, actor: Actor, request_id: str, reason: str, *, paused: bool) -> Request:
    require(actor, Act.WITHDRAW_REQUEST)
    now = hub.clock.now()
    async with transaction():
        before = await ledger.load(request_id, actor)
        request = before.request
        rules.require_owner(actor, Act.WITHDRAW_REQUEST, request)
        known = await records.pause_of(request_id)
        _require_other(request, known, paused=paused)
        version = known.version + 1 if known else 1
        value = Pause(request_id, version, paused, reason, actor.user_id, now)
        await records.put_pause(value)
        after = await ledger.write(
            hub,
            actor,
            before,
            before.stages,
            move=None,
            act="campaign.pause_asked" if paused else "campaign.resume_asked",
            note=reason or None,
            details={"reason": reason} if reason else {},
        )
        await jobs.ask(
            hub.wake,
            now,
            # Its request may be published anew, and counting begins again.
            key=f"{KIND}:{request_id}:{after.request.version}",
            kind=KIND,
            lane=f"effect:{request_id}",
            details={"request_id": request_id, "version": version},
        )
    return after.request


def _require_other(request: Request, known: Pause | None, *, paused: bool) -> None:
    """Raise `Conflict` unless a campaign is live and stands otherwise."""
    if request.kind != "campaign" or request.state is not RequestState.LIVE:
        said = f"#{request.number} is no live campaign, so nothing of it can be paused or resumed."
        raise Conflict("not_live", said)
    stands = known is not None and known.paused
    if stands and paused:
        raise Conflict("paused_already", f"#{request.number} is paused already.")
    if not stands and not paused:
        raise Conflict("not_paused", f"#{request.number} is not paused.")


async def carry_out(hub: Hub, publisher: AdPublisher, job: Job) -> None:
    """Do at the publisher what was asked for last; the handler of `KIND`."""
    request_id = job.details["request_id"]
    value = await records.pause_of(request_id)
    request, draft = await requests.get(request_id), await records.get(request_id)
    if value is None or value.done or value.version != job.details["version"]:
        return
    if request is None or draft is None or request.state is not RequestState.LIVE:
        return
    try:
        if value.paused:
            await publisher.stop(draft.outside)
            await _paused(hub, value, draft)
        else:
            await _resumed(hub, publisher, value, draft, request)
    except NotAccepted as refusal:
        raise GiveUp(f"Spotify does not do it: {'; '.join(refusal.problems)}") from refusal


async def _paused(hub: Hub, value: Pause, draft: Draft) -> None:
    note = f"Paused at Spotify: {value.reason}"
    await _write(hub, value, draft, "campaign.paused", note)


async def _resumed(
    hub: Hub, publisher: AdPublisher, value: Pause, draft: Draft, request: Request
) -> None:
    try:
        runs = await publisher.resume(await order_of(request), draft.outside)
        why = "It is not there any more, or was ended there."
    except Edited as edit:
        runs, why = False, " ".join(edit.changes) or "It was edited there."
    if runs:
        note = "It runs again at Spotify."
        await _write(hub, value, draft, "campaign.resumed", note)
        return
    note = f"It stays paused at Spotify, for it is not what was approved. {why}"
    await _write(hub, replace(value, paused=True), draft, "campaign.not_resumed", note)


async def _write(hub: Hub, value: Pause, draft: Draft, act: str, note: str) -> None:
    """Write how a campaign stands at the publisher, unless people asked for another thing."""
    async with transaction():
        await sql.take_turns(Turn.RIGHTS)  # Before the request is locked, as everywhere.
        before: Ledger = await ledger.load(value.request_id)
        live = before.request.state is RequestState.LIVE
        if not live or not await records.pause_came_true(value, paused=value.paused):
            return
        state = PlacementState.STOPPED if value.paused else PlacementState.LIVE
        await place(hub, before.request, draft.outside, state)
        details = {"reason": value.reason, "outside": dict(draft.outside)}
        await ledger.write(
            hub, CONNECTOR, before, before.stages, move=None, act=act, note=note, details=details
        )
