"""Saying more of what exists, when two do so at once."""

import asyncio

import pytest

from domain.catalog import records, service
from domain.catalog.model import Sensitivity, Show, ShowFacts
from domain.database import sql
from tests.world import ROOT, World


async def held_up(saying: "asyncio.Task[None]") -> None:
    """Wait until somebody waits for a row; on SQLite they wait in the hub, from their first step.

    Who does not wait ends, and is the fault that the tests look for.
    """
    async with asyncio.timeout(60):
        while not saying.done():
            if sql.sole() or await sql.fetch("SELECT 1 FROM pg_locks WHERE NOT granted"):
                return
            await asyncio.sleep(0.01)


async def test_of_two_who_say_more_of_a_show_at_once_both_are_heard(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub, begun = world.hub, asyncio.Event()
    show = await service.add_show(hub, ROOT, "Beans", world.brand_id, "en")
    change_show = records.change_show

    async def say() -> None:
        await begun.wait()
        await service.update_show(hub, ROOT, show.id, ShowFacts(separation_days=3))

    async def change_after_another_began(value: Show) -> None:
        monkeypatch.setattr(records, "change_show", change_show)
        begun.set()
        await held_up(other)
        await change_show(value)

    other = asyncio.create_task(say())
    monkeypatch.setattr(records, "change_show", change_after_another_began)
    await service.update_show(hub, ROOT, show.id, ShowFacts(sensitivity=Sensitivity.HIGH))
    await other
    row = await records.row_of("shows", show.id)
    assert row is not None
    found = records.show(row)

    assert (found.sensitivity, found.separation_days) == (Sensitivity.HIGH, 3)
