"""Saying as which episode a production came out, at the same time as somebody else."""

import pytest

from domain.catalog import service as catalog
from domain.database import sql
from domain.errors import Conflict
from domain.productions import naming, records
from domain.requests.submit import submit
from tests.world import ROOT, World


async def handed_over(world: World, show: str) -> str:
    """Return a production of a show that was handed over."""
    requester = await world.actor("requester")
    request = await submit(world.hub, requester, "campaign", world.brief())
    row = await sql.fetch_one("SELECT payload FROM requests WHERE id = $1", request.id)
    assert row is not None
    held = {**sql.document(row["payload"]), "show_id": show}
    query = "UPDATE requests SET kind = 'production', state = 'published', payload = $1"
    await sql.execute(f"{query} WHERE id = $2", held, request.id)
    return request.id


async def test_of_two_who_name_an_episode_at_once_the_later_one_hears_that_it_is_taken(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    show = await catalog.add_show(world.hub, ROOT, "Beans", world.brand_id, "en")
    episode = await catalog.add_episode(world.hub, ROOT, show.id, "One", 1, None)
    first, second = [await handed_over(world, show.id) for _ in range(2)]
    manager = await world.actor("manager")

    async def before(_: str) -> None:
        """Look as long as the other one has not ended."""

    await naming.name(world.hub, manager, first, episode.id)
    monkeypatch.setattr(records, "of_episode", before)
    with pytest.raises(Conflict) as refused:
        await naming.name(world.hub, manager, second, episode.id)

    assert refused.value.code == "taken"
    assert [*await records.of_requests([first, second])] == [first]
