"""Saying that one is away, and that one is back, from the Home tab."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import date, datetime, time
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from slack_sdk.web.async_client import AsyncWebClient

from bot.language import say
from bot.messages.away import NOBODY, away_form, away_row
from bot.messages.parts import Block
from domain.actor import Actor
from domain.errors import Invalid
from domain.hub import Hub
from domain.instants import beyond
from domain.people import records as people
from domain.people.service import get_user
from domain.reminding import away


async def ask(hub: Hub, client: AsyncWebClient, actor: Actor, trigger: str) -> None:
    """Open the form that asks when somebody is away."""
    zone = await zone_of(actor)
    today = hub.clock.now().astimezone(zone).date()
    colleagues = await away.who_may_stand_in(actor)
    form = away_form(today, {one.id: one.name for one in colleagues})
    await client.views_open(trigger_id=trigger, view=form)


async def back(hub: Hub, actor: Actor, absence_id: str) -> None:
    """End an absence."""
    await away.end_absence(hub, actor, absence_id)


async def entered(
    hub: Hub, actor: Actor, values: Mapping[str, Any]
) -> Callable[[], Awaitable[object]]:
    """Return the act that keeps what was entered; days are the person's own."""
    zone, delegate = await zone_of(actor), values.get("delegate_id")
    said = away.Away(
        user_id=actor.user_id or "",
        starts_at=_midnight(values.get("starts_on"), zone, "starts_on"),
        ends_at=_midnight(values.get("back_on"), zone, "back_on"),
        delegate_id=None if delegate in {None, NOBODY} else str(delegate),
    )

    async def act() -> None:
        try:
            await away.set_absence(hub, actor, said)
        except Invalid as error:
            raise Invalid(error.code, error.message, _at(error.path)) from error

    return partial(act)


async def home_row(hub: Hub, actor: Actor) -> list[Block]:
    """Return the row of the Home tab about the absences of its reader."""
    if actor.user_id is None:
        return []
    found = await away.absences_of(hub, actor, actor.user_id)
    delegates = sorted({one.delegate_id for one in found if one.delegate_id})
    return away_row(found, await people.names(delegates))


async def zone_of(actor: Actor) -> ZoneInfo:
    """Return the time zone in which somebody counts their days."""
    return ZoneInfo((await get_user(actor.user_id or "")).time_zone)


def midnight(day: date, zone: ZoneInfo, *path: str) -> datetime:
    """Return when a day begins in a zone; `Invalid`, at `path`, if that is beyond the calendar."""
    if problem := beyond(day, path):
        raise problem
    return datetime.combine(day, time(0), zone)


def _midnight(day: object, zone: ZoneInfo, field: str) -> datetime:
    try:
        return midnight(date.fromisoformat(str(day)), zone, field)
    except ValueError as error:
        raise Invalid("no_day", say("Choose a day."), (field,)) from error


def _at(path: tuple[str, ...]) -> tuple[str, ...]:
    fields = {"starts_at": "starts_on", "ends_at": "back_on"}
    return tuple(fields.get(part, part) for part in path)
