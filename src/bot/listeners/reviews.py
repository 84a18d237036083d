"""Clicks under reviews of campaigns: asking for what is suggested."""

from bot.incoming.deliveries import SCOPE
from bot.linking import who
from bot.listeners.click import Click, Desk
from bot.messages.texts import followed
from bot.trouble import whisper
from domain.campaigns.reviews import following
from domain.database import transaction
from domain.hub import Hub
from domain.receipts import service as receipts


async def follow(hub: Hub, desk: Desk, click: Click) -> None:
    """Ask for a suggestion as whoever clicked, and tell them as which request."""
    actor = await who.actor(hub, desk.client, click.team, click.user)
    review_id, _, code = click.value.partition(":")
    wish = await following.consider(hub, actor, review_id, code)
    async with transaction():
        if not await receipts.first_time(hub.clock.now(), scope=SCOPE, key=click.key):
            return
        request = await following.keep(hub, actor, wish)
    said = followed(request.number, request.title)
    await whisper(desk.client, click.channel, click.user, said)
