"""A yes with conditions: the requester says when one is met, a reviewer confirms it.

What was approved is not made real as long as a condition that counts is not confirmed. The state
of the request does not say so, its conditions do: everybody has said yes.
"""

from collections.abc import Sequence
from dataclasses import replace

from domain import ids
from domain.actor import Actor
from domain.approvals.model import Vote
from domain.conditions import records, rules
from domain.conditions.model import Condition, ConditionState
from domain.database import transaction
from domain.errors import Conflict, Forbidden, Missing
from domain.hub import Hub
from domain.people.model import Act
from domain.people.rules import require
from domain.requests import ledger, reading
from domain.requests.ledger import Ledger
from domain.requests.model import Request, RequestState
from domain.requests.rules import OVER, reach, require_owner
from domain.requests.seats import seat_for


async def impose(vote: Vote, texts: Sequence[str]) -> list[Condition]:
    """Keep the conditions that a vote came with."""
    found = [
        Condition(
            ids.new(ids.Prefix.CONDITION), vote.request_id, vote.id, text, ConditionState.OPEN
        )
        for text in texts
    ]
    for one in found:
        await records.add(one)
    return found


async def meet(hub: Hub, actor: Actor, condition_id: str, word: str) -> Request:
    """Say that a condition is met, as the owner of the request; `word` says how."""
    require(actor, Act.REVISE_REQUEST)
    said = rules.clean_word(word, "word")
    async with transaction():
        before, condition = await _load(actor, condition_id)
        require_owner(actor, Act.REVISE_REQUEST, before.request)
        after = rules.met(condition, said, actor.user_id or "", hub.clock.now())
        details = {"word": said}
        return await _written(hub, actor, before, condition, after, "condition.met", details)


async def judge(
    hub: Hub, actor: Actor, condition_id: str, *, holds: bool, reason: str = ""
) -> Request:
    """Confirm that a condition is met, or say why not, as a reviewer of its stage.

    The last confirmation has the effect follow, if everybody has said yes by then.
    """
    doubt = None if holds else rules.clean_word(reason, "reason")
    now = hub.clock.now()
    async with transaction():
        before, condition = await _load(actor, condition_id)
        await _require_reviewer(hub, actor, before, condition)
        if doubt is None:
            after, act = rules.confirmed(condition, actor.user_id or "", now), "condition.confirmed"
        else:
            after, act = rules.doubted(condition, doubt), "condition.doubted"
        details = {"reason": doubt} if doubt else {}
        return await _written(hub, actor, before, condition, after, act, details)


async def _load(actor: Actor, condition_id: str) -> tuple[Ledger, Condition]:
    owner = await records.owner(condition_id)
    if owner is None or owner not in await reading.seen(actor, [owner]):
        raise Missing("no_such_condition", f"There is no condition `{condition_id[:40]}`.")
    before = await ledger.load(owner, actor)
    if before.request.state in OVER:
        said = f"This request is {before.request.state}; its conditions are history."
        raise Conflict("request_over", said)
    found = next((one for one in before.conditions if one.id == condition_id), None)
    if found is None:
        raise Conflict(
            "condition_void",
            "The yes that this condition came with counts no more; look at the newest card.",
        )
    return before, found


async def _require_reviewer(hub: Hub, actor: Actor, before: Ledger, condition: Condition) -> None:
    require(actor, Act.VOTE, **reach(before.request))
    cast = next(vote for vote in before.votes if vote.id == condition.vote_id)
    stage, now = before.stage(cast.stage_id), hub.clock.now()
    if actor.user_id in before.authors:
        said = "Nobody confirms what they wrote or asked for themselves; a reviewer does."
        raise Forbidden("own_request", said)
    seat = await seat_for(actor, stage, before.request, before.authors, (), now)
    if seat is None and cast.voter_id != actor.user_id:
        said = f"This is for the reviewers of `{stage.title}` to confirm."
        raise Forbidden("not_a_reviewer", said)


async def _written(
    hub: Hub,
    actor: Actor,
    before: Ledger,
    old: Condition,
    new: Condition,
    act: str,
    details: dict[str, str],
) -> Request:
    await records.change(old, new)
    cast = next(vote for vote in before.votes if vote.id == old.vote_id)
    changed = replace(
        before, conditions=tuple(new if one.id == old.id else one for one in before.conditions)
    )
    stage = before.stage(cast.stage_id)
    told = {"stage": stage.key, "round": stage.round, "condition": old.id, "text": old.text}
    after = await ledger.write(
        hub,
        actor,
        changed,
        changed.stages,
        move=None,
        act=act,
        note=before.request.note,
        details={**told, **details},
    )
    if after.request.state is RequestState.APPROVED and not rules.unconfirmed(after.conditions):
        await ledger.ask_effect(hub, after.request, hub.clock.now())
    return after.request
