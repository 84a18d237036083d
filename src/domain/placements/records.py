"""The tables of placements, of bookings on shows, and of what was handed over to teams."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from tortoise import fields
from tortoise.models import Model

from domain import ids
from domain.database import sql
from domain.database.listing import of_each
from domain.placements.model import Booking, HandOver, Place, Placement, PlacementState, Span


class PlacementRecord(Model):
    """Something that stands at a publisher."""

    id = fields.CharField(40, primary_key=True)
    request = fields.ForeignKeyField("hub.RequestRecord", on_delete=fields.RESTRICT, db_index=True)
    publisher = fields.CharField(32)
    outside_id = fields.CharField(80)
    state = fields.CharField(24)
    since = fields.DatetimeField()

    class Meta:
        """Where it is kept; the publisher's id is known once."""

        table = "placements"
        unique_together = (("publisher", "outside_id"),)


class BookingRecord(Model):
    """A place on a show that is booked for a request, in the turn in which it was approved."""

    request = fields.OneToOneField("hub.RequestRecord", primary_key=True, on_delete=fields.RESTRICT)
    show = fields.ForeignKeyField("hub.ShowRecord", on_delete=fields.RESTRICT)
    turn = fields.IntField()
    sponsor = fields.ForeignKeyField("hub.SponsorRecord", on_delete=fields.RESTRICT)
    episode_ids = fields.JSONField[list[str]]()
    spans = fields.JSONField[list[list[str]]](null=True)
    last_day = fields.CharField(10, null=True)
    everywhere = fields.BooleanField()
    markets = fields.JSONField[list[str]]()
    booked_at = fields.DatetimeField()

    class Meta:
        """Where it is kept; a show gives each turn once."""

        table = "bookings"
        unique_together = (("show", "turn"),)


class SheetRecord(Model):
    """What a team is handed of a request; the table is called by what was handed over first."""

    request = fields.OneToOneField("hub.RequestRecord", primary_key=True, on_delete=fields.RESTRICT)
    revision = fields.IntField()
    team = fields.ForeignKeyField("hub.TeamRecord", on_delete=fields.RESTRICT, db_index=True)
    content = fields.JSONField[dict[str, Any]]()
    handed_at = fields.DatetimeField()
    taken_by = fields.ForeignKeyField("hub.UserRecord", null=True, on_delete=fields.RESTRICT)
    taken_at = fields.DatetimeField(null=True)
    receiver = fields.CharField(32, default="show-team", db_default="show-team")
    receipt = fields.CharField(500, default="", db_default="")
    taken_back_at = fields.DatetimeField(null=True)

    class Meta:
        """Where it is kept."""

        table = "sheets"


async def put(
    request_id: str, publisher: str, outside_id: str, state: PlacementState, at: datetime
) -> None:
    """Write that `outside_id` stands at `publisher` in `state` since `at`."""
    await sql.execute(
        "INSERT INTO placements (id, request_id, publisher, outside_id, state, since)"
        " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (publisher, outside_id)"
        " DO UPDATE SET state = excluded.state, since = excluded.since"
        " WHERE placements.state <> excluded.state",
        ids.new(ids.Prefix.PLACEMENT),
        request_id,
        publisher,
        outside_id,
        state,
        at,
    )


async def get(placement_id: str) -> Placement | None:
    """Return a placement."""
    row = await sql.fetch_one("SELECT * FROM placements WHERE id = $1", placement_id)
    return _placement(row) if row else None


async def of_requests(request_ids: Sequence[str]) -> dict[str, list[Placement]]:
    """Return placements by request id."""
    return await of_each("placements", "request_id", request_ids, _placement)


async def requests_at(publisher: str, outside_ids: Sequence[str]) -> dict[str, str]:
    """Return the requests of what stands at a publisher, by the publisher's own id of it."""
    if not outside_ids:
        return {}
    rows = await sql.fetch(
        "SELECT outside_id, request_id FROM placements WHERE publisher = $1"
        f" AND outside_id IN ({sql.placeholders(2, len(outside_ids))})",
        publisher,
        *outside_ids,
    )
    return {row["outside_id"]: row["request_id"] for row in rows}


def _placement(row: sql.Row) -> Placement:
    return Placement(
        id=row["id"],
        request_id=row["request_id"],
        publisher=row["publisher"],
        outside_id=row["outside_id"],
        state=PlacementState(row["state"]),
        since=sql.instant(row["since"]),
    )


async def take_turn(show_id: str) -> None:
    """Wait until no other transaction books on the show; it is ours until the commit."""
    await sql.fetch(sql.locking("SELECT id FROM shows WHERE id = $1"), show_id)


