"""The example in TypeScript: its types are the schema's, and it does what it says."""

import filecmp
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests import node
from tests.api.served import served
from tests.examples.briefs import BRAND, campaign
from tests.examples.running import Said, line, ran, running, token
from tests.world import World

pytestmark = pytest.mark.skipif(
    not node.installed("typescript"), reason="the example's packages could not be installed here"
)
#: Sockets are in Node by itself from 22 on.
NODE = ("node", "--experimental-websocket", "--no-warnings", "build/main.js")


@dataclass(frozen=True, slots=True)
class Terminal:
    """A hub's inbox at a terminal, for one person."""

    folder: Path
    url: str
    token: str

    async def runs(self, *words: str | Path) -> Said:
        return await ran(*NODE, *words, folder=self.folder, **self.environment)

    @property
    def environment(self) -> dict[str, str]:
        return {"GREENLIGHT_URL": self.url, "GREENLIGHT_TOKEN": self.token}


async def test_its_generated_types_are_those_of_the_schema(tmp_path: Path) -> None:
    folder = node.laid_out("typescript", tmp_path)
    kept = node.ROOT / "examples/typescript/src/gql"
    for old in (folder / "src/gql").iterdir():
        old.unlink()
    made = await ran("node", "node_modules/.bin/graphql-codegen", folder=folder)
    names = [one.name for one in kept.iterdir()]
    _, differing, missing = filecmp.cmpfiles(kept, folder / "src/gql", names, shallow=False)

    assert made.code == 0, made
    assert (differing, missing) == ([], [])
    assert sorted(one.name for one in (folder / "src/gql").iterdir()) == sorted(names)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_it_compiles_and_carries_a_campaign_to_a_vote(world: World, tmp_path: Path) -> None:
    folder = node.laid_out("typescript", tmp_path)
    built = await ran("node", "node_modules/.bin/tsc", "--outDir", "build", folder=folder)
    assert built == (0, "", "")
    brief, *files = campaign(world, tmp_path, name="From a terminal")
    async with served(world) as place:
        url = f"http://{place}"
        asks = Terminal(folder, url, await token(world, "requester"))
        looks = Terminal(folder, url, await token(world, "brand_one"))
        strange = Terminal(folder, url, await token(world, "rival"))
        submitted = await asks.runs("submit", brief, BRAND, *files)
        waiting = await looks.runs("inbox")
        hidden = await strange.runs("open", "1")
        words = (*NODE, "follow", "1")
        async with running(*words, folder=folder, **asks.environment) as heard:
            first = await line(heard)
            voted = await looks.runs("vote", "1", "brand", "REJECT", "Too loud.")
            last = await line(heard)

    assert submitted == (0, "#1 IN_REVIEW\n", "")
    assert waiting == (0, "#1 From a terminal: brand, readiness\n", "")
    assert hidden == (1, "", "no_such_request: There is no request #1.\n")
    assert first.startswith("IN_REVIEW brand:OPEN")
    assert voted == (0, "#1 REJECTED\n", "")
    assert last.startswith("REJECTED brand:REJECTED")
