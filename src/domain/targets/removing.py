"""Taking down what the hub itself published, and seeing that it is gone."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from domain.actor import CONNECTOR
from domain.audit import service as audit
from domain.database import must_be_in_transaction, sql, transaction
from domain.database.turns import Turn
from domain.exposures import service as exposures
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.jobs.model import GiveUp, Job, RetryLater
from domain.placements import records as placements
from domain.placements.model import PlacementState
from domain.removals import records as removals
from domain.removals import seeing
from domain.requests import ledger, outcomes
from domain.requests import records as requests
from domain.targets import filling, records, rules
from domain.targets.connected import Targets
from domain.targets.model import Published, Report, Standing, Undecided

#: The job that takes something down.
REMOVE = "target.remove"

#: How long between two tries to take down what stands there still, in seconds: at first, and once
#: people were told.
LOOK_AGAIN_SECONDS, SELDOM_SECONDS = 300.0, 21_600.0

#: How long a target has to take something down before people are told.
PATIENCE = timedelta(days=1)

_STILL = (
    "It was to be taken down by {target} since {since}, and is not gone: {why}. Have it taken down"
    " there by hand; it is tried again now and then."
)


async def ask(hub: Hub, targets: Targets, request_id: str, why: str) -> None:
    """Have everything that the hub itself published for a request taken down, `why` in words.

    In the running transaction. What was never begun is not begun any more.
    """
    for one in await records.of_request(request_id):
        await ask_one(hub, targets, one, why)


async def ask_one(hub: Hub, targets: Targets, published: Published, why: str) -> None:
    """Have one thing taken down; in the running transaction.

    Its files are given out no more from now on, however long its target takes.
    """
    must_be_in_transaction()
    now = hub.clock.now()
    if not published.anything_there:
        await records.close(published.id, now)
        await filling.close_others(hub, targets, published.name)
        await seeing.gone(hub, published.id, ("it was never published there",))
        return
    asked = await records.let_go(published.id, now)
    await filling.close_others(hub, targets, published.name)
    await jobs.ask(
        hub.wake,
        now,
        key=f"{REMOVE}:{asked.id}:{asked.version}",
        kind=REMOVE,
        lane=lane(asked.id),
        details={**details(asked), "why": why},
    )


async def remove(hub: Hub, targets: Targets, job: Job) -> None:
    """Take something down at its target, and write by what it was seen to be gone. For the job."""
    published = await records.get(job.details["publication_id"])
    if published is None or published.version != job.details["version"]:
        return
    if any(_replaces(one) for one in await records.brought_by_others(published)):
        async with transaction():
            await sql.take_turns(Turn.RIGHTS)
            await taken_over(hub, published)
        return
    target = targets.need(published.target)
    what = await filling.named(published)
    try:
        said = await target.remove(what, published.outside)
    except RetryLater as wait:
        raise await _later(hub, published, wait, job) from wait
    except Undecided as unknown:
        where = "look there, and take it down by hand if it stands"
        raise GiveUp(f"{str(unknown).rstrip('.')}; {where}") from unknown
    async with transaction():
        await sql.take_turns(Turn.RIGHTS)  # Before any row, as all do who write what is live.
        await _write(hub, published, said, job.details["why"])
    if said.standing is not Standing.GONE:
        still = f"it stands at {rules.called(published.target)} still"
        raise await _later(hub, published, RetryLater(LOOK_AGAIN_SECONDS, still), job)


async def taken_over(hub: Hub, earlier: Published) -> None:
    """Leave what a request brought to another one, whose own stands in its place now.

    In the running transaction, which has the turn of rights.
    """
    now = hub.clock.now()
    await records.close(earlier.id, now)
    request = (await ledger.load(earlier.request_id)).request
    await exposures.follow(hub, request, [], live=False)
    details = {"target": earlier.target, "name": earlier.name}
    await audit.record(now, CONNECTOR, "publication.taken_over", request.id, details)


def _replaces(other: Published) -> bool:
    """Whether what stands there is what another request brought.

    A target has one thing by one name: taking down the earlier one would take down that.
    """
    there = other.standing in {Standing.PROCESSING, Standing.LIVE}
    return there and other.going_since is None


def lane(publication_id: str) -> str:
    """Return the lane of all that is done about one thing: one after another."""
    return f"target:{publication_id}"


def details(published: Published) -> dict[str, Any]:
    """Return what the jobs of something know of it."""
    return {
        "request_id": published.request_id,
        "publication_id": published.id,
        "version": published.version,
    }


async def hangs(hub: Hub, publication_id: str) -> None:
    """Write that people have to look whether something went, and draw it for those who wait."""
    now = hub.clock.now()
    async with transaction():
        if await records.stuck(publication_id, now):
            for one in await removals.waiting(publication_id):
                request = (await ledger.load(one.request_id)).request
                await ledger.follow(hub, request, now, unchanged=True)


async def _later(hub: Hub, published: Published, wait: RetryLater, job: Job) -> RetryLater:
    """Return when to try again; people are told, once, of what takes longer than it should."""
    since = published.going_since or published.handed_at
    if hub.clock.now() - since < PATIENCE:
        return wait
    await hangs(hub, published.id)
    request = await requests.get(published.request_id)
    said = _STILL.format(
        target=rules.called(published.target), since=since.date().isoformat(), why=wait
    )
    if request is not None and request.trouble != said:
        await outcomes.tell(hub, request.id, "request.not_gone", said, job.key)
    return RetryLater(max(wait.seconds, SELDOM_SECONDS), str(wait))


async def _write(hub: Hub, published: Published, said: Report, why: str) -> None:
    await ledger.load(published.request_id)
    await records.answered(published, said, hub.clock.now())
    if said.standing is Standing.GONE:
        told = {"target": published.target, "why": why, "evidence": list(said.evidence)}
        await ended(hub, published, told, said.evidence)


async def ended(
    hub: Hub,
    published: Published,
    told: Mapping[str, Any],
    evidence: Sequence[str],
    said_by: str | None = None,
) -> None:
    """Write that something is gone, and what ends with it; `told` is for the record.

    Seen by the hub, or `said_by` a person. In the running transaction, which has the turn of
    rights.
    """
    now, request = hub.clock.now(), (await ledger.load(published.request_id)).request
    await records.close(published.id, now)
    await exposures.follow(hub, request, [], live=False)
    state = PlacementState.WITHDRAWN
    await placements.put(request.id, published.target, request.id, state, now)
    await seeing.gone(hub, published.id, evidence, said_by)
    await audit.record(now, CONNECTOR, "publication.removed", request.id, told)
    await ledger.follow(hub, request, now, unchanged=True)
