"""Tables of the catalogue."""

from collections.abc import Sequence
from datetime import date

from tortoise import fields
from tortoise.models import Model

from domain.catalog.model import (
    SEPARATION_DAYS,
    Agency,
    Asset,
    AssetKind,
    AssetState,
    Brand,
    Category,
    Episode,
    Market,
    Sensitivity,
    Show,
    Sponsor,
)
from domain.database import sql
from domain.database.listing import Listing, Shown, of_each


class BrandRecord(Model):
    """A brand."""

    id = fields.CharField(40, primary_key=True)
    name = fields.CharField(120, unique=True)

    class Meta:
        """Where it is kept."""

        table = "brands"


class MarketRecord(Model):
    """A market."""

    id = fields.CharField(40, primary_key=True)
    code = fields.CharField(2, unique=True)
    name = fields.CharField(120)
    currency = fields.CharField(3)
    time_zone = fields.CharField(64)

    class Meta:
        """Where it is kept."""

        table = "markets"


class AgencyRecord(Model):
    """An agency."""

    id = fields.CharField(40, primary_key=True)
    name = fields.CharField(120, unique=True)

    class Meta:
        """Where it is kept."""

        table = "agencies"


class SponsorRecord(Model):
    """A sponsor."""

    id = fields.CharField(40, primary_key=True)
    name = fields.CharField(120, unique=True)
    competitor_groups = fields.JSONField[list[str]]()
    category = fields.CharField(16, null=True)

    class Meta:
        """Where it is kept."""

        table = "sponsors"


class ShowRecord(Model):
    """A podcast."""

    id = fields.CharField(40, primary_key=True)
    title = fields.CharField(200)
    brand = fields.ForeignKeyField("hub.BrandRecord", on_delete=fields.RESTRICT, db_index=True)
    language = fields.CharField(16)
    team = fields.ForeignKeyField("hub.TeamRecord", null=True, on_delete=fields.RESTRICT)
    sensitivity = fields.CharField(8, null=True)
    under_age_share = fields.IntField(null=True)
    separation_days = fields.IntField(default=SEPARATION_DAYS, db_default=SEPARATION_DAYS)

    class Meta:
        """Where it is kept."""

        table = "shows"


class EpisodeRecord(Model):
    """A podcast episode."""

    id = fields.CharField(40, primary_key=True)
    show = fields.ForeignKeyField("hub.ShowRecord", on_delete=fields.RESTRICT)
    title = fields.CharField(200)
    number = fields.IntField()
    release_on = fields.CharField(10, null=True)
    sensitivity = fields.CharField(8, null=True)

    class Meta:
        """Where it is kept."""

        table = "episodes"
        unique_together = (("show", "number"),)


class AssetRecord(Model):
    """A file of a brand."""

    id = fields.CharField(40, primary_key=True)
    brand = fields.ForeignKeyField("hub.BrandRecord", on_delete=fields.RESTRICT, db_index=True)
    agency = fields.ForeignKeyField("hub.AgencyRecord", null=True, on_delete=fields.RESTRICT)
    kind = fields.CharField(8)
    name = fields.CharField(120)
    state = fields.CharField(12)
    media_type = fields.CharField(64, null=True)
    size = fields.BigIntField(null=True)
    sha256 = fields.CharField(64, null=True)
    duration_ms = fields.IntField(null=True)
    width = fields.IntField(null=True)
    height = fields.IntField(null=True)
    problem = fields.TextField(null=True)
    uploader = fields.ForeignKeyField("hub.UserRecord", on_delete=fields.RESTRICT)
    created_at = fields.DatetimeField()
    request = fields.ForeignKeyField("hub.RequestRecord", null=True, on_delete=fields.RESTRICT)
    deliverable = fields.CharField(240, null=True)
    sample_rate_hz = fields.IntField(null=True)
    channels = fields.IntField(null=True)

    class Meta:
        """Where it is kept; one usable file per deliverable is held by a partial unique index."""

        table = "assets"


async def brands() -> list[Brand]:
    """Return every brand by name."""
    return [brand(row) for row in await sql.fetch("SELECT * FROM brands ORDER BY name")]


async def markets() -> list[Market]:
    """Return every market by code."""
    return [market(row) for row in await sql.fetch("SELECT * FROM markets ORDER BY code")]


async def agencies() -> list[Agency]:
    """Return every agency by name."""
    rows = await sql.fetch("SELECT * FROM agencies ORDER BY name")
    return [agency(row) for row in rows]


