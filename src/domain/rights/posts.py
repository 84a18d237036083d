"""Where the desk was told of something, so that the same message says it anew."""

from tortoise import fields
from tortoise.models import Model

from domain.database import sql


class PostRecord(Model):
    """A message about a grant or an agreement."""

    id = fields.IntField(primary_key=True)
    about_id = fields.CharField(40)
    workspace_id = fields.CharField(32)
    place = fields.CharField(32)
    handle = fields.CharField(80)

    class Meta:
        """Where it is kept."""

        table = "rights_posts"
        unique_together = (("about_id", "workspace_id", "place"),)


async def get(about_id: str, workspace_id: str, place: str) -> str | None:
    """Return the handle of the message about something in a place; None if there is none."""
    row = await sql.fetch_one(
        "SELECT handle FROM rights_posts WHERE about_id = $1 AND workspace_id = $2 AND place = $3",
        about_id,
        workspace_id,
        place,
    )
    return None if row is None else str(row["handle"])


async def put(about_id: str, workspace_id: str, place: str, handle: str) -> None:
    """Keep where the message about something stands."""
    await sql.execute(
        "INSERT INTO rights_posts (about_id, workspace_id, place, handle) VALUES ($1, $2, $3, $4)"
        " ON CONFLICT (about_id, workspace_id, place) DO UPDATE SET handle = excluded.handle",
        about_id,
        workspace_id,
        place,
        handle,
    )
