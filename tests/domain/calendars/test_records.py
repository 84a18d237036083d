"""Keeping calendars, and finding the one that counts."""

from datetime import date, time

from domain.calendars import records
from domain.calendars.model import ROUND_THE_CLOCK, Calendar, Span
from domain.database import transaction
from domain.hub import Hub

_WEEK = ((Span(time(9), time(17, 30)),),) * 5 + ((), ())
_SHARED = Calendar("", "Europe/London", _WEEK, frozenset())
_GERMAN = Calendar("DE", "Europe/Berlin", _WEEK, frozenset({date(2026, 10, 3)}))


async def test_without_any_the_clock_always_runs(hub: Hub) -> None:
    assert await records.for_markets(["DE"]) == ROUND_THE_CLOCK


async def test_a_markets_own_calendar_counts_where_only_it_is_concerned(hub: Hub) -> None:
    async with transaction():
        await records.keep(_SHARED)
        await records.keep(_GERMAN)

    assert await records.for_markets(["DE"]) == _GERMAN
    assert await records.for_markets(["DE", "AT"]) == _SHARED
    assert await records.for_markets(["AT"]) == _SHARED
    assert await records.for_markets([]) == _SHARED


async def test_a_new_calendar_takes_the_place_of_the_last(hub: Hub) -> None:
    moved = Calendar("DE", "Europe/Vienna", _WEEK, frozenset())
    async with transaction():
        await records.keep(_GERMAN)
        await records.keep(moved)

    assert await records.all_of_them() == [moved]
    assert await records.drop("DE")
    assert not await records.drop("DE")
