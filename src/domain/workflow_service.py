"""What the hub needs from outside for orchestration: a service that runs processes with tasks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from domain.decision_service import Fact, Reach
from domain.errors import Upstream

#: What an `Away` is called where the service answers nothing at all just now, or nothing more.
SILENT = frozenset({"unreachable", "no_answer_in_time", "status_429"})


class Away(Upstream):
    """The service did not do its part; `seconds` is when it wants to be asked again, if it said."""

    def __init__(self, code: str, message: str, seconds: float | None = None) -> None:
        super().__init__(code, message)
        self.seconds = seconds

    @property
    def silent(self) -> bool:
        """Whether other questions would fare alike; else it may be about this one alone."""
        return self.code in SILENT


@dataclass(frozen=True, slots=True)
class Order:
    """A process instance to be started.

    `definition` is the key of its process, `business_key` the id of what it is about; `facts` are
    its variables by name.
    """

    definition: str
    business_key: str
    name: str
    facts: Mapping[str, Fact]


@dataclass(frozen=True, slots=True)
class Instance:
    """A process instance. `ended_at` is None as long as it runs; `values` are its variables."""

    id: str
    business_key: str | None
    ended_at: datetime | None
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def running(self) -> bool:
        """Whether it runs still."""
        return self.ended_at is None


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment on a task; `author` is mostly an e-mail address, None where nobody is named."""

    id: str
    author: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Task:
    """A task of a process instance, open or closed.

    `key` is how the process names it, where the service says so. `deleted` says that nobody
    completed it: its process was ended or went another way. `local` are its own variables,
    `values` those of its process. `assignee` is mostly an e-mail address.
    """

    id: str
    instance_id: str | None
    name: str
    key: str | None
    category: str | None
    assignee: str | None
    created_at: datetime
    closed_at: datetime | None = None
    deleted: bool = False
    local: Mapping[str, Any] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list of tasks is narrowed to; None means anything.

    `after` is when open ones were created, or finished ones closed, at the earliest; the list is
    in that order.
    """

    definition: str | None = None
    instance_id: str | None = None
    after: datetime | None = None
    finished: bool = False


@dataclass(frozen=True, slots=True)
class TaskPage:
    """A part of a list of tasks. `unreadable` says what of it could not be read, and why."""

    tasks: Sequence[Task]
    unreadable: Sequence[str] = ()


class WorkflowService(Protocol):
    """A service outside that runs processes.

    Whatever it does not answer, or answers so that it cannot be used, raises `Away`. What is
    asked of something that is not there, or not any more, gives False or None.
    """

    @property
    def name(self) -> str:
        """What people call it."""
        ...

    async def start(self, order: Order) -> Instance:
        """Start a process instance; asked twice, it starts two."""
        ...

    async def find(self, business_key: str) -> Sequence[Instance]:
        """Return every instance about `business_key`, running or ended, with its variables."""
        ...

    async def get_instance(self, instance_id: str) -> Instance | None:
        """Return an instance, running or ended."""
        ...

    async def list_tasks(self, asked: Asked, offset: int, count: int) -> TaskPage:
        """Return up to `count` tasks from `offset` on, oldest first."""
        ...

    async def history(self, task_id: str) -> Task | None:
        """Return one task, open or closed."""
        ...

    async def claim(self, task_id: str, assignee: str) -> bool:
        """Make a task somebody's own; False if it is not open."""
        ...

    async def delegate(self, task_id: str, assignee: str) -> bool:
        """Have somebody else do a task for its owner; False if it is not open."""
        ...

    async def complete(self, task_id: str, outcome: str, facts: Mapping[str, Fact]) -> bool:
        """Complete a task with `outcome`; `facts` are set on its process, False if not open.

        `GREENLIGHT` of `domain.orchestration.rules`, if among the facts, is set on the task alone.
        """
        ...

    async def comment(self, task_id: str, text: str) -> bool:
        """Comment on an open task; False if it is not open. Asked twice, it stands twice."""
        ...

    async def comments(self, task_id: str) -> Sequence[str] | None:
        """Return the comments on an open task; None if it is not open."""
        ...

    async def remarks(self, task_id: str) -> Sequence[Remark] | None:
        """Return the comments on an open task with who made them; None if it is not open."""
        ...

    async def note(self, instance_id: str, text: str) -> bool:
        """Comment on an instance, running or ended; False if there is none."""
        ...

    async def notes(self, instance_id: str) -> Sequence[str] | None:
        """Return the comments on an instance; None if there is none."""
        ...

    async def set_variables(self, instance_id: str, facts: Mapping[str, Fact]) -> bool:
        """Set variables of a running instance; False if it does not run."""
        ...

    async def signal(self, instance_id: str, activity: str, facts: Mapping[str, Fact]) -> bool:
        """Let an instance go on that waits at `activity`; False if it does not wait there."""
        ...

    async def end(self, instance_id: str, reason: str) -> bool:
        """Delete a running instance; False if it does not run."""
        ...

    async def reach(self) -> Reach:
        """Ask it something small and return how that went."""
        ...
