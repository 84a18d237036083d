"""How long points are kept: 25 months. What they added to totals stays for good."""

from datetime import UTC, timedelta

from domain.database import bulk, sql, transaction
from domain.database.turns import Turn
from domain.hub import Hub
from domain.jobs.model import Job
from domain.metrics import records, rules

KIND = "metrics.forget"

#: The hour at which it is done, in UTC; it is asked for every hour.
HOUR = 3

#: How many series are looked through in one transaction.
_BATCH = 1_000


async def forget_old(hub: Hub, _: Job) -> None:
    """Remove points that are too old, once a day; nothing brings points of such days in again."""
    now = hub.clock.now().astimezone(UTC)
    if now.hour == HOUR:
        await forget_before(rules.day_number((now - timedelta(days=rules.KEPT_DAYS)).date()))


async def forget_before(day: int) -> None:
    """Remove the points before a day, series by series: points are found by nothing else."""
    ids = await records.series_ids()
    for start in range(0, len(ids), _BATCH):
        async with transaction():
            await sql.take_turns(Turn.METRICS)
            some = ids[start : start + _BATCH]
            await bulk.write(records.FORGET, [(one, day) for one in some])
