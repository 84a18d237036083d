"""Sealed columns of every table, and the table of kept keys."""

import hashlib
from collections.abc import Sequence

from domain.database import sql
from domain.sealing.model import Place, Row
from domain.secrets import KeptKey, Secrets

#: What kept keys are sealed for; the use of the key stands in it.
KEPT = "kept-key:{}"


async def page(place: Place, after: str, count: int) -> list[Row]:
    """Return the sealed things of a place behind the row `after`, `count` at most, by id."""
    name = place.named or "''"
    rows = await sql.fetch(
        f"SELECT {place.key} AS id, {place.column} AS sealed, {name} AS name"
        f" FROM {place.table} WHERE {place.key} > $1 AND {place.column} <> ''"
        f" ORDER BY {place.key} LIMIT {count}",
        after,
    )
    return [Row(row["id"], place.use.format(row["name"]), row["sealed"]) for row in rows]


async def replace(place: Place, row: Row, sealed: str) -> bool:
    """Put `sealed` in the place of what was read; False if somebody else wrote there meanwhile."""
    changed = await sql.execute(
        f"UPDATE {place.table} SET {place.column} = $1"
        f" WHERE {place.key} = $2 AND {place.column} = $3",
        *(sealed, row.id, row.sealed),
    )
    return changed == 1


async def keep(secrets: Secrets, key: KeptKey) -> bool:
    """Keep a key, or how far it reaches; False if it is kept so already."""
    mark = hashlib.sha256(key.key).hexdigest()[:16]  # Of a key that nobody guesses.
    changed = await sql.execute(
        "INSERT INTO kept_keys (id, purpose, sealed, reach) VALUES ($1, $2, $3, $4)"
        " ON CONFLICT (id) DO UPDATE SET reach = excluded.reach"
        " WHERE kept_keys.reach < excluded.reach",
        *(f"{key.use}:{mark}", key.use, secrets.seal(KEPT.format(key.use), key.key.hex())),
        key.reach,
    )
    return changed == 1


async def kept(secrets: Secrets) -> Sequence[KeptKey]:
    """Return every kept key; `Invalid` if one was sealed with a secret that is not set."""
    rows = await sql.fetch("SELECT * FROM kept_keys ORDER BY id")
    return [
        KeptKey(
            row["purpose"],
            bytes.fromhex(secrets.unseal(KEPT.format(row["purpose"]), row["sealed"])),
            row["reach"],
        )
        for row in rows
    ]
