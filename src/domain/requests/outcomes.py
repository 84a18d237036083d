"""What the hub itself does to a request: closing its own stages, and what the publisher answers."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from domain.actor import CONNECTOR, Actor
from domain.approvals import records as approvals
from domain.approvals import rules as approval_rules
from domain.approvals.model import StageState
from domain.audit import service as audit
from domain.calendars import records as calendars
from domain.database import transaction
from domain.hub import Hub
from domain.requests import ledger, records
from domain.requests.ledger import Ledger
from domain.requests.model import Move, Request, RequestState
from domain.requests.vote import settle


async def close_stage(  # noqa: PLR0913  What was found, and all that is told of it.
    hub: Hub,
    request_id: str,
    revision: int,
    key: str,
    problems: Sequence[str],
    *,
    details: Mapping[str, object] | None = None,
    note: str | None = None,
    again: Collection[str] = (),
) -> bool:
    """Close the hub's own stage `key`: approved without `problems`, else changes are asked for.

    `details` are recorded with it; `note` is what people read of it where nothing is wrong. Without
    problems the stages `again` (by key) begin a new round: what was found is news to them.

    Does nothing, and says False, where the stage is not open or the request was revised since
    or is no longer in review.
    """
    async with transaction():
        before = await ledger.load(request_id)
        stage = before.stage_keyed(key)
        request = before.request
        current = request.revision == revision and request.state is RequestState.IN_REVIEW
        if stage is None or stage.state is not StageState.OPEN or not current:
            return False
        state = StageState.CHANGES_REQUESTED if problems else StageState.APPROVED
        decided = replace(stage, state=state, closed_at=hub.clock.now())
        stages = tuple(decided if s.id == stage.id else s for s in before.stages)
        asked = () if problems else tuple(sorted(again))
        if asked:
            calendar = await calendars.for_markets(request.markets)
            stages = tuple(approval_rules.renew(stages, asked, hub.clock.now(), calendar))
        await settle(
            hub,
            CONNECTOR,
            before,
            stages,
            decided=decided,
            act="stage.closed",
            note=" ".join(problems) or note or request.note,
            details={
                **(details or {}),
                "stage": key,
                "problems": list(problems),
                **({"asked_again": list(asked)} if asked else {}),
            },
        )
    return True


async def reopen(
    hub: Hub,
    request_id: str,
    touched: Sequence[str],
    note: str,
    details: Mapping[str, Any],
    *,
    actor: Actor = CONNECTOR,
) -> Request:
    """Open the stages `touched` (by key) again, since what they approved is no longer so."""
    async with transaction():
        before = await ledger.load(request_id)
        calendar = await calendars.for_markets(before.request.markets)
        stages = approval_rules.renew(before.stages, touched, hub.clock.now(), calendar)
        after = await ledger.write(
            hub,
            actor,
            before,
            stages,
            move=Move.REOPEN,
            act="request.reopened",
            note=note,
            details=details,
        )
        await ledger.ask_prepare(hub, after.request, hub.clock.now())
    return after.request


async def move(
    hub: Hub,
    request_id: str,
    step: Move,
    act: str,
    *,
    note: str | None = None,
    details: Mapping[str, Any] | None = None,
) -> Request:
    """Move a request as the publisher's answer demands; `Conflict` if it cannot move so."""
    async with transaction():
        before = await ledger.load(request_id)
        after: Ledger = await ledger.write(
            hub,
            CONNECTOR,
            before,
            before.stages,
            move=step,
            act=act,
            note=note,
            details=details,
        )
    return after.request


async def tell(hub: Hub, request_id: str, act: str, trouble: str | None, job: str) -> None:
    """Write what keeps `job` from doing its part for a request, or that it is tried again.

    The request itself does not change: the job, tried again, must find it as it was.
    """
    now = hub.clock.now()
    async with transaction():
        request = (await ledger.load(request_id)).request
        await records.set_trouble(request_id, trouble, now)
        details = {"job": job, **({"trouble": trouble} if trouble else {})}
        await audit.record(now, CONNECTOR, act, request_id, details)
        await ledger.follow(hub, request, now, unchanged=True)


async def awaited(request_id: str, revision: int, key: str) -> Request | None:
    """Return a request whose stage `key` the hub itself has to close for `revision`."""
    request = await records.get(request_id)
    if request is None or request.state is not RequestState.IN_REVIEW:
        return None
    stages = (await approvals.stages_of([request_id]))[request_id]
    is_open = any(stage.key == key and stage.state is StageState.OPEN for stage in stages)
    return request if is_open and request.revision == revision else None


async def approved_as(request_id: str, version: int) -> Request | None:
    """Return the request if it still is approved in the very version an effect was asked for."""
    request = await records.get(request_id)
    if request is None or request.state is not RequestState.APPROVED:
        return None
    return request if request.version == version else None
