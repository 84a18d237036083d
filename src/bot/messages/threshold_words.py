"""The words for what a threshold says, and for what it would have done."""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

from bot.language import day, later, later_n, number, rounded, say, say_n, spoken_here
from domain.charted.words import named
from domain.metrics import catalogue
from domain.metrics.model import Unit
from domain.thresholds.model import Quiet, Side, Starts, Terms, ThresholdKind, Trial, Work

KINDS: Mapping[str, str] = MappingProxyType(
    {
        ThresholdKind.TARGET: later("Against a value"),
        ThresholdKind.CHANGE: later("Against as many days before"),
        ThresholdKind.BASELINE: later("Against the four weeks before"),
        ThresholdKind.PACING: later("Against the plan of a flight"),
    }
)
SIDES: Mapping[str, str] = MappingProxyType(
    {Side.BELOW: later("Below it"), Side.ABOVE: later("Above it")}
)
QUIETS: Mapping[str, str] = MappingProxyType(
    {
        Quiet.NEVER: later("Never: always tell"),
        Quiet.WEEKENDS: later("On weekends"),
        Quiet.DAYS_OFF: later("On days on which nobody works"),
        Quiet.AFTER_HOURS: later("Outside business hours"),
    }
)
STARTS: Mapping[str, str] = MappingProxyType(
    {
        Starts.NOTHING: later("Nothing"),
        Starts.REQUEST: later("A request"),
        Starts.CASE: later("A case"),
    }
)
WORKS: Mapping[str, str] = MappingProxyType(
    {
        Work.REPURPOSE: later("Use it again elsewhere"),
        Work.REVISION: later("Revise it"),
        Work.RETIREMENT: later("Retire it"),
    }
)

#: What thresholds to begin with are called, by key.
TEMPLATES: Mapping[str, str] = MappingProxyType(
    {
        "pace_behind": later("Spend behind its plan"),
        "pace_ahead": later("Spend ahead of its plan"),
        "stalled": later("No ad was played for a day"),
        "fatigue": later("The same people hear it too often"),
        "few_clicks": later("Few who heard it clicked"),
        "drop": later("Plays fell"),
    }
)

_SAYS: Mapping[tuple[ThresholdKind, Side], str] = MappingProxyType(
    {
        (ThresholdKind.TARGET, Side.BELOW): later("{metric} below {bound} ({days})"),
        (ThresholdKind.TARGET, Side.ABOVE): later("{metric} above {bound} ({days})"),
        (ThresholdKind.CHANGE, Side.BELOW): later(
            "{metric} {bound} below as many days before ({days})"
        ),
        (ThresholdKind.CHANGE, Side.ABOVE): later(
            "{metric} {bound} above as many days before ({days})"
        ),
        (ThresholdKind.BASELINE, Side.BELOW): later(
            "{metric} {bound} below the four weeks before ({days})"
        ),
        (ThresholdKind.BASELINE, Side.ABOVE): later(
            "{metric} {bound} above the four weeks before ({days})"
        ),
        (ThresholdKind.PACING, Side.BELOW): later("{metric} {bound} behind its plan"),
        (ThresholdKind.PACING, Side.ABOVE): later("{metric} {bound} ahead of its plan"),
    }
)
_STARTED = {
    Starts.REQUEST: later_n(
        "It would have started {n} request.", "It would have started {n} requests."
    ),
    Starts.CASE: later_n("It would have started {n} case.", "It would have started {n} cases."),
}


def metrics() -> dict[str, str]:
    """Return what metrics are called, by key."""
    return {key: named(key, spoken_here()) for key in catalogue.METRICS}


def in_percent(kind: str, metric: str) -> bool:
    """Whether people say bounds in per cent: of shares, and of whatever was or is planned."""
    known = catalogue.METRICS.get(metric)
    share = known is not None and known.unit is Unit.SHARE
    return share or kind != ThresholdKind.TARGET


def written(value: Decimal) -> str:
    """A number with all of its digits, as its reader may enter it."""
    plain = value.normalize()
    digits = max(0, -int(plain.as_tuple().exponent))
    return rounded(plain, digits) if digits else number(plain)


def summary(terms: Terms) -> str:
    """What is watched, in one line."""
    bound = terms.warning
    if in_percent(terms.kind, terms.metric):
        shown = say("{percent} %", percent=written(bound * 100))
    else:
        shown = written(bound)
    return say(
        _SAYS[terms.kind, terms.side],
        metric=named(terms.metric, spoken_here()),
        bound=shown,
        days=say_n("{n} day", "{n} days", terms.days),
    )


def would_have(trial: Trial, terms: Terms) -> list[str]:
    """What a threshold would have done, one sentence each."""
    if trial.as_of is None:
        return [say("There are no figures yet of what it watches.")]
    count, as_of = len(trial.episodes), day(trial.as_of)
    if not count:
        told = [say("No alert in the last {days} days; as of {day}.", days=trial.days, day=as_of)]
    else:
        told = [
            say_n(
                "{n} alert in the last {days} days; the longest {longest}; as of {day}.",
                "{n} alerts in the last {days} days; the longest {longest}; as of {day}.",
                count,
                days=trial.days,
                longest=say_n("{n} day", "{n} days", trial.longest),
                day=as_of,
            )
        ]
    if trial.open_now:
        told.append(say_n("{n} would be open now.", "{n} would be open now.", trial.open_now))
    if terms.starts in _STARTED:
        told.append(say_n(*_STARTED[terms.starts], trial.started))
    if trial.unknown:
        said = later_n(
            "Of {n} day nothing can be said: figures lack, or are too few.",
            "Of {n} days nothing can be said: figures lack, or are too few.",
        )
        told.append(say_n(*said, trial.unknown))
    return told
