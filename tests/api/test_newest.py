"""What is listed newest first is walked by page there and back, and is what the plain list was."""

from datetime import timedelta
from typing import Any

from app.jobs.handlers import handlers_for
from connectors.jobs.inprocess import InProcessRunner
from domain.clock import SteppingClock
from domain.database import transaction
from domain.handovers import reading as hand_overs
from domain.launches import records as launches
from domain.launches.model import Policy
from domain.placements import records as placements
from domain.placements.model import HandOver
from domain.requests.submit import submit
from domain.thresholds import judging
from tests.api.door import Door, door
from tests.api.test_exposures import put_live
from tests.api.test_launches import imported, told
from tests.api.test_rights import ADD, added, episode, permission
from tests.api.test_thresholds import SAVE, fallen
from tests.conftest import START
from tests.domain.exposures.scene import set_up
from tests.world import World

PAGES = "($first: Int, $after: String, $last: Int, $before: String)"
GIVEN = "first: $first, after: $after, last: $last, before: $before"
SHOWN = "{ totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { node"


async def walked(by: Door, name: str, more: str = "", node: str = "id") -> list[Any]:
    """Return what a connection holds, walked by two there, and back, and counted."""
    asked = f"query{PAGES} {{ it: {name}({GIVEN}{more}) {SHOWN} {{ {node} }} }} }} }}"
    return await through(by, asked)


async def through(by: Door, asked: str) -> list[Any]:
    found, pages = [], [await page(by, asked, first=2)]
    while pages[-1]["pageInfo"]["hasNextPage"]:
        pages.append(await page(by, asked, first=2, after=pages[-1]["pageInfo"]["endCursor"]))
    found = [edge["node"] for one in pages for edge in one["edges"]]
    last = await page(by, asked, last=2, before=pages[-1]["pageInfo"]["startCursor"])

    assert [edge["node"] for edge in last["edges"]] == [edge["node"] for edge in pages[-2]["edges"]]
    assert (last["pageInfo"]["hasPreviousPage"], last["totalCount"]) == (
        len(pages) > 2,
        len(found),
    )
    return found


async def page(by: Door, asked: str, **given: Any) -> dict[str, Any]:
    data = await by.data(asked, **given)
    shown: dict[str, Any] = data["it"] if "it" in data else data["rights"]["it"]
    return shown


async def refused(by: Door, asked: str) -> list[str]:
    """Return the codes of what is said to somebody who may not ask."""
    answer = await by.send(asked)
    return [error["extensions"]["code"] for error in answer.get("errors", [])]


