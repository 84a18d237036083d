"""Clicks on the cards of alerts."""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from functools import partial

from bot.gathered import alert as alert_file
from bot.ids import AlertAction
from bot.incoming.deliveries import SCOPE
from bot.language import say
from bot.linking import who
from bot.listeners.click import Click, Desk, out_of_date
from bot.messages.alert_card import BLOCK, LOOK_AFTER, UNSILENCE, UNSNOOZE
from bot.messages.alert_forms import resolve_form, silence_form
from domain.actor import Actor
from domain.database import transaction
from domain.errors import HubError, Missing
from domain.hub import Hub
from domain.people import entering, languages
from domain.people.model import Team
from domain.receipts import service as receipts
from domain.thresholds import desk as told_to
from domain.thresholds import handling, snoozing, team_silences
from domain.thresholds.model import Alert
from domain.thresholds.snoozing import Snooze

_Act = Callable[[Hub, Actor, str], Awaitable[object]]

_ENDS: Mapping[str, _Act] = {
    AlertAction.UNSNOOZE: handling.unsnooze,
    AlertAction.UNSILENCE: handling.unsilence,
}
_CHOSEN: Mapping[str, _Act] = {
    LOOK_AFTER: handling.acknowledge,
    UNSNOOZE: handling.unsnooze,
    UNSILENCE: handling.unsilence,
}


async def _at_once(hub: Hub, desk: Desk, click: Click) -> None:
    """Acknowledge, snooze or give an alert; a click that is delivered twice counts once.

    Whoever may not handle it is told so before the card is marked for everybody.
    """
    actor = await who.actor(hub, desk.client, click.team, click.user)
    await handling.to_handle(actor, _about(click))
    act = await _wanted(hub, actor, click)
    async with desk.marks.writing(click.card), transaction():
        if await receipts.first_time(hub.clock.now(), scope=SCOPE, key=click.key):
            await act()


def _about(click: Click) -> str:
    """Return the id of the alert a click is about."""
    named = click.block.removeprefix(BLOCK) if click.action == AlertAction.ASSIGN else click.value
    return named.partition(":")[0]


async def _wanted(hub: Hub, actor: Actor, click: Click) -> Callable[[], Awaitable[object]]:
    """Return what a click asks for."""
    if click.action == AlertAction.ACKNOWLEDGE:
        return partial(handling.acknowledge, hub, actor, click.value)
    if click.action == AlertAction.ASSIGN:
        return await _assigning(hub, actor, click)
    if click.action in _ENDS:
        return partial(_ENDS[click.action], hub, actor, click.value)
    alert_id, _, chosen = click.value.partition(":")
    if chosen in _CHOSEN:
        return partial(_CHOSEN[chosen], hub, actor, alert_id)
    if chosen not in set(Snooze):
        raise Missing("unknown_action", out_of_date())
    reader = await languages.of_person(actor.user_id or "")
    until = snoozing.until(Snooze(chosen), hub.clock.now(), reader.time_zone)
    return partial(handling.snooze, hub, actor, alert_id, until)


async def _assigning(hub: Hub, actor: Actor, click: Click) -> Callable[[], Awaitable[object]]:
    """Return what gives an alert to whom an account belongs; a stranger's is given nothing."""
    chosen = await entering.behind(click.team, click.value)
    if chosen is None:
        said = say(
            "This account is not linked to anybody in Greenlight yet; give it to somebody else, or"
            " have them click on the card once."
        )
        raise Missing("no_such_user", said)
    return partial(handling.assign, hub, actor, _about(click), chosen)


async def _ask(hub: Hub, desk: Desk, click: Click) -> None:
    """Open the form in which somebody says why an alert is silenced, or over."""
    actor = await who.actor(hub, desk.client, click.team, click.user)
    found = await handling.to_handle(actor, click.value)
    (file,) = await alert_file.files([found])
    form = (
        silence_form(file, await _own_team(actor, found))
        if click.action == AlertAction.SILENCE
        else resolve_form(file)
    )
    await desk.client.views_open(trigger_id=click.trigger, view=click.marking(form))


async def _own_team(actor: Actor, alert: Alert) -> Team | None:
    """Return the team that is told of an alert, if the actor may say when it hears of nothing."""
    team, _ = (await told_to.told([alert]))[alert.id]
    if team is not None:
        with suppress(HubError):
            return await team_silences.to_silence(actor, team.id)
    return None


async def _hear_again(hub: Hub, desk: Desk, click: Click) -> None:
    """End the silence of a team; a click that is delivered twice counts once."""
    actor = await who.actor(hub, desk.client, click.team, click.user)
    await team_silences.to_silence(actor, click.value)
    async with desk.marks.writing(click.card), transaction():
        if await receipts.first_time(hub.clock.now(), scope=SCOPE, key=click.key):
            await team_silences.end(hub, actor, click.value)


LISTENERS: Mapping[str, Callable[[Hub, Desk, Click], Awaitable[None]]] = {
    AlertAction.ACKNOWLEDGE: _at_once,
    AlertAction.SNOOZE: _at_once,
    AlertAction.UNSNOOZE: _at_once,
    AlertAction.UNSILENCE: _at_once,
    AlertAction.UNSILENCE_TEAM: _hear_again,
    AlertAction.ASSIGN: _at_once,
    AlertAction.MENU: _at_once,
    AlertAction.SILENCE: _ask,
    AlertAction.RESOLVE: _ask,
}
