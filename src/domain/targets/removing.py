"""Taking down what the hub itself published, and seeing that it is gone."""

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
from domain.requests import ledger
from domain.targets import filling, records, rules
from domain.targets.connected import Targets
from domain.targets.model import Published, Report, Standing, Undecided

#: The job that takes something down.
REMOVE = "target.remove"

#: How long between two tries to take down what stands there still, in seconds.
LOOK_AGAIN_SECONDS = 300.0


async def ask(hub: Hub, request_id: str, why: str) -> None:
    """Have everything that the hub itself published for a request taken down, `why` in words.

    In the running transaction. What was never begun is not begun any more.
    """
    for one in await records.of_request(request_id):
        await ask_one(hub, one, why)


async def ask_one(hub: Hub, published: Published, why: str) -> None:
    """Have one thing taken down; in the running transaction."""
    must_be_in_transaction()
    now = hub.clock.now()
    if not published.anything_there:
        await records.close(published.id, now)
        return
    asked = await records.ask_again(published.id)
    await jobs.ask(
        hub.wake,
        now,
        key=f"{REMOVE}:{asked.id}:{asked.version}",
        kind=REMOVE,
        lane=lane(asked),
        details={**details(asked), "why": why},
    )


async def remove(hub: Hub, targets: Targets, job: Job) -> None:
    """Take something down at its target, and write by what it was seen to be gone. For the job."""
    published = await records.get(job.details["publication_id"])
    if published is None or published.version != job.details["version"]:
        return
    target = targets.need(published.target)
    what = await filling.named(published)
    try:
        said = await target.remove(what, published.outside)
    except Undecided as unknown:
        raise GiveUp(f"{str(unknown).rstrip('.')}; look there, and take it down") from unknown
    async with transaction():
        await sql.take_turns(Turn.RIGHTS)  # Before any row, as all do who write what is live.
        await _write(hub, targets, published, said, job.details["why"])
    if said.standing is not Standing.GONE:
        still = f"it stands at {rules.called(published.target)} still"
        raise RetryLater(LOOK_AGAIN_SECONDS, still)


def lane(published: Published) -> str:
    """Return the lane of all that is done about one thing: one after another."""
    return f"target:{published.id}"


def details(published: Published) -> dict[str, Any]:
    """Return what the jobs of something know of it."""
    return {
        "request_id": published.request_id,
        "publication_id": published.id,
        "version": published.version,
    }


async def _write(hub: Hub, targets: Targets, published: Published, said: Report, why: str) -> None:
    now = hub.clock.now()
    request = (await ledger.load(published.request_id)).request
    await records.answered(published, said, now)
    if said.standing is not Standing.GONE:
        return
    await records.close(published.id, now)
    await targets.media.close(hub, published.name)
    await exposures.follow(hub, request, [], live=False)
    state = PlacementState.WITHDRAWN
    await placements.put(request.id, published.target, request.id, state, now)
    told = {"target": published.target, "why": why, "evidence": list(said.evidence)}
    await audit.record(now, CONNECTOR, "publication.removed", request.id, told)
    await ledger.follow(hub, request, now, unchanged=True)
