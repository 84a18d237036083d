"""Windows of the store against a plain reckoning, and by the index whatever is known of tables."""

import random

import pytest

from domain.database import sql, transaction
from domain.hub import Hub
from domain.metrics import records
from domain.metrics.model import Stored
from domain.thresholds import windows
from domain.thresholds.model import Piece, Window

FIRST = 20_000


def points(rng: random.Random, series: int, days: int) -> list[Stored]:
    found: list[Stored] = []
    for one in range(1, series + 1):
        for day in range(days):
            state = rng.choice([1, 1, 1, 2, 3, 4, 0])
            value = {1: rng.randint(1, 99), 2: 0}.get(state)
            found += [(one, FIRST + day, value, state)] if state else []
    return found


def plain(rows: list[Stored], piece: Piece) -> Window:
    series, first, last, sign, warning, critical = piece
    some = [row for row in rows if row[0] == series and first <= row[1] <= last]
    values = [row[2] for row in some if row[2] is not None]
    return Window(
        len(values),
        sum(row[3] == 3 for row in some),
        sum(values),
        sum(one * sign < warning for one in values),
        sum(one * sign < critical for one in values),
        next((row[2] for row in some if row[1] == last), None),
    )


async def against_plain(seed: int, series: int, days: int, asked: int) -> None:
    rng = random.Random(seed)
    rows = points(rng, series, days)
    async with transaction():
        await records.merge(rows, 1, set())
    pieces: list[Piece] = []
    for _ in range(asked):
        last, sign = FIRST + rng.randint(-2, days + 2), rng.choice([1, -1])
        bound = sign * rng.randint(0, 99)
        one = rng.randint(1, series + 1)
        pieces.append((one, last - rng.randint(0, 30), last, sign, bound, bound - 20))
    assert await windows.windows_of(pieces) == [plain(rows, one) for one in pieces]


async def test_windows_are_what_a_plain_reckoning_says(hub: Hub) -> None:
    await against_plain(3, series=6, days=40, asked=200)


@pytest.mark.long
async def test_windows_of_a_hundred_thousand_points_are_too(hub: Hub) -> None:
    await against_plain(4, series=400, days=300, asked=1_000)


async def test_windows_are_read_by_the_index_whatever_is_known_of_the_table(hub: Hub) -> None:
    async with transaction():
        await records.merge(points(random.Random(1), 60, 60), 1, set())
    query, values = windows.asked([(one, FIRST, FIRST + 6, 1, 5, 2) for one in range(1, 50)])
    lite = sql.sole()
    explain = "EXPLAIN QUERY PLAN " if lite else "EXPLAIN "
    rows = await sql.fetch(explain + query, *values)
    plan = "\n".join(str(tuple(row)) for row in rows)

    assert ("SEARCH p" if lite else "Index") in plan
    for trap in ("SCAN p", "BLOOM", "Seq Scan on metric_points", "Hash Join"):
        assert trap not in plan
