"""A click that has a live campaign paused, under what others edited of it: it asks why."""

from bot.linking import who
from bot.listeners.click import Click, Desk
from bot.messages.pausing import pause_form
from domain.campaigns import pausing
from domain.hub import Hub
from domain.requests import reading


async def ask(hub: Hub, desk: Desk, click: Click) -> None:
    """Ask, in a form, why a campaign is to be paused, whoever may have it paused."""
    actor = await who.actor(hub, desk.client, click.team, click.user)
    request = await reading.get(actor, click.value)
    await pausing.require_pausable(actor, request)
    await desk.client.views_open(trigger_id=click.trigger, view=pause_form(request))
