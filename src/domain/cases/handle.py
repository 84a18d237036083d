"""Moving a case on: acknowledged, in progress, waiting, resolved, closed, opened again."""

from dataclasses import replace
from typing import Any

from domain.actor import Actor
from domain.cases import clocks, docket, rules
from domain.cases.model import Case, CaseMove, CaseState
from domain.database import transaction
from domain.errors import Conflict
from domain.hub import Hub
from domain.people.model import Act
from domain.people.rules import require

#: The states that people set by name, and the move each takes.
MOVE_TO = {
    CaseState.IN_PROGRESS: CaseMove.START,
    CaseState.WAITING: CaseMove.WAIT,
    CaseState.CLOSED: CaseMove.CLOSE,
}


async def acknowledge(hub: Hub, actor: Actor, case_id: str) -> Case:
    """Say that a case is seen, which stops the response clock; whoever does it need not own it."""
    return await _moved(hub, actor, case_id, CaseMove.ACKNOWLEDGE, "case.acknowledged")


async def change_state(
    hub: Hub, actor: Actor, case_id: str, state: CaseState, reason: str | None = None
) -> Case:
    """Have a case in progress, waiting for the customer, or closed; `reason` is kept with it.

    While it waits both clocks stand still. Other states are reached by acts of their own.
    """
    move = MOVE_TO.get(state)
    if move is None:
        raise Conflict(
            "not_by_name",
            f"A case does not become {rules.said(state)} by name; acknowledge, resolve, reopen or"
            " merge it.",
            ("state",),
        )
    note = rules.clean(reason, rules.REASON_MAX, "reason") if reason else None
    return await _moved(hub, actor, case_id, move, f"case.{state.value}", note)


async def resolve(hub: Hub, actor: Actor, case_id: str, text: str) -> Case:
    """Say how a case was resolved, which the reporter reads; stops both clocks."""
    note = rules.clean(text, rules.COMMENT_MAX, "text")
    return await _moved(hub, actor, case_id, CaseMove.RESOLVE, "case.resolved", note)


async def reopen(hub: Hub, actor: Actor, case_id: str, reason: str) -> Case:
    """Open a case again, with a reason; its clocks begin anew.

    Its reporter may, and those who answer for it.
    """
    why = rules.clean(reason, rules.REASON_MAX, "reason")
    now = hub.clock.now()
    async with transaction():
        found = await docket.load(case_id, actor)
        before = found.case
        if reported(actor, before):
            require(actor, Act.OPEN_CASE)
        else:
            rules.require_handler(actor, before, found.team_ids)
        state = rules.moved(before.state, CaseMove.REOPEN)
        held = before.clocks
        after = replace(
            before,
            state=state,
            round=before.round + 1,
            level=0,
            note=why,
            clocks=clocks.started(
                await docket.calendar_of(before),
                now,
                held.response_minutes,
                held.resolution_minutes,
            ),
        )
        details = {"reason": why, "round": after.round}
        return await docket.write(hub, actor, before, after, "case.reopened", details)


async def step(hub: Hub, before: Case, move: CaseMove, note: str | None = None) -> Case:
    """Return `before` as it is after `move`, with its clocks; nothing is written yet."""
    now = hub.clock.now()
    state = rules.moved(before.state, move)
    held = await docket.running_again(before, now)
    if move is CaseMove.WAIT:
        held = clocks.paused(held, now)
    if held.responded_at is None:
        held = replace(held, responded_at=now)  # Whatever somebody does of it, it was seen.
    if move is CaseMove.RESOLVE:
        held = replace(held, resolved_at=now)
    return replace(before, state=state, clocks=held, note=note or before.note)


async def _moved(
    hub: Hub, actor: Actor, case_id: str, move: CaseMove, act: str, note: str | None = None
) -> Case:
    async with transaction():
        found = await docket.load_to_handle(case_id, actor)
        after = await step(hub, found.case, move, note)
        details: dict[str, Any] = {"reason": note} if note else {}
        return await docket.write(hub, actor, found.case, after, act, details)


def reported(actor: Actor, case: Case) -> bool:
    """Whether `actor` reported `case`, or a colleague of the same agency did."""
    if actor.agency_id is not None:
        return case.agency_id == actor.agency_id
    return case.reporter_id is not None and case.reporter_id == actor.user_id
