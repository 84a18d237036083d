"""Telling people of what a target, or somebody at it, did to what the hub published there."""

from domain.actor import SCHEDULE
from domain.cases import open_case
from domain.cases.model import CaseKind, Given, Priority, Report, Severity, Source, Subject
from domain.cases.model import SubjectKind as About
from domain.cases.open_case import Place
from domain.eligibility.telling import MINUTES
from domain.hub import Hub
from domain.jobs.model import Job
from domain.requests import outcomes
from domain.requests.model import Request
from domain.targets import rules
from domain.targets.model import Published

#: Whose queue a removal comes into.
RIGHTS = "rights"

#: How what was changed behind the hub's back is told, before what it is.
_CHANGED = "Somebody changed it at {target}: {what}. Have it published again to mend that."


async def drift(hub: Hub, request: Request, before: Published, after: Published, job: Job) -> None:
    """Say once what somebody changed at a target, and that it is as approved again."""
    if after.drift == before.drift:
        return
    if not after.drift:
        await outcomes.tell(hub, request.id, "request.as_approved_again", None, job.key)
        return
    target, what = rules.called(after.target), rules.listed(after.drift)
    said = _CHANGED.format(target=target, what=what)
    await outcomes.tell(hub, request.id, "request.drifted", said, job.key)


async def removal(hub: Hub, request: Request, after: Published, job: Job) -> None:
    """Open a case for rights with the target's own words, and say so on the request."""
    target, why = rules.called(after.target), rules.listed(after.problems)
    said = f"It is live by {target} no more: {target} took it down: {why}."
    report = Report(
        kind=CaseKind.TAKEDOWN_NOTICE,
        source=Source.WATCH,
        title=f"#{request.number} was taken down by {target}",
        text=f"#{request.number} {request.title}: {why}.\n"
        "Find out why, and have it mended and published again, or withdraw it.",
        given=Given(severity=Severity.HIGH),
        brand_id=request.brand_id,
        market=None,
        subjects=(Subject(About.REQUEST, request.id),),
    )
    place = Place(Priority.P2, RIGHTS, *MINUTES[Priority.P2], (said,))
    await open_case.notice(hub, SCHEDULE, report, place)
    await outcomes.tell(hub, request.id, "request.removed_by_publisher", said, job.key)
