"""What goes live, and what is taken down, reaches the house of its title by itself."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from app.importing.bringing import status_table
from app.jobs.handlers import NIGHTLY, handlers_for
from domain.clock import SteppingClock
from domain.database import sql
from domain.exposures import service, telling_houses
from domain.jobs import service as jobs
from domain.jobs.model import Work
from domain.requests import records as requests
from domain.requests.submit import submit
from domain.rights import linking
from domain.rights.live.model import Exposure
from domain.rights.model import Subject, SubjectKind
from domain.title_house import pulling
from domain.title_house.model import Writing
from domain.title_house.pulling import Wanted
from tests.api.door import door
from tests.connectors.consonance.conftest import Site
from tests.connectors.consonance.test_reading import LONG_AGO
from tests.domain.exposures.scene import ADDRESS, Scene, set_up
from tests.world import World

TOLD = """query($id: ID!) { work(id: $id) { titles { linksTold {
  dryRun deed channel state url note } } } }"""


@pytest.fixture
async def scene(world: World, clock: SteppingClock) -> Scene:
    return await set_up(world, clock)


async def made_from_theirs(scene: Scene, site: Site) -> str:
    """Bring a title in, and say that the episode is made from it; return the work's id."""
    site.house.put(1, LONG_AGO, work=100, fullTitle="=Roses")
    await pulling.pull(scene.world.hub, NIGHTLY, site.client(), Wanted())
    front = await door(scene.world, "manager")
    found = await front.data("{ works { edges { node { id titles { id } } } } }")
    (work,) = [edge["node"] for edge in found["works"]["edges"]]
    title = Subject(SubjectKind.TITLE, work["titles"][0]["id"])
    await linking.link(scene.world.hub, scene.manager, scene.episode, title)
    work_id: str = work["id"]
    return work_id


async def work_off(scene: Scene, site: Site, writing: Writing) -> list[Any]:
    """Do all that is due a day later; return our links there."""
    scene.clock.advance(timedelta(days=1))
    hub = scene.world.hub
    handlers = handlers_for(hub, ads=None, chat=None, house=site.client(writing=writing))
    while await jobs.run_next(Work(hub.clock, hub.wake, handlers)):
        pass
    return [(one["link"], one["note"]) for one in site.house.products[1]["webLinks"]]


async def ended(scene: Scene, exposure: Exposure) -> None:
    await service.end(scene.world.hub, scene.manager, exposure.id, scene.now)


async def told(scene: Scene, work_id: str) -> list[Any]:
    found = await (await door(scene.world, "manager")).data(TOLD, id=work_id)
    listed: list[Any] = found["work"]["titles"][0]["linksTold"]
    return listed


async def test_live_and_no_longer_are_told_once_each_and_listed(scene: Scene, site: Site) -> None:
    work_id = await made_from_theirs(scene, site)
    first = await scene.live("DE")
    there = await work_off(scene, site, Writing.ON)
    other = await scene.live("DE", outside_id=f"{ADDRESS}/2")
    both = await work_off(scene, site, Writing.ON)
    await ended(scene, other)
    one_left = await work_off(scene, site, Writing.ON)
    await ended(scene, first)
    gone = await work_off(scene, site, Writing.ON)
    listed = await told(scene, work_id)

    assert [url for ((url, _),) in (there, both, one_left, gone)] == [
        ADDRESS,
        f"{ADDRESS}/2",
        ADDRESS,
        ADDRESS,
    ]
    ((_, note),) = gone
    assert note.startswith("[greenlight:spotify] taken down ")
    assert note.endswith("ended, as was noticed")
    assert [one["state"] for one in listed] == ["TAKEN_DOWN", "LIVE", "LIVE", "LIVE"]
    assert {one["dryRun"] for one in listed} == {False}
    assert listed[-1]["deed"] == "CREATED"


async def test_a_dry_run_lists_what_would_be_told_and_tells_nothing(
    scene: Scene, site: Site
) -> None:
    work_id = await made_from_theirs(scene, site)
    await scene.live("DE")

    assert await work_off(scene, site, Writing.DRY) == []
    (would,) = await told(scene, work_id)
    assert (would["dryRun"], would["deed"], would["url"]) == (True, "CREATED", ADDRESS)


async def test_the_table_says_how_every_title_stands_and_calculates_nothing(
    scene: Scene, site: Site
) -> None:
    await made_from_theirs(scene, site)
    await ended(scene, await scene.live("DE"))
    scene.clock.advance(timedelta(days=1))
    await scene.live("DE", "AT", outside_id=f"{ADDRESS}/2")
    head, *rows = (await status_table(scene.world.hub)).splitlines()

    assert head.startswith("sender,reference,isbn,title,what,channel,status,since,until")
    assert [row.split(",")[5:7] for row in rows] == [["spotify", "taken_down"], ["spotify", "live"]]
    assert {row.split(",")[3] for row in rows} == {"'=Roses"}
    assert rows[1].endswith(f"{ADDRESS}/2")


async def test_the_table_names_our_page_and_looks_nothing_up_for_each_row(
    scene: Scene, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def looked_up(_: str) -> None:
        raise AssertionError("a row looks up its request")

    await made_from_theirs(scene, site)
    await scene.live("DE")
    requester = await scene.world.actor("requester")
    request = await submit(scene.world.hub, requester, "campaign", scene.world.brief())
    changed = "UPDATE exposures SET outside_id = 'in_the_shop', request_id = $1"
    await sql.execute(changed, request.id)
    monkeypatch.setattr(requests, "get", looked_up)
    reached = replace(scene.world.hub, public_url="https://hub.example.com")
    _, row = (await status_table(reached)).splitlines()

    assert row.endswith(f"https://hub.example.com/requests/{request.number}")


async def test_what_has_no_address_of_its_own_is_linked_where_the_hub_is_reached(
    scene: Scene,
) -> None:
    exposure = await scene.live("DE")
    inside = replace(exposure, shown=replace(exposure.shown, outside_id="req_1"))
    outside = replace(scene.world.hub, public_url="https://hub.example.com")

    assert await telling_houses.address(scene.world.hub, exposure) == ADDRESS
    assert await telling_houses.address(outside, inside) is None
