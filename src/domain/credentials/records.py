"""The table of credentials. The only file of this area that knows the database."""

from datetime import datetime

from tortoise import fields
from tortoise.models import Model

from domain.database import sql


class CredentialRecord(Model):
    """What opens one account outside, sealed with the hub's secret.

    `key` holds `name` and a digest of the authorisation it began with, so that a new
    authorisation has a row of its own. `version` counts replacements, `claims` who began one.
    """

    key = fields.CharField(120, primary_key=True)
    name = fields.CharField(40)
    sealed = fields.TextField()
    version = fields.IntField()
    claims = fields.IntField()
    claimed_until = fields.DatetimeField(null=True)
    renewed_at = fields.DatetimeField()

    class Meta:
        """Where it is kept."""

        table = "credentials"


async def begin(key: str, name: str, sealed: str, now: datetime) -> None:
    """Add a row as it is before anything was renewed, unless it is there."""
    values = {
        "key": key,
        "name": name,
        "sealed": sealed,
        "version": 0,
        "claims": 0,
        "claimed_until": None,
        "renewed_at": now,
    }
    await sql.insert_once(CredentialRecord, values, ("key",))


async def locked(key: str) -> sql.Row | None:
    """Return a row, locked until the commit; None if there is none."""
    return await sql.fetch_one(sql.locking("SELECT * FROM credentials WHERE key = $1"), key)


async def claim(key: str, until: datetime) -> None:
    """Note that somebody renews it until `until`, and count them."""
    await sql.write(
        "UPDATE credentials SET claims = claims + 1, claimed_until = $1 WHERE key = $2", until, key
    )


async def let_go(key: str, claim_number: int) -> None:
    """End a claim, unless it is somebody else's by now."""
    await sql.execute(
        "UPDATE credentials SET claimed_until = NULL WHERE key = $1 AND claims = $2",
        key,
        claim_number,
    )


async def replace(key: str, sealed: str, version: int, now: datetime) -> bool:
    """Put `sealed` in the place of `version`, and end every claim on it.

    False if that version was replaced by somebody else already.
    """
    changed = await sql.execute(
        "UPDATE credentials SET sealed = $1, version = version + 1, claimed_until = NULL,"
        " renewed_at = $2 WHERE key = $3 AND version = $4",
        sealed,
        now,
        key,
        version,
    )
    return changed == 1


async def forget_others(name: str, key: str, before: datetime) -> None:
    """Delete what `name` was opened with earlier, if nobody renewed it since `before`."""
    await sql.write(
        "DELETE FROM credentials WHERE name = $1 AND key <> $2 AND renewed_at < $3",
        name,
        key,
        before,
    )


async def forget(name: str) -> None:
    """Delete all that `name` was ever opened with."""
    await sql.write("DELETE FROM credentials WHERE name = $1", name)
