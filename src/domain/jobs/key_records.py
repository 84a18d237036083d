"""Keys of jobs that left the outbox: what was asked for once is not done again.

A key is kept as a digest of sixteen bytes: of ten thousand million keys no two are alike by chance.
"""

from base64 import urlsafe_b64encode
from collections.abc import Sequence
from datetime import datetime
from hashlib import blake2b

from domain.database import sql

#: Later than every hour.
_EVER = 2**31 - 1


def digest(key: str) -> str:
    """Return what is kept of a key: 22 letters."""
    return urlsafe_b64encode(blake2b(key.encode(), digest_size=16).digest())[:22].decode()


async def used(digests: Sequence[str], until: datetime | None = None) -> set[str]:
    """Return those of `digests` that are kept; with `until`, those that were by then."""
    rows = await sql.fetch(
        "SELECT digest FROM used_keys WHERE COALESCE(since, 0) <= $1"
        f" AND digest IN ({sql.placeholders(2, len(digests))})",
        _EVER if until is None else _hour(until),
        *digests,
    )
    return {row["digest"] for row in rows}


async def keep(digests: Sequence[str], now: datetime) -> int:
    """Keep those of `digests` that are not kept yet; return how many these were."""
    places = ", ".join(f"(${n}, $1)" for n in range(2, len(digests) + 2))
    return await sql.execute(
        f"INSERT INTO used_keys (digest, since) VALUES {places} ON CONFLICT (digest) DO NOTHING",
        _hour(now),
        *digests,
    )


def _hour(at: datetime) -> int:
    """Return the hour that has begun, as the hours since 1970: what is narrow to keep."""
    return int(at.timestamp() // 3600)
