"""Starting the instance of a subject once, another in its place, and ending those beside it.

A start that was not answered is looked for by its generation before there is another.
"""

from dataclasses import replace

from domain.orchestration import records, rules
from domain.orchestration.following import Following
from domain.orchestration.model import Mirror, Standing
from domain.workflow_service import Order, WorkflowService


async def begin(run: Following) -> None:
    """Start an instance unless there is one."""
    if run.mirror.instance_id is not None:
        return
    found = await _started_before(run) if run.mirror.intended_at is not None else None
    now = run.hub.clock.now()
    if found is None:
        if run.standing.over is not None:
            return
        await run.keep(replace(run.mirror, intended_at=now, ended_at=None))
        standing, generation = run.standing, run.mirror.generation
        order = Order(
            run.mirror.process_key,
            run.mirror.subject_id,
            standing.name,
            rules.started_with(standing, generation),
        )
        found = (await run.out.start(order)).id
        await run.keep(told(replace(run.mirror, instance_id=found, revised_at=now), standing))
        return
    # What it was started with is not known: everything is told again.
    await run.keep(replace(run.mirror, instance_id=found, revised_at=now, pushed=""))


def told(mirror: Mirror, standing: Standing) -> Mirror:
    """Return the mirror of an instance that was told all it has to know."""
    return replace(mirror, revision=standing.revision, pushed=rules.shape(standing))


async def _started_before(run: Following) -> str | None:
    """Return the instance that an earlier try started, if it did."""
    for one in await run.out.find(run.mirror.subject_id):
        if rules.of_generation(one.values) == run.mirror.generation:
            return one.id
    return None


async def renewed(out: WorkflowService, mirror: Mirror, why: str) -> Mirror:
    """End the present instance, if it runs, and have the next one started."""
    if mirror.instance_id is not None:
        await out.end(mirror.instance_id, why)
    fresh = replace(
        mirror,
        generation=mirror.generation + 1,
        instance_id=None,
        intended_at=None,
        revised_at=None,
        pushed="",
        ended_at=None,
    )
    await records.change_mirror(fresh)
    return fresh


async def end_others(out: WorkflowService, mirror: Mirror) -> None:
    """End what runs about a subject beside the instance that is mirrored."""
    for one in await out.find(mirror.subject_id):
        mine = rules.of_generation(one.values) == mirror.generation
        if one.running and one.id != mirror.instance_id and not (mine and not mirror.instance_id):
            await out.end(one.id, "Another instance is the one that is mirrored.")
