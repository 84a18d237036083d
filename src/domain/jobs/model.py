"""A job: one thing to do in the outside world, asked for in the transaction that caused it."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol

from domain.clock import Clock

#: A worker holds its job for this long and renews that as long as it works; a job whose worker
#: died is free again by then.
LEASE = timedelta(seconds=30)

#: A job that failed this often waits for a person; by then about five hours have passed.
ATTEMPTS_MAX = 30

#: Why a job waits that the publishing rules hold back; an index of jobs names it as well.
HELD = "held by the publishing rules"

#: Asked for when something changed that such jobs wait for: they look again.
AGAIN = "publishing.again"


class JobState(StrEnum):
    """How far a job is."""

    OPEN = "open"
    DONE = "done"
    DEAD = "dead"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Job:
    """One row of the outbox.

    `key` is unique for ever: asking twice for the same thing is asking once. Jobs of one `lane`
    run one at a time, whichever is due first. `attempt` counts the tries that failed or run, and
    patience gives one back; `claims` counts every time a worker took it, and so tells its
    present holder from one that was thought dead. `origin` is the id of the request that it goes
    back to, and `trace` how a trace goes on in it (`domain.steps`).
    """

    id: str
    key: str
    kind: str
    lane: str
    details: Mapping[str, Any]
    due_at: datetime
    state: JobState
    attempt: int
    claims: int
    last_error: str | None
    origin: str | None = None
    trace: str | None = None


class RetryLater(Exception):
    """Raised by a handler that wants to be called again after `seconds`, begun anew."""

    def __init__(self, seconds: float, reason: str) -> None:
        super().__init__(reason)
        self.seconds = seconds


class GiveUp(Exception):
    """Raised by a handler for which trying again is no use; a person must look."""


Handler = Callable[[Job], Awaitable[None]]
Handlers = Mapping[str, Handler]


class Wake(Protocol):
    """Lets the workers know what there is to do, wherever they run.

    It is a hint: what is lost is found by looking at the outbox, and what is told twice is done
    once.
    """

    async def call(self, job_id: str, due_at: datetime) -> None:
        """Have somebody look at a job at `due_at`, if the running transaction commits."""
        ...

    async def uncalled(self, job_ids: Sequence[str]) -> Sequence[str]:
        """Return those of `job_ids` that no call waits for, in a transaction that may call them.

        Nothing, where another process is about to call for them.
        """
        ...


@dataclass(frozen=True, slots=True)
class Held:
    """A lease: the job `key` of a lane is `by`'s until `until`."""

    key: str
    lane: str
    until: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Rate:
    """How often something may be done: `per_second` by and by, and `burst` at once.

    `key` names the bucket that is shared by all who do it.
    """

    key: str
    per_second: float
    burst: float


@dataclass(frozen=True, slots=True)
class Work:
    """What a worker works with; `name` tells it from other workers."""

    clock: Clock
    wake: Wake
    handlers: Handlers
    name: str = "the worker"
