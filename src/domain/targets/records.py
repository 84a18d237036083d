"""The table of what the hub itself publishes, and of what stands there."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from domain.database import sql
from domain.targets.model import Published, Report, Standing


async def hand(value: Published) -> Published:
    """Write what was handed over; what stands there of an earlier revision stays known."""
    rows = await sql.fetch(
        "INSERT INTO publications (id, request_id, target, place, name, revision, opens_at,"
        " ends_at, handed_at, markets, version, outside, address, blocked, problems, drift,"
        " evidence) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1, $11, '', $12, $12, $12,"
        " $12)"
        " ON CONFLICT (request_id, target, place, name) DO UPDATE SET"
        " revision = excluded.revision, opens_at = excluded.opens_at,"
        " ends_at = excluded.ends_at, handed_at = excluded.handed_at,"
        " markets = excluded.markets, version = publications.version + 1,"
        " problems = excluded.problems, drift = excluded.drift, standing = NULL, since = NULL,"
        " closed_at = NULL, going_since = NULL, stuck_since = NULL RETURNING *",
        *(value.id, value.request_id, value.target, value.place, value.name, value.revision),
        *(value.opens_at, value.ends_at, value.handed_at, list(value.markets), {}, []),
    )
    return _published(rows[0])


async def get(publication_id: str) -> Published | None:
    """Return what was handed over, by its id."""
    row = await sql.fetch_one("SELECT * FROM publications WHERE id = $1", publication_id)
    return _published(row) if row else None


async def of_request(request_id: str) -> list[Published]:
    """Return what was handed over of a request, the last one first."""
    rows = await sql.fetch(
        "SELECT * FROM publications WHERE request_id = $1 ORDER BY handed_at DESC, id DESC",
        request_id,
    )
    return [_published(row) for row in rows]


async def last_of(request_ids: Sequence[str]) -> dict[str, Published]:
    """Return what was handed over last of each request, by its id."""
    if not request_ids:
        return {}
    rows = await sql.fetch(
        "SELECT * FROM publications WHERE request_id IN"
        f" ({sql.placeholders(1, len(request_ids))}) ORDER BY handed_at, id",
        *request_ids,
    )
    return {row["request_id"]: _published(row) for row in rows}


async def followed_at(target: str, place: str) -> list[Published]:
    """Return what is followed at a place."""
    rows = await sql.fetch(
        "SELECT * FROM publications WHERE target = $1 AND place = $2 AND closed_at IS NULL"
        " ORDER BY id",
        *(target, place),
    )
    return [_published(row) for row in rows]


async def of_show(target: str, show_id: str) -> list[Published]:
    """Return what of a show's episodes is followed at a target, in the order it was handed over."""
    rows = await sql.fetch(
        "SELECT p.* FROM publications p JOIN requests r ON r.id = p.request_id"
        " WHERE p.target = $1 AND r.payload->>'show_id' = $2 AND p.closed_at IS NULL"
        " ORDER BY p.handed_at, p.id",
        *(target, show_id),
    )
    return [_published(row) for row in rows]


async def at_address(brand_id: str, address: str) -> list[Published]:
    """Return what a brand has published at an address, and is looked after still."""
    rows = await sql.fetch(
        "SELECT p.* FROM publications p JOIN requests r ON r.id = p.request_id"
        " WHERE p.address = $1 AND r.brand_id = $2 AND p.closed_at IS NULL ORDER BY p.id",
        *(address, brand_id),
    )
    return [_published(row) for row in rows]


async def brought_by_others(value: Published) -> list[Published]:
    """Return what other requests brought of the very same thing and is followed still."""
    rows = await sql.fetch(
        "SELECT * FROM publications WHERE target = $1 AND place = $2 AND name = $3"
        " AND request_id <> $4 AND closed_at IS NULL ORDER BY handed_at DESC, id DESC",
        *(value.target, value.place, value.name, value.request_id),
    )
    return [_published(row) for row in rows]


async def standing_by(name: str) -> list[Published]:
    """Return what stands, or is to stand, by the name of a publication, at whichever target.

    What its target removed stands only once it is published again.
    """
    rows = await sql.fetch(
        "SELECT * FROM publications WHERE name = $1 AND closed_at IS NULL AND going_since IS NULL"
        " AND (standing IS NULL OR standing <> 'removed' OR tried_at IS NOT NULL) ORDER BY id",
        name,
    )
    return [_published(row) for row in rows]


async def tries(value: Published, at: datetime) -> bool:
    """Write that a call is about to be made for the markets of `value`.

    False if something else was asked for since, or another try was begun or ended.
    """
    return (
        await sql.execute(
            "UPDATE publications SET tried_at = $1, markets = $2 WHERE id = $3 AND version = $4"
            " AND closed_at IS NULL AND tried_at IS NOT DISTINCT FROM $5",
            *(at, list(value.markets), value.id, value.version, value.tried_at),
        )
        == 1
    )


