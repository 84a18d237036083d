"""Menus that are too long to go along with a form: what fits what somebody typed, as they type.

Slack asks when such a menu is opened and at every sign, and waits three seconds; nothing is
changed here. Who asks is looked up each time, and offered what they may choose and no more.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import structlog

from bot.gathered import choices
from bot.gathered.choices import Choices
from bot.ids import ActionId, CallbackId, ThresholdForm
from bot.installing.workspaces import Clients
from bot.linking import who
from bot.listeners import homes, seats, thresholds
from bot.listeners.click import stage_of
from bot.messages.away import stand_ins
from bot.messages.campaign import about, currencies, files, markets
from bot.messages.digests import zones
from bot.messages.inbox import narrowing
from bot.messages.menus import offered
from bot.messages.parts import Block
from bot.messages.threshold_words import metrics
from bot.trouble import SlackTrouble
from domain.actor import Actor
from domain.chat import records as chat
from domain.errors import HubError, Unavailable
from domain.hub import Hub
from domain.inbox import service as inbox
from domain.inbox.model import Inbox
from domain.reminding import away
from domain.requests import hand_seat

log = structlog.get_logger()

Options = dict[str, str]


@dataclass(frozen=True, slots=True)
class Asking:
    """Who opened a menu, where, and of which form or Home."""

    hub: Hub
    actor: Actor
    team: str
    user: str
    view: Mapping[str, Any]

    @property
    def campaign(self) -> tuple[str, str]:
        """Which brand a form asks for, and what narrows its files."""
        return about(self.view["private_metadata"])


async def asked(hub: Hub, clients: Clients, body: Mapping[str, Any]) -> list[Block]:
    """Return what a menu offers for what was typed; nothing where something is in the way.

    A menu has no place for an error: whoever submits its form is told.
    """
    team, user, view = body["team"]["id"], body["user"]["id"], body["view"]
    await clients.heard_from(team, body["enterprise"])
    client = await clients.of(team)
    if client is None:
        return []
    field = body["action_id"] if view["type"] == "home" else body["block_id"]
    find = _MENUS.get((view["callback_id"], field))
    if find is None:
        return []
    with await who.enters(hub, team, user):
        try:
            actor = await who.actor(hub, client, team, user)
            return offered(await find(Asking(hub, actor, team, user, view)), body["value"])
        except Unavailable:
            raise
        except (HubError, *SlackTrouble) as error:
            log.info("menu_refused", field=field, reason=type(error).__name__)
            return []


async def _zones(_: Asking) -> Options:
    return zones()


async def _brands(asking: Asking) -> Options:
    return {one.id: one.name for one in await choices.own_brands(asking.actor)}


async def _markets(asking: Asking) -> Options:
    return markets(await choices.markets_of(asking.actor, asking.campaign[0]))


async def _currencies(_: Asking) -> Options:
    return currencies()


async def _audio(asking: Asking) -> Options:
    return files((await _choices(asking)).audio)


async def _images(asking: Asking) -> Options:
    return files((await _choices(asking)).images)


async def _choices(asking: Asking) -> Choices:
    brand_id, words = asking.campaign
    brand = await choices.brand(asking.actor, brand_id)
    return await choices.of_brand(asking.actor, brand, words)


async def _colleagues(asking: Asking) -> Options:
    found = await away.who_may_stand_in(asking.actor)
    return stand_ins({one.id: one.name for one in found})


async def _seated(asking: Asking) -> Options:
    return (await _seats(asking))[0]


async def _reviewers(asking: Asking) -> Options:
    return (await _seats(asking))[1]


async def _seats(asking: Asking) -> tuple[Options, Options]:
    stage_id, round_ = stage_of(asking.view["private_metadata"])
    found = await hand_seat.offer(asking.hub, asking.actor, stage_id, seen_round=round_)
    return await seats.offered(found)


async def _metrics(_: Asking) -> Options:
    return metrics()


async def _teams(_: Asking) -> Options:
    return await thresholds.offered_teams()


async def _home_kinds(asking: Asking) -> Options:
    return narrowing(await _inbox(asking))[ActionId.HOME_KIND]


async def _home_brands(asking: Asking) -> Options:
    return narrowing(await _inbox(asking))[ActionId.HOME_BRAND]


async def _home_markets(asking: Asking) -> Options:
    return narrowing(await _inbox(asking))[ActionId.HOME_MARKET]


async def _inbox(asking: Asking) -> Inbox:
    looks = homes.looks_of(await chat.home(asking.team, asking.user))
    return await inbox.look(asking.hub, asking.actor, looks)


#: What finds what a menu offers, by the form (none on the Home tab) and the field.
_MENUS: Mapping[tuple[str, str], Callable[[Asking], Awaitable[Options]]] = {
    (CallbackId.HOME_SETTINGS, "zone"): _zones,
    (CallbackId.CHOOSE_BRAND, "brand_id"): _brands,
    (CallbackId.NEW_CAMPAIGN, "markets"): _markets,
    (CallbackId.NEW_CAMPAIGN, "currency"): _currencies,
    (CallbackId.NEW_CAMPAIGN, "audio_asset_id"): _audio,
    (CallbackId.NEW_CAMPAIGN, "image_asset_id"): _images,
    (CallbackId.NEW_CAMPAIGN, "logo_asset_id"): _images,
    (CallbackId.AWAY, "delegate_id"): _colleagues,
    (CallbackId.REASSIGN, "member_id"): _seated,
    (CallbackId.REASSIGN, "to_user_id"): _reviewers,
    (ThresholdForm.KEEP, "metric"): _metrics,
    (ThresholdForm.KEEP, "team"): _teams,
    ("", ActionId.HOME_KIND): _home_kinds,
    ("", ActionId.HOME_BRAND): _home_brands,
    ("", ActionId.HOME_MARKET): _home_markets,
}
