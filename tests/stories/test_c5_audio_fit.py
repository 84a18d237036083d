"""C5: what does well as audio, with the numbers behind its rank; told back, and told again."""

import csv
import io
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from typing import Any

import httpx2
import pytest

from app.jobs.handlers import NIGHTLY, handlers_for
from connectors.jobs.inprocess import InProcessRunner
from domain.actor import Role
from domain.audit import service as audit
from domain.catalog import service as catalog
from domain.people import service as people
from domain.title_house.model import Writing
from domain.title_house.pulling import Wanted, pull
from tests.api.door import Door, door
from tests.connectors.consonance.conftest import Site, open_site
from tests.stories.company import HERE
from tests.stories.desk import Desk, OneProcess
from tests.stories.five import FiveProcesses
from tests.stories.house import House
from tests.stories.processes import url_of
from tests.stories.sponsors import ERRORS
from tests.world import ROOT

INGEST = f"""mutation($input: IngestMetricsInput!) {{
  done: ingestMetrics(input: $input) {{ done {{ added changed setAside }} {ERRORS} }} }}"""
SET = f"""mutation($input: SetLaunchPolicyInput!) {{
  done: setLaunchPolicy(input: $input) {{ {ERRORS} }} }}"""
PUBLISH = f"""mutation($input: PublishAudioFitInput!) {{
  done: publishAudioFit(input: $input) {{ id {ERRORS} }} }}"""
TITLES = "{ works { edges { node { titles { id name } } } } }"
RANK = """query($by: AudioFitBy!, $brand: ID) { audioFit(by: $by, window: 7, brand: $brand) {
  totalCount ranked completeTo csv edges { node { thing name rank score streams streamsBefore
    restated activity { campaigns milestones { milestone on } }
    components { part weight known value points sample } } } } }"""
NAMES = ("Night Train", "Harbour", "=1+1")
AUTHORS = ("Ada Writer", "Ben Writer", "Ben Writer")


@pytest.fixture
async def site(desk: Desk) -> AsyncIterator[Site]:
    """Consonance, which the hub tells what it publishes."""
    if isinstance(desk, FiveProcesses):
        async with httpx2.AsyncClient() as http:
            url = f"{url_of(desk.processes.fakes)}/consonance"
            yield Site(desk.around.titles, url, http)
        return
    assert isinstance(desk, OneProcess)
    async with open_site() as found:
        hub = replace(desk.world.hub, public_url=HERE)
        desk.world = replace(desk.world, hub=hub)
        handlers = handlers_for(
            hub, ads=desk.ads, chat=None, house=found.client(writing=Writing.ON)
        )
        desk.runner = InProcessRunner(desk.clock, hub.wake, handlers)
        yield found


