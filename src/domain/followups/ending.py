"""What becomes of what an alert started, once the alert ended.

Corrected figures take back what nobody touched, with the reason; whatever people looked at stays,
and is told. Nothing is closed in silence, and nothing is taken back for figures that got better.
"""

from domain.audit import service as audit
from domain.database import transaction
from domain.exposures.enforcing import RULE
from domain.followups import opening, records, rules
from domain.followups.model import FollowUp
from domain.hub import Hub
from domain.jobs.model import Job
from domain.requests import ledger, revise
from domain.requests.rules import OVER
from domain.thresholds import announcing
from domain.thresholds import records as alerts
from domain.thresholds.model import Alert, Reason

#: Recorded on an alert whose request was taken back.
WITHDREW = "alert.withdrew"


async def follow(hub: Hub, job: Job) -> None:
    """Do what follows from an alert as it stands; may be repeated. For the job."""
    alert = await alerts.alert(job.details["alert_id"])
    if alert is None:
        return
    if alert.open:
        await opening.open_for(hub, alert)
    else:
        await _ended(hub, alert)


async def _ended(hub: Hub, alert: Alert) -> None:
    found = await records.of_alert(alert.id)
    if found is None or found.follow_up is None:
        return
    async with transaction():
        if not await records.end(alert.id, hub.clock.now()):
            return
        if alert.reason is Reason.RESTATED and await _needless(found.follow_up):
            await _withdraw(hub, alert, found.follow_up)
        else:
            act = "figures_corrected" if alert.reason is Reason.RESTATED else "figures_ended"
            details = {"reason": _said(alert), "alert": alert.id}
            await opening.told(hub, found.follow_up, act, details)


async def _needless(follow_up: FollowUp) -> bool:
    """Whether nobody touched a request, and nothing but corrected figures ever asked for it."""
    if follow_up.request_id is None:
        return False
    held = await ledger.load(follow_up.request_id)
    for one in await records.of_follow_up(follow_up.id):
        asks = await alerts.alert(one.alert_id)
        if asks is None or asks.reason is not Reason.RESTATED:
            return False
    trail = await audit.trail(held.request.id)
    return not rules.touched(held.request, held.votes, trail)


async def _withdraw(hub: Hub, alert: Alert, follow_up: FollowUp) -> None:
    request_id = follow_up.request_id or ""
    request = (await ledger.load(request_id)).request
    if request.state not in OVER:
        await revise.withdraw(hub, RULE, request_id, f"{_said(alert)} Nobody has to act.")
    details = {"request": request_id, "called": f"#{request.number} {request.title}"}
    await announcing.led_to(hub, WITHDREW, alert, details)


def _said(alert: Alert) -> str:
    """Return why an alert ended, in words."""
    first, after = alert.evidence.get("first"), alert.evidence.get("corrected")
    if alert.reason is Reason.RESTATED and after is None:
        return f"Figures of days before the one of {first} were corrected."
    if alert.reason is Reason.RESTATED:
        return f"The figures that opened this were corrected: {first} became {after}."
    return {
        Reason.RECOVERED: "Figures are clear again; that is no reason to withdraw this.",
        Reason.SUBJECT_ENDED: "What the figures are about has ended.",
        Reason.THRESHOLD_CHANGED: f"Version {alert.version} of the threshold opened this;"
        f" version {alert.judged_by} says otherwise.",
        Reason.THRESHOLD_RETIRED: "The threshold that opened this was retired.",
        Reason.MANUAL: "Somebody ended the alert that opened this.",
    }[alert.reason or Reason.MANUAL]
