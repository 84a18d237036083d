"""The table of bios and headshots."""

from collections.abc import Mapping, Sequence
from datetime import date

from tortoise import fields
from tortoise.models import Model

from domain.contributors.model import Approval, Approver, Material, MaterialKind, MaterialSource
from domain.database import sql
from domain.database.listing import of_each
from domain.errors import Busy


class MaterialRecord(Model):
    """A bio or headshot of a contributor."""

    id = fields.CharField(40, primary_key=True)
    contributor = fields.ForeignKeyField(
        "hub.ContributorRecord", on_delete=fields.RESTRICT, db_index=True
    )
    kind = fields.CharField(8)
    source = fields.CharField(16)
    added_at = fields.DatetimeField()
    text = fields.TextField()
    language = fields.CharField(16, null=True)
    title = fields.ForeignKeyField("hub.TitleRecord", null=True, on_delete=fields.RESTRICT)
    asset = fields.ForeignKeyField("hub.AssetRecord", null=True, on_delete=fields.RESTRICT)
    credit = fields.CharField(300)
    holder = fields.CharField(300)
    alt_text = fields.CharField(300)
    approved_by = fields.CharField(16, null=True)
    document = fields.CharField(300)
    since = fields.CharField(10, null=True)
    until = fields.CharField(10, null=True)
    withdrawn_at = fields.DatetimeField(null=True)
    forgotten = fields.BooleanField()
    version = fields.IntField()

    class Meta:
        """Where it is kept."""

        table = "contributor_materials"


async def of_contributors(contributor_ids: Sequence[str]) -> dict[str, list[Material]]:
    """Return the materials of contributors by contributor, oldest first."""
    return await of_each(
        "contributor_materials", "contributor_id", contributor_ids, material, "added_at, id"
    )


async def materials(material_ids: Sequence[str]) -> dict[str, Material]:
    """Return materials by id."""
    if not material_ids:
        return {}
    wanted = sql.placeholders(1, len(material_ids))
    rows = await sql.fetch(
        f"SELECT * FROM contributor_materials WHERE id IN ({wanted})", *material_ids
    )
    return {row["id"]: material(row) for row in rows}


async def add(value: Material) -> None:
    """Add a material."""
    row = _written(value)
    own = {"contributor_id": value.contributor_id, "kind": value.kind, "source": value.source}
    more = {"added_at": value.added_at, "language": value.language, "title_id": value.title_id}
    await sql.insert(MaterialRecord, {"id": value.id, **own, **more, **row})


async def change(before: Material, after: Material) -> None:
    """Write `after` where `before` still stands; `Busy` if somebody else was quicker."""
    row = _written(after)
    names = ", ".join(f'"{name}" = ${place}' for place, name in enumerate(row, 1))
    await sql.write(
        f"UPDATE contributor_materials SET {names}"
        f" WHERE id = ${len(row) + 1} AND version = ${len(row) + 2}",
        *row.values(),
        before.id,
        before.version,
        otherwise=Busy("changed_meanwhile", "Somebody changed this material just now; look again."),
    )


def material(row: sql.Row) -> Material:
    """Return a material from its row."""
    return Material(
        id=row["id"],
        contributor_id=row["contributor_id"],
        kind=MaterialKind(row["kind"]),
        source=MaterialSource(row["source"]),
        added_at=sql.instant(row["added_at"]),
        text=row["text"],
        language=row["language"],
        title_id=row["title_id"],
        asset_id=row["asset_id"],
        credit=row["credit"],
        holder=row["holder"],
        alt_text=row["alt_text"],
        approval=_approval(row),
        withdrawn_at=sql.instant_or_none(row["withdrawn_at"]),
        forgotten=bool(row["forgotten"]),
        version=row["version"],
    )


def _approval(row: sql.Row) -> Approval | None:
    if not row["approved_by"]:
        return None
    until = date.fromisoformat(row["until"]) if row["until"] else None
    since = date.fromisoformat(row["since"])
    return Approval(Approver(row["approved_by"]), row["document"], since, until)


def _written(value: Material) -> Mapping[str, object]:
    """Return what may change of a material, and what goes when its contributor is forgotten."""
    given = value.approval
    return {
        "text": value.text,
        "asset_id": value.asset_id,
        "credit": value.credit,
        "holder": value.holder,
        "alt_text": value.alt_text,
        "approved_by": given.by if given else None,
        "document": given.document if given else "",
        "since": given.since.isoformat() if given else None,
        "until": given.until.isoformat() if given and given.until else None,
        "withdrawn_at": value.withdrawn_at,
        "forgotten": value.forgotten,
        "version": value.version,
    }
