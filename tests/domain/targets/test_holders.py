"""Two live workers hold the same job to publish: nothing is made twice."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from domain.clock import SteppingClock
from domain.jobs import records as jobs
from domain.jobs.model import LEASE, Job, JobState, RetryLater
from domain.targets import handing, publishing, records
from domain.targets.connected import Targets
from domain.targets.model import Noted, Publication, Report, unnoted
from tests.domain.targets.addresses import Addresses
from tests.domain.targets.scene import Scene
from tests.domain.targets.stand import Stand


@dataclass
class Slow(Stand):
    """Waits with its first call until it is let go; nothing was made until then."""

    called: asyncio.Event = field(default_factory=asyncio.Event)
    let_go: asyncio.Event = field(default_factory=asyncio.Event)

    async def publish(
        self,
        what: Publication,
        outside: Mapping[str, str],
        *,
        tried: bool,
        noted: Noted = unnoted,  # noqa: ARG002  As the port has it.
    ) -> Report:
        if not self.called.is_set():
            self.called.set()
            await self.let_go.wait()
        return await super().publish(what, outside, tried=tried)


async def job_of(scene: Scene) -> Job:
    """Have a release approved, and let its day come; return the job that publishes it."""
    await scene.approved()
    waiting = await jobs.with_state(JobState.OPEN, 1_000)
    return next(one for one in waiting if one.kind == handing.PUBLISH)


async def test_who_finds_a_try_of_another_holder_waits_until_that_cannot_create_any_more(
    scene: Scene, clock: SteppingClock, addresses: Addresses
) -> None:
    job, stand, hub = await job_of(scene), Slow(), scene.house.world.hub
    targets = Targets((stand,), media=addresses)
    clock.advance(timedelta(days=10))
    first = asyncio.create_task(publishing.publish(hub, targets, job))
    await stand.called.wait()
    with pytest.raises(RetryLater) as asked:
        await publishing.publish(hub, targets, job)
    stand.let_go.set()
    await first
    clock.advance(LEASE)
    await publishing.publish(hub, targets, job)

    assert 0 < asked.value.seconds <= LEASE.total_seconds()
    assert stand.calls == ["publish new"]


async def test_of_two_holders_who_saw_no_try_only_one_begins(scene: Scene) -> None:
    job, hub = await job_of(scene), scene.house.world.hub
    seen = await records.get(job.details["publication_id"])
    assert seen is not None
    first = await publishing.begins(seen, hub.clock.now())
    with pytest.raises(RetryLater):
        await publishing.begins(seen, hub.clock.now())
    again = await publishing.begins(replace(seen, version=seen.version - 1), hub.clock.now())

    assert (first, again) == (True, False)
