"""What is read at `/metrics`, by whom, and that each figure is documented."""

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from app.running.wiring import assemble
from app.settings import Settings
from app.watching import standing
from app.watching.door import Guarded
from app.watching.figures import UNLISTED, Figures
from app.watching.lag import EVERY_SECONDS, measure
from app.watching.page import Readers, metrics_routes
from app.watching.standing import Standing
from connectors.outgoing import Outgoing
from domain.clock import SteppingClock
from domain.database import sql
from domain.hub import Hub
from domain.jobs import records as jobs
from domain.jobs import service, standing_records
from domain.jobs.model import LEASE, GiveUp, Job, Rate, RetryLater, Work
from domain.steps import Step, StepKind, taking, watched_by
from tests.app.watching.steps_seen import reader

DOCUMENT = Path(__file__).parents[3] / "docs/operations.md"

#: A value of a figure, by its name and labels.
Read = dict[tuple[str, tuple[tuple[str, str], ...]], float]


@pytest.fixture
async def figures(hub: Hub) -> AsyncIterator[Figures]:
    found = Figures(Standing(hub))
    with watched_by(found):
        yield found


async def page(figures: Figures, readers: Readers = "on", **headers: str) -> httpx2.Response:
    app = Guarded(routes=metrics_routes(figures, readers))
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    async with reader(app) as http:
        return await http.get("/metrics", headers=sent)


async def read(figures: Figures) -> Read:
    families = text_string_to_metric_families((await page(figures)).text)
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in families
        for sample in family.samples
    }


def value(found: Read, name: str, **labels: str) -> float | None:
    return found.get((name, tuple(sorted(labels.items()))))


async def ask(hub: Hub, key: str, after: float = 0) -> None:
    now, late = hub.clock.now(), timedelta(seconds=after)
    await service.ask(hub.wake, now, key=key, kind="work", lane=key, details={}, after=late)


async def test_requests_are_counted_by_door_and_status(figures: Figures) -> None:
    async def fine(_: Request) -> Response:
        return PlainTextResponse("fine")

    async with reader(Guarded(routes=[Route("/graphql", fine)])) as http:
        for path in ("/graphql", "/graphql", "/a", "/b"):
            await http.get(path)
    found = await read(figures)

    assert value(found, "greenlight_requests_total", door="graphql", status="200") == 2
    assert value(found, "greenlight_requests_total", door="other", status="404") == 2
    assert value(found, "greenlight_request_seconds_count", door="graphql") == 2


async def test_only_operations_of_a_manifest_have_names_of_their_own(figures: Figures) -> None:
    for name, known in (("Inbox", True), ("Inbox", True), ("x1", False), ("x2", False)):
        asked: dict[str, Any] = {"operation": name, "known": known}
        with taking(Step(StepKind.REQUEST, "graphql", "r", None, asked, "200")):
            pass
    found = await read(figures)

    assert value(found, "greenlight_graphql_operations_total", operation="Inbox") == 2
    assert value(found, "greenlight_graphql_operations_total", operation=UNLISTED) == 2
    assert not any("x1" in str(labels) for _, labels in found)


async def test_jobs_are_counted_by_kind_and_outcome_and_stand_by_state(
    hub: Hub, clock: SteppingClock, figures: Figures
) -> None:
    ends: list[Exception | None] = [None, GiveUp("no"), ValueError("no"), RetryLater(60, "wait")]

    async def work(_: Job) -> None:
        if (end := ends.pop(0)) is not None:
            raise end

    for key in "abcd":
        await ask(hub, key)
    for _ in range(4):
        await service.run_next(Work(clock, hub.wake, {"work": work}))
    await ask(hub, "held")
    await jobs.claim(clock.now(), LEASE, by="somebody")
    await ask(hub, "due")
    clock.advance(timedelta(seconds=20))
    found = await read(figures)

    for outcome in ("done", "dead", "failed", "later"):
        assert value(found, "greenlight_jobs_total", kind="work", outcome=outcome) == 1
    states = {s: value(found, "greenlight_outbox_jobs", state=s) for s in ("due", "held", "later")}
    assert states == {"due": 2, "held": 1, "later": 1}
    assert value(found, "greenlight_outbox_jobs", state="dead") == 1
    assert value(found, "greenlight_outbox_oldest_due_seconds") == 20


async def test_calls_outside_are_counted_by_service_and_status(figures: Figures) -> None:
    answers = [200, 429, 429]

    def answer(request: httpx2.Request) -> httpx2.Response:
        if not answers:
            raise httpx2.ConnectError("no way", request=request)
        return httpx2.Response(answers.pop(0))

    async with Outgoing("spotify-ads", transport=httpx2.MockTransport(answer)) as http:
        for _ in range(3):
            await http.get("https://api.example.com/")
        with pytest.raises(httpx2.ConnectError):
            await http.get("https://api.example.com/")
    found, name = await read(figures), "greenlight_calls_total"

    assert value(found, name, service="spotify-ads", status="200") == 1
    assert value(found, name, service="spotify-ads", status="429") == 2
    assert value(found, name, service="spotify-ads", status="ConnectError") == 1


