"""The table of copies."""

from collections.abc import Sequence
from datetime import datetime

from tortoise import fields
from tortoise.models import Model

from domain import ids
from domain.database import sql
from domain.notices.model import Audience, Copy, Urgency


class CopyRecord(Model):
    """A card shown in a place."""

    id = fields.CharField(40, primary_key=True)
    key = fields.CharField(160, unique=True)
    subject_id = fields.CharField(40, default="", db_default="")
    stage = fields.ForeignKeyField("hub.StageRecord", null=True, on_delete=fields.RESTRICT)
    round = fields.IntField()
    audience = fields.CharField(16)
    workspace_id = fields.CharField(32)
    place = fields.CharField(32)
    handle = fields.CharField(64, null=True)
    shown = fields.CharField(64, null=True)
    asked_at = fields.DatetimeField()
    told_at = fields.DatetimeField(null=True)
    tried_at = fields.DatetimeField(null=True)
    busy_until = fields.DatetimeField(null=True)
    reader = fields.ForeignKeyField(
        "hub.UserRecord", null=True, on_delete=fields.RESTRICT, related_name=False
    )
    replied = fields.IntField(default=0, db_default=0)

    class Meta:
        """Where it is kept; `key` makes one copy per stage, round and place.

        The copies of people who were forgotten have no place.
        """

        table = "copies"


class EditRecord(Model):
    """A copy that must be drawn anew as soon as the chat takes another edit.

    `asks` counts how often that was asked for: what is asked for while it is drawn is not lost.
    """

    copy = fields.OneToOneField("hub.CopyRecord", primary_key=True, on_delete=fields.RESTRICT)
    workspace_id = fields.CharField(32, db_index=True)
    urgency = fields.IntField()
    wanted_at = fields.DatetimeField()
    asks = fields.IntField()

    class Meta:
        """Where it is kept."""

        table = "edits"


async def intend(  # noqa: PLR0913  What is shown to whom, where.
    *,
    subject_id: str,
    stage_id: str | None,
    round_: int,
    audience: Audience,
    workspace_id: str,
    place: str,
    at: datetime,
    reader_id: str | None = None,
) -> None:
    """Write that a copy is wanted, unless it is already; `reader_id` is as on `Copy`."""
    key = f"{stage_id or subject_id}:{round_}:{workspace_id}:{place}"
    if audience is Audience.SHOW_NEWS:
        key += ":news"  # Beside the sheet, in the same place.
    if audience in {Audience.STAND_IN, Audience.MEMBER}:
        key += f":{audience}"  # Beside the card of their own request or case, perhaps.
    values = {
        "id": ids.new(ids.Prefix.NOTICE),
        "key": key,
        "subject_id": subject_id,
        "stage_id": stage_id,
        "round": round_,
        "audience": audience,
        "workspace_id": workspace_id,
        "place": place,
        "asked_at": at,
        "reader_id": reader_id,
    }
    await sql.insert_if_new(CopyRecord, values, ("key",))


async def of_subject(subject_id: str) -> list[Copy]:
    """Return every copy of the cards of a request or a case, oldest first."""
    rows = await sql.fetch("SELECT * FROM copies WHERE subject_id = $1 ORDER BY id", subject_id)
    return [_copy(row) for row in rows]


async def of_subjects(subject_ids: Sequence[str]) -> dict[str, list[Copy]]:
    """Return the same of several, by what they are about; each has its list."""
    found: dict[str, list[Copy]] = {one: [] for one in subject_ids}
    if not found:
        return found
    rows = await sql.fetch(
        f"SELECT * FROM copies WHERE subject_id IN ({sql.placeholders(1, len(found))}) ORDER BY id",
        *found,
    )
    for row in rows:
        found[row["subject_id"]].append(_copy(row))
    return found


async def posted_as(handle: str) -> Copy | None:
    """Return the copy that the chat knows as `handle`."""
    row = await sql.fetch_one("SELECT * FROM copies WHERE handle = $1", handle)
    return None if row is None else _copy(row)


async def address_of(workspace_id: str) -> str:
    """Return where people see a workspace; empty where that is not known."""
    row = await sql.fetch_one(
        "SELECT url FROM workspaces WHERE id = $1"
        " OR id = (SELECT organisation_id FROM workspace_branches WHERE id = $1) LIMIT 1",
        workspace_id,
    )
    return str(row["url"]) if row else ""


async def trying(copy_id: str, since: datetime | None) -> None:
    """Write that a copy is being posted, before it is; None once it surely is not."""
    await sql.execute("UPDATE copies SET tried_at = $1 WHERE id = $2", since, copy_id)


async def told(read: Copy, handle: str, shown: str, at: datetime) -> None:
    """Write that a copy is posted as `handle` and shows `shown`, as it was drawn.

    `read` is the copy as it was when that began. If what it shows was said otherwise since, by
    a click above all, that stands: the click wrote over the message, perhaps after it was drawn.
    """
    await sql.execute(
        "UPDATE copies SET handle = $1, told_at = $3, tried_at = NULL, shown ="
        " CASE WHEN COALESCE(shown, '') IN ('', $5) THEN $2 ELSE shown END"
        " WHERE id = $4 AND place <> ''",  # Who was forgotten meanwhile stays forgotten.
        handle,
        shown,
        at,
        read.id,
        read.shown or "",
    )


