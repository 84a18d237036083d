"""Clicks on buttons."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.gathered import dossier as dossiers
from bot.gathered.dossier import Dossier
from bot.ids import ActionId
from bot.incoming.deliveries import SCOPE
from bot.installing.workspaces import Clients
from bot.language import refusal, say
from bot.linking import invitations as linking
from bot.linking import who
from bot.linking.who import Unlinked
from bot.listeners import (
    alert_actions,
    away,
    case_actions,
    conditioning,
    home,
    pausing,
    reviews,
    seats,
    thresholds,
    waiving,
)
from bot.listeners.click import Click, Desk, out_of_date, stage_of
from bot.messages.card import reason_form
from bot.messages.details import details_form
from bot.messages.handover import gone_form, receipt_form
from bot.messages.words import one_line
from bot.requests import reviewers
from bot.sending.marking import Marks
from bot.trouble import SlackTrouble, sentence, whisper
from domain.activation import taking
from domain.actor import Actor
from domain.approvals.model import Choice, Stage
from domain.campaigns.remedies import ticking
from domain.database import transaction
from domain.errors import HubError, Missing
from domain.handovers import service as handovers
from domain.hub import Hub
from domain.looks import mending
from domain.people.model import Act
from domain.people.rules import may
from domain.receipts import service as receipts
from domain.requests import conditioned, reading, records, vote
from domain.rulebook.explaining import Explained, explain


async def clicked(hub: Hub, clients: Clients, marks: Marks, body: Mapping[str, Any]) -> None:
    """Do what a click asks for; what keeps it from happening is said to the one who clicked."""
    click = Click.of(body)
    client = await clients.of(click.team)
    if client is None or click.action in _LINKS:
        return
    with await who.enters(hub, click.team, click.user):
        await _clicked(hub, clients, client, marks, click)


async def _clicked(
    hub: Hub, clients: Clients, client: AsyncWebClient, marks: Marks, click: Click
) -> None:
    listener = _LISTENERS.get(click.action)
    try:
        if click.action in home.ACTIONS:
            await home.used(hub, clients, click)
            return
        if listener is None:
            raise Missing("unknown_action", out_of_date())
        await listener(hub, Desk(client, marks), click)
    except Unlinked as error:
        await linking.tell(hub, client, click, error, await _who_decides(click))
    except HubError as error:
        await whisper(client, click.channel, click.user, await _why_not(hub, click, error))
    except SlackTrouble as error:
        await whisper(client, click.channel, click.user, sentence(error, click.action))


async def _approve(hub: Hub, desk: Desk, click: Click) -> None:
    actor = await who.actor(hub, desk.client, click.team, click.user)
    stage_id, round_ = stage_of(click.value)
    # Whoever may vote on nothing does not make the card flicker for everybody.
    card = click.card if may(actor, Act.VOTE) else None
    async with desk.marks.writing(card), transaction():
        if await receipts.first_time(hub.clock.now(), scope=SCOPE, key=click.key):
            await vote.vote(hub, actor, stage_id, Choice.APPROVE, seen_round=round_)


async def _ask_reason(hub: Hub, desk: Desk, click: Click) -> None:
    actor = await who.actor(hub, desk.client, click.team, click.user)
    stage_id, round_ = stage_of(click.value)
    choice = Choice.REJECT if click.action == ActionId.REJECT else Choice.REQUEST_CHANGES
    request = await records.get_of_stage(stage_id)
    dossier = await dossiers.load(request.id) if request else None
    stage = dossier.stage(stage_id) if dossier else None
    if dossier is None or stage is None or stage.round != round_:
        raise Missing("card_out_of_date", out_of_date())
    await vote.require_voter(hub, actor, stage_id, seen_round=round_)
    form = reason_form(stage, choice, dossier.request.title)
    await desk.client.views_open(trigger_id=click.trigger, view=click.marking(form))


async def _details(hub: Hub, desk: Desk, click: Click) -> None:
    actor = await who.actor(hub, desk.client, click.team, click.user)
    request = await reading.get(actor, click.value)
    dossier = await dossiers.load(request.id)
    if dossier is not None:
        dossier = await dossiers.with_told(dossier, actor)
        explained = await _explained(actor, dossier)
        await desk.client.views_open(
            trigger_id=click.trigger, view=details_form(dossier, explained)
        )


async def _explained(actor: Actor, dossier: Dossier) -> list[Explained]:
    """Return the decisions of a request; what tables hold is told to those who may see rules."""
    judgements = [judgement for _, judgement in dossier.judgements]
    if may(actor, Act.SEE_RULES):
        return await explain(judgements)
    return [Explained(judgement, None, (), None) for judgement in judgements]


async def _undo(hub: Hub, desk: Desk, click: Click) -> None:
    actor = await who.actor(hub, desk.client, click.team, click.user)
    request_id, _, vote_id = click.value.partition(":")
    card = click.card if may(actor, Act.VOTE) else None
    async with desk.marks.writing(card), transaction():
        if await receipts.first_time(hub.clock.now(), scope=SCOPE, key=click.key):
            await vote.undo(hub, actor, request_id, vote_id=vote_id)


async def _take_on(hub: Hub, desk: Desk, click: Click) -> None:
    actor = await who.actor(hub, desk.client, click.team, click.user)
    card = click.card if may(actor, Act.TAKE_ON) else None
    async with desk.marks.writing(card), transaction():
        if await receipts.first_time(hub.clock.now(), scope=SCOPE, key=click.key):
            await handovers.acknowledge(hub, actor, click.value)


async def _acknowledge(hub: Hub, desk: Desk, click: Click) -> None:
    actor = await who.actor(hub, desk.client, click.team, click.user)
    request = await reading.get(actor, click.value)
    form = receipt_form(request.id, f"#{request.number} {request.title}")
    await desk.client.views_open(trigger_id=click.trigger, view=form)


async def _gone(hub: Hub, desk: Desk, click: Click) -> None:
    actor = await who.actor(hub, desk.client, click.team, click.user)
    request = await reading.get(actor, click.value)
    form = gone_form(request.id, f"#{request.number} {request.title}")
    await desk.client.views_open(trigger_id=click.trigger, view=form)


async def _take_alternative(hub: Hub, desk: Desk, click: Click) -> None:
    actor = await who.actor(hub, desk.client, click.team, click.user)
    request_id, _, revision = click.value.partition(":")
    if not revision.isdecimal():
        raise Missing("card_out_of_date", out_of_date())
    async with desk.marks.writing(click.card):
        await taking.take(hub, actor, request_id, seen_revision=int(revision))


async def _approve_if(hub: Hub, desk: Desk, click: Click) -> None:
    actor = await who.actor(hub, desk.client, click.team, click.user)
    form = await conditioning.conditions_asked(hub, actor, *stage_of(click.value))
    await desk.client.views_open(trigger_id=click.trigger, view=click.marking(form))


async def _word(hub: Hub, desk: Desk, click: Click) -> None:
    actor = await who.actor(hub, desk.client, click.team, click.user)
    form = await conditioning.word_asked(actor, click.value, doubt=click.action == ActionId.DOUBT)
    await desk.client.views_open(trigger_id=click.trigger, view=click.marking(form))


async def _confirm(hub: Hub, desk: Desk, click: Click) -> None:
    actor = await who.actor(hub, desk.client, click.team, click.user)
    card = click.card if may(actor, Act.VOTE) else None
    async with desk.marks.writing(card), transaction():
        if await receipts.first_time(hub.clock.now(), scope=SCOPE, key=click.key):
            await conditioned.judge(hub, actor, click.value, holds=True)


async def _tick(hub: Hub, desk: Desk, click: Click) -> None:
    actor = await who.actor(hub, desk.client, click.team, click.user)
    card = click.card if may(actor, Act.REVISE_REQUEST) else None
    async with desk.marks.writing(card), transaction():
        if await receipts.first_time(hub.clock.now(), scope=SCOPE, key=click.key):
            await ticking.tick(hub, actor, click.value)


async def _mend(hub: Hub, desk: Desk, click: Click) -> None:
    actor = await who.actor(hub, desk.client, click.team, click.user)
    await mending.mend(hub, actor, click.value)  # What is asked for has a card of its own.


async def _leave(hub: Hub, desk: Desk, click: Click) -> None:
    actor = await who.actor(hub, desk.client, click.team, click.user)
    await away.ask(hub, desk.client, actor, click.trigger)


async def _back(hub: Hub, desk: Desk, click: Click) -> None:
    actor = await who.actor(hub, desk.client, click.team, click.user)
    async with transaction():
        if await receipts.first_time(hub.clock.now(), scope=SCOPE, key=click.key):
            await away.back(hub, actor, click.value)


async def _stage_clicked(click: Click) -> tuple[Dossier, Stage] | None:
    """Return the stage that a click decides; None where it decides none."""
    if click.action not in _DECIDING:
        return None
    stage_id = click.value.partition(":")[0]
    request = await records.get_of_stage(stage_id)
    dossier = await dossiers.load(request.id) if request else None
    stage = dossier.stage(stage_id) if dossier else None
    return (dossier, stage) if dossier and stage else None


async def _why_not(hub: Hub, click: Click, error: HubError) -> str:
    """Say why a click did nothing; and who may, to whoever may not decide a stage."""
    found = await _stage_clicked(click) if error.code in _NOT_ALLOWED else None
    if found is None:
        return refusal(error)
    unseen = isinstance(error, Missing)  # They see its card all the same.
    why = say("This is not yours to decide.") if unseen else refusal(error)
    return f"{why} {await reviewers.named(*found, hub.clock.now())}"


async def _who_decides(click: Click) -> str:
    """Say whose decision it is to somebody who is nobody here: the team's name, no person's."""
    found = await _stage_clicked(click)
    if found is None:
        return ""
    return say("The team {team} decides this.", team=one_line(found[1].title, 80))


#: Buttons that lead somewhere: Slack tells of the click, and nothing is to be done.
_LINKS = frozenset({ActionId.LINK_ME, ActionId.OPEN_CARD})

#: What decides a stage, and why somebody may not.
_DECIDING = frozenset(
    {ActionId.APPROVE, ActionId.APPROVE_IF, ActionId.REJECT, ActionId.REQUEST_CHANGES}
)
_NOT_ALLOWED = frozenset({"no_such_stage", "not_a_reviewer", "not_allowed", "own_request"})

_LISTENERS: Mapping[str, Callable[[Hub, Desk, Click], Awaitable[None]]] = {
    ActionId.APPROVE: _approve,
    ActionId.REJECT: _ask_reason,
    ActionId.REQUEST_CHANGES: _ask_reason,
    ActionId.DETAILS: _details,
    ActionId.UNDO: _undo,
    ActionId.TAKE_ON: _take_on,
    **case_actions.LISTENERS,
    **alert_actions.LISTENERS,
    **thresholds.LISTENERS,
    ActionId.APPROVE_IF: _approve_if,
    ActionId.MEET: _word,
    ActionId.DOUBT: _word,
    ActionId.CONFIRM: _confirm,
    ActionId.TICK: _tick,
    ActionId.MEND: _mend,
    ActionId.AWAY: _leave,
    ActionId.BACK: _back,
    ActionId.ACKNOWLEDGE: _acknowledge,
    ActionId.GONE: _gone,
    ActionId.TAKE_ALTERNATIVE: _take_alternative,
    ActionId.TAKE_OVER: seats.take_over,
    ActionId.REASSIGN: seats.ask,
    ActionId.FOLLOW: reviews.follow,
    ActionId.ASK_PAUSE: pausing.ask,
    ActionId.WAIVE: waiving.ask,
}
