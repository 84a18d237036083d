"""What only looks at a request waits for nobody who changes it."""

import asyncio

import asyncpg
import pytest

from domain import ids
from domain.approvals import records as approvals
from domain.database import sql, transaction
from domain.jobs.records import job
from domain.reminding.service import watch
from domain.requests.ledger import WATCH
from domain.tellings import records as tellings
from domain.tellings import service
from domain.tellings.model import Outcome, Telling, Way, What
from tests.bot.days import MONDAY, to
from tests.bot.office import Office, text_of

#: Far more than it takes; who waits for the lock waits for ever.
PATIENCE = 60.0


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
async def test_a_reminder_is_told_while_somebody_holds_the_request(
    desk: Office, database_url: str
) -> None:
    to(desk, MONDAY)
    hub, request = desk.world.hub, await desk.asks("agent")
    await desk.work()
    stage = next(
        one for one in (await approvals.stages_of([request.id]))[request.id] if one.key == "brand"
    )
    value = Telling(
        ids.new(ids.Prefix.TELLING),
        "reminder",
        What.REMINDER,
        Way.DIRECT,
        Outcome.ASKED,
        hub.clock.now(),
        request_id=request.id,
        stage_id=stage.id,
        round=stage.round,
        user_id=desk.world.people["brand_one"],
        details={"beat": "due"},
    )
    async with transaction():
        await service.ask(hub, value, hub.clock.now())
    rows = await sql.fetch("SELECT * FROM jobs WHERE kind = $1 AND state = 'done'", WATCH)
    opened = next(job(row) for row in rows if job(row).details["stage_id"] == stage.id)
    other = await asyncpg.connect(database_url)
    try:
        async with other.transaction():
            await other.fetch("SELECT * FROM requests WHERE id = $1 FOR UPDATE", request.id)
            async with asyncio.timeout(PATIENCE):
                await watch(hub, opened)
                await desk.work()
    finally:
        await other.close()
    told = await tellings.get(value.id)

    assert told is not None
    assert told.outcome is Outcome.DELIVERED
    assert "Brand" in text_of(desk.shown(desk.direct("brand_one"))[-1])


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
async def test_a_card_is_posted_while_somebody_decides_on_its_request(
    desk: Office, database_url: str
) -> None:
    request = await desk.asks("agent")
    held = sql.locking("SELECT * FROM requests WHERE id = $1")
    other = await asyncpg.connect(database_url)
    try:
        async with other.transaction():
            await other.fetch(held, request.id)
            async with asyncio.timeout(PATIENCE):
                await desk.work()
    finally:
        await other.close()

    assert f"#{request.number} " in text_of(desk.shown("CBRAND")[0])
