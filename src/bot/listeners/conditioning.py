"""Conditions on a yes, in chat: approving with them, meeting them, confirming them."""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any

from bot.gathered import dossier as dossiers
from bot.language import say
from bot.messages.conditions import conditions_form, lines_of, word_form
from bot.messages.parts import Block
from domain.actor import Actor
from domain.approvals.model import Choice
from domain.conditions import records as conditions
from domain.conditions.model import Condition
from domain.errors import Missing
from domain.hub import Hub
from domain.requests import conditioned, reading, records, vote

Act = Callable[[], Awaitable[object]]


async def conditions_asked(hub: Hub, actor: Actor, stage_id: str, round_: int) -> Block:
    """Return the form that asks under which conditions somebody says yes, if they may say it."""
    request = await records.get_of_stage(stage_id)
    dossier = await dossiers.load(request.id) if request else None
    stage = dossier.stage(stage_id) if dossier else None
    if dossier is None or stage is None or stage.round != round_:
        raise Missing("card_out_of_date", say("This card is out of date; look for a newer one."))
    await vote.require_voter(hub, actor, stage_id, seen_round=round_)
    return conditions_form(stage, dossier.request.title)


async def word_asked(actor: Actor, condition_id: str, *, doubt: bool) -> Block:
    """Return the form that asks how a condition is met, or why it is not."""
    return word_form(await _condition(actor, condition_id), doubt=doubt)


def approve(hub: Hub, actor: Actor, stage_id: str, round_: int, entered: str) -> Act:
    """Return the act that approves under the conditions that were entered."""
    wanted = lines_of(entered)
    return partial(
        vote.vote,
        hub,
        actor,
        stage_id,
        Choice.APPROVE,
        seen_round=round_,
        conditions=wanted or [""],
    )


def meet(hub: Hub, actor: Actor, condition_id: str, values: Mapping[str, Any]) -> Act:
    """Return the act that says that a condition is met."""
    return partial(conditioned.meet, hub, actor, condition_id, str(values.get("word") or ""))


def doubt(hub: Hub, actor: Actor, condition_id: str, values: Mapping[str, Any]) -> Act:
    """Return the act that says that a condition is not met."""
    reason = str(values.get("word") or "")
    return partial(conditioned.judge, hub, actor, condition_id, holds=False, reason=reason)


async def _condition(actor: Actor, condition_id: str) -> Condition:
    owner = await conditions.owner(condition_id)
    if owner is not None and await reading.seen(actor, [owner]):
        held = (await conditions.of_requests([owner]))[owner]
        return next(one for one in held if one.id == condition_id)
    raise Missing("no_such_condition", say("This condition is not there any more; look anew."))