async def replied(copy_id: str, position: int) -> None:
    """Write up to which event of its record a copy's thread is told."""
    await sql.execute("UPDATE copies SET replied = $1 WHERE id = $2", position, copy_id)


async def marked(copy_id: str, shown: str, at: datetime) -> None:
    """Write what keeps a copy from being shown; whether it stands somewhere is not said anew."""
    await sql.execute(
        "UPDATE copies SET shown = $1, told_at = $2 WHERE id = $3", shown, at, copy_id
    )


async def forget(user_id: str) -> None:
    """Take from copies that were shown to somebody alone which account of theirs that was.

    Nothing is shown where there is no place; what stands in chat already is the chat's to keep.
    """
    await sql.execute(
        "UPDATE copies SET key = id, place = '', handle = NULL, tried_at = NULL"
        " WHERE (audience = $1 AND subject_id IN"
        "  (SELECT id FROM requests WHERE requester_id = $2"
        "   UNION SELECT id FROM cases WHERE reporter_id = $2))"
        " OR (audience = $3 AND place IN"
        "  (SELECT chat_user_id FROM chat_identities WHERE user_id = $2))",
        Audience.REQUESTER,
        user_id,
        Audience.REVIEWER,
    )
    await sql.execute(
        "UPDATE copies SET key = id, place = '', handle = NULL, tried_at = NULL"
        " WHERE reader_id = $1",
        user_id,
    )


async def be_busy(handle: str, until: datetime) -> str | None:
    """Write that a click writes over a message until then: whatever it shows, it is drawn anew.

    Return the request or case it is about; None if it is no copy.
    """
    row = await sql.fetch_one(
        "UPDATE copies SET busy_until = $1, shown = $2 WHERE handle = $3 RETURNING subject_id",
        until,
        _clicked(),
        handle,
    )
    return None if row is None else str(row["subject_id"])


async def be_done(handle: str) -> str | None:
    """Write that no click writes over a message any more; return the request it is about."""
    row = await sql.fetch_one(
        "UPDATE copies SET busy_until = NULL, shown = $1 WHERE handle = $2 RETURNING subject_id",
        _clicked(),
        handle,
    )
    return None if row is None else str(row["subject_id"])


def _clicked() -> str:
    """Return what a copy shows that a click wrote over: like nothing drawn, and no other click."""
    return f"click:{ids.new(ids.Prefix.NOTICE)}"


async def want_edit(copy: Copy, urgency: Urgency, at: datetime) -> bool:
    """Have a copy edited when its turn comes; what waits already keeps its place, or moves up.

    Whether it did not wait already.
    """
    row = await sql.fetch_one(
        "INSERT INTO edits (copy_id, workspace_id, urgency, wanted_at, asks)"
        " VALUES ($1, $2, $3, $4, 1) ON CONFLICT (copy_id) DO UPDATE SET asks = edits.asks + 1,"
        " urgency ="
        " CASE WHEN excluded.urgency < edits.urgency THEN excluded.urgency ELSE edits.urgency END"
        " RETURNING asks",
        copy.id,
        copy.workspace_id,
        int(urgency),
        at,
    )
    return row is not None and bool(row["asks"] == 1)


async def edits_wait(workspace_id: str) -> bool:
    """Whether any copy of a workspace waits for its turn to be edited."""
    row = await sql.fetch_one("SELECT 1 FROM edits WHERE workspace_id = $1 LIMIT 1", workspace_id)
    return row is not None


async def next_edit(workspace_id: str) -> tuple[Copy, int] | None:
    """Return the copy whose turn it is, and how often it was asked for."""
    row = await sql.fetch_one(
        "SELECT c.*, e.asks FROM edits e JOIN copies c ON c.id = e.copy_id"
        " WHERE e.workspace_id = $1 ORDER BY e.urgency, e.wanted_at, e.copy_id LIMIT 1",
        workspace_id,
    )
    return None if row is None else (_copy(row), row["asks"])


async def edited(copy_id: str, asks: int) -> None:
    """Take a copy out of those that wait, unless it was asked for again meanwhile."""
    await sql.execute("DELETE FROM edits WHERE copy_id = $1 AND asks = $2", copy_id, asks)


def _copy(row: sql.Row) -> Copy:
    return Copy(
        id=row["id"],
        subject_id=row["subject_id"],
        stage_id=row["stage_id"],
        round=row["round"],
        audience=Audience(row["audience"]),
        workspace_id=row["workspace_id"],
        place=row["place"],
        handle=row["handle"],
        shown=row["shown"],
        tried_at=sql.instant_or_none(row["tried_at"]),
        busy_until=sql.instant_or_none(row["busy_until"]),
        reader_id=row["reader_id"],
        replied=row["replied"],
    )
