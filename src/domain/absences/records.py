"""The table of absences."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from tortoise import fields
from tortoise.models import Model

from domain.absences.model import Absence
from domain.actor import StandsIn
from domain.database import sql
from domain.database.authors import AUTHORS_OF

#: How long after its last change somebody sees a request of which a seat was handed to them.
MEMORY = timedelta(days=7)


class AbsenceRecord(Model):
    """Somebody is away, and somebody else stands in."""

    id = fields.CharField(40, primary_key=True)
    user = fields.ForeignKeyField("hub.UserRecord", on_delete=fields.RESTRICT, db_index=True)
    delegate = fields.ForeignKeyField(
        "hub.UserRecord", null=True, on_delete=fields.RESTRICT, related_name=False, db_index=True
    )
    kind = fields.CharField(32, null=True)
    brand = fields.ForeignKeyField("hub.BrandRecord", null=True, on_delete=fields.RESTRICT)
    starts_at = fields.DatetimeField()
    ends_at = fields.DatetimeField(db_index=True)
    set_by = fields.CharField(40, null=True)
    set_at = fields.DatetimeField()

    class Meta:
        """Where it is kept."""

        table = "absences"


async def add(value: Absence) -> None:
    """Add an absence."""
    await sql.insert(
        AbsenceRecord,
        {
            "id": value.id,
            "user_id": value.user_id,
            "delegate_id": value.delegate_id,
            "kind": value.kind,
            "brand_id": value.brand_id,
            "starts_at": value.starts_at,
            "ends_at": value.ends_at,
            "set_by": value.set_by,
            "set_at": value.set_at,
        },
    )


async def end(absence_id: str, at: datetime) -> bool:
    """Let an absence end at `at`, and one that had not begun by then never be; False if it had."""
    ended = await sql.execute(
        "UPDATE absences SET ends_at = $1,"
        " starts_at = CASE WHEN starts_at > $1 THEN $1 ELSE starts_at END"
        " WHERE id = $2 AND ends_at > $1",
        at,
        absence_id,
    )
    return ended == 1


async def get(absence_id: str) -> Absence | None:
    """Return an absence."""
    row = await sql.fetch_one("SELECT * FROM absences WHERE id = $1", absence_id)
    return None if row is None else _absence(row)


async def not_over(at: datetime) -> list[Absence]:
    """Return every absence that is in force or to come, oldest first."""
    rows = await sql.fetch("SELECT * FROM absences WHERE ends_at > $1 ORDER BY id", at)
    return [_absence(row) for row in rows]


async def in_force(at: datetime) -> list[Absence]:
    """Return every absence that is in force at `at`."""
    rows = await sql.fetch(
        "SELECT * FROM absences WHERE starts_at <= $1 AND ends_at > $1 ORDER BY id", at
    )
    return [_absence(row) for row in rows]


async def of_person(user_id: str, at: datetime) -> list[Absence]:
    """Return the absences of somebody that are in force at `at` or to come, the next first."""
    rows = await sql.fetch(
        "SELECT * FROM absences WHERE user_id = $1 AND ends_at > $2 ORDER BY starts_at, id",
        user_id,
        at,
    )
    return [_absence(row) for row in rows]


async def handed_on(user_id: str, since: datetime, steps: int) -> set[str]:
    """Return to whom the seats of somebody go, or went after `since`, over at most `steps` people.

    What the absences are for is not looked at.
    """
    return await _along("user_id", "delegate_id", user_id, since, steps)


async def handed_by(user_id: str, since: datetime, steps: int) -> set[str]:
    """Return whose seats go to somebody, as `handed_on` returns where somebody's go."""
    return await _along("delegate_id", "user_id", user_id, since, steps)


async def _along(of: str, to: str, user_id: str, since: datetime, steps: int) -> set[str]:
    found: set[str] = set()
    ahead = {user_id}
    for _ in range(steps):
        rows = await sql.fetch(
            f"SELECT DISTINCT {to} AS next FROM absences WHERE delegate_id IS NOT NULL"
            f" AND ends_at >= $1 AND {of} IN ({sql.placeholders(2, len(ahead))})",
            since,
            *sorted(ahead),
        )
        ahead = {row["next"] for row in rows} - found
        found |= ahead
        if not ahead:
            break
    return found