async def sponsors() -> list[Sponsor]:
    """Return every sponsor by name."""
    rows = await sql.fetch("SELECT * FROM sponsors ORDER BY name")
    return [sponsor(row) for row in rows]


async def shows() -> list[Show]:
    """Return every show by title."""
    return [show(row) for row in await sql.fetch("SELECT * FROM shows ORDER BY title, id")]


async def episodes(show_id: str) -> list[Episode]:
    """Return the episodes of a show in order."""
    return (await episodes_of([show_id]))[show_id]


async def episodes_of(show_ids: Sequence[str]) -> dict[str, list[Episode]]:
    """Return the episodes of shows in order, by show."""
    found: dict[str, list[Episode]] = {one: [] for one in show_ids}
    marks = sql.placeholders(1, len(show_ids))
    for row in await sql.fetch(
        f"SELECT * FROM episodes WHERE show_id IN ({marks}) ORDER BY number", *show_ids
    ):
        found[row["show_id"]].append(episode(row))
    return found


async def assets(asset_ids: Sequence[str]) -> dict[str, Asset]:
    """Return files by id."""
    if not asset_ids:
        return {}
    rows = await sql.fetch(
        f"SELECT * FROM assets WHERE id IN ({sql.placeholders(1, len(asset_ids))})",
        *asset_ids,
    )
    return {row["id"]: asset(row) for row in rows}


async def delivered(request_ids: Sequence[str]) -> dict[str, list[Asset]]:
    """Return the files of requests' deliverables by request id, oldest first."""
    return await of_each("assets", "request_id", request_ids, asset, "created_at, id")


async def assets_of(brand_id: str, agency_id: str | None, limit: int) -> list[Asset]:
    """Return the newest usable files of a brand that `rules.visible` shows people of an agency.

    Files of requests' deliverables are left out: they belong to their requests.
    """
    own, args = ("", ()) if agency_id is None else (" AND agency_id = $3", (agency_id,))
    rows = await sql.fetch(
        "SELECT * FROM assets WHERE brand_id = $1 AND state = 'ready'"
        f" AND request_id IS NULL{own}"
        " ORDER BY id DESC LIMIT $2",
        brand_id,
        limit,
        *args,
    )
    return [asset(row) for row in rows]


def files_of(brand_id: str, agency_id: str | None) -> Listing[Asset]:
    """Return what `assets_of` begins with, as a list of pages."""
    found = Listing("assets", "a", Shown(asset))
    found.only_one("brand_id", brand_id)
    found.only("a.state = 'ready' AND a.request_id IS NULL")
    found.only_one("agency_id", agency_id)
    return found


async def brand_names(brand_ids: Sequence[str]) -> dict[str, str]:
    """Return the names of brands by id."""
    return await _names("brands", brand_ids)


async def agency_names(agency_ids: Sequence[str]) -> dict[str, str]:
    """Return the names of agencies by id."""
    return await _names("agencies", agency_ids)


async def sponsor_names(sponsor_ids: Sequence[str]) -> dict[str, str]:
    """Return the names of sponsors by id."""
    return await _names("sponsors", sponsor_ids)


async def show_titles(show_ids: Sequence[str]) -> dict[str, str]:
    """Return the titles of shows by id."""
    return await _names("shows", show_ids, "title")


async def episodes_by_id(episode_ids: Sequence[str]) -> dict[str, Episode]:
    """Return episodes by id."""
    if not episode_ids:
        return {}
    rows = await sql.fetch(
        f"SELECT * FROM episodes WHERE id IN ({sql.placeholders(1, len(episode_ids))})",
        *episode_ids,
    )
    return {row["id"]: episode(row) for row in rows}


async def row_of(table: str, row_id: str, *, locked: bool = False) -> sql.Row | None:
    """Return a row of one of the catalogue's tables by id, `locked` until the commit if asked."""
    query = f'SELECT * FROM "{table}" WHERE id = $1'
    return await sql.fetch_one(sql.locking(query) if locked else query, row_id)


async def rows_of(table: str, row_ids: Sequence[str]) -> Sequence[sql.Row]:
    """Return rows of one of the catalogue's tables by id, in any order."""
    if not row_ids:
        return []
    wanted = sql.placeholders(1, len(row_ids))
    return await sql.fetch(f'SELECT * FROM "{table}" WHERE id IN ({wanted})', *row_ids)


