"""A front end that follows every request through a storm, and opens its socket again each time."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import cycle

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException
from websockets.typing import Subprotocol

from tests.faults.storm.company import Company

FOLLOW = "subscription { requestsChanged { id state updatedAt } }"


class Follower:
    """What it heard: `events` so many, over `sockets`; `disordered` is what came after later news.

    A socket tells how a request stands at each change, so what it says never goes back.
    """

    def __init__(self, company: Company) -> None:
        self._company = company
        self.events = 0
        self.sockets = 0
        self.disordered: list[str] = []

    @asynccontextmanager
    async def following(self) -> AsyncIterator["Follower"]:
        """Follow while the block runs."""
        task = asyncio.create_task(self._follow())
        try:
            yield self
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _follow(self) -> None:
        for port in cycle(self._company.ports[:2]):
            with contextlib.suppress(OSError, TimeoutError, WebSocketException, EOFError):
                protocol = Subprotocol("graphql-transport-ws")
                url = f"ws://127.0.0.1:{port}/graphql"
                async with connect(url, subprotocols=[protocol], open_timeout=2) as socket:
                    await self._hear(socket)
            await asyncio.sleep(0.2)

    async def _hear(self, socket: ClientConnection) -> None:
        payload = self._company.headers["manager"]
        await socket.send(json.dumps({"type": "connection_init", "payload": payload}))
        subscribe = {"id": "1", "type": "subscribe", "payload": {"query": FOLLOW}}
        await socket.recv()
        await socket.send(json.dumps(subscribe))
        self.sockets += 1
        heard: dict[str, str] = {}
        async for message in socket:
            told = json.loads(message)
            if told["type"] == "ping":
                await socket.send(json.dumps({"type": "pong"}))
            elif told["type"] != "next":
                return
            elif told["payload"].get("data"):
                self._note(heard, told["payload"]["data"]["requestsChanged"])

    def _note(self, heard: dict[str, str], found: dict[str, str]) -> None:
        self.events += 1
        if found["updatedAt"] < heard.get(found["id"], ""):
            self.disordered.append(f"{found} after {heard[found['id']]}")
        heard[found["id"]] = found["updatedAt"]