async def handed(world: World, count: int) -> list[str]:
    """Hand so many requests over, one after another; return their ids."""
    requester = await world.actor("requester")
    kept = []
    for place in range(count):
        asked = await submit(world.hub, requester, "campaign", world.brief(name=f"No. {place}"))
        team, at = world.teams["legal"], START + timedelta(hours=place // 2)
        async with transaction():
            value = HandOver(asked.id, 1, team, {"number": asked.number, "materials": []}, at)
            await placements.hand_over(value)
        kept.append(asked.id)
    return kept


async def test_alerts_are_walked_open_ones_alone_if_asked(world: World) -> None:
    manager, agent = await door(world, "manager"), await door(world, "agent")
    terms = await fallen(world)
    for name in ("One", "Two", "Three"):
        await manager.data(SAVE, input={"terms": terms | {"name": name}})
    await judging.judge(world.hub)
    plain = (await manager.data("{ alerts { id } }"))["alerts"]
    found = await walked(manager, "alertsConnection", ", where: { open: true }")
    none = await manager.data("{ alertsConnection(where: { open: false }) { totalCount } }")
    about = f'where: {{ subjectId: "{terms["subjectId"]}" }}'
    mine = await manager.data(f"{{ alertsConnection({about}) {{ totalCount }} }}")

    assert (len(found), found) == (3, plain)
    assert (none["alertsConnection"], mine["alertsConnection"]) == (
        {"totalCount": 0},
        {"totalCount": 3},
    )
    assert await refused(agent, "{ alertsConnection { totalCount } }") == ["not_allowed"]


async def test_where_something_was_live_is_walked_with_how_it_stands(
    world: World, clock: SteppingClock
) -> None:
    scene = await set_up(world, clock)
    manager, agent = await door(world, "manager"), await door(world, "agent")
    ended = "mutation($i: EndExposureInput!) { endExposure(input: $i) { exposure { id } } }"
    for _ in range(2):
        live = await put_live(manager, scene)
        await manager.data(ended, i={"exposureId": live["id"]})
    await put_live(manager, scene)
    subject = f'kind: EPISODE, id: "{scene.episode.ref}"'
    node = "id liveTo standing"
    plain = await manager.data(f"{{ exposures({subject}) {{ {node} }} }}")
    found = await walked(manager, "exposuresConnection", f", {subject}", node)

    assert (len(found), found) == (3, plain["exposures"])
    assert [one["standing"] is None for one in found] == [False, True, True]
    asked = f"{{ exposuresConnection({subject}) {{ totalCount }} }}"
    assert await refused(agent, asked) == ["not_allowed"]


async def test_launches_are_walked_by_brand(world: World, clock: SteppingClock) -> None:
    hub, owner = world.hub, world.people["requester"]
    runner = InProcessRunner(clock, hub.wake, handlers_for(hub, ads=None, chat=None))
    async with transaction():
        await launches.put_policy(Policy("pol_1", world.brand_id, owner, ("DE",)))
    out = clock.now().date() + timedelta(days=90)
    await imported(world, [told(place, f"Boat {place}", out) for place in (1, 2, 3)])
    await runner.drain()
    manager, agent = await door(world, "manager"), await door(world, "agent")
    plain = (await manager.data("{ launchPlans { id name } }"))["launchPlans"]
    found = await walked(manager, "launchPlansConnection", node="id name")
    other = 'where: { brandId: "brd_01kaxv3e7me5m9wq2q7w5b8x4n" }'
    none = await manager.data(f"{{ launchPlansConnection({other}) {{ totalCount }} }}")

    assert (len(found), found) == (3, plain)
    assert none["launchPlansConnection"] == {"totalCount": 0}
    assert await refused(agent, "{ launchPlansConnection { totalCount } }") == ["not_allowed"]


async def test_hand_overs_are_walked_by_who_receives_them(world: World) -> None:
    kept = await handed(world, 3)
    manager, requester = await door(world, "manager"), await door(world, "requester")
    found = await walked(manager, "handOversConnection", node="requestId")
    waiting = await walked(manager, "handOversConnection", ", where: { state: WAITING }", "title")
    taken = "{ handOversConnection(where: { state: ACKNOWLEDGED }) { totalCount } }"
    none = await requester.data("{ handOversConnection { totalCount edges { cursor } } }")

    assert [one["requestId"] for one in found] == kept[::-1]
    assert len(waiting) == len(await hand_overs.listed(await world.actor("manager"))) == 3
    assert (await manager.data(taken))["handOversConnection"] == {"totalCount": 0}
    assert none["handOversConnection"] == {"totalCount": 0, "edges": []}


async def test_files_are_walked_by_brand_and_agency(world: World) -> None:
    manager, agent = await door(world, "manager"), await door(world, "agent")
    brand = f'brandId: "{world.brand_id}"'
    plain = (await manager.data(f"{{ assets({brand}) {{ id name }} }}"))["assets"]
    found = await walked(manager, "assetsConnection", f", {brand}", "id name")
    theirs = await agent.data(f"{{ assetsConnection({brand}) {{ totalCount }} }}")
    own = (await agent.data(f"{{ assets({brand}) {{ id }} }}"))["assets"]

    assert (len(found) > 2, found) == (True, plain)
    assert theirs["assetsConnection"] == {"totalCount": len(own)}


async def test_grants_are_walked_with_those_above(world: World) -> None:
    manager = await door(world, "manager")
    show, one = await episode(world)
    given = [permission(show, kind="SHOW"), permission(one), permission(one, layer="GUEST_RELEASE")]
    kept = [await added(manager, ADD, each) for each in given]
    inner = f"it: grantsConnection({GIVEN}) {SHOWN} {{ id }} }} }}"
    asked = f'query{PAGES} {{ rights(kind: EPISODE, id: "{one}") {{ {inner} }} }}'
    found = await through(manager, asked)

    assert [grant["id"] for grant in found] == kept[::-1]
