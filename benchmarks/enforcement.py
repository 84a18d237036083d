"""What is live against what is cleared: 100,000 exposures of 1,000,000 grants, on PostgreSQL.

Three things are measured. The sweep: every page of what is not cleared, as the hub reads it,
beside the same SQL, page by page, through asyncpg alone; both must find the same. That the rows
become values is measured apart. One changed grant: a prohibition of one episode entered through
its use case, record and jobs and all, until it is kept how its exposure stands.

    python -m benchmarks.enforcement [exposures, 100000 if left out]
"""

import asyncio
import statistics
import sys
import time
from datetime import timedelta

import asyncpg
from tests.postgres import server as begun
from tests.world import ROOT

from benchmarks.stage import world
from domain.catalog import service as catalog
from domain.database import sql
from domain.hub import Hub
from domain.rights import service as rights
from domain.rights.live import judged_records
from domain.rights.live.model import RANKS
from domain.rights.model import (
    Effect,
    Grant,
    Layer,
    Provenance,
    Scope,
    Subject,
    SubjectKind,
    Use,
    Window,
)
from domain.rights.verdicts import Standing
from domain.territories import Area

EXPOSURES, GRANTS_EACH, PAGE, ROUNDS, CHANGES = 100_000, 10, 500, 5, 40

#: How the worst standing is kept.
BLOCKED = RANKS[Standing.BLOCKED]

#: An episode for each exposure, ten grants for each, and the need of a narrator. One exposure in
#: ten is not cleared.
FILL = """
INSERT INTO episodes (id, title, number, show_id)
 SELECT 'eps_' || n, 'Episode ' || n, n, $1 FROM generate_series(1, $2::int) n
"""
GRANTS = """
INSERT INTO rights_grants (id, subject_kind, subject_ref, layer, part, effect, flow, status, uses,
 included, excluded, whole, partly, languages, channels, starts_at, ends_at, end_kind, exclusivity,
 sublicensable, duties, grantor, grantee, paper, signed_on, origin, origin_ref, version)
SELECT 'grt_' || n, 'episode', 'eps_' || 1 + n % $1::int, 'narrator', '', 'permit', 'in', 'signed',
 '["every"]'::jsonb, '["DE", "FR", "AT"]'::jsonb, o, '["AT", "DE", "FR"]'::jsonb, o, o, o,
 now() - interval '1 year', now() + n % 700 * interval '1 day' + interval '9 days', 'dated',
 'non_exclusive', false, '{}'::jsonb, 'Her', '', '', NULL, 'hub', '', 1
 FROM generate_series(1, $2::int) n, (SELECT '[]'::jsonb AS o) AS nothing
"""
NEEDS = """
INSERT INTO rights_needs (subject_kind, subject_ref, layer, part, uses)
 SELECT 'episode', 'eps_' || n, 'narrator', '', '[]'::jsonb FROM generate_series(1, $1::int) n
"""
LIVE = """
INSERT INTO exposures (id, subject_kind, subject_ref, brand_id, usage, channel, language, publisher,
 outside_id, included, excluded, source, live_from, live_to, request_id, owner_id, rank, uncleared,
 due_at, takedown_id, asked, version)
SELECT 'exp_' || n, 'episode', 'eps_' || n, $1, 'stream', 'spotify', NULL, 'host', n::text,
 '["DE", "FR"]'::jsonb, o, 'poll', now(), NULL, NULL, NULL, CASE WHEN n % 10 = 0 THEN 3 ELSE 0 END,
 CASE WHEN n % 10 = 0 THEN '["FR"]'::jsonb ELSE o END, now() + interval '9 days', NULL, o, 1
 FROM generate_series(1, $2::int) n, (SELECT '[]'::jsonb AS o) AS nothing
"""


async def main(server: str, exposures: int) -> None:
    """Measure and print."""
    async with world(server) as made:
        row = await sql.fetch_one("SELECT current_database() AS name")
        plain = await asyncpg.connect(f"{server}/{row['name']}" if row else server)
        show = await catalog.add_show(made.hub, ROOT, "Beans", made.brand_id, "en")
        await _fill(plain, made.brand_id, show.id, exposures)
        await _sweep(plain)
        await _change(made.hub, exposures)
        await plain.close()


