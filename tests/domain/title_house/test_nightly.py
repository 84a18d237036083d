"""A house is read every night where there is one: asked for once, due when it is night."""

from datetime import UTC, datetime, timedelta

from app.jobs.handlers import handlers_for
from domain.clock import SteppingClock
from domain.database import sql
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.jobs.model import Work
from domain.title_house import pulling


async def test_a_night_is_asked_for_once_and_given_up_where_no_house_is(
    hub: Hub, clock: SteppingClock
) -> None:
    for _ in range(3):
        await pulling.ask_nightly(hub)
        clock.advance(timedelta(hours=1))
    rows = await sql.fetch("SELECT key, due_at FROM jobs")
    assert [(row["key"], sql.instant(row["due_at"])) for row in rows] == [
        ("titles.pull:2026-11-22", datetime(2026, 11, 22, 2, tzinfo=UTC))
    ]

    clock.advance(timedelta(days=1))
    await pulling.ask_nightly(hub)
    handlers = handlers_for(hub, ads=None, chat=None)
    assert await jobs.run_next(Work(clock, hub.wake, handlers))
    row = await sql.fetch_one("SELECT state, last_error FROM jobs ORDER BY due_at LIMIT 1")
    assert row is not None
    assert row["state"] == "dead"
    assert "GREENLIGHT_CONSONANCE_URL" in row["last_error"]
