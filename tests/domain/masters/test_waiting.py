"""What is held by days of titles is looked at when these change, and not when others do."""

import io
from pathlib import Path
from typing import Any

import pytest

from connectors.onix.reader import Message
from domain.catalog.works.importing import Import
from domain.catalog.works.model import Origin
from domain.clock import SteppingClock
from domain.database import sql, transaction
from domain.masters import embargo
from domain.packages import looking
from domain.requests import outcomes
from tests.connectors.onix.messages import message, record
from tests.stories.desk import OneProcess
from tests.stories.house import House
from tests.stories.house import house as opened_house
from tests.stories.test_c4_embargo import told
from tests.stories.test_c4_master import goes_out, stands
from tests.world import ROOT, World

EMBARGOES = """query($first: Int!) { requests(first: $first) { edges { node {
  id embargo { until } } } } }"""


@pytest.fixture
async def house(world: World, clock: SteppingClock, files: Path) -> House:
    return await opened_house(OneProcess.open(world, clock, files))


async def others(house: House, number: int) -> None:
    """Have the publisher tell of a title of another work."""
    whole = message(record(number, title=f"Unrelated {number}", isbn="")).encode()
    read = Message(io.BytesIO(whole))
    origin = Origin(read.sender, read.sent_at, "others.xml", f"{number:064}")
    await Import(house.world.hub, ROOT, origin).take(list(read))


async def test_only_titles_of_their_own_have_releases_looked_at(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = await goes_out(house, titleId=await told(house, ("02", "20270101")))
    looks: list[str] = []
    problems = looking._problems

    async def counted(hub: Any, request: Any, *given: Any) -> Any:
        looks.append(request.id)
        return await problems(hub, request, *given)

    monkeypatch.setattr(looking, "_problems", counted)
    for number in range(2, 5):
        await others(house, number)
        await house.desk.work(seconds=1)
    before = list(looks)
    await told(house, ("02", "20270201"))
    await house.desk.work(seconds=1)

    assert before == []
    assert looks == [request["id"]]
    assert "until 2027-02-01" in (await stands(house, request))["trouble"]


async def test_a_word_that_is_missed_is_made_good_within_a_quarter_of_an_hour(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell = outcomes.tell

    async def meanwhile(*given: Any) -> None:
        """Have another worker hear of an earlier day just before this one writes that it waits."""
        monkeypatch.setattr(outcomes, "tell", tell)
        await tell(*given)
        await told(house, ("02", "20261120"))
        async with transaction():
            await sql.execute("UPDATE jobs SET state = 'done' WHERE kind = 'titles.changed'")

    title = await told(house, ("02", "20270101"))
    monkeypatch.setattr(outcomes, "tell", meanwhile)
    request = await goes_out(house, titleId=title)
    held = await stands(house, request)
    await house.desk.work(seconds=embargo.LOOK_AGAIN_SECONDS_MAX + 1)
    found = await stands(house, request)

    assert held["state"] == "APPROVED"
    assert found["state"] == "PUBLISHED"


async def test_a_list_of_releases_asks_for_their_days_together(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    title = await told(house, ("02", "20270101"))
    made = [await goes_out(house, titleId=title) for _ in range(3)]
    asked: list[str] = []
    run = sql._run

    async def counted(statements: Any) -> Any:
        asked.extend(one.text for one in statements if "rate_buckets" not in one.text)
        return await run(statements)

    monkeypatch.setattr(sql, "_run", counted)
    front = await house.desk.front("manager")
    found = []
    for first in (1, 1, 3):  # Callers are remembered from the first on.
        asked.clear()
        page = (await front.data(EMBARGOES, first=first))["requests"]["edges"]
        found.append((len(page), len(asked)))
        held = [one["node"]["embargo"] for one in page]

    assert found[1:] == [(1, found[1][1]), (3, found[1][1])]
    assert held == [{"until": "2027-01-01"}] * len(made)
