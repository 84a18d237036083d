"""Figures of a process, as Prometheus reads them: what it did, and how the hub stands.

Labels are of few values: doors, kinds of job, services, states, and operations only where a
manifest names them. docs/operations.md says what each figure means.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    Summary,
    disable_created_metrics,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector

from app.watching.standing import Standing
from domain.steps import Step, StepKind

#: Bounds of how long something took, in seconds.
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)

#: The name of operations that no manifest holds.
UNLISTED = "unlisted"


class Figures:
    """Counts steps; `registry` is what is read, `standing` how the hub stands."""

    def __init__(self, standing: Standing) -> None:
        # When each of them was first counted: as many again.
        disable_created_metrics()  # type: ignore[no-untyped-call]
        self.registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        self.standing = standing
        made: dict[str, Any] = {"registry": registry, "namespace": "greenlight"}
        self._requests = _children(Counter, "requests", "Requests.", ("door", "status"), **made)
        self._request_seconds = _children(
            Histogram, "request_seconds", "How long.", ("door",), **made, buckets=_SECONDS
        )
        self._operations = _children(
            Counter, "graphql_operations", "Operations.", ("operation",), **made
        )
        self._jobs = _children(Counter, "jobs", "Jobs run.", ("kind", "outcome"), **made)
        self._job_seconds = _children(Summary, "job_seconds", "How long.", ("kind",), **made)
        self._calls = _children(Counter, "calls", "Calls outside.", ("service", "status"), **made)
        self._call_seconds = _children(
            Histogram, "call_seconds", "How long.", ("service",), **made, buckets=_SECONDS
        )
        self._statements = _children(Counter, "statements", "Statements.", ("during",), **made)
        self._statement_seconds = _children(
            Counter, "statement_seconds", "How long.", ("during",), **made
        )
        self._waits = _children(Counter, "waits", "Waits.", ("what",), **made)
        self._wait_seconds = _children(Counter, "wait_seconds", "How long.", ("what",), **made)
        self._sockets = Gauge("sockets_open", "Sockets.", **made)
        self.loop_lag = Histogram("loop_lag_seconds", "Lag.", **made, buckets=_SECONDS)
        registry.register(_Stand(standing))

    def began(self, step: Step) -> None:
        """Count sockets as they open."""
        if step.kind is StepKind.SOCKET:
            self._sockets.inc()

    def ended(self, step: Step) -> None:
        """Count a step."""
        kind, name = step.kind, step.name
        if kind is StepKind.REQUEST:
            self._requests(name, step.outcome).inc()
            self._request_seconds(name).observe(step.seconds)
            if "operation" in step.facts:
                known = step.facts["known"]
                self._operations(step.facts["operation"] if known else UNLISTED).inc()
        elif kind is StepKind.JOB:
            self._jobs(name, step.outcome).inc()
            self._job_seconds(name).observe(step.seconds)
        elif kind is StepKind.CALL:
            self._calls(name, step.outcome).inc()
            self._call_seconds(name).observe(step.seconds)
        else:
            self._sockets.dec()
        if step.statements:
            self._statements(kind.value).inc(step.statements)
            self._statement_seconds(kind.value).inc(step.statement_seconds)

    def waited(self, what: str, seconds: float) -> None:
        """Count a wait."""
        self._waits(what).inc()
        self._wait_seconds(what).inc(seconds)


class _Stand(Collector):
    """How the hub stood when it was last looked at."""

    def __init__(self, standing: Standing) -> None:
        self._standing = standing

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Return a gauge for each that was found out."""
        for name, (label, values) in self._standing.gauges().items():
            family = GaugeMetricFamily(
                f"greenlight_{name}", "How the hub stands.", labels=[label] if label else []
            )
            for value, number in values.items():
                family.add_metric([value] if label else [], number)
            yield family

    def describe(self) -> Iterable[GaugeMetricFamily]:
        """Name nothing beforehand: what is known depends on the process."""
        return ()


def _children(
    kind: Callable[..., Any],
    name: str,
    said: str,
    labels: tuple[str, ...],
    **made: Any,  # noqa: ANN401  The library's own.
) -> Callable[..., Any]:
    """Make a figure; return what finds its child by the values of its labels, at once.

    The library's own way looks at every label each time, under a lock.
    """
    parent, known = kind(name, said, labels, **made), dict[tuple[str, ...], Any]()

    def child(*values: str) -> Any:  # noqa: ANN401  A counter, a histogram or a summary.
        found = known.get(values)
        if found is None:
            found = known[values] = parent.labels(*values)
        return found

    return child
