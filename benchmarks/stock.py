"""Many requests, written by bulk SQL as copies of one that went through the use cases."""

import asyncpg
from tests.world import World

from domain.requests.submit import submit

BRANDS, PEOPLE = 500, 200

#: Every statement takes the copied request as `$1` and how many there are to be as `$2`; ids count.
FILL = (
    f"""
    INSERT INTO brands (id, name) SELECT 'brd_' || lpad(n::text, 26, '0'), 'Brand ' || n
    FROM generate_series(1, {BRANDS}) n WHERE $1 <> '' AND $2::int > 0
    """,
    f"""
    INSERT INTO users (id, name, email, locale, time_zone, active, created_at)
    SELECT 'usr_' || lpad(n::text, 26, '0'), 'Person ' || n, n || '@bench.example.com', 'en',
     'UTC', TRUE, now()
    FROM generate_series(1, {PEOPLE}) n WHERE $1 <> '' AND $2::int > 0
    """,
    f"""
    INSERT INTO requests (id, number, kind, title, title_folded, markets, state, revision, version,
     payload, created_at, updated_at, brand_id, requester_id)
    SELECT 'req_' || lpad(n::text, 26, '0'), 1000 + n, kind, 'Request ' || n, 'request ' || n,
     markets, (ARRAY['in_review', 'approved', 'published', 'live', 'rejected'])[1 + n % 5], 1, 1,
     payload, created_at - ($2::int - n) * interval '1 second',
     created_at - (n * 7919::bigint % $2::int) * interval '1 second',
     'brd_' || lpad((1 + n % {BRANDS})::text, 26, '0'),
     'usr_' || lpad((1 + n % {PEOPLE})::text, 26, '0')
    FROM requests, generate_series(1, $2::int) n WHERE id = $1
    """,
    """
    INSERT INTO stages (id, request_id, key, title, step, team_id, quorum, due_hours, state, round,
     opened_at, closed_at)
    SELECT 'stg_' || lpad((n * 3 + s)::text, 26, '0'), 'req_' || lpad(n::text, 26, '0'), t.key,
     t.name, s, t.id, 1, 24, 'approved', 1, now(), now()
    FROM generate_series(1, $2::int) n, generate_series(0, 2) s
    JOIN teams t ON t.key = (ARRAY['brand', 'legal', 'finance'])[s + 1] WHERE $1 <> ''
    """,
    """
    INSERT INTO decisions (id, request_id, revision, table_key, table_version, outcome, judgement,
     at)
    SELECT 'dec_' || lpad(n::text, 26, '0'), 'req_' || lpad(n::text, 26, '0'), 1, table_key,
     table_version, outcome, judgement, at
    FROM generate_series(1, $2::int) n,
     (SELECT * FROM decisions WHERE request_id = $1 ORDER BY id LIMIT 1) AS copied
    """,
    """
    INSERT INTO request_markets (request_id, market)
    SELECT 'req_' || lpad(n::text, 26, '0'), market FROM generate_series(1, $2::int) n,
     unnest(ARRAY['DE', 'AT', 'FR', 'US', 'CH']) market WHERE $1 <> ''
    """,
    # The next that is submitted has a number of its own.
    "UPDATE counters SET value = 1000 + $2::int WHERE name = 'request' AND $1 <> ''",
)


async def fill(found: World, plain: asyncpg.Connection, requests: int) -> None:
    """Write so many requests: three stages, a decision and five markets each, of 500 brands."""
    copied = await submit(
        found.hub, await found.actor("requester"), "campaign", found.brief(name="Copied")
    )
    for statement in FILL:
        await plain.execute(statement, copied.id, requests, timeout=1_800)
    await plain.execute("VACUUM ANALYZE", timeout=1_800)
