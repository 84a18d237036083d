"""Telling a running instance how its subject does: settled figures and verdicts, as variables.

Compared with what the instance holds, so it may be done again; nothing is remembered here.
"""

from domain.hub import Hub
from domain.orchestration import rules
from domain.orchestration.model import Mirror
from domain.orchestration.subjects import Subjects
from domain.workflow_service import WorkflowService


async def tell(hub: Hub, out: WorkflowService, subjects: Subjects, mirror: Mirror) -> None:
    """Set the variables of an instance that runs, as far as they say something else."""
    told = await subjects.measured(hub, mirror.subject_id) if mirror.instance_id else {}
    if not told:
        return
    for one in await out.find(mirror.subject_id):
        if one.id == mirror.instance_id and one.running:
            held = one.values
            fresh = {name: fact for name, fact in told.items() if not rules.says(held, name, fact)}
            if fresh:
                await out.set_variables(one.id, fresh)
