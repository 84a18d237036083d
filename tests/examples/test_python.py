"""The example in Python: it asks, waits, approves, and says what it was refused for."""

import asyncio
import sys
from pathlib import Path

import pytest

from domain.clock import SteppingClock
from tests.api.served import served
from tests.examples.briefs import BRAND, campaign
from tests.examples.running import Said, ran, token
from tests.node import ROOT
from tests.stories.desk import OneProcess
from tests.world import World

SCRIPT = ROOT / "examples/python/campaign.py"


async def asked(world: World, place: str, *words: str | Path) -> Said:
    """Run the example for the requester and a reviewer of the brand."""
    tokens = {
        "GREENLIGHT_TOKEN": await token(world, "requester"),
        "GREENLIGHT_REVIEWER_TOKEN": await token(world, "brand_one"),
    }
    url = f"http://{place}"
    return await ran(sys.executable, SCRIPT, *words, folder=ROOT, GREENLIGHT_URL=url, **tokens)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_it_carries_a_campaign_to_its_last_yes(
    world: World, clock: SteppingClock, tmp_path: Path
) -> None:
    desk = OneProcess.open(world, clock, tmp_path / "files")
    brief, *files = campaign(world, tmp_path, budget={"amount": "900.00", "currency": "EUR"})
    async with served(world) as place:
        example = asyncio.create_task(asked(world, place, brief, BRAND, *files))
        while not example.done():
            await desk.work(rounds=1)
            await asyncio.wait([example], timeout=0.1)
    done = await example

    assert done.code == 0, done
    assert "brand:OPEN" in done.out
    assert done.out.splitlines()[-1] == "#1 APPROVED"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_it_says_what_was_refused_and_where(world: World, tmp_path: Path) -> None:
    brief, *files = campaign(world, tmp_path, clickUrl="javascript:alert(1)")
    async with served(world) as place:
        wrong = await asked(world, place, brief, BRAND, *files)
        unknown = await asked(world, place, brief, "Nobody's", *files)

    assert (wrong.code, unknown.code) == (1, 1)
    assert "clickUrl" in wrong.trouble
    assert unknown.trouble == "no_such_brand: There is no brand `Nobody's`.\n"