async def known_markets(codes: Sequence[str]) -> set[str]:
    """Return which of `codes` are markets."""
    rows = await sql.fetch(
        f"SELECT code FROM markets WHERE code IN ({sql.placeholders(1, len(codes))})",
        *codes,
    )
    return {row["code"] for row in rows}


async def finish_asset(value: Asset) -> bool:
    """Write what an expected file turned out to be; False if it is not expected any more."""
    changed = await sql.execute(
        "UPDATE assets SET state = $1, media_type = $2, size = $3, sha256 = $4, duration_ms = $5,"
        " width = $6, height = $7, problem = $8, sample_rate_hz = $9, channels = $10"
        " WHERE id = $11 AND state = 'expected'",
        value.state,
        value.media_type,
        value.size,
        value.sha256,
        value.duration_ms,
        value.width,
        value.height,
        value.problem,
        value.sample_rate_hz,
        value.channels,
        value.id,
    )
    return changed == 1


async def take_back(asset_id: str) -> bool:
    """Mark a file as taken back; False if it was, or was refused."""
    changed = await sql.execute(
        "UPDATE assets SET state = 'taken_back' WHERE id = $1 AND state IN ('expected', 'ready')",
        asset_id,
    )
    return changed == 1


async def change_sponsor(value: Sponsor) -> None:
    """Write what is known of a sponsor."""
    await sql.write(
        "UPDATE sponsors SET competitor_groups = $1, category = $2 WHERE id = $3",
        list(value.competitor_groups),
        value.category,
        value.id,
    )


async def change_show(value: Show) -> None:
    """Write what is known of a show."""
    await sql.write(
        "UPDATE shows SET team_id = $1, sensitivity = $2, under_age_share = $3,"
        " separation_days = $4 WHERE id = $5",
        value.team_id,
        value.sensitivity,
        value.under_age_share,
        value.separation_days,
        value.id,
    )


def brand(row: sql.Row) -> Brand:
    """Return a brand from its row."""
    return Brand(row["id"], row["name"])


def market(row: sql.Row) -> Market:
    """Return a market from its row."""
    return Market(row["id"], row["code"], row["name"], row["currency"], row["time_zone"])


def agency(row: sql.Row) -> Agency:
    """Return an agency from its row."""
    return Agency(row["id"], row["name"])


def sponsor(row: sql.Row) -> Sponsor:
    """Return a sponsor from its row."""
    groups, category = tuple(sql.document(row["competitor_groups"])), row["category"]
    return Sponsor(row["id"], row["name"], groups, Category(category) if category else None)


def show(row: sql.Row) -> Show:
    """Return a show from its row."""
    return Show(
        id=row["id"],
        title=row["title"],
        brand_id=row["brand_id"],
        language=row["language"],
        team_id=row["team_id"],
        sensitivity=_sensitivity(row),
        under_age_share=row["under_age_share"],
        separation_days=row["separation_days"],
    )


def episode(row: sql.Row) -> Episode:
    """Return an episode from its row."""
    released = row["release_on"]
    day = date.fromisoformat(released) if released else None
    return Episode(row["id"], row["show_id"], row["title"], row["number"], day, _sensitivity(row))


def asset(row: sql.Row) -> Asset:
    """Return a file's description from its row."""
    return Asset(
        id=row["id"],
        brand_id=row["brand_id"],
        agency_id=row["agency_id"],
        kind=AssetKind(row["kind"]),
        name=row["name"],
        state=AssetState(row["state"]),
        media_type=row["media_type"],
        size=row["size"],
        sha256=row["sha256"],
        duration_ms=row["duration_ms"],
        width=row["width"],
        height=row["height"],
        problem=row["problem"],
        uploader_id=row["uploader_id"],
        created_at=sql.instant(row["created_at"]),
        request_id=row["request_id"],
        deliverable=row["deliverable"],
        sample_rate_hz=row["sample_rate_hz"],
        channels=row["channels"],
    )


def _sensitivity(row: sql.Row) -> Sensitivity | None:
    return Sensitivity(row["sensitivity"]) if row["sensitivity"] else None


async def _names(table: str, row_ids: Sequence[str], column: str = "name") -> dict[str, str]:
    if not row_ids:
        return {}
    wanted = sql.placeholders(1, len(row_ids))
    rows = await sql.fetch(
        f'SELECT id, {column} AS name FROM "{table}" WHERE id IN ({wanted})', *row_ids
    )
    return {row["id"]: row["name"] for row in rows}
