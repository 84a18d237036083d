"""Comparing the hub and the service, and mending where they are apart."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.errors import Upstream
from domain.hub import Hub
from domain.jobs.model import Job
from domain.orchestration import drifts, records, rules, service
from domain.orchestration.mirroring import open_tasks
from domain.orchestration.model import Drift, Gap, Mirror, Standing, Step
from domain.orchestration.subjects import AllSubjects
from domain.workflow_service import Instance, Task, WorkflowService

#: How many mirrors are read at once, and how many ways of being apart are shown.
BATCH, SHOWN_MAX = 100, 500

#: What another instance mends, and what the same one does when it is told again.
_ANEW = frozenset({Gap.INSTANCE_MISSING, Gap.INSTANCE_ENDED, Gap.TASK_MISSING})
_AGAIN = frozenset({Gap.INSTANCE_RUNNING, Gap.TASK_OPEN, Gap.REVISION_BEHIND, Gap.AWAY})


@dataclass(frozen=True, slots=True)
class _There:
    """What was found in the service about one subject."""

    instance: Instance | None
    others: Sequence[Instance]
    tasks: Sequence[Task]


async def check(
    hub: Hub, subjects: AllSubjects, progress: Callable[[int, int], None] = lambda *_: None
) -> list[Drift]:
    """Compare everything that is mirrored; return every way of being apart, newest first.

    What was apart and is no more is written as mended. `progress` is told how many subjects were
    compared, and of how many. `Away` if the service does not answer.
    """
    total, _ = await records.counts()
    done, after = 0, ""
    while batch := await records.mirrors(after, BATCH):
        for mirror in batch:
            await _compare(hub, subjects, mirror)
            done += 1
            progress(done, total)
        after = batch[-1].subject_id
    return await drifts.newest(SHOWN_MAX)


async def check_hourly(hub: Hub, subjects: AllSubjects, _: Job) -> None:
    """Compare, so that whoever looks finds it; a service that is away is compared an hour later."""
    if hub.workflow_service is None:
        return
    try:
        await check(hub, subjects)
    except Upstream:
        return


async def repair(hub: Hub, found: Sequence[Drift]) -> int:
    """Have a worker mend what can be mended, and take events as seen; return how many these are.

    What only somebody there can mend stays.
    """
    now = hub.clock.now()
    anew = {one.subject_id for one in found if one.gap in _ANEW}
    again = {one.subject_id for one in found if one.gap in _AGAIN} - anew
    for subject_id in anew | again:
        mirror = await records.mirror(subject_id) if subject_id else None
        if mirror is None:
            continue
        await service.mend(hub, mirror, now, anew=subject_id in anew)
    seen = [one.key for one in found if not one.lasting]
    mended = [one.key for one in found if one.lasting and one.gap in _ANEW | _AGAIN]
    await drifts.mended(seen, now)
    return len(seen) + len(mended)


async def _compare(hub: Hub, subjects: AllSubjects, mirror: Mirror) -> None:
    now = hub.clock.now()
    standing = await subjects[mirror.subject_kind].standing(mirror.subject_id)
    if standing is None:
        return
    there = await _look(service.connected(hub), mirror)
    found = [
        Drift(f"{gap}:{mirror.subject_id}:{what}"[:200], gap, mirror.subject_id, task, said, now,
              lasting=True)
        for gap, what, task, said in _apart(hub, mirror, standing, there)
    ]  # fmt: skip
    keys = {one.key for one in found}
    before = [one for one in await drifts.of_subject(mirror.subject_id) if one.lasting]
    unmatched = {f"{Gap.TASK_UNMATCHED}:{task.id}" for task in there.tasks}
    gone = [one.key for one in before if one.key not in keys | unmatched]
    await drifts.mended(gone, now)
    for one in found:
        await drifts.keep(one)


async def _look(out: WorkflowService, mirror: Mirror) -> _There:
    if mirror.instance_id is None:
        return _There(None, (), ())
    about = await out.find(mirror.subject_id)
    instance = next((one for one in about if one.id == mirror.instance_id), None)
    instance = instance or await out.get_instance(mirror.instance_id)
    others = [one for one in about if one.id != mirror.instance_id and one.running]
    there = await open_tasks(out, mirror.instance_id) if instance and instance.running else []
    return _There(instance, others, there)


_Apart = Iterator[tuple[Gap, str, str | None, str]]


def _apart(hub: Hub, mirror: Mirror, standing: Standing, there: _There) -> _Apart:
    """Yield every way of being apart: which, of what, by which task, in words."""
    name = standing.name
    asked = [step for step in standing.steps if step.open and not step.automatic]
    if mirror.trouble is not None:
        yield Gap.AWAY, "", None, f"{name}: {mirror.trouble}"
    for other in there.others:
        said = f"{name}: another instance, {other.id}, runs beside the one that is mirrored."
        yield Gap.INSTANCE_RUNNING, other.id, None, said
    if mirror.instance_id is None:
        if mirror.trouble is None and standing.over is None:
            yield Gap.INSTANCE_MISSING, "", None, f"{name}: its instance was not started yet."
        return
    if there.instance is None and asked:
        yield Gap.INSTANCE_MISSING, "", None, f"{name}: its instance is not there any more."
        return
    running = there.instance is not None and there.instance.running
    if asked and not running:
        waiting = ", ".join(f"`{step.title}`" for step in asked)
        said = f"{name}: its instance ended, and {waiting} is open in Greenlight."
        yield Gap.INSTANCE_ENDED, "", None, said
        return
    if standing.over is not None and running:
        said = f"{name}: it is over in Greenlight ({standing.over}), and its instance runs still."
        yield Gap.INSTANCE_RUNNING, mirror.instance_id, None, said
    if running and standing.over is None:
        yield from _tasks_apart(hub, mirror, standing, there.tasks, asked)


def _tasks_apart(
    hub: Hub, mirror: Mirror, standing: Standing, there: Sequence[Task], asked: Sequence[Step]
) -> _Apart:
    name, now = standing.name, hub.clock.now()
    if mirror.pushed != rules.shape(standing):
        said = f"{name}: its instance knows revision {mirror.revision}, not {standing.revision}."
        yield Gap.REVISION_BEHIND, "", None, said
    found = {task.id: rules.matched(task, standing) for task in there}
    for task in there:
        step = standing.step(found[task.id] or "")
        if step is not None and _closed_for_long(hub, step, now):
            said = f"{name}: `{task.name}` is open there, and decided here ({step.decision})."
            yield Gap.TASK_OPEN, task.id, task.id, said
    for step in asked:
        if step.key not in found.values():
            said = f"{name}: `{step.title}` is open here, and there is no task for it there."
            yield Gap.TASK_MISSING, step.key, None, said


def _closed_for_long(hub: Hub, step: Step, now: datetime) -> bool:
    return rules.settled_for_good(step, now, hub.undo_window)
