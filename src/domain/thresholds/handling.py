"""What people do about alerts: none of it changes what figures say, or hides how they end."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from domain.actor import Actor
from domain.database import sql, transaction
from domain.database.turns import Turn
from domain.errors import Conflict, Invalid, Missing
from domain.hub import Hub
from domain.people import entering
from domain.people.model import Act
from domain.people.rules import require
from domain.thresholds import announcing, records, rules, seeing
from domain.thresholds.lifecycle import Step
from domain.thresholds.model import Alert, AlertMove, Condition, Reason, Threshold

#: By how much a value may be asked to worsen: more than any has that means something.
WORSE_MAX = 10**9

#: The longest note; how far ahead something is snoozed or silenced at most.
NOTE_MAX, SNOOZE_MAX, SILENCE_MAX = 500, timedelta(days=90), timedelta(days=366)


async def get(actor: Actor, alert_id: str) -> Alert:
    """Return an alert; `Missing` if there is none that the actor may see."""
    found = await records.alert(alert_id)
    if found is None or not await seeing.seen(actor, [found]):
        raise Missing("no_such_alert", f"There is no alert `{alert_id[:40]}` that you may see.")
    return found


async def to_handle(actor: Actor, alert_id: str) -> Alert:
    """Return an alert as `get` does; `Forbidden` for those who may see it and not handle it."""
    found = await get(actor, alert_id)
    await seeing.require_handling(actor, found)
    return found


async def thresholds(actor: Actor) -> list[Threshold]:
    """Return every threshold the actor may see, the oldest first, retired ones too."""
    require(actor, Act.SEE_METRICS)
    return await seeing.known(actor, await records.listed())


async def threshold(actor: Actor, threshold_id: str) -> Threshold:
    """Return a threshold; `Missing` if there is none that the actor may see."""
    found = await records.get(threshold_id)
    if found is None or not await seeing.known(actor, [found]):
        raise Missing("no_such_threshold", f"There is no threshold `{threshold_id[:40]}`.")
    return found


async def acknowledge(hub: Hub, actor: Actor, alert_id: str, note: str = "") -> str:
    """Say that somebody looks after an alert; it stays theirs until it is resolved."""
    now = hub.clock.now()
    changed = {"acked_by": actor.user_id, "acked_at": now, "note": _note(note)}
    return await _do(hub, actor, alert_id, AlertMove.ACKNOWLEDGED, changed, {"note": note})


async def take_back(hub: Hub, actor: Actor, alert_id: str) -> str:
    """Say that nobody looks after an alert, after all."""
    changed = {"acked_by": None, "acked_at": None, "note": ""}
    return await _do(hub, actor, alert_id, AlertMove.UNACKNOWLEDGED, changed, {})


async def unsnooze(hub: Hub, actor: Actor, alert_id: str) -> str:
    """Hear of an alert again, now; `Conflict` if it is not snoozed."""
    require(actor, Act.HANDLE_ALERTS)
    if not (await get(actor, alert_id)).snoozed:
        raise Conflict("not_snoozed", "This alert is not snoozed, so there is nothing to end.")
    changed = {"snoozed": False, "snoozed_until": None, "snoozed_beyond": None}
    return await _do(hub, actor, alert_id, AlertMove.UNSNOOZED, changed, {})


async def snooze(
    hub: Hub,
    actor: Actor,
    alert_id: str,
    until: datetime | None,
    worse_by: Decimal | None = None,
) -> str:
    """Hear no more of an alert until an instant, or, with None, until it is resolved.

    With `worse_by`, in the unit of its value, until it is so much worse than now if that is before.
    """
    if until is not None:
        check_until(hub, until, SNOOZE_MAX)
    beyond = None if worse_by is None else await _beyond(actor, alert_id, worse_by)
    said = {
        "until": until.isoformat() if until else None,
        "beyond": None if beyond is None else str(beyond),
    }
    changed = {"snoozed": True, "snoozed_until": until, "snoozed_beyond": beyond}
    return await _do(hub, actor, alert_id, AlertMove.SNOOZED, changed, said)


async def _beyond(actor: Actor, alert_id: str, worse_by: Decimal) -> Decimal:
    """Return what is so much worse than what was found last."""
    if not (worse_by.is_finite() and 0 < worse_by <= WORSE_MAX):
        said = f"Say by how much it has to worsen, above 0 and up to {WORSE_MAX}."
        raise Invalid("bad_worse_by", said, ("worseBy",))
    found = await get(actor, alert_id)
    value, by = found.evidence["value"], await records.get(found.threshold_id or "")
    if value is None or by is None:
        said = "There is no value that could worsen; snooze it until an instant."
        raise Invalid("no_value", said, ("worseBy",))
    return Decimal(value) - worse_by * rules.sign_of(by.terms)


async def assign(hub: Hub, actor: Actor, alert_id: str, user_id: str | None) -> str:
    """Give an alert to somebody, or, with None, to nobody."""
    if user_id is not None:
        await _check_able(hub, actor, await to_handle(actor, alert_id), user_id)
    changed = {"assignee_id": user_id}
    return await _do(hub, actor, alert_id, AlertMove.ASSIGNED, changed, {"user_id": user_id})


async def _check_able(hub: Hub, actor: Actor, alert: Alert, user_id: str) -> None:
    """Raise unless somebody could look after an alert: whoever may not would have it in vain."""
    person = await entering.person(hub, user_id, actor.door)
    if person is None:
        raise Missing("no_such_user", f"There is nobody `{user_id[:40]}` here; name a person's id.")
    if not await seeing.handled(person, [alert]):
        said = "They may not look after this alert; give it to somebody who may."
        raise Invalid("not_theirs", said, ("userId",))


async def silence(hub: Hub, actor: Actor, alert_id: str, until: datetime, note: str) -> str:
    """Hear nothing of what an alert is about until an instant, new episodes of it included.

    It is judged all the same.
    """
    check_until(hub, until, SILENCE_MAX)
    check_why(note)
    async with transaction():
        await sql.take_turns(Turn.ALERTS)
        found, now = await _own(actor, alert_id), hub.clock.now()
        await records.silence(found.key, until, note, actor.user_id, now)
        said = {"until": until.isoformat(), "note": note}
        kept = replace(found, silenced_until=until)
        await announcing.announce(hub, actor, AlertMove.SILENCED, kept, said)
    return alert_id


async def unsilence(hub: Hub, actor: Actor, alert_id: str) -> str:
    """Hear again of what an alert is about, now; `Conflict` if that is not silenced."""
    async with transaction():
        await sql.take_turns(Turn.ALERTS)
        found, now = await _own(actor, alert_id), hub.clock.now()
        if not await records.unsilence(found.key, now):
            said = "What this alert is about is not silenced, so there is nothing to end."
            raise Conflict("not_silenced", said)
        kept = replace(found, silenced_until=now)
        await announcing.announce(hub, actor, AlertMove.UNSILENCED, kept, {})
    return alert_id


async def resolve(hub: Hub, actor: Actor, alert_id: str, note: str) -> str:
    """End an alert by hand, for a reason; by figures of a later day it may open again."""
    if not note.strip():
        raise Invalid("note_missing", "Say why this is over although figures say no.", ("note",))
    async with transaction():
        await sql.take_turns(Turn.ALERTS)
        found, now = _still_open(await _own(actor, alert_id)), hub.clock.now()
        end = Step(AlertMove.RESOLVED, Condition.RESOLVED, found.severity, Reason.MANUAL)
        await records.move(found, end, found.evidence, now)
        said = {"reason": Reason.MANUAL, "note": _note(note)}
        await announcing.announce(hub, actor, AlertMove.RESOLVED, found, said)
    return alert_id


async def _do(
    hub: Hub,
    actor: Actor,
    alert_id: str,
    done: AlertMove,
    changed: Mapping[str, Any],
    said: Mapping[str, Any],
) -> str:
    async with transaction():
        await sql.take_turns(Turn.ALERTS)
        found = _still_open(await _own(actor, alert_id))
        kept = replace(found, **changed)
        await records.handle(kept)
        await announcing.announce(hub, actor, done, kept, said)
    return alert_id


async def _own(actor: Actor, alert_id: str) -> Alert:
    """Return an alert the actor may handle, as it is until the commit."""
    await get(actor, alert_id)
    found = await records.alert(alert_id, lock=True)
    assert found is not None  # noqa: S101  It was there, and alerts stay.
    await seeing.require_handling(actor, found)
    return found


def _still_open(alert: Alert) -> Alert:
    if not alert.open:
        said = f"This alert was resolved on {alert.resolved_at:%Y-%m-%d %H:%M} UTC already."
        raise Conflict("already_resolved", said)
    return alert


def _note(text: str) -> str:
    if len(text) > NOTE_MAX:
        raise Invalid("too_long", f"Write up to {NOTE_MAX} characters.", ("note",))
    return text


def check_why(note: str) -> None:
    """Raise unless a note says why nobody wants to hear of something."""
    if not _note(note).strip():
        raise Invalid("note_missing", "Say why nobody wants to hear of it.", ("note",))


def check_until(hub: Hub, until: datetime, most: timedelta) -> None:
    """Raise unless an instant lies ahead, by no more than `most`."""
    if until.tzinfo is None:
        said = "Say in which time zone, as in 2026-12-31T12:00:00Z."
        raise Invalid("zone_missing", said, ("until",))
    if not timedelta(0) < until - hub.clock.now() <= most:
        said = f"Give an instant ahead, within {most.days} days."
        raise Invalid("bad_until", said, ("until",))
