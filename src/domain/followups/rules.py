"""What is written into what an alert starts. Pure.

Briefs hold what is careful where figures cannot say: everybody looks whom a careless answer would
pass by. Whoever owns the request revises it.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from domain.approvals.model import Vote
from domain.audit.model import Event
from domain.cases.model import CaseKind, Given, Report, Severity, Source, Topic
from domain.cases.model import Subject as About
from domain.cases.model import SubjectKind as AboutKind
from domain.cases.rules import TITLE_MAX
from domain.metrics import catalogue
from domain.metrics.model import SubjectKind
from domain.requests.kinds.repurpose import Channel
from domain.requests.kinds.retirement import Ending
from domain.requests.model import Request, RequestState
from domain.requests.rules import HOUSE_ONLY
from domain.thresholds.model import Alert, AlertSeverity, Terms, ThresholdKind, Work

#: The longest name and evidence of a brief, and how many days of a window the words name.
_NAME_MAX, _PROSE_MAX, _DAYS_MAX = 150, 1_000, 10

#: What a request about figures is called; names are data, and are not translated.
_CALLED = {
    Work.REPURPOSE: "Use again: {title}",
    Work.REVISION: "Change: {title}",
    Work.RETIREMENT: "End: {title}",
}

#: What figures are held against, in words.
_AGAINST = {
    ThresholdKind.TARGET: "its target of {bound}",
    ThresholdKind.CHANGE: "a change of {bound} against the days before",
    ThresholdKind.BASELINE: "a change of {bound} against the four weeks before",
    ThresholdKind.PACING: "its plan by {bound}",
}

#: Where what does well is used again unless its owner says otherwise: where nothing is paid for.
CHANNELS = (Channel.SOCIAL, Channel.NEWSLETTER)

#: What cases name of what figures are about.
_ABOUT = {
    SubjectKind.CAMPAIGN: AboutKind.REQUEST,
    SubjectKind.EPISODE: AboutKind.EPISODE,
    SubjectKind.SHOW: AboutKind.SHOW,
}


def evidence(alert: Alert, terms: Terms, days: Mapping[date, str]) -> dict[str, Any]:
    """Return what was known as plain JSON; `days` are those of the window with their values."""
    last = date.fromisoformat(alert.evidence["day"])
    first = last - timedelta(days=terms.days - 1)
    return {
        "alert": alert.id,
        "threshold": alert.threshold_id,
        "version": alert.version,
        "name": terms.name,
        "metric": terms.metric,
        "against": terms.kind,
        "side": terms.side,
        "bound": alert.evidence["bound"],
        "value": alert.evidence["value"],
        "source": alert.source,
        "dimension": alert.dimension,
        "as_of": last.isoformat(),
        "days": [{"day": day.isoformat(), "value": value} for day, value in sorted(days.items())],
        "chart": {
            "kind": "threshold",
            "subject": alert.subject_id,
            "metric": terms.metric,
            "first": first.isoformat(),
            "last": last.isoformat(),
        },
    }


def told(found: Mapping[str, Any]) -> str:
    """Return evidence in words, as briefs and cases hold it."""
    metric, source = catalogue.metric(found["metric"]), catalogue.source(found["source"])
    bound = _AGAINST[ThresholdKind(found["against"])].format(bound=found["bound"])
    part = f" ({found['dimension']})" if found["dimension"] else ""
    value = "" if found["value"] is None else f" {found['value']},"
    first = f"{metric.said}{part}:{value} {found['side']} {bound}, as of {found['as_of']}."
    whence = f"Figures of {source.said}. Threshold `{found['name']}`, version {found['version']};"
    shown = f"alert {found['alert']}. Its chart: {found['chart']['first']} to {found['as_of']}."
    return " ".join([first, *_window(found["days"]), whence, shown])[:_PROSE_MAX]


def _window(days: Sequence[Mapping[str, str]]) -> list[str]:
    some = ", ".join(f"{one['day']}: {one['value']}" for one in days[-_DAYS_MAX:])
    return [f"Day by day: {some}."] if some else []


def brief(work: Work, subject: Request, found: Mapping[str, Any], today: date) -> dict[str, Any]:
    """Return what is asked for of a request that brought about what did well, or did not."""
    more: Mapping[Work, dict[str, Any]] = {
        Work.REPURPOSE: {"channels": list(CHANNELS), "third_party_material": True},
        Work.REVISION: {
            "change": "What keeps it from its target; its owner says what in the draft.",
            "changes_claims": True,
            "changes_audio": True,
        },
        Work.RETIREMENT: {
            "ending": Ending.PAUSE,
            "ends_on": (today + timedelta(days=1)).isoformat(),
            "paid_for": True,
        },
    }
    return {
        "name": _CALLED[work].format(title=subject.title)[:_NAME_MAX],
        "brand_id": subject.brand_id,
        "markets": list(subject.markets),
        "subject_id": subject.id,
        "evidence": told(found),
        **more[work],
    }


def report(alert: Alert, found: Mapping[str, Any], title: str) -> Report:
    """Return what a case says about figures; D6 triages it."""
    said = catalogue.metric(found["metric"]).said
    kind = _ABOUT.get(alert.subject_kind) if alert.subject_kind else None
    critical = alert.severity is AlertSeverity.CRITICAL
    return Report(
        kind=CaseKind.CONTENT_ISSUE,
        source=Source.WATCH,
        title=f"{said} {found['side']} its bound: {title}"[:TITLE_MAX],
        text=told(found),
        given=Given(Severity.HIGH if critical else Severity.MEDIUM, Topic.QUALITY),
        brand_id=alert.brand_id,
        subjects=(About(kind, alert.subject_id or ""),) if kind else (),
    )


def touched(request: Request, votes: Sequence[Vote], trail: Sequence[Event]) -> bool:
    """Whether somebody did anything about a request that was opened for its requester."""
    if request.state is not RequestState.IN_REVIEW or votes:
        return True
    return any(
        one.act in HOUSE_ONLY or (one.actor_id is not None and one.act != "request.submitted")
        for one in trail
    )