async def not_begun(value: Published, at: datetime) -> None:
    """Write that of the try begun `at` nothing was carried out; of `value`'s, nobody knows still.

    Whatever was asked for meanwhile: only that try is forgotten.
    """
    await sql.execute(
        "UPDATE publications SET tried_at = $1 WHERE id = $2 AND tried_at = $3",
        *(value.tried_at, value.id, at),
    )


async def settle(value: Published) -> None:
    """Write that publishing the version of `value` came to its end."""
    await sql.execute(
        "UPDATE publications SET settled = $1 WHERE id = $2 AND settled < $1",
        *(value.version, value.id),
    )


async def known(value: Published, outside: Mapping[str, str]) -> None:
    """Write what a target calls that of which something stands, though it is not finished."""
    if outside:
        await sql.execute(
            "UPDATE publications SET outside = $1 WHERE id = $2",
            *({**value.outside, **outside}, value.id),
        )


async def answered(
    value: Published, said: Report, at: datetime, *, ends_the_try: bool = True
) -> None:
    """Write what a target says; all of its own ids that were ever known stay known.

    What came of a try whose answer nobody has is told by the answer to another, not by a look.
    """
    since = value.since if said.standing is value.standing else at
    await sql.execute(
        "UPDATE publications SET standing = $1, since = $2, outside = $3, address = $4,"
        " blocked = $5, problems = $6, drift = $7, evidence = $8, looked_at = $9,"
        " tried_at = $10 WHERE id = $11",
        *(said.standing, since, {**value.outside, **said.outside}, said.address or value.address),
        *(sorted(said.blocked), list(said.problems), list(said.drift)),
        *(list(said.evidence or value.evidence), at),
        *(None if ends_the_try else value.tried_at, value.id),
    )


async def ask_again(publication_id: str, at: datetime) -> Published:
    """Count that it is to be published anew, so that earlier jobs do nothing; return it.

    Where people were asked what became of a try, whoever asks has looked: nothing came of it. What
    its target works on is waited for anew.
    """
    rows = await sql.fetch(
        "UPDATE publications SET version = version + 1,"
        " tried_at = CASE WHEN settled = version THEN NULL ELSE tried_at END,"
        " since = CASE WHEN standing = 'processing' THEN $1 ELSE since END"
        " WHERE id = $2 RETURNING *",
        *(at, publication_id),
    )
    return _published(rows[0])


async def let_go(publication_id: str, at: datetime) -> Published:
    """Count that it is to go, so that earlier jobs do nothing; return it."""
    rows = await sql.fetch(
        "UPDATE publications SET version = version + 1, going_since = COALESCE(going_since, $1),"
        " stuck_since = NULL WHERE id = $2 RETURNING *",
        *(at, publication_id),
    )
    return _published(rows[0])


async def stuck(publication_id: str, at: datetime) -> bool:
    """Write that people have to look whether something went; False where that is known, or done."""
    return (
        await sql.execute(
            "UPDATE publications SET stuck_since = $1 WHERE id = $2 AND stuck_since IS NULL"
            " AND going_since IS NOT NULL AND closed_at IS NULL",
            *(at, publication_id),
        )
        == 1
    )


async def close(publication_id: str, at: datetime) -> None:
    """Write that nothing is done about it any more."""
    await sql.execute(
        "UPDATE publications SET closed_at = $1, version = version + 1 WHERE id = $2"
        " AND closed_at IS NULL",
        *(at, publication_id),
    )


def _published(row: sql.Row) -> Published:
    return Published(
        id=row["id"],
        request_id=row["request_id"],
        target=row["target"],
        place=row["place"],
        name=row["name"],
        revision=row["revision"],
        opens_at=sql.instant(row["opens_at"]),
        ends_at=sql.instant_or_none(row["ends_at"]),
        handed_at=sql.instant(row["handed_at"]),
        markets=tuple(sql.document(row["markets"])),
        version=row["version"],
        standing=Standing(row["standing"]) if row["standing"] else None,
        since=sql.instant_or_none(row["since"]),
        outside=sql.document(row["outside"]),
        address=row["address"],
        blocked=frozenset(sql.document(row["blocked"])),
        problems=tuple(sql.document(row["problems"])),
        drift=tuple(sql.document(row["drift"])),
        evidence=tuple(sql.document(row["evidence"])),
        tried_at=sql.instant_or_none(row["tried_at"]),
        looked_at=sql.instant_or_none(row["looked_at"]),
        closed_at=sql.instant_or_none(row["closed_at"]),
        settled=row["settled"],
        going_since=sql.instant_or_none(row["going_since"]),
        stuck_since=sql.instant_or_none(row["stuck_since"]),
    )