async def test_waits_for_a_rate_are_counted_with_their_seconds(hub: Hub, figures: Figures) -> None:
    rate, now = Rate("slack", 0.5, 1), hub.clock.now()
    await service.book([rate], "first", now)
    with pytest.raises(RetryLater):
        await service.book([rate], "second", now)
    found = await read(figures)

    assert value(found, "greenlight_waits_total", what="rate") == 1
    assert value(found, "greenlight_wait_seconds_total", what="rate") == pytest.approx(2)


async def test_statements_count_for_the_step_that_sends_them(figures: Figures) -> None:
    with taking(Step(StepKind.JOB, "work", "r", outcome="done")) as step:
        for _ in range(3):
            await sql.fetch("SELECT 1")
    found = await read(figures)

    assert step.statements == 3
    assert value(found, "greenlight_statements_total", during="job") == 3
    assert (value(found, "greenlight_statement_seconds_total", during="job") or 0) > 0


async def test_what_blocks_the_loop_shows(figures: Figures) -> None:
    task = asyncio.create_task(measure(figures))
    await asyncio.sleep(0)  # It has begun to sleep by now.
    monotonic, end = asyncio.get_running_loop().time, EVERY_SECONDS + 0.2
    since = monotonic()
    while monotonic() - since < end:
        """Keep everybody waiting."""
    await asyncio.sleep(0.01)
    task.cancel()

    assert (value(await read(figures), "greenlight_loop_lag_seconds_sum") or 0) >= 0.2


async def test_the_database_is_asked_once_in_a_while_however_often_figures_are_read(
    hub: Hub, figures: Figures, monkeypatch: pytest.MonkeyPatch
) -> None:
    await read(figures)
    await ask(hub, "new")
    again = value(await read(figures), "greenlight_outbox_jobs", state="due")
    monkeypatch.setattr(standing, "KEPT_SECONDS", 0)
    later = value(await read(figures), "greenlight_outbox_jobs", state="due")

    assert (again, later) == (0, 1)


async def test_what_a_silent_database_has_to_say_is_missing_and_the_rest_is_told(
    figures: Figures, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def silent(_: object) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(standing_records, "standing", silent)
    monkeypatch.setattr(standing, "ASKED_SECONDS", 0.01)
    found = await read(figures)

    assert value(found, "greenlight_outbox_jobs", state="due") is None
    assert value(found, "greenlight_database_answers") == 0
    assert value(found, "greenlight_subscriptions_open") == 0


@pytest.mark.parametrize(
    "headers",
    [
        {"x_forwarded_for": "203.0.113.9"},
        {"forwarded": "for=203.0.113.9"},
        {"via": "1.1 proxy"},
        {"x_real_ip": "203.0.113.9"},
        {"host": "hub.example.com"},
        {"host": "hub example com"},
        {"host": "[127.0.0.1"},
        {"host": ""},
    ],
)
async def test_what_came_past_a_proxy_hears_what_it_would_hear_of_no_address(
    figures: Figures, headers: dict[str, str]
) -> None:
    answer = await page(figures, "loopback", **headers)
    async with reader(Guarded(routes=[])) as http:
        nowhere = await http.get("/metrics")

    assert (
        (answer.status_code, answer.text)
        == (nowhere.status_code, nowhere.text)
        == (
            404,
            "Not Found",
        )
    )


async def test_whoever_asks_from_this_machine_reads_them_unless_they_are_off(
    figures: Figures,
) -> None:
    assert (await page(figures, "loopback")).status_code == 200
    assert (await page(figures, "off")).status_code == 404


async def test_every_figure_is_documented_and_every_documented_figure_is_there(
    hub: Hub, tmp_path: Path
) -> None:
    settings = Settings(files=tmp_path, metrics="on")
    async with assemble(hub, settings) as assembly, reader(assembly.application()) as http:
        await http.get("/healthz")
        text = (await http.get("/metrics")).text
    there = {family.name for family in text_string_to_metric_families(text)}
    documented = set(re.findall(r"^\| `([a-z_]+)`", DOCUMENT.read_text(), re.MULTILINE))

    # Who has an app with tokens that end, has this one as well.
    assert {bare(name) for name in documented} == there | {"greenlight_token_expiry_seconds"}


def bare(name: str) -> str:
    """Return the name of a counter as its family is called."""
    return name.removesuffix("_total")