class Listening:
    """Three titles from Consonance, of which fourteen days are told."""

    def __init__(self, house: House, site: Site) -> None:
        self.house, self.site = house, site
        self.ids: dict[str, str] = {}

    async def begins(self) -> None:
        today = self.house.world.hub.clock.now().date()
        policy = {
            "brandId": self.house.world.brand_id,
            "ownerId": self.house.world.people["requester"],
            "markets": ["DE"],
            "preOrderDays": 20,
        }
        await self.does("manager", SET, **policy)
        for ref, (name, author) in enumerate(zip(NAMES, AUTHORS, strict=True), 1):
            person = {"__typename": "Person", "id": AUTHORS.index(author) + 1, "name": author}
            who = {"sequenceNumber": 1, "onixContributorRoleCode": "A01", "contributor": person}
            more = {"contributions": [who], "publicationDate": "2026-12-05"}
            self.site.house.put(
                ref, today, work=10 * ref, fullTitle=name, onixPublishingStatusCode="02", **more
            )
        await pull(self.house.world.hub, NIGHTLY, self.site.client(), Wanted())
        await self.house.desk.work()
        found = await (await self.house.desk.front("manager")).data(TITLES)
        for edge in found["works"]["edges"]:
            (title,) = edge["node"]["titles"]
            self.ids[title["name"]] = title["id"]
        await self.says(NAMES[0], before=300, now=300, completed=150)
        await self.says(NAMES[1], before=50, now=100, completed=60)
        await self.says(NAMES[2], before=10, now=10, completed=5)

    async def says(self, name: str, *, before: int, now: int, completed: int) -> None:
        """Have 6 to 19 November told; the window of a week begins on the 13th."""
        streams = [(day, before if day < 13 else now) for day in range(6, 20)]
        await self.brings(name, "streams_60s", streams)
        await self.brings(name, "streams_completed", [(day, completed) for day in range(13, 20)])

    async def brings(self, name: str, metric: str, days: Sequence[tuple[int, int]]) -> Any:
        figures = [
            {
                "subject": self.ids[name],
                "metric": metric,
                "day": f"2026-11-{day:02}",
                "value": str(value),
            }
            for day, value in days
        ]
        done = await self.does("manager", INGEST, source="spotify-creators", figures=figures)
        assert done["done"]["setAside"] == 0
        return done["done"]

    async def does(self, who: str, query: str, **given: Any) -> Any:
        done = (await (await self.house.desk.front(who)).data(query, input=given))["done"]
        assert done["errors"] == [], done
        return done

    async def ranks(self, by: str = "TITLE", front: Door | None = None, **more: Any) -> Any:
        asking = front or await self.house.desk.front("manager")
        return (await asking.data(RANK, by=by, **more))["audioFit"]


@pytest.fixture
async def listening(house: House, site: Site) -> Listening:
    found = Listening(house, site)
    await found.begins()
    return found


