"""Who may see thresholds and alerts, and who may handle the latter.

Those of campaigns are seen by whoever sees the campaign's request, those of things of no brand by
roles for all brands; a source that is late by all who see figures, and it is handled by the former.
"""

from collections.abc import Mapping, Sequence

from domain.actor import Actor
from domain.metrics.model import SubjectKind
from domain.people.model import Act
from domain.people.rules import may, require
from domain.requests import reading as requests
from domain.requests.model import Request
from domain.requests.rules import Reach, reach
from domain.thresholds.model import Alert, Threshold


async def seen(actor: Actor, alerts: Sequence[Alert]) -> list[Alert]:
    """Return those of some alerts that the actor may know of, in their order."""
    asked = await _asked(actor, alerts)
    return [one for one in alerts if _sees(actor, one, asked)]


async def handled(actor: Actor, alerts: Sequence[Alert]) -> list[Alert]:
    """Return those of some alerts that the actor may see and handle, in their order."""
    asked = await _asked(actor, alerts)
    return [
        one
        for one in alerts
        if _sees(actor, one, asked) and may(actor, Act.HANDLE_ALERTS, **_reach(one, asked))
    ]


async def require_handling(actor: Actor, alert: Alert) -> None:
    """Raise `Forbidden` unless the actor, who sees an alert, may handle it."""
    require(actor, Act.HANDLE_ALERTS, **_reach(alert, await _asked(actor, [alert])))


async def known(actor: Actor, thresholds: Sequence[Threshold]) -> list[Threshold]:
    """Return those of some thresholds that the actor may know of, in their order.

    One that is about a campaign alone says by its name and target what that is to reach, one that
    is about another thing alone says it of the brand's; of none it takes a role for all brands.
    """
    about = {_campaign(one) for one in thresholds} - {None}
    asked = await requests.seen(actor, sorted(one for one in about if one))
    return [
        one
        for one in thresholds
        if may(actor, Act.SEE_METRICS, brand_id=one.brand_id, everywhere=_of_none(one))
        and _campaign(one) in {None, *asked}
    ]


def _of_none(threshold: Threshold) -> bool:
    return threshold.brand_id is None and threshold.terms.subject_id is not None


def _campaign(threshold: Threshold) -> str | None:
    terms = threshold.terms
    return terms.subject_id if terms.subject_kind is SubjectKind.CAMPAIGN else None


async def _asked(actor: Actor, alerts: Sequence[Alert]) -> Mapping[str, Request]:
    """Return the requests of the campaigns that alerts are about, of those the actor sees."""
    about = (one.subject_id for one in alerts if one.subject_kind is SubjectKind.CAMPAIGN)
    return await requests.seen(actor, sorted({one for one in about if one}))


def _sees(actor: Actor, alert: Alert, asked: Mapping[str, Request]) -> bool:
    shown = alert.subject_kind is not SubjectKind.CAMPAIGN or alert.subject_id in asked
    # A thing of no brand, as a title that nobody launches, takes a role for all of them.
    whole = alert.brand_id is None and alert.subject_id is not None
    return shown and may(actor, Act.SEE_METRICS, brand_id=alert.brand_id, everywhere=whole)


def _reach(alert: Alert, asked: Mapping[str, Request]) -> Reach:
    """Return what a role has to cover to handle an alert: of a campaign, as of its request."""
    request = asked.get(alert.subject_id or "")
    if request is not None:
        return reach(request)
    return Reach(brand_id=alert.brand_id, markets=(), everywhere=alert.brand_id is None)
