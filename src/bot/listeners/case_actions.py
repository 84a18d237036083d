"""Clicks on the cards of cases."""

from collections.abc import Awaitable, Callable, Mapping

from bot.ids import CaseAction
from bot.incoming.deliveries import SCOPE
from bot.linking import who
from bot.listeners.click import Click, Desk
from bot.messages.case_forms import comment_form, reopen_form, resolve_form
from domain.actor import Actor
from domain.cases import assign, handle, reading
from domain.cases.model import Case
from domain.database import transaction
from domain.hub import Hub
from domain.people.model import Act
from domain.people.rules import may
from domain.receipts import service as receipts


async def _at_once(hub: Hub, desk: Desk, click: Click) -> None:
    """Acknowledge a case, or take it on; a click that is delivered twice counts once."""
    actor = await who.actor(hub, desk.client, click.team, click.user)
    act: Callable[[Hub, Actor, str], Awaitable[Case]] = (
        handle.acknowledge if click.action == CaseAction.ACKNOWLEDGE else assign.assign
    )
    # Whoever may handle no case does not make the card flicker for everybody.
    card = click.card if may(actor, Act.HANDLE_CASE) else None
    async with desk.marks.writing(card), transaction():
        if await receipts.first_time(hub.clock.now(), scope=SCOPE, key=click.key):
            await act(hub, actor, click.value)


async def _ask(hub: Hub, desk: Desk, click: Click) -> None:
    """Open the form in which somebody says something of a case."""
    actor = await who.actor(hub, desk.client, click.team, click.user)
    case = await reading.get(actor, click.value)
    if click.action == CaseAction.COMMENT:
        form = comment_form(case, inside=await reading.handles(actor, case))
    else:
        form = resolve_form(case) if click.action == CaseAction.RESOLVE else reopen_form(case)
    await desk.client.views_open(trigger_id=click.trigger, view=click.marking(form))


LISTENERS: Mapping[str, Callable[[Hub, Desk, Click], Awaitable[None]]] = {
    CaseAction.ACKNOWLEDGE: _at_once,
    CaseAction.TAKE: _at_once,
    CaseAction.COMMENT: _ask,
    CaseAction.RESOLVE: _ask,
    CaseAction.REOPEN: _ask,
}
