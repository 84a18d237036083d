"""The table of what productions came out as, and the lists of those before one."""

from collections.abc import Sequence

from tortoise import fields
from tortoise.models import Model

from domain.database import sql
from domain.productions.model import Out


class ProducedRecord(Model):
    """The episode that a production came out as; an episode came of one."""

    request = fields.OneToOneField(
        "hub.RequestRecord", primary_key=True, on_delete=fields.RESTRICT, related_name=False
    )
    episode = fields.OneToOneField(
        "hub.EpisodeRecord", on_delete=fields.RESTRICT, related_name=False
    )
    user = fields.ForeignKeyField("hub.UserRecord", on_delete=fields.RESTRICT, related_name=False)
    at = fields.DatetimeField()

    class Meta:
        """Where it is kept."""

        table = "produced_episodes"


_OUT = (
    "SELECT p.request_id, p.episode_id, p.at, e.title, e.show_id FROM produced_episodes p"
    " JOIN episodes e ON e.id = p.episode_id"
)


async def of_requests(request_ids: Sequence[str]) -> dict[str, Out]:
    """Return what productions came out as, by request id."""
    if not request_ids:
        return {}
    marks = sql.placeholders(1, len(request_ids))
    rows = await sql.fetch(f"{_OUT} WHERE p.request_id IN ({marks})", *request_ids)
    return {row["request_id"]: _out(row) for row in rows}


async def of_episode(episode_id: str) -> Out | None:
    """Return the production that came out as an episode."""
    row = await sql.fetch_one(f"{_OUT} WHERE p.episode_id = $1", episode_id)
    return _out(row) if row else None


async def of_shows(show_ids: Sequence[str], most: int) -> dict[str, list[Out]]:
    """Return the last `most` productions of shows that came out, the latest first."""
    found: dict[str, list[Out]] = {show: [] for show in show_ids}
    if not found:
        return found
    rows = await sql.fetch(
        "SELECT * FROM (SELECT o.*, ROW_NUMBER() OVER (PARTITION BY o.show_id"
        f" ORDER BY o.at DESC, o.request_id DESC) AS place FROM ({_OUT} WHERE e.show_id IN"
        f" ({sql.placeholders(1, len(found))})) o) ranked WHERE place <= {most:d}"
        " ORDER BY show_id, place",
        *found,
    )
    for row in rows:
        found[row["show_id"]].append(_out(row))
    return found


async def releases_of(episode_id: str) -> list[str]:
    """Return the requests that released an episode, or were to, oldest first."""
    rows = await sql.fetch(
        "SELECT id FROM requests WHERE kind = 'episode_release' AND payload->>'episode_id' = $1"
        " ORDER BY number",
        episode_id,
    )
    return [row["id"] for row in rows]


async def put(one: Out, user_id: str) -> None:
    """Write what a production came out as, in place of what was said before."""
    await sql.execute(
        "INSERT INTO produced_episodes (request_id, episode_id, user_id, at)"
        " VALUES ($1, $2, $3, $4) ON CONFLICT (request_id) DO UPDATE SET"
        " episode_id = excluded.episode_id, user_id = excluded.user_id, at = excluded.at",
        *(one.request_id, one.episode_id, user_id, one.at),
    )


def _out(row: sql.Row) -> Out:
    return Out(
        row["request_id"], row["episode_id"], row["title"], row["show_id"], sql.instant(row["at"])
    )
