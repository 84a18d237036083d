"""Points over many quarters are what they are in one table, and whole quarters are forgotten."""

import asyncio
from datetime import UTC, date, datetime, timedelta

import asyncpg
import pytest

from domain.clock import SteppingClock
from domain.database import partitions, sql, transaction
from domain.errors import Busy
from domain.hub import Hub
from domain.metrics import flight_records, keeping, records, rules
from domain.metrics.model import Key, Stored, SubjectKind
from domain.quarters import quarter_of, quarters_of
from domain.retention import Keep
from tests.parts import without_parts


def number(day: str) -> int:
    return rules.day_number(date.fromisoformat(day))


#: On both sides of borders of months, quarters and years; some of it comes late.
DAYS = [number(day) for day in ("2026-09-30", "2026-10-01", "2024-12-31", "2025-01-01")]
LATE = [number(day) for day in ("2024-11-30", "2024-12-01", "2025-07-15")]

#: The first series that there is, so its id is 1.
CLICKS = Key("req_flight", "clicks", "spotify-ads", "")


def of(days: list[int], value: int) -> list[Stored]:
    return [(1, day, value, 1) for day in days]


async def bring(*rows: Stored, number_: int = 1) -> None:
    async with transaction():
        await records.add_series([(SubjectKind.CAMPAIGN, CLICKS, "")])
        await records.merge(rows, number_, {1})


async def kept() -> dict[int, tuple[int, int]]:
    found = await sql.fetch("SELECT day, value, revision FROM metric_points ORDER BY day")
    return {row["day"]: (row["value"], row["revision"]) for row in found}


async def names() -> list[str]:
    return [] if sql.sole() else [part.name for part in await partitions.parts(records.TABLE)]


def test_a_quarter_ends_where_the_next_begins() -> None:
    first = quarter_of(number("2026-11-21"))
    later = quarter_of(number("2026-11-21"), 1)

    assert (first.name, later.name, first.stop) == ("2026_q4", "2027_q1", later.first)
    assert first.first == number("2026-10-01")
    assert [one.name for one in quarters_of([*DAYS, *LATE])] == [
        *("2024_q4", "2025_q1", "2025_q3", "2026_q3", "2026_q4")
    ]


async def test_late_and_restated_points_go_where_their_days_are(hub: Hub) -> None:
    await bring(*of(DAYS, 5))
    await bring(*of(LATE, 2), *of(DAYS[1:3], 7), number_=2)
    read = await records.points(1, DAYS[2], DAYS[1])
    totals = await records.totals(1, 2, 0, DAYS[1])

    assert await kept() == {
        **dict.fromkeys(DAYS, (5, 1)),
        **dict.fromkeys(LATE, (2, 1)),
        **dict.fromkeys(DAYS[1:3], (7, 2)),
    }
    assert [row["value"] for row in read] == [7, 5, 2, 5, 7]
    assert {row["bucket"]: row["total"] for row in totals} == {
        number("2024-11-01"): 2,
        number("2024-12-01"): 9,
        number("2025-01-01"): 5,
        number("2025-07-01"): 2,
        number("2026-09-01"): 5,
        number("2026-10-01"): 7,
    }


async def test_what_a_flight_adds_up_to_is_of_all_its_quarters(hub: Hub) -> None:
    async with transaction():
        await records.add_series([(SubjectKind.CAMPAIGN, CLICKS, "")])
    ((_, series),) = (await records.series_of(["req_flight"])).items()
    rows = [(series.id, day, 3, 1) for day in DAYS]
    async with transaction():
        await records.merge([*rows, (series.id, DAYS[1] + 1, None, 4)], 1, {series.id})
    found = await flight_records.flight_totals(["req_flight"], ["clicks"])

    assert found["req_flight"]["clicks", "spotify-ads"] == (
        *(12, 4, 0, DAYS[1], sum(day * day for day in DAYS)),
    )


async def test_two_who_make_the_same_part_at_once_both_write(hub: Hub) -> None:
    await without_parts()
    far = number("2031-05-05")
    await asyncio.gather(*(bring((one, far, one, 1)) for one in (1, 2)), keeping.ahead(far_now()))
    rows = await sql.fetch("SELECT series_id FROM metric_points WHERE day = $1", far)

    assert sorted(row["series_id"] for row in rows) == [1, 2]
    assert sql.sole() or {"metric_points_2031_q2", "metric_points_2031_q3"} <= set(await names())


def far_now() -> datetime:
    return datetime(2031, 5, 5, 9, tzinfo=UTC)


async def test_parts_are_there_three_months_ahead_and_made_once(hub: Hub) -> None:
    await without_parts()
    now = hub.clock.now().replace(year=2033)
    made = [await keeping.ahead(now), await keeping.ahead(now)]

    expected = [] if sql.sole() else ["metric_points_2033_q4", "metric_points_2034_q1"]
    assert made == [expected, []]


async def test_what_is_too_old_goes_by_quarters_and_the_record_says_so(
    hub: Hub, clock: SteppingClock
) -> None:
    await without_parts()
    await bring(*of([*DAYS, *LATE], 5))
    before = keeping.oldest(date(2027, 2, 21), Keep())
    told = await keeping.leaving(before)
    untouched = await kept()
    gone = await keeping.forget_before(clock.now(), before)
    events = await sql.fetch("SELECT details FROM audit_events WHERE subject = 'metrics'")
    details = [sql.document(row["details"]) for row in events]

    assert before == number("2025-01-01")
    assert (told.rows, len(untouched)) == (3, 7)
    assert set(await kept()) == {*DAYS, *LATE} - {DAYS[2], *LATE[:2]}
    if sql.sole():
        assert (gone.parts, gone.rows) == ((), 3)
        assert details == [{"before": "2025-01-01", "rows": 3}]
    else:
        assert (gone.parts, gone.rows) == (("metric_points_2024_q4",), 0)
        assert details == [{"before": "2025-01-01", "parts": ["metric_points_2024_q4"]}]
    assert await keeping.forget_before(clock.now(), before) == (
        keeping.Leaving(date(2025, 1, 1), (), 0)
    )


def test_points_are_kept_at_least_as_long_as_they_are_taken_in() -> None:
    day, end = date(2024, 1, 1), date(2030, 1, 1)
    while day < end:
        taken_in = rules.day_number(day) - rules.KEPT_DAYS
        assert keeping.oldest(day, Keep()) <= taken_in
        assert keeping.oldest(day, Keep(points_months=60)) < taken_in - 900
        day += timedelta(days=1)


async def test_a_part_somebody_reads_stays_until_they_are_done(
    hub: Hub, clock: SteppingClock, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if sql.sole():
        pytest.skip("a table of SQLite has no parts")
    monkeypatch.setattr(partitions, "LOCK", "20ms")
    await bring(*of(DAYS, 5))
    reader = await asyncpg.connect(database_url)
    async with reader.transaction():
        await reader.fetch("SELECT * FROM metric_points")
        with pytest.raises(Busy):
            await keeping.forget_before(clock.now(), number("2025-01-01"))
    held = await kept()
    await reader.close()
    await keeping.forget_before(clock.now(), number("2025-01-01"))

    assert (len(held), len(await kept())) == (4, 3)
