"""What was imported from tables: for each line its digest, and the grant it became."""

from tortoise import fields
from tortoise.models import Model

from domain.database import sql


class LineRecord(Model):
    """A line of a table, by what it calls itself."""

    id = fields.IntField(primary_key=True)
    ref = fields.CharField(200, unique=True)
    digest = fields.CharField(64)
    grant_id = fields.CharField(40)

    class Meta:
        """Where it is kept."""

        table = "rights_lines"


async def get(ref: str) -> tuple[str, str] | None:
    """Return the digest of a line and the id of its grant; None if it was never imported."""
    row = await sql.fetch_one("SELECT digest, grant_id FROM rights_lines WHERE ref = $1", ref)
    return None if row is None else (row["digest"], row["grant_id"])


async def put(ref: str, digest: str, grant_id: str) -> None:
    """Keep what a line became, in place of what it was before."""
    await sql.write(
        "INSERT INTO rights_lines (ref, digest, grant_id) VALUES ($1, $2, $3)"
        " ON CONFLICT (ref) DO UPDATE SET digest = excluded.digest, grant_id = excluded.grant_id",
        ref,
        digest,
        grant_id,
    )
