"""Keeps the steps that were taken, as a watcher of a test's own."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx2
from starlette.types import ASGIApp

from domain import steps
from domain.steps import Step, StepKind


@dataclass
class Seen:
    """What was seen, in the order in which it ended."""

    steps: list[Step] = field(default_factory=list)
    waits: list[tuple[str, float]] = field(default_factory=list)

    def began(self, step: Step) -> None: ...

    def ended(self, step: Step) -> None:
        self.steps.append(step)

    def waited(self, what: str, seconds: float) -> None:
        self.waits.append((what, seconds))

    def of(self, kind: StepKind) -> list[Step]:
        return [step for step in self.steps if step.kind is kind]


@contextmanager
def seen() -> Iterator[Seen]:
    found = Seen()
    with steps.watched_by(found):
        yield found


def asking(origin: str) -> Step:
    """Return the step of a request."""
    return Step(StepKind.REQUEST, "graphql", origin)


def reader(app: ASGIApp) -> httpx2.AsyncClient:
    """Return a client of an application, to which faults are answers."""
    transport = httpx2.ASGITransport(app=app, raise_app_exceptions=False)
    return httpx2.AsyncClient(transport=transport, base_url="http://localhost")
