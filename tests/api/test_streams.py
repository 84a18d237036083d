"""Subscriptions as server-sent events: one operation a request, over real HTTP."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx2
import pytest

from api.callers.profiles import STANDARD, Manner, Profile, manner_of
from domain.actor import Scope
from domain.people import records, tokens
from domain.requests.revise import withdraw
from domain.requests.submit import submit
from tests.api.door import token_for
from tests.api.served import served
from tests.api.test_listeners import listening
from tests.api.test_profiles import BRANDS, DIGEST
from tests.api.test_socket import FOLLOW
from tests.world import World

EVENTS = {"accept": "text/event-stream"}
REQUESTS = "subscription { requestsChanged { state } }"


@dataclass
class Stream:
    """One answer that goes on."""

    response: httpx2.Response
    lines: AsyncIterator[str]

    async def heard(self) -> tuple[str, Any]:
        """Return the next event and what it holds, or a comment as the event `:`."""
        event = ""
        while True:
            line = await asyncio.wait_for(anext(self.lines), 30)
            if line.startswith(":"):
                return ":", line[1:].strip()
            if line.startswith("event:"):
                event = line.removeprefix("event:").strip()
            if line.startswith("data:"):
                data = line.removeprefix("data:").strip()
                return event, json.loads(data) if data else None


@asynccontextmanager
async def streamed(
    world: World, who: str, manner: Manner = STANDARD, **body: Any
) -> AsyncIterator[Stream]:
    """Ask as `who` for a stream."""
    headers = await token_for(world, who) | EVENTS
    async with (
        served(world, manner) as place,
        httpx2.AsyncClient(base_url=f"http://{place}", headers=headers, timeout=30) as client,
        client.stream("POST", "/graphql", json=body) as response,
    ):
        yield Stream(response, response.aiter_lines())


def code_of(answer: Any) -> str:
    code: str = answer["errors"][0]["extensions"]["code"]
    return code


async def followed(world: World) -> tuple[str, dict[str, Any]]:
    """Return a request's id, and the body that asks to follow it."""
    request = await submit(world.hub, await world.actor("requester"), "campaign", world.brief())
    return request.id, {"query": FOLLOW, "variables": {"id": request.id}}


async def test_a_request_is_followed_by_events(world: World) -> None:
    request, body = await followed(world)
    async with streamed(world, "manager", **body) as stream:
        first = await stream.heard()
        await withdraw(world.hub, await world.actor("requester"), request, "Not now.")
        second = await stream.heard()

    assert stream.response.headers["content-type"] == "text/event-stream"
    assert first[0] == second[0] == "next"
    assert first[1]["data"]["requestChanged"]["state"] == "IN_REVIEW"
    assert second[1]["data"]["requestChanged"] == {"state": "WITHDRAWN", "note": "Not now."}


async def test_somebody_else_hears_nothing_of_it(world: World) -> None:
    _, body = await followed(world)
    async with streamed(world, "rival", **body) as stream:
        told = [await stream.heard(), await stream.heard()]

    assert code_of(told[0][1]) == "no_such_request"
    assert told[1] == ("complete", None)


async def test_a_query_is_answered_by_one_event(world: World) -> None:
    async with streamed(world, "manager", query="{ viewer { name } }") as stream:
        told = [await stream.heard(), await stream.heard()]

    assert told[0][0] == "next"
    assert told[0][1]["data"] == {"viewer": {"name": "Manager"}}
    assert told[1] == ("complete", None)


async def test_who_has_no_good_token_gets_no_stream(world: World) -> None:
    async with served(world) as place, httpx2.AsyncClient(base_url=f"http://{place}") as client:
        guessed = {"authorization": "Bearer glt_guessed"} | EVENTS
        unknown = await client.post("/graphql", json={"query": REQUESTS}, headers=guessed)
        nobody = await client.post("/graphql", json={"query": REQUESTS}, headers=EVENTS)

    assert (unknown.status_code, unknown.headers["content-type"]) == (401, "application/json")
    assert "unauthenticated" in nobody.text
    assert nobody.text.rstrip().endswith("event: complete\r\ndata:")


