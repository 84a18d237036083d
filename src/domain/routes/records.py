"""The table of routes."""

from collections.abc import Sequence

from tortoise import fields
from tortoise.models import Model

from domain.database import sql
from domain.database.listing import Values
from domain.routes.model import Route


class RouteRecord(Model):
    """Where cards of a team go."""

    id = fields.CharField(40, primary_key=True)
    team = fields.ForeignKeyField("hub.TeamRecord", on_delete=fields.RESTRICT, db_index=True)
    kind = fields.CharField(32, null=True)
    brand = fields.ForeignKeyField("hub.BrandRecord", null=True, on_delete=fields.RESTRICT)
    market = fields.CharField(2, null=True)
    workspace_id = fields.CharField(32)
    place = fields.CharField(32)

    class Meta:
        """Where it is kept; a unique index holds one route for each of what it can be for."""

        table = "routes"


async def put(route: Route) -> None:
    """Keep a route in place of the one for the same, if there is one; in a transaction."""
    await sql.execute(
        "DELETE FROM routes WHERE team_id = $1 AND COALESCE(kind, '') = $2"
        " AND COALESCE(brand_id, '') = $3 AND COALESCE(market, '') = $4",
        route.team_id,
        route.kind or "",
        route.brand_id or "",
        route.market or "",
    )
    await sql.insert(
        RouteRecord,
        {
            "id": route.id,
            "team_id": route.team_id,
            "kind": route.kind,
            "brand_id": route.brand_id,
            "market": route.market,
            "workspace_id": route.workspace_id,
            "place": route.place,
        },
    )


async def get(route_id: str) -> Route | None:
    """Return a route."""
    row = await sql.fetch_one("SELECT * FROM routes WHERE id = $1", route_id)
    return None if row is None else _route(row)


async def remove(route_id: str) -> None:
    """Remove a route."""
    await sql.execute("DELETE FROM routes WHERE id = $1", route_id)


async def routes(brand_ids: Sequence[str] | None = None) -> list[Route]:
    """Return every route, or those of some brands and of all brands, in a steady order."""
    values = Values()
    where = values.among("brand_id", brand_ids)
    query = f"SELECT * FROM routes WHERE brand_id IS NULL OR {where} ORDER BY team_id, id"
    return [_route(row) for row in await sql.fetch(query, *values.given)]


def _route(row: sql.Row) -> Route:
    return Route(
        id=row["id"],
        team_id=row["team_id"],
        kind=row["kind"],
        brand_id=row["brand_id"],
        market=row["market"],
        workspace_id=row["workspace_id"],
        place=row["place"],
    )
