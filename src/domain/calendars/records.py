"""The table of business calendars."""

from collections.abc import Collection
from datetime import date, time
from typing import Any

from tortoise import fields
from tortoise.models import Model

from domain.calendars.model import ROUND_THE_CLOCK, Calendar, Span
from domain.database import sql


class CalendarRecord(Model):
    """When people of a market are at work; an empty market stands for all others."""

    market = fields.CharField(2, primary_key=True)
    time_zone = fields.CharField(64)
    week = fields.JSONField[list[Any]]()
    days_off = fields.JSONField[list[Any]]()

    class Meta:
        """Where it is kept."""

        table = "calendars"


async def keep(calendar: Calendar) -> None:
    """Keep a calendar in place of its market's last one; in a transaction."""
    await sql.execute("DELETE FROM calendars WHERE market = $1", calendar.market)
    await sql.insert(
        CalendarRecord,
        {
            "market": calendar.market,
            "time_zone": calendar.time_zone,
            "week": [[f"{s.start:%H:%M}-{s.end:%H:%M}" for s in day] for day in calendar.week],
            "days_off": sorted(day.isoformat() for day in calendar.days_off),
        },
    )


async def drop(market: str) -> bool:
    """Forget the calendar of a market; whether there was one."""
    return await sql.execute("DELETE FROM calendars WHERE market = $1", market) == 1


async def all_of_them() -> list[Calendar]:
    """Return every calendar, that of everybody first."""
    return [_calendar(row) for row in await sql.fetch("SELECT * FROM calendars ORDER BY market")]


async def for_markets(markets: Collection[str]) -> Calendar:
    """Return the calendar by which clocks run for something in `markets`.

    It is the market's own where there is one market and it has one, else everybody's; round the
    clock where nobody set any.
    """
    wanted = [*markets] if len(markets) == 1 else []
    rows = await sql.fetch(
        "SELECT * FROM calendars WHERE market IN ('', $1) ORDER BY market DESC",
        wanted[0] if wanted else "",
    )
    return _calendar(rows[0]) if rows else ROUND_THE_CLOCK


def _calendar(row: sql.Row) -> Calendar:
    return Calendar(
        market=row["market"],
        time_zone=row["time_zone"],
        week=tuple(tuple(_span(said) for said in day) for day in sql.document(row["week"])),
        days_off=frozenset(date.fromisoformat(day) for day in sql.document(row["days_off"])),
    )


def _span(said: str) -> Span:
    start, _, end = said.partition("-")
    return Span(time.fromisoformat(start), time.fromisoformat(end))
