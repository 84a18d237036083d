"""Whoever listens: judged anew with every change, bounded in what they have not heard."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from graphql import GraphQLObjectType
from starlette.types import Message

from api.app import create_app
from api.schema import schema
from domain.actor import Role
from domain.catalog import uploads
from domain.catalog.model import AssetKind
from domain.feed import BACKLOG_MAX
from domain.metric_files import asking as metric_files
from domain.metric_files.model import Wanted
from domain.people import service
from domain.requests.submit import submit
from domain.thresholds import judging
from domain.thresholds import service as thresholds
from tests.api.test_socket import FOLLOW, PROTOCOL, heard, token
from tests.api.test_socket_codes import socket_of, subscribe
from tests.domain.cases.staff import opened as opened_case
from tests.domain.thresholds.figures import PLAYS, alerts, bring, flat, moved
from tests.world import ROOT, World, pieces

#: Makes something of one's own for each of some people; returns the ids in their order.
Make = Callable[..., Awaitable[tuple[str, ...]]]

OTHER = "other_requester"


async def _requests(world: World, *whose: str) -> tuple[str, ...]:
    made = [
        await submit(world.hub, await world.actor(who), "campaign", world.brief(name=who))
        for who in whose
    ]
    return tuple(one.id for one in made)


async def _cases(world: World, *whose: str) -> tuple[str, ...]:
    return tuple([(await opened_case(world, who)).id for who in whose])


async def _alerts(world: World, *whose: str) -> tuple[str, ...]:
    campaigns = await _requests(world, *whose)
    await thresholds.save(world.hub, ROOT, PLAYS)
    moved(world, 13)
    for campaign in campaigns:
        await bring(world.hub, campaign, flat("90", -7, -11))
    await judging.judge(world.hub)
    return tuple([(await alerts(subject_id=one))[0].id for one in campaigns])


async def _files(world: World, *whose: str) -> tuple[str, ...]:
    made = []
    for who in whose:
        await service.grant_role(world.hub, ROOT, world.people[who], Role.MANAGER)
        actor, content = await world.actor(who), b"date,plays"
        asset, mark = await uploads.promise_asset(
            world.hub, actor, world.brand_id, AssetKind.DOCUMENT, "a.csv", len(content)
        )
        await uploads.receive_asset(world.hub, actor, asset.id, mark, pieces(content))
        asked = await metric_files.ask(
            world.hub, actor, asset.id, Wanted("other", "shw_none"), dry_run=True
        )
        made.append(asked.id)
    return tuple(made)


#: What is made for a subscription to tell of, and whether it is asked for by its id.
LISTENED: dict[str, tuple[Make, bool]] = {
    "requestChanged": (_requests, True),
    "caseChanged": (_cases, True),
    "metricsImportChanged": (_files, True),
    "requestsChanged": (_requests, False),
    "casesChanged": (_cases, False),
    "alertsChanged": (_alerts, False),
}


def test_every_subscription_is_judged_below() -> None:
    found = schema._schema.subscription_type
    assert isinstance(found, GraphQLObjectType)

    assert set(found.fields) == set(LISTENED)


@pytest.mark.parametrize("name", LISTENED)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_who_lost_a_role_hears_only_of_what_they_may_still_see(
    world: World, name: str
) -> None:
    make, by_id = LISTENED[name]
    await service.grant_role(world.hub, ROOT, world.people[OTHER], Role.MANAGER)
    hidden, own = await make(world, "requester", OTHER)
    query = f'subscription {{ {name}(id: "{hidden}") {{ id }} }}' if by_id else ""
    async with socket_of(world, who=OTHER) as socket:
        await subscribe(socket, "1", query=query or f"subscription {{ {name} {{ id }} }}")
        await listening(world)
        if not by_id:
            world.hub.feed.changed(hidden)
        assert (await heard(socket))["payload"]["data"][name]["id"] == hidden
        await service.revoke_role(world.hub, ROOT, world.people[OTHER], Role.MANAGER)
        for changed in (hidden, own):
            world.hub.feed.changed(changed)
        told = await heard(socket)

    if by_id:
        assert told["payload"]["data"] is None
        assert told["payload"]["errors"][0]["extensions"]["code"].startswith("no_such_")
    else:
        assert told["payload"]["data"][name]["id"] == own


@pytest.mark.parametrize("name", LISTENED)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_who_was_barred_hears_nothing_more(world: World, name: str) -> None:
    make, by_id = LISTENED[name]
    (subject,) = await make(world, "requester")
    query = f'subscription {{ {name}(id: "{subject}") {{ id }} }}' if by_id else ""
    async with socket_of(world) as socket:
        await subscribe(socket, "1", query=query or f"subscription {{ {name} {{ id }} }}")
        await listening(world)
        if by_id:
            await heard(socket)
        await service.deactivate(world.hub, ROOT, world.people["manager"])
        world.hub.feed.changed(subject)
        told = await heard(socket)

    assert told["payload"]["data"] is None
    assert told["payload"]["errors"][0]["extensions"]["code"] == "unauthenticated"


async def test_who_falls_behind_is_told_to_ask_anew(world: World) -> None:
    (request,) = await _requests(world, "requester")
    async with socket_of(world) as socket:
        await subscribe(socket, "1", query=FOLLOW, variables={"id": request})
        await heard(socket)
        for _ in range(BACKLOG_MAX + 1):
            world.hub.feed.changed(request)
        told = [await heard(socket), await heard(socket)]
        await subscribe(socket, "1", query=FOLLOW, variables={"id": request})
        again = await heard(socket)

    assert told[0]["payload"]["errors"][0]["extensions"]["code"] == "lagging"
    assert "subscribe again" in told[0]["payload"]["errors"][0]["message"]
    assert told[1] == {"id": "1", "type": "complete"}
    assert again["payload"]["data"]["requestChanged"]["state"] == "IN_REVIEW"


async def test_who_does_not_read_costs_no_more_than_a_full_queue(world: World) -> None:
    (request,) = await _requests(world, "requester")
    deaf = Deaf()
    await deaf.follow(world, request)
    task = asyncio.create_task(create_app(world.hub)(SCOPE, deaf.receive, deaf.send))
    await listening(world)
    for _ in range(3 * BACKLOG_MAX):
        world.hub.feed.changed(request)
        await asyncio.sleep(0)
    left = set(world.hub.feed._listeners)
    deaf.ears.set()
    told = [await asyncio.wait_for(deaf.heard.get(), 30) for _ in range(4)]
    deaf.hang_up()
    await task

    assert left == set()
    assert [one["type"] for one in told] == ["connection_ack", "next", "next", "complete"]
    assert told[1]["payload"]["data"]["requestChanged"]["state"] == "IN_REVIEW"
    assert told[2]["payload"]["errors"][0]["extensions"]["code"] == "lagging"


async def test_that_somebody_hung_up_is_no_fault_of_ours(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    (request,) = await _requests(world, "requester")
    gone = Deaf(gone=True)
    await gone.follow(world, request)
    task = asyncio.create_task(create_app(world.hub)(SCOPE, gone.receive, gone.send))
    await gone.ears.wait()
    gone.hang_up()
    await task

    assert [one for one in caplog.records if one.levelno >= logging.ERROR] == []
    assert world.hub.feed._listeners == set()


async def listening(world: World) -> None:
    """Wait until somebody listens."""
    while not world.hub.feed._listeners:  # noqa: ASYNC110  The feed tells nobody who listens.
        await asyncio.sleep(0.001)


SCOPE = {
    "type": "websocket",
    "path": "/graphql",
    "headers": [],
    "query_string": b"",
    "subprotocols": [PROTOCOL],
}


class Deaf:
    """The server's side of a socket that nobody reads at the other end until `ears` are open.

    One that is `gone` hung up before the first answer; `ears` tell that it was spoken to.
    """

    def __init__(self, *, gone: bool = False) -> None:
        self._gone = gone
        self.ears = asyncio.Event()
        self.heard: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._said: asyncio.Queue[Message] = asyncio.Queue()
        self._said.put_nowait({"type": "websocket.connect"})

    async def follow(self, world: World, request: str) -> None:
        """Enter as the manager, and listen to a request."""
        authorization = {"authorization": f"Bearer {await token(world, 'manager')}"}
        self.say({"type": "connection_init", "payload": authorization})
        payload = {"query": FOLLOW, "variables": {"id": request}}
        self.say({"id": "1", "type": "subscribe", "payload": payload})

    def say(self, message: dict[str, Any]) -> None:
        self._said.put_nowait({"type": "websocket.receive", "text": json.dumps(message)})

    def hang_up(self) -> None:
        self._said.put_nowait({"type": "websocket.disconnect", "code": 1001})

    async def receive(self) -> Message:
        return await self._said.get()

    async def send(self, message: Message) -> None:
        if message["type"] != "websocket.send":
            return
        held = json.loads(message["text"])
        if held["type"] == "next":
            if self._gone:
                self.ears.set()
                raise OSError("hung up")
            await self.ears.wait()
        self.heard.put_nowait(held)
