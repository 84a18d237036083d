"""Saying there what was said here, and what of there did not count: each word once.

A word follows intent, call, recorded; one whose call was not answered is looked for first.
"""

from collections.abc import Sequence

from domain.orchestration import rules, tasks, words
from domain.orchestration.following import Following
from domain.orchestration.hearing import late_notes
from domain.orchestration.model import Step
from domain.workflow_service import Task


async def say(run: Following, step: Step, task: Task) -> None:
    """Comment on a task what was said on its stage here, each word once."""
    sent = await words.sent(run.mirror.subject_id)
    for word in step.words:
        if word.id in sent:
            continue
        fresh = await words.intend(word.id, run.mirror.subject_id)
        if not fresh and rules.is_there(await run.out.comments(task.id) or (), word.id):
            await words.made(word.id, run.hub.clock.now())
            continue
        if await run.out.comment(task.id, rules.marked(word.text, word.id)):
            await words.made(word.id, run.hub.clock.now())


async def note(run: Following) -> None:
    """Tell there of what was decided there and did not count, each once."""
    if run.mirror.instance_id is None:
        return
    known = await tasks.of_subject(run.mirror.subject_id)
    sent = await words.sent(run.mirror.subject_id)
    for key, text in late_notes(known, run.out.name):
        if key in sent:
            continue
        fresh = await words.intend(key, run.mirror.subject_id)
        there: Sequence[str] | None = () if fresh else await run.out.notes(run.mirror.instance_id)
        if not rules.is_there(there or (), key):
            await run.out.note(run.mirror.instance_id, rules.marked(text, key))
        await words.made(key, run.hub.clock.now())
