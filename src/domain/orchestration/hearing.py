"""What becomes of a task that was completed in the service: it closes a stage here, or is told of.

The first decision in the database counts. A later one changes nothing: it is recorded, listed as
drift, and answered by a comment there.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.actor import Actor, Door
from domain.database import transaction
from domain.hub import Hub
from domain.orchestration import drifts, rules, service, tasks
from domain.orchestration.model import (
    Drift,
    Gap,
    Heard,
    Mirror,
    Mirrored,
    Outcome,
    Said,
    Standing,
    Verdict,
)
from domain.orchestration.subjects import Subjects
from domain.people import entering
from domain.people import records as people
from domain.workflow_service import Task

#: Verdicts of which nobody has to be told.
_SILENT = frozenset({Verdict.OURS, Verdict.COUNTED, Verdict.DROPPED})


@dataclass(frozen=True, slots=True)
class _Done:
    """A task that was completed: what is known of it, by whom, and how."""

    task: Task
    known: Mirrored
    outcome: Outcome | None
    who: Actor | None
    name: str

    @property
    def said(self) -> Said | None:
        """What was decided, if that can be read."""
        if self.outcome is None or self.known.step is None:
            return None
        reason = rules.reason_of(self.task, self.name)
        return Said(self.known.step, self.outcome, reason, self.who, self.task.id)


async def hear(hub: Hub, subjects: Subjects, mirror: Mirror, task: Task) -> Verdict | None:
    """Let a finished task count, once; None if it was heard of before."""
    now = hub.clock.now()
    async with transaction():
        standing = await subjects.standing(mirror.subject_id)
        step = rules.matched(task, standing) if standing else None
        await tasks.seen(mirror.subject_id, mirror.generation, step, task)
        known = await tasks.known(task.id, locked=True)
        if known is None or known.verdict is not None or standing is None:
            return None
        outcome = rules.outcome_of(task, known.step) if known.step else None
        who = await person(hub, task.assignee)
        done = _Done(task, known, outcome, who, service.connected(hub).name)
        heard = _plainly(done, mirror, standing) or await _heard(hub, subjects, done)
        await tasks.closed(
            task.id,
            task.closed_at or now,
            heard.verdict,
            outcome,
            heard,
            by_id=who.user_id if who else None,
            by_name=None if who else task.assignee,
        )
        if heard.verdict not in _SILENT:
            await _tell(hub, subjects, done, heard, now)
    return heard.verdict


def late_notes(known: Sequence[Mirrored], name: str) -> Iterator[tuple[str, str]]:
    """Yield id and text of what has to be told there of decisions that did not count."""
    for one in known:
        why = rules.VERDICTS.get(one.verdict) if one.verdict else None
        if why is not None:
            told = f"What was decided on `{one.name}` in {name} did not count in Greenlight: {why}."
            yield f"task:{one.id}"[:80], told


def _plainly(done: _Done, mirror: Mirror, standing: Standing) -> Heard | None:
    """Return what became of a task where its subject need not be asked."""
    task, known = done.task, done.known
    if task.deleted:
        return Heard(Verdict.DROPPED, "its process went another way")
    if rules.by_the_hub(task, known):
        return Heard(Verdict.OURS, "Greenlight completed it")
    if known.step is None:
        why = "a revision is made in Greenlight, by whoever asked for it"
        revises = rules.waits_for_revision(task)
        return Heard(Verdict.UNKNOWN_STAGE, why) if revises else _verdict(Verdict.UNKNOWN_STAGE)
    if done.said is None:
        return _verdict(Verdict.NO_OUTCOME)
    if known.generation != mirror.generation or rules.outdated(task, mirror, standing):
        return _verdict(Verdict.OUTDATED)
    return None


async def _heard(hub: Hub, subjects: Subjects, done: _Done) -> Heard:
    if done.said is None:
        return _verdict(Verdict.NO_OUTCOME)
    if done.outcome is Outcome.APPROVED and not done.task.assignee:
        # Nobody could say whether it is somebody else's yes than the requester's own.
        said = "nobody is named who completed it; claim such a task before completing it"
        return Heard(Verdict.NOT_ALLOWED, said)
    if done.task.assignee and await people.barred(done.task.assignee):
        return Heard(Verdict.NOT_ALLOWED, "whoever completed it is barred in Greenlight")
    return await subjects.hear(hub, done.known.subject_id, done.said)


async def _tell(hub: Hub, subjects: Subjects, done: _Done, heard: Heard, now: datetime) -> None:
    """List a decision that did not count, record it, and have it answered there."""
    task, subject_id = done.task, done.known.subject_id
    said = f"`{task.name}` was completed in {done.name}, and it did not count: {heard.said}."
    gap = Gap.DECISION_LATE if heard.verdict is Verdict.LATE else Gap.DECISION_UNUSABLE
    key = f"{heard.verdict}:{task.id}"
    await drifts.keep(Drift(key, gap, subject_id, task.id, said, now, lasting=False))
    if done.said is not None:
        await subjects.late(hub, subject_id, done.said, heard)
    await service.follow(hub, subject_id, f"heard:{task.id}", now)


def _verdict(verdict: Verdict) -> Heard:
    return Heard(verdict, rules.VERDICTS[verdict])


async def person(hub: Hub, assignee: str | None) -> Actor | None:
    """Return the person here who has the address of somebody there."""
    user = await people.user_by_email(assignee) if assignee else None
    return await entering.person(hub, user.id, Door.CONNECTOR) if user else None
