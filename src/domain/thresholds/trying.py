"""What a threshold would have done: its days judged one after the other, as it would have been.

Figures are taken as they are by now; how late they came in is not looked at again.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from domain.actor import Actor
from domain.errors import Invalid
from domain.hub import Hub
from domain.metrics import records as points
from domain.metrics.model import State, SubjectKind
from domain.metrics.rules import day_of
from domain.people.model import Act
from domain.people.rules import require
from domain.requests import reading as requests
from domain.thresholds import checking, judging, lifecycle, probing, rules
from domain.thresholds.gauges import Gauge, gauge
from domain.thresholds.model import (
    Alert,
    AlertMove,
    Episode,
    Finding,
    Piece,
    Probe,
    Starts,
    Terms,
    Threshold,
    Trial,
    Verdict,
    Window,
)

#: How many days back, and how many series, are looked at.
DAYS, SERIES_MAX = 90, 50

_A_DAY = timedelta(days=1)

#: How far back a day may look: two windows, and a baseline.
_REACH = 2 * checking.DAYS_MAX + rules.BASE_DAYS

#: Points of series by day, as they are kept: None for what is withheld.
Held = Mapping[int, Mapping[int, int | None]]


async def try_out(hub: Hub, actor: Actor, terms: Terms) -> Trial:
    """Return what `terms` would have done in the last 90 settled days; nothing is kept."""
    require(actor, Act.SEE_METRICS, brand_id=terms.brand_id)
    terms = checking.canonical(terms)
    terms, _ = await checking.aimed(terms)
    threshold = Threshold("", 1, terms, active=True, changed_at=hub.clock.now())
    found = await _seen(actor, (await probing.probes(hub, [threshold])).looked_at)
    if len(found) > SERIES_MAX:
        said = f"It looks at {len(found)} series, and up to {SERIES_MAX} are tried out; narrow it."
        raise Invalid("too_many", said, ("subject_id",))
    for one in found:
        brand = one.brand_id
        require(actor, Act.SEE_METRICS, brand_id=brand, everywhere=brand is None)
    episodes: list[Episode] = []
    by_subject: dict[str, list[Episode]] = {}
    open_now = unknown = 0
    for probe in found:
        some, unsure = replay(
            probe, _always(await held_of(probe, probe.as_of - DAYS)), hub.clock.now()
        )
        episodes += some
        unknown += unsure
        open_now += any(one.resolved is None for one in some)
        by_subject.setdefault(probe.subject_id, []).extend(some)
    ordered = tuple(sorted(episodes, key=lambda one: one.opened))
    nothing = terms.starts is Starts.NOTHING
    begun = 0 if nothing else sum(started(some) for some in by_subject.values())
    as_of = min((day_of(probe.as_of) for probe in found), default=None)
    return Trial(len(found), DAYS, ordered, open_now, unknown, begun, as_of)


async def _seen(actor: Actor, probes: Sequence[Probe]) -> list[Probe]:
    """Return probes without those of campaigns that the actor may not see."""
    asked = {one.subject_id for one in probes if one.subject_kind is SubjectKind.CAMPAIGN}
    hidden = asked - {*await requests.seen(actor, sorted(asked))}
    return [one for one in probes if one.subject_id not in hidden]


def started(episodes: Sequence[Episode]) -> int:
    """Return how many requests alerts about one thing open, if each is done when they ended."""
    count, busy_until = 0, date.min
    for one in sorted(episodes, key=lambda one: one.opened):
        if one.opened >= busy_until:
            count += 1
        busy_until = max(busy_until, one.resolved or date.max)
    return count


def replay(
    probe: Probe, seen_on: Callable[[int], Held], now: datetime, days: int = DAYS
) -> tuple[list[Episode], int]:
    """Return the episodes of the last `days`, and of how many days nothing could be said.

    `seen_on` has the points that were known when a day was judged.
    """
    episodes: list[Episode] = []
    openings: list[datetime] = []
    alert: Alert | None = None
    unknown = 0
    by = gauge(probe.threshold.terms)
    for day in range(probe.as_of - days + 1, probe.as_of + 1):
        if probe.plan is not None and not probe.plan.first <= day <= probe.plan.last:
            continue
        at = now.replace(hour=0) - (probe.as_of - day) * _A_DAY
        one = probing.anchored(replace(probe, as_of=day), alert.opened_day if alert else None)
        held = seen_on(day)
        found = [judged(by, one, held, asked) for asked in judging.asked_days(one, alert)]
        unknown += found[0].verdict is Verdict.UNKNOWN
        step = lifecycle.step(alert, judging.seen_of(one, alert, found))
        if step is None:
            continue
        if step.move is AlertMove.OPENED:
            alert = judging.alert_of(one, step, at)
            alert = replace(alert, unstable=lifecycle.flapping(openings, at))
            openings.append(at)
            episodes.append(Episode(day_of(day), None, step.severity))
        elif step.reason is not None:
            alert = None
            episodes[-1] = replace(episodes[-1], resolved=day_of(day))
        elif alert is not None:
            alert = replace(alert, condition=step.condition, severity=step.severity)
            if step.move is AlertMove.WORSENED:
                episodes[-1] = replace(episodes[-1], severity=step.severity)
    return episodes, unknown


def _always(held: Held) -> Callable[[int], Held]:
    """Return figures as they are by now, whichever day they are judged on."""
    return lambda _: held


def judged(by: Gauge, probe: Probe, held: Held, day: int) -> Finding:
    """Return what points that are at hand say as of a day."""
    return by.judge(probe, day, [window(held, piece) for piece in by.pieces(probe, day)])


def window(held: Held, piece: Piece) -> Window:
    """Return what `windows.windows_of` would say of points that are at hand."""
    series, first, last, sign, warning, critical = piece
    days = held.get(series, {})
    some = [days[day] for day in range(first, last + 1) if day in days]
    values = [value for value in some if value is not None]
    return Window(
        len(values),
        len(some) - len(values),
        sum(values),
        sum(value * sign < warning for value in values),
        sum(value * sign < critical for value in values),
        days.get(last),
    )


async def held_of(probe: Probe, day: int) -> Held:
    """Return the points that judging from `day` on may need; what is not known is left out."""
    first = day - _REACH
    if probe.plan is not None:
        first = min(first, probe.plan.first)
    found: dict[int, dict[int, int | None]] = {}
    for series in filter(None, (probe.series, probe.under)):
        rows = await points.points(series, first, probe.as_of)
        known = [row for row in rows if row["state"] != State.MISSING]
        found[series] = {row["day"]: row["value"] for row in known}
    return found