async def _fill(plain: asyncpg.Connection, brand_id: str, show_id: str, exposures: int) -> None:
    await plain.execute(FILL, show_id, exposures, timeout=600)
    await plain.execute(GRANTS, exposures, exposures * GRANTS_EACH, timeout=600)
    await plain.execute(NEEDS, exposures, timeout=600)
    await plain.execute(LIVE, brand_id, exposures, timeout=600)
    await plain.execute("ANALYZE", timeout=600)


async def _sweep(plain: asyncpg.Connection) -> None:
    ours: list[float] = []
    values: list[float] = []
    floor: list[float] = []
    counts: set[int] = set()
    for _ in range(ROUNDS):
        for kept, sweep in ((ours, _ours), (values, _values), (floor, lambda: _plain(plain))):
            begin = time.perf_counter()
            counts.add(await sweep())
            kept.append(time.perf_counter() - begin)
    (count,) = counts
    one, two, three = (statistics.median(kept) * 1_000 for kept in (ours, floor, values))
    print(
        f"Sweep, {count:,} not cleared in pages of {PAGE}: {one:,.1f} ms beside {two:,.1f} ms;"
        f" ratio {one / two:.2f} (goal: at most 1.3); as values {three:,.1f} ms"
    )


async def _ours() -> int:
    count, after = 0, None
    while True:
        query, args = judged_records.at_odds_query(None, after, PAGE)
        rows = await sql.fetch(query, *args)
        count += len(rows)
        if len(rows) < PAGE:
            return count
        after = (rows[-1]["rank"], rows[-1]["id"])


async def _plain(plain: asyncpg.Connection) -> int:
    count, after = 0, None
    while True:
        query, args = judged_records.at_odds_query(None, after, PAGE)
        rows = await plain.fetch(query, *args)
        count += len(rows)
        if len(rows) < PAGE:
            return count
        after = (rows[-1]["rank"], rows[-1]["id"])


async def _values() -> int:
    count, after = 0, None
    while True:
        found = await judged_records.at_odds(None, after, PAGE)
        count += len(found)
        if len(found) < PAGE:
            return count
        after = (judged_records.rank_of(found[-1]), found[-1].id)


async def _change(hub: Hub, exposures: int) -> None:
    now = hub.clock.now()
    taken: list[float] = []
    bare: list[float] = []
    await sql.execute("DELETE FROM exposures WHERE subject_ref LIKE 'eps_%7'")
    for number in range(2 * CHANGES):
        gone = number % 2 == 1
        episode = f"eps_{number // 2 * 10 + (7 if gone else 1)}"
        ban = Grant(
            id="",
            subject=Subject(SubjectKind.EPISODE, episode),
            layer=Layer.NARRATOR,
            effect=Effect.PROHIBIT,
            scope=Scope(frozenset({Use.EVERY}), Area(), include=("DE",)),
            window=Window(now - timedelta(days=1), now + timedelta(days=30)),
            provenance=Provenance("Her"),
        )
        begin = time.perf_counter()
        await rights.add(hub, ROOT, ban)
        (bare if gone else taken).append((time.perf_counter() - begin) * 1_000)
        rows = await sql.fetch("SELECT rank FROM exposures WHERE subject_ref = $1", episode)
        assert [row["rank"] for row in rows] == ([] if gone else [BLOCKED]), episode
    taken.sort()
    print(
        f"One changed grant of {exposures * GRANTS_EACH:,} until its exposure stands anew:"
        f" median {statistics.median(taken):.1f} ms, worst but one {taken[-2]:.1f} ms (goal: at"
        f" most 50 ms); where nothing is live {statistics.median(bare):.1f} ms"
    )


if __name__ == "__main__":
    with begun(durable=True) as found:
        asyncio.run(main(found, int(sys.argv[1]) if sys.argv[1:] else EXPOSURES))
