"""The clients that front ends use, in their own language: graphql-ws and graphql-sse."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from domain.requests.submit import submit
from tests import node
from tests.api.served import served
from tests.api.test_socket import FOLLOW, token
from tests.world import World

WITHDRAW = (
    "mutation($i: WithdrawRequestInput!) { withdrawRequest(input: $i) { request { state } } }"
)


@pytest.mark.parametrize(("client", "scheme"), [("graphql-ws", "ws"), ("graphql-sse", "http")])
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_client_asks_acts_and_listens(world: World, client: str, scheme: str) -> None:
    if not node.installed(client):
        pytest.skip(f"{client} could not be installed here")
    requester = await world.actor("requester")
    request = await submit(world.hub, requester, "campaign", world.brief())
    gone = {"requestId": request.id, "reason": "Not now."}
    operations = [
        {"query": "{ viewer { name } }"},
        {"query": WITHDRAW, "variables": {"i": gone}},
        {"query": FOLLOW, "variables": {"id": request.id}, "wanted": 2},
    ]
    async with served(world) as place:
        asked = {
            "url": f"{scheme}://{place}/graphql",
            "token": await token(world, "requester"),
            "operations": operations,
        }
        found = await _run(world, client, asked, request.id)

    assert [one["data"] for one in found[0]] == [{"viewer": {"name": "Requester"}}]
    assert found[1][0]["data"]["withdrawRequest"]["request"]["state"] == "WITHDRAWN"
    followed = {"requestChanged": {"state": "WITHDRAWN", "note": "Not now."}}
    assert [one["data"] for one in found[2]] == [followed, followed]


async def _run(world: World, client: str, asked: dict[str, Any], subject: str) -> Any:
    """Let the client ask; once it listens, `subject` changes."""
    script = Path(node.__file__).parent / client / "client.mjs"
    process = await asyncio.create_subprocess_exec(
        "node",
        script,
        node.place(client),
        json.dumps(asked),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    try:
        async with asyncio.timeout(60):
            for _ in asked["operations"]:
                said = await process.stderr.readline()
                assert said == b"heard\n", said + await process.stderr.read()
            world.hub.feed.changed(subject)
            found = json.loads(await process.stdout.read())
            await process.wait()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return found
