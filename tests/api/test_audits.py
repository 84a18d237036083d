"""GraphQL over HTTP, audited by those who wrote its reference in another language."""

import asyncio
import json
from pathlib import Path

import pytest

from api.callers.profiles import Bounds, Profile, manner_of
from tests import node
from tests.api.served import served
from tests.world import World

AUDIT = Path(node.__file__).parent / "graphql-http" / "audit.mjs"

#: How many audits graphql-http 1.23.1 has.
AUDITS = 61


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_every_audit_of_graphql_over_http_passes(world: World) -> None:
    if not node.installed("graphql-http"):
        pytest.skip("graphql-http could not be installed here")
    async with served(
        world, manner_of(Profile.OPEN, bounds=Bounds(anonymous_points=1_000_000))
    ) as place:
        process = await asyncio.create_subprocess_exec(
            "node",
            AUDIT,
            node.place("graphql-http"),
            f"http://{place}/graphql",
            stdout=asyncio.subprocess.PIPE,
        )
        said, _ = await asyncio.wait_for(process.communicate(), 60)
    found = json.loads(said)

    assert [one for one in found if one["status"] != "ok"] == []
    assert len(found) == AUDITS
