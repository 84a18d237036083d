"""The example with Relay: what is generated is the schema's, and people do their work in it."""

import json
from pathlib import Path

import pytest

from api.callers.documents import read_manifest
from api.callers.profiles import Profile, manner_of
from domain.requests.revise import withdraw
from domain.requests.submit import submit
from tests import node
from tests.api.served import served
from tests.examples.running import line, ran, running, token
from tests.world import World

pytestmark = pytest.mark.skipif(
    not node.installed("relay"), reason="the example's packages could not be installed here"
)
DRIVER = Path(__file__).parent / "inbox.cjs"


async def test_what_is_generated_is_that_of_the_schema(tmp_path: Path) -> None:
    folder = node.laid_out("relay", tmp_path)
    before = (folder / "documents.json").read_text()
    compiler = "node_modules/.bin/relay-compiler"
    looked = await ran("node", compiler, "--validate", folder=folder)
    checked = await ran("node", "node_modules/.bin/tsc", folder=folder)

    assert looked.code == 0, looked
    assert checked == (0, "", "")
    assert (folder / "documents.json").read_text() == before


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_its_inbox_pages_votes_and_follows_by_known_documents_alone(
    world: World, tmp_path: Path
) -> None:
    folder = node.laid_out("relay", tmp_path)
    assert await ran("node", "build.cjs", folder=folder) == (0, "", "")
    requester = await world.actor("requester")
    first = await submit(world.hub, requester, "campaign", world.brief(name="First"))
    await submit(world.hub, requester, "campaign", world.brief(name="Second"))
    known = manner_of(Profile.STANDARD, read_manifest(node.ROOT / "examples/relay/documents.json"))
    async with served(world, known) as place:
        words = ("node", "--experimental-websocket", "--no-warnings", DRIVER)
        who = {
            "GREENLIGHT_URL": f"http://{place}",
            "GREENLIGHT_TOKEN": await token(world, "brand_one"),
        }
        async with running(*words, folder=folder, **who) as page:
            one, two, voted = [json.loads(await line(page)) for _ in range(3)]
            await withdraw(world.hub, requester, first.id, "Not now.")
            changed = json.loads(await line(page))

    assert one[:3] == ["Brand One", "2 to look at", "#1 First: IN_REVIEW"]
    assert "#2 Second: IN_REVIEW" in two
    assert voted.count("brand APPROVED 1/1") == 1
    assert "#1 First: WITHDRAWN" in changed
