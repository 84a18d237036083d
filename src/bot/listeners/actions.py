"""Clicks on buttons."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot import dossier as dossiers
from bot import who
from bot.deliveries import SCOPE, action_of, click_key
from bot.dossier import Dossier
from bot.ids import ActionId
from bot.listeners import away, case_actions, conditioning
from bot.messages.card import reason_form
from bot.messages.details import details_form
from bot.messages.handover import receipt_form
from bot.trouble import SlackTrouble, sentence, whisper
from bot.workspaces import Clients
from domain.actor import Actor
from domain.approvals.model import Choice
from domain.database import transaction
from domain.errors import HubError, Invalid, Missing
from domain.handovers import service as handovers
from domain.hub import Hub
from domain.people.model import Act
from domain.people.rules import may
from domain.receipts import service as receipts
from domain.requests import conditioned, reading, records, vote
from domain.rulebook.explaining import Explained, explain

#: The longest round a card may carry, in digits; no request is ever revised that often.
ROUND_DIGITS_MAX = 9


@dataclass(frozen=True, slots=True)
class Click:
    """Who clicked what, where."""

    team: str
    user: str
    channel: str | None
    trigger: str
    action: str
    value: str
    key: str

    @classmethod
    def of(cls, body: Mapping[str, Any]) -> "Click":
        """Read a delivery of `block_actions`."""
        action = action_of(body)
        return cls(
            team=body["team"]["id"],
            user=body["user"]["id"],
            channel=body["channel"]["id"] if body["channel"] else None,
            trigger=body["trigger_id"],
            action=action["action_id"],
            value=action["value"],
            key=click_key(body),
        )


async def clicked(hub: Hub, clients: Clients, body: Mapping[str, Any]) -> None:
    """Do what a click asks for; what keeps it from happening is said to the one who clicked."""
    click = Click.of(body)
    client = await clients.of(click.team)
    if client is None:
        return
    listener = _LISTENERS.get(click.action)
    try:
        if listener is None:
            raise Missing("unknown_action", "This card is out of date; look for a newer one.")
        await listener(hub, client, click)
    except HubError as error:
        await whisper(client, click.channel, click.user, error.message)
    except SlackTrouble as error:
        await whisper(client, click.channel, click.user, sentence(error, click.action))


async def _approve(hub: Hub, client: AsyncWebClient, click: Click) -> None:
    actor = await who.actor(hub, client, click.team, click.user)
    stage_id, round_ = stage_of(click.value)
    async with transaction():
        if await receipts.first_time(hub.clock.now(), scope=SCOPE, key=click.key):
            await vote.vote(hub, actor, stage_id, Choice.APPROVE, seen_round=round_)


async def _ask_reason(hub: Hub, client: AsyncWebClient, click: Click) -> None:
    await who.actor(hub, client, click.team, click.user)
    stage_id, round_ = stage_of(click.value)
    choice = Choice.REJECT if click.action == ActionId.REJECT else Choice.REQUEST_CHANGES
    request = await records.get_of_stage(stage_id)
    dossier = await dossiers.load(request.id) if request else None
    stage = dossier.stage(stage_id) if dossier else None
    if dossier is None or stage is None or stage.round != round_:
        raise Missing("card_out_of_date", "This card is out of date; look for a newer one.")
    form = reason_form(stage, choice, dossier.request.title)
    await client.views_open(trigger_id=click.trigger, view=form)


async def _details(hub: Hub, client: AsyncWebClient, click: Click) -> None:
    actor = await who.actor(hub, client, click.team, click.user)
    request = await reading.get(actor, click.value)
    dossier = await dossiers.load(request.id)
    if dossier is not None:
        dossier = await dossiers.with_told(dossier)
        explained = await _explained(actor, dossier)
        await client.views_open(trigger_id=click.trigger, view=details_form(dossier, explained))


async def _explained(actor: Actor, dossier: Dossier) -> list[Explained]:
    """Return the decisions of a request; what tables hold is told to those who may see rules."""
    judgements = [judgement for _, judgement in dossier.judgements]
    if may(actor, Act.SEE_RULES):
        return await explain(judgements)
    return [Explained(judgement, None, (), None) for judgement in judgements]


async def _undo(hub: Hub, client: AsyncWebClient, click: Click) -> None:
    actor = await who.actor(hub, client, click.team, click.user)
    request_id, _, vote_id = click.value.partition(":")
    async with transaction():
        if await receipts.first_time(hub.clock.now(), scope=SCOPE, key=click.key):
            await vote.undo(hub, actor, request_id, vote_id=vote_id)


async def _take_on(hub: Hub, client: AsyncWebClient, click: Click) -> None:
    actor = await who.actor(hub, client, click.team, click.user)
    async with transaction():
        if await receipts.first_time(hub.clock.now(), scope=SCOPE, key=click.key):
            await handovers.acknowledge(hub, actor, click.value)


async def _acknowledge(hub: Hub, client: AsyncWebClient, click: Click) -> None:
    actor = await who.actor(hub, client, click.team, click.user)
    request = await reading.get(actor, click.value)
    form = receipt_form(request.id, f"#{request.number} {request.title}")
    await client.views_open(trigger_id=click.trigger, view=form)


async def _approve_if(hub: Hub, client: AsyncWebClient, click: Click) -> None:
    await who.actor(hub, client, click.team, click.user)
    await conditioning.ask_conditions(client, click.trigger, *stage_of(click.value))


async def _word(hub: Hub, client: AsyncWebClient, click: Click) -> None:
    actor = await who.actor(hub, client, click.team, click.user)
    doubt = click.action == ActionId.DOUBT
    await conditioning.ask_word(client, actor, click.trigger, click.value, doubt=doubt)


async def _confirm(hub: Hub, client: AsyncWebClient, click: Click) -> None:
    actor = await who.actor(hub, client, click.team, click.user)
    async with transaction():
        if await receipts.first_time(hub.clock.now(), scope=SCOPE, key=click.key):
            await conditioned.judge(hub, actor, click.value, holds=True)


async def _leave(hub: Hub, client: AsyncWebClient, click: Click) -> None:
    actor = await who.actor(hub, client, click.team, click.user)
    await away.ask(hub, client, actor, click.trigger)


async def _back(hub: Hub, client: AsyncWebClient, click: Click) -> None:
    actor = await who.actor(hub, client, click.team, click.user)
    async with transaction():
        if await receipts.first_time(hub.clock.now(), scope=SCOPE, key=click.key):
            await away.back(hub, actor, click.value)


def stage_of(value: str) -> tuple[str, int]:
    """Return stage and round of a value that a card or form of ours carries."""
    stage_id, _, round_ = value.partition(":")
    if not (round_.isascii() and round_.isdecimal()) or len(round_) > ROUND_DIGITS_MAX:
        raise Invalid("card_out_of_date", "This card is out of date; look for a newer one.")
    return stage_id, int(round_)


_LISTENERS: Mapping[str, Callable[[Hub, AsyncWebClient, Click], Awaitable[None]]] = {
    ActionId.APPROVE: _approve,
    ActionId.REJECT: _ask_reason,
    ActionId.REQUEST_CHANGES: _ask_reason,
    ActionId.DETAILS: _details,
    ActionId.UNDO: _undo,
    ActionId.TAKE_ON: _take_on,
    **case_actions.LISTENERS,
    ActionId.APPROVE_IF: _approve_if,
    ActionId.MEET: _word,
    ActionId.DOUBT: _word,
    ActionId.CONFIRM: _confirm,
    ActionId.AWAY: _leave,
    ActionId.BACK: _back,
    ActionId.ACKNOWLEDGE: _acknowledge,
}
