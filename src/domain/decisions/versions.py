"""Tables of rule versions and their releases. A version never changes; a release is withdrawn."""

from collections.abc import Sequence
from datetime import datetime

from tortoise import fields
from tortoise.models import Model

from domain.database import sql
from domain.decisions.model import Release, RuleVersion
from domain.errors import Busy


class RuleVersionRecord(Model):
    """One version of a table."""

    id = fields.CharField(40, primary_key=True)
    table_key = fields.CharField(80)
    number = fields.IntField()
    digest = fields.CharField(64)
    dmn = fields.TextField()
    cases = fields.TextField()
    change = fields.CharField(200)
    base = fields.ForeignKeyField("hub.RuleVersionRecord", null=True, on_delete=fields.RESTRICT)
    author = fields.ForeignKeyField("hub.UserRecord", null=True, on_delete=fields.RESTRICT)
    created_at = fields.DatetimeField()

    class Meta:
        """Where it is kept."""

        table = "rule_versions"
        unique_together = (("table_key", "number"),)


class ReleaseRecord(Model):
    """That a version counts from some time on."""

    id = fields.IntField(primary_key=True)
    table_key = fields.CharField(80)
    number = fields.IntField()
    version = fields.ForeignKeyField("hub.RuleVersionRecord", on_delete=fields.RESTRICT)
    request = fields.OneToOneField("hub.RequestRecord", null=True, on_delete=fields.RESTRICT)
    effective_at = fields.DatetimeField()
    released_at = fields.DatetimeField()
    under_way = fields.BooleanField()
    withdrawn_at = fields.DatetimeField(null=True)

    class Meta:
        """Where it is kept."""

        table = "rule_releases"
        unique_together = (("table_key", "number"),)


async def add(version: RuleVersion) -> None:
    """Add a version; `Busy` if another took its number this moment."""
    added = await sql.insert_if_new(
        RuleVersionRecord,
        {
            "id": version.id,
            "table_key": version.table_key,
            "number": version.number,
            "digest": version.digest,
            "dmn": version.dmn,
            "cases": version.cases,
            "change": version.change,
            "base_id": version.base_id,
            "author_id": version.author_id,
            "created_at": version.created_at,
        },
        ("table_key", "number"),
    )
    if not added:
        raise _busy(version.table_key)


async def get(version_id: str) -> RuleVersion | None:
    """Return a version."""
    row = await sql.fetch_one("SELECT * FROM rule_versions WHERE id = $1", version_id)
    return None if row is None else _version(row)


async def of_table(table_key: str) -> list[RuleVersion]:
    """Return every version of a table, newest first."""
    rows = await sql.fetch(
        "SELECT * FROM rule_versions WHERE table_key = $1 ORDER BY number DESC", table_key
    )
    return [_version(row) for row in rows]


async def page(table_key: str, below: int | None, limit: int) -> list[RuleVersion]:
    """Return up to `limit` versions of a table with numbers below `below`, newest first."""
    return await _some("", table_key, below, limit)


async def drafts_of(table_key: str, below: int | None, limit: int) -> list[RuleVersion]:
    """Return versions of a table that were never released, as `page` does."""
    never = " AND NOT EXISTS (SELECT 1 FROM rule_releases r WHERE r.version_id = rule_versions.id)"
    return await _some(never, table_key, below, limit)


async def _some(condition: str, table_key: str, below: int | None, limit: int) -> list[RuleVersion]:
    earlier = "" if below is None else " AND number < $3"
    rows = await sql.fetch(
        f"SELECT * FROM rule_versions WHERE table_key = $1{earlier}{condition}"
        " ORDER BY number DESC LIMIT $2",
        table_key,
        limit,
        *([] if below is None else [below]),
    )
    return [_version(row) for row in rows]


async def get_many(version_ids: Sequence[str]) -> dict[str, RuleVersion]:
    """Return versions by id."""
    return await _by("id", version_ids)


async def with_digests(digests: Sequence[str]) -> dict[str, RuleVersion]:
    """Return, by the SHA-256 of its file, a version with that file; what is not there is left out.

    Versions that differ in their test cases only have one file.
    """
    return await _by("digest", digests)


async def _by(column: str, wanted: Sequence[str]) -> dict[str, RuleVersion]:
    if not wanted:
        return {}
    rows = await sql.fetch(
        f"SELECT * FROM rule_versions WHERE {column} IN ({sql.placeholders(1, len(wanted))})",
        *wanted,
    )
    return {row[column]: _version(row) for row in rows}