def nodes(ranking: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {edge["node"]["name"]: edge["node"] for edge in ranking["edges"]}


def places(ranking: dict[str, Any]) -> list[tuple[Any, ...]]:
    found = [edge["node"] for edge in ranking["edges"]]
    return [(one["name"], one["rank"], one["score"]) for one in found]


async def test_c5_a_rank_is_shown_with_the_numbers_behind_it(listening: Listening) -> None:
    titles = await listening.ranks()
    authors = await listening.ranks("AUTHOR")

    # Harbour: 100 of 100 + 100 is half of 40; 60 % of 40; twice as much is all of 20.
    # Night Train: 300 of 300 + 100 is three quarters of 40; half of 40; the same is half of 20.
    # Seventy streams in a week are too few to say anything.
    assert places(titles) == [
        ("Harbour", 1, "64.00"),
        ("Night Train", 2, "60.00"),
        ("=1+1", None, None),
    ]
    lines = [
        (one["part"], one["weight"], one["known"], one["value"], one["points"], one["sample"])
        for one in nodes(titles)["Harbour"]["components"]
    ]
    assert lines == [
        ("STREAMS", 40, "KNOWN", "100.000000", "20.00", 700),
        ("COMPLETION", 40, "KNOWN", "0.600000", "24.00", 700),
        ("GROWTH", 20, "KNOWN", "1.000000", "20.00", 350),
    ]
    assert {one["known"] for one in nodes(titles)["=1+1"]["components"]} == {"TOO_FEW"}
    assert {one["value"] for one in nodes(titles)["=1+1"]["components"]} == {None}
    assert titles["completeTo"] == "2026-11-19"
    assert nodes(titles)["Harbour"]["activity"] == {
        "campaigns": 0,
        "milestones": [{"milestone": "PRE_ORDER", "on": "2026-11-15"}],
    }
    # Ben's two: 110 of 210; 455 of 770 heard to the end; from 60 a day to 110, 11/12 of 20.
    assert places(authors) == [("Ben Writer", 1, "62.92"), ("Ada Writer", 2, "60.00")]
    points = [one["points"] for one in nodes(authors)["Ben Writer"]["components"]]
    assert points == ["20.95", "23.64", "18.33"]


async def test_c5_a_link_and_a_table_are_written_back(listening: Listening) -> None:
    house = listening.house

    async def publishes() -> list[list[tuple[str, str]]]:
        """Publish the ranking of titles; return the links of each at Consonance."""
        await house.desk.work(seconds=60)
        await listening.does("manager", PUBLISH, by="TITLE", window=7)
        await house.desk.work()
        links = [listening.site.house.products[ref]["webLinks"] for ref in (1, 2, 3)]
        return [[(one["link"], one["note"]) for one in of_it] for of_it in links]

    told = await publishes()
    again = await publishes()
    rows = list(csv.DictReader(io.StringIO((await listening.ranks())["csv"])))

    note = "[greenlight:audio-fit] audio fit: {}, to 2026-11-19"
    page = f"{HERE}/titles/"
    assert told == [
        [(page + listening.ids["Night Train"], note.format("2nd of 2, 60.00 points"))],
        [(page + listening.ids["Harbour"], note.format("1st of 2, 64.00 points"))],
        [],
    ]
    assert again == told
    assert [(row["rank"], row["name"], row["score"]) for row in rows] == [
        ("1", "Harbour", "64.00"),
        ("2", "Night Train", "60.00"),
        ("", "'=1+1", ""),
    ]
    assert (rows[0]["streams"], rows[0]["streams_before"]) == ("700", "350")
    assert (rows[2]["streams_value"], rows[2]["streams_known"]) == ("", "too_few")
    assert rows[0]["milestones"] == "pre_order=2026-11-15"
    assert await audit.verify(house.world.hub.secrets) == []


async def test_c5_corrected_figures_rank_again_and_say_so(listening: Listening) -> None:
    await listening.does("manager", PUBLISH, by="TITLE", window=7)
    await listening.house.desk.work(seconds=86_400)
    await listening.brings("Harbour", "streams_60s", [(20, 10)])
    later = await listening.ranks()
    done = await listening.brings("Harbour", "streams_completed", [(13, 0), (14, 0)])
    corrected = await listening.ranks()
    await listening.does("manager", PUBLISH, by="TITLE", window=7)
    kept = await listening.ranks()

    # A new day ranks anew, and is no correction.
    assert {one["restated"] for one in nodes(later).values()} == {None}
    assert done["changed"] == 2
    why = "as of 21 Nov; corrected figures of 13 Nov to 14 Nov put it"
    said = {"Harbour": f"was 1st {why} 2nd", "Night Train": f"was 2nd {why} 1st", "=1+1": None}
    assert {name: one["restated"] for name, one in nodes(corrected).items()} == said
    assert {name: one["restated"] for name, one in nodes(kept).items()} == said
    rows = csv.DictReader(io.StringIO(kept["csv"]))
    assert {row["name"]: row["restated"] for row in rows} == {
        "Harbour": said["Harbour"],
        "Night Train": said["Night Train"],
        "'=1+1": "",
    }


async def test_c5_nobody_sees_a_brand_that_is_not_theirs(listening: Listening) -> None:
    world = listening.house.world
    other = await catalog.add_brand(world.hub, ROOT, "Other Roasters")
    for name, brand_id in (("theirs", world.brand_id), ("others", other.id)):
        user = await people.add_user(world.hub, ROOT, name=name, email=f"{name}@hub.example.com")
        await people.grant_role(world.hub, ROOT, user.id, Role.REVIEWER, brand_id=brand_id)
        world.people[name] = user.id
    theirs, others = await door(world, "theirs"), await door(world, "others")
    agent = await listening.house.desk.front("agent")
    given = {"by": "AUTHOR", "brand": world.brand_id}

    assert len((await listening.ranks("AUTHOR", theirs))["edges"]) == 2
    assert (await listening.ranks("AUTHOR", others))["edges"] == []
    foreign = await others.send(RANK, **given)
    nowhere = await others.send(RANK, by="AUTHOR", brand="brd_00000000000000000000000000")
    assert foreign["errors"][0]["message"] == nowhere["errors"][0]["message"]
    assert (await agent.send(RANK, by="AUTHOR"))["data"]["audioFit"] is None
    publish = (await theirs.data(PUBLISH, input={"by": "TITLE"}))["done"]
    assert [one["code"] for one in publish["errors"]] == ["not_allowed"]
