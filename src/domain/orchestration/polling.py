"""Hearing of what happens in the service: it tells nobody, so it is asked again and again.

Lists are read from where they were read to before, minus an overlap, oldest first and from the
last instant read on rather than by position: what leaves a list meanwhile moves no other out of
sight. What is seen twice changes nothing.
"""

from datetime import datetime, timedelta

import structlog

from domain.errors import HubError, Upstream
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.jobs.model import Job, RetryLater
from domain.orchestration import drifts, records, remarks, service, tasks
from domain.orchestration.hearing import hear
from domain.orchestration.model import Drift, Gap, Mirror
from domain.orchestration.subjects import AllSubjects
from domain.workflow_service import Asked, Task, TaskPage, WorkflowService

#: How far is read again what was read: clocks differ, and what is written late has an early time.
OVERLAP = timedelta(minutes=5)

#: How many tasks are asked for at once, and of how many pages one look consists at most.
PAGE, PAGES_MAX = 100, 50

#: How long it is looked for, after the hour a job was asked for; the next hour's has begun then.
HOUR = timedelta(hours=1)

log = structlog.get_logger()


async def poll(hub: Hub, subjects: AllSubjects, every: timedelta, job: Job) -> None:
    """Look now, and again after `every` until the hour is over; then the next hour's job does."""
    now = hub.clock.now()
    if hub.workflow_service is None:
        return
    wait = every.total_seconds()
    try:
        await look(hub, subjects)
    except Upstream as problem:
        log.warning("workflow_service_silent", reason=problem.message)
        wait = max(wait, float(getattr(problem, "seconds", None) or 0))
    begun = datetime.fromisoformat(f"{job.key.removeprefix(f'{service.POLL}:')}:00+00:00")
    if now < begun + HOUR:
        raise RetryLater(wait, "it is looked again", anew=True)
    await ask(hub, now)


async def ask(hub: Hub, now: datetime) -> None:
    """Ask for this hour's looking, unless it was asked for already."""
    key = f"{service.POLL}:{now:%Y-%m-%dT%H}"
    await jobs.ask(hub.wake, now, key=key, kind=service.POLL, lane=service.POLL, details={})


async def look(hub: Hub, subjects: AllSubjects) -> None:
    """Hear of every task that came or was completed since the last look; `Away` if it cannot."""
    out = service.connected(hub)
    for key in await records.process_keys():
        for finished in (False, True):
            await _Look(hub, out, subjects, key, finished=finished).read()
    await remarks.listen(hub, out, subjects)


class _Look:
    """Reading one list of one process."""

    def __init__(
        self, hub: Hub, out: WorkflowService, subjects: AllSubjects, key: str, *, finished: bool
    ) -> None:
        self._hub = hub
        self._out = out
        self._subjects = subjects
        self._key = key
        self._finished = finished
        self._name = f"{'finished' if finished else 'open'}:{key}"
        self._known: set[str] = set()

    async def read(self) -> None:
        """Read what is new, and write up to when it was read."""
        since = await records.cursor(self._name)
        after = since - OVERLAP if since else None
        offset = 0
        for _ in range(PAGES_MAX):
            asked = Asked(definition=self._key, after=after, finished=self._finished)
            page = await self._out.list_tasks(asked, offset, PAGE)
            await self._take(page)
            last = self._last(page)
            if last is not None:
                await records.read_up_to(self._name, last)
            if len(page.tasks) + len(page.unreadable) < PAGE:
                return
            if last is not None and (after is None or last > after + _STEP):
                after, offset = last - _STEP, 0
            else:
                offset += PAGE  # A whole page of one instant.

    def _last(self, page: TaskPage) -> datetime | None:
        found = [self._at(task) for task in page.tasks]
        return max(found, default=None)

    def _at(self, task: Task) -> datetime:
        return (task.closed_at if self._finished else None) or task.created_at

    async def _take(self, page: TaskPage) -> None:
        for said in page.unreadable:
            now = self._hub.clock.now()
            key = f"{Gap.UNREADABLE}:{said}"[:200]
            text = f"{self._out.name} listed a task that cannot be read: {said}"
            await drifts.keep(Drift(key, Gap.UNREADABLE, None, None, text, now, lasting=False))
        for task in page.tasks:
            if task.id not in self._known:
                self._known.add(task.id)
                await self._one(task)

    async def _one(self, task: Task) -> None:
        mirror = await _mirror_of(task)
        if mirror is None:
            await self._stray(task)
            return
        await drifts.mended([_stray_key(task)], self._hub.clock.now())
        if self._finished:
            await self._hear(mirror, task)
        elif await tasks.known(task.id) is None:
            now = self._hub.clock.now()
            await service.follow(self._hub, mirror.subject_id, f"task:{task.id}", now)

    async def _hear(self, mirror: Mirror, task: Task) -> None:
        """Let a task count; one that makes trouble here keeps no other from being heard of."""
        try:
            await hear(self._hub, self._subjects[mirror.subject_kind], mirror, task)
        except Upstream:
            raise
        except HubError as problem:
            log.warning("decision_unheard", task=task.id, reason=problem.message)
            now, gap = self._hub.clock.now(), Gap.DECISION_UNUSABLE
            said = f"`{task.name}` was completed in {self._out.name}: {problem.message}"
            key, about = f"unheard:{task.id}", mirror.subject_id
            await drifts.keep(Drift(key, gap, about, task.id, said, now, lasting=False))

    async def _stray(self, task: Task) -> None:
        """List a task of one of our processes whose instance the hub did not start."""
        if task.deleted:
            return
        said = (
            f"`{task.name}` ({task.id}) in {self._out.name} is of an instance of `{self._key}` that"
            " Greenlight does not know: it was not started from here, or started anew since."
        )
        now = self._hub.clock.now()
        found = Drift(_stray_key(task), Gap.TASK_UNMATCHED, None, task.id, said, now, lasting=False)
        if await tasks.known(task.id) is None:
            await drifts.keep(found)


async def _mirror_of(task: Task) -> Mirror | None:
    """Return the mirror a task belongs to, by its instance."""
    return await records.mirror_of_instance(task.instance_id) if task.instance_id else None


def _stray_key(task: Task) -> str:
    return f"stray:{task.id}"


#: The smallest step of the service's times.
_STEP = timedelta(milliseconds=1)