async def keys() -> list[str]:
    """Return the tables there are, in order."""
    rows = await sql.fetch("SELECT DISTINCT table_key FROM rule_versions ORDER BY table_key")
    return [row["table_key"] for row in rows]


#: Which release of each table counts at `$1` for what was decided at `$2`: of those that had
#: taken effect by then, or are for what is under way as well, the last to take effect.
_COUNTS = (
    "{0}.effective_at <= $1 AND ({0}.effective_at <= $2 OR {0}.under_way)"
    " AND ({0}.withdrawn_at IS NULL OR {0}.withdrawn_at > $1)"
)
_IN_FORCE = (
    f"SELECT l.* FROM rule_releases l WHERE {_COUNTS.format('l')} AND NOT EXISTS"
    f" (SELECT 1 FROM rule_releases m WHERE m.table_key = l.table_key AND {_COUNTS.format('m')}"
    "  AND (m.effective_at > l.effective_at"
    "   OR (m.effective_at = l.effective_at AND m.number > l.number)))"
)


async def in_force(at: datetime) -> dict[str, Release]:
    """Return the release of each table that counts at `at`, by table."""
    rows = await sql.fetch(_IN_FORCE, at, at)
    return {row["table_key"]: _release(row) for row in rows}


async def that_count(
    tables: Sequence[str], at: datetime, decided_at: datetime
) -> dict[str, RuleVersion]:
    """Return, by table, the versions that count at `at` for what was decided at `decided_at`."""
    rows = await sql.fetch(
        f"SELECT v.* FROM ({_IN_FORCE}) r JOIN rule_versions v ON v.id = r.version_id"
        f" WHERE v.table_key IN ({sql.placeholders(3, len(tables))})",
        at,
        decided_at,
        *tables,
    )
    return {row["table_key"]: _version(row) for row in rows}


async def releases_of(table_key: str) -> list[Release]:
    """Return every release of a table, newest first, those withdrawn included."""
    rows = await sql.fetch(
        "SELECT * FROM rule_releases WHERE table_key = $1 ORDER BY number DESC", table_key
    )
    return [_release(row) for row in rows]


async def release_of(request_id: str) -> Release | None:
    """Return what was released by a request."""
    row = await sql.fetch_one("SELECT * FROM rule_releases WHERE request_id = $1", request_id)
    return None if row is None else _release(row)


async def release(fresh: Release) -> None:
    """Add a release; `Busy` if another took its number this moment."""
    added = await sql.insert_if_new(
        ReleaseRecord,
        {
            "table_key": fresh.table_key,
            "number": fresh.number,
            "version_id": fresh.version_id,
            "request_id": fresh.request_id,
            "effective_at": fresh.effective_at,
            "released_at": fresh.released_at,
            "under_way": fresh.under_way,
            "withdrawn_at": fresh.withdrawn_at,
        },
        ("table_key", "number"),
    )
    if not added:
        raise _busy(fresh.table_key)


async def withdraw(request_id: str, at: datetime) -> bool:
    """Withdraw what a request released; False if it released nothing that stands."""
    changed = await sql.execute(
        "UPDATE rule_releases SET withdrawn_at = $1 WHERE request_id = $2 AND withdrawn_at IS NULL",
        at,
        request_id,
    )
    return changed == 1


def _busy(table_key: str) -> Busy:
    return Busy("changed_meanwhile", f"`{table_key}` is being changed this moment; try again.")


def _version(row: sql.Row) -> RuleVersion:
    return RuleVersion(
        id=row["id"],
        table_key=row["table_key"],
        number=row["number"],
        digest=row["digest"],
        dmn=row["dmn"],
        cases=row["cases"],
        change=row["change"],
        base_id=row["base_id"],
        author_id=row["author_id"],
        created_at=sql.instant(row["created_at"]),
    )


def _release(row: sql.Row) -> Release:
    return Release(
        table_key=row["table_key"],
        number=row["number"],
        version_id=row["version_id"],
        request_id=row["request_id"],
        effective_at=sql.instant(row["effective_at"]),
        released_at=sql.instant(row["released_at"]),
        under_way=bool(row["under_way"]),
        withdrawn_at=sql.instant_or_none(row["withdrawn_at"]),
    )
