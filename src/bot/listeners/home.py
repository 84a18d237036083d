"""The Home tab: opened, and used."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.ids import ActionId
from bot.installing.workspaces import Clients
from bot.language import say
from bot.linking import who
from bot.listeners import homes
from bot.listeners.click import Click
from bot.messages.digests import settings_form
from bot.messages.inbox import ALL, WAKE
from bot.trouble import SlackTrouble, sentence, whisper
from domain.actor import Actor
from domain.chat import records as chat
from domain.errors import Invalid
from domain.hub import Hub
from domain.inbox import records, refreshing, service
from domain.inbox.model import Looks, Snooze, Tab
from domain.people.service import get_user

_TABS = {
    ActionId.HOME_WAITING: Tab.WAITING,
    ActionId.HOME_MINE: Tab.MINE,
    ActionId.HOME_DECIDED: Tab.DECIDED,
    ActionId.HOME_SNOOZED: Tab.SNOOZED,
}
_PAGES = (ActionId.HOME_MORE, ActionId.HOME_BACK)
_FILTERS = (ActionId.HOME_KIND, ActionId.HOME_BRAND, ActionId.HOME_MARKET)

#: What is answered here.
ACTIONS = frozenset({*_TABS, *_FILTERS, *_PAGES, ActionId.HOME_SETTINGS, ActionId.ROW_MENU})


async def opened(hub: Hub, clients: Clients, body: Mapping[str, Any]) -> None:
    """Draw the Home tab of the person who opened it."""
    team, user = body["team_id"], body["event"]["user"]
    client = await clients.of(team)
    if client is None:
        return
    with await who.enters(hub, team, user):
        await who.learn(hub, client, team, user)
        try:
            await homes.show(hub, clients, team, user)
        except SlackTrouble as error:
            await whisper(client, None, user, sentence(error, "home"))


async def used(hub: Hub, clients: Clients, click: Click) -> None:
    """Do what a tab, a menu or a button of the Home asks for, and draw it anew."""
    client = await clients.of(click.team)
    if client is None:
        return
    actor = await who.actor(hub, client, click.team, click.user)
    if click.action == ActionId.HOME_SETTINGS:
        user = await get_user(actor.user_id or "")
        form = settings_form(await records.wish(user.id), user.time_zone)
        await client.views_open(trigger_id=click.trigger, view=form)
        return
    looks = homes.looks_of(await chat.home(click.team, click.user))
    if click.action == ActionId.ROW_MENU:
        await _menu(hub, actor, click.value)
    else:
        looks = _changed(looks, click)
    await homes.show(hub, clients, click.team, click.user, looks)


def _changed(looks: Looks, click: Click) -> Looks:
    if click.action in _TABS:
        return replace(looks, tab=_TABS[ActionId(click.action)], page=1)
    if click.action in _PAGES:
        return replace(looks, page=homes.page_of(click.value))
    chosen = None if click.value == ALL else click.value[:40]
    fresh = replace(looks, page=1)
    if click.action == ActionId.HOME_KIND:
        return replace(fresh, kind=chosen)
    if click.action == ActionId.HOME_BRAND:
        return replace(fresh, brand_id=chosen)
    return replace(fresh, market=chosen)


async def _menu(hub: Hub, actor: Actor, value: str) -> None:
    how, _, request_id = value.partition(":")
    if how == WAKE:
        await service.wake(actor, request_id)
        return
    if how not in set(Snooze):
        raise Invalid("home_out_of_date", say("This Home tab is out of date; open it again."))
    until = await service.snooze(hub, actor, request_id, Snooze(how))
    await refreshing.ask_for(hub, actor.user_id or "", until)
