"""What this process does just now, for which request, and who is told when it is done.

A step is a request at a door, a job, or a call to somebody outside. It knows the request that all
of this began with, so that a click, the jobs it asked for and the calls these made can be found by
one id; the outbox carries that id from one to the next. Who watches (the log, figures, traces) is
told when a step begins and ends. Nobody watches unless somebody said so.
"""

from asyncio import CancelledError
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from enum import StrEnum
from time import perf_counter
from typing import Any, Protocol

#: The longest id of a request that is taken over from outside, in characters.
ORIGIN_LENGTH_MAX = 64

#: The longest text by which a trace goes on elsewhere. Source: W3C Trace Context, version 00.
TRACE_LENGTH_MAX = 55

#: The outcome of what was cancelled before it came to its end.
CUT = "cut"


class StepKind(StrEnum):
    """What a step is."""

    REQUEST = "request"
    SOCKET = "socket"
    JOB = "job"
    CALL = "call"


@dataclass(slots=True, eq=False)
class Step:
    """One step.

    `name` is of few: a door, a kind of job, a service. `origin` is the id of the request that all
    of it began with. `trace` is how a trace goes on from here, as the one before said it; who
    writes traces puts its own in its place. `facts` are told to people, and are of any number.
    `outcome` is a status, or a word. `statements` were sent to the database, which took
    `statement_seconds`; the step itself took `seconds`.
    """

    kind: StepKind
    name: str
    origin: str
    trace: str | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    outcome: str = ""
    statements: int = 0
    statement_seconds: float = 0.0
    since: float = 0.0
    seconds: float = 0.0
    marks: dict[str, Any] = field(default_factory=dict)  # What who watches keeps with it.


class Watcher(Protocol):
    """Is told of steps, in the task that takes them: it must be quick, and never raise."""

    def began(self, step: Step) -> None:
        """Hear that a step begins."""
        ...

    def ended(self, step: Step) -> None:
        """Hear that a step is over, with its outcome."""
        ...

    def waited(self, what: str, seconds: float) -> None:
        """Hear that something was waited for, such as `pool` or `rate`."""
        ...


_present: ContextVar[Step | None] = ContextVar("step", default=None)
_watchers: tuple[Watcher, ...] = ()


def present() -> Step | None:
    """Return the step that is taken now."""
    return _present.get()


@contextmanager
def watched_by(watcher: Watcher) -> Iterator[None]:
    """Have `watcher` told of every step of this process, as long as the block runs."""
    global _watchers  # noqa: PLW0603  As a log is: of the process, and of nobody's making.
    _watchers = (*_watchers, watcher)
    try:
        yield
    finally:
        _watchers = tuple(one for one in _watchers if one is not watcher)


def waited(what: str, seconds: float) -> None:
    """Tell that something was waited for."""
    for watcher in _watchers:
        watcher.waited(what, seconds)


class taking(AbstractContextManager[Step]):  # noqa: N801  Said of a block, as `suppress` is.
    """Take a step; what raises is its outcome, unless it has one."""

    def __init__(self, step: Step) -> None:
        self._step = step

    def __enter__(self) -> Step:
        step, self._watchers = self._step, _watchers
        self._token = _present.set(step)
        step.since = perf_counter()
        for watcher in self._watchers:
            watcher.began(step)
        return step

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        step = self._step
        if error is not None:
            cut = isinstance(error, CancelledError)
            step.outcome = step.outcome or (CUT if cut else type(error).__name__)
        step.seconds = perf_counter() - step.since
        _present.reset(self._token)
        for watcher in self._watchers:
            watcher.ended(step)


def calling(
    service: str, what: str, facts: Mapping[str, Any] | None = None
) -> AbstractContextManager[Step]:
    """Take the step of a call outside: of `service`, which is one of few, and `what` of it."""
    held = _present.get()
    step = Step(
        StepKind.CALL,
        service,
        held.origin if held else "",
        held.trace if held else None,
        {"call": what, **(facts or {})},
    )
    return taking(step)