async def bookings_on(show_id: str, since: date) -> list[Booking]:
    """Return what is booked on a show and not over before `since`, in the order it was booked.

    A booking stands as long as its request is approved, handed over or live.
    """
    rows = await sql.fetch(
        "SELECT b.* FROM bookings b JOIN requests r ON r.id = b.request_id"
        " WHERE b.show_id = $1 AND (b.last_day IS NULL OR b.last_day >= $2)"
        " AND r.state IN ('approved', 'published', 'live') ORDER BY b.turn",
        show_id,
        since.isoformat(),
    )
    return [_booking(row) for row in rows]


async def book(request_id: str, place: Place, at: datetime) -> int:
    """Write that `place` is booked for a request from now on; return its turn on the show.

    The show's turn has to be ours.
    """
    spans = place.spans
    last = await sql.fetch_one(
        "SELECT COALESCE(MAX(turn), 0) AS turn FROM bookings WHERE show_id = $1", place.show_id
    )
    turn = (last["turn"] if last else 0) + 1
    await sql.execute(
        "INSERT INTO bookings (request_id, show_id, turn, sponsor_id, episode_ids, spans,"
        " last_day, everywhere, markets, booked_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
        " ON CONFLICT (request_id) DO UPDATE SET show_id = excluded.show_id,"
        " turn = excluded.turn, sponsor_id = excluded.sponsor_id,"
        " episode_ids = excluded.episode_ids, spans = excluded.spans,"
        " last_day = excluded.last_day, everywhere = excluded.everywhere,"
        " markets = excluded.markets, booked_at = excluded.booked_at",
        request_id,
        place.show_id,
        turn,
        place.sponsor_id,
        sorted(place.episode_ids),
        None if spans is None else [[s.first.isoformat(), s.last.isoformat()] for s in spans],
        max(span.last for span in spans).isoformat() if spans else None,
        place.everywhere,
        sorted(place.markets),
        at,
    )
    return int(turn)


async def hand_over(value: HandOver) -> None:
    """Write what a team is handed of a request, new or in place of an earlier one."""
    await sql.execute(
        "INSERT INTO sheets (request_id, revision, team_id, content, handed_at, receiver, receipt)"
        " VALUES ($1, $2, $3, $4, $5, $6, '') ON CONFLICT (request_id) DO UPDATE SET"
        " revision = excluded.revision, team_id = excluded.team_id, content = excluded.content,"
        " handed_at = excluded.handed_at, receiver = excluded.receiver, receipt = '',"
        " taken_by_id = NULL, taken_at = NULL, taken_back_at = NULL",
        value.request_id,
        value.revision,
        value.team_id,
        dict(value.content),
        value.handed_at,
        value.receiver,
    )


async def acknowledge(request_id: str, user_id: str | None, receipt: str, at: datetime) -> bool:
    """Write who took a hand-over on, None for no person; False if it was taken on already."""
    changed = await sql.execute(
        "UPDATE sheets SET taken_by_id = $1, taken_at = $2, receipt = $3"
        " WHERE request_id = $4 AND taken_at IS NULL",
        user_id,
        at,
        receipt,
        request_id,
    )
    return changed == 1


async def take_back(request_id: str, at: datetime) -> None:
    """Write that what was handed over of a request counts no more."""
    await sql.execute(
        "UPDATE sheets SET taken_back_at = $1 WHERE request_id = $2 AND taken_back_at IS NULL",
        at,
        request_id,
    )


async def hand_overs_of(request_ids: Sequence[str]) -> dict[str, HandOver]:
    """Return hand-overs by request id."""
    if not request_ids:
        return {}
    rows = await sql.fetch(
        f"SELECT * FROM sheets WHERE request_id IN ({sql.placeholders(1, len(request_ids))})",
        *request_ids,
    )
    return {row["request_id"]: hand_over_from(row) for row in rows}


def _booking(row: sql.Row) -> Booking:
    spans = sql.document(row["spans"])
    return Booking(
        request_id=row["request_id"],
        turn=row["turn"],
        place=Place(
            show_id=row["show_id"],
            sponsor_id=row["sponsor_id"],
            episode_ids=frozenset(sql.document(row["episode_ids"])),
            spans=None if spans is None else tuple(_span(*span) for span in spans),
            everywhere=bool(row["everywhere"]),
            markets=frozenset(sql.document(row["markets"])),
        ),
    )


def _span(first: str, last: str) -> Span:
    return Span(date.fromisoformat(first), date.fromisoformat(last))


def hand_over_from(row: sql.Row) -> HandOver:
    """Return a hand-over from its row."""
    return HandOver(
        request_id=row["request_id"],
        revision=row["revision"],
        team_id=row["team_id"],
        content=sql.document(row["content"]),
        handed_at=sql.instant(row["handed_at"]),
        taken_by=row["taken_by_id"],
        taken_at=sql.instant_or_none(row["taken_at"]),
        receiver=row["receiver"],
        receipt=row["receipt"],
        taken_back_at=sql.instant_or_none(row["taken_back_at"]),
    )
