"""Forms about alerts that were submitted."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from functools import partial
from typing import Any

from bot.ids import AlertForm
from bot.language import say
from bot.messages.alert_forms import DAYS
from domain.actor import Actor
from domain.errors import Invalid
from domain.hub import Hub
from domain.thresholds import handling, team_silences


def prepared(
    hub: Hub, actor: Actor, form: str, alert_id: str, entered: Mapping[str, Any]
) -> Callable[[], Awaitable[object]]:
    """Return what a form asks for, which belongs into a transaction."""
    note = str(entered.get("note") or "")
    if form == AlertForm.RESOLVE:
        return partial(handling.resolve, hub, actor, alert_id, note)
    days = {str(one): one for one in DAYS}.get(str(entered.get("days")))
    if days is None:
        raise Invalid("not_listed", say("Say for how long."), ("days",))
    until = hub.clock.now() + timedelta(days=days)
    whose = str(entered.get("whose") or alert_id)
    if whose != alert_id:
        return partial(team_silences.silence, hub, actor, whose, until, note)
    return partial(handling.silence, hub, actor, alert_id, until, note)
