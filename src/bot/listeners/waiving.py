"""A click that lets a release out before its title's days: it asks why, then does it."""

from collections.abc import Awaitable, Callable
from functools import partial

from bot.linking import who
from bot.listeners.click import Click, Desk
from bot.listeners.entries import View, text, values
from bot.messages.waiving import waive_form
from domain.actor import Actor
from domain.hub import Hub
from domain.masters import embargo
from domain.requests import reading
from domain.requests.model import Request


async def ask(hub: Hub, desk: Desk, click: Click) -> None:
    """Ask, in a form, why a release is let out, whoever may let it."""
    actor = await who.actor(hub, desk.client, click.team, click.user)
    request = await reading.get(actor, click.value)
    await embargo.require_waivable(actor, request)
    await desk.client.views_open(trigger_id=click.trigger, view=waive_form(request))


async def waived(hub: Hub, actor: Actor, view: View) -> Callable[[], Awaitable[Request]]:
    """Return what a submitted form asks for."""
    reason = text(values(view).get("reason"))
    return partial(embargo.waive, hub, actor, view["private_metadata"], reason)
