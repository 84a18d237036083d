"""What was approved for a site is found by the site."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from domain.catalog.premises import Provider, Site, SiteKind
from domain.database import sql, transaction
from domain.eligibility import records
from domain.requests import records as requests
from tests.domain.requests.acts import asked
from tests.world import World

MUSIC = {
    "name": "Music",
    "markets": ["DE"],
    "provider": "mood",
    "licences": [],
    "starts_on": "2026-12-01",
    "ends_on": "2026-12-31",
    "annual_cost": {"amount": "600.00", "currency": "EUR"},
}


def shop(world: World, number: int) -> Site:
    name = f"sit_{number}"
    return Site(name, name, world.brand_id, "DE", SiteKind.SHOP, 9, 9, (), Provider.MOOD)


#: Enough music at other sites that a plan without the index would cost.
FILL = """
INSERT INTO requests SELECT filled.*
 FROM requests one, generate_series(1, 2000) n, jsonb_populate_record(one, jsonb_build_object(
  'id', one.id || n, 'number', n + 1,
  'payload', one.payload || jsonb_build_object('site_id', 'sit_x' || n)
 )) filled
"""


async def music(world: World, site_id: str) -> str:
    """Have music approved for a site."""
    request = await asked(world, name=site_id)
    brief = MUSIC | {"brand_id": world.brand_id, "site_id": site_id, "proof_asset_id": "ast_1"}
    async with transaction():
        await sql.execute(
            "UPDATE requests SET kind = 'music_licence', state = 'live', payload = $1"
            " WHERE id = $2",
            *(brief, request.id),
        )
    return request.id


async def test_of_a_chain_of_shops_only_what_is_for_one_is_read(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [await music(world, f"sit_{number}") for number in (1, 2, 3)]
    read = list[str]()
    from_row = requests.from_row

    def noticed(row: sql.Row) -> object:
        read.append(row["id"])
        return from_row(row)

    monkeypatch.setattr(requests, "from_row", noticed)
    found = await records.uses_of([shop(world, 2)])

    assert [use.request_id for use in found["sit_2"]] == [ids[1]] == read


async def test_several_sites_are_read_at_once_and_one_without_music_has_none(world: World) -> None:
    ids = [await music(world, f"sit_{number}") for number in (1, 1, 3)]
    found = await records.uses_of([shop(world, number) for number in (1, 2, 3)])

    assert {site: [use.request_id for use in uses] for site, uses in found.items()} == {
        "sit_1": ids[:2],
        "sit_2": [],
        "sit_3": ids[2:],
    }
    assert await records.uses_of([]) == {}


async def test_of_many_requests_those_of_a_site_are_found_by_its_index(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await music(world, "sit_1")
    asked = list[tuple[str, tuple[object, ...]]]()
    fetch = sql.fetch

    async def spy(query: str, *values: object) -> Sequence[sql.Row]:
        asked.append((query, values))
        return await fetch(query, *values)

    monkeypatch.setattr(sql, "fetch", spy)
    await records.renewal_of(shop(world, 1), "req_1")
    monkeypatch.undo()
    ((query, values),) = asked
    async with transaction():
        if not sql.sole():
            await sql.execute(FILL)
            await sql.execute("ANALYZE requests")
        explain = "EXPLAIN QUERY PLAN " if sql.sole() else "EXPLAIN "
        plan = "\n".join(str(tuple(row)) for row in await sql.fetch(explain + query, *values))

    assert "requests_music_by_site" in plan
    assert ("(<expr>=?)" if sql.sole() else "Index Cond") in plan


async def test_markets_are_read_once_however_many_sites_there_are(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = list[str]()
    fetch = sql.fetch

    async def spy(query: str, *values: object) -> Sequence[sql.Row]:
        read.append(query)
        return await fetch(query, *values)

    monkeypatch.setattr(sql, "fetch", spy)
    there = [shop(world, number) for number in range(1, 4)]
    elsewhere = replace(shop(world, 4), market="QQ")
    zones = await records.zones([*there, elsewhere])

    assert zones == {"DE": "Europe/Berlin", "QQ": "UTC"}
    assert len(read) == 1
    assert await records.zones([]) == {}
