"""Taking down what the hub itself published, and seeing that it is gone."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from domain.actor import CONNECTOR
from domain.audit import service as audit
from domain.database import must_be_in_transaction, sql, transaction
from domain.database.turns import Turn
from domain.errors import HubError
from domain.exposures import service as exposures
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.jobs.model import ATTEMPTS_MAX, GiveUp, Job, RetryLater
from domain.placements import records as placements
from domain.placements.model import PlacementState
from domain.removals import records as removals
from domain.removals import seeing
from domain.requests import ledger, outcomes
from domain.requests import records as requests
from domain.targets import filling, records, rules, telling
from domain.targets.connected import Targets
from domain.targets.model import NotLetIn, Publication, Published, Report, Standing, Undecided

#: The job that takes something down.
REMOVE = "target.remove"

#: How long between two tries to take down what stands there still, in seconds: at first, where
#: people have to do something, and once it has taken long.
LOOK_AGAIN_SECONDS, HOUR_SECONDS, SELDOM_SECONDS = 300.0, 3_600.0, 21_600.0

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


async def ask_as_it_is(hub: Hub, targets: Targets, published: Published, why: str) -> None:
    """Have one thing taken down, unless something else was asked for since it was read.

    Who hands over anew meanwhile has it stand, whatever was to become of what was before.
    """
    async with transaction():
        await ledger.load(published.request_id)  # So does who hands over.
        present = await records.get(published.id)
        if present and present.version == published.version and present.closed_at is None:
            await ask_one(hub, targets, present, why)


async def remove(hub: Hub, targets: Targets, job: Job) -> None:
    """Take something down at its target, and write by what it was seen to be gone. For the job."""
    published = await records.get(job.details["publication_id"])
    if published is None or published.version != job.details["version"]:
        return
    if any(_replaces(one, published) for one in await records.brought_by_others(published)):
        async with transaction():
            await sql.take_turns(Turn.RIGHTS)
            await taken_over(hub, published)
        return
    what = await filling.named(published)
    said = await _removed(hub, targets, published, what, job)
    async with transaction():
        await sql.take_turns(Turn.RIGHTS)  # Before any row, as all do who write what is live.
        await ledger.load(published.request_id)  # So does who hands over anew.
        present = await records.get(published.id)
        if present is None or present.version != published.version:
            return  # It was handed over anew, or somebody said that it is gone: that counts.
        await _write(hub, published, said, job.details["why"])
        if said.standing is Standing.GONE:
            await _told_enough(hub, published, job)
    if said.standing is not Standing.GONE:
        still = f"it stands at {rules.called(published.target)} still"
        raise await _later(hub, published, RetryLater(LOOK_AGAIN_SECONDS, still), job)


async def _removed(
    hub: Hub, targets: Targets, published: Published, what: Publication, job: Job
) -> Report:
    """Return what came of taking something down.

    It is never given up: what nobody here can mend is told, and tried again every hour.
    """
    try:
        return await targets.need(published.target).remove(what, published.outside)
    except RetryLater as wait:
        raise await _later(hub, published, wait, job) from wait
    except Undecided as unknown:
        await hangs(hub, published.id)
        await telling.unfound(hub, published, unknown, job)
        raise RetryLater(HOUR_SECONDS, str(unknown)) from unknown
    except GiveUp as stop:
        raise await _stopped(hub, published, str(stop), job) from stop
    except Exception as error:
        if isinstance(error, NotLetIn):
            await telling.not_let_in(hub, published, error, job)
        if job.attempt < ATTEMPTS_MAX:
            raise
        said = error.message if isinstance(error, HubError) else type(error).__name__
        raise await _stopped(hub, published, said, job) from error


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


def _replaces(other: Published, going: Published) -> bool:
    """Whether what stands there is what another request brought, and not what is to go.

    A target has one thing by one name: taking down the earlier one would take down that.
    """
    there = other.standing in rules.FOLLOWED and other.going_since is None
    return there and not rules.is_overtaken(other, going)


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


async def hangs(hub: Hub, publication_id: str) -> bool:
    """Write that people have to look whether something went, and draw it for those who wait.

    False where that was known already.
    """
    now = hub.clock.now()
    async with transaction():
        if not await records.stuck(publication_id, now):
            return False
        for one in await removals.waiting(publication_id):
            request = (await ledger.load(one.request_id)).request
            await ledger.follow(hub, request, now, unchanged=True)
        return True


async def _later(hub: Hub, published: Published, wait: RetryLater, job: Job) -> RetryLater:
    """Return when to try again; people are told, once, of what takes longer than it should."""
    since = published.going_since or published.handed_at
    if hub.clock.now() - since < PATIENCE:
        return wait
    await _tell(hub, published, str(wait), job)
    return RetryLater(max(wait.seconds, SELDOM_SECONDS), str(wait))


async def _stopped(hub: Hub, published: Published, why: str, job: Job) -> RetryLater:
    """Return when to try again what no patience mends; people are told at once, and once."""
    async with transaction():
        if await hangs(hub, published.id):
            await telling.left_standing(hub, published, why)
    await _tell(hub, published, why, job)
    return RetryLater(HOUR_SECONDS, why)


async def _tell(hub: Hub, published: Published, why: str, job: Job) -> None:
    await hangs(hub, published.id)
    request = await requests.get(published.request_id)
    said = _STILL.format(
        target=rules.called(published.target),
        since=(published.going_since or published.handed_at).date().isoformat(),
        why=why.rstrip("."),
    )
    if request is not None and request.trouble != said:
        await outcomes.tell(hub, request.id, "request.not_gone", said, job.key)


async def _told_enough(hub: Hub, published: Published, job: Job) -> None:
    """Say no more on a request that something is not gone."""
    request = (await ledger.load(published.request_id)).request
    if request.trouble is not None:
        await outcomes.tell(hub, request.id, "request.gone_after_all", None, job.key)


async def _write(hub: Hub, published: Published, said: Report, why: str) -> None:
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
