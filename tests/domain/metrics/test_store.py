"""The store against a plain reckoning of the same: points, corrections and totals."""

import random
from collections import defaultdict
from typing import Any

import pytest

from domain.database import sql, transaction
from domain.hub import Hub
from domain.metrics import records, rules
from domain.metrics.model import State, Stored
from tests.parts import without_parts

Points = dict[tuple[int, int], tuple[int | None, int]]


class Oracle:
    """The same in plain Python: what is there, how often corrected, what was first."""

    def __init__(self) -> None:
        self.points: Points = {}
        self.revision: dict[tuple[int, int], int] = {}
        self.first: dict[tuple[int, int], int | None] = {}
        self.restated: set[tuple[int | None, ...]] = set()

    def merge(self, rows: list[Stored], number: int) -> tuple[int, int, int, set[int]]:
        added = changed = same = 0
        touched = set()
        for series, day, value, state in rows:
            place = series, day
            if place not in self.points:
                self.revision[place], self.first[place] = 1, value
                added += 1
            elif self.points[place] == (value, state):
                same += 1
                continue
            else:
                self.revision[place] += 1
                self.restated.add((*place, number, *self.points[place], value, state))
                changed += 1
            self.points[place] = value, state
            touched.add(series)
        return added, changed, same, touched

    def totals(self, summed: set[int]) -> dict[tuple[int, int, int], tuple[int, int, int]]:
        found: dict[tuple[int, int, int], list[int]] = defaultdict(lambda: [0, 0, 0])
        for (series, day), (value, state) in self.points.items():
            if series not in summed:
                continue
            on = rules.day_of(day)
            monday = day - on.weekday()
            month = rules.day_number(on.replace(day=1))
            for place in ((series, 1, monday), (series, 2, month), (series, 3, 0)):
                found[place][0] += value or 0
                found[place][1] += state in (State.VALUE, State.ZERO)
                found[place][2] += state == State.SUPPRESSED
        return {place: (a, b, c) for place, (a, b, c) in found.items() if a or b or c}


def batch(rng: random.Random, count: int, series: int) -> list[Stored]:
    rows: dict[tuple[int, int], Stored] = {}
    for _ in range(count):
        place = rng.randint(1, series), 20_000 + rng.randint(0, 90)
        state = rng.choice([State.VALUE, State.VALUE, State.ZERO, State.SUPPRESSED, State.MISSING])
        value = {State.VALUE: rng.randint(1, 3), State.ZERO: 0}.get(state)
        rows[place] = (*place, value, int(state))
    return list(rows.values())


async def kept() -> list[tuple[Any, ...]]:
    rows = await sql.fetch(
        "SELECT series_id, day, value, state, revision, first_value FROM metric_points"
    )
    return [tuple(row) for row in rows]


async def against_oracle(seed: int, count: int, series: int) -> None:
    rng, oracle = random.Random(seed), Oracle()
    summed = {one for one in range(1, series + 1) if one % 2}
    for number in range(1, 5):
        rows = batch(rng, count, series)
        async with transaction():
            merged = await records.merge(rows, number, summed)
        assert (merged.added, merged.changed, merged.same, set(merged.touched)) == oracle.merge(
            rows, number
        )
    assert {(s, d): (v, st, r, v if r == 1 else f) for s, d, v, st, r, f in await kept()} == {
        place: (*point, oracle.revision[place], oracle.first[place] if n > 1 else point[0])
        for place, point in oracle.points.items()
        for n in [oracle.revision[place]]
    }
    totals = await sql.fetch(
        "SELECT * FROM metric_totals WHERE total <> 0 OR days > 0 OR hidden > 0"
    )
    found = {
        (r["series_id"], r["grain"], r["bucket"]): (r["total"], r["days"], r["hidden"])
        for r in totals
    }
    assert found == oracle.totals(summed)
    restated = await sql.fetch("SELECT * FROM metric_restatements")
    names = ("series_id", "day", "import_number", "old_value", "old_state", "value", "state")
    assert {tuple(row[name] for name in names) for row in restated} == oracle.restated


async def test_the_store_is_what_a_plain_reckoning_says(hub: Hub) -> None:
    await against_oracle(seed=7, count=300, series=8)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(5))
async def test_a_hundred_thousand_rows_are_what_a_plain_reckoning_says(hub: Hub, seed: int) -> None:
    await against_oracle(seed, count=25_000, series=400)


async def test_the_same_again_touches_nothing_and_writes_nothing(hub: Hub) -> None:
    rows = batch(random.Random(1), 200, 5)
    async with transaction():
        await records.merge(rows, 1, {1, 2, 3, 4, 5})
    totals = "SELECT * FROM metric_totals ORDER BY series_id, grain, bucket"
    before = await kept(), [tuple(row) for row in await sql.fetch(totals)]
    async with transaction():
        again = await records.merge(rows, 2, {1, 2, 3, 4, 5})
    newest = await sql.fetch("SELECT 1 FROM metric_points WHERE import_number = 2")

    assert (again.added, again.changed, again.same) == (0, 0, len(rows))
    assert again.touched == frozenset()
    assert list(newest) == []
    assert (await kept(), [tuple(row) for row in await sql.fetch(totals)]) == before


async def test_what_lacks_is_told_by_series_day_value_and_state(hub: Hub) -> None:
    rng = random.Random(3)
    places = [(series, 20_000 + day) for series in (1, 2) for day in (0, 1, 2, 30)]

    def some() -> list[Stored]:
        states = (State.SUPPRESSED, State.SUPPRESSED, State.MISSING)
        return [(*one, None, int(rng.choice(states))) for one in places if rng.random() < 0.4]

    for turn in range(20):
        there = some()
        await sql.execute("DELETE FROM metric_points")
        async with transaction():
            await records.merge(there, turn, set())
            for _ in range(20):
                rows = some()
                assert await records.lacking(rows) == set(rows).difference(there)


async def plan(query: str, *values: object) -> str:
    lite = sql.sole()
    rows = await sql.fetch(f"EXPLAIN {'QUERY PLAN ' if lite else ''}{query}", *values)
    return "\n".join(str(tuple(row)) for row in rows)


async def test_reading_goes_by_the_index_whatever_is_known_of_the_table(hub: Hub) -> None:
    # A table of a few pages is read as a whole, as it should be, and so is a part of it.
    await without_parts()
    rows = [(s, 20_000 + d, d + 1, 1) for s in range(1, 401) for d in range(60)]
    async with transaction():
        await records.merge(rows, 1, {*range(1, 401)})
    kept_query = records.KEPT_LITE if sql.sole() else records.KEPT
    plans = [
        await plan(kept_query, [[1, 20_000, 20_010], [2, 20_000, 20_003]]),
        await plan(records.POINTS, 1, 20_000, 20_010),
        await plan(records.TOTALS, 1, 1, 20_000, 20_010),
    ]
    for said in plans:
        assert "SCAN p" not in said
        assert "BLOOM" not in said
        assert "SCAN metric" not in said
        assert "Seq Scan on metric_points" not in said
        assert "Seq Scan on metric_totals" not in said
