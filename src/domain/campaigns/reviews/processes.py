"""The process that a review starts in the workflow service, where none asked for its figures.

Who leads `campaign_review` is said as of any kind. A campaign that a running process leads tells
that one (`delivery`). Starting is intent, call, recorded id; a lost answer is looked up by the
business key, which is the review's id.
"""

from collections.abc import Mapping
from datetime import datetime

from domain.actor import CONNECTOR
from domain.audit import service as audit
from domain.campaigns.reviews import delivery, process_records, records
from domain.campaigns.reviews.model import Review
from domain.campaigns.reviews.process_records import ReviewProcess
from domain.database import transaction
from domain.decision_service import Fact
from domain.errors import Upstream
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.jobs.model import Job, RetryLater
from domain.orchestration import records as orchestration
from domain.orchestration import rules
from domain.orchestration.model import Orchestrator
from domain.orchestration.route import Route, RouteStage
from domain.orchestration.service import connected
from domain.requests import ledger
from domain.requests.model import Request
from domain.requests.orchestrating import REVIEW
from domain.workflow_service import Away, Order

#: The job that starts one, and what the record calls that it did.
KIND, STARTED = "campaigns.review_process", "campaign.review_process_started"

#: The one thing to be done of a review there, as `greenlight export bpmn` writes it.
LOOK = RouteStage("look", "Look at the review", 1, "marketing", 48)
ROUTE = Route(REVIEW, "Campaign review", (LOOK,))


async def ask(hub: Hub, review: Review, now: datetime) -> None:
    """Have a review that was kept start its process, in the running transaction.

    Where a process that runs leads its campaign, that one is told instead.
    """
    led = await orchestration.assignment(REVIEW)
    if led is None or led.orchestrator is not Orchestrator.OPENTEXT:
        return
    mirror = await orchestration.mirror(review.request_id)
    if mirror is not None and mirror.ended_at is None:
        return
    await process_records.add(review.id, led.process_key)
    await jobs.ask(
        hub.wake,
        now,
        key=f"{KIND}:{review.id}",
        kind=KIND,
        lane=f"{KIND}:{review.id}",
        details={"review_id": review.id},
    )


async def start(hub: Hub, job: Job) -> None:
    """Start the process of a review, once; again later while the service is away. For `KIND`."""
    process = await process_records.get(job.details["review_id"])
    review = await records.get(job.details["review_id"])
    if process is None or review is None or process.instance_id is not None:
        return
    try:
        instance_id = await _instance(hub, process, review)
    except Upstream as problem:
        asked = problem.seconds if isinstance(problem, Away) else None
        wait = max(asked or 0, rules.wait_after(job.claims))
        raise RetryLater(wait, problem.message) from problem
    now = hub.clock.now()
    async with transaction():
        if await process_records.started(review.id, instance_id, now):
            details = {
                "review_id": review.id,
                "process": process.process_key,
                "instance": instance_id,
            }
            await audit.record(now, CONNECTOR, STARTED, review.request_id, details)
            request = (await ledger.load(review.request_id)).request
            await ledger.follow(hub, request, now, unchanged=True)


async def _instance(hub: Hub, process: ReviewProcess, review: Review) -> str:
    """Return the instance of a review: the one that an earlier try started, or a new one."""
    out = connected(hub)
    if process.intended_at is not None and (found := await out.find(review.id)):
        return found[0].id
    request = (await ledger.look(review.request_id)).request
    await process_records.intend(review.id, hub.clock.now())
    name = f"Review of #{request.number} {request.title}"
    order = Order(process.process_key, review.id, name, _facts(review, request))
    return (await out.start(order)).id


def _facts(review: Review, request: Request) -> Mapping[str, Fact]:
    """Return the figures and verdicts of a review, what it is of, and that somebody is to look."""
    return {
        "review_id": Fact("string", review.id),
        "request_id": Fact("string", request.id),
        "number": Fact("number", request.number),
        "title": Fact("string", request.title),
        "brand_id": Fact("string", request.brand_id),
        "markets": Fact("list", list(request.markets)),
        **delivery.told(review),
        rules.outcome_variable(LOOK.key): Fact("string", rules.ASKED),
    }
