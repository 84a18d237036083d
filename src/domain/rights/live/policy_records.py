"""The table of what is done where something live is not cleared."""

from collections.abc import Sequence

from tortoise import fields
from tortoise.models import Model

from domain.database import sql
from domain.database.listing import Values
from domain.rights.live.model import Mode, Policy
from domain.rights.model import Layer
from domain.rights.verdicts import Why


class EnforcementPolicyRecord(Model):
    """What is done; `key` makes one for each brand, layer and reason."""

    id = fields.CharField(40, primary_key=True)
    key = fields.CharField(120, unique=True)
    brand = fields.ForeignKeyField(
        "hub.BrandRecord", null=True, on_delete=fields.RESTRICT, related_name=False
    )
    layer = fields.CharField(32, null=True)
    reason = fields.CharField(24, null=True)
    mode = fields.CharField(12)

    class Meta:
        """Where it is kept."""

        table = "enforcement_policies"


async def listed(brand_ids: Sequence[str] | None = None) -> list[Policy]:
    """Return every policy, or those of some brands and those of all brands, oldest first."""
    values = Values()
    where = values.among("brand_id", brand_ids)
    rows = await sql.fetch(
        f"SELECT * FROM enforcement_policies WHERE brand_id IS NULL OR {where} ORDER BY id",
        *values.given,
    )
    return [_policy(row) for row in rows]


async def put(value: Policy) -> None:
    """Write a policy, in place of the one for the same brand, layer and reason."""
    await sql.execute(
        "INSERT INTO enforcement_policies (id, key, brand_id, layer, reason, mode)"
        " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (key) DO UPDATE SET mode = excluded.mode,"
        " id = excluded.id",
        value.id,
        f"{value.brand_id or ''}:{value.layer or ''}:{value.reason or ''}",
        value.brand_id,
        value.layer,
        value.reason,
        value.mode,
    )


async def remove(policy_id: str) -> None:
    """Remove a policy."""
    await sql.execute("DELETE FROM enforcement_policies WHERE id = $1", policy_id)


def _policy(row: sql.Row) -> Policy:
    return Policy(
        id=row["id"],
        mode=Mode(row["mode"]),
        brand_id=row["brand_id"],
        layer=None if row["layer"] is None else Layer(row["layer"]),
        reason=None if row["reason"] is None else Why(row["reason"]),
    )
