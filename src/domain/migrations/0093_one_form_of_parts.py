"""Parts of a whole in one form each: `country=se` is `country=SE` (decision 0031).

Where both are kept they become one series; of a day that both speak of, what was brought in last
counts. What watches such a part, is open about it, or is silenced goes with it. Parts that have no
form, as of a country there is none of, stay as they are. Where none differs, nothing is written.
"""

import hashlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from orjson import dumps, loads
from tortoise.migrations import operations as ops

from domain import dimensions
from domain.errors import Invalid
from domain.migrations._step import Step

#: Runs a statement on either engine and returns its rows.
Run = Callable[..., Awaitable[Sequence[Mapping[str, Any]]]]

_EPOCH = date(1970, 1, 1)

#: The states of a point by which a day is known, or withheld.
_KNOWN, _HIDDEN = (1, 2), 3

_OF = ("subject_id", "metric", "source", "grain", "currency")


async def mend(_: Any, schema_editor: Any) -> None:
    client = schema_editor.client
    lite = client.capabilities.dialect == "sqlite"

    async def run(query: str, *values: object) -> Sequence[Mapping[str, Any]]:
        _, rows = await client.execute_query(query.replace("$", "?") if lite else query, [*values])
        return rows

    if not lite:  # The turn of whoever brings figures in (`domain.database.turns`).
        await run("SELECT pg_advisory_xact_lock($1)", 40)
    await _series(run)
    sides = await _thresholds(run)
    await _alerts(run, sides)


def form_of(said: str) -> str:
    """Return the one form of a part that is kept; itself where it has none."""
    try:
        return dimensions.read(said)
    except Invalid:
        return said


async def _series(run: Run) -> None:
    rows = await run("SELECT * FROM metric_series WHERE dimension <> '' ORDER BY id")
    there = {(*(row[one] for one in _OF), row["dimension"]): row["id"] for row in rows}
    taken = {(one[:-2], one[-1]) for one in there}
    for row in rows:
        form = form_of(row["dimension"])
        if form == row["dimension"]:
            continue
        place = (*(row[one] for one in _OF), form)
        if place in there:
            await _joined(run, row["id"], there[place])
        elif (place[:-2], form) not in taken:  # In another currency they stay apart.
            await run("UPDATE metric_series SET dimension = $1 WHERE id = $2", form, row["id"])
            there[place] = row["id"]
            taken.add((place[:-2], form))


async def _joined(run: Run, old: int, into: int) -> None:
    """Bring the points and totals of one series into another's."""
    both = await run(
        "SELECT o.day, o.value AS a, o.state AS s, o.import_number > i.import_number AS later,"
        " i.value AS b, i.state AS t FROM metric_points o JOIN metric_points i"
        " ON i.day = o.day AND i.series_id = $1 WHERE o.series_id = $2",
        *(into, old),
    )
    less = []
    for row in both:
        gone, value, state = (into, "b", "t") if row["later"] else (old, "a", "s")
        less.append((row["day"], row[value], row[state]))
        await run("DELETE FROM metric_points WHERE series_id = $1 AND day = $2", gone, row["day"])
    await run("UPDATE metric_points SET series_id = $1 WHERE series_id = $2", into, old)
    await run(
        "INSERT INTO metric_totals (series_id, grain, bucket, total, days, hidden)"
        " SELECT CAST($1 AS INT), grain, bucket, 0, 0, 0 FROM metric_totals WHERE series_id = $2"
        " ON CONFLICT DO NOTHING",
        *(into, old),
    )
    more = await run("SELECT * FROM metric_totals WHERE series_id = $1", old)
    for row in more:
        await _add(run, into, (row["grain"], row["bucket"]), (row["total"], row["days"], row["hidden"]))
    for day, value, state in less:
        for place in _places(day):
            counts = (-(value or 0), -int(state in _KNOWN), -int(state == _HIDDEN))
            await _add(run, into, place, counts)
    await run("DELETE FROM metric_totals WHERE series_id = $1", old)
    await run("DELETE FROM metric_series WHERE id = $1", old)


def _places(day: int) -> tuple[tuple[int, int], ...]:
    """Return the totals a day belongs to: those of its week, its month and its flight."""
    given = _EPOCH + timedelta(days=day)
    return ((1, day - given.weekday()), (2, day - given.day + 1), (3, 0))


async def _add(run: Run, series: int, place: tuple[int, int], sums: tuple[int, int, int]) -> None:
    await run(
        "UPDATE metric_totals SET total = total + $1, days = days + $2, hidden = hidden + $3"
        " WHERE series_id = $4 AND grain = $5 AND bucket = $6",
        *(*sums, series, *place),
    )


async def _thresholds(run: Run) -> dict[str, str]:
    """Bring what thresholds look at over; return on which side each is bad."""
    sides = {}
    for row in await run("SELECT id, terms FROM thresholds"):
        said = loads(row["terms"]) if isinstance(row["terms"], str | bytes) else row["terms"]
        sides[row["id"]] = said["side"]
        form = form_of(said["dimension"])
        if form != said["dimension"]:
            said["dimension"] = form
            await run("UPDATE thresholds SET terms = $1 WHERE id = $2", dumps(said).decode(), row["id"])
    return sides


async def _alerts(run: Run, sides: Mapping[str, str]) -> None:
    """Bring alerts over, and the silences of what they are about; of one key one is open."""
    rows = await run("SELECT * FROM alerts WHERE dimension <> '' ORDER BY id")
    taken = {row["key"] for row in rows if row["resolved_at"] is None}
    for row in rows:
        form, side = form_of(row["dimension"]), sides.get(row["threshold_id"])
        if form == row["dimension"] or side is None:
            continue
        about = (row["threshold_id"], row["subject_id"], row["source"], form, side)
        key = hashlib.sha256("|".join(about).encode()).hexdigest()
        if row["resolved_at"] is None and key in taken:
            continue  # The next look ends it, for nothing is looked at under its name any more.
        if row["resolved_at"] is None:
            taken.add(key)
        query = "UPDATE alerts SET dimension = $1, key = $2 WHERE id = $3"
        await run(query, form, key, row["id"])
        await run(
            "UPDATE alert_silences SET key = $1 WHERE key = $2"
            " AND NOT EXISTS (SELECT 1 FROM alert_silences t WHERE t.key = $1)",
            *(key, row["key"]),
        )


class Migration(Step):
    dependencies = [("hub", "0092_aimed_thresholds")]

    operations = [ops.RunPython(mend, ops.RunPython.noop)]
