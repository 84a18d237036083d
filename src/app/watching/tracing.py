"""Traces: a span for each step, which goes on where its trace does.

Spans say what was done, never with what: no variables, no text of anybody, no SQL. What was asked
of the database stands on the span as a number and a time.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

from opentelemetry.context import Context
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter
from opentelemetry.sdk.trace.sampling import ALWAYS_ON, ParentBased
from opentelemetry.trace import (
    NonRecordingSpan,
    Span,
    SpanContext,
    SpanKind,
    Status,
    StatusCode,
    TraceFlags,
    set_span_in_context,
)

from app.released import version
from app.watching.door import template
from app.watching.otlp import Collector
from domain.steps import CUT, Step, StepKind

#: How many spans wait for the collector at most, how many are sent at once, and how often, in
#: milliseconds. What comes when as many wait pushes the oldest out.
QUEUE_MAX, BATCH, EVERY_MS = 2_048, 512, 2_000

#: How long the last spans may take when a process stops, in seconds.
END_SECONDS = 2.0

_KINDS = {
    StepKind.REQUEST: SpanKind.SERVER,
    StepKind.SOCKET: SpanKind.SERVER,
    StepKind.JOB: SpanKind.CONSUMER,
    StepKind.CALL: SpanKind.CLIENT,
}

#: Outcomes of jobs and calls that are faults. Of statuses, those from 500 on are.
_FAULTS = frozenset({"failed", "dead", "lost", CUT})


class Traces:
    """Writes spans."""

    def __init__(self, exporter: SpanExporter, part: str, process: str) -> None:
        named = {"service.name": "greenlight", "service.namespace": part}
        resource = Resource({**named, "service.instance.id": process, "service.version": version()})
        self._provider = TracerProvider(
            resource=resource, sampler=ParentBased(ALWAYS_ON), shutdown_on_exit=False
        )
        self._provider.add_span_processor(
            BatchSpanProcessor(
                exporter,
                max_queue_size=QUEUE_MAX,
                max_export_batch_size=BATCH,
                schedule_delay_millis=EVERY_MS,
            )
        )
        self._tracer = self._provider.get_tracer("greenlight")

    def began(self, step: Step) -> None:
        """Begin a span under the one that the step's trace comes from."""
        span = self._tracer.start_span(
            step.name, context=_parent(step.trace), kind=_KINDS[step.kind]
        )
        step.marks["span"] = span
        held = span.get_span_context()
        step.trace = f"00-{held.trace_id:032x}-{held.span_id:016x}-{held.trace_flags:02x}"

    def ended(self, step: Step) -> None:
        """End the span of a step."""
        span: Span = step.marks.pop("span")
        if span.is_recording():
            span.update_name(_name(step))
            span.set_attributes(_attributes(step))
            if _is_fault(step.outcome):
                span.set_status(Status(StatusCode.ERROR, step.outcome))
        span.end()

    def waited(self, what: str, seconds: float) -> None:
        """Write nothing: the span that waited is as long."""

    async def end(self) -> None:
        """Send what is left, within a bound: a collector that hangs holds nobody up."""
        ending = Thread(target=self._provider.shutdown, daemon=True)
        ending.start()
        await asyncio.to_thread(ending.join, END_SECONDS)


@asynccontextmanager
async def tracing(url: str, part: str, process: str) -> AsyncIterator[Traces]:
    """Write spans to the collector at `url`."""
    traces = Traces(Collector(address(url)), part, process)
    try:
        yield traces
    finally:
        await traces.end()


def address(url: str) -> str:
    """Return where spans are sent, of an address with or without its path."""
    return url if urlsplit(url).path.strip("/") else f"{url.rstrip('/')}/v1/traces"


def _parent(trace: str | None) -> Context:
    if trace is None:
        return Context()
    _, trace_id, span_id, flags = trace.split("-")[:4]
    held = SpanContext(int(trace_id, 16), int(span_id, 16), True, TraceFlags(int(flags, 16) & 1))
    return set_span_in_context(NonRecordingSpan(held), Context())


def _name(step: Step) -> str:
    if step.kind is StepKind.CALL:
        return f"{step.name} {step.facts['call']}"
    if step.kind is StepKind.JOB:
        return f"job {step.name}"
    if operation := step.facts.get("operation"):
        return f"graphql {operation}"
    return f"{step.facts.get('method', '')} {template(step.facts.get('scope', {}))}".strip()


def _attributes(step: Step) -> dict[str, Any]:
    facts, found = step.facts, {"greenlight.request_id": step.origin}
    if step.kind is StepKind.JOB:
        found |= {"greenlight.job.id": facts["job_id"], "greenlight.job.kind": step.name}
        found |= {"greenlight.job.outcome": step.outcome, "greenlight.subject": facts["subject"]}
    elif step.kind is StepKind.CALL:
        found |= {"peer.service": step.name, "server.address": facts.get("host", "")}
        found["greenlight.outcome"] = step.outcome
    else:
        found["http.request.method"] = facts.get("method", "")
        found["http.route"] = template(facts.get("scope", {}))
        found["graphql.operation.name"] = facts.get("operation", "")
    told: dict[str, Any] = {name: value for name, value in found.items() if value}
    if step.outcome.isdigit():
        told["http.response.status_code"] = int(step.outcome)
    if step.statements:
        told["db.statements"] = step.statements
        told["db.seconds"] = round(step.statement_seconds, 6)
    return told


def _is_fault(outcome: str) -> bool:
    """Whether an outcome is a fault: a status from 500 on, or what was raised."""
    return outcome in _FAULTS or outcome[:1] == "5" or outcome.endswith(("Error", "Timeout"))
