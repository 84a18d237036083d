"""What is done every hour, once, whoever asks."""

from datetime import timedelta

from app.jobs.handlers import handlers_for
from app.jobs.hourly import HOURLY, NIGHTLY, ask_hourly
from connectors.jobs.inprocess import InProcessRunner
from domain.audit import records as audit
from domain.clock import SteppingClock
from domain.database import sql, transaction
from domain.hub import Hub
from domain.receipts import records, service


async def asked() -> dict[str, int]:
    """Return how often each kind of what is hourly was asked for."""
    rows = await sql.fetch("SELECT kind, COUNT(*) AS n FROM jobs GROUP BY kind")
    return {row["kind"]: row["n"] for row in rows if row["kind"] in HOURLY}


async def test_it_is_asked_for_once_an_hour(hub: Hub, clock: SteppingClock) -> None:
    runner = InProcessRunner(clock, hub.wake, handlers_for(hub, ads=None, chat=None))
    await ask_hourly(hub)
    await ask_hourly(hub)
    await runner.drain()
    first = await asked()
    clock.advance(timedelta(hours=1))
    await ask_hourly(hub)
    await runner.drain()

    assert first == dict.fromkeys(HOURLY, 1)
    assert await asked() == dict.fromkeys(HOURLY, 2)
    assert len(await audit.anchors()) == 2


async def test_what_is_nightly_is_asked_for_once_a_day_also_by_who_slept_at_its_hour(
    hub: Hub, clock: SteppingClock
) -> None:
    clock.advance(timedelta(hours=(2 - clock.now().hour) % 24))
    counts = []
    for hours in (0, 6, 1, 24):  # At two, eight and nine, and the next day at nine.
        clock.advance(timedelta(hours=hours))
        await ask_hourly(hub)
        rows = await sql.fetch("SELECT kind FROM jobs")
        counts.append(sorted(row["kind"] for row in rows if row["kind"] in NIGHTLY))

    assert counts == [sorted([*NIGHTLY] * times) for times in (0, 1, 1, 2)]


async def test_old_receipts_are_forgotten_and_young_ones_kept(
    hub: Hub, clock: SteppingClock
) -> None:
    runner = InProcessRunner(clock, hub.wake, handlers_for(hub, ads=None, chat=None))
    async with transaction():
        await service.first_time(clock.now(), scope="slack", key="old")
    clock.advance(service.KEPT)
    async with transaction():
        await service.first_time(clock.now(), scope="slack", key="young")
    clock.advance(timedelta(seconds=1))
    await ask_hourly(hub)
    await runner.drain()

    assert await records.find("slack", "old") is None
    assert await records.find("slack", "young") is not None
