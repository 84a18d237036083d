"""The tables that count, compiled; and bringing in those that come with Greenlight."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache

from domain import ids
from domain.actor import CONNECTOR
from domain.audit import service as audit
from domain.database import sql, transaction
from domain.database.turns import Turn
from domain.decisions import versions
from domain.decisions.dmn import DmnError
from domain.decisions.model import Release, RuleVersion, Shipped, Table
from domain.decisions.rules import table_from
from domain.decisions.shipped import shipped
from domain.errors import Conflict

#: Since when the first version of a table that comes with Greenlight counts.
EVER = datetime(1970, 1, 1, tzinfo=UTC)

#: How many compiled versions are kept.
COMPILED = 256


async def tables(
    wanted: Sequence[str], at: datetime, decided_at: datetime | None = None
) -> dict[str, Table]:
    """Return the tables `wanted` as they count at `at`, by key.

    For what was decided before, at `decided_at`, the versions of then count, unless a later one
    was released for what is under way as well, or theirs was rolled back. Raises `Conflict`
    where a table is not there, or this Greenlight cannot read it.
    """
    found = await versions.that_count(wanted, at, decided_at or at)
    missing = sorted(set(wanted) - set(found))
    if missing:
        raise Conflict(
            "no_such_table",
            f"No version of {', '.join(f'`{key}`' for key in missing)} counts; run"
            " `greenlight migrate` to bring in the tables that come with Greenlight.",
        )
    return {key: compiled(version) for key, version in found.items()}


def compiled(version: RuleVersion) -> Table:
    """Return a version as a table that judges; `Conflict` if this Greenlight cannot read it."""
    try:
        return _compiled(version.table_key, version.dmn)
    except DmnError as error:
        raise Conflict(
            "unreadable_table",
            f"Version {version.number} of `{version.table_key}` cannot be read any more: {error}"
            " Release a version that can.",
        ) from error


@lru_cache(maxsize=COMPILED)
def _compiled(key: str, dmn: str) -> Table:
    return table_from(key, dmn.encode())


async def ship(now: datetime) -> dict[str, bool]:
    """Bring in what is new of the tables that come with Greenlight; safe to repeat.

    A new version counts at once where the table has never been anybody else's; where a company
    has its own, it is there to be compared and released. Returns, by table, which came in, and
    whether it counts.
    """
    done: dict[str, bool] = {}
    async with transaction():
        await sql.take_turns(Turn.SHIPPING)
        for one in shipped():
            known = await versions.of_table(one.key)
            if any(version.digest == digest_of(one.dmn) for version in known):
                continue
            done[one.key] = await _bring_in(one, known, now)
    return done


def subject(key: str) -> str:
    """Return under which name the record keeps what happens to a table."""
    return f"rules:{key}"


def digest_of(dmn: str) -> str:
    """Return what a file is known by: its SHA-256."""
    return hashlib.sha256(dmn.encode()).hexdigest()


async def _bring_in(one: Shipped, known: Sequence[RuleVersion], now: datetime) -> bool:
    version = RuleVersion(
        id=ids.new(ids.Prefix.RULES),
        table_key=one.key,
        number=known[0].number + 1 if known else 1,
        digest=digest_of(one.dmn),
        dmn=one.dmn,
        cases=one.cases,
        change="As it comes with Greenlight",
        base_id=known[0].id if known else None,
        author_id=None,
        created_at=now,
    )
    await versions.add(version)
    released = await versions.releases_of(one.key)
    counts = all(release.request_id is None for release in released)
    if counts:
        await versions.release(
            Release(
                table_key=one.key,
                number=released[0].number + 1 if released else 1,
                version_id=version.id,
                request_id=None,
                effective_at=now if released else EVER,
                released_at=now,
                under_way=False,
                withdrawn_at=None,
            )
        )
    if released:  # What was there from the beginning is no change.
        details = {"version": version.number, "digest": version.digest, "in_force": counts}
        await audit.record(now, CONNECTOR, "rules.shipped", subject(one.key), details)
    return counts
