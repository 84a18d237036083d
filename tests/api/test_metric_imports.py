"""Imports of figures as a list: by whichever way they came, for whoever may see all they name."""

from pathlib import Path
from typing import Any

import pytest

from app.importing import metering
from app.importing.metering import Wanted
from app.jobs.handlers import NIGHTLY
from domain.actor import Role
from domain.ad_reports.fetching import bring as fetched
from domain.catalog import service as catalog
from domain.metrics.model import Line
from domain.people import service as people
from domain.requests.submit import submit
from tests.api.door import Door, door
from tests.api.figure_files import LIST, days, office
from tests.world import ROOT, World


async def listed(front: Door, **asked: Any) -> list[dict[str, Any]]:
    found = (await front.data(LIST, **asked))["metricImportsConnection"]
    return [one["node"] for one in found["edges"]]


async def of_a_brand(world: World, who: str, brand_id: str, market: str | None = None) -> Door:
    """Make somebody a manager of a brand, or of a market of it, and nothing else."""
    await people.revoke_role(world.hub, ROOT, world.people[who], Role.REVIEWER)
    await people.grant_role(
        world.hub, ROOT, world.people[who], Role.MANAGER, brand_id=brand_id, market=market
    )
    return await door(world, who)


async def test_imports_are_listed_by_whichever_way_they_came(world: World, tmp_path: Path) -> None:
    desk = await office(world)
    await desk.brings(days("1", "no"))
    file = tmp_path / "two.csv"
    file.write_text(days("1", "2"), encoding="utf-8")
    given = Wanted("spotify-creators", desk.show, "", {}, "", "", dry_run=False)
    await metering.bring(world.hub, file, given, quiet=True)
    line = Line(1, desk.show, "clicks", "2026-11-10", "1")
    await fetched(world.hub, NIGHTLY, "span", [line], [])
    found = await listed(desk.front)
    own = await listed(desk.front, where={"byId": world.people["manager"], "held": False})

    assert [(one["door"], one["byName"], one["source"]) for one in found] == [
        ("CONNECTOR", None, "spotify-ads"),
        ("CONSOLE", None, "spotify-creators"),
        ("API", "Manager", "spotify-creators"),
    ]
    assert [(one["name"], one["added"], one["setAside"]) for one in own] == [("one.csv", 1, 1)]
    assert all(one["ended"] for one in found)


async def test_an_import_is_seen_by_who_brought_it_in_and_by_roles_for_all_it_names(
    world: World,
) -> None:
    desk, hub = await office(world), world.hub
    other = await catalog.add_brand(hub, ROOT, "Other Roasters")
    theirs = await catalog.add_show(hub, ROOT, "Leaves", other.id, "en")
    head = "Date,Subject,Plays\n"
    await desk.brings(f"{head}2026-11-10,{desk.show},1", "ours.csv", subject="")
    both = f"{head}2026-11-10,{desk.show},2\n2026-11-10,{theirs.id},2"
    await desk.brings(both, "both.csv", subject="")
    await desk.brings(f"{head}2026-11-10,shw_none,2", "nothing.csv", subject="")
    for market in ("DE", "AT"):
        brief = world.brief(markets=[market])
        campaign = await submit(hub, await world.actor("requester"), "campaign", brief)
        await desk.brings(f"{head}2026-11-10,{campaign.id},1", f"{market}.csv", subject="")
    ours = await of_a_brand(world, "brand_one", world.brand_id)
    others = await of_a_brand(world, "brand_two", other.id)
    german = await of_a_brand(world, "legal_one", world.brand_id, "DE")
    fronts = {"whole": desk.front, "ours": ours, "others": others, "market": german}
    seen = {who: [one["name"] for one in await listed(front)] for who, front in fronts.items()}
    requester = await (await door(world, "requester")).send(LIST)

    assert seen == {
        "whole": ["AT.csv", "DE.csv", "nothing.csv", "both.csv", "ours.csv"],
        "ours": ["AT.csv", "DE.csv", "ours.csv"],
        "others": [],
        "market": ["DE.csv"],
    }
    assert requester["errors"][0]["extensions"]["code"] == "not_allowed"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_imports_are_paged_both_ways(world: World) -> None:
    desk = await office(world)
    for at in range(3):
        await desk.brings(days(str(at)), f"{at}.csv")
    first = (await desk.front.data(LIST, first=2))["metricImportsConnection"]
    after = await listed(desk.front, first=2, after=first["pageInfo"]["endCursor"])
    back = (await desk.front.data(LIST, last=1, before=first["pageInfo"]["endCursor"]))[
        "metricImportsConnection"
    ]

    assert (first["totalCount"], first["pageInfo"]["hasNextPage"]) == (3, True)
    assert [one["node"]["name"] for one in first["edges"]] == ["2.csv", "1.csv"]
    assert [one["name"] for one in after] == ["0.csv"]
    assert [one["node"]["name"] for one in back["edges"]] == ["2.csv"]
    assert (back["pageInfo"]["hasPreviousPage"], back["pageInfo"]["hasNextPage"]) == (False, True)
