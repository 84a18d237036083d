"""One id through every hop: a request, the jobs it asked for, and the calls these made."""

import re
from typing import Any

import httpx2
import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket

from app.watching.door import OTHER, Guarded
from connectors.outgoing import Outgoing, template
from domain.hub import Hub
from domain.jobs import service
from domain.jobs.model import Job, Work
from domain.steps import StepKind, taking
from tests.app.watching.steps_seen import asking, reader, seen
from tests.bot.office import office
from tests.world import World

TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


async def fine(_: Request) -> Response:
    return PlainTextResponse("fine")


async def fails(_: Request) -> Response:
    raise RuntimeError("on purpose")


async def greets(socket: WebSocket) -> None:
    await socket.accept()
    await socket.close()


APP = [Route("/graphql", fine), Route("/uploads/{id}", fails), WebSocketRoute("/live", greets)]


async def answered(path: str = "/graphql", **headers: str) -> httpx2.Response:
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    async with reader(Guarded(routes=APP)) as http:
        return await http.get(path, headers=sent)


async def test_an_id_that_is_well_formed_is_taken_over() -> None:
    assert (await answered(x_request_id="front-1:a.b")).headers["x-request-id"] == "front-1:a.b"


async def test_a_trace_is_the_id_where_nobody_gave_another() -> None:
    found = await answered(traceparent=TRACE)

    assert found.headers["x-request-id"] == "0af7651916cd43dd8448eb211c80319c"


@pytest.mark.parametrize("given", ["", "a b", "x" * 65, "-x", 'a"b', "a\tb"])
async def test_an_id_that_is_not_well_formed_is_replaced(given: str) -> None:
    found = (await answered(x_request_id=given)).headers["x-request-id"]

    assert re.fullmatch("[0-9a-f]{32}", found)


@pytest.mark.parametrize(
    "given", ["ff" + TRACE[2:], "00-" + "0" * 32 + TRACE[35:], TRACE[:-20], TRACE.upper()]
)
async def test_a_trace_that_is_not_well_formed_counts_for_nothing(given: str) -> None:
    found = (await answered(traceparent=given)).headers["x-request-id"]

    assert re.fullmatch("[0-9a-f]{32}", found)
    assert found != TRACE[3:35]


@pytest.mark.parametrize(("path", "status"), [("/nowhere", 404), ("/uploads/1", 500)])
async def test_answers_to_what_is_not_there_or_fails_carry_it_too(path: str, status: int) -> None:
    found = await answered(path, x_request_id="r-1")

    assert (found.status_code, found.headers["x-request-id"]) == (status, "r-1")


def test_a_socket_is_told_it_when_it_is_let_in() -> None:
    client = TestClient(Guarded(routes=APP))
    with client.websocket_connect("/live", headers={"X-Request-Id": "r-1"}) as socket:
        told: Any = socket.extra_headers  # As it is, it is never None here.
    assert (b"x-request-id", b"r-1") in told


async def test_doors_that_are_none_have_one_name() -> None:
    with seen() as found:
        await answered("/uploads/ast_1")
        await answered("/wp-login.php")

    assert [step.name for step in found.steps] == ["uploads", OTHER]
    assert [step.outcome for step in found.steps] == ["500", "404"]


async def test_a_job_goes_back_to_the_request_that_began_it_however_many_jobs_lie_between(
    hub: Hub,
) -> None:
    def answer(_: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(429)

    async def first(_: Job) -> None:
        await ask(hub, "second")

    async def second(_: Job) -> None:
        async with Outgoing("spotify-ads", transport=httpx2.MockTransport(answer)) as http:
            await http.get("https://api.example.com/ads/v3/campaigns/42")

    with taking(asking("r-1")):
        await ask(hub, "first")
    work = Work(hub.clock, hub.wake, {"first": first, "second": second})
    with seen() as found:
        while await service.run_next(work):
            pass
    (call,) = found.of(StepKind.CALL)

    assert [(s.name, s.origin, s.outcome) for s in found.of(StepKind.JOB)] == [
        ("first", "r-1", "done"),
        ("second", "r-1", "done"),
    ]
    assert (call.name, call.origin, call.outcome) == ("spotify-ads", "r-1", "429")
    assert call.facts == {"call": "GET /ads/v3/campaigns/{}", "host": "api.example.com"}


async def test_a_job_that_no_request_asked_for_goes_back_to_itself(hub: Hub) -> None:
    async def work(_: Job) -> None:
        await ask(hub, "second")

    await ask(hub, "first")
    with seen() as found:
        for _ in range(2):
            await service.run_next(Work(hub.clock, hub.wake, {"first": work, "second": work}))
    first, second = found.of(StepKind.JOB)

    assert first.origin == first.facts["job_id"]
    assert second.origin == first.origin


async def ask(hub: Hub, kind: str) -> None:
    now = hub.clock.now()
    await service.ask(hub.wake, now, key=kind, kind=kind, lane=kind, details={})


async def test_a_click_the_job_it_asked_for_and_what_slack_was_told_then_have_one_id(
    world: World,
) -> None:
    async with office(world) as desk:
        request = await desk.asks()
        await desk.ready(request)
        await desk.work()
        with seen() as found:
            assert (await desk.click("brand_one", "CBRAND", "stage.approve")).ok
            clicked = next(s for s in found.of(StepKind.REQUEST) if s.name == "slack")
            await desk.work()

    shown = [step for step in found.of(StepKind.JOB) if step.name == "cards.show"]
    drawn = [s for s in found.of(StepKind.CALL) if s.facts["call"] == "chat.update"]
    assert clicked.origin in {step.origin for step in shown}
    assert clicked.origin in {step.origin for step in drawn}
    assert {(step.name, step.outcome) for step in drawn} == {("slack", "200")}


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/v1/playlists/37i9dQZF1DX/tracks", "/v1/playlists/{}/tracks"),
        ("/ads/v3/drafts/campaigns", "/ads/v3/drafts/campaigns"),
        ("/shows/averyveryverylongnamewithoutnumbers", "/shows/{}"),
    ],
)
def test_addresses_are_told_without_what_they_name(path: str, said: str) -> None:
    assert template(path) == said
