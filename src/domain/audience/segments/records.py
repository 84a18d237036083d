"""The tables of how accounts were judged, and of the groups that were cut of them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from tortoise import fields
from tortoise.models import Model

from domain.audience.segments.anonymity import Withheld
from domain.audience.segments.model import Cut, Member, Run, Where, Window
from domain.catalog.premises import Tier
from domain.database import sql
from domain.database.listing import of_each
from domain.decisions.rules import from_json, to_json


class RunRecord(Model):
    """When the accounts of a brand were judged; the last one counts."""

    id = fields.CharField(40, primary_key=True)
    brand = fields.ForeignKeyField("hub.BrandRecord", on_delete=fields.RESTRICT, db_index=True)
    until = fields.CharField(10)
    days = fields.IntField()
    version = fields.CharField(64)
    at = fields.DatetimeField()

    class Meta:
        """Where it is kept."""

        table = "audience_runs"


class MemberRecord(Model):
    """How an account was judged last."""

    account = fields.OneToOneField("hub.AccountRecord", primary_key=True, on_delete=fields.RESTRICT)
    brand = fields.ForeignKeyField("hub.BrandRecord", on_delete=fields.RESTRICT, db_index=True)
    segment = fields.CharField(80)
    channel = fields.CharField(80)
    offer = fields.CharField(80)
    region = fields.CharField(2, null=True)
    tier = fields.CharField(12)
    judgement = fields.JSONField[dict[str, Any]]()

    class Meta:
        """Where it is kept."""

        table = "audience_members"


class CutRecord(Model):
    """A group that was cut, with those who were in it: what was counted must be known."""

    id = fields.CharField(40, primary_key=True)
    run = fields.ForeignKeyField("hub.RunRecord", on_delete=fields.RESTRICT)
    brand = fields.ForeignKeyField("hub.BrandRecord", on_delete=fields.RESTRICT)
    until = fields.CharField(10)
    place = fields.JSONField[dict[str, list[str]]]()
    account_ids = fields.JSONField[list[str]]()
    size = fields.IntField(null=True)
    withheld = fields.CharField(16, null=True)
    at = fields.DatetimeField()

    class Meta:
        """Where it is kept."""

        table = "audience_cuts"
        indexes = (("brand_id", "until"),)


class ProposalRecord(Model):
    """Of which group the list of a targeting was made."""

    request = fields.OneToOneField(
        "hub.RequestRecord", primary_key=True, on_delete=fields.RESTRICT, related_name=False
    )
    cut = fields.ForeignKeyField(
        "hub.CutRecord", on_delete=fields.RESTRICT, related_name=False, db_index=True
    )

    class Meta:
        """Where it is kept."""

        table = "audience_proposals"


async def last_run(brand_id: str) -> Run | None:
    """Return when the accounts of a brand were judged last; None if they never were."""
    row = await sql.fetch_one(
        "SELECT * FROM audience_runs WHERE brand_id = $1 ORDER BY id DESC LIMIT 1", brand_id
    )
    if row is None:
        return None
    window = Window(date.fromisoformat(row["until"]), row["days"])
    return Run(row["id"], row["brand_id"], window, row["version"], sql.instant(row["at"]))


async def replace_members(run: Run, members: Sequence[Member]) -> None:
    """Write how the accounts of a brand were judged, in place of all that was said before."""
    row = {"id": run.id, "brand_id": run.brand_id, "until": run.window.until.isoformat()}
    more = {"days": run.window.days, "version": run.version, "at": run.at}
    await sql.insert(RunRecord, row | more)
    await sql.write("DELETE FROM audience_members WHERE brand_id = $1", run.brand_id)
    for one in members:
        member = {
            "account_id": one.account_id,
            "brand_id": run.brand_id,
            "segment": one.segment,
            "channel": one.channel,
            "offer": one.offer,
            "region": one.region,
            "tier": one.tier,
            "judgement": to_json(one.judgement),
        }
        await sql.insert(MemberRecord, member)


async def members(brand_id: str) -> list[Member]:
    """Return how the accounts of a brand were judged last."""
    question = "SELECT * FROM audience_members WHERE brand_id = $1 ORDER BY account_id"
    return [_member(row) for row in await sql.fetch(question, brand_id)]


async def member(account_id: str) -> Member | None:
    """Return how an account was judged last; None if it never was."""
    row = await sql.fetch_one("SELECT * FROM audience_members WHERE account_id = $1", account_id)
    return _member(row) if row else None


async def offers_of(account_ids: Sequence[str]) -> dict[str, str]:
    """Return what accounts were judged to be offered last, by account; only of those judged."""
    held = await of_each("audience_members", "account_id", account_ids, _member, "account_id")
    return {account_id: one.offer for account_id, found in held.items() for one in found}


async def add_cut(value: Cut) -> None:
    """Add a group that was cut."""
    row = {
        "id": value.id,
        "run_id": value.run_id,
        "brand_id": value.brand_id,
        "until": value.until.isoformat(),
        "place": written(value.where),
        "account_ids": sorted(value.account_ids),
        "size": value.size,
        "withheld": value.withheld,
        "at": value.at,
    }
    await sql.insert(CutRecord, row)


async def cuts(brand_id: str, until: date) -> list[Cut]:
    """Return the groups that were cut of a brand's accounts by the days until `until`, in order."""
    rows = await sql.fetch(
        "SELECT * FROM audience_cuts WHERE brand_id = $1 AND until = $2 ORDER BY id",
        brand_id,
        until.isoformat(),
    )
    return [_cut(row) for row in rows]


