"""The tables of what is known of accounts, of what they did, and of what was brought in."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from tortoise import fields
from tortoise.models import Model

from domain import ids
from domain.audience.accounts.model import Import, Profile, SetAside, Sheet, Signal
from domain.catalog import site_records
from domain.catalog.premises import Account
from domain.database import sql

#: How many values one question names.
_CHUNK = 500

#: What a day's total is of: account, day, signal, subject.
Key = tuple[str, date, Signal, str]


class ProfileRecord(Model):
    """What is known of an account. No name is in it: accounts are pseudonyms."""

    account = fields.OneToOneField("hub.AccountRecord", primary_key=True, on_delete=fields.RESTRICT)
    region = fields.CharField(2, null=True)
    products = fields.JSONField[list[str]]()

    class Meta:
        """Where it is kept."""

        table = "audience_profiles"


class EngagementRecord(Model):
    """How often an account did something with a subject on a day, which is written as in ISO."""

    id = fields.CharField(40, primary_key=True)
    account = fields.ForeignKeyField("hub.AccountRecord", on_delete=fields.RESTRICT)
    day = fields.CharField(10)
    signal = fields.CharField(8)
    subject = fields.CharField(120)
    times = fields.IntField()

    class Meta:
        """Where it is kept; one total for each."""

        table = "engagement"
        unique_together = (("account", "day", "signal", "subject"),)


class ImportRecord(Model):
    """What a table brought in; what it set aside names lines, and nobody."""

    id = fields.CharField(40, primary_key=True)
    brand = fields.ForeignKeyField("hub.BrandRecord", on_delete=fields.RESTRICT, db_index=True)
    sheet = fields.CharField(12)
    new = fields.IntField()
    changed = fields.IntField()
    known = fields.IntField()
    set_aside = fields.JSONField[list[dict[str, Any]]]()
    at = fields.DatetimeField()

    class Meta:
        """Where it is kept."""

        table = "audience_imports"


async def by_pseudonym(names: Sequence[str]) -> dict[str, Account]:
    """Return accounts by what their own system calls them."""
    found: dict[str, Account] = {}
    for part in _parts(names):
        marks = sql.placeholders(1, len(part))
        rows = await sql.fetch(f"SELECT * FROM accounts WHERE pseudonym IN ({marks})", *part)
        found |= {row["pseudonym"]: site_records.account(row) for row in rows}
    return found


async def of_brand(brand_id: str, limit: int) -> list[Account]:
    """Return up to `limit` accounts of a brand, the oldest first."""
    rows = await sql.fetch(
        "SELECT * FROM accounts WHERE brand_id = $1 ORDER BY id LIMIT $2", brand_id, limit
    )
    return [site_records.account(row) for row in rows]


async def add_account(value: Account) -> None:
    """Add an account."""
    row = {"id": value.id, "pseudonym": value.pseudonym, "brand_id": value.brand_id}
    await sql.insert(site_records.AccountRecord, row | {"tier": value.tier})


async def profiles(account_ids: Sequence[str]) -> dict[str, Profile]:
    """Return what is known of accounts, by id; those of which nobody said anything are missing."""
    found: dict[str, Profile] = {}
    for part in _parts(account_ids):
        marks = sql.placeholders(1, len(part))
        question = f"SELECT * FROM audience_profiles WHERE account_id IN ({marks})"
        for row in await sql.fetch(question, *part):
            products = tuple(sql.document(row["products"]))
            found[row["account_id"]] = Profile(row["account_id"], row["region"], products)
    return found


async def put_profile(value: Profile) -> None:
    """Write what is known of an account, all of it."""
    await sql.write("DELETE FROM audience_profiles WHERE account_id = $1", value.account_id)
    row = {"account_id": value.account_id, "region": value.region, "products": list(value.products)}
    await sql.insert(ProfileRecord, row)


async def totals(account_ids: Sequence[str], first: date, last: date) -> dict[Key, int]:
    """Return what accounts did from the day `first` to `last`: each day's totals."""
    found: dict[Key, int] = {}
    for part in _parts(account_ids):
        rows = await sql.fetch(
            "SELECT account_id, day, signal, subject, times FROM engagement"
            " WHERE day >= $1 AND day <= $2"
            f" AND account_id IN ({sql.placeholders(3, len(part))})",
            first.isoformat(),
            last.isoformat(),
            *part,
        )
        for row in rows:
            day = date.fromisoformat(row["day"])
            found[row["account_id"], day, Signal(row["signal"]), row["subject"]] = row["times"]
    return found


async def sums(account_ids: Sequence[str], first: date, last: date) -> dict[str, dict[Signal, int]]:
    """Return how often accounts did what from the day `first` to `last`, by account."""
    found: dict[str, dict[Signal, int]] = {}
    for part in _parts(account_ids):
        rows = await sql.fetch(
            "SELECT account_id, signal, SUM(times) AS n FROM engagement"
            " WHERE day >= $1 AND day <= $2"
            f" AND account_id IN ({sql.placeholders(3, len(part))})"
            " GROUP BY account_id, signal",
            first.isoformat(),
            last.isoformat(),
            *part,
        )
        for row in rows:
            found.setdefault(row["account_id"], {})[Signal(row["signal"])] = int(row["n"])
    return found


async def put_totals(given: Mapping[Key, int], before: Mapping[Key, int]) -> None:
    """Write days' totals, in place of those of `before` that are of the same."""
    for key, times in given.items():
        account_id, day, signal, subject = key
        if key in before:
            await sql.write(
                "UPDATE engagement SET times = $1 WHERE account_id = $2 AND day = $3"
                " AND signal = $4 AND subject = $5",
                times,
                account_id,
                day.isoformat(),
                signal,
                subject,
            )
            continue
        row = {"id": ids.new(ids.Prefix.ENGAGEMENT), "account_id": account_id, "signal": signal}
        more = {"day": day.isoformat(), "subject": subject, "times": times}
        await sql.insert(EngagementRecord, row | more)


async def forget(account_id: str) -> None:
    """Take out what is known of an account, and all that it did."""
    await sql.write("DELETE FROM engagement WHERE account_id = $1", account_id)
    await sql.write("DELETE FROM audience_profiles WHERE account_id = $1", account_id)


async def add_import(value: Import) -> None:
    """Add what a table brought in."""
    row = {
        "id": value.id,
        "brand_id": value.brand_id,
        "sheet": value.sheet,
        "new": value.new,
        "changed": value.changed,
        "known": value.known,
        "set_aside": [
            {"line": one.line, "reason": one.reason, "cure": one.cure} for one in value.set_aside
        ],
        "at": value.at,
    }
    await sql.insert(ImportRecord, row)


async def get_import(import_id: str) -> Import | None:
    """Return what a table brought in; None if there was none."""
    row = await sql.fetch_one("SELECT * FROM audience_imports WHERE id = $1", import_id)
    if row is None:
        return None
    return Import(
        id=row["id"],
        brand_id=row["brand_id"],
        sheet=Sheet(row["sheet"]),
        new=row["new"],
        changed=row["changed"],
        known=row["known"],
        set_aside=tuple(SetAside(**one) for one in sql.document(row["set_aside"])),
        at=sql.instant(row["at"]),
    )


def _parts(values: Sequence[str]) -> list[Sequence[str]]:
    return [values[at : at + _CHUNK] for at in range(0, len(values), _CHUNK)]
