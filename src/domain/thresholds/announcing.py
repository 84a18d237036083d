"""Telling of what happens to alerts: the record, the cards, what follows, who listens.

Every change of every alert comes by here, in its transaction, and nowhere else; so does what
figures say of one from day to day, which is shown and is no change.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from domain import ids
from domain.actor import SCHEDULE, Actor
from domain.audit import service as audit
from domain.database import first_in_transaction
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.notices import records as notices
from domain.notices.model import Audience
from domain.routes.model import Place
from domain.thresholds import desk, records, starting
from domain.thresholds.model import Alert, AlertMove

#: The job that shows the cards of an alert, or of those that opened together.
SHOW = "alerts.show"

#: So many that open in one place at once are one message. Source: reference on alerting practice.
GROUP_MIN = 5


async def announce(
    hub: Hub, actor: Actor, move: AlertMove, alert: Alert, details: Mapping[str, Any]
) -> None:
    """Tell of what happened to an alert as it is kept now, in its transaction."""
    now = hub.clock.now()
    await audit.record(now, actor, f"alert.{move}", alert.id, details)
    await _show(hub, shown_as(alert), ids.new(ids.Prefix.JOB), now)
    # What is kept from people until an instant is drawn again then.
    for until in (alert.snoozed_until, alert.silenced_until):
        if until is not None and until > now:
            await _show(hub, shown_as(alert), until.isoformat(), until)
    await starting.ask(hub, alert, move, now)
    hub.announce(alert.id)


async def led_to(hub: Hub, act: str, alert: Alert, details: Mapping[str, Any]) -> None:
    """Tell of what an alert started, or why it started nothing, in that transaction."""
    await audit.record(hub.clock.now(), SCHEDULE, act, alert.id, details)
    await show_anew(hub, alert)


async def show_anew(hub: Hub, alert: Alert, again: datetime | None = None) -> None:
    """Have cards show what is known of an alert, in a transaction: now, and `again` if said."""
    now = hub.clock.now()
    await _show(hub, shown_as(alert), ids.new(ids.Prefix.JOB), now)
    if again is not None and again > now:
        await _show(hub, shown_as(alert), again.isoformat(), again)
    hub.announce(alert.id)


def shown_as(alert: Alert) -> str:
    """Return what an alert's cards are about: itself, or those it opened together with."""
    return alert.group_id or alert.id


async def grouped(hub: Hub, alerts: Iterable[Alert]) -> list[Alert]:
    """Return alerts that open now; those of one place are a group where they are many.

    So are those of one team that has no place, for its people are told alone. What nobody wants to
    hear of is in no group. In the transaction in which they are kept.
    """
    now, opening = hub.clock.now(), list(alerts)
    heard = [
        one
        for one in opening
        if one.hushed_until is None and (one.silenced_until is None or one.silenced_until <= now)
    ]
    if len(heard) < GROUP_MIN:
        return opening
    told = await desk.told(heard)
    together: dict[desk.Told, list[str]] = defaultdict(list)
    for one in heard:
        team, place = told[one.id]
        if team is not None:
            together[None if place else team, place].append(one.id)
    groups: dict[str, str] = {}
    for (_, place), members in together.items():
        if len(members) >= GROUP_MIN:
            group_id = await _group(place, now)
            groups |= dict.fromkeys(members, group_id)
    return [replace(one, group_id=groups.get(one.id)) for one in opening]


async def gather(hub: Hub, alerts: Sequence[Alert], place: Place | None) -> None:
    """Have what opened in a silence be shown, in a transaction: as one message if it is several."""
    fresh = [one for one in alerts if one.group_id is None]
    if len(fresh) > 1:
        group_id = await _group(place, hub.clock.now())
        await records.group((one.id for one in fresh), group_id)
        fresh = [replace(one, group_id=group_id) for one in fresh]
    for one in fresh:
        await show_anew(hub, one)


async def _group(place: Place | None, at: datetime) -> str:
    """Want one message for several alerts in a place, if there is one; return what it is about."""
    group_id = ids.new(ids.Prefix.ALERT_GROUP)
    if place is None:
        return group_id
    await notices.intend(
        subject_id=group_id,
        stage_id=None,
        round_=0,
        audience=Audience.QUEUE,
        workspace_id=place.workspace_id,
        place=place.place,
        at=at,
    )
    return group_id


async def _show(hub: Hub, subject_id: str, news: str, at: datetime) -> None:
    """Ask for cards to be drawn, `at` an instant: once in a transaction, however many changed."""
    now = hub.clock.now()
    if at <= now and not first_in_transaction(f"{SHOW}:{subject_id}"):
        return
    await jobs.ask(
        hub.wake,
        now,
        key=f"{SHOW}:{subject_id}:{news}",
        kind=SHOW,
        lane=f"{SHOW}:{subject_id}",
        details={"subject_id": subject_id},
        after=max(at - now, now - now),
    )
