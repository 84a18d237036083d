"""Bringing here what people say on tasks there, each comment once, and none of our own.

Nobody tells of comments, so those of open tasks are read in turn, so many at each look.
"""

import hashlib
import re
from collections.abc import Sequence

import structlog

from domain.database import transaction
from domain.errors import HubError, Upstream
from domain.hub import Hub
from domain.orchestration import records, tasks, words
from domain.orchestration.hearing import person
from domain.orchestration.model import Mirrored
from domain.orchestration.subjects import AllSubjects, Subjects
from domain.workflow_service import Away, Remark, WorkflowService

#: The comments of how many tasks are read at one look: what is open longer waits for its turn.
TASKS_MAX = 25

#: What a comment of ours ends with; see `rules.marked`.
_MARK = re.compile(r"\[([^\[\]\s]{1,80})\]\s*\Z")

log = structlog.get_logger()


async def listen(hub: Hub, out: WorkflowService, subjects: AllSubjects) -> None:
    """Bring what was said since on the tasks whose turn it is; `Away` if the service is silent."""
    for task in await tasks.to_listen_to(TASKS_MAX):
        mirror = await records.mirror(task.subject_id)
        said = await _said(out, task)
        ours = await words.of_subject(task.subject_id) if said else set()
        for remark in said:
            found = _MARK.search(remark.text)
            made_here = found is not None and found[1] in ours
            if mirror is not None and remark.text and not made_here:
                await _kept(hub, subjects[mirror.subject_kind], task, remark)
        await tasks.listened(task.id, hub.clock.now())


async def _said(out: WorkflowService, task: Mirrored) -> Sequence[Remark]:
    """Return the comments on a task; one that cannot be read keeps no other from its turn."""
    try:
        return await out.remarks(task.id) or ()
    except Away as problem:
        if problem.silent:
            raise
        log.warning("remarks_unread", task=task.id, reason=problem.message)
        return ()


async def _kept(hub: Hub, subjects: Subjects, task: Mirrored, remark: Remark) -> None:
    """Bring one comment; one that makes trouble here keeps no other from being heard of."""
    try:
        await _bring(hub, subjects, task, remark)
    except Upstream:
        raise
    except HubError as problem:
        log.warning("remark_unheard", task=task.id, reason=problem.message)


async def _bring(hub: Hub, subjects: Subjects, task: Mirrored, remark: Remark) -> None:
    """Keep a comment here, unless it was; what it becomes here is not told there again."""
    now = hub.clock.now()
    name = hashlib.sha256(f"{task.id}:{remark.id}".encode()).hexdigest()[:40]
    async with transaction():
        if not await words.heard(f"there:{name}", task.subject_id, now):
            return
        who = await person(hub, remark.author)
        known = None if who is None or who.agency_id is not None else who
        kept = await subjects.commented(hub, task.subject_id, task.step or "", remark, known)
        if kept is not None:
            await words.heard(kept, task.subject_id, now)
