"""Opening what an alert starts: one request, or one case, about a thing and a side.

The rules are asked before the transaction that writes. Whatever number of thresholds, workers or
re-runs come to the same, an index lets one of them open, and the others join it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from domain import ids
from domain.actor import SCHEDULE, Door
from domain.audit import service as audit
from domain.cases import comment, docket, open_case
from domain.cases.model import Report
from domain.cases.open_case import Place
from domain.cases.triage import triage
from domain.database import transaction
from domain.decisions import records as decisions
from domain.errors import Busy, Forbidden, HubError, Missing, Upstream
from domain.followups import measuring, records, rules
from domain.followups.model import FollowUp, Started
from domain.hub import Hub
from domain.people import entering
from domain.requests import ledger, submit
from domain.requests.model import Request
from domain.thresholds import announcing, starting
from domain.thresholds import records as thresholds
from domain.thresholds.model import Alert, Starts
from domain.thresholds.records import Version

#: What is recorded where something was started, joined, or could not be.
STARTED, JOINED, REFUSED = "alert.started", "alert.joined", "alert.started_nothing"


@dataclass(frozen=True, slots=True)
class _Cause:
    """An alert, what its threshold said when it opened, and what was known."""

    alert: Alert
    said: Version
    evidence: Mapping[str, Any]

    @property
    def subject_id(self) -> str:
        """What it is about."""
        return self.alert.subject_id or ""


async def open_for(hub: Hub, alert: Alert) -> None:
    """Open what follows from an alert, or join what is open, unless that was done.

    What cannot be opened is written down with the alert, in the words of who refused it.
    """
    said = await thresholds.version(alert.threshold_id or "", alert.version)
    if said is None or said.terms.starts is Starts.NOTHING:
        return
    if await records.of_alert(alert.id) is not None:
        return
    days = await measuring.window(alert, said.terms)
    cause = _Cause(alert, said, rules.evidence(alert, said.terms, days))
    try:
        if await _join(hub, cause):
            return
        if said.terms.starts is Starts.CASE:
            await _open_case(hub, cause)
        else:
            await _open_request(hub, cause)
    except (Upstream, Busy):
        raise  # To be tried again.
    except HubError as error:
        await _refused(hub, cause, error)


async def _open_request(hub: Hub, cause: _Cause) -> None:
    """Ask for what follows, as the owner of the threshold."""
    owner = cause.said.owner_id
    actor = await entering.person(hub, owner, Door.SCHEDULE) if owner else None
    if actor is None:
        said = "Whoever kept the threshold is not there to ask for it; keep it anew."
        raise Forbidden("no_owner", said)
    work, subject = starting.work_of(cause.said.terms), await _subject(cause)
    today: date = hub.clock.now().date()
    brief = rules.brief(work, subject, cause.evidence, today)
    considered = await submit.consider(hub, actor, work, brief)
    async with transaction():
        if (follow_up := await _opened(hub, cause)) is None:
            raise _meanwhile()
        request = await submit.keep(hub, actor, considered)
        await _started(hub, cause, replace(follow_up, request_id=request.id))


async def _open_case(hub: Hub, cause: _Cause) -> None:
    """Open a case that D6 triages, as it does those of people."""
    report = await _report(cause)
    found = await triage(hub, report.kind, report.given, report.market, report.subjects)
    place = Place(
        found.priority,
        found.queue,
        found.response_minutes,
        found.resolution_minutes,
        found.reasons,
    )
    async with transaction():
        if (follow_up := await _opened(hub, cause)) is None:
            raise _meanwhile()
        case = await open_case.notice(hub, SCHEDULE, report, place)
        await decisions.add_of_case(case.id, case.round, found.judgement, hub.clock.now())
        await _started(hub, cause, replace(follow_up, case_id=case.id))


async def _opened(hub: Hub, cause: _Cause) -> FollowUp | None:
    """Return a new follow-up; None if somebody opened one meanwhile."""
    terms, now = cause.said.terms, hub.clock.now()
    await records.let_go(cause.subject_id, now)
    made = FollowUp(
        ids.new(ids.Prefix.FOLLOW_UP), cause.subject_id, terms.side, terms.starts, opened_at=now
    )
    return made if await records.open_new(made) else None


async def _started(hub: Hub, cause: _Cause, follow_up: FollowUp) -> None:
    await records.lead_to(follow_up)
    await _keep(hub, cause, STARTED, follow_up)


async def _join(hub: Hub, cause: _Cause) -> bool:
    """Tell what is open of one more alert; say whether something is."""
    terms = cause.said.terms
    async with transaction():
        await records.let_go(cause.subject_id, hub.clock.now())
        found = await records.open_one(cause.subject_id, terms.side, terms.starts)
        if found is None:
            return False
        if await _keep(hub, cause, JOINED, found):
            words = rules.told(cause.evidence)
            await told(hub, found, "figures_again", {"reason": words, "alert": cause.alert.id})
    return True


async def _keep(hub: Hub, cause: _Cause, act: str, follow_up: FollowUp) -> bool:
    now = hub.clock.now()
    kept = await records.add(Started(cause.alert.id, cause.evidence, now, follow_up))
    if kept:
        details = {"request": follow_up.request_id, "case": follow_up.case_id}
        said = {"called": await called(follow_up)}
        await announcing.led_to(hub, act, cause.alert, details | said)
    return kept


async def called(follow_up: FollowUp) -> str:
    """Return what people call a request or case that was opened: its number and title."""
    if follow_up.request_id is not None:
        request = (await ledger.load(follow_up.request_id)).request
        return f"#{request.number} {request.title}"
    case = (await docket.load(follow_up.case_id or "")).case
    return f"#{case.number} {case.title}"


async def told(hub: Hub, follow_up: FollowUp, act: str, details: Mapping[str, Any]) -> None:
    """Tell what was opened of its figures, in a transaction: in its record, card and thread."""
    if follow_up.request_id is not None:
        request = (await ledger.load(follow_up.request_id)).request
        now = hub.clock.now()
        await audit.record(now, SCHEDULE, f"request.{act}", request.id, details)
        await ledger.follow(hub, request, now, unchanged=True)
    elif follow_up.case_id is not None:
        case = (await docket.load(follow_up.case_id)).case
        await comment.by_hub(hub, case, str(details["reason"]), f"case.{act}", details)


async def _refused(hub: Hub, cause: _Cause, error: HubError) -> None:
    now = hub.clock.now()
    async with transaction():
        kept = await records.add(
            Started(cause.alert.id, cause.evidence, now, trouble=error.message[:1_000])
        )
        if kept:
            details = {"code": error.code, "reason": error.message}
            await announcing.led_to(hub, REFUSED, cause.alert, details)


async def _subject(cause: _Cause) -> Request:
    kind = cause.alert.subject_kind
    found = await records.brought_about(kind, cause.subject_id) if kind else None
    if found is None:
        said = "No request brought this about that is out, so none can follow from it."
        raise Missing("nothing_to_follow", said)
    return found


async def _report(cause: _Cause) -> Report:
    kind = cause.alert.subject_kind
    found = await records.brought_about(kind, cause.subject_id) if kind else None
    return rules.report(cause.alert, cause.evidence, found.title if found else cause.subject_id)


def _meanwhile() -> Busy:
    return Busy("opened_meanwhile", "Another alert opened the same this moment; look again.")