async def test_a_stream_that_has_nothing_to_say_says_so(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.endpoint.view.HEARTBEAT_SECONDS", 0.01)
    async with streamed(world, "manager", query=REQUESTS) as stream:
        assert await stream.heard() == (":", "ping")
        assert await stream.heard() == (":", "ping")


async def test_a_stream_ends_with_its_token_at_the_next_change(world: World) -> None:
    request, body = await followed(world)
    async with streamed(world, "manager", **body) as stream:
        await stream.heard()
        (held,) = await records.tokens_of(world.people["manager"])
        await tokens.revoke_token(world.hub, await world.actor("manager"), held.id)
        await withdraw(world.hub, await world.actor("requester"), request, "A secret reason.")
        told = [await stream.heard(), await stream.heard()]

    assert code_of(told[0][1]) == "unauthenticated"
    assert "secret" not in json.dumps(told)
    assert told[1][0] == "complete"


async def test_a_stream_ends_with_its_token_where_nothing_changes(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.across.live.LOOK_SECONDS", 0.01)
    async with streamed(world, "manager", query=REQUESTS) as stream:
        (held,) = await records.tokens_of(world.people["manager"])
        await tokens.revoke_token(world.hub, await world.actor("manager"), held.id)

        assert code_of((await stream.heard())[1]) == "unauthenticated"


async def test_what_goes_wrong_in_a_stream_is_masked(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError("the password is hunter2")

    monkeypatch.setattr("api.across.live.reading.get", broken)
    async with streamed(
        world, "manager", query=FOLLOW, variables={"id": f"req_{'0' * 26}"}
    ) as stream:
        told = [await stream.heard(), await stream.heard()]

    assert code_of(told[0][1]) == "internal"
    assert "hunter2" not in json.dumps(told)
    assert told[1][0] == "complete"


async def test_who_hangs_up_is_kept_no_place(world: World) -> None:
    async with streamed(world, "manager", query=REQUESTS) as stream:
        await listening(world)
        await stream.response.aclose()
        async with asyncio.timeout(30):
            while world.hub.feed._listeners:  # noqa: ASYNC110  The feed tells nobody who listens.
                await asyncio.sleep(0.001)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"query": "{ viewer {"}, "syntax_error"),
        ({"query": "{ nobody }"}, "invalid_operation"),
        ({"query": ""}, "malformed_request"),
        ({"query": REQUESTS, "operationName": "Other"}, "operation_unknown"),
        ({"documentId": DIGEST}, "documents_off"),
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_what_cannot_be_run_is_said_in_one_event(
    world: World, body: dict[str, Any], code: str
) -> None:
    async with streamed(world, "manager", **body) as stream:
        told = [await stream.heard(), await stream.heard()]

    assert code_of(told[0][1]) == code
    assert "data" not in told[0][1]
    assert told[1] == ("complete", None)


async def test_documents_of_the_manifest_alone_are_streamed(world: World) -> None:
    known = manner_of(Profile.HARDENED, {DIGEST: BRANDS})
    async with streamed(world, "manager", known, documentId=DIGEST) as stream:
        good = await stream.heard()
    async with streamed(world, "manager", known, query=REQUESTS) as stream:
        bad = await stream.heard()

    assert good[1]["data"]["brands"]
    assert code_of(bad[1]) == "document_unknown"


async def test_a_subscription_that_nobody_could_be_told_is_refused(world: World) -> None:
    headers = await token_for(world, "manager", frozenset({Scope.READ}))
    async with served(world) as place, httpx2.AsyncClient(base_url=f"http://{place}") as client:
        answer = await client.post("/graphql", json={"query": REQUESTS}, headers=headers)

    assert answer.status_code == 400
    assert code_of(answer.json()) == "only_streamed"
