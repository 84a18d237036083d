"""The words for figures, and for what an alert is, since when, and who has it."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType

from bot.gathered.alert import AlertFile
from bot.language import amount, day, instant, later, number, say
from domain.chat.mailing import one_line
from domain.metrics.model import Unit
from domain.thresholds.model import (
    AlertSeverity,
    Condition,
    Handling,
    Reason,
    Side,
    ThresholdKind,
)

#: What metrics are called, by key.
METRICS: Mapping[str, str] = MappingProxyType(
    {
        "ad_impressions": later("Ad impressions"),
        "ad_impressions_off_spotify": later("Ad impressions off Spotify"),
        "ad_delivered": later("Ads delivered"),
        "ad_plays_confirmed": later("Ad plays the player confirmed"),
        "ad_starts": later("Ads started"),
        "ad_q1": later("Ads played to 25 %"),
        "ad_midpoint": later("Ads played to 50 %"),
        "ad_q3": later("Ads played to 75 %"),
        "ad_completes": later("Ads played to the end"),
        "streams_completed": later("Streams heard to the end"),
        "stream_completion_rate": later("Streams heard to the end, of all"),
        "plays_completed": later("Plays heard to the end"),
        "play_completion_rate": later("Plays heard to the end, of all"),
        "clicks": later("Clicks"),
        "spend": later("Spend"),
        "ad_reach": later("People reached"),
        "ad_frequency": later("Ads for each person"),
        "downloads": later("Downloads"),
        "consumers": later("Consumers"),
        "listeners_new": later("New listeners"),
        "plays": later("Plays"),
        "streams_60s": later("Streams of a minute"),
        "streams_30s": later("Streams of half a minute"),
        "consumption_hours": later("Hours listened"),
        "content_impressions": later("Times shown in the app"),
        "followers": later("Followers"),
        "follows": later("Followers gained"),
        "conversion_page_views": later("Page views that followed"),
        "conversion_leads": later("Leads that followed"),
        "conversion_purchases": later("Purchases that followed"),
        "ad_completion_rate": later("Completion rate"),
        "ctr": later("Click-through rate"),
        "ecpm": later("Cost of a thousand impressions"),
        "ecpcl": later("Cost of a completed listen"),
    }
)

SEVERITIES = {
    AlertSeverity.WARNING: later("Warning"),
    AlertSeverity.CRITICAL: later("Critical"),
}
_CONDITIONS = {
    Condition.FIRING: later("{severity}: figures are bad"),
    Condition.RECOVERING: later("{severity}: figures are getting better"),
    Condition.UNKNOWN: later("{severity}: nothing can be said now ({why})"),
}
_REASONS = {
    Reason.RECOVERED: later("Resolved: figures are good again"),
    Reason.RESTATED: later("Resolved: was {before}, corrected to {after}"),
    Reason.SUBJECT_ENDED: later("Resolved: what it is about has ended"),
    Reason.THRESHOLD_CHANGED: later(
        "Resolved: version {opened} of the threshold opened it, by version {ended} it is none"
    ),
    Reason.THRESHOLD_RETIRED: later("Resolved: the threshold is judged by no more"),
    Reason.MANUAL: later("Resolved by hand"),
}
#: What a value is held beside, and on which side of the target it has to be.
_BESIDE = {
    ThresholdKind.TARGET: later("{value}"),
    ThresholdKind.CHANGE: later("{value} beside the days before"),
    ThresholdKind.BASELINE: later("{value} beside the four weeks before"),
    ThresholdKind.PACING: later("{value} beside its plan"),
}
_TARGETS = {Side.BELOW: later("at least {bound}"), Side.ABOVE: later("at most {bound}")}


def name(file: AlertFile) -> str:
    """What an alert is called: its thing and its threshold, or its source."""
    if file.terms is None:
        if zero := _zero(file):
            return say("{source}: {metric} zero of everything", source=file.source, metric=zero)
        return say("{source} is late", source=file.source)
    return say("{thing}: {threshold}", thing=one_line(file.thing), threshold=file.terms.name)


def _zero(file: AlertFile) -> str:
    """Return what a source says zero of; empty where it is late."""
    found = METRICS.get(str(file.alert.evidence.get("metric")))
    return say(found) if found else ""


def metric(file: AlertFile) -> str:
    """What is measured; of a late source that is nothing."""
    found = METRICS.get(file.terms.metric) if file.terms else None
    return say(found) if found else ""


def standing(file: AlertFile) -> str:
    """What figures say, in one line."""
    alert = file.alert
    if alert.reason is not None:
        return ended(file, alert.reason, alert.evidence)
    if file.terms is None:
        since = (
            later("Everything is zero since {day}, so its figures changed")
            if _zero(file)
            else later("Nothing has come of {day} or later")
        )
        said = say(since, day=day(file.complete_to))
        return say("{severity}: {said}", severity=say(SEVERITIES[alert.severity]), said=said)
    return say(
        _CONDITIONS[alert.condition], severity=say(SEVERITIES[alert.severity]), why=why(file)
    )


def why(file: AlertFile) -> str:
    """Why nothing can be said."""
    return str(file.alert.evidence.get("why") or "") or say("not known")


def ended(file: AlertFile, reason: Reason, evidence: Mapping[str, object]) -> str:
    """Why an alert ended; what was restated says from what to what."""
    if reason is Reason.RESTATED and not evidence.get("corrected"):
        return say("Resolved: figures of days before were corrected")
    return say(
        _REASONS[reason],
        before=value(file, evidence.get("first")),
        after=value(file, evidence.get("corrected")),
        opened=file.alert.version,
        ended=str(evidence.get("version") or file.alert.version),
    )


def corrected(file: AlertFile) -> str:
    """What the figure it opened by was corrected to since; empty where it stands."""
    held = file.alert.evidence
    if not file.alert.open or file.terms is None or held.get("corrected") is None:
        return ""
    return say(
        "{before} when it opened, {after} for the same days by now",
        before=value(file, held.get("first")),
        after=value(file, held.get("corrected")),
    )


def measured(file: AlertFile, held: object) -> str:
    """A value, with what it is held beside."""
    kind = file.terms.kind if file.terms else ThresholdKind.TARGET
    return say(_BESIDE[kind], value=value(file, held))


def target(file: AlertFile, held: object) -> str:
    """The bound that figures are beyond, as what they should be; empty where there is none."""
    terms = file.terms
    if terms is None or held is None:
        return ""
    bound = Decimal(str(held))
    if terms.kind is not ThresholdKind.TARGET and terms.side is Side.BELOW:
        bound = -bound
    return say(_TARGETS[terms.side], bound=value(file, bound))


def value(file: AlertFile, held: object) -> str:
    """A value of an alert's evidence as people write it."""
    if held is None:
        return say("not known")
    found, terms = Decimal(str(held)), file.terms
    unit = file.metric.unit if file.metric else Unit.COUNT
    if terms is not None and terms.kind is not ThresholdKind.TARGET:
        sign = "+" if found > 0 else ""
        return say("{percent} %", percent=f"{sign}{number(round(found * 100, 1))}")
    if unit is Unit.SHARE:
        return say("{percent} %", percent=number(round(found * 100, 2)))
    if unit is Unit.MONEY:
        return amount(found.quantize(Decimal("0.01")), file.currency or "?")
    return number(found)


def owner(file: AlertFile) -> str:
    """Who has it: to whom it was given, or who looks after it."""
    alert = file.alert
    who = alert.assignee_id or alert.acked_by
    return file.name(who) if who else say("nobody yet")


def handled(file: AlertFile, now: datetime) -> str:
    """What people do about it, in one line; empty if nothing."""
    alert, doing = file.alert, file.handling(now)
    if not alert.open:
        return ""
    if doing is Handling.SILENCED and alert.silenced_until is not None:
        return say("Silenced until {at}", at=instant(alert.silenced_until))
    if doing is Handling.SNOOZED:
        if alert.snoozed_until is None:
            return say("Snoozed until it is resolved")
        return say("Snoozed until {at}", at=instant(alert.snoozed_until))
    if doing is Handling.ACKNOWLEDGED:
        return say("{who} looks after it", who=file.name(alert.acked_by))
    return ""
