"""Who orchestrates a kind, and what is mirrored of it in a workflow service."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.actor import Actor
from domain.decision_service import Fact


class Orchestrator(StrEnum):
    """Who leads what is asked for through its stages.

    `OPENTEXT`: a process of the workflow service is mirrored, and a yes or no counts from there
    as well.
    """

    EMBEDDED = "embedded"
    OPENTEXT = "opentext"


@dataclass(frozen=True, slots=True)
class Assignment:
    """That somebody gave a kind to an orchestrator.

    `process_key` is what the service calls the process; `by_id` is None for the command line.
    """

    kind: str
    orchestrator: Orchestrator
    process_key: str
    by_id: str | None
    at: datetime


class Outcome(StrEnum):
    """How a task ends, and what the process reads of it."""

    APPROVED = "approved"
    REJECTED = "rejected"
    CHANGES_REQUESTED = "changes_requested"


@dataclass(frozen=True, slots=True)
class Word:
    """What somebody said on a step; `text` is how it is told to people elsewhere."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Step:
    """A stage of what is mirrored, as it stands here.

    `decision` is what it came to in its present round, None while it is open or waits; `open`
    whether it can be decided now. `decided_at` is when. `words` are the present round's. `mark`
    names stage and round, so that a task that the hub completed is known again. `automatic` if
    the hub closes it by itself.
    """

    key: str
    title: str
    round: int
    open: bool
    decision: Outcome | None
    decided_at: datetime | None
    automatic: bool
    words: tuple[Word, ...]
    mark: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What is mirrored, as it stands here.

    `facts` are variables for the process, `revision` counts what was asked for, `over` is why
    nothing more is asked of anybody (withdrawn, rejected), None while it goes on.
    """

    kind: str
    name: str
    revision: int
    steps: tuple[Step, ...]
    facts: Mapping[str, Fact]
    over: str | None

    def step(self, key: str) -> Step | None:
        """Return the step called `key`."""
        return next((step for step in self.steps if step.key == key), None)


class Verdict(StrEnum):
    """What became of a task that was completed in the service.

    `OURS`: the hub completed it. `COUNTED`: it closed the stage. The others closed nothing.
    """

    OURS = "ours"
    COUNTED = "counted"
    LATE = "late"
    OUTDATED = "outdated"
    UNKNOWN_STAGE = "unknown_stage"
    NO_OUTCOME = "no_outcome"
    NOT_ALLOWED = "not_allowed"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody decided in the service: on which step, how, why, by which task.

    `who` is the person here with the assignee's address, None for somebody from outside. A yes that
    names nobody at all never comes to this.
    """

    step: str
    outcome: Outcome
    reason: str
    who: Actor | None
    task_id: str


@dataclass(frozen=True, slots=True)
class Heard:
    """What became of a decision from outside, and a sentence on it.

    `round` and `quorum` are those of the stage, `approvals` how many it had of its quorum.
    """

    verdict: Verdict
    said: str
    round: int = 0
    quorum: int = 0
    approvals: int = 0


@dataclass(frozen=True, slots=True)
class Mirror:
    """A subject that a process instance mirrors.

    `generation` counts instances from 1: one that cannot follow is ended, and another started.
    `revision` is the one the instance knows, `revised_at` since when, `pushed` a name for that
    and its rounds; `restarted_for` the rounds for which it was started anew, so that it is once.
    `ended_at` is since when nothing is asked of anybody, there and here. `trouble` is what is
    wrong, `failures` how often in a row the service was not there, `since` since when that is so.
    """

    subject_id: str
    subject_kind: str
    kind: str
    process_key: str
    generation: int
    instance_id: str | None
    intended_at: datetime | None
    revision: int
    revised_at: datetime | None
    pushed: str
    restarted_for: str
    ended_at: datetime | None
    failures: int
    trouble: str | None
    since: datetime | None


@dataclass(frozen=True, slots=True)
class Mirrored:
    """A task of the service that the hub knows of.

    `step` is the stage it stands for, None if none. `intent` is the mark of the decision that the
    hub is about to complete it with. `by_id` and `by_name` say who decided there, if it counted.
    """

    id: str
    subject_id: str
    generation: int
    step: str | None
    name: str
    created_at: datetime
    closed_at: datetime | None
    intent: str | None
    verdict: Verdict | None
    outcome: Outcome | None
    round: int
    quorum: int
    approvals: int
    by_id: str | None
    by_name: str | None


class Gap(StrEnum):
    """How the service and the hub can be apart."""

    INSTANCE_MISSING = "instance_missing"
    INSTANCE_ENDED = "instance_ended"
    INSTANCE_RUNNING = "instance_running"
    TASK_OPEN = "task_open"
    TASK_MISSING = "task_missing"
    TASK_UNMATCHED = "task_unmatched"
    REVISION_BEHIND = "revision_behind"
    DECISION_LATE = "decision_late"
    DECISION_UNUSABLE = "decision_unusable"
    UNREADABLE = "unreadable"
    AWAY = "away"


@dataclass(frozen=True, slots=True)
class Drift:
    """One way in which the two are apart: on what, since when, in words, what to do.

    `key` tells it from others and is the same as long as it lasts; `lasting` if it is a state that
    a check finds again or not, and no event. `gone_at` is when it was mended or seen to.
    """

    key: str
    gap: Gap
    subject_id: str | None
    task_id: str | None
    said: str
    found_at: datetime
    lasting: bool
    gone_at: datetime | None = None
