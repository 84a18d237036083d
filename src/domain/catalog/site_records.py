"""The tables of sites and accounts."""

from collections.abc import Sequence
from datetime import time
from typing import Any

from tortoise import fields
from tortoise.models import Model

from domain.catalog.premises import Account, Hours, Provider, Site, SiteKind, Tier, written
from domain.database import sql


class SiteRecord(Model):
    """A site."""

    id = fields.CharField(40, primary_key=True)
    name = fields.CharField(120)
    brand = fields.ForeignKeyField("hub.BrandRecord", on_delete=fields.RESTRICT, db_index=True)
    market = fields.CharField(2)
    kind = fields.CharField(16)
    area_m2 = fields.IntField()
    capacity = fields.IntField()
    hours = fields.JSONField[list[dict[str, Any]]]()
    provider = fields.CharField(24)

    class Meta:
        """Where it is kept."""

        table = "sites"
        unique_together = (("brand", "name"),)


class AccountRecord(Model):
    """A customer's account."""

    id = fields.CharField(40, primary_key=True)
    pseudonym = fields.CharField(64, unique=True)
    brand = fields.ForeignKeyField(
        "hub.BrandRecord", null=True, on_delete=fields.RESTRICT, db_index=True
    )
    tier = fields.CharField(12)

    class Meta:
        """Where it is kept."""

        table = "accounts"


async def sites(limit: int) -> list[Site]:
    """Return the first `limit` sites by name."""
    rows = await sql.fetch("SELECT * FROM sites ORDER BY name, id LIMIT $1", limit)
    return [site(row) for row in rows]


async def accounts(limit: int) -> list[Account]:
    """Return the newest `limit` accounts."""
    rows = await sql.fetch("SELECT * FROM accounts ORDER BY id DESC LIMIT $1", limit)
    return [account(row) for row in rows]


async def sites_by_id(site_ids: Sequence[str]) -> dict[str, Site]:
    """Return sites by id."""
    return {row["id"]: site(row) for row in await _rows("sites", site_ids)}


async def accounts_by_id(account_ids: Sequence[str]) -> dict[str, Account]:
    """Return accounts by id."""
    return {row["id"]: account(row) for row in await _rows("accounts", account_ids)}


async def change_site(value: Site) -> None:
    """Write what is known of a site."""
    await sql.write(
        "UPDATE sites SET area_m2 = $1, capacity = $2, hours = $3, provider = $4 WHERE id = $5",
        value.area_m2,
        value.capacity,
        written(value.hours),
        value.provider,
        value.id,
    )


async def change_account(value: Account) -> None:
    """Write what is known of an account."""
    await sql.write("UPDATE accounts SET tier = $1 WHERE id = $2", value.tier, value.id)


def site(row: sql.Row) -> Site:
    """Return a site from its row."""
    return Site(
        id=row["id"],
        name=row["name"],
        brand_id=row["brand_id"],
        market=row["market"],
        kind=SiteKind(row["kind"]),
        area_m2=row["area_m2"],
        capacity=row["capacity"],
        hours=tuple(
            Hours(
                one["weekday"], time.fromisoformat(one["opens"]), time.fromisoformat(one["closes"])
            )
            for one in sql.document(row["hours"])
        ),
        provider=Provider(row["provider"]),
    )


def account(row: sql.Row) -> Account:
    """Return an account from its row."""
    return Account(row["id"], row["pseudonym"], row["brand_id"], Tier(row["tier"]))


async def _rows(table: str, wanted: Sequence[str]) -> Sequence[sql.Row]:
    if not wanted:
        return []
    return await sql.fetch(
        f'SELECT * FROM "{table}" WHERE id IN ({sql.placeholders(1, len(wanted))})', *wanted
    )
