"""Keys of jobs that left the outbox: what was asked for once is not done again.

A key is kept as a digest of sixteen bytes: of ten thousand million keys no two are alike by chance.
"""

from base64 import urlsafe_b64encode
from collections.abc import Sequence
from hashlib import blake2b

from domain.database import sql


def digest(key: str) -> str:
    """Return what is kept of a key: 22 letters."""
    return urlsafe_b64encode(blake2b(key.encode(), digest_size=16).digest())[:22].decode()


async def used(digests: Sequence[str]) -> set[str]:
    """Return those of `digests` that are kept."""
    rows = await sql.fetch(
        f"SELECT digest FROM used_keys WHERE digest IN ({sql.placeholders(1, len(digests))})",
        *digests,
    )
    return {row["digest"] for row in rows}


async def keep(digests: Sequence[str]) -> None:
    """Keep some digests that are not kept yet."""
    places = ", ".join(f"(${n})" for n in range(1, len(digests) + 1))
    await sql.execute(f"INSERT INTO used_keys (digest) VALUES {places}", *digests)
