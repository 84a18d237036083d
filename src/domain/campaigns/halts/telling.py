"""How it is said that an ad account keeps a campaign from running, and to whom."""

from domain.actor import CONNECTOR, SCHEDULE
from domain.audit import service as audit
from domain.campaigns.halts import records
from domain.campaigns.model import Shut
from domain.cases import comment, docket, open_case
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
_UNSEEN = "Nobody can look after it at Spotify, where it may run on: "
_BARRED = "It waits for the ad account at Spotify: "
_ANEW = " Whoever runs the ad account takes that up with Spotify; it goes on by itself after that."


async def halted(hub: Hub, request: Request, shut: Shut, job: Job) -> None:
    """Say on a request why it does not run, or is out of sight; in the running transaction."""
    said = f"{_HALTED if shut.stops else _UNSEEN}{shut.why}.{_ANEW}"
    if request.trouble != said:
        await outcomes.tell(hub, request.id, "campaign.halted", said, job.key)


async def managers(hub: Hub, request: Request, shut: Shut) -> str | None:
    """Return the case by which the brand's managers hear of it: one for all that is theirs.

    It is opened where there is none; None where they heard before cases were kept. In the running
    transaction, which has the turn of rights.
    """
    brand_id = request.brand_id or ""
    known, case_id = await records.told_of_brand(brand_id)
    if known:
        return case_id
    name = (await catalog.brand_names([brand_id])).get(brand_id, brand_id)
    title = f"The ads of {name} do not run" if shut.stops else f"The ads of {name} are out of sight"
    follows = (
        f"so nothing of {name} is heard there, and nothing new goes out"
        if shut.stops
        else f"so what is live of {name} there may run on, and nothing new goes out"
    )
    report = Report(
        kind=CaseKind.CONTENT_ISSUE,
        source=Source.WATCH,
        title=title,
        text=f"{shut.why}, {follows}; #{request.number} {request.title} was noticed first.{_ANEW}",
        given=Given(severity=Severity.HIGH),
        brand_id=request.brand_id,
        market=None,
        subjects=(Subject(About.REQUEST, request.id),),
    )
    place = Place(Priority.P2, MANAGERS, *MINUTES, (shut.why,))
    return (await open_case.notice(hub, SCHEDULE, report, place)).id


async def over(hub: Hub, request: Request, case_id: str | None) -> None:
    """Say in the case of a brand that the ad account is well, once all of it was told so.

    In the running transaction, which has the turn of rights.
    """
    more, _ = await records.told_of_brand(request.brand_id or "")
    if case_id is None or more:
        return
    found = (await docket.load(case_id)).case
    said = "The ad account is well again, and all of it goes on."
    await comment.by_hub(hub, found, said, "case.account_well", {})


async def runs_again(hub: Hub, request: Request, job: Job) -> None:
    """Say that nothing keeps a campaign from running any more; in the running transaction."""
    await _over(hub, request, "campaign.runs_again", (_HALTED, _UNSEEN), job)


async def barred(hub: Hub, request_id: str, why: str, job: Job) -> None:
    """Say once on a request for whom it waits, and that nobody has to do it again."""
    await waits(hub, (await ledger.load(request_id)).request, why, job)


async def waits(hub: Hub, request: Request, why: str, job: Job) -> None:
    """Say on a request, unless it says so, that it waits for the ad account, and why."""
    if not (request.trouble or "").startswith(_BARRED):
        said = f"{_BARRED}{why}.{_ANEW}"
        await outcomes.tell(hub, request.id, "campaign.barred", said, job.key)


async def let_in(hub: Hub, request_id: str, job: Job) -> None:
    """Say no more that a request waits for the ad account."""
    request = await requests.get(request_id)
    if request is not None and (request.trouble or "").startswith(_BARRED):
        await waits_no_more(hub, request, job)


async def waits_no_more(hub: Hub, request: Request, job: Job) -> None:
    """Say that a request need not wait for the ad account any more."""
    await _over(hub, request, "campaign.let_in_again", (_BARRED,), job)


async def _over(hub: Hub, request: Request, act: str, said: tuple[str, ...], job: Job) -> None:
    if (request.trouble or "").startswith(said):
        await outcomes.tell(hub, request.id, act, None, job.key)
        return
    now = hub.clock.now()
    await audit.record(now, CONNECTOR, act, request.id, {"job": job.key})
    await ledger.follow(hub, request, now, unchanged=True)