def asked_named(who: str, values: Sequence[str], at: datetime) -> sql.Question:
    """Return what asks of `who`, SQL over `values`, where they stand in; `named` reads the rows.

    One question, as everybody who comes in is asked about.
    """
    now, since = f"${len(values) + 1}", f"${len(values) + 2}"
    return (
        "SELECT '' AS request_id FROM absences"
        f" WHERE delegate_id = {who} AND starts_at <= {now} AND ends_at > {now}"
        " UNION SELECT h.request_id FROM handed_seats h JOIN requests r ON r.id = h.request_id"
        f" JOIN stages s ON s.id = h.stage_id AND s.round = h.round WHERE h.holder_id = {who}"
        " AND (r.state IN ('in_review', 'changes_requested', 'approved')"
        f" OR r.updated_at > {since})"
        " UNION SELECT s.request_id FROM memberships m JOIN teams t ON t.escalation_id = m.team_id"
        " JOIN stages s ON s.team_id = t.id"
        f" WHERE m.user_id = {who} AND s.state = 'open' AND s.escalated > 1"
    ), (*values, at, at - MEMORY)


def named(rows: Sequence[sql.Row]) -> tuple[bool, frozenset[str]]:
    """Return whether an absence in force names somebody as who stands in, and where they are asked.

    The latter are requests: those of which a seat was handed to them, until they are over for
    `MEMORY`; and those with an open stage that was carried up past its leads, to their team.
    """
    found = frozenset(str(row["request_id"]) for row in rows)
    return "" in found, found - {""}


async def seats(absences: list[Absence]) -> tuple[StandsIn, ...]:
    """Return the seats of those who are away because of `absences`, as far as they may enter."""
    users = sorted({one.user_id for one in absences})
    if not users:
        return ()
    rows = await sql.fetch(
        "SELECT m.user_id, m.team_id FROM memberships m JOIN users u ON u.id = m.user_id"
        f" WHERE u.active AND m.user_id IN ({sql.placeholders(1, len(users))})",
        *users,
    )
    teams: dict[str, set[str]] = {}
    for row in rows:
        teams.setdefault(row["user_id"], set()).add(row["team_id"])
    return tuple(
        StandsIn(one.user_id, frozenset(teams[one.user_id]), one.kind, one.brand_id)
        for one in absences
        if one.user_id in teams
    )


async def open_requests(*user_ids: str, ahead: bool = False) -> list[str]:
    """Return the requests that wait for a team of somebody among these.

    Those as well, if asked for, that wait for others first: some had shown them a card before.
    """
    states = "('open', 'waiting')" if ahead else "('open')"
    rows = await sql.fetch(
        "SELECT DISTINCT s.request_id FROM stages s JOIN memberships m ON m.team_id = s.team_id"
        f" AND m.user_id IN ({sql.placeholders(1, len(user_ids))})"
        " JOIN requests r ON r.id = s.request_id"
        f" WHERE s.state IN {states} AND r.state = 'in_review' ORDER BY s.request_id",
        *user_ids,
    )
    return [row["request_id"] for row in rows]


async def written_by(user_id: str, request_ids: list[str]) -> list[int]:
    """Return the numbers of those requests of which somebody wrote a revision."""
    if not request_ids:
        return []
    rows = await sql.fetch(
        "SELECT r.number FROM requests r"
        f" WHERE r.id IN ({sql.placeholders(2, len(request_ids))})"
        f" AND $1 IN ({AUTHORS_OF.format(request='r.id')})"
        " ORDER BY r.number",
        user_id,
        *request_ids,
    )
    return [row["number"] for row in rows]


def _absence(row: sql.Row) -> Absence:
    return Absence(
        id=row["id"],
        user_id=row["user_id"],
        delegate_id=row["delegate_id"],
        kind=row["kind"],
        brand_id=row["brand_id"],
        starts_at=sql.instant(row["starts_at"]),
        ends_at=sql.instant(row["ends_at"]),
        set_by=row["set_by"],
        set_at=sql.instant(row["set_at"]),
    )
