"""Tables of the inbox: what somebody put off, and whether they want a digest."""

from collections.abc import Collection, Sequence
from datetime import datetime

from tortoise import fields
from tortoise.models import Model

from domain.database import sql
from domain.inbox.model import DigestWish


class SnoozeRecord(Model):
    """Something that somebody put off."""

    id = fields.IntField(primary_key=True)
    user = fields.ForeignKeyField("hub.UserRecord", on_delete=fields.RESTRICT)
    request = fields.ForeignKeyField("hub.RequestRecord", on_delete=fields.RESTRICT)
    until = fields.DatetimeField()

    class Meta:
        """Where it is kept."""

        table = "snoozes"
        unique_together = (("user", "request"),)


class DigestRecord(Model):
    """Whether somebody wants a daily digest; who has no row has not said."""

    user_id = fields.CharField(40, primary_key=True)
    wanted = fields.BooleanField()
    hour = fields.IntField()

    class Meta:
        """Where it is kept."""

        table = "digest_settings"


async def snooze(user_id: str, request_id: str, until: datetime) -> None:
    """Put something off for somebody, until another time than before."""
    await sql.execute(
        "INSERT INTO snoozes (user_id, request_id, until) VALUES ($1, $2, $3)"
        " ON CONFLICT (user_id, request_id) DO UPDATE SET until = excluded.until",
        user_id,
        request_id,
        until,
    )


async def wake(user_id: str, request_id: str) -> None:
    """Bring back what somebody put off."""
    await sql.execute(
        "DELETE FROM snoozes WHERE user_id = $1 AND request_id = $2", user_id, request_id
    )


async def snoozed(user_id: str, now: datetime) -> dict[str, datetime]:
    """Return what somebody has put off still: until when, by request id."""
    rows = await sql.fetch(
        "SELECT request_id, until FROM snoozes WHERE user_id = $1 AND until > $2", user_id, now
    )
    return {row["request_id"]: sql.instant(row["until"]) for row in rows}


async def wish(user_id: str) -> DigestWish:
    """Return what somebody wants of digests."""
    row = await sql.fetch_one("SELECT * FROM digest_settings WHERE user_id = $1", user_id)
    return DigestWish() if row is None else DigestWish(bool(row["wanted"]), row["hour"])


async def set_wish(user_id: str, wanted: DigestWish) -> None:
    """Keep what somebody wants of digests."""
    await sql.execute(
        "INSERT INTO digest_settings (user_id, wanted, hour) VALUES ($1, $2, $3)"
        " ON CONFLICT (user_id) DO UPDATE SET wanted = excluded.wanted, hour = excluded.hour",
        user_id,
        wanted.wanted,
        wanted.hour,
    )


async def readers() -> Sequence[tuple[str, str, DigestWish]]:
    """Return everybody with an account in chat who may enter: id, time zone, and their wish."""
    rows = await sql.fetch(
        "SELECT u.id, u.time_zone, d.wanted, d.hour FROM users u"
        " LEFT JOIN digest_settings d ON d.user_id = u.id WHERE u.active"
        " AND EXISTS (SELECT 1 FROM chat_identities i WHERE i.user_id = u.id) ORDER BY u.id"
    )
    usual = DigestWish()
    return [
        (
            row["id"],
            row["time_zone"],
            usual if row["wanted"] is None else DigestWish(bool(row["wanted"]), row["hour"]),
        )
        for row in rows
    ]


async def set_zone(user_id: str, zone: str) -> None:
    """Keep in which time zone somebody lives."""
    await sql.execute("UPDATE users SET time_zone = $1 WHERE id = $2", zone, user_id)


async def concerned(request_id: str) -> list[str]:
    """Return who may see a change of a request in their inbox: its people, and its stages' teams.

    Only those with a Home.
    """
    rows = await sql.fetch(
        "SELECT DISTINCT h.user_id FROM chat_homes h WHERE h.user_id IN ("
        " SELECT requester_id FROM requests WHERE id = $1"
        " UNION SELECT voter_id FROM votes WHERE request_id = $1"
        " UNION SELECT holder_id FROM handed_seats WHERE request_id = $1"
        " UNION SELECT m.user_id FROM memberships m JOIN stages s ON s.team_id = m.team_id"
        "  WHERE s.request_id = $1) ORDER BY h.user_id",
        request_id,
    )
    return [row["user_id"] for row in rows]


async def members_asked(request_id: str) -> set[str]:
    """Return the people of the teams of a request's stages."""
    rows = await sql.fetch(
        "SELECT DISTINCT m.user_id FROM memberships m JOIN stages s ON s.team_id = m.team_id"
        " WHERE s.request_id = $1",
        request_id,
    )
    return {row["user_id"] for row in rows}


async def with_home(user_ids: Collection[str]) -> list[str]:
    """Return those of `user_ids` who have a Home, in a steady order."""
    if not user_ids:
        return []
    rows = await sql.fetch(
        "SELECT DISTINCT user_id FROM chat_homes"
        f" WHERE user_id IN ({sql.placeholders(1, len(user_ids))}) ORDER BY user_id",
        *sorted(user_ids),
    )
    return [row["user_id"] for row in rows]
