"""How it is said that an ad account keeps a campaign from running, and to whom."""

from domain.actor import CONNECTOR, SCHEDULE
from domain.audit import service as audit
from domain.cases import open_case
from domain.cases.model import CaseKind, Given, Priority, Report, Severity, Source, Subject
from domain.cases.model import SubjectKind as About
from domain.cases.open_case import Place
from domain.cases.rules import MANAGERS
from domain.catalog import records as catalog
from domain.hub import Hub
from domain.jobs.model import Job
from domain.requests import ledger, outcomes
from domain.requests import records as requests
from domain.requests.model import Request

#: How many minutes of business time there are to answer, and to do something about it.
MINUTES = (240, 960)

_HALTED = "It does not run at Spotify: "
_BARRED = "It waits for the ad account at Spotify: "
_ANEW = " Whoever runs the ad account takes that up with Spotify; it goes on by itself after that."


async def halted(hub: Hub, request: Request, why: str, job: Job) -> None:
    """Say on a request why it does not run; in the running transaction."""
    said = f"{_HALTED}{why}.{_ANEW}"
    if request.trouble != said:
        await outcomes.tell(hub, request.id, "campaign.halted", said, job.key)


async def case(hub: Hub, request: Request, why: str) -> None:
    """Open the case by which the brand's managers hear of it; in the running transaction."""
    brand_id = request.brand_id or ""
    name = (await catalog.brand_names([brand_id])).get(brand_id, brand_id)
    report = Report(
        kind=CaseKind.CONTENT_ISSUE,
        source=Source.WATCH,
        title=f"The ads of {name} do not run",
        text=(
            f"{why}, so what is live of {name} there is not heard; #{request.number}"
            f" {request.title} was noticed first.{_ANEW}"
        ),
        given=Given(severity=Severity.HIGH),
        brand_id=request.brand_id,
        market=None,
        subjects=(Subject(About.REQUEST, request.id),),
    )
    await open_case.notice(hub, SCHEDULE, report, Place(Priority.P2, MANAGERS, *MINUTES, (why,)))


async def runs_again(hub: Hub, request: Request, job: Job) -> None:
    """Say that nothing keeps a campaign from running any more; in the running transaction."""
    await _over(hub, request, "campaign.runs_again", _HALTED, job)


async def barred(hub: Hub, request_id: str, why: str, job: Job) -> None:
    """Say once on a request for whom it waits, and that nobody has to do it again."""
    said = f"{_BARRED}{why}.{_ANEW}"
    request = (await ledger.load(request_id)).request
    if request.trouble != said:
        await outcomes.tell(hub, request_id, "campaign.barred", said, job.key)


async def let_in(hub: Hub, request_id: str, job: Job) -> None:
    """Say no more that a request waits for the ad account."""
    request = await requests.get(request_id)
    if request is not None and (request.trouble or "").startswith(_BARRED):
        await _over(hub, request, "campaign.let_in_again", _BARRED, job)


async def _over(hub: Hub, request: Request, act: str, said: str, job: Job) -> None:
    if (request.trouble or "").startswith(said):
        await outcomes.tell(hub, request.id, act, None, job.key)
        return
    now = hub.clock.now()
    await audit.record(now, CONNECTOR, act, request.id, {"job": job.key})
    await ledger.follow(hub, request, now, unchanged=True)
