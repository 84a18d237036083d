"""Traces: what goes on where, what a span tells, and that no collector holds the hub up."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from time import perf_counter

import httpx2
import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from app.watching import tracing as written
from app.watching.door import Guarded
from app.watching.tracing import QUEUE_MAX, Traces, address, tracing
from connectors.outgoing import Outgoing
from domain.hub import Hub
from domain.jobs import service
from domain.jobs.model import Job, Work
from domain.steps import Step, StepKind, present, taking, watched_by
from tests.app.watching.steps_seen import asking, reader

TRACE = "0af7651916cd43dd8448eb211c80319c"
PARENT = f"00-{TRACE}-b7ad6b7169203331-01"


async def test_a_trace_goes_on_from_the_caller_through_the_outbox_to_the_service_called(
    hub: Hub,
) -> None:
    heard: list[str] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        heard.append(request.headers["traceparent"])
        return httpx2.Response(200)

    async def door(_: Request) -> Response:
        now = hub.clock.now()
        await service.ask(hub.wake, now, key="k", kind="tell", lane="l", details={})
        return PlainTextResponse("fine")

    async def tell(_: Job) -> None:
        async with Outgoing("webhooks", transport=httpx2.MockTransport(answer)) as http:
            await http.post("https://listener.example.com/hook")

    exporter = InMemorySpanExporter()
    traces = Traces(exporter, "hub", "host:1")
    with watched_by(traces):
        async with reader(Guarded(routes=[Route("/graphql", door)])) as http:
            await http.get("/graphql", headers={"traceparent": PARENT})
        await service.run_next(Work(hub.clock, hub.wake, {"tell": tell}))
    await traces.end()
    spans = {span.name: span for span in exporter.get_finished_spans()}
    request, job = spans["GET /graphql"], spans["job tell"]
    call = spans["webhooks POST /..."]  # What is behind the host may open something.

    assert {f"{span.context.trace_id:032x}" for span in spans.values() if span.context} == {TRACE}
    assert f"{request.parent.span_id:016x}" == "b7ad6b7169203331"  # type: ignore[union-attr]
    assert job.parent
    assert request.context
    assert job.parent.span_id == request.context.span_id
    assert call.context
    assert heard == [f"00-{TRACE}-{call.context.span_id:016x}-01"]
    assert (job.attributes or {})["db.statements"]


async def test_a_caller_who_traces_nothing_is_not_traced() -> None:
    exporter = InMemorySpanExporter()
    traces = Traces(exporter, "api", "host:1")
    with watched_by(traces), taking(Step(StepKind.JOB, "w", "r", f"{PARENT[:-2]}00", JOB)):
        pass
    await traces.end()

    assert exporter.get_finished_spans() == ()


JOB = {"job_id": "job_1", "subject": "req_1"}


@pytest.mark.parametrize(
    ("outcome", "fault"), [("done", False), ("later", False), ("dead", True), ("ValueError", True)]
)
async def test_a_fault_is_marked(outcome: str, *, fault: bool) -> None:
    exporter = InMemorySpanExporter()
    traces = Traces(exporter, "worker", "host:1")
    with watched_by(traces), taking(Step(StepKind.JOB, "w", "r", None, dict(JOB))) as step:
        step.outcome = outcome
    await traces.end()
    (span,) = exporter.get_finished_spans()

    assert span.status.is_ok is not fault
    assert (span.attributes or {})["greenlight.job.outcome"] == outcome


async def test_without_a_collector_nothing_is_traced() -> None:
    with taking(asking("r")):
        step = present()

    assert step is not None
    assert (step.trace, step.marks) == (None, {})


async def test_spans_are_sent_as_protobuf() -> None:
    with listening(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n") as (url, heard):
        async with tracing(url, "worker", "host:1") as traces:
            with watched_by(traces), taking(Step(StepKind.JOB, "work", "r", None, dict(JOB))):
                pass
    head, _, body = bytes(heard).partition(b"\r\n\r\n")
    (resource,) = ExportTraceServiceRequest.FromString(body).resource_spans
    named = {one.key: one.value.string_value for one in resource.resource.attributes}

    assert head.startswith(b"POST /v1/traces HTTP/1.1")
    assert b"application/x-protobuf" in head
    assert resource.scope_spans[0].spans[0].name == "job work"
    assert (named["service.name"], named["service.namespace"]) == ("greenlight", "worker")


async def test_a_collector_that_hangs_slows_nothing_and_holds_no_stop_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(written, "END_SECONDS", 0.2)
    with listening(b"") as (url, heard):
        began = perf_counter()
        async with tracing(url, "worker", "host:1") as traces:
            with watched_by(traces):
                for _ in range(QUEUE_MAX * 2):
                    with taking(Step(StepKind.JOB, "work", "r", None, dict(JOB))):
                        pass
            while not heard:  # noqa: ASYNC110  The collector's thread tells nobody.
                await asyncio.sleep(0.01)
            ending = perf_counter()
        stopped = perf_counter()

    assert len(traces._provider._active_span_processor._span_processors) == 1
    assert stopped - ending < 3
    assert ending - began < 20


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        ("http://collector:4318", "http://collector:4318/v1/traces"),
        ("http://collector:4318/", "http://collector:4318/v1/traces"),
        ("https://c.example.com/otlp/traces", "https://c.example.com/otlp/traces"),
    ],
)
def test_an_address_is_taken_with_its_path_or_without(given: str, taken: str) -> None:
    assert address(given) == taken


@contextmanager
def listening(answer: bytes) -> Iterator[tuple[str, bytearray]]:
    """Listen as a collector that says `answer` to everything, or hangs where that is nothing."""
    heard = bytearray()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def take() -> None:
            while True:
                try:
                    held, _ = server.accept()
                except OSError:
                    return
                with held:
                    _hear(held, heard, answer)

        Thread(target=take, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}", heard
        server.shutdown(socket.SHUT_RDWR)


def _hear(held: socket.socket, heard: bytearray, answer: bytes) -> None:
    while piece := held.recv(65_536):
        heard += piece
        head, _, body = bytes(heard).partition(b"\r\n\r\n")
        size = head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]
        if answer and size and len(body) >= int(size):
            held.sendall(answer)
            return
