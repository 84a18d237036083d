"""Saying what is judged: keeping thresholds, trying them out before, and retiring them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from domain import ids
from domain.actor import Actor
from domain.audit import service as audit
from domain.database import sql, transaction
from domain.database.turns import Turn
from domain.errors import Missing
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.metrics import subjects
from domain.metrics.model import SubjectKind
from domain.people.model import Act
from domain.people.rules import require
from domain.thresholds import announcing, checking, judging, records, seeing
from domain.thresholds.lifecycle import Step
from domain.thresholds.model import (
    AlertMove,
    Condition,
    Reason,
    Side,
    Terms,
    Threshold,
    ThresholdKind,
)

SAVED, RETIRED = "threshold.saved", "threshold.retired"


@dataclass(frozen=True, slots=True)
class Template:
    """A threshold to begin with, and whence its numbers are."""

    key: str
    terms: Terms
    whence: str


_MONITOR = "The levels of Spotify's own campaign monitor for agents (2026)."


def _template(key: str, whence: str, name: str, metric: str, **said: Any) -> Template:  # noqa: ANN401  Each as `Terms` has it.
    given: dict[str, Any] = {"subject_kind": SubjectKind.CAMPAIGN} | said
    return Template(key, Terms(name, metric, **given), whence)


_PACE: Mapping[str, Any] = {
    "kind": ThresholdKind.PACING,
    "warning": Decimal("0.2"),
    "critical": Decimal("0.4"),
    "recover_margin": Decimal("0.05"),
}

#: What is offered to begin with, by key.
TEMPLATES: Mapping[str, Template] = MappingProxyType(
    {
        one.key: one
        for one in (
            _template(
                "pace_behind", _MONITOR, "Spend behind its plan", "spend", side=Side.BELOW, **_PACE
            ),
            _template(
                "pace_ahead", _MONITOR, "Spend ahead of its plan", "spend", side=Side.ABOVE, **_PACE
            ),
            _template(
                "stalled",
                f"{_MONITOR} Hours are not kept here, so it is a whole day.",
                "No ad was played for a day",
                "ad_impressions",
                kind=ThresholdKind.TARGET,
                side=Side.BELOW,
                warning=Decimal(1),
                critical=Decimal(1),
                days=1,
                recover_days=1,
                settle_days=1,
            ),
            _template(
                "fatigue",
                _MONITOR,
                "The same people hear it too often",
                "ad_frequency",
                kind=ThresholdKind.TARGET,
                side=Side.ABOVE,
                warning=Decimal(3),
                days=1,
                recover_margin=Decimal("0.2"),
            ),
            _template(
                "few_clicks",
                _MONITOR,
                "Few who heard it clicked",
                "ctr",
                kind=ThresholdKind.TARGET,
                side=Side.BELOW,
                warning=Decimal("0.001"),
                days=7,
                min_sample=10_000,
                recover_margin=Decimal("0.0002"),
            ),
            _template(
                "drop",
                "A week beside the four before it, so that the wave of the week is in both.",
                "Plays fell",
                "plays",
                subject_kind=None,
                kind=ThresholdKind.BASELINE,
                side=Side.BELOW,
                warning=Decimal("0.3"),
                critical=Decimal("0.5"),
                days=7,
                min_sample=500,
                recover_margin=Decimal("0.1"),
            ),
        )
    }
)


async def save(
    hub: Hub, actor: Actor, terms: Terms, threshold_id: str | None = None, version: int = 0
) -> str:
    """Keep a new threshold, or what one says from now on, and return its id.

    `version` is the one it was read in; `Conflict` if it is another by now. What is open already is
    judged by the new terms from its first day on.
    """
    terms = checking.canonical(terms)
    await require_say(actor, terms)
    terms, brand_id = await checking.aimed(terms)
    now = hub.clock.now()
    async with transaction():
        if threshold_id is None:
            kept = Threshold(ids.new(ids.Prefix.THRESHOLD), 1, terms, True, now, brand_id)
            await records.add(kept, actor.user_id)
        else:
            before = await _own(actor, threshold_id)
            kept = Threshold(before.id, version + 1, terms, True, now, brand_id)
            await records.change(kept, actor.user_id)
        said = {"version": kept.version, "terms": records.written(terms)}
        await audit.record(now, actor, SAVED, kept.id, said)
        await jobs.ask(
            hub.wake,
            now,
            key=f"{judging.KIND}:{kept.id}:{kept.version}",
            kind=judging.KIND,
            lane="thresholds.judge",
            details={},
        )
    return kept.id


async def retire(hub: Hub, actor: Actor, threshold_id: str, version: int) -> str:
    """Judge by a threshold no more, and end what it opened; `Conflict` as of `save`."""
    now = hub.clock.now()
    async with transaction():
        before = await _own(actor, threshold_id)
        await sql.take_turns(Turn.ALERTS)
        kept = replace(before, version=version + 1, active=False, changed_at=now)
        await records.change(kept, actor.user_id)
        await audit.record(now, actor, RETIRED, kept.id, {"version": kept.version})
        for alert in await records.open_alerts_of(threshold_id):
            reason = Reason.THRESHOLD_RETIRED
            end = Step(AlertMove.RESOLVED, Condition.RESOLVED, alert.severity, reason)
            known = {**alert.evidence, "version": kept.version}
            await records.move(alert, end, known, now)
            said = {"reason": reason, "version": kept.version}
            await announcing.announce(hub, actor, AlertMove.RESOLVED, alert, said)
    return threshold_id


async def _own(actor: Actor, threshold_id: str) -> Threshold:
    """Return a threshold the actor may change; `Missing` if there is none."""
    found = await records.get(threshold_id)
    if found is None or not await seeing.known(actor, [found]):
        raise Missing("no_such_threshold", f"There is no threshold `{threshold_id[:40]}`.")
    await require_say(actor, found.terms)
    return found


async def require_say(actor: Actor, terms: Terms) -> None:
    """Raise unless the actor may say how this is judged; of every brand takes a role for all."""
    brand = terms.brand_id
    if terms.subject_id is not None:
        brand = (await subjects.seen(actor, terms.subject_id)).brand_id or brand
    require(actor, Act.CHANGE_THRESHOLDS, brand_id=brand, everywhere=brand is None)
