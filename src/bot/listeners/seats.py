"""Taking a seat over, or giving it to another, on what says that a stage was carried up."""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any

from bot.incoming.deliveries import SCOPE
from bot.language import say
from bot.linking import who
from bot.listeners.click import Click, Desk, stage_of
from bot.messages.reminders import reassign_form
from domain.actor import Actor
from domain.database import transaction
from domain.errors import Conflict, Invalid
from domain.hub import Hub
from domain.people import records as people
from domain.receipts import service as receipts
from domain.requests import hand_seat
from domain.requests.hand_seat import Offer

Act = Callable[[], Awaitable[object]]


async def take_over(hub: Hub, desk: Desk, click: Click) -> None:
    """Give a seat to whoever clicked; the card to vote on comes as to anybody who stands in."""
    actor = await who.actor(hub, desk.client, click.team, click.user)
    stage_id, round_ = stage_of(click.value)
    async with transaction():
        if await receipts.first_time(hub.clock.now(), scope=SCOPE, key=click.key):
            await hand_seat.take_over(hub, actor, stage_id, seen_round=round_)


async def ask(hub: Hub, desk: Desk, click: Click) -> None:
    """Open the form that asks who is asked in whose place."""
    actor = await who.actor(hub, desk.client, click.team, click.user)
    stage_id, round_ = stage_of(click.value)
    found = await hand_seat.offer(hub, actor, stage_id, seen_round=round_)
    members, others = await offered(found)
    if not (members and others):
        raise Conflict(
            "nobody_to_ask",
            say("Nobody else may vote on this, or no seat is left; an admin can add reviewers."),
        )
    form = reassign_form(found.stage, found.request.title, members, others)
    await desk.client.views_open(trigger_id=click.trigger, view=form)


async def offered(found: Offer) -> tuple[dict[str, str], dict[str, str]]:
    """Return whose seats can be handed on, and who may be given one: names by id, sorted."""
    names = await people.names([*found.member_ids, *found.holder_ids])
    return _named(found.member_ids, names), _named(found.holder_ids, names)


def given(hub: Hub, actor: Actor, stage_id: str, round_: int, values: Mapping[str, Any]) -> Act:
    """Return the act that gives a seat to whom the form names."""
    to, member = values.get("to_user_id"), values.get("member_id")
    if not isinstance(to, str) or not isinstance(member, str):
        raise Invalid(
            "form_out_of_date", say("This form is out of date; close it and click again.")
        )
    return partial(hand_seat.hand, hub, actor, stage_id, to, member_id=member, seen_round=round_)


def _named(user_ids: tuple[str, ...], names: Mapping[str, str]) -> dict[str, str]:
    """Return names by id, in their order."""
    found = {one: names.get(one) or say("somebody") for one in user_ids}
    return dict(sorted(found.items(), key=lambda item: item[1].casefold()))
