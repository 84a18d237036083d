"""Bringing a process instance to where its subject stands here. Every step may be done again.

Nothing is remembered of what happened: each run compares how the subject stands with what is
there, and does what is missing. What cannot be repeated at the service follows intent, call,
recorded id; after a crash it is looked up.
"""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

from domain.errors import Upstream
from domain.hub import Hub
from domain.jobs.model import Job, RetryLater
from domain.orchestration import (
    drifts,
    measuring,
    records,
    rules,
    saying,
    service,
    starting,
    tasks,
)
from domain.orchestration.following import Following
from domain.orchestration.hearing import hear
from domain.orchestration.model import Drift, Gap, Mirror, Step, Verdict
from domain.orchestration.subjects import AllSubjects, Subjects
from domain.workflow_service import Asked, Away, Task, WorkflowService

#: How long an instance is given to ask for what comes next.
SETTLING = timedelta(seconds=30)

#: How many tasks are asked for at once, and the most of one instance that are read.
PAGE, TASKS_MAX = 100, 1_000


async def mirror(hub: Hub, subjects: AllSubjects, job: Job) -> None:
    """Bring the instance of a subject to where it stands; again later if the service is away.

    That is tried for as long as it takes: the subject goes on here meanwhile.
    """
    subject_id = str(job.details["subject_id"])
    found = await records.mirror(subject_id)
    if found is None:
        return
    try:
        if job.details.get("anew") == found.generation:
            found = await starting.renewed(service.connected(hub), found, "It is started anew.")
        if job.details.get("alone"):
            await starting.end_others(service.connected(hub), found)
        wait = await follow_up(hub, subjects[found.subject_kind], found)
    except Upstream as problem:
        failures = await records.failed(subject_id, problem.message, hub.clock.now())
        asked = problem.seconds if isinstance(problem, Away) else None
        raise RetryLater(max(asked or 0, rules.wait_after(failures)), problem.message) from problem
    await records.well(subject_id)
    if wait > timedelta(0):
        raise RetryLater(
            wait.total_seconds(), "a vote can be taken back still, or tasks are on their way there"
        )


async def follow_up(hub: Hub, subjects: Subjects, found: Mirror) -> timedelta:
    """Do what is missing there; return when more is to be done, zero if nothing."""
    standing = await subjects.standing(found.subject_id)
    if standing is None:
        return timedelta(0)
    run = Following(hub, service.connected(hub), subjects, found, standing)
    if standing.over is not None and not await _begun(run):
        await _ended(run)
        return timedelta(0)
    await starting.begin(run)
    await _listen(run)
    wait = await _bring(run)
    if run.standing.over is None and await _lost(run):
        if run.moved:
            return SETTLING  # Its next tasks may be on their way.
        why = "It could not follow a revision."
        await run.keep(await starting.renewed(run.out, run.mirror, why))
        await run.keep(replace(run.mirror, restarted_for=rules.rounds(run.standing)))
        await starting.begin(run)
        wait = await _bring(run)
    await saying.note(run)
    if standing.over is None:
        await measuring.tell(hub, run.out, subjects, run.mirror)
    await _rest(run, wait)
    return wait


async def _bring(run: Following) -> timedelta:
    """Tell the instance all there is to tell; return when more is to be done, zero if nothing."""
    await _push(run)
    return await _decide(run)


async def open_tasks(out: WorkflowService, instance_id: str) -> list[Task]:
    """Return the open tasks of an instance."""
    return [task async for task in _tasks(out, Asked(instance_id=instance_id))]


async def _tasks(out: WorkflowService, asked: Asked) -> AsyncIterator[Task]:
    known: set[str] = set()
    for offset in range(0, TASKS_MAX, PAGE):
        page = await out.list_tasks(asked, offset, PAGE)
        for task in page.tasks:
            if task.id not in known:
                known.add(task.id)
                yield task
        if len(page.tasks) + len(page.unreadable) < PAGE:
            return


async def _begun(run: Following) -> bool:
    """Whether there is an instance, or may be one."""
    return run.mirror.instance_id is not None or run.mirror.intended_at is not None


async def _listen(run: Following) -> None:
    """Let what was completed there count before anything is said there."""
    if run.mirror.instance_id is None:
        return
    asked = Asked(instance_id=run.mirror.instance_id, finished=True)
    heard = [
        await hear(run.hub, run.subjects, run.mirror, task) async for task in _tasks(run.out, asked)
    ]
    if Verdict.COUNTED in heard:
        run.standing = await run.subjects.standing(run.mirror.subject_id) or run.standing


async def _lost(run: Following) -> bool:
    """Whether the instance will never ask for what is open here."""
    if run.mirror.instance_id is None:
        return False
    found = await run.out.get_instance(run.mirror.instance_id)
    running = found is not None and found.running
    there = await _listed(run) if running else []
    known = await tasks.of_subject(run.mirror.subject_id)
    ids = frozenset(task.id for task in there)
    return rules.cannot_follow(run.mirror, run.standing, known, ids, running=running)


