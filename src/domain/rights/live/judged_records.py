"""How what is live stands: what is due to be judged, what was found, and what is not cleared."""

from collections.abc import Sequence
from datetime import datetime

from domain.database import sql
from domain.rights.live.model import RANKS, Exposure, Judged
from domain.rights.live.records import LINKED, exposure
from domain.rights.model import Subject


async def mark_due(subject: Subject, at: datetime) -> None:
    """Have all that is live of a subject, and of what is below it, judged at `at`."""
    linked = LINKED.replace("$2", "$3").replace("$1", "$2")
    await sql.execute(
        "UPDATE exposures SET due_at = $1 WHERE live_to IS NULL AND ("
        "(subject_kind = $2 AND subject_ref = $3)"
        " OR (subject_kind = 'episode' AND subject_ref IN"
        " (SELECT id FROM episodes WHERE show_id = $3 OR show_id IN"
        f" (SELECT l.subject_ref FROM rights_links l WHERE l.subject_kind = 'show' AND {linked})))"
        " OR EXISTS (SELECT 1 FROM rights_links l WHERE l.subject_kind = exposures.subject_kind"
        f" AND l.subject_ref = exposures.subject_ref AND {linked}))",
        at,
        subject.kind,
        subject.ref,
    )


async def due(at: datetime, limit: int) -> list[Exposure]:
    """Return what is to be judged again by `at`, the longest due first."""
    rows = await sql.fetch(
        "SELECT * FROM exposures WHERE due_at <= $1 ORDER BY due_at LIMIT $2", at, limit
    )
    return [exposure(row) for row in rows]


async def due_count(at: datetime, brands: Sequence[str] | None) -> int:
    """Return how many are due to be judged again, of these brands, or of all."""
    among = ""
    if brands is not None:
        among = f" AND brand_id IN ({sql.placeholders(2, len(brands)) or 'NULL'})"
    query = f"SELECT COUNT(*) AS n FROM exposures WHERE due_at <= $1{among}"
    row = await sql.fetch_one(query, at, *(brands or ()))
    return int(row["n"]) if row else 0


def at_odds_query(
    brand_ids: Sequence[str] | None, after: tuple[int, str] | None, limit: int
) -> sql.Question:
    """Return the query for what is live and not cleared, the worst first, beyond the key `after`.

    It walks a partial index backwards. `brand_ids` None means every brand.
    """
    args: list[object] = []
    conditions = ["rank > 0"]
    if after is not None:
        args += after
        conditions.append("(rank, id) < ($1, $2)")
    if brand_ids is not None:
        listed = sql.placeholders(len(args) + 1, len(brand_ids))
        conditions.append(f"brand_id IN ({listed})" if brand_ids else "1 = 0")
        args += brand_ids
    return (
        (
            f"SELECT * FROM exposures WHERE {' AND '.join(conditions)}"
            f" ORDER BY rank DESC, id DESC LIMIT {limit}"
        ),
        args,
    )


async def at_odds_count() -> int:
    """Return how much is live and not cleared."""
    row = await sql.fetch_one("SELECT COUNT(*) AS n FROM exposures WHERE rank > 0")
    return int(row["n"]) if row else 0


async def at_odds(
    brand_ids: Sequence[str] | None, after: tuple[int, str] | None, limit: int
) -> list[Exposure]:
    """Return what is live and not cleared; see `at_odds_query`."""
    query, args = at_odds_query(brand_ids, after, limit)
    return [exposure(row) for row in await sql.fetch(query, *args)]


def rank_of(value: Exposure) -> int:
    """Return by what an exposure is sorted in the list of what is not cleared."""
    return 0 if value.standing is None else RANKS[value.standing]


async def write_judged(before: Exposure, judged: Judged) -> bool:
    """Keep how an exposure stands; say whether its standing or territories changed."""
    after = (judged.standing, judged.uncleared)
    changed = (before.standing, before.uncleared) != after
    if changed or before.due_at != judged.due_at:
        await sql.write(
            "UPDATE exposures SET rank = $1, uncleared = $2, due_at = $3, version = $4"
            " WHERE id = $5 AND live_to IS NULL",
            RANKS[judged.standing],
            sorted(judged.uncleared),
            judged.due_at,
            before.version + changed,
            before.id,
        )
    return changed