async def cut(cut_id: str) -> Cut | None:
    """Return a group that was cut; None if there is none."""
    row = await sql.fetch_one("SELECT * FROM audience_cuts WHERE id = $1", cut_id)
    return _cut(row) if row else None


async def add_proposal(request_id: str, cut_id: str) -> None:
    """Write of which group the list of a targeting was made."""
    await sql.insert(ProposalRecord, {"request_id": request_id, "cut_id": cut_id})


async def proposals(brand_id: str) -> list[str]:
    """Return the targetings that were made of groups of a brand."""
    rows = await sql.fetch(
        "SELECT p.request_id FROM audience_proposals p JOIN audience_cuts c ON c.id = p.cut_id"
        " WHERE c.brand_id = $1 ORDER BY p.request_id",
        brand_id,
    )
    return [row["request_id"] for row in rows]


async def left(request_id: str) -> frozenset[str] | None:
    """Return who is in the group by now that a targeting's list was made of; None if of none."""
    row = await sql.fetch_one(
        "SELECT c.* FROM audience_cuts c JOIN audience_proposals p ON p.cut_id = c.id"
        " WHERE p.request_id = $1",
        request_id,
    )
    if row is None:
        return None
    found = _cut(row)
    held = await members(found.brand_id)
    return frozenset(one.account_id for one in held if found.where.has(one))


async def forget(account_id: str) -> None:
    """Take an account out of its segment, and out of every group of its brand."""
    question = (
        "SELECT c.id, c.account_ids FROM audience_cuts c JOIN accounts a ON a.brand_id = c.brand_id"
        " WHERE a.id = $1"
    )
    for one in await sql.fetch(question, account_id):
        held = set(sql.document(one["account_ids"]))
        if account_id in held:
            changed = "UPDATE audience_cuts SET account_ids = $1 WHERE id = $2"
            await sql.write(changed, sorted(held - {account_id}), one["id"])
    await sql.write("DELETE FROM audience_members WHERE account_id = $1", account_id)


def written(where: Where) -> dict[str, list[str]]:
    """Return which accounts make a group, as it is kept and recorded."""
    return {
        "segments": list(where.segments),
        "regions": list(where.regions),
        "tiers": [one.value for one in where.tiers],
    }


def _member(row: sql.Row) -> Member:
    return Member(
        account_id=row["account_id"],
        segment=row["segment"],
        channel=row["channel"],
        offer=row["offer"],
        region=row["region"],
        tier=Tier(row["tier"]),
        judgement=from_json(sql.document(row["judgement"])),
    )


def _cut(row: sql.Row) -> Cut:
    place = sql.document(row["place"])
    where = Where(
        segments=tuple(place["segments"]),
        regions=tuple(place["regions"]),
        tiers=tuple(Tier(one) for one in place["tiers"]),
    )
    return Cut(
        id=row["id"],
        run_id=row["run_id"],
        brand_id=row["brand_id"],
        until=date.fromisoformat(row["until"]),
        where=where,
        account_ids=frozenset(sql.document(row["account_ids"])),
        size=row["size"],
        withheld=Withheld(row["withheld"]) if row["withheld"] else None,
        at=sql.instant(row["at"]),
    )