async def _listed(run: Following) -> list[Task]:
    """Return the open tasks of the instance; they are known from now on."""
    if run.mirror.instance_id is None:
        return []
    found = await open_tasks(run.out, run.mirror.instance_id)
    for task in found:
        step = rules.matched(task, run.standing)
        await tasks.seen(run.mirror.subject_id, run.mirror.generation, step, task)
        if step is None and not rules.waits_for_revision(task):
            await _stray(run, task)
    return found


async def _stray(run: Following, task: Task) -> None:
    said = (
        f"`{task.name}` in {run.out.name} stands for no stage of this: name it as a stage, by its"
        " variable `stage`, its category or its name."
    )
    found = Drift(
        f"{Gap.TASK_UNMATCHED}:{task.id}",
        Gap.TASK_UNMATCHED,
        run.mirror.subject_id,
        task.id,
        said,
        run.hub.clock.now(),
        lasting=True,
    )
    await drifts.keep(found)


async def _push(run: Following) -> None:
    """Tell the instance what is asked for now, and let it go on from where it waits for that."""
    standing, instance = run.standing, run.mirror.instance_id
    if instance is None or standing.over is not None:
        return
    if run.mirror.pushed != rules.shape(standing):
        facts = {**standing.facts, **rules.outcome_facts(standing)}
        if not await run.out.set_variables(instance, facts):
            return
        await run.keep(starting.told(replace(run.mirror, revised_at=run.hub.clock.now()), standing))
    if any(step.open for step in standing.steps):
        for task in await _listed(run):
            if rules.waits_for_revision(task) and rules.matched(task, standing) is None:
                await tasks.intend(task.id, rules.REVISED)
                done = await run.out.complete(task.id, rules.REVISED, rules.revised_with())
                run.moved = done or run.moved


async def _decide(run: Following) -> timedelta:
    """Say there what was said here, and complete what was decided here for good."""
    now, window = run.hub.clock.now(), run.hub.undo_window
    for _ in range(len(run.standing.steps) + 1):
        there = {rules.matched(task, run.standing): task for task in await _listed(run)}
        done = False
        for step in run.standing.steps:
            if step.automatic:
                done = await _pass(run, step) or done
            elif (task := there.get(step.key)) is not None:
                await saying.say(run, step, task)
                if rules.settled_for_good(step, now, window):
                    done = await _complete(run, step, task) or done
        run.moved = done or run.moved
        if not done:
            break
    waits = [
        step.decided_at + window - now
        for step in run.standing.steps
        if step.decision is not None and not step.automatic and step.decided_at is not None
        if not rules.settled_for_good(step, now, window)
    ]
    return min(waits, default=timedelta(0))


async def _pass(run: Following, step: Step) -> bool:
    """Let the instance go on from a stage that the hub closed by itself; whether it did."""
    if step.decision is None or run.mirror.instance_id is None:
        return False
    name = rules.outcome_variable(step.key)
    facts = {name: rules.decided_with(step)[name]}
    return await run.out.signal(run.mirror.instance_id, rules.named(step.key), facts)


async def _complete(run: Following, step: Step, task: Task) -> bool:
    """Complete a task as its stage was decided here; whether that was still to be done."""
    if step.decision is None:
        return False
    await tasks.intend(task.id, rules.intent_of(step))
    if not await run.out.complete(task.id, step.decision, rules.decided_with(step)):
        await _listen(run)  # Somebody was quicker there; in here this was decided first.
        return False
    await tasks.closed(task.id, run.hub.clock.now(), Verdict.OURS, step.decision)
    return True


async def _rest(run: Following, wait: timedelta) -> None:
    """End the instance of what is over; note where nothing is asked of anybody any more."""
    standing, instance = run.standing, run.mirror.instance_id
    if wait > timedelta(0):
        return
    if standing.over is not None:
        if instance is not None:  # A start that failed left the intent alone.
            await run.out.end(instance, standing.over)
        await _ended(run)
        return
    if instance is None:
        return
    found = await run.out.get_instance(instance)
    quiet = not any(step.open for step in standing.steps) and not (found and found.running)
    if quiet:
        await _ended(run)
    elif run.mirror.ended_at is not None:
        await run.keep(replace(run.mirror, ended_at=None))


async def _ended(run: Following) -> None:
    """Write that nothing is asked of anybody any more; what was apart is no more either."""
    now = run.hub.clock.now()
    await run.keep(replace(run.mirror, ended_at=run.mirror.ended_at or now))
    found = await drifts.of_subject(run.mirror.subject_id)
    await drifts.mended([one.key for one in found if one.lasting], now)
