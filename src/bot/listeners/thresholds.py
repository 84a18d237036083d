"""Saying in chat what is watched: the form is opened, tried out, and kept."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.ids import ThresholdAction
from bot.language import say
from bot.linking import who
from bot.listeners.click import Click, Desk, out_of_date
from bot.listeners.entries import at_fields, values
from bot.messages.parts import Block
from bot.messages.threshold_entries import entries_of, scoped, terms_from
from bot.messages.threshold_form import CAMPAIGN, USUAL, Draft, Sheet, threshold_form
from bot.messages.threshold_words import TEMPLATES, summary, would_have
from bot.trouble import code_of
from domain.actor import Actor
from domain.errors import HubError, Missing, Unavailable
from domain.hub import Hub
from domain.people import records as people
from domain.requests import reading
from domain.thresholds import editing, service, trying
from domain.thresholds.model import Terms

Entered = Mapping[str, Any]


async def _new(hub: Hub, desk: Desk, click: Click) -> None:
    """Open the form of a new threshold for a campaign."""
    actor = await who.actor(hub, desk.client, click.team, click.user)
    draft = Draft(campaign_id=click.value)
    terms = await _base(actor, draft, CAMPAIGN)
    await service.require_say(actor, terms)
    view = await _drawn(actor, draft, _begun(draft, terms))
    await desk.client.views_open(trigger_id=click.trigger, view=view)


async def _edit(hub: Hub, desk: Desk, click: Click) -> None:
    """Open the form of a threshold, as it is now."""
    actor = await who.actor(hub, desk.client, click.team, click.user)
    found = await editing.to_edit(actor, click.value)
    view = await _drawn(actor, Draft(found.id, found.version), entries_of(found.terms))
    await desk.client.views_open(trigger_id=click.trigger, view=view)


async def _template(hub: Hub, desk: Desk, click: Click) -> None:
    """Fill the form with another template."""
    actor = await who.actor(hub, desk.client, click.team, click.user)
    draft, entered = _form_of(click)
    draft = Draft.of(replace(draft, template=click.value).carried)
    terms = await _base(actor, draft, entered.get("subject_id"))
    scope = {"subject_id": entered.get("subject_id")}
    await _show(desk, click, await _drawn(actor, draft, _begun(draft, terms) | scope))


async def _try(hub: Hub, desk: Desk, click: Click) -> None:
    """Say in the form what it would have done, or what is wrong with it at its fields."""
    actor = await who.actor(hub, desk.client, click.team, click.user)
    draft, entered = _form_of(click)
    errors: dict[str, str] = {}
    tried: list[str] = []
    try:
        terms = await _terms(actor, draft, entered)
        tried = would_have(await trying.try_out(hub, actor, terms), terms)
    except Unavailable:
        raise
    except HubError as error:
        errors = at_fields(error, click.view or {})
    await _show(desk, click, await _drawn(actor, draft, entered, errors, tried))


async def prepared(
    hub: Hub, actor: Actor, metadata: str, entered: Entered
) -> Callable[[], Awaitable[object]]:
    """Return what keeps a threshold as it was entered, which belongs into a transaction."""
    draft = Draft.of(metadata)
    terms = await _terms(actor, draft, entered)
    return partial(service.save, hub, actor, terms, draft.threshold_id or None, draft.version)


def _form_of(click: Click) -> tuple[Draft, dict[str, Any]]:
    """Return what the form carries in which something was used, and what is entered in it."""
    if click.view is None:
        raise Missing("unknown_action", out_of_date())
    return Draft.of(click.view["private_metadata"]), values(click.view)


def _begun(draft: Draft, terms: Terms) -> dict[str, Any]:
    """Return what a new form holds: its template, called as its reader says."""
    named = {"name": say(TEMPLATES[draft.template]), "subject_id": CAMPAIGN}
    return entries_of(terms) | named


async def _terms(actor: Actor, draft: Draft, entered: Entered) -> Terms:
    base = await _base(actor, draft, entered.get("subject_id"))
    return terms_from(base, entered)


async def _base(actor: Actor, draft: Draft, scope: object) -> Terms:
    """Return what fields change: what a threshold says in the version read, or a template."""
    if not draft.new:
        return (await editing.to_edit(actor, draft.threshold_id, draft.version)).terms
    campaign = await reading.get(actor, draft.campaign_id)
    return scoped(service.TEMPLATES[draft.template].terms, scope, campaign)


async def _drawn(
    actor: Actor,
    draft: Draft,
    entered: Entered,
    errors: Mapping[str, str] | None = None,
    tried: list[str] | None = None,
) -> Block:
    held = {key: one for key, one in entered.items() if isinstance(one, str)}
    return threshold_form(
        Sheet(
            draft,
            await _about(actor, draft),
            held,
            await offered_teams(),
            errors or {},
            tried or (),
        )
    )


async def _about(actor: Actor, draft: Draft) -> str:
    """Return what a form is about: a threshold as it is kept, or a campaign."""
    if not draft.new:
        return summary((await editing.to_edit(actor, draft.threshold_id)).terms)
    campaign = await reading.get(actor, draft.campaign_id)
    return say("#{number} {title}", number=campaign.number, title=campaign.title)


async def offered_teams() -> dict[str, str]:
    """Return the teams that may be told, by key, the usual one first."""
    return {USUAL: say("The usual team")} | {one.key: one.name for one in await people.teams()}


async def _show(desk: Desk, click: Click, view: Block) -> None:
    """Show a form in place of the one that was used, unless a later click changed that already."""
    shown = click.view or {}
    try:
        await desk.client.views_update(view_id=shown["id"], hash=shown["hash"], view=view)
    except SlackApiError as error:
        if code_of(error) != "hash_conflict":
            raise


LISTENERS: Mapping[str, Callable[[Hub, Desk, Click], Awaitable[None]]] = {
    ThresholdAction.NEW: _new,
    ThresholdAction.EDIT: _edit,
    ThresholdAction.TEMPLATE: _template,
    ThresholdAction.TRY: _try,
}
