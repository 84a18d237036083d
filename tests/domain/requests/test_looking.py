"""What is looked at around a sponsorship."""

from collections.abc import Sequence

import pytest

from domain.catalog import service as catalog
from domain.database import sql
from domain.requests import looking
from domain.requests.scene import Asked
from tests.world import ROOT, World


async def test_of_a_show_only_the_episodes_are_read_that_a_sponsorship_names(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub, read, fetch = world.hub, list[str](), sql.fetch
    show = await catalog.add_show(hub, ROOT, "Beans", world.brand_id, "en")
    made = [await catalog.add_episode(hub, ROOT, show.id, f"No {n}", n, None) for n in (1, 2, 3)]
    sponsor = await catalog.add_sponsor(hub, ROOT, "Cocoa", [])
    named = (made[2].id, made[0].id)
    asked = Asked(
        world.brand_id, sponsor.id, show.id, named, None, None, ("DE",), True, "ast_1", ()
    )

    async def spy(query: str, *values: object) -> Sequence[sql.Row]:
        found = await fetch(query, *values)
        read.extend(row["id"] for row in found if "FROM episodes" in query)
        return found

    monkeypatch.setattr(sql, "fetch", spy)
    found = await looking.look(asked, None, hub.clock.now())

    assert [one.number for one in found.episodes] == [1, 3]
    assert set(read) == set(named)
